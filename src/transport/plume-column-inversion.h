/* plume-column-inversion.h: other people's ways to the same curve, kept to compare their errors and
 * times.
 *
 * The single real integral and two contour methods for the inverse Laplace transform, for a plug
 * without dispersion. The contours lose all digits when X is large, by the essential singularity at
 * s = −k_d; showing that is what they are for. Nothing may rely on them.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean plume_inversion_single_integral (
    double X, double T, double tau, double tolerance, double *c, GError **error);
double plume_inversion_talbot (double X, double T, double tau, guint nodes);
double plume_inversion_weideman (double X, double T, double tau, guint nodes);

G_END_DECLS
