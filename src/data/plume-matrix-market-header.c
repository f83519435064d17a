/* plume-matrix-market-header.c: the first lines of a MatrixMarket file.
 *
 * R. F. Boisvert, R. Pozo, K. A. Remington, "The Matrix Market Exchange Formats: Initial Design",
 * NISTIR 5935 (1996): a banner of five words, comments that begin with %, a line of sizes. What the
 * sizes claim is held against the length of the file before anything is allocated. It knows no
 * genes and no cells.
 */
#include "data/plume-matrix-market-header.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-text.h"

#define BANNER       "%%MatrixMarket"
#define SHORTEST     4                 /* bytes of an entry: "1 1" and the end of its line */
#define EMPTY_LENGTH ((gsize)16000000) /* rows or columns of which most may be empty */
#define FILLED       8                 /* … or this many for each entry */
#define MAX_LENGTH   ((gsize)G_MAXUINT32)

gboolean
plume_is_matrix_market (const guint8 *head, gsize length)
{
  return length > strlen (BANNER)
         && g_ascii_strncasecmp ((const char *)head, BANNER, strlen (BANNER)) == 0;
}

static const char *
find_line_end (const char *line, const char *end)
{
  const char *newline = line < end ? memchr (line, '\n', (gsize)(end - line)) : NULL;

  return newline != NULL ? newline : end;
}

static gboolean
is_blank (const char *line, const char *line_end)
{
  for (; line < line_end; line++)
    if (!g_ascii_isspace (*line))
      return FALSE;
  return TRUE;
}

G_GNUC_PRINTF (3, 4)
static gboolean
fail (const char *name, GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, "%s: %s", name, reason);
  return FALSE;
}

/* Words of the format are; others stand in messages, which are UTF-8. */
static char *
to_ascii (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    if (!g_ascii_isprint (*p) && !g_ascii_isspace (*p))
      *p = '?';
  return text;
}

static gboolean
parse_banner (const char *line,
              const char *line_end,
              const char *name,
              PlumeMatrixHeader *header,
              GError **error)
{
  g_autofree char *banner = g_ascii_strdown (line, MIN (line_end - line, 200));
  g_auto (GStrv) pieces = g_strsplit_set (to_ascii (g_strstrip (banner)), " \t\r", -1);
  const char *words[5] = { "", "", "", "", "" };
  guint n = 0;

  for (guint i = 0; pieces[i] != NULL && n < G_N_ELEMENTS (words); i++)
    if (*pieces[i] != '\0')
      words[n++] = pieces[i];
  if (strcmp (words[1], "matrix") != 0)
    return fail (name, error,
                 _ ("it holds a MatrixMarket '%.40s', which is no matrix; choose another"),
                 words[1]);
  if (strcmp (words[3], "complex") == 0 || strcmp (words[4], "hermitian") == 0)
    return fail (name, error, _ ("its values are complex; store real numbers"));
  header->is_array = strcmp (words[2], "array") == 0;
  header->is_pattern = strcmp (words[3], "pattern") == 0;
  header->symmetry = strcmp (words[4], "symmetric") == 0        ? PLUME_MATRIX_SYMMETRIC
                     : strcmp (words[4], "skew-symmetric") == 0 ? PLUME_MATRIX_SKEW
                                                                : PLUME_MATRIX_GENERAL;
  if ((!header->is_array && strcmp (words[2], "coordinate") != 0)
      || (!header->is_pattern && strcmp (words[3], "real") != 0 && strcmp (words[3], "double") != 0
          && strcmp (words[3], "integer") != 0)
      || (header->symmetry == PLUME_MATRIX_GENERAL && strcmp (words[4], "general") != 0)
      || (header->is_pattern && (header->is_array || header->symmetry == PLUME_MATRIX_SKEW)))
    return fail (
        name, error,
        _ ("its first line says '%.20s %.20s %.20s', which MatrixMarket does not have; write "
           "it as 'coordinate real general'"),
        words[2], words[3], words[4]);
  return TRUE;
}

/* The whole numbers of a line, and nothing else; −1 where there is something else. */
static int
parse_sizes (const char *line, const char *line_end, guint64 sizes[3])
{
  int n = 0;

  while (TRUE)
    {
      guint64 size = 0;

      while (line < line_end && g_ascii_isspace (*line))
        line++;
      if (line == line_end)
        return n;
      if (n == 3 || !g_ascii_isdigit (*line))
        return -1;
      for (; line < line_end && g_ascii_isdigit (*line); line++)
        size = MIN (size * 10 + (guint64)(*line - '0'), G_GUINT64_CONSTANT (1) << 60);
      sizes[n++] = size;
    }
}

/* Values that follow in an array of that symmetry. */
static gsize
count_array (const PlumeMatrixHeader *header)
{
  gsize n = header->n_rows;

  if (header->symmetry == PLUME_MATRIX_GENERAL)
    return n * header->n_columns;
  if (header->symmetry == PLUME_MATRIX_SYMMETRIC)
    return n * (n + 1) / 2;
  return n > 0 ? n * (n - 1) / 2 : 0;
}

static gboolean
check_sizes (
    PlumeMatrixHeader *header, const guint64 sizes[3], gsize left, const char *name, GError **error)
{
  g_autofree char *rows = plume_text_count (sizes[0]), *columns = plume_text_count (sizes[1]);
  gsize longest = MAX (sizes[0], sizes[1]);

  if (longest > MAX_LENGTH)
    return fail (name, error, _ ("%s × %s is more than can be read; take a part of it"), rows,
                 columns);
  header->n_rows = sizes[0];
  header->n_columns = sizes[1];
  if (header->symmetry != PLUME_MATRIX_GENERAL && header->n_rows != header->n_columns)
    return fail (name, error, _ ("it says it is symmetric, but is %s × %s; write it as 'general'"),
                 rows, columns);
  if (header->n_rows == 0 || header->n_columns == 0)
    return fail (name, error, _ ("the matrix is empty; choose a file that holds data"));
  header->n_entries = header->is_array ? count_array (header) : sizes[2];
  if (header->n_entries > left / (header->is_array ? 1 : SHORTEST) + 1)
    {
      g_autofree char *entries = plume_text_count (header->n_entries);

      return fail (name, error,
                   header->is_array
                       ? _ ("it should hold %s values, but ends before; copy or download the file "
                            "again")
                       : _ ("it should hold %s entries, but ends before; copy or download the file "
                            "again"),
                   entries);
    }
  if (!header->is_array && longest > MAX (EMPTY_LENGTH, FILLED * header->n_entries))
    return fail (name, error,
                 _ ("%s × %s for so few entries is more than can be read; leave out rows "
                    "and columns that are empty"),
                 rows, columns);
  return TRUE;
}

/**
 * plume_matrix_header_parse:
 * @text: (array length=length): a file that plume_is_matrix_market() recognizes
 * @name: the file's name for messages
 * @header: (out caller-allocates): what it says
 * @error: %PLUME_ERROR_DATA where that is nothing that can be read
 *
 * Returns: whether the file may hold what its header says
 */
gboolean
plume_matrix_header_parse (
    const char *text, gsize length, const char *name, PlumeMatrixHeader *header, GError **error)
{
  const char *end = text + length, *line = text, *line_end = find_line_end (text, end);
  guint64 sizes[3] = { 0 };

  if (!parse_banner (line, line_end, name, header, error))
    return FALSE;
  do
    {
      line = line_end < end ? line_end + 1 : end;
      line_end = find_line_end (line, end);
    }
  while (line < end && (*line == '%' || is_blank (line, line_end)));
  header->body = line_end < end ? line_end + 1 : end;
  if (parse_sizes (line, line_end, sizes) != (header->is_array ? 2 : 3))
    return fail (
        name, error,
        header->is_array
            ? _ ("the line behind its comments should give rows and columns; look at the "
                 "file")
            : _ ("the line behind its comments should give rows, columns and entries; look "
                 "at the file"));
  return check_sizes (header, sizes, (gsize)(end - header->body), name, error);
}
