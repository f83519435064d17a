/* plume-picture-stability.h: how far each point of a picture moves when the edges of its graph are
 * drawn again (bootstrap: Efron 1979).
 *
 * It knows no method: a picture is made by whoever asks.
 */
#pragma once

#include "manifold/plume-graph.h"

G_BEGIN_DECLS

/**
 * PlumePictureFunc:
 * @graph: edges drawn again, on the same vertices
 * @data: what was given with the function
 * @task: (nullable): cancels
 *
 * Returns: (transfer full): n × d
 */
typedef PlumePoints *(*PlumePictureFunc) (const PlumeGraph *graph,
                                          gpointer data,
                                          PlumeTask *task,
                                          GError **error);

/**
 * PlumePictureStability:
 * @n: @d: size of the picture
 * @n_resamples: pictures that it comes from
 * @covariances: n × d × d: mean of (y − reference)(y − reference)ᵀ of each point
 */
typedef struct
{
  gsize n, d;
  guint n_resamples;
  double *covariances;
} PlumePictureStability;

PlumeGraph *plume_graph_resample (
    const PlumeGraph *graph, guint64 seed, guint64 index, PlumeTask *task, GError **error);
PlumePictureStability *plume_picture_stability_new (const PlumeGraph *graph,
                                                    const PlumePoints *reference,
                                                    guint n_resamples,
                                                    guint64 seed,
                                                    PlumePictureFunc picture,
                                                    gpointer data,
                                                    PlumeTask *task,
                                                    GError **error);
PlumePictureStability *plume_picture_stability_ref (PlumePictureStability *stability);
void plume_picture_stability_unref (PlumePictureStability *stability);
gsize plume_picture_stability_get_bytes (const PlumePictureStability *stability);
/* Half axes of the ellipse of one standard deviation in the first two dimensions, and the angle of
 * the longer one from the first axis, in (−π/2, π/2]. */
void plume_picture_stability_get_ellipse (const PlumePictureStability *stability,
                                          gsize point,
                                          double *major,
                                          double *minor,
                                          double *angle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePictureStability, plume_picture_stability_unref)

G_END_DECLS
