/* plume-local-score.c: the local denoiser as a source of scores.
 *
 * Work is cut into groups of samples and into a fixed number of blocks of the training set; blocks
 * are put together in their order, so answers do not depend on threads.
 */
#include "generative/plume-local-score.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "generative/plume-local-private.h"

#define BLOCKS      8
#define VECTOR      64   /* bytes */
#define LEAST_SIGMA 1e-6 /* where σ is 0, the nearest patch answers */

typedef struct
{
  PlumeScore score;
  PlumePictures *pictures, *partners;
  PlumeRadius radius;
  gsize shift;
  gboolean periodic, is_double;
  double *centre, *observations;
  gsize n_centres, n_observations;
  double tau;
} LocalScore;

typedef struct
{
  LocalScene scene;
  const LocalKernel *kernel;
  gsize n_pictures, n_blocks;
  char *states;
  double *answer;
} Job;

/**
 * plume_radius_init:
 * @greatest: r at κ ≥ 5
 *
 * Returns: from @greatest at κ = 5 to 1 at κ = 0.1
 */
PlumeRadius
plume_radius_init (double greatest)
{
  return (PlumeRadius){ .n = 2, .kappa = { 0.1, 5 }, .radius = { MIN (1, greatest), greatest } };
}

/* r (κ) in whole pixels. */
gsize
plume_radius_at (const PlumeRadius *radius, double kappa)
{
  guint k = 1;
  double part;

  if (!(kappa > radius->kappa[0]) || radius->n < 2)
    return (gsize)lround (fmax (radius->radius[0], 0));
  if (kappa >= radius->kappa[radius->n - 1])
    return (gsize)lround (fmax (radius->radius[radius->n - 1], 0));
  while (kappa > radius->kappa[k])
    k++;
  part = log (kappa / radius->kappa[k - 1]) / log (radius->kappa[k] / radius->kappa[k - 1]);
  return (gsize)lround (
      fmax (radius->radius[k - 1] + part * (radius->radius[k] - radius->radius[k - 1]), 0));
}

/**
 * plume_local_options_init:
 * @pictures: the set that will be used
 * @shift: R
 *
 * Returns: the usual options: r_max is 13 of 28 pixels without shifts and 9 with them
 */
PlumeLocalOptions
plume_local_options_init (const PlumePictures *pictures, gsize shift)
{
  gsize side = MIN (pictures->height, pictures->width);
  double greatest = round ((double)side * (shift == 0 ? 13.0 / 28 : 9.0 / 28));

  return (PlumeLocalOptions){ .radius = plume_radius_init (fmax (greatest, 1)), .shift = shift };
}

static gint32 *
make_wrap (gsize size, gsize margin)
{
  gint32 *wrap = g_new (gint32, size + 2 * margin);

  for (gsize i = 0; i < size + 2 * margin; i++)
    wrap[i] = (gint32)((i + size - margin % size) % size);
  return wrap;
}

/* On a closed picture every place is reached once. */
static int
greatest_shift (const LocalScore *self, gsize size, gboolean backwards)
{
  return (int)MIN (self->shift, self->periodic ? (size - backwards) / 2 : size - 1);
}

static void
stream_block (gsize from, gsize to, gpointer data)
{
  Job *job = data;
  const LocalScene *scene = &job->scene;
  gsize state = 3 * scene->height * scene->width * VECTOR;
  gpointer working = g_aligned_alloc (1, plume_local_working_bytes (scene), VECTOR);

  for (gsize item = from; item < to; item++)
    {
      gsize group = item / job->n_blocks, block = item % job->n_blocks;

      job->kernel->stream (scene, block * job->n_pictures / job->n_blocks,
                           (block + 1) * job->n_pictures / job->n_blocks,
                           group * job->kernel->lanes, job->states + item * state, working);
    }
  g_aligned_free (working);
}

static double
number (const Job *job, gsize vector, gsize lane, const char *state)
{
  return job->kernel->is_double ? ((const double *)state)[vector * job->kernel->lanes + lane]
                                : ((const float *)state)[vector * job->kernel->lanes + lane];
}

static void
join_blocks (gsize from, gsize to, gpointer data)
{
  Job *job = data;
  const LocalScene *scene = &job->scene;
  gsize d = scene->height * scene->width, size = 3 * d * VECTOR;

  for (gsize i = from; i < to; i++)
    {
      gsize lane = i % job->kernel->lanes;
      const char *states = job->states + i / job->kernel->lanes * job->n_blocks * size;

      for (gsize j = 0; j < d; j++)
        {
          double greatest = -INFINITY, sum = 0, weighted = 0;

          for (gsize block = 0; block < job->n_blocks; block++)
            greatest = fmax (greatest, number (job, j, lane, states + block * size));
          for (gsize block = 0; block < job->n_blocks; block++)
            {
              double share = exp (number (job, j, lane, states + block * size) - greatest);

              sum += share * number (job, d + j, lane, states + block * size);
              weighted += share * number (job, 2 * d + j, lane, states + block * size);
            }
          job->answer[i * d + j] = weighted / sum;
          if (scene->centre != NULL)
            job->answer[i * d + j] -= scene->centre[i % scene->n_centres * d + j];
        }
    }
}

static gboolean
evaluate (const PlumeScore *score,
          const PlumeMarginal *at,
          gsize n,
          const double *y,
          double *answer,
          gpointer memory,
          PlumeTask *task,
          GError **error)
{
  const LocalScore *self = (const LocalScore *)score;
  const PlumePictures *set = self->pictures;
  gsize radius = plume_radius_at (&self->radius, at->kappa), d = set->dimension, n_groups;
  gsize greatest_y = self->periodic ? (set->height - 1) / 2 : set->height - 1;
  gsize greatest_x = self->periodic ? (set->width - 1) / 2 : set->width - 1;
  double sigma = fmax (at->sigma, LEAST_SIGMA);
  g_autofree gint32 *wrap_y = make_wrap (set->height, 2 * set->height);
  g_autofree gint32 *wrap_x = make_wrap (set->width, 2 * set->width);
  Job job = { .kernel = plume_local_kernel (self->is_double),
              .n_pictures = set->n,
              .n_blocks = MIN (BLOCKS, set->n),
              .answer = answer };
  gboolean done;

  job.scene = (LocalScene){
    .values = self->is_double ? (gconstpointer)set->exact : set->values,
    .partners = self->partners == NULL ? NULL
                : self->is_double      ? (gconstpointer)self->partners->exact
                                       : self->partners->values,
    .height = set->height,
    .width = set->width,
    .radius_y = MIN (radius, greatest_y),
    .radius_x = MIN (radius, greatest_x),
    .up = greatest_shift (self, set->height, TRUE),
    .down = greatest_shift (self, set->height, FALSE),
    .before = greatest_shift (self, set->width, TRUE),
    .after = greatest_shift (self, set->width, FALSE),
    .periodic = self->periodic,
    .n = n,
    .y = y,
    .centre = self->centre,
    .n_centres = self->n_centres,
    .observations = self->observations,
    .n_observations = self->n_observations,
    .alpha = at->alpha,
    .precision = 0.5 / (sigma * sigma),
    .pair_weight = sigma * sigma / (self->tau * self->tau),
    .cut = self->is_double ? 60 : 24,
    .wrap_y = wrap_y,
    .wrap_x = wrap_x,
    .margin_y = 2 * set->height,
    .margin_x = 2 * set->width,
    .task = task,
  };
  n_groups = (n + job.kernel->lanes - 1) / job.kernel->lanes;
  job.states = g_aligned_alloc (n_groups * job.n_blocks, 3 * d * VECTOR, VECTOR);
  done = plume_parallel_for (n_groups * job.n_blocks, 1, stream_block, &job, task, error)
         && plume_parallel_for (n, 4, join_blocks, &job, task, error);
  g_aligned_free (job.states);
  return done;
}

static void
finalize (PlumeScore *score)
{
  LocalScore *self = (LocalScore *)score;

  plume_pictures_unref (self->pictures);
  g_clear_pointer (&self->partners, plume_pictures_unref);
  g_free (self->centre);
  g_free (self->observations);
  g_free (self);
}

static const PlumeScoreType type = {
  .id = "local",
  .native = PLUME_PREDICT_DATA,
  .evaluate = evaluate,
  .finalize = finalize,
};

static gboolean
check_options (const PlumePictures *pictures, const PlumeLocalOptions *options, GError **error)
{
  const PlumePictures *partners = options->partners;

  if (options->radius.n < 1 || options->radius.n > PLUME_RADIUS_KNOTS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("the patch radius has %u knots; give 1 to %d"), options->radius.n,
                   PLUME_RADIUS_KNOTS);
      return FALSE;
    }
  for (guint k = 1; k < options->radius.n; k++)
    if (!(options->radius.kappa[k] > options->radius.kappa[k - 1]))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                     _ ("knot %u of the patch radius does not lie above knot %u; order them by "
                        "noise"),
                     k + 1, k);
        return FALSE;
      }
  if (partners == NULL)
    return TRUE;
  if (partners->n != pictures->n || partners->height != pictures->height
      || partners->width != pictures->width)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("there are %zu degraded pictures of %zu"
                      " × %zu and %zu"
                      " clean ones of %zu × %zu; give pairs"),
                   partners->n, partners->height, partners->width, pictures->n, pictures->height,
                   pictures->width);
      return FALSE;
    }
  if (options->n_observations == 0 || !(options->tau > 0))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("a restoration needs a degraded picture and a tolerance τ above 0"));
      return FALSE;
    }
  return TRUE;
}

/**
 * plume_local_score_new:
 * @pictures: (transfer none): the training set
 * @options: how far it sees
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA for options that do not fit
 *
 * One answer to one sample costs N (2R+1)² HW updates whatever the patch radius; without a closed
 * picture less, since patches that are clipped cannot be shifted. Sets that are kept in double
 * precision are answered in it.
 *
 * Returns: (transfer full): a source of x̂0', which works on whole batches
 */
PlumeScore *
plume_local_score_new (PlumePictures *pictures, const PlumeLocalOptions *options, GError **error)
{
  LocalScore *self;
  gsize d = pictures->dimension;

  if (!check_options (pictures, options, error))
    return NULL;
  self = g_new0 (LocalScore, 1);
  plume_score_init (&self->score, &type, d);
  self->pictures = plume_pictures_ref (pictures);
  self->radius = options->radius;
  self->shift = options->shift;
  self->periodic = options->periodic;
  self->is_double = pictures->exact != NULL && !options->single;
  self->tau = 1;
  self->n_centres = MAX (options->n_centres, 1);
  if (options->centre != NULL)
    self->centre = g_memdup2 (options->centre, self->n_centres * d * sizeof (double));
  if (options->partners == NULL)
    return &self->score;
  self->partners = plume_pictures_ref (options->partners);
  self->n_observations = options->n_observations;
  self->observations =
      g_memdup2 (options->observations, options->n_observations * d * sizeof (double));
  self->tau = options->tau;
  return &self->score;
}

double
plume_local_score_count_updates (const PlumeScore *score, double kappa)
{
  const LocalScore *self = (const LocalScore *)score;
  gssize r = (gssize)plume_radius_at (&self->radius, kappa);
  gssize size[2] = { (gssize)self->pictures->height, (gssize)self->pictures->width };
  double product = (double)self->pictures->n;

  for (guint axis = 0; axis < 2; axis++)
    {
      gssize last = greatest_shift (self, (gsize)size[axis], FALSE), sum = 0;

      for (gssize s = -greatest_shift (self, (gsize)size[axis], TRUE); s <= last; s++)
        sum += self->periodic || s == 0
                   ? size[axis]
                   : MAX (0, size[axis] - 2 * MIN (r, size[axis] - 1) - ABS (s));
      product *= (double)sum;
    }
  return product;
}
