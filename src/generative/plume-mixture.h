/* plume-mixture.h: a mixture of Gaussians, whose noised marginals are known exactly.
 *
 * p_0 = Σ w_k N(μ_k, C_k) gives p_t = Σ w_k N(α μ_k, α² C_k + σ² I) in y = x − m. With the
 * eigenbasis C_k = U_k diag (e) U_kᵀ found once, an evaluation costs n K d² (Bishop 2006, ch. 2;
 * Song et al. 2021). It knows no process beyond the moment it is asked at.
 */
#pragma once

#include "data/plume-table.h"
#include "generative/plume-score.h"

G_BEGIN_DECLS

/* Kernels that a mixture of points or pixels has at most */
#define PLUME_MIXTURE_MOST_POINTS 2048

typedef struct _PlumeMixture PlumeMixture;

PlumeMixture *plume_mixture_new (guint n_components,
                                 gsize dimension,
                                 const double *weights,
                                 const double *means,
                                 const double *covariances,
                                 GError **error);
PlumeMixture *plume_mixture_new_shifted (const PlumeMixture *mixture, const double *centre);
PlumeMixture *plume_mixture_new_subset (const PlumeMixture *mixture,
                                        guint n_chosen,
                                        const guint *chosen,
                                        GError **error);
PlumeMixture *plume_mixture_new_from_points (
    gsize n, gsize d, const double *points, double width, GError **error);
PlumeMixture *plume_mixture_new_from_table (
    const PlumeTable *table, guint n_columns, const guint *columns, double width, GError **error);
PlumeMixture *plume_mixture_new_from_picture (
    gsize rows, gsize columns, const double *grey, gboolean dark, double width, GError **error);
double plume_mixture_usual_width (gsize n, gsize d, const double *points);
PlumeMixture *plume_mixture_ref (PlumeMixture *mixture);
void plume_mixture_unref (PlumeMixture *mixture);

guint plume_mixture_get_n_components (const PlumeMixture *mixture);
gsize plume_mixture_get_dimension (const PlumeMixture *mixture);
const double *plume_mixture_get_weights (const PlumeMixture *mixture);     /* K; their sum is 1 */
const double *plume_mixture_get_means (const PlumeMixture *mixture);       /* K × d */
const double *plume_mixture_get_covariances (const PlumeMixture *mixture); /* K × d × d */

void plume_mixture_sample (
    const PlumeMixture *mixture, gsize n, guint64 seed, double *x, guint *components);
/* ln p_t, and where wanted the score (n × d), the divergence of the score (n), the responsibilities
 * (n × K) and the Jacobian of the score (n × d × d) */
void plume_mixture_evaluate (const PlumeMixture *mixture,
                             const PlumeMarginal *at,
                             gsize n,
                             const double *y,
                             double *log_density,
                             double *score,
                             double *divergence,
                             double *responsibilities,
                             double *jacobian);

PlumeScore *plume_mixture_score_new (PlumeMixture *mixture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeMixture, plume_mixture_unref)

G_END_DECLS
