/* plume-export-recipe.c: finding the recipe inside an exported picture.
 *
 * The bytes may come from anywhere: every length is checked against what is there, what is unpacked
 * is bounded, and no decoder of pictures runs. It knows no recipe: the text is handed on as it is,
 * once it is valid UTF-8.
 */
#define _GNU_SOURCE /* memmem () */
#include "figure/plume-export-private.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

static const guint8 png_signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

static const guint8 *
find (const guint8 *data, gsize length, const char *needle)
{
  return memmem (data, length, needle, strlen (needle));
}

static gboolean
is_png (const guint8 *data, gsize length)
{
  return length >= sizeof png_signature && memcmp (data, png_signature, sizeof png_signature) == 0;
}

static gboolean
is_pdf (const guint8 *data, gsize length)
{
  return length >= 5 && memcmp (data, "%PDF-", 5) == 0;
}

static gboolean
is_svg (const guint8 *data, gsize length)
{
  gsize head = MIN (length, 4096);
  gsize start = head >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (start < head && g_ascii_isspace (data[start]))
    start++;
  return start < head && data[start] == '<' && find (data + start, head - start, "<svg") != NULL;
}

/**
 * plume_export_recognizes:
 * @head: (array length=length): the first bytes of a file, 4 KiB are enough
 * @length: their number
 *
 * Returns: whether it is a PNG, SVG or PDF, which may hold a recipe
 */
gboolean
plume_export_recognizes (const guint8 *head, gsize length)
{
  return head != NULL && (is_png (head, length) || is_pdf (head, length) || is_svg (head, length));
}

static char *
inflate_text (const guint8 *data, gsize length)
{
  z_stream stream = { 0 };
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 buffer[16384];
  int status = Z_OK;

  if (length > G_MAXUINT || inflateInit (&stream) != Z_OK)
    return NULL;
  stream.next_in = (guint8 *)data;
  stream.avail_in = (uInt)length;
  while (status == Z_OK && text->len <= PLUME_RECIPE_MAX_BYTES)
    {
      stream.next_out = buffer;
      stream.avail_out = sizeof buffer;
      status = inflate (&stream, Z_NO_FLUSH);
      if (status == Z_OK || status == Z_STREAM_END)
        g_byte_array_append (text, buffer, (guint)(sizeof buffer - stream.avail_out));
    }
  inflateEnd (&stream);
  if (status != Z_STREAM_END)
    return NULL;
  return g_strndup ((const char *)text->data, text->len);
}

/* iTXt: keyword 0 compressed method language 0 translated 0 text. NULL where it is another text. */
static char *
read_itxt (const guint8 *data, gsize length)
{
  gsize keyword = strlen (PLUME_RECIPE_KEYWORD) + 1;
  gboolean compressed;

  if (length < keyword + 2 || memcmp (data, PLUME_RECIPE_KEYWORD, keyword) != 0)
    return NULL;
  compressed = data[keyword] == 1;
  if (compressed && data[keyword + 1] != 0)
    return NULL;
  data += keyword + 2;
  length -= keyword + 2;
  for (int field = 0; field < 2; field++)
    {
      const guint8 *end = length > 0 ? memchr (data, 0, length) : NULL;

      if (end == NULL)
        return NULL;
      length -= (gsize)(end + 1 - data);
      data = end + 1;
    }
  return compressed ? inflate_text (data, length) : g_strndup ((const char *)data, length);
}

static guint32
big_endian (const guint8 *data)
{
  return (guint32)data[0] << 24 | (guint32)data[1] << 16 | (guint32)data[2] << 8 | data[3];
}

static char *
read_png (const guint8 *data, gsize length)
{
  gsize offset = sizeof png_signature;

  while (length - offset >= 12)
    {
      gsize size = big_endian (data + offset);
      const guint8 *type = data + offset + 4;

      if (size > length - offset - 12)
        return NULL;
      if (memcmp (type, "iTXt", 4) == 0 && size <= PLUME_RECIPE_MAX_BYTES
          && crc32 (crc32 (0, NULL, 0), type, (uInt)size + 4) == big_endian (type + 4 + size))
        {
          char *recipe = read_itxt (type + 4, size);

          if (recipe != NULL)
            return recipe;
        }
      if (memcmp (type, "IEND", 4) == 0)
        return NULL;
      offset += size + 12;
    }
  return NULL;
}

/* Base64 up to a character that is neither of it, nor white space, nor a line break escaped as PDF
 * does it. */
static char *
decode (const guint8 *data, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree guchar *decoded = NULL;
  gsize size = 0;

  for (gsize i = 0; i < length && text->len < PLUME_RECIPE_MAX_BYTES * (gsize)2; i++)
    {
      if (g_ascii_isalnum (data[i]) || data[i] == '+' || data[i] == '/' || data[i] == '=')
        g_string_append_c (text, (char)data[i]);
      else if (!g_ascii_isspace (data[i]) && data[i] != '\\')
        break;
    }
  if (text->len == 0 || text->len % 4 != 0)
    return NULL;
  decoded = g_base64_decode (text->str, &size);
  return size > 0 ? g_strndup ((const char *)decoded, size) : NULL;
}

static char *
read_svg (const guint8 *data, gsize length)
{
  const guint8 *end = data + length;
  const guint8 *element = find (data, length, "<" PLUME_RECIPE_ELEMENT);
  const guint8 *content = element != NULL ? memchr (element, '>', (gsize)(end - element)) : NULL;

  return content != NULL ? decode (content + 1, (gsize)(end - content - 1)) : NULL;
}

static char *
read_pdf (const guint8 *data, gsize length)
{
  const guint8 *end = data + length;
  const guint8 *keyword = find (data, length, "(" PLUME_RECIPE_KEYWORD ":");

  if (keyword == NULL)
    return NULL;
  keyword += strlen ("(" PLUME_RECIPE_KEYWORD ":");
  return decode (keyword, (gsize)(end - keyword));
}

/**
 * plume_export_read_recipe:
 * @bytes: a file's content, from anywhere
 * @name: its name, for the message
 * @error: %PLUME_ERROR_DATA where there is no recipe
 *
 * Returns: (transfer full) (nullable): the recipe, valid UTF-8, as it was given to the export
 */
char *
plume_export_read_recipe (GBytes *bytes, const char *name, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree char *recipe = NULL;

  if (data != NULL && is_png (data, length))
    recipe = read_png (data, length);
  else if (data != NULL && is_pdf (data, length))
    recipe = read_pdf (data, length);
  else if (data != NULL && is_svg (data, length))
    recipe = read_svg (data, length);
  if (recipe != NULL && *recipe != '\0' && g_utf8_validate (recipe, -1, NULL))
    return g_steal_pointer (&recipe);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s holds no recipe; only figures exported by Plume can be reopened"), name);
  return NULL;
}
