/* plume-inflate.h: gzip files and raw deflate streams, within limits. */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

#define PLUME_INFLATE_LIMIT                                                                        \
  (G_GUINT64_CONSTANT (8) << 30) /* bytes; what unpacks to more is refused */
#define PLUME_INFLATE_RATIO 1032 /* deflate cannot pack tighter than 1032 : 1 */

gboolean plume_is_bomb (guint64 packed, guint64 unpacked);
gboolean plume_is_gzip (const guint8 *head, gsize length);
GBytes *plume_gunzip (GBytes *bytes, const char *name, PlumeTask *task, GError **error);
GBytes *plume_inflate (const guint8 *data,
                       gsize length,
                       gsize unpacked_length,
                       const char *name,
                       PlumeTask *task,
                       GError **error);

G_END_DECLS
