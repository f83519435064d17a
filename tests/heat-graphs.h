/* heat-graphs.h: graphs whose heat is known in closed form, and the reference graphs. */
#pragma once

#include <math.h>

#include "manifold/plume-graph.h"
#include "reference-table.h"

#define HEAT_REFERENCE "heat-geodesic-embedding"

/* Edges gathered one by one. */
typedef struct
{
  gsize n;
  GArray *rows, *columns, *values;
} Edges;

static inline Edges
edges_begin (gsize n)
{
  return (Edges){ n, g_array_new (FALSE, FALSE, sizeof (guint32)),
                  g_array_new (FALSE, FALSE, sizeof (guint32)),
                  g_array_new (FALSE, FALSE, sizeof (double)) };
}

static inline void
edges_add (Edges *edges, gsize a, gsize b, double weight)
{
  guint32 i = (guint32)a, j = (guint32)b;

  g_array_append_val (edges->rows, i);
  g_array_append_val (edges->columns, j);
  g_array_append_val (edges->values, weight);
  g_array_append_val (edges->rows, j);
  g_array_append_val (edges->columns, i);
  g_array_append_val (edges->values, weight);
}

static inline PlumeGraph *
edges_end (Edges *edges)
{
  g_autoptr (PlumeSparse) weights = plume_sparse_new_from_triplets (
      edges->n, edges->n, edges->rows->len, (guint32 *)edges->rows->data,
      (guint32 *)edges->columns->data, (double *)edges->values->data);
  PlumeGraph *graph;

  g_array_unref (edges->rows);
  g_array_unref (edges->columns);
  g_array_unref (edges->values);
  graph = plume_graph_new_from_weights (weights, NULL, PLUME_PIECES_JOIN, NULL, NULL);
  g_assert_nonnull (graph);
  return graph;
}

static inline PlumeGraph *
complete_graph (gsize n)
{
  Edges edges = edges_begin (n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      edges_add (&edges, i, j, 1);
  return edges_end (&edges);
}

static inline PlumeGraph *
cycle_graph (gsize n)
{
  Edges edges = edges_begin (n);

  for (gsize i = 0; i < n; i++)
    edges_add (&edges, i, (i + 1) % n, 1);
  return edges_end (&edges);
}

static inline PlumeGraph *
path_graph (gsize n, double weight)
{
  Edges edges = edges_begin (n);

  for (gsize i = 0; i + 1 < n; i++)
    edges_add (&edges, i, i + 1, weight);
  return edges_end (&edges);
}

static inline PlumeGraph *
star_graph (gsize n)
{
  Edges edges = edges_begin (n);

  for (gsize i = 1; i < n; i++)
    edges_add (&edges, 0, i, 1);
  return edges_end (&edges);
}

static inline PlumeGraph *
hypercube_graph (guint dimensions)
{
  Edges edges = edges_begin ((gsize)1 << dimensions);

  for (gsize i = 0; i < edges.n; i++)
    for (guint bit = 0; bit < dimensions; bit++)
      if ((i >> bit & 1) == 0)
        edges_add (&edges, i, i | (gsize)1 << bit, 1);
  return edges_end (&edges);
}

/* A torus of rows × columns with its own weight along either. */
static inline PlumeGraph *
torus_graph (gsize rows, gsize columns, double down, double across)
{
  Edges edges = edges_begin (rows * columns);

  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < columns; j++)
      {
        edges_add (&edges, i * columns + j, i * columns + (j + 1) % columns, across);
        edges_add (&edges, i * columns + j, (i + 1) % rows * columns + j, down);
      }
  return edges_end (&edges);
}

/* The graph of a reference case, "roll" or "tree". */
static inline PlumeGraph *
reference_graph (const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s-graph.csv", name);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  Edges edges = edges_begin (200);

  for (guint k = 1; k < rows->len; k++)
    edges_add (&edges, (gsize)reference_number (rows, k, 0), (gsize)reference_number (rows, k, 1),
               reference_number (rows, k, 2));
  return edges_end (&edges);
}
