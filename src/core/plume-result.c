/* plume-result.c: the box that stages return. */
#include "core/plume-result.h"

struct _PlumeResult
{
  gpointer data;
  gsize bytes;
  GDestroyNotify destroy;
};

/**
 * plume_result_new:
 * @data: (transfer full): what was computed; nobody writes to it any more
 * @bytes: its size in memory, shared arrays counted once
 * @destroy: (nullable): frees @data
 *
 * Returns: (transfer full): the box
 */
PlumeResult *
plume_result_new (gpointer data, gsize bytes, GDestroyNotify destroy)
{
  PlumeResult *result = g_atomic_rc_box_new0 (PlumeResult);

  *result = (PlumeResult){ .data = data, .bytes = bytes, .destroy = destroy };
  return result;
}

PlumeResult *
plume_result_ref (PlumeResult *result)
{
  return g_atomic_rc_box_acquire (result);
}

static void
clear_result (gpointer data)
{
  PlumeResult *result = data;

  if (result->destroy != NULL)
    result->destroy (result->data);
}

void
plume_result_unref (PlumeResult *result)
{
  if (result != NULL)
    g_atomic_rc_box_release_full (result, clear_result);
}

gconstpointer
plume_result_get (const PlumeResult *result)
{
  return result->data;
}

gsize
plume_result_get_bytes (const PlumeResult *result)
{
  return result->bytes;
}
