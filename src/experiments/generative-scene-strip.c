/* generative-scene-strip.c: the density of one coordinate over the whole way from noise to data.
 *
 * The marginal of a mixture is a mixture, so the strip is as exact as the plane.
 */
#include "experiments/generative-scene.h"

#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_MOMENTS 200
#define N_PLACES  160

typedef struct
{
  PlumeArray *values; /* row per place, column per moment */
  double from, to, lambda_from, lambda_to;
} Strip;

static void
strip_free (gpointer data)
{
  Strip *strip = data;

  plume_array_unref (strip->values);
  g_free (strip);
}

typedef struct
{
  PlumeMixture *marginal;
  const SceneClock *clock;
  const Strip *strip;
} StripWork;

static void
strip_moments (gsize from, gsize to, gpointer data)
{
  const StripWork *work = data;
  double step = (work->strip->to - work->strip->from) / N_PLACES;
  double places[N_PLACES], densities[N_PLACES];

  for (gsize column = from; column < to; column++)
    {
      PlumeMarginal at = scene_moment (work->clock, ((double)column + 0.5) / N_MOMENTS);
      double most = -INFINITY;

      for (gsize i = 0; i < N_PLACES; i++)
        places[i] = work->strip->from + ((double)i + 0.5) * step;
      plume_mixture_evaluate (work->marginal, &at, N_PLACES, places, densities, NULL, NULL, NULL,
                              NULL);
      for (gsize i = 0; i < N_PLACES; i++)
        most = MAX (most, densities[i]);
      for (gsize i = 0; i < N_PLACES; i++)
        work->strip->values->values[i * N_MOMENTS + column] = exp (densities[i] - most);
    }
}

/* The first coordinate of a mixture in the plane. */
static PlumeMixture *
marginal_new (const PlumeMixture *mixture, GError **error)
{
  guint K = plume_mixture_get_n_components (mixture);
  gsize d = plume_mixture_get_dimension (mixture);
  g_autofree double *means = g_new (double, K), *variances = g_new (double, K);

  for (guint k = 0; k < K; k++)
    {
      means[k] = plume_mixture_get_means (mixture)[k * d];
      variances[k] = plume_mixture_get_covariances (mixture)[k * d * d];
    }
  return plume_mixture_new (K, 1, plume_mixture_get_weights (mixture), means, variances, error);
}

PlumeResult *
scene_compute_strip (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  SceneClock clock = scene_read_clock (reads);
  g_autoptr (PlumeMixture) marginal = marginal_new (density->mixture, error);
  g_autoptr (PlumeResult) result = NULL;
  Strip *strip;

  if (marginal == NULL)
    return NULL;
  strip = g_new0 (Strip, 1);
  strip->values = plume_array_new (N_MOMENTS * N_PLACES);
  strip->from = density->x_from;
  strip->to = density->x_to;
  strip->lambda_from = scene_moment (&clock, 0).lambda;
  strip->lambda_to = scene_moment (&clock, 1).lambda;
  result =
      plume_result_new (strip, sizeof *strip + N_MOMENTS * N_PLACES * sizeof (double), strip_free);

  StripWork work = { marginal, &clock, strip };

  if (!plume_parallel_for (N_MOMENTS, 4, strip_moments, &work, task, error))
    return NULL;
  return g_steal_pointer (&result);
}

PlumeAxes *
scene_strip_begin (PlumeFigure *figure, const PlumeReads *reads)
{
  const Strip *strip = plume_reads_result (reads, "strip");
  PlumeAxes *axes = plume_figure_add_axes (figure, "strip", NULL, 1);
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Half log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "<i>x</i>", NULL);
  plume_axis_set_limits (&axes->x, strip->lambda_from, strip->lambda_to);
  plume_axis_set_limits (&axes->y, strip->from, strip->to);
  mark = plume_axes_add_image (axes, "density", N_PLACES, N_MOMENTS, strip->values,
                               strip->lambda_from, strip->lambda_to, strip->from, strip->to);
  plume_mark_set_values (mark, strip->values, PLUME_COLOUR_MAP_MIST, NULL);
  plume_mark_set_value_range (mark, 0, 1);
  return axes;
}

void
scene_strip_add_paths (PlumeAxes *axes,
                       const char *id,
                       const char *label,
                       const PlumeSampling *sampling,
                       const SceneClock *clock,
                       guint count,
                       PlumeInk ink)
{
  gsize n = MIN (count, sampling->n), each = sampling->n_nodes + 1;
  g_autoptr (PlumeArray) x = plume_array_new (n * each);
  g_autoptr (PlumeArray) y = plume_array_new (n * each);

  if (sampling->path == NULL || n == 0)
    return;
  for (guint i = 0; i < sampling->n_nodes; i++)
    {
      double lambda = plume_process_at (&clock->process, sampling->times[i]).lambda;

      for (gsize s = 0; s < n; s++)
        {
          x->values[s * each + i] = lambda;
          y->values[s * each + i] = sampling->path[(i * sampling->n + s) * sampling->d];
        }
    }
  for (gsize s = 0; s < n; s++)
    x->values[s * each + each - 1] = y->values[s * each + each - 1] = NAN;
  plume_axes_add_line (axes, id, label, x, y, ink);
}
