/* heat-graph.h: the reference graphs of heat-geodesic embedding, and heat on them by brute force.
 *
 * The heat kernel is the all-positive series Σ Poisson(k; Λt/2^s) Q^k, squared s times: dense,
 * slow, and independent of the engines.
 */
#pragma once

#include "linalg/plume-matrix.h"
#include "manifold/plume-distances.h"
#include "manifold/plume-graph.h"
#include "manifold/plume-points.h"
#include "reference-table.h"

#include <math.h>
#include <string.h>

#define HEAT_REFERENCE "heat-geodesic-embedding"

/* n × n weights W */
static inline double *
read_dense_graph (const char *name, gsize n)
{
  g_autofree char *file = g_strconcat (name, "-graph.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  double *weights = g_new0 (double, n *n);

  for (guint row = 1; row < rows->len; row++)
    {
      gsize i = (gsize)reference_number (rows, row, 0), j = (gsize)reference_number (rows, row, 1);

      weights[i * n + j] = weights[j * n + i] = reference_number (rows, row, 2);
    }
  return weights;
}

static inline PlumePoints *
read_points (const char *name, gsize p)
{
  g_autofree char *file = g_strconcat (name, "-points.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  PlumePoints *points = plume_points_new (rows->len - 1, p);

  for (guint row = 1; row < rows->len; row++)
    for (guint c = 0; c < p; c++)
      points->values[(row - 1) * p + c] = reference_number (rows, row, c);
  return points;
}

/* A graph of dense weights, K_ii on the diagonal where it is not 1, and of the lengths of its edges
 * in the data */
static inline PlumeGraph *
make_graph (gsize n, const double *weights, const PlumePoints *points)
{
  g_autofree guint32 *rows = g_new (guint32, n * n), *columns = g_new (guint32, n * n);
  g_autofree double *values = g_new (double, n *n), *lengths = g_new0 (double, n *n);
  g_autoptr (PlumeSparse) sparse = NULL;
  g_autoptr (GError) error = NULL;
  PlumeGraph *graph;
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      if (weights[i * n + j] > 0)
        {
          double square = 0;

          for (gsize c = 0; points != NULL && c < points->p; c++)
            square +=
                pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
          rows[count] = (guint32)i;
          columns[count] = (guint32)j;
          lengths[count] = points != NULL ? sqrt (square) : 1 / sqrt (weights[i * n + j]);
          values[count++] = weights[i * n + j];
        }
  sparse = plume_sparse_new_from_triplets (n, n, count, rows, columns, values);
  graph = plume_graph_new_from_weights (sparse, lengths, PLUME_PIECES_JOIN, NULL, &error);
  g_assert_no_error (error);
  return graph;
}

/* exp (−tL), n × n, every entry relatively accurate */
static inline double *
dense_heat (gsize n, const double *weights, gboolean normalised, double t)
{
  g_autofree double *degrees = g_new0 (double, n), *walk = g_new0 (double, n *n),
                    *power = g_new0 (double, n *n), *work = g_new (double, n *n);
  double *heat = g_new0 (double, n *n), greatest = 0, part, term;
  guint squarings = 0;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        degrees[i] += weights[i * n + j];
      greatest = MAX (greatest, normalised ? 1 : degrees[i]);
    }
  for (part = greatest * t; part > 4; part /= 2)
    squarings++;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      walk[i * n + j] =
          weights[i * n + j] / greatest / (normalised ? sqrt (degrees[i] * degrees[j]) : 1)
          + (i == j ? 1 - (normalised ? 1 : degrees[i]) / greatest : 0);
  term = exp (-part);
  for (gsize i = 0; i < n; i++)
    {
      power[i * n + i] = 1;
      heat[i * n + i] = term;
    }
  for (guint k = 1; k < 90; k++)
    {
      term *= part / k;
      plume_product_double (PLUME_PLAIN, PLUME_PLAIN, n, n, n, 1, power, n, walk, n, 0, work, n);
      memcpy (power, work, n * n * sizeof (double));
      for (gsize i = 0; i < n * n; i++)
        heat[i] += term * power[i];
    }
  for (; squarings > 0; squarings--)
    {
      plume_product_double (PLUME_PLAIN, PLUME_PLAIN, n, n, n, 1, heat, n, heat, n, 0, work, n);
      memcpy (heat, work, n * n * sizeof (double));
    }
  return heat;
}

/* d_t with σ = 1 */
static inline PlumeDistances *
heat_distances (gsize n, const double *heat, double t)
{
  PlumeDistances *distances = plume_distances_new (n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      {
        double square =
            -4 * t * log (heat[i * n + j]) - 4 * t * log (2 / (heat[i * n + i] + heat[j * n + j]));

        distances->values[i * n + j] = distances->values[j * n + i] = sqrt (MAX (square, 0));
      }
  return distances;
}
