/* plume-symmetric-product.h: products of symmetric matrices that commute, at half the cost.
 *
 * Such a product is symmetric too, so only the tiles on and below the diagonal are computed. Where
 * no entry is negative nothing cancels, and every entry of the product keeps its relative accuracy.
 */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

gboolean plume_symmetric_product (
    gsize n, const double *a, const double *b, double *c, PlumeTask *task, GError **error);
/* Both halves become their mean. */
gboolean plume_symmetrise (gsize n, double *matrix, PlumeTask *task, GError **error);

G_END_DECLS
