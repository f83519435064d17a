/* bench-generative-pictures.c: what an answer of the picture denoisers costs. */
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "core/plume-random.h"
#include "data/plume-reader.h"
#include "generative/plume-empirical-score.h"
#include "generative/plume-gaussian-score.h"
#include "generative/plume-local-score.h"
#include "linalg/plume-matrix.h"

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
          double updates = plume_local_score_count_updates (score, kappas[k]) * (double)n;
          guint runs = shift == 0 ? RUNS : 3;
          clock_t begun = clock ();
          double ms = time_answer (score, &at, n, y, answer, NULL, runs);
          double busy = (double)(clock () - begun) / CLOCKS_PER_SEC / runs;

          g_print ("local, %zu pictures, R = %zu, r = %zu, κ = %g, %zu samples: median %.1f ms, "
                   "%.2f ns of a core an update\n",
                   set->n, shift, plume_radius_at (&options.radius, kappas[k]), kappas[k], n, ms,
                   1e9 * busy / updates);
        }
    }
}

/* Two products of the empirical denoiser's shapes, ms. */
static double
time_products (gsize n, gsize n_pictures, gsize d)
{
  g_autofree float *x = g_new0 (float, n *d);
  g_autofree float *pictures = g_new0 (float, n_pictures *d);
  g_autofree float *logs = g_new0 (float, n *n_pictures);
  gint64 start = g_get_monotonic_time ();

  plume_product_single (PLUME_PLAIN, PLUME_TRANSPOSED, n, n_pictures, d, 1, x, d, pictures, d, 0,
                        logs, n_pictures);
  plume_product_single (PLUME_PLAIN, PLUME_PLAIN, n, d, n_pictures, 1, logs, n_pictures, pictures,
                        d, 0, x, d);
  return (double)(g_get_monotonic_time () - start) / 1000;
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof (double), compare);
  return values[n / 2];
}

/* Products and answers in turn, since other work of the machine slows both. */
static void
bench_empirical (PlumePictures *set)
{
  static const double kappas[] = { 20, 5, 1, 0.5, 0.3, 0.1, 0.03 };
  gsize n = 64, d = set->dimension;
  g_autofree double *y = g_new (double, n *d);
  g_autofree double *answer = g_new (double, n *d);
  PlumeEmpiricalOptions options = { .single = TRUE };
  g_autoptr (PlumeScore) score = plume_empirical_score_new (set, &options);

  g_print ("empirical: %zu samples against %zu pictures of %zu × %zu\n", n, set->n, set->height,
           set->width);
  for (guint k = 0; k < G_N_ELEMENTS (kappas); k++)
    {
      PlumeMarginal at = make_places (set, kappas[k], n, y);
      gpointer memory = score->type->remember (score, n);
      double products[2 * RUNS], all[2 * RUNS], pruned[2 * RUNS];

      score->type->evaluate (score, &at, n, y, answer, memory, NULL, NULL);
      for (guint i = 0; i < 2 * RUNS; i++)
        {
          products[i] = time_products (n, set->n, d);
          all[i] = time_answer (score, &at, n, y, answer, NULL, 1);
          pruned[i] = time_answer (score, &at, n, y, answer, memory, 1);
        }
      median (products, 2 * RUNS);
      median (all, 2 * RUNS);
      median (pruned, 2 * RUNS);
      g_print (
          "κ = %g: median %.2f ms (least %.2f; %.0f Gflop/s); two products alone %.2f ms (least "
          "%.2f); with a memory %.2f ms, %.0f %% pruned\n",
          kappas[k], all[RUNS], all[0], 4e-6 * (double)n * (double)set->n * (double)d / all[RUNS],
          products[RUNS], products[0], pruned[RUNS],
          100.0 * (double)plume_empirical_memory_count_pruned (memory)
              / (double)((2 * RUNS + 1) * n));
      score->type->forget (memory);
    }
}

static void
bench_gaussian (PlumePictures *set)
{
  gsize n = 64, d = set->dimension;
  g_autofree double *y = g_new (double, n *d);
  g_autofree double *answer = g_new (double, n *d);
  PlumeMarginal at = make_places (set, 1, n, y);

  for (gsize rank = 0; rank <= 64; rank += 64)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumeScore) score =
          plume_gaussian_score_new_from_samples (set->n, d, set->values, rank, NULL, NULL);
      double made = (double)(g_get_monotonic_time () - start) / 1000;

      g_print ("gaussian, %zu components: made in %.0f ms; %zu samples: median %.2f ms\n",
               plume_gaussian_score_get_components (score, NULL, NULL, NULL), made, n,
               time_answer (score, &at, n, y, answer, NULL, RUNS));
    }
}

int
main (void)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *path =
      g_build_filename (folder != NULL ? folder : ".", "images", "mnist28-train.npy", NULL);
  g_autoptr (PlumePictures) digits = plume_sample_digits (NULL);
  g_autoptr (PlumeDataset) file = plume_dataset_read_file (path, NULL, NULL);
  g_autoptr (PlumePictures) large =
      file != NULL ? plume_pictures_new_from_dataset (file, NULL) : NULL;

  bench_empirical (large != NULL ? large : digits);
  bench_local (digits);
  bench_gaussian (digits);
  return 0;
}
