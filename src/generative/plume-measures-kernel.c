/* plume-measures-kernel.c: two samples compared through a kernel of their pairs.
 *
 * MMD² = S_xx/(n(n − 1)) + S_yy/(m(m − 1)) − 2 S_xy/(nm), unbiased (Gretton et al. 2012, JMLR 13,
 * 723), with k = Σ exp(−|x − y|²/2ℓ²), ℓ = median distance · {¼, ½, 1, 2, 4}; with k = −|x − y| it
 * is the energy distance (Székely & Rizzo 2013). Both are tested by permutation of the labels. Rows
 * of the kernel are made once and meet all permutations while they are at hand.
 */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-bessel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST         2000 /* of each side */
#define LABELLINGS   256  /* the true one first */
#define WIDE         8
#define ROWS         4
#define CHUNK        8 /* rows of the kernel at a time, a multiple of ROWS */
#define MEDIAN_PAIRS 20000

typedef struct
{
  gsize n, m, total, d;
  double *columns;    /* d × total: samples, then reference */
  double scale;       /* 1/(2 (4ℓ)²) of the widest kernel, or 0 for −|x − y| */
  double *labels;     /* LABELLINGS/WIDE × total × WIDE: 1 where taken for a sample */
  double *sums;       /* total: Σ_j k */
  double *within;     /* total: Σ_j k over true samples */
  double *chunk_sums; /* chunks × LABELLINGS: Σ_i∈X Σ_j∈X k */
  double *chunk_rows; /* chunks × LABELLINGS: Σ_i∈X Σ_j k */
} Pairs;

PLUME_VECTOR_CLONES static void
make_gaussians (gsize n, double scale, double *restrict row)
{
#pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      double widest = plume_exp_negative (-scale * row[i]), second = widest * widest, third, fourth,
             fifth;

      second *= second; /* half the length: the fourth power */
      third = second * second;
      third *= third;
      fourth = third * third;
      fourth *= fourth;
      fifth = fourth * fourth;
      fifth *= fifth;
      row[i] = widest + second + third + fourth + fifth;
    }
}

PLUME_VECTOR_CLONES static void
make_distances (gsize n, double *restrict row)
{
#pragma omp simd
  for (gsize i = 0; i < n; i++)
    row[i] = -sqrt (row[i]);
}

/* within[row][labelling] = Σ_j k_rj label_j for four rows and eight labellings, whose sums stay in
 * registers */
PLUME_VECTOR_CLONES static void
meet_labels (gsize total,
             const double *const rows[ROWS],
             const double *restrict labels,
             double within[restrict ROWS][WIDE])
{
  const double *row_0 = rows[0], *row_1 = rows[1], *row_2 = rows[2], *row_3 = rows[3];
  double sums_0[WIDE] = { 0 }, sums_1[WIDE] = { 0 }, sums_2[WIDE] = { 0 }, sums_3[WIDE] = { 0 };

  for (gsize j = 0; j < total; j++)
    {
#pragma omp simd
      for (int l = 0; l < WIDE; l++)
        {
          double label = labels[j * WIDE + l];

          sums_0[l] += row_0[j] * label;
          sums_1[l] += row_1[j] * label;
          sums_2[l] += row_2[j] * label;
          sums_3[l] += row_3[j] * label;
        }
    }
  memcpy (within[0], sums_0, sizeof sums_0);
  memcpy (within[1], sums_1, sizeof sums_1);
  memcpy (within[2], sums_2, sizeof sums_2);
  memcpy (within[3], sums_3, sizeof sums_3);
}

static void
work (gsize from, gsize to, gpointer data)
{
  Pairs *pairs = data;
  gsize total = pairs->total, chunk = from / CHUNK;
  g_autofree double *kernel = g_new0 (double, CHUNK *total), *place = g_new (double, pairs->d);
  double *sums = pairs->chunk_sums + chunk * LABELLINGS,
         *rows = pairs->chunk_rows + chunk * LABELLINGS;

  for (gsize i = from; i < to; i++)
    {
      double *row = kernel + (i - from) * total;

      for (gsize c = 0; c < pairs->d; c++)
        place[c] = pairs->columns[c * total + i];
      plume_measure_squares (pairs->d, total, pairs->columns, place, row);
      if (pairs->scale > 0)
        make_gaussians (total, pairs->scale, row);
      else
        make_distances (total, row);
      row[i] = 0;
      pairs->sums[i] = plume_sum (row, total);
    }
  memset (sums, 0, LABELLINGS * sizeof (double));
  memset (rows, 0, LABELLINGS * sizeof (double));
  for (guint wide = 0; wide < LABELLINGS / WIDE; wide++)
    for (gsize i = from; i < to; i += ROWS)
      {
        const double *labels = pairs->labels + wide * total * WIDE, *four[ROWS];
        double within[ROWS][WIDE];

        for (gsize r = 0; r < ROWS; r++)
          four[r] = kernel + (i - from + r) * total;
        meet_labels (total, four, labels, within);
        for (gsize r = 0; r < ROWS && i + r < to; r++)
          {
            if (wide == 0)
              pairs->within[i + r] = within[r][0];
            for (gsize l = 0; l < WIDE; l++)
              {
                double label = labels[(i + r) * WIDE + l];

                sums[wide * WIDE + l] += label * within[r][l];
                rows[wide * WIDE + l] += label * pairs->sums[i + r];
              }
          }
      }
}

/* The true labels, and permutations of them (Fisher–Yates) */
static void
draw_labels (Pairs *pairs, guint64 seed)
{
  gsize total = pairs->total;
  g_autofree double *labels = g_new (double, total);

  for (gsize l = 0; l < LABELLINGS; l++)
    {
      PlumeStream stream = plume_stream (seed, "permutation", l);

      for (gsize i = 0; i < total; i++)
        labels[i] = i < pairs->n;
      for (gsize i = total - 1; l > 0 && i > 0; i--)
        {
          gsize j = MIN ((gsize)(plume_stream_uniform (&stream) * (double)(i + 1)), i);
          double held = labels[i];

          labels[i] = labels[j];
          labels[j] = held;
        }
      for (gsize i = 0; i < total; i++)
        pairs->labels[(l / WIDE * total + i) * WIDE + l % WIDE] = labels[i];
    }
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Median distance of pairs drawn at random; the mean where half of them are the same place */
static double
find_median (const Pairs *pairs, guint64 seed)
{
  g_autofree double *distances = g_new (double, MEDIAN_PAIRS);
  PlumeStream stream = plume_stream (seed, "median", 0);
  double median;

  for (gsize p = 0; p < MEDIAN_PAIRS; p++)
    {
      double square = 0;
      gsize i = (gsize)(plume_stream_uniform (&stream) * (double)pairs->total) % pairs->total,
            j = (gsize)(plume_stream_uniform (&stream) * (double)pairs->total) % pairs->total;

      if (i == j)
        j = (j + 1) % pairs->total;
      for (gsize c = 0; c < pairs->d; c++)
        square +=
            pow (pairs->columns[c * pairs->total + i] - pairs->columns[c * pairs->total + j], 2);
      distances[p] = sqrt (square);
    }
  qsort (distances, MEDIAN_PAIRS, sizeof *distances, compare);
  median = distances[MEDIAN_PAIRS / 2];
  return median > 0 ? median : plume_sum (distances, MEDIAN_PAIRS) / MEDIAN_PAIRS;
}

static double
estimate (const Pairs *pairs, double within, double rows, double all)
{
  double n = (double)pairs->n, m = (double)pairs->m, across = rows - within,
         other = all - within - 2 * across;

  return within / (n * (n - 1)) + other / (m * (m - 1)) - 2 * across / (n * m);
}

/* 4 var h_x/n + 4 var h_y/m of the U-statistic's projections, and the variance among permutations,
 * which is what is left where both densities are the same */
static double
find_error (const Pairs *pairs, const double *estimates)
{
  gsize n = pairs->n, m = pairs->m;
  g_autofree double *h = g_new (double, pairs->total);
  double error_x, error_y, error_null;

  for (gsize i = 0; i < pairs->total; i++)
    {
      double x = pairs->within[i], y = pairs->sums[i] - x;

      h[i] = i < n ? x / (double)(n - 1) - y / (double)m : y / (double)(m - 1) - x / (double)n;
    }
  plume_measure_mean (h, n, &error_x);
  plume_measure_mean (h + n, m, &error_y);
  plume_measure_mean (estimates + 1, LABELLINGS - 1, &error_null);
  error_null *= sqrt (LABELLINGS - 1);
  return sqrt (4 * error_x * error_x + 4 * error_y * error_y + error_null * error_null);
}

static gboolean
compare_pairs (Pairs *pairs, PlumeMeasured *measurement, PlumeTask *task, GError **error)
{
  gsize total = pairs->total, n_chunks = (total + CHUNK - 1) / CHUNK;
  g_autofree double *memory = g_new (double, 2 * total + 2 * n_chunks * LABELLINGS + n_chunks);
  double estimates[LABELLINGS], all;
  double *column = memory + 2 * total + 2 * n_chunks * LABELLINGS;
  guint as_far = 0;

  pairs->sums = memory;
  pairs->within = memory + total;
  pairs->chunk_sums = memory + 2 * total;
  pairs->chunk_rows = pairs->chunk_sums + n_chunks * LABELLINGS;
  if (!plume_parallel_for (total, CHUNK, work, pairs, task, error))
    return FALSE;
  all = plume_sum (pairs->sums, total);
  for (gsize l = 0; l < LABELLINGS; l++)
    {
      double within, rows;

      for (gsize i = 0; i < n_chunks; i++)
        column[i] = pairs->chunk_sums[i * LABELLINGS + l];
      within = plume_sum (column, n_chunks);
      for (gsize i = 0; i < n_chunks; i++)
        column[i] = pairs->chunk_rows[i * LABELLINGS + l];
      rows = plume_sum (column, n_chunks);
      estimates[l] = estimate (pairs, within, rows, all);
      as_far += estimates[l] >= estimates[0];
    }
  measurement->value = estimates[0];
  measurement->p_value = (double)as_far / LABELLINGS;
  measurement->error = find_error (pairs, estimates);
  return TRUE;
}

static gboolean
measure_pairs (const PlumeMeasureInput *input,
               gboolean gaussian,
               PlumeMeasured *measurement,
               PlumeTask *task,
               GError **error)
{
  Pairs pairs = { .d = input->d };
  g_autofree double *x = plume_measure_pick (input->n, input->d, input->samples, MOST, input->seed,
                                             &pairs.n),
                    *y = plume_measure_pick (input->n_reference, input->d, input->reference, MOST,
                                             input->seed + 1, &pairs.m),
                    *columns = g_new (double, (pairs.n + pairs.m) * input->d), *labels = NULL;

  pairs.total = pairs.n + pairs.m;
  for (gsize c = 0; c < input->d; c++)
    {
      memcpy (columns + c * pairs.total, x + c * pairs.n, pairs.n * sizeof (double));
      memcpy (columns + c * pairs.total + pairs.n, y + c * pairs.m, pairs.m * sizeof (double));
    }
  pairs.columns = columns;
  pairs.labels = labels = g_new (double, pairs.total *LABELLINGS);
  measurement->used = pairs.n;
  measurement->used_reference = pairs.m;
  draw_labels (&pairs, input->seed);
  if (gaussian)
    {
      double widest = 4 * find_median (&pairs, input->seed);

      /* where all are one place, any length says so */
      pairs.scale = widest > 0 ? 1 / (2 * widest * widest) : 1;
    }
  return compare_pairs (&pairs, measurement, task, error);
}

/* Of at most 2,000 of each side; O(n² (d + permutations)) */
gboolean
plume_measure_discrepancy (const PlumeMeasureInput *input,
                           PlumeMeasured *measurement,
                           PlumeTask *task,
                           GError **error)
{
  return measure_pairs (input, TRUE, measurement, task, error);
}

gboolean
plume_measure_energy (const PlumeMeasureInput *input,
                      PlumeMeasured *measurement,
                      PlumeTask *task,
                      GError **error)
{
  return measure_pairs (input, FALSE, measurement, task, error);
}
