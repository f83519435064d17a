/* plume-scaling-classical.c: leading eigenvectors of double-centred squared distances.
 *
 * A small matrix is taken apart whole by LAPACK. For a large one a block Krylov space grows by
 * four vectors a step, with full orthogonalisation and Rayleigh–Ritz values (Golub & Van Loan,
 * Matrix computations, §10.3), and starts again from its best vectors when it is full. All sums
 * have a fixed order, so the picture does not depend on the number of threads.
 */
#include "manifold/plume-scaling-classical.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "core/plume-vector.h"
#include "linalg/plume-matrix.h"
#include "manifold/plume-signs.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define WHOLE_UP_TO   300 /* order up to which all eigenvalues are computed */
#define BLOCK         4   /* at the least; as many as coordinates are wanted, and two more */
#define MOST_BLOCKS   24
#define MOST_RESTARTS 60
#define RESIDUAL      1e-11 /* of the greatest eigenvalue */
#define ROUNDING      1e-12 /* share of ‖B‖² that is nothing but rounding */
#define ROWS          32

/* B, centred; exactly symmetric */
typedef struct
{
  gsize m;
  const double *distances;
  double *means; /* of the squares of each row */
  double mean;
  double *b;
  double *squares; /* Σ_j B_ij² of each row */
} Centred;

static void
average_rows (gsize from, gsize to, gpointer data)
{
  Centred *centred = data;
  gsize m = centred->m;

  for (gsize i = from; i < to; i++)
    {
      const double *d = centred->distances + i * m;
      double *square = centred->b + i * m;

      for (gsize j = 0; j < m; j++)
        square[j] = d[j] * d[j];
      centred->means[i] = plume_sum (square, m) / (double)m;
    }
}

static void
centre_rows (gsize from, gsize to, gpointer data)
{
  Centred *centred = data;
  gsize m = centred->m;

  for (gsize i = from; i < to; i++)
    {
      double *b = centred->b + i * m, sum = 0;

      for (gsize j = 0; j < m; j++)
        b[j] = -0.5 * (b[j] - (centred->means[i] + centred->means[j]) + centred->mean);
      for (gsize j = 0; j < m; j++)
        sum += b[j] * b[j];
      centred->squares[i] = sum;
    }
}

static void
clear_centred (Centred *centred)
{
  g_free (centred->means);
  g_free (centred->b);
  g_free (centred->squares);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Centred, clear_centred)

static gboolean
centre (Centred *centred, const PlumeDistances *distances, PlumeTask *task, GError **error)
{
  gsize m = distances->m;

  *centred = (Centred){ .m = m, .distances = distances->values };
  centred->means = g_new (double, m);
  centred->squares = g_new (double, m);
  centred->b = g_new (double, m *m);
  if (!plume_parallel_for (m, ROWS, average_rows, centred, task, error))
    return FALSE;
  centred->mean = plume_sum (centred->means, m) / (double)m;
  return plume_parallel_for (m, ROWS, centre_rows, centred, task, error);
}

/* A space of up to most orthonormal vectors of m entries, one a row, and B times each. */
typedef struct
{
  const Centred *centred;
  gsize m, block, most, size;
  double *basis, *images;
  double *ritz, *ritz_vectors; /* size values, falling, and size × size */
} Krylov;

static void
clear_krylov (Krylov *krylov)
{
  g_free (krylov->basis);
  g_free (krylov->images);
  g_free (krylov->ritz);
  g_free (krylov->ritz_vectors);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Krylov, clear_krylov)

PLUME_VECTOR_CLONES static double
dot (const double *a, const double *b, gsize m)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < m; i++)
    sum += a[i] * b[i];
  return sum;
}

PLUME_VECTOR_CLONES static void
add (double *y, double factor, const double *x, gsize m)
{
#pragma omp simd
  for (gsize i = 0; i < m; i++)
    y[i] += factor * x[i];
}

/* Four rows of B against all vectors of the block that are in the cache */
static void
apply_rows (gsize from, gsize to, gpointer data)
{
  const Krylov *krylov = data;
  gsize m = krylov->m;

  for (gsize i = from; i < to; i++)
    for (gsize k = krylov->size; k < krylov->size + krylov->block; k++)
      krylov->images[k * m + i] = dot (krylov->centred->b + i * m, krylov->basis + k * m, m);
}

/* Makes vector k orthogonal to those before it, twice, and one long; a vector that lies within
 * their span is replaced by a random one. */
static void
orthogonalise (Krylov *krylov, gsize k)
{
  gsize m = krylov->m;
  double *v = krylov->basis + k * m;

  for (guint64 attempt = 0;; attempt++)
    {
      double before = sqrt (dot (v, v, m)), after;

      for (int pass = 0; pass < 2; pass++)
        for (gsize l = 0; l < k; l++)
          add (v, -dot (v, krylov->basis + l * m, m), krylov->basis + l * m, m);
      after = sqrt (dot (v, v, m));
      if (after > 1e-10 * before && after > 1e-290)
        {
          for (gsize i = 0; i < m; i++)
            v[i] /= after;
          return;
        }
      PlumeStream stream = plume_stream (attempt, "classical scaling", k);

      for (gsize i = 0; i < m; i++)
        v[i] = plume_stream_normal (&stream);
    }
}

/* The images of the last block are the next one. */
static gboolean
grow (Krylov *krylov, PlumeTask *task, GError **error)
{
  gsize m = krylov->m;

  for (gsize k = krylov->size; k < krylov->size + krylov->block; k++)
    {
      if (krylov->size > 0)
        memcpy (krylov->basis + k * m, krylov->images + (k - krylov->block) * m,
                m * sizeof (double));
      orthogonalise (krylov, k);
    }
  if (!plume_parallel_for (m, ROWS, apply_rows, krylov, NULL, error)
      || !plume_task_check (task, error))
    return FALSE;
  krylov->size += krylov->block;
  return TRUE;
}

static gboolean
find_ritz (Krylov *krylov, GError **error)
{
  gsize size = krylov->size, m = krylov->m;
  g_autofree double *projected = g_new (double, size *size);

  for (gsize k = 0; k < size; k++)
    for (gsize l = 0; l <= k; l++)
      projected[k * size + l] = projected[l * size + k] =
          dot (krylov->basis + k * m, krylov->images + l * m, m);
  return plume_symmetric_eigen (size, projected, size, krylov->ritz, krylov->ritz_vectors, error);
}

/* Σ_l s_kl v_l of the basis or of its images */
static void
combine (const Krylov *krylov, gsize k, const double *vectors, double *sum)
{
  memset (sum, 0, krylov->m * sizeof (double));
  for (gsize l = 0; l < krylov->size; l++)
    add (sum, krylov->ritz_vectors[k * krylov->size + l], vectors + l * krylov->m, krylov->m);
}

/* ‖B y − θ y‖ of the leading wanted pairs at most RESIDUAL of the scale of B */
static gboolean
has_converged (const Krylov *krylov, gsize wanted)
{
  g_autofree double *y = g_new (double, krylov->m), *image = g_new (double, krylov->m);
  double scale = MAX (fabs (krylov->ritz[0]), fabs (krylov->ritz[krylov->size - 1]));

  for (gsize k = 0; k < wanted; k++)
    {
      combine (krylov, k, krylov->basis, y);
      combine (krylov, k, krylov->images, image);
      add (image, -krylov->ritz[k], y, krylov->m);
      if (sqrt (dot (image, image, krylov->m)) > RESIDUAL * scale)
        return FALSE;
    }
  return TRUE;
}

static void
start_again (Krylov *krylov)
{
  g_autofree double *kept = g_new (double, krylov->block * krylov->m);

  for (gsize k = 0; k < krylov->block; k++)
    combine (krylov, k, krylov->basis, kept + k * krylov->m);
  memcpy (krylov->basis, kept, krylov->block * krylov->m * sizeof (double));
  krylov->size = 0;
}

/* Share of negative eigenvalues in Σ|λ| from the Ritz values and from what is left of the trace
 * and of ‖B‖²: the unseen eigenvalues count as normally distributed with these two moments. */
static double
estimate_negative_share (const Krylov *krylov)
{
  const Centred *centred = krylov->centred;
  double sum = 0, squares = plume_sum (centred->squares, krylov->m), positive = 0, negative = 0;
  gsize left = krylov->m - krylov->size;

  for (gsize i = 0; i < krylov->m; i++)
    sum += centred->b[i * krylov->m + i];
  for (gsize k = 0; k < krylov->size; k++)
    {
      sum -= krylov->ritz[k];
      squares -= krylov->ritz[k] * krylov->ritz[k];
      *(krylov->ritz[k] > 0 ? &positive : &negative) += fabs (krylov->ritz[k]);
    }
  if (left > 0 && squares > ROUNDING * plume_sum (centred->squares, krylov->m))
    {
      double n = (double)left, mean = sum / n,
             deviation = sqrt (MAX (squares / n - mean * mean, 0));
      double z = deviation > 0 ? mean / deviation : copysign (40, mean);
      double above =
          deviation * exp (-0.5 * z * z) / sqrt (2 * G_PI) + 0.5 * mean * erfc (-z / sqrt (2));

      positive += n * above;
      negative += n * (above - mean);
    }
  return positive + negative > 0 ? negative / (positive + negative) : 0;
}

static gboolean
solve_large (const Centred *centred,
             gsize wanted,
             double *values,
             double *vectors,
             double *negative_share,
             PlumeTask *task,
             GError **error)
{
  g_auto (Krylov)
      krylov = { .centred = centred, .m = centred->m, .block = MAX (BLOCK, wanted + 2) };
  guint restarts = 0;

  krylov.most = krylov.block * MOST_BLOCKS;
  if (krylov.most > centred->m)
    krylov.most = centred->m / krylov.block * krylov.block;
  krylov.basis = g_new0 (double, krylov.most *krylov.m);
  krylov.images = g_new (double, krylov.most *krylov.m);
  krylov.ritz = g_new (double, krylov.most);
  krylov.ritz_vectors = g_new (double, krylov.most *krylov.most);
  for (;;)
    {
      if (!grow (&krylov, task, error))
        return FALSE;
      if ((krylov.size / krylov.block) % 3 != 0 && krylov.size < krylov.most)
        continue;
      if (!find_ritz (&krylov, error))
        return FALSE;
      if (has_converged (&krylov, wanted)
          || (krylov.size == krylov.most && ++restarts > MOST_RESTARTS))
        break;
      if (krylov.size == krylov.most)
        start_again (&krylov);
    }
  for (gsize k = 0; k < wanted; k++)
    {
      values[k] = krylov.ritz[k];
      combine (&krylov, k, krylov.basis, vectors + k * krylov.m);
    }
  if (negative_share != NULL)
    *negative_share = estimate_negative_share (&krylov);
  return TRUE;
}

static gboolean
solve_small (Centred *centred,
             gsize wanted,
             double *values,
             double *vectors,
             double *negative_share,
             GError **error)
{
  gsize m = centred->m;
  g_autofree double *all = g_new (double, m), *all_vectors = g_new (double, m *m);
  double negative = 0, total = 0;

  if (!plume_symmetric_eigen (m, centred->b, m, all, all_vectors, error))
    return FALSE;
  for (gsize k = 0; k < m; k++)
    {
      total += fabs (all[k]);
      negative += MAX (-all[k], 0);
    }
  memcpy (values, all, wanted * sizeof (double));
  memcpy (vectors, all_vectors, wanted * m * sizeof (double));
  if (negative_share != NULL)
    *negative_share = total > 0 ? negative / total : 0;
  return TRUE;
}

/**
 * plume_scaling_classical:
 * @distances: m × m
 * @dimensions: d, how many coordinates; below m
 * @eigenvalues: (out) (nullable) (array length=dimensions): of B, falling; they may be negative
 * @negative_share: (out) (nullable): Σ|λ < 0|/Σ|λ|; up to 300 points of all eigenvalues, beyond of
 * those at both ends and of an estimate of the rest by two moments
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE where there are no more points than dimensions, %PLUME_ERROR_COMPUTE,
 * %PLUME_ERROR_CANCELLED
 *
 * Centred coordinates along principal axes, in the unit of the distances; those of a negative
 * eigenvalue are 0. O(m³) up to 300 points, O(m² d) times some tens beyond; 8 m² bytes of work.
 *
 * Returns: (transfer full): m × d
 */
PlumePoints *
plume_scaling_classical (const PlumeDistances *distances,
                         guint dimensions,
                         double *eigenvalues,
                         double *negative_share,
                         PlumeTask *task,
                         GError **error)
{
  gsize m = distances->m, d = dimensions;
  g_autofree double *values = g_new (double, d), *vectors = g_new (double, d *m);
  g_auto (Centred) centred = { 0 };
  g_autoptr (PlumePoints) points = NULL;

  if (d < 1 || m <= d)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%u points cannot be drawn in %u dimensions; take more points or fewer "
                      "dimensions"),
                   (guint)m, dimensions);
      return NULL;
    }
  if (!centre (&centred, distances, task, error))
    return NULL;
  if (m <= WHOLE_UP_TO ? !solve_small (&centred, d, values, vectors, negative_share, error)
                       : !solve_large (&centred, d, values, vectors, negative_share, task, error))
    return NULL;
  points = plume_points_new (m, d);
  for (gsize i = 0; i < m; i++)
    for (gsize c = 0; c < d; c++)
      points->values[i * d + c] = vectors[c * m + i] * sqrt (MAX (values[c], 0));
  plume_signs_fix (m, d, points->values);
  if (eigenvalues != NULL)
    memcpy (eigenvalues, values, d * sizeof (double));
  return g_steal_pointer (&points);
}
