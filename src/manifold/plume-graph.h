/* plume-graph.h: the weighted graph on which heat spreads, and its Laplacians.
 *
 * From neighbours by a kernel, symmetrised (sheet §2.3): K_ii = 1, W = K without its diagonal,
 * δ_i = Σ_j W_ij. Components can be joined, left out, or left apart. It knows no heat.
 */
#pragma once

#include "linalg/plume-sparse.h"
#include "manifold/plume-neighbours.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_KERNEL_ALPHA_DECAY, /* exp(−(d/ε_i)^α) */
  PLUME_KERNEL_GAUSSIAN,    /* exp(−d²/2h²) */
  PLUME_KERNEL_SELF_TUNING, /* exp(−d²/ε_i ε_j) */
  PLUME_KERNEL_NEIGHBOURS,  /* 1 */
  PLUME_KERNEL_FUZZY,       /* UMAP's union of fuzzy sets */
} PlumeKernel;

typedef enum
{
  PLUME_SYMMETRY_MEAN,    /* (K + Kᵀ)/2 */
  PLUME_SYMMETRY_PRODUCT, /* K∘Kᵀ */
  PLUME_SYMMETRY_MUTUAL,  /* θ min(K, Kᵀ) + (1 − θ) max(K, Kᵀ) */
} PlumeSymmetry;

/* What is done with a graph in pieces. */
typedef enum
{
  PLUME_PIECES_JOIN,    /* by the shortest edges between them (Kruskal) */
  PLUME_PIECES_LARGEST, /* the others are left out */
  PLUME_PIECES_MORE,    /* k grows until the graph holds together */
} PlumePieces;

/**
 * PlumeGraphOptions:
 * @decay: α of the alpha-decay kernel
 * @width: h of the Gaussian; 0 stands for the median of ε_i
 * @mutual: θ
 * @anisotropy: a in [0, 1]: K_ij ← K_ij/(q_i q_j)^a, q the row sums with the diagonal
 * Entries below 1e-4 are 0.
 */
typedef struct
{
  PlumeKernel kernel;
  double decay, width;
  PlumeSymmetry symmetry;
  double mutual;
  double anisotropy;
  PlumePieces pieces;
} PlumeGraphOptions;

#define PLUME_GRAPH_OPTIONS_DEFAULT                                                                \
  ((PlumeGraphOptions){ PLUME_KERNEL_ALPHA_DECAY, 40, 0, PLUME_SYMMETRY_MEAN, 1, 0,                \
                        PLUME_PIECES_JOIN })

/**
 * PlumeGraph:
 * @weights: W: symmetric, zero diagonal
 * @lengths: one an entry of @weights: distance between its ends in the data's metric
 * @diagonal: K_ii after anisotropy (1 without)
 * @degrees: δ_i = Σ_j W_ij
 * @kept: (nullable): index among the points of each vertex, where pieces were left out
 * @k: neighbours that the kernel took: those that were given, or more where it needed them; 0 for
 * given weights
 * @n_components: before joining
 * @n_joined: edges that joining added
 * @hop_diameter: longest shortest path in edges (double sweep; a lower bound), ≥ 1; of the largest
 * piece where there are several
 */
typedef struct
{
  PlumeSparse *weights;
  double *lengths;
  double *diagonal;
  double *degrees;
  guint32 *kept;
  gsize k;
  gsize n_components, n_joined;
  gsize hop_diameter;
} PlumeGraph;

/* points: (nullable): needed to mend a graph in pieces, except by keeping the largest: the shortest
 * edge between pieces is looked for in the data. */
PlumeGraph *plume_graph_new (const PlumePoints *points,
                             PlumeMetric metric,
                             const PlumeNeighbours *neighbours,
                             const PlumeGraphOptions *options,
                             PlumeTask *task,
                             GError **error);
/* A graph that is given: symmetric non-negative weights, lengths (nullable: 1/√w). Nothing says how
 * far pieces are from each other: they are left apart, or the largest is kept. */
PlumeGraph *plume_graph_new_from_weights (const PlumeSparse *weights,
                                          const double *lengths,
                                          PlumePieces pieces,
                                          PlumeTask *task,
                                          GError **error);
PlumeGraph *plume_graph_ref (PlumeGraph *graph);
void plume_graph_unref (PlumeGraph *graph);
gsize plume_graph_get_n (const PlumeGraph *graph);
gsize plume_graph_get_bytes (const PlumeGraph *graph);

/* How far neighbours must be looked for, as a multiple of ε_i, so that the kernel misses none. */
double plume_graph_reach (const PlumeGraphOptions *options);

typedef enum
{
  PLUME_LAPLACIAN_COMBINATORIAL, /* diag δ − W */
  PLUME_LAPLACIAN_NORMALISED,    /* 1 − δ^−½ W δ^−½ */
  PLUME_LAPLACIAN_RANDOM_WALK,   /* 1 − δ⁻¹ W */
} PlumeLaplacianKind;

/* The Laplacian with its diagonal stored. Random walk is not symmetric. O(entries). */
PlumeSparse *plume_graph_laplacian (const PlumeGraph *graph, PlumeLaplacianKind kind);
/* P = diag(row sums of K)⁻¹ K, with the unit diagonal: the lazy walk of PHATE and diffusion maps;
 * symmetric = TRUE gives its conjugate D^−½ K D^−½. row_sums: (out, nullable): n values. */
PlumeSparse *plume_graph_walk (const PlumeGraph *graph, gboolean symmetric, double *row_sums);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeGraph, plume_graph_unref)

G_END_DECLS
