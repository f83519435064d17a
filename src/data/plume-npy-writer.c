/* plume-npy-writer.c: arrays of doubles to the NPY format of NumPy. */
#include "data/plume-npy-writer.h"

#include <string.h>

#define MAGIC     "\x93NUMPY\x01"
#define PREFIX    10 /* magic, version, length of the header */
#define ALIGNMENT 64

/**
 * plume_npy_write:
 * @n_dimensions: how many; 0 for a single number
 * @shape: lengths, slowest first
 * @values: in C order
 *
 * Returns: (transfer full): the file
 */
GBytes *
plume_npy_write (guint n_dimensions, const gsize *shape, const double *values)
{
  g_autoptr (GString) header = g_string_new ("{'descr': '<f8', 'fortran_order': False, 'shape': (");
  gsize n = 1;
  guint8 *file;

  for (guint i = 0; i < n_dimensions; i++)
    {
      g_string_append_printf (header, "%zu, ", shape[i]);
      n *= shape[i];
    }
  g_string_append (header, "), }");
  while ((PREFIX + header->len + 1) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  file = g_malloc (PREFIX + header->len + n * sizeof (guint64));
  memcpy (file, MAGIC "\0", PREFIX - 2);
  file[PREFIX - 2] = header->len & 0xff;
  file[PREFIX - 1] = (guint8)(header->len >> 8);
  memcpy (file + PREFIX, header->str, header->len);
  for (gsize i = 0; i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      memcpy (file + PREFIX + header->len + i * sizeof bits, &bits, sizeof bits);
    }
  return g_bytes_new_take (file, PREFIX + header->len + n * sizeof (guint64));
}
