/* plume-singular.h: singular values of dense matrices, by LAPACK. It knows nothing of what the
 * numbers mean.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean plume_singular_values (gsize n, double *matrix, double *values, GError **error);

G_END_DECLS
