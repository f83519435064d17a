/* generative-scene.c: which density and which clock: tables that experiments share, and how they
 * become a mixture whose noised marginals are exact.
 */
#include "experiments/generative-scene.h"

#include "core/plume-error.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_DRAWN 4000

const PlumeParameter scene_component_columns[SCENE_N_COMPONENT_COLUMNS] = {
  { .id = "name", .title = N_ ("Name"), .kind = PLUME_KIND_TEXT, .text = "new" },
  { .id = "weight",
    .title = N_ ("Weight"),
    .symbol = "<i>w</i>",
    .kind = PLUME_KIND_NUMBER,
    .value = 0.25,
    .from = 0,
    .to = 1000,
    .soft_from = 0,
    .soft_to = 1,
    .help = N_ ("Share of the data; weights are scaled to the sum 1") },
  { .id = "x",
    .title = N_ ("Centre, first"),
    .symbol = "<i>x</i>",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -1000,
    .to = 1000,
    .soft_from = -3,
    .soft_to = 3,
    .plays = PLUME_PLAYS },
  { .id = "y",
    .title = N_ ("Centre, second"),
    .symbol = "<i>y</i>",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -1000,
    .to = 1000,
    .soft_from = -3,
    .soft_to = 3,
    .plays = PLUME_PLAYS },
  { .id = "width",
    .title = N_ ("First width"),
    .symbol = "<i>s</i><sub>1</sub>",
    .kind = PLUME_KIND_NUMBER,
    .value = 0.2,
    .from = 0,
    .to = 100,
    .soft_from = 0.02,
    .soft_to = 1,
    .help =
        N_ ("Standard deviation along the axis of the angle; with two widths 0 a single point") },
  { .id = "second-width",
    .title = N_ ("Second width"),
    .symbol = "<i>s</i><sub>2</sub>",
    .kind = PLUME_KIND_NUMBER,
    .value = 0.2,
    .from = 0,
    .to = 100,
    .soft_from = 0.02,
    .soft_to = 1 },
  { .id = "angle",
    .title = N_ ("Angle"),
    .symbol = "<i>φ</i>",
    .unit = "rad",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -3.2,
    .to = 3.2,
    .soft_from = -1.6,
    .soft_to = 1.6,
    .plays = PLUME_PLAYS },
};

const PlumeChoice scene_densities[] = {
  { "components", N_ ("Mixture of Gaussians"), NULL },
  { "moons", N_ ("Two moons"), NULL },
  { "checkerboard", N_ ("Checkerboard"), NULL },
  { "ring", N_ ("Ring"), NULL },
  { "spiral", N_ ("Spiral"), NULL },
  { "eight", N_ ("Eight Gaussians"), NULL },
  { "grid", N_ ("Grid of 25 Gaussians"), NULL },
  { "pinwheel", N_ ("Pinwheel"), NULL },
  { "points", N_ ("Own points"), N_ ("Two columns of an opened file") },
  { "picture", N_ ("Own picture"), N_ ("A matrix of an opened file") },
  { "drawn", N_ ("Drawn by hand"), N_ ("Draw on the plane") },
  { NULL },
};
const PlumeChoice scene_processes[] = {
  { "vp-linear", N_ ("Variance preserving, linear"), NULL },
  { "vp-cosine", N_ ("Variance preserving, cosine"), NULL },
  { "sub-vp", N_ ("Sub-variance preserving"), NULL },
  { "ve", N_ ("Variance exploding"), NULL },
  { "edm", N_ ("Noise level as time (EDM)"), NULL },
  { "rectified-flow", N_ ("Rectified flow"), NULL },
  { NULL },
};
const PlumeChoice scene_arrows[] = {
  { "none", N_ ("No arrows"), NULL },
  { "score", N_ ("Score ∇ ln p"), NULL },
  { "velocity", N_ ("Velocity towards the data"), NULL },
  { NULL },
};
const PlumeChoice scene_tones[] = {
  { "linear", N_ ("Linear"), NULL },
  { "log", N_ ("Logarithmic"), NULL },
  { NULL },
};

static const char *const x_words[] = { "x", "x1", "first", "horizontal", NULL };
static const char *const y_words[] = { "y", "x2", "second", "vertical", NULL };
const PlumeRole scene_point_roles[2] = {
  { .id = "x", .title = N_ ("First coordinate"), .words = x_words },
  { .id = "y", .title = N_ ("Second coordinate"), .words = y_words },
};
const PlumeSample scene_point_samples[1] = {
  { "two-moons", N_ ("Two moons, 600 points"), scene_make_moons },
};

/* Two half circles that reach into each other. */
PlumeDataset *
scene_make_moons (GError **error)
{
  PlumeDataset *dataset = plume_dataset_new ("two-moons");
  PlumeTable *table = plume_table_new ("points");
  gsize n = 600;
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) y = plume_array_new (n);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (7, "moons", i);
      double angle = G_PI * plume_stream_uniform (&stream), side = i % 2 == 0 ? 1 : -1;

      x->values[i] = side * (cos (angle) - 0.5) * 1.2 + 0.06 * plume_stream_normal (&stream);
      y->values[i] = side * (sin (angle) - 0.25) * 1.2 + 0.06 * plume_stream_normal (&stream);
    }
  plume_table_add_numbers (table, "x", NULL, g_steal_pointer (&x));
  plume_table_add_numbers (table, "y", NULL, g_steal_pointer (&y));
  plume_dataset_take_table (dataset, table);
  return dataset;
}

SceneClock
scene_read_clock (const PlumeReads *reads)
{
  const char *id = scene_processes[plume_reads_integer (reads, "process")].id;
  const PlumeProcessType *type = plume_process_type_find (id);
  double parameters[PLUME_PROCESS_PARAMETERS] = { 0 };
  SceneClock clock;

  /* where a process has a parameter that a person can set, it has the same id */
  for (guint i = 0; type->parameters[i].id != NULL; i++)
    {
      const char *name = type->parameters[i].id;
      gboolean given = strcmp (name, "beta-start") == 0 || strcmp (name, "beta-end") == 0
                       || strcmp (name, "sigma-least") == 0 || strcmp (name, "sigma-greatest") == 0;

      parameters[i] = given ? plume_reads_number (reads, name) : type->parameters[i].value;
    }
  clock.process = plume_process_init (type, parameters);
  clock.from = clock.process.last;
  clock.to = plume_reads_number (reads, "end-time");
  return clock;
}

const SceneDensity *
scene_read_density (const PlumeReads *reads)
{
  return plume_reads_result (reads, "density-of-data");
}

PlumeMixture *
scene_density_condition (const SceneDensity *density, guint label, GError **error)
{
  guint K = plume_mixture_get_n_components (density->mixture), n = 1;
  g_autofree guint *chosen = g_new0 (guint, K);

  if (density->toy != NULL)
    n = plume_toy_density_class (density->toy, density->mixture, label % density->toy->n_classes,
                                 chosen);
  else
    chosen[0] = label % K;
  return plume_mixture_new_subset (density->mixture, n, chosen, error);
}

PlumeMarginal
scene_moment (const SceneClock *clock, double progress)
{
  double first = plume_process_at (&clock->process, clock->from).lambda,
         last = plume_process_at (&clock->process, clock->to).lambda;

  if (progress <= 0)
    return plume_process_at (&clock->process, clock->from);
  if (progress >= 1)
    return plume_process_at (&clock->process, clock->to);
  return plume_process_at (
      &clock->process, plume_process_time_at (&clock->process, first + progress * (last - first)));
}

double
scene_progress (const SceneClock *clock, double time)
{
  double first = plume_process_at (&clock->process, clock->from).lambda,
         last = plume_process_at (&clock->process, clock->to).lambda;

  return CLAMP ((plume_process_at (&clock->process, time).lambda - first) / (last - first), 0, 1);
}

double *
scene_start_new (const SceneClock *clock, guint64 seed, gsize n, gsize dimension)
{
  double sigma = plume_process_at (&clock->process, clock->from).sigma;
  double *start = g_new (double, n *dimension);

  plume_noise_start (seed, n, dimension, start);
  for (gsize i = 0; i < n * dimension; i++)
    start[i] *= sigma;
  return start;
}

const SceneSource scene_source = {
  .density = "density",
  .components = "components",
  .kernel_width = "kernel-width",
  .picture_is_dark = "picture-is-dark",
  .drawing = "drawing",
  .points = "points",
  .picture = "picture",
  .most_kernels = SCENE_MOST_KERNELS,
};

void
scene_density_clear (SceneDensity *density)
{
  g_clear_pointer (&density->score, plume_score_unref);
  g_clear_pointer (&density->mixture, plume_mixture_unref);
  g_clear_pointer (&density->places, g_free);
}

static void
density_free (gpointer data)
{
  scene_density_clear (data);
  g_free (data);
}

/* C = R diag (s₁², s₂²) Rᵀ */
static void
covariance_of (const SceneComponent *component, double covariance[4])
{
  double a = component->width * component->width,
         b = component->second_width * component->second_width, c = cos (component->angle),
         s = sin (component->angle);

  covariance[0] = a * c * c + b * s * s;
  covariance[1] = covariance[2] = (a - b) * c * s;
  covariance[3] = a * s * s + b * c * c;
}

static gboolean
read_components (SceneDensity *density,
                 const SceneSource *source,
                 const PlumeReads *reads,
                 GError **error)
{
  const char *table = source->components;
  double weights[SCENE_MAX_COMPONENTS], means[2 * SCENE_MAX_COMPONENTS],
      covariances[4 * SCENE_MAX_COMPONENTS];
  guint n = MIN (plume_reads_n_rows (reads, table), SCENE_MAX_COMPONENTS);

  if (n == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("The mixture has no component; add a row to “Components”."));
      return FALSE;
    }
  density->n_components = n;
  for (guint k = 0; k < n; k++)
    {
      SceneComponent *component = &density->components[k];

      g_strlcpy (component->name, plume_reads_cell_text (reads, table, k, "name"),
                 sizeof component->name);
      component->weight = plume_reads_cell (reads, table, k, "weight");
      component->x = plume_reads_cell (reads, table, k, "x");
      component->y = plume_reads_cell (reads, table, k, "y");
      component->width = MAX (plume_reads_cell (reads, table, k, "width"), source->least_width);
      component->second_width =
          MAX (plume_reads_cell (reads, table, k, "second-width"), source->least_width);
      component->angle = plume_reads_cell (reads, table, k, "angle");
      weights[k] = component->weight;
      means[2 * k] = component->x;
      means[2 * k + 1] = component->y;
      covariance_of (component, covariances + 4 * k);
    }
  density->mixture = plume_mixture_new (n, 2, weights, means, covariances, error);
  return density->mixture != NULL;
}

/**
 * scene_density_move:
 * @density: a density of points
 * @places: its n_points × 2 new places; may be its own
 * @most: how many stand in the mixture, evenly spread over all
 * @width: of the round Gaussian that each is
 * @error: of plume_mixture_new_from_points()
 *
 * Returns: whether it was done
 */
gboolean
scene_density_move (
    SceneDensity *density, const double *places, gsize most, double width, GError **error)
{
  gsize n = density->n_points, used = MIN (n, most);
  g_autofree double *kept = g_new (double, 2 * MAX (used, 1));

  for (gsize i = 0; i < used; i++)
    memcpy (kept + 2 * i, places + 2 * (i * n / used), 2 * sizeof (double));
  if (density->places != places)
    {
      g_free (density->places);
      density->places = g_memdup2 (places, 2 * n * sizeof (double));
    }
  density->n_used = used;
  g_clear_pointer (&density->mixture, plume_mixture_unref);
  density->mixture = plume_mixture_new_from_points (used, 2, kept, width, error);
  return density->mixture != NULL;
}

/* Every point a round Gaussian; of very many points an evenly spread part */
static gboolean
take_points (SceneDensity *density,
             const SceneSource *source,
             const PlumeReads *reads,
             gsize n,
             const double *places,
             GError **error)
{
  density->n_points = n;
  return scene_density_move (density, places, source->most_kernels,
                             plume_reads_number (reads, source->kernel_width), error);
}

void
scene_standardize (gsize n, double *places)
{
  double mean[2] = { 0 }, variance[2] = { 0 }, scale;

  for (gsize i = 0; i < 2 * n; i++)
    mean[i % 2] += places[i] / (double)n;
  for (gsize i = 0; i < 2 * n; i++)
    variance[i % 2] += (places[i] - mean[i % 2]) * (places[i] - mean[i % 2]) / (double)n;
  scale = sqrt (MAX (variance[0], variance[1]));
  for (gsize i = 0; i < 2 * n; i++)
    places[i] = (places[i] - mean[i % 2]) / scale;
}

static gboolean
read_points (SceneDensity *density,
             const SceneSource *source,
             const PlumeReads *reads,
             GError **error)
{
  const char *input = source->points;
  g_autofree double *places = NULL;
  const PlumeArray *x, *y;
  const char *name;
  gsize n = 0, different = 0;

  if (plume_reads_n_datasets (reads, input) == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("There are no points; open a file with two columns of numbers, or "
                              "choose other data."));
      return FALSE;
    }
  x = plume_reads_column (reads, input, 0, "x");
  y = plume_reads_column (reads, input, 0, "y");
  name = plume_reads_dataset_name (reads, input, 0);
  places = g_new (double, 2 * MAX (x->length, 1));
  for (gsize i = 0; i < x->length; i++)
    if (isfinite (x->values[i]) && isfinite (y->values[i]))
      {
        places[2 * n] = x->values[i];
        places[2 * n + 1] = y->values[i];
        different += n > 0 && (places[2 * n] != places[0] || places[2 * n + 1] != places[1]);
        n++;
      }
  if (n == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no row in which both coordinates are numbers; choose other columns "
                      "for them."),
                   name);
      return FALSE;
    }
  if (different == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("All points of %s are the same place; a density needs at least two different "
                      "points."),
                   name);
      return FALSE;
    }
  if (!source->keeps_scale)
    scene_standardize (n, places);
  return take_points (density, source, reads, n, places, error);
}

/* "x,y x,y …" */
static gboolean
read_drawing (SceneDensity *density,
              const SceneSource *source,
              const PlumeReads *reads,
              GError **error)
{
  const char *text = plume_reads_text (reads, source->drawing);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (double));

  while (*text != '\0' && places->len < 2 * MAX_DRAWN)
    {
      char *end = NULL;
      double value;

      if (g_ascii_isspace (*text) || *text == ',' || *text == ';')
        {
          text++;
          continue;
        }
      value = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (value))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("“%.12s” among the drawn points is no number; write pairs such as "
                          "0.5,−1.2 or draw on the plane."),
                       text);
          return FALSE;
        }
      g_array_append_val (places, value);
      text = end;
    }
  if (places->len < 2)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("Nothing is drawn yet; press the pencil of the plane and draw."));
      return FALSE;
    }
  return take_points (density, source, reads, places->len / 2,
                      (const double *)(gpointer)places->data, error);
}

/* The first matrix of the file; its long side becomes 4 long. */
static gboolean
read_picture (SceneDensity *density,
              const SceneSource *source,
              const PlumeReads *reads,
              GError **error)
{
  const char *input = source->picture;
  const PlumeGrid *grid = NULL;
  PlumeDataset *dataset;
  double pixel;

  if (plume_reads_n_datasets (reads, input) == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("There is no picture; open one (PNG) or a matrix of numbers under "
                              "Data, or choose other data."));
      return FALSE;
    }
  dataset = plume_reads_dataset (reads, input, 0);
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset) && grid == NULL; i++)
    if (plume_dataset_get_grid (dataset, i)->n_dimensions == 2)
      grid = plume_dataset_get_grid (dataset, i);
  if (grid == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no matrix of two dimensions; choose a file with one."),
                   plume_reads_dataset_name (reads, input, 0));
      return FALSE;
    }
  pixel = 4.0 / (double)MAX (MAX (grid->shape[0], grid->shape[1]), 1);
  density->mixture = plume_mixture_new_from_picture (
      grid->shape[0], grid->shape[1], grid->values->values,
      plume_reads_switch (reads, source->picture_is_dark),
      plume_reads_number (reads, source->kernel_width) / pixel, error);
  return density->mixture != NULL;
}

static gboolean
make_toy (SceneDensity *density, const char *id, GError **error)
{
  const PlumeToyDensity *toy = plume_toy_density_find (id);

  if (toy == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("there is no density “%s”"), id);
      return FALSE;
    }
  density->toy = toy;
  density->mixture = toy->make ();
  return TRUE;
}

/* A square in which data to 3.2 widths and a standard normal to 2.8 are seen. */
static void
find_square (SceneDensity *density)
{
  const double *means = plume_mixture_get_means (density->mixture),
               *covariances = plume_mixture_get_covariances (density->mixture);
  double low[2] = { -2.8, -2.8 }, high[2] = { 2.8, 2.8 }, half;

  for (guint k = 0; k < plume_mixture_get_n_components (density->mixture); k++)
    for (guint c = 0; c < 2; c++)
      {
        double reach = 3.2 * sqrt (covariances[4 * k + 3 * c]);

        low[c] = MIN (low[c], means[2 * k + c] - reach);
        high[c] = MAX (high[c], means[2 * k + c] + reach);
      }
  half = 0.5 * MAX (high[0] - low[0], high[1] - low[1]);
  density->x_from = 0.5 * (low[0] + high[0]) - half;
  density->x_to = 0.5 * (low[0] + high[0]) + half;
  density->y_from = 0.5 * (low[1] + high[1]) - half;
  density->y_to = 0.5 * (low[1] + high[1]) + half;
}

/**
 * scene_density_read:
 * @density: (out caller-allocates): all 0 before; clear it with scene_density_clear() in any case
 * @source: ids of what it is made of, all of them read by the stage
 * @reads: of the stage
 * @error: %PLUME_ERROR_DATA of what is missing or is no density
 *
 * Returns: whether it has a mixture
 */
gboolean
scene_density_read (SceneDensity *density,
                    const SceneSource *source,
                    const PlumeReads *reads,
                    GError **error)
{
  const char *id = scene_densities[plume_reads_integer (reads, source->density)].id;

  if (strcmp (id, "components") == 0)
    return read_components (density, source, reads, error);
  if (strcmp (id, "points") == 0)
    return read_points (density, source, reads, error);
  if (strcmp (id, "picture") == 0)
    return read_picture (density, source, reads, error);
  if (strcmp (id, "drawn") == 0)
    return read_drawing (density, source, reads, error);
  return make_toy (density, id, error);
}

PlumeResult *
scene_compute_density (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneDensity *density = g_new0 (SceneDensity, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (density, sizeof *density + 64 * SCENE_MOST_KERNELS, density_free);

  if (!scene_density_read (density, &scene_source, reads, error))
    return NULL;
  density->score = plume_mixture_score_new (density->mixture);
  find_square (density);
  return g_steal_pointer (&result);
}
