/* plume-landmark-coarse.c: the graph of cells, and heat on it.
 *
 * With the invariant vector v of L (1, or √δ) and the cells' S_a = Σ v_i², the operator
 * (L_c)_ab = Σ_(i in a, j in b) v_i L_ij v_j/√(S_a S_b) has the invariant √S. Heat between points
 * is v_i v_j (exp(−t κ L_c))_ab/√(S_a S_b), κ = mean of λ_k(L)/λ_k(L_c) over the first five modes
 * that are not constant (Galerkin's eigenvalues are never below the true ones).
 */
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "linalg/plume-filtered-modes.h"
#include "linalg/plume-lanczos.h"
#include "manifold/plume-heat-ladder-private.h"
#include "manifold/plume-heat-series.h"
#include "manifold/plume-landmarks.h"

#define N_MODES 5

/* Modes below this share of the largest diagonal entry are constant on the pieces. */
#define SHARE_OF_ZERO 1e-11

/* Above this share of what decays fastest among cells, modes are smoothed at first. */
#define FIRST_CUT 0.25
#define TOLERANCE 0.01 /* of the modes, from turn to turn */

struct _PlumeCoarseHeat
{
  PlumeHeatOperator *generator; /* κ L_c */
  double *log_sizes;            /* log S_a/v², v at the landmark */
  double factor, slowest;
};

void
plume_coarse_heat_free (PlumeCoarseHeat *coarse)
{
  if (coarse == NULL)
    return;
  plume_heat_operator_free (coarse->generator);
  g_free (coarse->log_sizes);
  g_free (coarse);
}

double
plume_coarse_heat_get_factor (const PlumeCoarseHeat *coarse)
{
  return coarse->factor;
}

/* λ_2 of the whole graph, to about a hundredth; 0 where there is none. */
double
plume_coarse_heat_get_slowest (const PlumeCoarseHeat *coarse)
{
  return coarse->slowest;
}

/* Vertices cell by cell: those of cell a are order[starts[a]] … */
static void
sort_by_cell (const PlumeLandmarks *landmarks, gsize *starts, guint32 *order)
{
  g_autofree gsize *next = NULL;

  memset (starts, 0, (landmarks->m + 1) * sizeof *starts);
  for (gsize i = 0; i < landmarks->n; i++)
    starts[landmarks->cells[i] + 1]++;
  for (gsize a = 0; a < landmarks->m; a++)
    starts[a + 1] += starts[a];
  next = g_memdup2 (starts, landmarks->m * sizeof *next);
  for (gsize i = 0; i < landmarks->n; i++)
    order[next[landmarks->cells[i]]++] = (guint32)i;
}

/* Adds the rows of the vertices of one cell into a row of cells; cells newly met are listed. */
static void
gather_cell (const PlumeHeatOperator *generator,
             const PlumeLandmarks *landmarks,
             const guint32 *vertices,
             gsize n_vertices,
             double *row,
             GArray *met)
{
  const PlumeSparse *laplacian = generator->laplacian;

  for (gsize v = 0; v < n_vertices; v++)
    {
      guint32 i = vertices[v];

      for (gsize k = laplacian->starts[i]; k < laplacian->starts[i + 1]; k++)
        {
          guint32 j = laplacian->columns[k], cell = landmarks->cells[j];

          if (row[cell] == 0)
            g_array_append_val (met, cell);
          row[cell] += generator->invariant[i] * laplacian->values[k] * generator->invariant[j];
        }
    }
}

/* L_c; the diagonal is minus the sum of the rest, so that √S stays invariant to rounding. */
static PlumeSparse *
coarsen (const PlumeHeatOperator *generator, const PlumeLandmarks *landmarks, const double *sizes)
{
  gsize m = landmarks->m;
  g_autofree gsize *starts = g_new (gsize, m + 1);
  g_autofree guint32 *order = g_new (guint32, landmarks->n);
  g_autofree double *row = g_new0 (double, m);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) met = g_array_new (FALSE, FALSE, sizeof (guint32));

  sort_by_cell (landmarks, starts, order);
  for (guint32 a = 0; a < m; a++)
    {
      double diagonal = 0;

      g_array_set_size (met, 0);
      gather_cell (generator, landmarks, order + starts[a], starts[a + 1] - starts[a], row, met);
      for (guint k = 0; k < met->len; k++)
        {
          guint32 b = g_array_index (met, guint32, k);
          double entry = row[b] / sqrt (sizes[a] * sizes[b]);

          diagonal -= b != a ? row[b] / sizes[a] : 0;
          row[b] = 0;
          if (b == a || entry == 0)
            continue;
          g_array_append_val (rows, a);
          g_array_append_val (columns, b);
          g_array_append_val (values, entry);
        }
      g_array_append_val (rows, a);
      g_array_append_val (columns, a);
      g_array_append_val (values, diagonal);
    }
  return plume_sparse_new_from_triplets (m, m, rows->len, (guint32 *)rows->data,
                                         (guint32 *)columns->data, (double *)values->data);
}

/* Modes of cells as modes of vertices in an order, n × count row by row: constant on cells but for
 * v. */
static double *
prolong (const PlumeHeatOperator *fine,
         const PlumeHeatOperator *rough,
         const PlumeLandmarks *landmarks,
         const guint32 *order,
         gsize count,
         const double *vectors)
{
  double *modes = g_new (double, fine->n *count);

  for (gsize i = 0; i < fine->n; i++)
    {
      guint32 a = landmarks->cells[order[i]];
      double share = fine->invariant[order[i]] / rough->invariant[a];

      for (gsize k = 0; k < count; k++)
        modes[i * count + k] = share * vectors[k * rough->n + a];
    }
  return modes;
}

/* κ and λ_2: to about a hundredth, from the modes of cells smoothed */
static gboolean
find_factor (PlumeCoarseHeat *coarse,
             const PlumeHeatOperator *fine,
             const PlumeHeatOperator *rough,
             const PlumeLandmarks *landmarks,
             PlumeTask *task,
             GError **error)
{
  gsize count = MIN (2 * N_MODES, rough->n);
  g_autofree double *vectors = g_new (double, count * rough->n);
  g_autofree double *modes = NULL;
  g_autofree gsize *starts = g_new (gsize, landmarks->m + 1);
  g_autofree guint32 *order = g_new (guint32, fine->n);
  g_autoptr (PlumeSparse) laplacian = NULL;
  double true_values[2 * N_MODES], values[2 * N_MODES], sum = 0;
  int n_modes = 0;

  if (!plume_sparse_eigen (rough->laplacian, PLUME_SPECTRUM_SMALLEST, count, 1e-7, values, vectors,
                           task, error))
    return FALSE;
  sort_by_cell (landmarks, starts, order); /* what shares edges stands together */
  laplacian = plume_sparse_reorder (fine->laplacian, order);
  modes = prolong (fine, rough, landmarks, order, count, vectors);
  if (!plume_filtered_modes (laplacian, 2 * fine->rate, FIRST_CUT * rough->rate, count, modes,
                             TOLERANCE, true_values, task, error))
    return FALSE;
  for (gsize k = 0; k < count && n_modes < N_MODES; k++)
    if (values[k] > SHARE_OF_ZERO * rough->rate)
      {
        if (n_modes++ == 0)
          coarse->slowest = true_values[k];
        sum += true_values[k] / values[k];
      }
  coarse->factor = n_modes > 0 ? sum / n_modes : 1;
  return TRUE;
}

static void
scale (PlumeSparse *laplacian, double factor)
{
  for (gsize k = 0; k < laplacian->n_entries; k++)
    laplacian->values[k] *= factor;
}

static PlumeHeatOperator *
rough_operator (PlumeSparse *laplacian, const double *sizes, gsize most_hops)
{
  double *invariant = g_new (double, laplacian->n_rows);

  for (gsize a = 0; a < laplacian->n_rows; a++)
    invariant[a] = sqrt (sizes[a]);
  return plume_heat_operator_new_from_laplacian (laplacian, invariant, most_hops);
}

/**
 * plume_coarse_heat_new:
 * @laplacian: of the random walk the symmetric kernel is kept, whose distances are the same
 * @task: (nullable): cancels
 *
 * O(entries), and the first modes of both graphs.
 *
 * Returns: (transfer full): the operator of cells
 */
PlumeCoarseHeat *
plume_coarse_heat_new (const PlumeLandmarks *landmarks,
                       const PlumeGraph *graph,
                       PlumeLaplacianKind laplacian,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (PlumeHeatOperator) fine = plume_heat_operator_new (graph, laplacian);
  g_autoptr (PlumeHeatOperator) rough = NULL;
  g_autofree double *sizes = g_new0 (double, landmarks->m);
  g_autoptr (PlumeCoarseHeat) coarse = g_new0 (PlumeCoarseHeat, 1);
  PlumeSparse *rough_laplacian;

  for (gsize i = 0; i < landmarks->n; i++)
    sizes[landmarks->cells[i]] += fine->invariant[i] * fine->invariant[i];
  rough_laplacian = coarsen (fine, landmarks, sizes);
  rough = rough_operator (plume_sparse_ref (rough_laplacian), sizes, fine->most_hops);
  if (!find_factor (coarse, fine, rough, landmarks, task, error))
    {
      plume_sparse_unref (rough_laplacian);
      return NULL;
    }
  g_clear_pointer (&rough, plume_heat_operator_free);
  scale (rough_laplacian, coarse->factor);
  coarse->generator = rough_operator (rough_laplacian, sizes, fine->most_hops);
  coarse->log_sizes = g_new (double, landmarks->m);
  for (gsize a = 0; a < landmarks->m; a++)
    coarse->log_sizes[a] = log (sizes[a]) - 2 * log (fine->invariant[landmarks->vertices[a]]);
  return g_steal_pointer (&coarse);
}

/**
 * plume_coarse_heat_at:
 * @task: (nullable): cancels
 *
 * Returns: (transfer full): logarithms of heat between the landmarks as points, m × m
 */
PlumeHeat *
plume_coarse_heat_at (const PlumeCoarseHeat *coarse, double t, PlumeTask *task, GError **error)
{
  gsize m = coarse->generator->n;
  g_autoptr (PlumeHeat) heat = NULL;

  if (!plume_heat_check_time (t, error))
    return NULL;
  heat = plume_heat_new (m, m, t, NULL);
  if (!plume_heat_uniformise (coarse->generator, heat, task, error))
    return NULL;
  for (gsize a = 0; a < m; a++)
    for (gsize b = 0; b < m; b++)
      heat->log_heat[a * m + b] -= 0.5 * (coarse->log_sizes[a] + coarse->log_sizes[b]);
  return g_steal_pointer (&heat);
}

/* As plume_heat_ladder_new(), among the landmarks. Its measures are those of the cells. */
PlumeHeatLadder *
plume_coarse_heat_ladder (
    const PlumeCoarseHeat *coarse, double from, double to, PlumeTask *task, GError **error)
{
  return plume_heat_ladder_new_from_operator (coarse->generator, coarse->log_sizes,
                                              coarse->generator->n, NULL, from, to, task, error);
}

/**
 * plume_coarse_heat_verify:
 * @engine: whose heat is taken as the truth
 * @n_sampled: number of landmarks
 * @difference: (out): mean |Δd|/d over pairs of them, σ = 1
 * @bias: (out): mean Δd/d; negative where the coarse distances are short
 *
 * Returns: %FALSE where the engine failed
 */
gboolean
plume_coarse_heat_verify (const PlumeCoarseHeat *coarse,
                          const PlumeLandmarks *landmarks,
                          const PlumeGraph *graph,
                          const PlumeHeatEngine *engine,
                          const PlumeHeatOptions *options,
                          double t,
                          gsize n_sampled,
                          double *difference,
                          double *bias,
                          PlumeTask *task,
                          GError **error)
{
  gsize m = landmarks->m, count = CLAMP (n_sampled, 2, m), n_pairs = 0;
  PlumeGeodesicOptions geodesic = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autofree gsize *places = g_new (gsize, count);
  g_autofree guint32 *vertices = g_new (guint32, count);
  g_autoptr (PlumeHeat) all = plume_coarse_heat_at (coarse, t, task, error);
  g_autoptr (PlumeHeat) exact = NULL;
  g_autoptr (PlumeDistances) rough = NULL, truth = NULL;

  if (all == NULL)
    return FALSE;
  for (gsize k = 0; k < count; k++)
    {
      places[k] = k * m / count;
      vertices[k] = landmarks->vertices[places[k]];
    }
  exact = plume_heat_among (graph, engine, options, t, count, vertices, task, error);
  if (exact == NULL)
    return FALSE;
  rough = plume_heat_geodesic (all, &geodesic, NULL, task, error);
  truth = rough != NULL ? plume_heat_geodesic (exact, &geodesic, NULL, task, error) : NULL;
  if (truth == NULL)
    return FALSE;
  *difference = *bias = 0;
  for (gsize k = 0; k < count; k++)
    for (gsize l = 0; l < k; l++)
      {
        double d = truth->values[k * count + l];
        double other = rough->values[places[k] * m + places[l]];

        if (!(d > 0))
          continue;
        *difference += fabs (other - d) / d;
        *bias += (other - d) / d;
        n_pairs++;
      }
  *difference /= (double)MAX (n_pairs, 1);
  *bias /= (double)MAX (n_pairs, 1);
  return TRUE;
}
