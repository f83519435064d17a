/* plume-result.h: an immutable, reference-counted box for whatever a stage computes, with its size
 * in bytes for the memo. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PlumeResult PlumeResult;

PlumeResult *plume_result_new (gpointer data, gsize bytes, GDestroyNotify destroy);
PlumeResult *plume_result_ref (PlumeResult *result);
void plume_result_unref (PlumeResult *result);
gconstpointer plume_result_get (const PlumeResult *result);
gsize plume_result_get_bytes (const PlumeResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeResult, plume_result_unref)

G_END_DECLS
