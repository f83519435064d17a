/* bench-generative-pictures.c: what an answer of the picture denoisers costs. */
#include <cblas.h>
#include <math.h>
#include <stdlib.h>

#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "generative/plume-local-score.h"

#define RUNS 7

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Places of the process at κ around pictures of the set, α = 1/√(1 + κ²). */
static PlumeMarginal
make_places (const PlumePictures *set, double kappa, gsize n, double *y)
{
  double alpha = 1 / hypot (1, kappa), sigma = kappa * alpha;
  PlumeStream stream = plume_stream (1, "bench", 0);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < set->dimension; j++)
      y[i * set->dimension + j] = alpha * set->values[(i * 17 % set->n) * set->dimension + j]
                                  + sigma * plume_stream_normal (&stream);
  return (PlumeMarginal){
    .alpha = alpha, .sigma = sigma, .log_alpha = log (alpha), .lambda = -log (kappa), .kappa = kappa
  };
}

static double
time_answer (const PlumeScore *score,
             const PlumeMarginal *at,
             gsize n,
             const double *y,
             double *answer,
             gpointer memory,
             guint runs)
{
  double ms[RUNS];

  for (guint i = 0; i < runs; i++)
    {
      gint64 start = g_get_monotonic_time ();

      score->type->evaluate (score, at, n, y, answer, memory, NULL, NULL);
      ms[i] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  qsort (ms, runs, sizeof (double), compare);
  return ms[runs / 2];
}

static void
bench_local (PlumePictures *set)
{
  static const double kappas[] = { 5, 1, 0.3, 0.05 };
  gsize n = 16;
  g_autofree double *y = g_new (double, n * set->dimension);
  g_autofree double *answer = g_new (double, n * set->dimension);

  for (gsize shift = 0; shift <= 1; shift++)
    {
      PlumeLocalOptions options = plume_local_options_init (set, shift);
      g_autoptr (PlumeScore) score = NULL;

      options.single = TRUE;
      score = plume_local_score_new (set, &options, NULL);
      for (guint k = 0; k < G_N_ELEMENTS (kappas); k++)
        {
          PlumeMarginal at = make_places (set, kappas[k], n, y);
          double ms = time_answer (score, &at, n, y, answer, NULL, shift == 0 ? RUNS : 3);
          double updates = plume_local_score_count_updates (score, kappas[k]) * (double)n;

          g_print ("local, %zu pictures, R = %zu, r = %zu, κ = %g, %zu samples: median %.1f ms, "
                   "%.2f ns an update and core\n",
                   set->n, shift, plume_radius_at (&options.radius, kappas[k]), kappas[k], n, ms,
                   1e6 * ms / updates * plume_parallel_get_threads ());
        }
    }
}

int
main (void)
{
  g_autoptr (PlumePictures) digits = plume_sample_digits (NULL);

  bench_local (digits);
  return 0;
}
