/* test-manifold-geodesic.c: distances from heat against closed forms and reference tables. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_legendre.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graphs.h"
#include "manifold/plume-heat-geodesic.h"

static PlumeHeat *
exact (const PlumeGraph *graph, PlumeLaplacianKind kind, double t)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;
  PlumeHeat *heat;

  options.laplacian = kind;
  heat = plume_heat_uniformisation.columns (graph, &options, t, plume_graph_get_n (graph), NULL,
                                            NULL, &error);
  g_assert_no_error (error);
  return heat;
}

static PlumeDistances *
geodesic (const PlumeHeat *heat, const PlumeGeodesicOptions *options, PlumeGeodesicCounts *counts)
{
  g_autoptr (GError) error = NULL;
  PlumeDistances *distances = plume_heat_geodesic (heat, options, counts, NULL, &error);

  g_assert_no_error (error);
  return distances;
}

static void
assert_reference (const char *name, PlumeLaplacianKind kind, double t)
{
  g_autoptr (PlumeGraph) graph = reference_graph (name);
  g_autoptr (PlumeHeat) heat = exact (graph, kind, t);
  g_autofree char *file = g_strdup_printf ("%s-pairs.csv", name);
  g_autoptr (GPtrArray) pairs = read_reference (HEAT_REFERENCE, file);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) with = geodesic (heat, &options, NULL);
  g_autoptr (PlumeDistances) triplet = plume_distances_triplet (with, NULL, NULL);
  g_autoptr (PlumeDistances) without = NULL;

  options.harnack = 0;
  without = geodesic (heat, &options, NULL);
  for (guint k = 1; k < pairs->len; k++)
    {
      gsize at =
          (gsize)reference_number (pairs, k, 0) * 200 + (gsize)reference_number (pairs, k, 1);

      g_assert_cmpfloat_with_epsilon (without->values[at], reference_number (pairs, k, 8), 1e-7);
      g_assert_cmpfloat_with_epsilon (with->values[at], reference_number (pairs, k, 9), 1e-7);
      g_assert_cmpfloat_with_epsilon (triplet->values[at], reference_number (pairs, k, 11), 1e-6);
    }
}

static void
test_reference (void)
{
  assert_reference ("roll", PLUME_LAPLACIAN_COMBINATORIAL, 10);
  assert_reference ("tree", PLUME_LAPLACIAN_NORMALISED, 20);
}

/* The values of the sheet for the cycle of 64, σ = 1 */
static void
test_cycle (void)
{
  static const gsize hops[] = { 1, 2, 5, 10, 20, 32 };
  static const double at_5[] = { 1.0273, 2.0512, 5.0740, 9.8558, 18.4008, 27.0394 };
  g_autoptr (PlumeGraph) graph = cycle_graph (64);
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 5);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  PlumeGeodesicCounts counts;
  g_autoptr (PlumeDistances) distances = geodesic (heat, &options, &counts);

  for (guint k = 0; k < G_N_ELEMENTS (hops); k++)
    {
      double ratio = heat->log_heat[hops[k]] - heat->log_heat[0];

      g_assert_cmpfloat_with_epsilon (distances->values[hops[k]], at_5[k], 6e-5);
      /* on a vertex-transitive graph */
      g_assert_cmpfloat_with_epsilon (distances->values[hops[k]], sqrt (-20 * ratio), 1e-12);
    }
  g_assert_cmpuint (counts.n_clamped, ==, 0);
  g_assert_cmpuint (counts.n_unreached, ==, 0);
  /* log H(0,32) = −38.6: the farthest pairs and their neighbours */
  g_assert_cmpuint (counts.n_at_floor, >=, 32);
  g_assert_cmpuint (counts.n_at_floor, <=, 200);
}

/* Heat of a closed form in place of a graph's: its d is that of the sheet. */
static double
pair_distance (double t, double log_off, double log_own)
{
  g_autoptr (PlumeHeat) heat = plume_heat_new (2, 2, t, NULL);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) distances = NULL;

  heat->log_heat[0] = heat->log_heat[3] = log_own;
  heat->log_heat[1] = heat->log_heat[2] = log_off;
  distances = geodesic (heat, &options, NULL);
  g_assert_cmpfloat (distances->values[1], ==, distances->values[2]);
  return distances->values[1];
}

static double
sphere_heat (double angle, double t)
{
  double sum = 0;

  for (int l = 0; l < 60; l++)
    sum += (2 * l + 1) / (4 * G_PI) * exp (-l * (l + 1) * t) * gsl_sf_legendre_Pl (l, cos (angle));
  return sum;
}

static void
test_sphere (void)
{
  static const double angles[] = { 0.25, 0.5, 1, 1.5 }, times[] = { 0.05, 0.2 };
  static const double expected[2][4] = { { 0.247896, 0.495766, 0.991301, 1.486284 },
                                         { 0.241379, 0.482644, 0.964306, 1.443607 } };

  for (guint k = 0; k < 2; k++)
    for (guint i = 0; i < 4; i++)
      g_assert_cmpfloat_with_epsilon (pair_distance (times[k],
                                                     log (sphere_heat (angles[i], times[k])),
                                                     log (sphere_heat (0, times[k]))),
                                      expected[k][i], 1e-6);
}

/* (4πt)^(−3/2) r/sinh r e^(−t − r²/4t) in hyperbolic space; without r/sinh r e^(−t) in Euclid's */
static void
test_spaces (void)
{
  for (double t = 0.01; t < 10; t *= 7)
    for (double r = 0.1; r < 5; r *= 2)
      {
        double own = -1.5 * log (4 * G_PI * t), curved = log (r / sinh (r));

        g_assert_cmpfloat_with_epsilon (pair_distance (t, own - r * r / (4 * t), own), r, 1e-12);
        g_assert_cmpfloat_with_epsilon (
            pair_distance (t, own - t - r * r / (4 * t) + curved, own - t),
            sqrt (r * r - 4 * t * curved), 1e-12);
      }
  g_assert_cmpfloat_with_epsilon (pair_distance (0.1, log (2 / sinh (2)) - 10, 0), 2.058662, 1e-6);
}

/* The lattice law is exact on a line, in the regime of hops and in that of
 * diffusion: 1.0000, 2.0000 …, and 30.988 where the ring closes. */
static void
test_lattice (void)
{
  static const gsize hops[] = { 1, 2, 5, 10, 20, 31 };
  g_autoptr (PlumeGraph) graph = cycle_graph (64);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  options.law = PLUME_LAW_LATTICE;
  for (double t = 5e-3; t < 10; t *= 10)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, t);
      g_autoptr (PlumeDistances) distances = geodesic (heat, &options, NULL);

      for (guint k = 0; k < 5; k++)
        g_assert_cmpfloat_with_epsilon (distances->values[hops[k]], (double)hops[k], 5e-5);
      if (t > 1)
        g_assert_cmpfloat_with_epsilon (distances->values[31], 30.988, 5e-4);
      g_assert_cmpfloat_with_epsilon (plume_heat_fit_rate (heat, graph, &options), 1, 1e-9);
    }
}

/* Late, on a long ring: 2ct is large, and decays are small. */
static void
test_lattice_late (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (400);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 500);
  g_autoptr (PlumeDistances) distances = NULL;

  options.law = PLUME_LAW_LATTICE;
  distances = geodesic (heat, &options, NULL);
  for (gsize r = 1; r < 100; r++)
    g_assert_cmpfloat_with_epsilon (distances->values[r], (double)r, 1e-4);
}

/* Weights w make bonds faster: the fitted rate finds w, and hops come out as hops. */
static void
test_rate (void)
{
  Edges edges = edges_begin (300);
  g_autoptr (PlumeGraph) graph = NULL;
  g_autoptr (PlumeHeat) heat = NULL;
  g_autoptr (PlumeDistances) distances = NULL;
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  for (gsize i = 0; i < 300; i++)
    edges_add (&edges, i, (i + 1) % 300, 0.37);
  graph = edges_end (&edges);
  heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 40);
  options.law = PLUME_LAW_LATTICE;
  options.rate = plume_heat_fit_rate (heat, graph, &options);
  g_assert_cmpfloat_with_epsilon (options.rate, 0.37, 1e-9);
  distances = geodesic (heat, &options, NULL);
  for (gsize r = 1; r < 100; r++)
    g_assert_cmpfloat_with_epsilon (distances->values[r], r, 2e-5);
}

/* One step of backward Euler decays as e^(−r/√(ct)), and K steps as Matérn's kernel. */
static void
test_matern (void)
{
  static const guint steps[] = { 1, 2, 30 };

  for (guint k = 0; k < 3; k++)
    for (double r = 0.5; r < 30; r *= 1.7)
      {
        g_autoptr (PlumeHeat) heat = plume_heat_new (2, 2, 3, NULL);
        PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
        g_autoptr (PlumeDistances) distances = NULL;
        double z = r * sqrt (steps[k] / (0.8 * 3)), log_off = 0, sum = 0, term = 1;
        guint p = steps[k] - 1;

        /* K_(p+½)(z) ∝ e^(−z) z^(−½) Σ_j (p + j)!/(j! (p − j)!) (2z)^(−j) */
        for (guint j = 0; j <= p; j++)
          {
            term = lgamma (p + j + 1) - lgamma (j + 1) - lgamma (p - j + 1) + (p - j) * log (2 * z);
            sum += exp (term - lgamma (2 * p + 1) + lgamma (p + 1));
          }
        log_off = log (sum) - z;
        heat->log_heat[0] = heat->log_heat[3] = 0.3;
        heat->log_heat[1] = heat->log_heat[2] = 0.3 + log_off;
        options.law = PLUME_LAW_MATERN;
        options.rate = 0.8;
        options.steps = steps[k];
        distances = geodesic (heat, &options, NULL);
        g_assert_cmpfloat_with_epsilon (distances->values[1] / r, 1, 1e-6);
      }
}

/* d² ∝ hops at short times, in the logarithmic law d → hops. */
static void
test_short_times (void)
{
  g_autoptr (PlumeGraph) graph = hypercube_graph (5);
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 1e-40);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) distances = NULL;
  g_autoptr (PlumeDistances) varadhan = geodesic (heat, &options, NULL);

  options.law = PLUME_LAW_LOGARITHM;
  distances = geodesic (heat, &options, NULL);
  for (guint i = 1; i < 32; i++)
    {
      double hops = __builtin_popcount (i);

      g_assert_cmpfloat_with_epsilon (distances->values[i] / hops, 1, 0.02);
      g_assert_cmpfloat_with_epsilon (varadhan->values[i] / varadhan->values[1], sqrt (hops), 0.02);
    }
}

/* PHATE's potential distance is the triplet distance of d² over 4t (derived in the sheet). */
static void
test_potential (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("tree");
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_NORMALISED, 20);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) squares = NULL, triplet = NULL;

  /* a kernel whose diagonal is 1 has d(i,i) = 0 as PHATE's has */
  for (gsize i = 0; i < 200; i++)
    heat->log_heat[i * 201] = 0;
  options.harnack = 0;
  options.power = 2;
  squares = geodesic (heat, &options, NULL);
  triplet = plume_distances_triplet (squares, NULL, NULL);
  for (gsize i = 0; i < 200; i += 7)
    for (gsize j = 0; j < 200; j++)
      {
        double sum = 0;

        for (gsize k = 0; k < 200; k++)
          sum += pow (heat->log_heat[i * 200 + k] - heat->log_heat[j * 200 + k], 2);
        g_assert_cmpfloat_with_epsilon (triplet->values[i * 200 + j] / 80, sqrt (sum),
                                        1e-12 * (1 + sqrt (sum)));
      }
}

static void
test_denoising (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("roll");
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 10);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) plain = geodesic (heat, &options, NULL);
  g_autoptr (PlumeDistances) triplet = plume_distances_triplet (plain, NULL, NULL);
  g_autoptr (PlumeDistances) all = NULL, some = NULL, raw = NULL;
  double scale = plume_sum (plain->values, 40000) / plume_sum (triplet->values, 40000);

  options.denoising = 1;
  all = geodesic (heat, &options, NULL);
  options.denoising = 0.3;
  some = geodesic (heat, &options, NULL);
  options.rescaled = FALSE;
  raw = geodesic (heat, &options, NULL);
  g_assert_cmpmem (all->values, 320000, triplet->values, 320000);
  for (gsize k = 0; k < 40000; k++)
    {
      double d = plain->values[k], t = triplet->values[k];

      g_assert_cmpfloat_with_epsilon (some->values[k], 0.7 * d + 0.3 * scale * t, 1e-12);
      g_assert_cmpfloat_with_epsilon (raw->values[k], 0.7 * d + 0.3 * t, 1e-11);
    }
}

static void
test_truncation (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (20);
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 2);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) plain = geodesic (heat, &options, NULL);
  double largest = plain->values[10];

  options.cut = 0.5;
  for (guint kind = PLUME_TRUNCATE_MAX; kind <= PLUME_TRUNCATE_MIN; kind++)
    {
      g_autoptr (PlumeDistances) scaled = NULL, ranked = NULL;

      options.truncation = kind;
      options.by_quantile = FALSE;
      scaled = geodesic (heat, &options, NULL);
      options.by_quantile = TRUE;
      ranked = geodesic (heat, &options, NULL);
      for (gsize r = 1; r <= 10; r++)
        {
          double share = plain->values[r] / largest;
          gboolean is_far = share > 0.5, is_upper = r > 5; /* half of the pairs: up to 5 hops */

          if (kind == PLUME_TRUNCATE_MAX)
            {
              g_assert_cmpfloat_with_epsilon (scaled->values[r], is_far ? 1 : share, 1e-12);
              g_assert_cmpfloat_with_epsilon (ranked->values[r],
                                              is_upper ? plain->values[5] : plain->values[r], 1e-9);
            }
          else
            {
              g_assert_cmpfloat_with_epsilon (scaled->values[r], is_far ? share : 0, 1e-12);
              g_assert_true ((ranked->values[r] == 0) == (r < 5));
            }
        }
    }
}

/* A floor of 1e-16 bounds distances by √(4t · 36.84); truncation puts far pairs there. */
static void
test_floor (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (64);
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 1);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) floored = NULL, cut = NULL;

  options.harnack = 0;
  options.floor = 1e-16;
  floored = geodesic (heat, &options, NULL);
  g_assert_cmpfloat_with_epsilon (floored->values[32], sqrt (4 * 16 * log (10)), 1e-9);
  options.floor = 0;
  options.heat_truncation = 1e-3;
  cut = geodesic (heat, &options, NULL);
  g_assert_cmpfloat_with_epsilon (cut->values[32], sqrt (4 * 16 * log (10)), 1e-9);
  g_assert_cmpfloat_with_epsilon (cut->values[1], sqrt (-4 * heat->log_heat[1]), 1e-12);
}

/* With more than its share of volume a near pair would have d² < 0: clamped and counted. */
static void
test_clamped (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (16);
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 2);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  PlumeGeodesicCounts counts;
  g_autoptr (PlumeDistances) distances = NULL;

  options.harnack = 1.5;
  distances = geodesic (heat, &options, &counts);
  g_assert_cmpuint (counts.n_clamped, >=, 16);
  g_assert_cmpuint (counts.n_clamped % 8, ==, 0);
  g_assert_cmpfloat (distances->values[1], ==, 0);
  g_assert_cmpfloat (distances->values[8], >, 0);
}

static void
test_multiscale (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (30);
  PlumeHeat *heats[3];
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) sum = NULL;

  for (guint l = 0; l < 3; l++)
    heats[l] = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, exp2 (l));
  sum = plume_heat_geodesic_multiscale (3, heats, &options, NULL, NULL);
  for (gsize r = 1; r < 30; r++)
    {
      double expected = 0;

      for (guint l = 0; l < 3; l++)
        expected += (1 - exp2 (l) / 7) / 2
                    * sqrt (-4 * exp2 (l) * (heats[l]->log_heat[r] - heats[l]->log_heat[0]));
      g_assert_cmpfloat_with_epsilon (sum->values[r], expected, 1e-11);
    }
  for (guint l = 0; l < 3; l++)
    plume_heat_unref (heats[l]);
}

/* Some columns give the distances of all, in the order asked for; so does the random walk, whose
 * kernel is not symmetric but whose distances are. */
static void
test_columns (void)
{
  static const guint32 some[] = { 150, 3, 77, 20 };
  g_autoptr (PlumeGraph) graph = reference_graph ("tree");

  for (guint kind = 0; kind < 3; kind++)
    {
      PlumeHeatOptions heat_options = PLUME_HEAT_OPTIONS_DEFAULT;
      PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
      g_autoptr (PlumeHeat) whole = exact (graph, kind, 5);
      g_autoptr (PlumeDistances) all = geodesic (whole, &options, NULL), few = NULL;
      g_autoptr (PlumeHeat) part = NULL;

      heat_options.laplacian = kind;
      part = plume_heat_uniformisation.columns (graph, &heat_options, 5, 4, some, NULL, NULL);
      few = geodesic (part, &options, NULL);
      for (gsize a = 0; a < 4; a++)
        for (gsize b = 0; b < 4; b++)
          {
            g_assert_cmpfloat_with_epsilon (few->values[a * 4 + b],
                                            all->values[some[a] * 200 + some[b]], 1e-10);
            g_assert_cmpfloat (few->values[a * 4 + b], ==, few->values[b * 4 + a]);
          }
    }
}

/* In units of edges of length ℓ, distances of a line come out as lengths. */
static void
test_calibration (void)
{
  g_autoptr (PlumeGraph) graph = path_graph (80, 0.25); /* lengths 1/√w = 2 */
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 100);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) distances = geodesic (heat, &options, NULL);
  g_autoptr (PlumeRulers) rulers = plume_rulers_new (graph, 80, NULL, NULL, NULL);
  double across = 0, square = 0, c = plume_rulers_calibrate (rulers, distances);

  for (gsize i = 0; i + 1 < 80; i++)
    {
      across += 2 * distances->values[i * 80 + i + 1];
      square += pow (distances->values[i * 80 + i + 1], 2);
    }
  g_assert_cmpfloat_with_epsilon (c, across / square, 1e-12);
}

/* Landmarks have no edges among them: their unit comes from the ways along the graph. */
static void
test_calibration_of_landmarks (void)
{
  Edges edges = edges_begin (300);
  g_autoptr (PlumeGraph) graph = NULL;
  guint32 vertices[30];
  PlumeHeatOptions heat_options = PLUME_HEAT_OPTIONS_DEFAULT;
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeHeat) heat = NULL;
  g_autoptr (PlumeDistances) distances = NULL;
  g_autoptr (PlumeRulers) rulers = NULL;

  for (gsize i = 0; i < 300; i++)
    edges_add (&edges, i, (i + 1) % 300, 1 / 9.0); /* lengths 1/√w = 3 */
  graph = edges_end (&edges);
  for (guint32 c = 0; c < 30; c++)
    vertices[c] = 10 * ((7 * c) % 30);
  heat =
      plume_heat_uniformisation.columns (graph, &heat_options, 9 * 200, 30, vertices, NULL, NULL);
  distances = geodesic (heat, &options, NULL);
  /* d = hops √(1/w) in the diffusive regime */
  rulers = plume_rulers_new (graph, 30, vertices, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (plume_rulers_calibrate (rulers, distances), 1, 0.02);
  for (gsize k = 0; k < 900; k++)
    distances->values[k] *= 4;
  g_assert_cmpfloat_with_epsilon (plume_rulers_calibrate (rulers, distances), 0.25, 0.005);
}

static void
test_bad_input (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (10);
  g_autoptr (PlumeHeat) heat = exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, 1);
  PlumeGeodesicOptions options[4] = { PLUME_GEODESIC_OPTIONS_DEFAULT,
                                      PLUME_GEODESIC_OPTIONS_DEFAULT,
                                      PLUME_GEODESIC_OPTIONS_DEFAULT,
                                      PLUME_GEODESIC_OPTIONS_DEFAULT };

  options[0].law = PLUME_LAW_LOGARITHM; /* log 1 = 0 */
  options[1].denoising = 1.5;
  options[2].power = 0;
  options[3].law = PLUME_LAW_LATTICE;
  options[3].rate = 0;
  for (guint k = 0; k < 4; k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_heat_geodesic (heat, &options[k], NULL, NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
}

/* Where no heat came, the largest distance stands, and is counted. */
static void
test_unreached (void)
{
  g_autoptr (PlumeHeat) heat = plume_heat_new (3, 3, 1, NULL);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  PlumeGeodesicCounts counts;
  static const double logarithms[9] = { -1, -2, -INFINITY, -2, -1, -5, -INFINITY, -5, -1 };

  memcpy (heat->log_heat, logarithms, sizeof logarithms);
  for (guint law = 0; law < 3; law++)
    {
      g_autoptr (PlumeDistances) distances = NULL;

      options.law = law;
      distances = geodesic (heat, &options, &counts);
      g_assert_cmpuint (counts.n_unreached, ==, 1);
      g_assert_cmpfloat (distances->values[2], ==, distances->values[5]);
      g_assert_cmpfloat (distances->values[1], <, distances->values[5]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/manifold/geodesic/reference-distances", test_reference);
  g_test_add_func ("/manifold/geodesic/cycle-of-64", test_cycle);
  g_test_add_func ("/manifold/geodesic/sphere", test_sphere);
  g_test_add_func ("/manifold/geodesic/euclidean-and-hyperbolic-space", test_spaces);
  g_test_add_func ("/manifold/geodesic/lattice-law-counts-hops-of-a-line", test_lattice);
  g_test_add_func ("/manifold/geodesic/lattice-law-late", test_lattice_late);
  g_test_add_func ("/manifold/geodesic/fitted-rate-is-the-weight-of-bonds", test_rate);
  g_test_add_func ("/manifold/geodesic/matern-law-inverts-backward-euler", test_matern);
  g_test_add_func ("/manifold/geodesic/short-times-count-hops", test_short_times);
  g_test_add_func ("/manifold/geodesic/potential-distance-is-a-triplet-distance", test_potential);
  g_test_add_func ("/manifold/geodesic/denoising-mixes", test_denoising);
  g_test_add_func ("/manifold/geodesic/truncations", test_truncation);
  g_test_add_func ("/manifold/geodesic/floors", test_floor);
  g_test_add_func ("/manifold/geodesic/too-much-volume-is-clamped-and-counted", test_clamped);
  g_test_add_func ("/manifold/geodesic/several-times", test_multiscale);
  g_test_add_func ("/manifold/geodesic/some-columns-and-all-laplacians", test_columns);
  g_test_add_func ("/manifold/geodesic/calibration-is-least-squares", test_calibration);
  g_test_add_func ("/manifold/geodesic/calibration-of-landmarks", test_calibration_of_landmarks);
  g_test_add_func ("/manifold/geodesic/unreached-pairs-are-far-and-counted", test_unreached);
  g_test_add_func ("/manifold/geodesic/bad-input-is-refused", test_bad_input);
  return g_test_run ();
}
