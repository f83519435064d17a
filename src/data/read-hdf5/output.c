/* output.c: writing the stream of plume-hdf5-stream.h. */
#include "output.h"

#include <stdlib.h>
#include <string.h>

/* Counts n items of a size as memory that they will take. */
void
output_claim (Output *output, guint64 n, guint64 size)
{
  guint64 bytes;

  if (!output->is_survey)
    return;
  if (!g_uint64_checked_mul (&bytes, n, size)
      || !g_uint64_checked_add (&output->total, output->total, bytes))
    output->total = G_MAXUINT64;
}

void
output_bytes (Output *output, gconstpointer data, gsize length)
{
  if (length > 0 && fwrite (data, length, 1, output->stream) != 1)
    output_give_up ();
}

void
output_begin (Output *output, PlumeHdf5Record record)
{
  guint8 tag = (guint8)record;

  output_bytes (output, &tag, 1);
}

void
output_u32 (Output *output, guint32 number)
{
  output_bytes (output, &number, sizeof number);
}

void
output_u64 (Output *output, guint64 number)
{
  output_bytes (output, &number, sizeof number);
}

void
output_text (Output *output, const char *text)
{
  gsize length = text != NULL ? strnlen (text, G_MAXINT32) : 0;

  output_u32 (output, (guint32)length);
  output_bytes (output, text, length);
}

void
output_texts (Output *output, GStrv texts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    output_text (output, texts[i]);
}

/* Says in the second walk what is left out. */
void
output_note (Output *output, const char *format, ...)
{
  va_list arguments;

  if (output->is_survey)
    return;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  output_begin (output, PLUME_HDF5_NOTE);
  output_text (output, text);
}

/* Ends with a sentence; of use in the first walk only, before anything else is written. */
void
output_refuse (Output *output, const char *format, ...)
{
  va_list arguments;

  if (!output->is_survey)
    output_give_up ();
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  output_begin (output, PLUME_HDF5_REFUSAL);
  output_text (output, text);
  fflush (output->stream);
  _Exit (EXIT_SUCCESS);
}

/* Ends in the middle of the stream, which says that the file is damaged. */
void
output_give_up (void)
{
  _Exit (EXIT_FAILURE);
}
