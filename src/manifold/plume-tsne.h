/* plume-tsne.h: t-distributed stochastic neighbour embedding (van der Maaten & Hinton 2008).
 *
 * Minimises KL(p‖q), q_ij ∝ (1 + ‖y_i − y_j‖²)⁻¹, by gradient descent with momentum and gains.
 * Attraction is exact over the stored p; repulsion is exact for few points, by a tree of cells for
 * more (Barnes & Hut; van der Maaten 2014), by interpolation on a grid and FFT for many (Linderman
 * et al. 2019). Deterministic, for any number of threads.
 */
#pragma once

#include "manifold/plume-heat.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_REPULSION_AUTOMATIC, /* exact to 2,000, tree to 400,000, grid beyond; no grid in 3-D */
  PLUME_REPULSION_EXACT,
  PLUME_REPULSION_TREE,
  PLUME_REPULSION_GRID,
} PlumeRepulsion;

/**
 * PlumeTsneShowFunc:
 * @places: (transfer none): n × d as they are now; valid during the call
 */
typedef void (*PlumeTsneShowFunc) (const PlumePoints *places, gpointer user_data);

/**
 * PlumeTsneOptions:
 * @exaggeration: of p in the first @early_steps
 * @steps: in all
 * @rate: of learning; 0 for max (n/48, 50)
 * @show: (nullable): called now and then
 */
typedef struct
{
  guint dimensions;
  double exaggeration;
  guint early_steps, steps;
  double rate;
  PlumeRepulsion repulsion;
  guint64 seed;
  PlumeTsneShowFunc show;
  gpointer show_data;
} PlumeTsneOptions;

#define PLUME_TSNE_OPTIONS_DEFAULT                                                                 \
  ((PlumeTsneOptions){                                                                             \
      .dimensions = 2, .exaggeration = 12, .early_steps = 250, .steps = 750, .seed = 42 })

/* Joint probabilities p_ij = (p_j|i + p_i|j)/2n: symmetric, sum 1; Gaussian over the neighbours
 * given (3 perplexities of them), of the perplexity asked, at most their number. */
PlumeSparse *plume_tsne_affinities (const PlumeNeighbours *neighbours,
                                    double perplexity,
                                    PlumeTask *task,
                                    GError **error);
/* The same of rows of heat, p_j|i ∝ H(i, j) (all columns of the square), without the diagonal,
 * entries below 1e-12 of their row left out. */
PlumeSparse *plume_tsne_affinities_of_heat (const PlumeHeat *heat, PlumeTask *task, GError **error);

/* start: (nullable): n × d, brought to a deviation of 1e-4 of its first coordinate; %NULL for
 * random ones, which also stand in for places that are all the same. */
PlumePoints *plume_tsne (const PlumeSparse *affinities,
                         const PlumePoints *start,
                         const PlumeTsneOptions *options,
                         PlumeTask *task,
                         GError **error);
/* KL(p‖q) of a picture; exact, O(n²). gradient: (nullable): n × d, filled. NaN when cancelled. */
double plume_tsne_divergence (const PlumeSparse *affinities,
                              const PlumePoints *places,
                              PlumePoints *gradient,
                              PlumeTask *task,
                              GError **error);

G_END_DECLS
