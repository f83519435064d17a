/* plume-text.c: bytes of unknown encoding to UTF-8, and pieces of text for messages.
 *
 * A byte order mark decides; without one, zeros at every other place are UTF-16, valid UTF-8 is
 * UTF-8, and what is left is Latin-1, in which any byte is a letter. It knows nothing of lines and
 * cells.
 */
#include "data/plume-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"

#define PIECE   ((gsize)16 << 20) /* bytes looked at between two looks at the task */
#define EXCERPT 40                /* characters of a cell that a message shows */

/* Whether half the bytes of the head, at places of one parity, are zero: UTF-16 of Western text. */
static const char *
guess_utf16 (const guint8 *data, gsize length)
{
  gsize n = MIN (length, 512) / 2, zeros[2] = { 0, 0 };

  for (gsize i = 0; i < 2 * n; i++)
    zeros[i % 2] += data[i] == 0;
  if (n < 2 || length % 2 != 0)
    return NULL;
  if (zeros[1] >= n - n / 8 && zeros[0] == 0)
    return "UTF-16LE";
  return zeros[0] >= n - n / 8 && zeros[1] == 0 ? "UTF-16BE" : NULL;
}

static GBytes *
convert (const guint8 *data, gsize length, const char *encoding, const char *name, GError **error)
{
  gsize written = 0;
  char *text =
      g_convert ((const char *)data, (gssize)length, "UTF-8", encoding, NULL, &written, NULL);

  if (text == NULL)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s: the file begins as %s text but is damaged or cut off; save it again as UTF-8"),
          name, encoding);
      return NULL;
    }
  return g_bytes_new_take (text, written);
}

/* One bit over all bytes: whether one of them is not ASCII. */
static gboolean
is_ascii (const guint8 *data, gsize length)
{
  guint64 all = 0;
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      guint64 word;

      memcpy (&word, data + i, 8);
      all |= word;
    }
  for (; i < length; i++)
    all |= (guint64)data[i];
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

/* In pieces, so that it can be cancelled; a letter that a piece cuts is looked at again with the
 * next. */
static gboolean
is_utf8 (const guint8 *data, gsize length, PlumeTask *task)
{
  const char *p = (const char *)data, *end = p + length;

  while (p < end && !plume_task_is_cancelled (task))
    {
      gsize n = MIN (PIECE, (gsize)(end - p));
      const char *good;

      if (!g_utf8_validate (p, (gssize)n, &good) && (p + n == end || p + n - good >= 4))
        return FALSE;
      p = good;
    }
  return TRUE;
}

static GBytes *
fail_binary (const char *name, GError **error)
{
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      _ ("%s: this is no text file but binary data of an unknown kind; export it as CSV, NPY "
         "or ANDI netCDF"),
      name);
  return NULL;
}

/* Text has tabs and line ends, and hardly another control character. */
static gboolean
has_controls (const guint8 *data, gsize length)
{
  gsize n = MIN (length, 4096), controls = 0;

  for (gsize i = 0; i < n; i++)
    controls += data[i] < 32 && (data[i] < 9 || data[i] > 13) && data[i] != 26;
  return controls > n / 20;
}

/**
 * plume_text_decode:
 * @bytes: a text file
 * @name: its name for messages
 * @encoding: (out): name of the encoding found
 * @task: (nullable): cancels within 50 ms
 * @error: %PLUME_ERROR_DATA where it is binary or broken UTF-16
 *
 * Linear; bytes that are UTF-8 already are not copied.
 *
 * Returns: (transfer full): valid UTF-8 without byte order mark and without NUL
 */
GBytes *
plume_text_decode (
    GBytes *bytes, const char *name, const char **encoding, PlumeTask *task, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const char *utf16 = NULL;
  g_autoptr (GBytes) text = NULL;
  gboolean ascii = TRUE;
  gsize skip = 0;

  *encoding = "UTF-8";
  if (length >= 2 && ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff)))
    {
      utf16 = data[0] == 0xff ? "UTF-16LE" : "UTF-16BE";
      skip = 2;
    }
  else if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    skip = 3;
  else
    utf16 = guess_utf16 (data, length);
  if (utf16 != NULL)
    {
      *encoding = utf16;
      text = convert (data + skip, length - skip, utf16, name, error);
      if (text == NULL)
        return NULL;
      data = g_bytes_get_data (text, &length);
      skip = 0;
    }
  else
    text = g_bytes_new_from_bytes (bytes, skip, length - skip);

  data = g_bytes_get_data (text, &length);
  if (length == 0)
    return g_steal_pointer (&text);
  if (has_controls (data, length))
    return fail_binary (name, error);
  for (gsize at = 0; at < length; at += PIECE)
    {
      gsize n = MIN (PIECE, length - at);

      if (!plume_task_check (task, error))
        return NULL;
      if (memchr (data + at, 0, n) != NULL)
        return fail_binary (name, error);
      ascii = ascii && is_ascii (data + at, n);
    }
  if (ascii || utf16 != NULL || is_utf8 (data, length, task))
    return plume_task_check (task, error) ? g_steal_pointer (&text) : NULL;
  *encoding = "ISO-8859-1";
  return convert (data, length, *encoding, name, error);
}

/**
 * plume_text_count:
 * @number: a count or a row
 *
 * Returns: (transfer full): its digits in groups of three, such as "1,204"
 */
char *
plume_text_count (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * plume_text_excerpt:
 * @text: (array length=length): valid UTF-8, possibly long and with line ends
 *
 * Returns: (transfer full): its beginning on one line, fit for a message
 */
char *
plume_text_excerpt (const char *text, gsize length)
{
  GString *excerpt = g_string_new (NULL);
  const char *end = text + length;

  for (guint n = 0; text < end; n++)
    {
      gunichar letter = g_utf8_get_char_validated (text, end - text);

      if (n == EXCERPT)
        {
          g_string_append (excerpt, "…");
          break;
        }
      if (letter == (gunichar)-1 || letter == (gunichar)-2)
        {
          g_string_append (excerpt, "\357\277\275");
          text++;
          continue;
        }
      g_string_append_unichar (excerpt, g_unichar_iscntrl (letter) ? ' ' : letter);
      text = g_utf8_next_char (text);
    }
  return g_string_free (excerpt, FALSE);
}
