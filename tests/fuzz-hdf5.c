/* fuzz-hdf5.c: whatever the program that reads HDF5 says, the reader of its stream returns a
 * dataset or one sentence. */
#include "fuzz.h"

#include "data/plume-hdf5-parse.h"

#define MEMORY ((guint64)16 << 20)

typedef struct
{
  const guint8 *next, *end;
} Stream;

static gboolean
read_stream (gpointer buffer, gsize length, gpointer data)
{
  Stream *stream = data;

  if (length > (gsize)(stream->end - stream->next))
    return FALSE;
  if (length > 0)
    memcpy (buffer, stream->next, length);
  stream->next += length;
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_malloc (size + 1);
  Stream stream = { copy, copy + size };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;

  if (size > 0)
    memcpy (copy, data, size);
  dataset = plume_hdf5_parse (read_stream, &stream, "fuzz", size, MEMORY, NULL, &error);

  g_assert_true ((dataset == NULL) == (error != NULL));
  if (dataset != NULL)
    fuzz_look_at_dataset (dataset);
  else
    g_assert_true (g_error_matches (error, PLUME_ERROR, PLUME_ERROR_DATA)
                   && g_utf8_validate (error->message, -1, NULL));
  return 0;
}
