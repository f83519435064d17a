/* plume-heat-geodesic.c: from logarithms of heat to distances, pair by pair.
 *
 * L(i,j) is the mean of both logarithms of a pair: for a symmetric kernel it takes away rounding,
 * for the random walk it is the logarithm of the symmetric kernel.
 */
#include "manifold/plume-heat-geodesic.h"

#include <glib/gi18n.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "manifold/plume-heat-law.h"

#define TILE      64
#define LOG_FLOOR (-36.841361487904734) /* log 1e-16 */

typedef struct
{
  const PlumeHeat *heat;
  const PlumeGeodesicOptions *options;
  const double *diagonal;  /* L(i,i) */
  const PlumeHeatLaw *law; /* nullable */
  PlumeGeodesicCounts *rows;
  double *largest; /* of each row: decay, or distance */
  PlumeDistances *distances;
} Pairs;

static inline gsize
vertex_of (const PlumeHeat *heat, gsize c)
{
  return heat->columns != NULL ? heat->columns[c] : c;
}

static inline double
log_of_pair (const PlumeHeat *heat, gsize i, gsize j)
{
  return 0.5
         * (heat->log_heat[i * heat->n + vertex_of (heat, j)]
            + heat->log_heat[j * heat->n + vertex_of (heat, i)]);
}

static double *
take_diagonal (const PlumeHeat *heat)
{
  double *diagonal = g_new (double, heat->m);

  for (gsize i = 0; i < heat->m; i++)
    diagonal[i] = log_of_pair (heat, i, i);
  return diagonal;
}

static inline double
add_to_logarithm (double logarithm, double amount)
{
  double other = log (amount), larger = MAX (logarithm, other);

  return larger + log1p (exp (MIN (logarithm, other) - larger));
}

/* What truncation and the compatibility floor make of a logarithm. */
static inline double
floored (const PlumeGeodesicOptions *options, double logarithm)
{
  if (options->heat_truncation > 0 && logarithm < log (options->heat_truncation))
    logarithm = LOG_FLOOR;
  return options->floor > 0 ? add_to_logarithm (logarithm, options->floor) : logarithm;
}

/* d² = −4t (L + σ log V), log V = log 2 − log (H_ii + H_jj) */
static inline double
varadhan_square (const Pairs *pairs, gsize i, gsize j, double logarithm)
{
  double a = pairs->diagonal[i], b = pairs->diagonal[j];
  double log_volume = G_LN2 - MAX (a, b) - log1p (exp (-fabs (a - b)));

  return -4 * pairs->heat->t * (logarithm + pairs->options->harnack * log_volume);
}

static inline double
distance_of_pair (const Pairs *pairs, gsize i, gsize j, double logarithm, gsize *n_clamped)
{
  double square;

  if (pairs->law != NULL)
    return plume_heat_law_distance (pairs->law,
                                    0.5 * (pairs->diagonal[i] + pairs->diagonal[j]) - logarithm);
  if (pairs->options->law == PLUME_LAW_LOGARITHM)
    return fabs (logarithm / log (pairs->heat->t));
  square = varadhan_square (pairs, i, j, logarithm);
  *n_clamped += square < 0;
  return sqrt (MAX (square, 0));
}

static void
fill_tile (Pairs *pairs, gsize first, gsize last, gsize column)
{
  gsize m = pairs->distances->m;
  double *values = pairs->distances->values;

  for (gsize i = first; i < last; i++)
    for (gsize j = column; j < MIN (column + TILE, i); j++)
      {
        double logarithm = log_of_pair (pairs->heat, i, j), distance;

        pairs->rows[i].n_at_floor += logarithm < LOG_FLOOR;
        logarithm = floored (pairs->options, logarithm);
        if (isfinite (logarithm))
          {
            distance = distance_of_pair (pairs, i, j, logarithm, &pairs->rows[i].n_clamped);
            pairs->largest[i] = MAX (pairs->largest[i], distance);
          }
        else
          {
            distance = INFINITY;
            pairs->rows[i].n_unreached++;
          }
        values[i * m + j] = values[j * m + i] = distance;
      }
}

static void
fill_rows (gsize from, gsize to, gpointer data)
{
  for (gsize column = 0; column < to; column += TILE)
    fill_tile (data, from, to, column);
}

static void
find_largest_decays (gsize from, gsize to, gpointer data)
{
  Pairs *pairs = data;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < i; j++)
      {
        double logarithm = floored (pairs->options, log_of_pair (pairs->heat, i, j));

        if (isfinite (logarithm))
          pairs->largest[i] =
              MAX (pairs->largest[i], 0.5 * (pairs->diagonal[i] + pairs->diagonal[j]) - logarithm);
      }
}

static double
take_largest (Pairs *pairs)
{
  double largest = 0;

  for (gsize i = 0; i < pairs->distances->m; i++)
    largest = MAX (largest, pairs->largest[i]);
  memset (pairs->largest, 0, pairs->distances->m * sizeof (double));
  return largest;
}

/* Pairs that no heat has reached get the largest finite distance. */
static void
fill_unreached (PlumeDistances *distances, double largest)
{
  for (gsize k = 0; k < distances->m * distances->m; k++)
    if (!isfinite (distances->values[k]))
      distances->values[k] = largest;
}

static gboolean
check_options (const PlumeHeat *heat, const PlumeGeodesicOptions *options, GError **error)
{
  if (options->law == PLUME_LAW_LOGARITHM && heat->t == 1)
    g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                         _ ("the logarithmic law divides by log t, which is 0 at t = 1; choose "
                            "another time"));
  else if (!(options->denoising >= 0 && options->denoising <= 1))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("denoising ρ = %g is no share; choose 0 to 1"), options->denoising);
  else if (!(options->power > 0))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("distances to the power %g have no meaning; choose a positive power"),
                 options->power);
  else
    return TRUE;
  return FALSE;
}

static PlumeDistances *
distances_of_pairs (const PlumeHeat *heat,
                    const PlumeGeodesicOptions *options,
                    PlumeGeodesicCounts *counts,
                    PlumeTask *task,
                    GError **error)
{
  gsize m = heat->m;
  g_autoptr (PlumeDistances) distances = plume_distances_new (m);
  g_autofree double *diagonal = take_diagonal (heat);
  g_autofree double *largest = g_new0 (double, m);
  g_autofree PlumeGeodesicCounts *rows = g_new0 (PlumeGeodesicCounts, m);
  Pairs pairs = { heat, options, diagonal, NULL, rows, largest, distances };
  PlumeHeatLaw law;

  if (options->law == PLUME_LAW_LATTICE || options->law == PLUME_LAW_MATERN)
    {
      if (!plume_parallel_for (m, TILE, find_largest_decays, &pairs, task, error)
          || !plume_heat_law_init (&law, options->law, heat->t, options->rate, options->steps,
                                   take_largest (&pairs), error))
        return NULL;
      pairs.law = &law;
    }
  if (!plume_parallel_for (m, TILE, fill_rows, &pairs, task, error))
    return NULL;
  for (gsize i = 0; i < m && counts != NULL; i++)
    {
      counts->n_clamped += rows[i].n_clamped;
      counts->n_at_floor += rows[i].n_at_floor;
      counts->n_unreached += rows[i].n_unreached;
    }
  fill_unreached (distances, take_largest (&pairs));
  return g_steal_pointer (&distances);
}

/* D ← (1 − ρ) D + ρ T, T rescaled to the scale of D where both take part */
static gboolean
denoise (PlumeDistances *distances,
         const PlumeGeodesicOptions *options,
         PlumeTask *task,
         GError **error)
{
  gsize n_values = distances->m * distances->m;
  double share = options->denoising, scale = 1, sum;
  g_autoptr (PlumeDistances) triplet = NULL;

  if (share == 0)
    return TRUE;
  triplet = plume_distances_triplet (distances, task, error);
  if (triplet == NULL)
    return FALSE;
  sum = plume_sum (triplet->values, n_values);
  if (options->rescaled && share < 1 && sum > 0)
    scale = plume_sum (distances->values, n_values) / sum;
  for (gsize k = 0; k < n_values; k++)
    distances->values[k] = (1 - share) * distances->values[k] + share * scale * triplet->values[k];
  return TRUE;
}

/* The smallest value of a pair that at least a share q of the pairs does not exceed. */
static double
quantile (const PlumeDistances *distances, double q)
{
  gsize m = distances->m, n_pairs = m * (m - 1) / 2, used = 0;
  g_autofree double *values = g_new (double, MAX (n_pairs, 1));
  gsize place = (gsize)MAX (ceil (CLAMP (q, 0, 1) * (double)n_pairs), 1) - 1;

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < i; j++)
      values[used++] = distances->values[i * m + j];
  return n_pairs > 0 ? gsl_stats_select (values, 1, n_pairs, MIN (place, n_pairs - 1)) : 0;
}

static void
truncate_distances (PlumeDistances *distances, const PlumeGeodesicOptions *options)
{
  gsize n_values = distances->m * distances->m;
  double cut = options->cut, largest = 0;

  if (options->truncation == PLUME_TRUNCATE_NONE)
    return;
  for (gsize k = 0; k < n_values; k++)
    largest = MAX (largest, distances->values[k]);
  if (options->by_quantile)
    cut = quantile (distances, options->cut);
  for (gsize k = 0; k < n_values; k++)
    {
      double *value = distances->values + k;

      if (!options->by_quantile && largest > 0)
        *value /= largest;
      if (options->truncation == PLUME_TRUNCATE_MAX && *value > cut)
        *value = options->by_quantile ? cut : 1;
      else if (options->truncation == PLUME_TRUNCATE_MIN && *value < cut)
        *value = 0;
    }
}

static void
raise_to_power (PlumeDistances *distances, double power)
{
  if (power == 1)
    return;
  for (gsize k = 0; k < distances->m * distances->m; k++)
    distances->values[k] = pow (distances->values[k], power);
}

/**
 * plume_distances_finish:
 * @distances: of pairs by a law, not shared yet: changed
 *
 * Triplet denoising, then truncation, then the power. O(m²), with denoising O(m³).
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_distances_finish (PlumeDistances *distances,
                        const PlumeGeodesicOptions *options,
                        PlumeTask *task,
                        GError **error)
{
  if (!denoise (distances, options, task, error))
    return FALSE;
  truncate_distances (distances, options);
  raise_to_power (distances, options->power);
  return TRUE;
}

/**
 * plume_heat_geodesic:
 * @heat: of a symmetric kernel or a random walk
 * @options: see #PlumeGeodesicOptions; σ belongs to Varadhan's law only
 * @counts: (out caller-allocates) (nullable): what a person should know
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE
 *
 * Denoising comes first, then truncation, then the power. By quantile, distances above it become
 * the quantile. O(m²), with denoising O(m³).
 *
 * Returns: (transfer full): distances among the columns' own vertices
 */
PlumeDistances *
plume_heat_geodesic (const PlumeHeat *heat,
                     const PlumeGeodesicOptions *options,
                     PlumeGeodesicCounts *counts,
                     PlumeTask *task,
                     GError **error)
{
  g_autoptr (PlumeDistances) distances = NULL;

  if (counts != NULL)
    *counts = (PlumeGeodesicCounts){ 0 };
  if (!check_options (heat, options, error))
    return NULL;
  distances = distances_of_pairs (heat, options, counts, task, error);
  return distances != NULL && plume_distances_finish (distances, options, task, error)
             ? g_steal_pointer (&distances)
             : NULL;
}

/**
 * plume_heat_geodesic_multiscale:
 * @n_times: at least 1
 * @heats: (array length=n_times): on the same columns
 *
 * Returns: (transfer full): Σ w_l D_(t_l), w_l ∝ 1 − t_l/Σt and Σ w_l = 1
 */
PlumeDistances *
plume_heat_geodesic_multiscale (gsize n_times,
                                PlumeHeat *const *heats,
                                const PlumeGeodesicOptions *options,
                                PlumeTask *task,
                                GError **error)
{
  g_autoptr (PlumeDistances) sum = NULL;
  double total = 0;

  g_return_val_if_fail (n_times > 0, NULL);
  for (gsize l = 0; l < n_times; l++)
    total += heats[l]->t;
  sum = plume_distances_new (heats[0]->m);
  for (gsize l = 0; l < n_times; l++)
    {
      double weight = n_times > 1 ? (1 - heats[l]->t / total) / (double)(n_times - 1) : 1;
      g_autoptr (PlumeDistances) level = plume_heat_geodesic (heats[l], options, NULL, task, error);

      if (level == NULL)
        return NULL;
      for (gsize k = 0; k < sum->m * sum->m; k++)
        sum->values[k] += weight * level->values[k];
    }
  return g_steal_pointer (&sum);
}

/* Decays between the ends of edges of which at least one is a column; where the other is none, its
 * own heat is taken to be that of the column. */
static GArray *
decays_of_edges (const PlumeHeat *heat, const PlumeGraph *graph)
{
  GArray *decays = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree gsize *place = g_new (gsize, heat->n);

  for (gsize i = 0; i < heat->n; i++)
    place[i] = G_MAXSIZE;
  for (gsize c = 0; c < heat->m; c++)
    place[vertex_of (heat, c)] = c;
  for (gsize c = 0; c < heat->m; c++)
    {
      gsize vertex = vertex_of (heat, c);
      double own = log_of_pair (heat, c, c);

      for (gsize k = graph->weights->starts[vertex]; k < graph->weights->starts[vertex + 1]; k++)
        {
          gsize other = place[graph->weights->columns[k]];
          double decay =
              other != G_MAXSIZE
                  ? 0.5 * (own + log_of_pair (heat, other, other)) - log_of_pair (heat, c, other)
                  : own - heat->log_heat[c * heat->n + graph->weights->columns[k]];

          if (isfinite (decay) && decay > 0)
            g_array_append_val (decays, decay);
        }
    }
  return decays;
}

/**
 * plume_heat_fit_rate:
 * @options: its law is %PLUME_LAW_LATTICE or %PLUME_LAW_MATERN
 *
 * Returns: c with u(1; c t) = the median decay along an edge; 1 where there is no edge
 */
double
plume_heat_fit_rate (const PlumeHeat *heat,
                     const PlumeGraph *graph,
                     const PlumeGeodesicOptions *options)
{
  g_autoptr (GArray) decays = decays_of_edges (heat, graph);
  double low = -40, high = 40, wanted;

  if (decays->len == 0)
    return 1;
  wanted = gsl_stats_select ((double *)decays->data, 1, decays->len, decays->len / 2);
  /* u(1) falls as ct grows */
  for (guint k = 0; k < 100; k++)
    {
      double middle = 0.5 * (low + high);

      if (plume_heat_law_decay (options->law, 1, exp (middle), options->steps) > wanted)
        low = middle;
      else
        high = middle;
    }
  return exp (0.5 * (low + high)) / heat->t;
}
