/* generative-scene-plane.c: the plane on which samples move: density, arrows, trajectories, and
 * what a person takes hold of.
 *
 * The density is a quiet mist behind everything; who wants to read it has the crosshair. It knows
 * no paper.
 */
#include "experiments/generative-scene.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_CELLS         192
#define N_CELLS_COARSE  96
#define N_ARROWS        32
#define FAINTEST_LOG    -14 /* below the maximum */
#define DENSITY_SAMPLES 50000

PlumeColour
scene_colour (guint index)
{
  static const PlumeColour colours[] = { PLUME_COLOUR_BLUE,   PLUME_COLOUR_VERMILION,
                                         PLUME_COLOUR_GREEN,  PLUME_COLOUR_PURPLE,
                                         PLUME_COLOUR_ORANGE, PLUME_COLOUR_SKY };

  return colours[index % G_N_ELEMENTS (colours)];
}

/* What "heat" gives: p, or ln p above its maximum's, row by row from below. */
typedef struct
{
  PlumeArray *values;
  gsize n;
  double low, high;
} Heat;

static void
heat_free (gpointer data)
{
  Heat *heat = data;

  plume_array_unref (heat->values);
  g_free (heat);
}

typedef struct
{
  const SceneDensity *density;
  PlumeMarginal at;
  gsize n;
  double *values;
} HeatWork;

static void
heat_rows (gsize from, gsize to, gpointer data)
{
  const HeatWork *work = data;
  const SceneDensity *density = work->density;
  double step = (density->x_to - density->x_from) / (double)work->n;
  g_autofree double *places = g_new (double, 2 * work->n);

  for (gsize row = from; row < to; row++)
    {
      for (gsize i = 0; i < work->n; i++)
        {
          places[2 * i] = density->x_from + ((double)i + 0.5) * step;
          places[2 * i + 1] = density->y_from + ((double)row + 0.5) * step;
        }
      density->score->type->density (density->score, &work->at, work->n, places,
                                     work->values + row * work->n, NULL);
    }
}

static PlumeResult *
compute_heat (const PlumeReads *reads, gsize n, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  SceneClock clock = scene_read_clock (reads);
  gboolean logarithmic = plume_reads_integer (reads, "heat-tone") == 1;
  g_autoptr (PlumeArray) values = plume_array_new (n * n);
  HeatWork work = { density, scene_moment (&clock, plume_reads_number (reads, "progress")), n,
                    values->values };
  Heat *heat;

  if (!plume_parallel_for (n, 8, heat_rows, &work, task, error))
    return NULL;
  heat = g_new0 (Heat, 1);
  heat->n = n;
  heat->values = plume_array_ref (values);
  plume_array_range (values, &heat->low, &heat->high);
  if (logarithmic)
    heat->low = MAX (heat->low, heat->high + FAINTEST_LOG);
  else
    {
      for (gsize i = 0; i < n * n; i++)
        values->values[i] = exp (values->values[i]);
      heat->low = 0;
      heat->high = exp (heat->high);
    }
  if (!(heat->high > heat->low))
    heat->high = heat->low + 1;
  return plume_result_new (heat, sizeof *heat + n * n * sizeof (double), heat_free);
}

PlumeResult *
scene_compute_heat (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_heat (reads, N_CELLS, task, error);
}

PlumeResult *
scene_compute_heat_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_heat (reads, N_CELLS_COARSE, task, error);
}

/* What "arrow-field" gives: strokes of shafts and heads; none where no arrows are wanted. */
typedef struct
{
  PlumeArray *x, *y, *x1, *y1;
} Arrows;

static void
arrows_free (gpointer data)
{
  Arrows *arrows = data;

  plume_array_unref (arrows->x);
  plume_array_unref (arrows->y);
  plume_array_unref (arrows->x1);
  plume_array_unref (arrows->y1);
  g_free (arrows);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static void
put_stroke (Arrows *arrows, gsize i, double x, double y, double dx, double dy)
{
  arrows->x->values[i] = x;
  arrows->y->values[i] = y;
  arrows->x1->values[i] = x + dx;
  arrows->y1->values[i] = y + dy;
}

/* Shaft and two strokes of the head; the longest is 0.85 of the spacing. */
static void
put_arrow (Arrows *arrows, gsize i, double x, double y, double dx, double dy)
{
  double c = -0.26, s = 0.15;

  put_stroke (arrows, 3 * i, x - 0.5 * dx, y - 0.5 * dy, dx, dy);
  put_stroke (arrows, 3 * i + 1, x + 0.5 * dx, y + 0.5 * dy, c * dx - s * dy, c * dy + s * dx);
  put_stroke (arrows, 3 * i + 2, x + 0.5 * dx, y + 0.5 * dy, c * dx + s * dy, c * dy - s * dx);
}

/* The field at the moment: s, or −(f y − ½ g² s), where samples go on their way to the data */
static gboolean
ask_field (const SceneDensity *density,
           const SceneClock *clock,
           const PlumeMarginal *at,
           gboolean velocity,
           gsize n,
           const double *places,
           double *field,
           PlumeTask *task,
           GError **error)
{
  double f, g_squared;

  if (!plume_score_predict (density->score, PLUME_PREDICT_SCORE, at,
                            plume_process_level (&clock->process), n, places, field, NULL, task,
                            error))
    return FALSE;
  plume_process_rates (&clock->process, at->time, &f, &g_squared);
  for (gsize i = 0; velocity && i < 2 * n; i++)
    field[i] = -f * places[i] + 0.5 * g_squared * field[i];
  return TRUE;
}

PlumeResult *
scene_compute_arrows (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  SceneClock clock = scene_read_clock (reads);
  PlumeMarginal at = scene_moment (&clock, plume_reads_number (reads, "progress"));
  int kind = plume_reads_integer (reads, "arrows");
  gsize n = kind == 0 ? 0 : N_ARROWS * N_ARROWS;
  double step = (density->x_to - density->x_from) / N_ARROWS, middle, longest;
  g_autofree double *places = g_new (double, 2 * MAX (n, 1)),
                    *field = g_new (double, 2 * MAX (n, 1)), *sizes = g_new (double, MAX (n, 1));
  Arrows *arrows;

  for (gsize i = 0; i < n; i++)
    {
      places[2 * i] = density->x_from + ((double)(i % N_ARROWS) + 0.5) * step;
      places[2 * i + 1] = density->y_from + ((double)(i / N_ARROWS) + 0.5) * step;
    }
  if (n > 0 && !ask_field (density, &clock, &at, kind == 2, n, places, field, task, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    sizes[i] = hypot (field[2 * i], field[2 * i + 1]);
  qsort (sizes, n, sizeof (double), compare_doubles);
  middle = n > 0 && sizes[n / 2] > 0 ? sizes[n / 2] : 1;
  longest = n > 0 ? asinh (sizes[n - 1] / middle) : 1;

  arrows = g_new0 (Arrows, 1);
  arrows->x = plume_array_new (3 * n);
  arrows->y = plume_array_new (3 * n);
  arrows->x1 = plume_array_new (3 * n);
  arrows->y1 = plume_array_new (3 * n);
  for (gsize i = 0; i < n; i++)
    {
      double size = hypot (field[2 * i], field[2 * i + 1]);
      double length =
          longest > 0 && size > 0 ? 0.85 * step * asinh (size / middle) / longest / size : 0;

      put_arrow (arrows, i, places[2 * i], places[2 * i + 1], length * field[2 * i],
                 length * field[2 * i + 1]);
    }
  return plume_result_new (arrows, sizeof *arrows + 12 * n * sizeof (double), arrows_free);
}

static gboolean
shows_outlines (const SceneDensity *density, const PlumeReads *reads)
{
  return density->n_components > 0 && plume_reads_switch (reads, "outlines");
}

/**
 * scene_plane_begin:
 * @figure: an empty figure
 * @reads: of a view that reads SCENE_PLANE_READS
 *
 * Returns: (transfer none): axes of equal aspect with density, arrows and outlines
 */
PlumeAxes *
scene_plane_begin (PlumeFigure *figure, const PlumeReads *reads)
{
  const SceneDensity *density = scene_read_density (reads);
  const Heat *heat = plume_reads_result (reads, "heat");
  const Arrows *arrows = plume_reads_result (reads, "arrow-field");
  SceneClock clock = scene_read_clock (reads);
  PlumeMarginal at = scene_moment (&clock, plume_reads_number (reads, "progress"));
  g_autofree char *when = g_strdup_printf (_ ("<i>t</i> = %.3g, <i>λ</i> = %s%.3g"), at.time,
                                           at.lambda < 0 ? "−" : "", fabs (at.lambda));
  PlumeAxes *axes = plume_figure_add_axes (figure, "plane", when, 1);
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "<i>x</i>", NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "<i>y</i>", NULL);
  plume_axis_set_limits (&axes->x, density->x_from, density->x_to);
  plume_axis_set_limits (&axes->y, density->y_from, density->y_to);
  axes->equal_aspect = TRUE;
  mark = plume_axes_add_image (axes, "density", heat->n, heat->n, heat->values, density->x_from,
                               density->x_to, density->y_from, density->y_to);
  plume_mark_set_values (mark, heat->values, PLUME_COLOUR_MAP_MIST, NULL);
  plume_mark_set_value_range (mark, heat->low, heat->high);
  if (arrows->x->length > 0)
    plume_axes_add_segments (
        axes, "arrows", NULL, arrows->x, arrows->y, arrows->x1, arrows->y1,
        (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.5, .opacity = 0.7 });
  if (shows_outlines (density, reads))
    scene_components_add_outlines (
        axes, "components", NULL, density,
        (PlumeInk){
            .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED, .width = 0.7, .opacity = 0.8 });
  return axes;
}

/* The node at or before a moment, and how far in λ it is to the next. */
static guint
find_node (const PlumeSampling *sampling, const SceneClock *clock, double progress, double *part)
{
  PlumeMarginal now = scene_moment (clock, progress);
  guint i = 0;

  *part = 0;
  if (progress >= 1 || sampling->n_nodes < 2)
    return sampling->n_nodes - 1;
  while (i + 2 < sampling->n_nodes && sampling->times[i + 1] >= now.time)
    i++;
  double a = plume_process_at (&clock->process, sampling->times[i]).lambda,
         b = plume_process_at (&clock->process, sampling->times[i + 1]).lambda;

  *part = b > a ? CLAMP ((now.lambda - a) / (b - a), 0, 1) : 0;
  return i;
}

static void
place_between (const PlumeSampling *sampling, guint node, double part, gsize sample, double *place)
{
  gsize d = sampling->d;
  const double *here = sampling->path + (node * sampling->n + sample) * d;

  for (gsize c = 0; c < d; c++)
    place[c] = part > 0 ? here[c] + part * (here[c + sampling->n * d] - here[c]) : here[c];
}

double *
scene_places_at (const PlumeSampling *sampling, const SceneClock *clock, double progress)
{
  double *places, part;
  guint node;

  if (sampling->path == NULL)
    return g_memdup2 (sampling->end, sampling->n * sampling->d * sizeof (double));
  places = g_new (double, sampling->n * sampling->d);
  node = find_node (sampling, clock, progress, &part);
  for (gsize i = 0; i < sampling->n; i++)
    place_between (sampling, node, part, i, places + i * sampling->d);
  return places;
}

void
scene_plane_add_paths (PlumeAxes *axes,
                       const char *id,
                       const char *label,
                       const PlumeSampling *sampling,
                       const SceneClock *clock,
                       double progress,
                       guint count,
                       PlumeInk ink)
{
  double part;
  guint node = find_node (sampling, clock, progress, &part);
  gsize n = MIN (count, sampling->n), each = node + 1 + (part > 0) + 1;
  g_autoptr (PlumeArray) x = plume_array_new (n * each);
  g_autoptr (PlumeArray) y = plume_array_new (n * each);

  if (sampling->path == NULL || n == 0)
    return;
  for (gsize s = 0; s < n; s++)
    {
      double place[2];
      gsize at = s * each;

      for (guint i = 0; i <= node; i++)
        {
          place_between (sampling, i, 0, s, place);
          x->values[at + i] = place[0];
          y->values[at + i] = place[1];
        }
      if (part > 0)
        {
          place_between (sampling, node, part, s, place);
          x->values[at + node + 1] = place[0];
          y->values[at + node + 1] = place[1];
        }
      x->values[at + each - 1] = y->values[at + each - 1] = NAN;
    }
  plume_axes_add_line (axes, id, label, x, y, ink);
}

/* Many places on axes: points, and a density where there are very many. */
void
scene_plane_add_points (
    PlumeAxes *axes, const char *id, const char *label, gsize n, const double *places, PlumeInk ink)
{
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) y = plume_array_new (n);

  for (gsize i = 0; i < n; i++)
    {
      x->values[i] = places[2 * i];
      y->values[i] = places[2 * i + 1];
    }
  if (n >= DENSITY_SAMPLES)
    plume_axes_add_density (axes, id, label, x, y, ink);
  else
    plume_axes_add_points (axes, id, label, x, y, ink);
}

void
scene_plane_add_places (PlumeAxes *axes,
                        const char *id,
                        const char *label,
                        const PlumeSampling *sampling,
                        const SceneClock *clock,
                        double progress,
                        PlumeInk ink)
{
  g_autofree double *places = scene_places_at (sampling, clock, progress);

  scene_plane_add_points (axes, id, label, sampling->n, places, ink);
}

/* On top of what was added before; see scene_components_add_handles(). */
void
scene_plane_add_handles (PlumeAxes *axes, const PlumeReads *reads)
{
  const SceneDensity *density = scene_read_density (reads);

  if (shows_outlines (density, reads))
    scene_components_add_handles (axes, "", density, PLUME_COLOUR_TEXT);
}

void
scene_drag (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  scene_components_drag (handle, x, y, scene_read_density (reads), "components", changes);
}
