/* plume-npy-writer.c: arrays of doubles to the NPY format of NumPy. */
#include "data/plume-npy-writer.h"

#include <string.h>

#define MAGIC     "\x93NUMPY\x01"
#define ALIGNMENT 64

GBytes *
plume_npy_write (guint n_dimensions, const gsize *shape, const double *values)
{
  g_autoptr (GString) header = g_string_new ("{'descr': '<f8', 'fortran_order': False, 'shape': (");
  GByteArray *file = g_byte_array_new ();
  gsize n = 1;
  guint8 length[2];

  for (guint i = 0; i < n_dimensions; i++)
    {
      g_string_append_printf (header, "%" G_GSIZE_FORMAT ", ", shape[i]);
      n *= shape[i];
    }
  g_string_append (header, "), }");
  while ((header->len + 11) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  length[0] = header->len & 0xff;
  length[1] = (guint8)(header->len >> 8);
  g_byte_array_append (file, (const guint8 *)MAGIC "\0", 8);
  g_byte_array_append (file, length, 2);
  g_byte_array_append (file, (const guint8 *)header->str, (guint)header->len);
  for (gsize i = 0; i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_byte_array_append (file, (const guint8 *)&bits, sizeof bits);
    }
  return g_byte_array_free_to_bytes (file);
}
