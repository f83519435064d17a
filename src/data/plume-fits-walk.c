/* plume-fits-walk.c: the headers of a FITS file from one to the next, before a library trusts them.
 *
 * FITS standard 4.0 (2018), §3 and §4: blocks of 2880 bytes, cards of 80; the size of the data is
 * |BITPIX|/8 · GCOUNT · (PCOUNT + ∏NAXISi). What claims more bytes than the file holds is refused
 * here, so nobody later allocates memory for a lie. It decodes no data.
 */
#include "data/plume-fits-walk.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"

#define BLOCK     2880
#define CARD      80
#define MAX_AXES  999
#define MAX_UNITS 10000 /* headers in one file */

typedef struct
{
  gboolean has_end, is_extension, has_groups, is_compressed, is_bad;
  char extension[9];
  gint64 bits, n_axes, parameters, groups;
  gint64 axis[MAX_AXES];
} Header;

/* The integer of a card "KEYWORD = value"; FALSE where it is none or does not fit. */
static gboolean
read_integer (const guint8 *card, gint64 *value)
{
  char text[CARD + 1];
  char *end;

  memcpy (text, card + 10, CARD - 10);
  text[CARD - 10] = '\0';
  *value = g_ascii_strtoll (text, &end, 10);
  if (end == text || *value == G_MAXINT64 || *value == G_MININT64)
    return FALSE;
  while (*end == ' ')
    end++;
  return *end == '\0' || *end == '/';
}

static gboolean
is_keyword (const guint8 *card, const char *keyword)
{
  gsize length = strlen (keyword);

  if (memcmp (card, keyword, length) != 0)
    return FALSE;
  for (gsize i = length; i < 8; i++)
    if (card[i] != ' ')
      return FALSE;
  return TRUE;
}

static gboolean
is_true (const guint8 *card)
{
  for (gsize i = 10; i < CARD; i++)
    if (card[i] != ' ')
      return card[i] == 'T';
  return FALSE;
}

static void
read_extension (Header *header, const guint8 *card)
{
  const guint8 *quote = memchr (card, '\'', CARD);
  gsize n = 0;

  header->is_extension = TRUE;
  for (const guint8 *p = quote != NULL ? quote + 1 : card + CARD;
       p < card + CARD && *p != '\'' && n < 8; p++)
    header->extension[n++] = (char)*p;
  header->extension[n] = '\0';
  g_strchomp (header->extension);
}

static void
read_card (Header *header, const guint8 *card)
{
  gint64 value = 0;

  if (is_keyword (card, "XTENSION"))
    read_extension (header, card);
  else if (is_keyword (card, "BITPIX"))
    header->is_bad |= !read_integer (card, &header->bits);
  else if (is_keyword (card, "NAXIS"))
    header->is_bad |=
        !read_integer (card, &header->n_axes) || header->n_axes < 0 || header->n_axes > MAX_AXES;
  else if (is_keyword (card, "PCOUNT"))
    header->is_bad |= !read_integer (card, &header->parameters) || header->parameters < 0;
  else if (is_keyword (card, "GCOUNT"))
    header->is_bad |= !read_integer (card, &header->groups) || header->groups < 0;
  else if (is_keyword (card, "GROUPS"))
    header->has_groups = is_true (card);
  else if (is_keyword (card, "ZIMAGE") || is_keyword (card, "ZTABLE"))
    header->is_compressed |= is_true (card);
  else if (memcmp (card, "NAXIS", 5) == 0 && g_ascii_isdigit (card[5]))
    {
      char digits[4] = { (char)card[5], (char)card[6], (char)card[7], '\0' };
      guint64 axis = g_ascii_strtoull (digits, NULL, 10);

      header->is_bad |= !read_integer (card, &value) || value < 0;
      if (axis >= 1 && axis <= MAX_AXES)
        header->axis[axis - 1] = value;
    }
}

/* Reads cards up to END; returns the place behind the header's last block, or 0. */
static gsize
read_header (Header *header, const guint8 *data, gsize length, gsize from)
{
  memset (header, 0, sizeof *header);
  header->groups = 1;
  for (gsize place = from; length - place >= CARD; place += CARD)
    {
      const guint8 *card = data + place;

      for (gsize i = 0; i < CARD; i++)
        if (card[i] < 0x20 || card[i] > 0x7e)
          return 0;
      if (is_keyword (card, "END"))
        {
          header->has_end = TRUE;
          return from + ((place - from) / BLOCK + 1) * BLOCK;
        }
      read_card (header, card);
    }
  return 0;
}

/* Bytes of the data; FALSE where they are more than any file holds. */
static gboolean
find_size (const Header *header, gsize *size)
{
  gsize n = header->n_axes > 0 ? 1 : 0;
  gint64 bytes = ABS (header->bits) / 8;

  if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8)
    return FALSE;
  for (gint64 i = 0; i < header->n_axes; i++)
    {
      if (i == 0 && header->has_groups && header->axis[0] == 0)
        continue;
      if (!g_size_checked_mul (&n, n, (gsize)header->axis[i]))
        return FALSE;
    }
  return g_size_checked_add (&n, n, (gsize)header->parameters)
         && g_size_checked_mul (&n, n, (gsize)header->groups)
         && g_size_checked_mul (size, n, (gsize)bytes);
}

static PlumeFitsKind
find_kind (const Header *header)
{
  if (!header->is_extension)
    return header->has_groups ? PLUME_FITS_OTHER : PLUME_FITS_IMAGE;
  if (header->is_compressed)
    return PLUME_FITS_COMPRESSED;
  if (strcmp (header->extension, "IMAGE") == 0)
    return PLUME_FITS_IMAGE;
  if (strcmp (header->extension, "TABLE") == 0)
    return PLUME_FITS_ASCII_TABLE;
  if (strcmp (header->extension, "BINTABLE") == 0)
    return PLUME_FITS_BINARY_TABLE;
  return PLUME_FITS_OTHER;
}

/**
 * plume_fits_walk:
 * @data: (array length=length): a whole FITS file
 * @name: its name for messages
 * @error: %PLUME_ERROR_DATA where a header is damaged or its data are not all there
 *
 * Returns: (transfer full) (element-type PlumeFitsKind): the kind of each unit of the file, the
 * primary one first
 */
GArray *
plume_fits_walk (const guint8 *data, gsize length, const char *name, GError **error)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (PlumeFitsKind));
  g_autofree Header *header = g_new (Header, 1);
  gsize place = 0;

  while (place == 0
         || (place < length && length - place >= CARD && kinds->len < MAX_UNITS
             && memcmp (data + place, "XTENSION", 8) == 0))
    {
      gsize size, begin = read_header (header, data, length, place);
      PlumeFitsKind kind;

      if (begin == 0 || begin > length || header->is_bad || !find_size (header, &size))
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_DATA,
              _ ("%s: the FITS header of unit %u is cut off or damaged; copy or export the "
                 "file again"),
              name, kinds->len);
          return NULL;
        }
      if (size > length - begin)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s: unit %u promises %zu"
                          " bytes of data and the file ends before; copy or export the file again"),
                       name, kinds->len, size);
          return NULL;
        }
      kind = find_kind (header);
      g_array_append_val (kinds, kind);
      if (!g_size_checked_add (&place, begin, (size + BLOCK - 1) / BLOCK * BLOCK))
        break;
    }
  return g_steal_pointer (&kinds);
}
