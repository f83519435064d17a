/* plume-npy-header.c: what the header of an NPY array says.
 *
 * NumPy Enhancement Proposal 1, versions 1 to 3: magic, version, length, and a Python dictionary of
 * descr, fortran_order and shape. The header is not believed: the shape must not overflow nor ask
 * for more bytes than there are.
 */
#include "data/plume-npy-header.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"

#define MAX_ITEMS ((gsize)1 << 31) /* 16 GiB as doubles */

typedef struct
{
  const char *p, *end;
} Cursor;

static gboolean
fail (const char *name, const char *what, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: %s; save the array again with numpy.save()"), name, what);
  return FALSE;
}

static void
skip_space (Cursor *cursor)
{
  while (cursor->p < cursor->end && g_ascii_isspace (*cursor->p))
    cursor->p++;
}

static gboolean
take (Cursor *cursor, char letter)
{
  skip_space (cursor);
  if (cursor->p >= cursor->end || *cursor->p != letter)
    return FALSE;
  cursor->p++;
  return TRUE;
}

static gboolean
take_word (Cursor *cursor, const char *word)
{
  gsize length = strlen (word);

  skip_space (cursor);
  if ((gsize)(cursor->end - cursor->p) < length || memcmp (cursor->p, word, length) != 0)
    return FALSE;
  cursor->p += length;
  return TRUE;
}

/* A string in single or double quotes, of at most size − 1 letters. */
static gboolean
take_string (Cursor *cursor, char *text, gsize size)
{
  gsize n = 0;
  char quote;

  skip_space (cursor);
  if (cursor->p >= cursor->end || (*cursor->p != '\'' && *cursor->p != '"'))
    return FALSE;
  quote = *cursor->p++;
  while (cursor->p < cursor->end && *cursor->p != quote && n + 1 < size)
    text[n++] = *cursor->p++;
  text[n] = '\0';
  return take (cursor, quote);
}

static gboolean
take_size (Cursor *cursor, gsize *value)
{
  skip_space (cursor);
  if (cursor->p >= cursor->end || !g_ascii_isdigit (*cursor->p))
    return FALSE;
  for (*value = 0; cursor->p < cursor->end && g_ascii_isdigit (*cursor->p); cursor->p++)
    if (!g_size_checked_mul (value, *value, 10)
        || !g_size_checked_add (value, *value, (gsize)(*cursor->p - '0')))
      return FALSE;
  if (cursor->p < cursor->end && *cursor->p == 'L') /* of Python 2 */
    cursor->p++;
  return TRUE;
}

static gboolean
take_shape (Cursor *cursor, PlumeNpyHeader *header, const char *name, GError **error)
{
  if (!take (cursor, '('))
    return fail (name, _ ("its shape is not a tuple"), error);
  while (!take (cursor, ')'))
    {
      if (header->n_dimensions == PLUME_GRID_MAX_DIMENSIONS)
        return fail (name, _ ("it has more than 8 dimensions"), error);
      if (!take_size (cursor, &header->shape[header->n_dimensions++]))
        return fail (name, _ ("its shape has a length that is negative, too large or no number"),
                     error);
      if (!take (cursor, ',') && (cursor->p >= cursor->end || *cursor->p != ')'))
        return fail (name, _ ("its shape is damaged"), error);
    }
  return TRUE;
}

/* Such as <f8, |b1, >U12 */
static gboolean
take_type (Cursor *cursor, PlumeNpyHeader *header, const char *name, GError **error)
{
  char type[16];
  char *end;
  guint64 size;
  gboolean known;

  skip_space (cursor);
  if (cursor->p < cursor->end && *cursor->p == '[')
    return fail (
        name,
        _ ("it is an array of records, which are not read: save each field as an array of its own"),
        error);
  if (!take_string (cursor, type, sizeof type))
    return fail (name, _ ("its type of numbers is damaged"), error);
  if (strchr ("<>|=", type[0]) == NULL || type[0] == '\0')
    return fail (name, _ ("its type of numbers is unknown"), error);
  if (type[1] == 'O')
    return fail (name, _ ("it holds Python objects, which are never loaded: convert it to numbers"),
                 error);
  if (type[1] == 'c')
    return fail (name, _ ("it holds complex numbers: save real and imaginary part as two arrays"),
                 error);
  header->is_big_endian = type[0] == '>' || (type[0] == '=' && G_BYTE_ORDER == G_BIG_ENDIAN);
  header->kind = type[1];
  size = g_ascii_strtoull (type + 2, &end, 10);
  switch (header->kind)
    {
    case 'b':
      known = size == 1;
      break;
    case 'i':
    case 'u':
      known = size == 1 || size == 2 || size == 4 || size == 8;
      break;
    case 'f':
      known = size == 2 || size == 4 || size == 8;
      break;
    case 'S':
    case 'U':
      known = size > 0 && size <= G_MAXINT / 4;
      break;
    default:
      known = FALSE;
      break;
    }
  if (!known || *end != '\0' || !g_ascii_isdigit (type[2]))
    return fail (name, _ ("its type of numbers is not read: convert it with .astype (float)"),
                 error);
  header->item_size = (gsize)size * (header->kind == 'U' ? 4 : 1);
  return TRUE;
}

static gboolean
take_dictionary (Cursor *cursor, PlumeNpyHeader *header, const char *name, GError **error)
{
  gboolean has_type = FALSE, has_order = FALSE, has_shape = FALSE;

  if (!take (cursor, '{'))
    return fail (name, _ ("its header is damaged"), error);
  while (!take (cursor, '}'))
    {
      char key[32];

      if (!take_string (cursor, key, sizeof key) || !take (cursor, ':'))
        return fail (name, _ ("its header is damaged"), error);
      if (strcmp (key, "descr") == 0 && !has_type)
        {
          if (!take_type (cursor, header, name, error))
            return FALSE;
          has_type = TRUE;
        }
      else if (strcmp (key, "fortran_order") == 0 && !has_order)
        {
          header->is_fortran = take_word (cursor, "True");
          if (!header->is_fortran && !take_word (cursor, "False"))
            return fail (name, _ ("its header is damaged"), error);
          has_order = TRUE;
        }
      else if (strcmp (key, "shape") == 0 && !has_shape)
        {
          if (!take_shape (cursor, header, name, error))
            return FALSE;
          has_shape = TRUE;
        }
      else
        return fail (name, _ ("its header has an unknown entry"), error);
      if (!take (cursor, ',') && (cursor->p >= cursor->end || *cursor->p != '}'))
        return fail (name, _ ("its header is damaged"), error);
    }
  return has_type && has_order && has_shape
             ? TRUE
             : fail (name, _ ("its header lacks type, order or shape"), error);
}

static gboolean
check_size (PlumeNpyHeader *header, gsize length, const char *name, GError **error)
{
  gsize bytes, doubles;

  header->n_items = 1;
  for (guint i = 0; i < header->n_dimensions; i++)
    if (!g_size_checked_mul (&header->n_items, header->n_items, header->shape[i]))
      return fail (name, _ ("its shape is impossibly large"), error);
  if (!g_size_checked_mul (&bytes, header->n_items, header->item_size)
      || !g_size_checked_mul (&doubles, header->n_items, sizeof (double)))
    return fail (name, _ ("its shape is impossibly large"), error);
  if (header->n_items > MAX_ITEMS)
    return fail (name, _ ("it holds more than two thousand million items: save it in parts"),
                 error);
  if (bytes > length - header->data)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: its shape asks for %zu"
                      " bytes but the file holds %zu"
                      ": it is cut off or damaged; copy the file again"),
                   name, bytes, length - header->data);
      return FALSE;
    }
  return TRUE;
}

/**
 * plume_npy_header_parse:
 * @data: (array length=length): an NPY file
 * @name: its name for messages
 * @header: (out caller-allocates): what it says
 * @error: %PLUME_ERROR_DATA
 *
 * Returns: %FALSE where the header is damaged, not supported, or asks for more than there is
 */
gboolean
plume_npy_header_parse (
    const guint8 *data, gsize length, const char *name, PlumeNpyHeader *header, GError **error)
{
  gsize size_bytes, text_length;
  Cursor cursor;

  memset (header, 0, sizeof *header);
  if (length < 12 || memcmp (data, "\x93NUMPY", 6) != 0)
    return fail (name, _ ("it is no NPY array, or cut off"), error);
  if (data[6] < 1 || data[6] > 3)
    return fail (name, _ ("its NPY version is unknown"), error);
  size_bytes = data[6] == 1 ? 2 : 4;
  text_length = (gsize)data[8] | (gsize)data[9] << 8;
  if (size_bytes == 4)
    text_length |= (gsize)data[10] << 16 | (gsize)data[11] << 24;
  if (text_length > length - 8 - size_bytes)
    return fail (name, _ ("its header is cut off"), error);
  header->data = 8 + size_bytes + text_length;
  cursor.p = (const char *)data + 8 + size_bytes;
  cursor.end = cursor.p + text_length;
  return take_dictionary (&cursor, header, name, error) && check_size (header, length, name, error);
}
