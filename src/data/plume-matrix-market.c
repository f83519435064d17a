/* plume-matrix-market.c: matrices in the MatrixMarket format (.mtx), dense or sparse.
 *
 * The matrix becomes one block with rows as samples, as they stand in the file. A symmetric one
 * without negative entries is taken for the weights of a graph, and for distances where its
 * diagonal is zero and it is stored as an array. All cores parse pieces of about a megabyte: lines
 * are counted first, so that each piece knows where its entries go and the result does not depend
 * on the number of threads. Entries of one place are summed. Source: NISTIR 5935 (1996).
 */
#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-matrix-market-header.h"
#include "data/plume-number.h"
#include "data/plume-reader.h"
#include "data/plume-tenx.h"
#include "data/plume-text.h"

#define PIECE ((gsize)1 << 20) /* bytes parsed between two looks at the task: about 10 ms */

/* What may be wrong with a line. */
typedef enum
{
  FINE,
  NO_ENTRY,
  ROW_OUTSIDE,
  COLUMN_OUTSIDE,
  DIAGONAL,
} Problem;

/* Whole lines of the file, and the entries in them. */
typedef struct
{
  const char *begin, *end;
  gsize first, n_lines;
  Problem problem;
  const char *where; /* the line with the first problem */
} Piece;

typedef struct
{
  const PlumeMatrixHeader *header;
  Piece *pieces;
  gsize n_pieces;
  guint32 *rows, *columns; /* NULL for an array */
  double *values;
} Parse;

static const char *
find_line_end (const char *line, const char *end)
{
  const char *newline = line < end ? memchr (line, '\n', (gsize)(end - line)) : NULL;

  return newline != NULL ? newline : end;
}

static const char *
skip_blanks (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
    p++;
  return p;
}

/* Whether there is something on the line that counts; `line` is moved to it. */
static gboolean
is_entry (const char **line, const char *line_end)
{
  *line = skip_blanks (*line, line_end);
  return *line < line_end && **line != '%';
}

static void
count_lines (gsize from, gsize to, gpointer data)
{
  Parse *parse = data;

  for (gsize i = from; i < to; i++)
    {
      Piece *piece = &parse->pieces[i];
      const char *line = piece->begin;

      while (line < piece->end)
        {
          const char *line_end = find_line_end (line, piece->end);

          piece->n_lines += is_entry (&line, line_end);
          line = line_end + 1;
        }
    }
}

/* A place from 1; NULL where there is none. */
static const char *
parse_place (const char *p, const char *end, guint64 *place)
{
  const char *first = p = skip_blanks (p, end);
  guint64 number = 0;

  for (; p < end && (guint8)(*p - '0') < 10; p++)
    number = MIN (number * 10 + (guint8)(*p - '0'), G_GUINT64_CONSTANT (1) << 40);
  *place = number;
  return p > first ? p : NULL;
}

static Problem
parse_line (const Parse *parse, const char *p, const char *line_end, gsize k)
{
  const PlumeMatrixHeader *header = parse->header;
  guint64 row = 0, column = 0;

  if (parse->rows != NULL)
    {
      p = parse_place (p, line_end, &row);
      p = p != NULL ? parse_place (p, line_end, &column) : NULL;
      if (p == NULL)
        return NO_ENTRY;
      if (row < 1 || row > header->n_rows)
        return ROW_OUTSIDE;
      if (column < 1 || column > header->n_columns)
        return COLUMN_OUTSIDE;
      if (row == column && header->symmetry == PLUME_MATRIX_SKEW)
        return DIAGONAL;
      parse->rows[k] = (guint32)(row - 1);
      parse->columns[k] = (guint32)(column - 1);
    }
  if (header->is_pattern)
    parse->values[k] = 1;
  else
    {
      p = plume_number_parse (skip_blanks (p, line_end), line_end, '.', &parse->values[k]);
      if (p == NULL)
        return NO_ENTRY;
    }
  return skip_blanks (p, line_end) == line_end ? FINE : NO_ENTRY;
}

static void
parse_pieces (gsize from, gsize to, gpointer data)
{
  Parse *parse = data;

  for (gsize i = from; i < to; i++)
    {
      Piece *piece = &parse->pieces[i];
      gsize k = piece->first;

      for (const char *line = piece->begin; line < piece->end && piece->problem == FINE;)
        {
          const char *line_end = find_line_end (line, piece->end);

          if (is_entry (&line, line_end))
            {
              piece->problem = parse_line (parse, line, line_end, k++);
              piece->where = line;
            }
          line = line_end + 1;
        }
    }
}

/* Cuts the body behind ends of lines. */
static void
cut (Parse *parse, const char *body, const char *end)
{
  gsize n = (gsize)(end - body) / PIECE + 1;

  parse->pieces = g_new0 (Piece, n);
  for (const char *begin = body; begin < end;)
    {
      const char *last = (gsize)(end - begin) > PIECE ? begin + PIECE : end;
      const char *line_end = find_line_end (last - 1, end);
      Piece *piece = &parse->pieces[parse->n_pieces++];

      piece->begin = begin;
      piece->end = MIN (line_end + 1, end);
      begin = piece->end;
    }
}

static gboolean
fail_at (const Piece *piece, const char *text, const char *end, const char *name, GError **error)
{
  g_autofree char *excerpt =
      plume_text_excerpt (piece->where, (gsize)(find_line_end (piece->where, end) - piece->where));
  g_autofree char *number = NULL;
  guint64 line = 1;

  for (const char *p = text; p < piece->where; p++)
    line += *p == '\n';
  number = plume_text_count (line);
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      piece->problem == NO_ENTRY
          ? _ ("line %s of %s: '%s' is no entry of such a matrix; correct the line")
      : piece->problem == ROW_OUTSIDE
          ? _ ("line %s of %s: '%s' lies outside the rows that the matrix has; correct the line")
      : piece->problem == COLUMN_OUTSIDE
          ? _ ("line %s of %s: '%s' lies outside the columns that the matrix has; correct the line")
          : _ ("line %s of %s: '%s' lies on the diagonal of a skew-symmetric matrix; leave it out"),
      number, name, excerpt);
  return FALSE;
}

static gboolean
fail_count (const Parse *parse, gsize n, const char *name, GError **error)
{
  g_autofree char *said = plume_text_count (parse->header->n_entries),
                  *found = plume_text_count (n);

  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      n < parse->header->n_entries
          ? _ ("%s: it should hold %s entries, but holds %s; copy or download the file again")
          : _ ("%s: it should hold %s entries, but holds %s; correct its line of sizes"),
      name, said, found);
  return FALSE;
}

static gboolean
parse_body (
    Parse *parse, const char *text, gsize length, const char *name, PlumeTask *task, GError **error)
{
  const PlumeMatrixHeader *header = parse->header;
  gsize n = 0;

  cut (parse, header->body, text + length);
  if (!plume_parallel_for (parse->n_pieces, 1, count_lines, parse, task, error))
    return FALSE;
  for (gsize i = 0; i < parse->n_pieces; i++)
    {
      parse->pieces[i].first = n;
      n += parse->pieces[i].n_lines;
    }
  if (n != header->n_entries)
    return fail_count (parse, n, name, error);
  parse->values = g_new (double, n + 1);
  if (!header->is_array)
    {
      parse->rows = g_new (guint32, n + 1);
      parse->columns = g_new (guint32, n + 1);
    }
  if (!plume_parallel_for (parse->n_pieces, 1, parse_pieces, parse, task, error))
    return FALSE;
  for (gsize i = 0; i < parse->n_pieces; i++)
    if (parse->pieces[i].problem != FINE)
      return fail_at (&parse->pieces[i], text, text + length, name, error);
  return TRUE;
}

/* Adds the mirror images of entries off the diagonal; returns the number of all. */
static gsize
mirror (Parse *parse)
{
  gsize n = parse->header->n_entries, n_all = n;
  double sign = parse->header->symmetry == PLUME_MATRIX_SKEW ? -1 : 1;

  if (parse->header->symmetry == PLUME_MATRIX_GENERAL)
    return n;
  parse->rows = g_renew (guint32, parse->rows, 2 * n + 1);
  parse->columns = g_renew (guint32, parse->columns, 2 * n + 1);
  parse->values = g_renew (double, parse->values, 2 * n + 1);
  for (gsize k = 0; k < n; k++)
    if (parse->rows[k] != parse->columns[k])
      {
        parse->rows[n_all] = parse->columns[k];
        parse->columns[n_all] = parse->rows[k];
        parse->values[n_all++] = sign * parse->values[k];
      }
  return n_all;
}

/* The block of an array: columns after columns, of which a symmetric one has the lower half. */
static PlumeArray *
arrange (const Parse *parse)
{
  const PlumeMatrixHeader *header = parse->header;
  gsize n_rows = header->n_rows, n_columns = header->n_columns, k = 0;
  PlumeArray *array = plume_array_new (n_rows * n_columns);

  if (header->symmetry == PLUME_MATRIX_SKEW)
    memset (array->values, 0, n_rows * n_columns * sizeof (double));
  for (gsize j = 0; j < n_columns; j++)
    for (gsize i = header->symmetry == PLUME_MATRIX_GENERAL     ? 0
                   : header->symmetry == PLUME_MATRIX_SYMMETRIC ? j
                                                                : j + 1;
         i < n_rows; i++)
      {
        double value = parse->values[k++];

        array->values[i * n_columns + j] = value;
        if (header->symmetry != PLUME_MATRIX_GENERAL)
          array->values[j * n_columns + i] = header->symmetry == PLUME_MATRIX_SKEW ? -value : value;
      }
  return array;
}

static PlumeBlockKind
guess_kind (const PlumeMatrixHeader *header, const double *values, gsize n, const PlumeArray *array)
{
  gsize n_nonzero_diagonal = 0;

  if (header->symmetry != PLUME_MATRIX_SYMMETRIC)
    return PLUME_BLOCK_FEATURES;
  for (gsize k = 0; k < n; k++)
    if (!(values[k] >= 0))
      return PLUME_BLOCK_FEATURES;
  for (gsize i = 0; array != NULL && i < header->n_rows; i++)
    n_nonzero_diagonal += array->values[i * (header->n_rows + 1)] != 0;
  return array != NULL && n_nonzero_diagonal == 0 ? PLUME_BLOCK_DISTANCES : PLUME_BLOCK_AFFINITIES;
}

static PlumeBlock *
make_block (Parse *parse)
{
  const PlumeMatrixHeader *header = parse->header;
  PlumeBlockKind kind;
  gsize n;

  if (header->is_array)
    {
      PlumeArray *array = arrange (parse);

      kind = guess_kind (header, parse->values, header->n_entries, array);
      return plume_block_new_dense ("matrix", kind, header->n_rows, header->n_columns, array, NULL);
    }
  kind = guess_kind (header, parse->values, header->n_entries, NULL);
  n = mirror (parse);
  return plume_block_new_sparse ("matrix", kind,
                                 plume_sparse_new_from_triplets (header->n_rows, header->n_columns,
                                                                 n, parse->rows, parse->columns,
                                                                 parse->values),
                                 NULL);
}

static PlumeDataset *
read_matrix (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  PlumeMatrixHeader header = { 0 };
  Parse parse = { .header = &header };
  PlumeDataset *dataset = NULL;

  if (!plume_matrix_header_parse (text, length, name, &header, error))
    return NULL;
  if (parse_body (&parse, text, length, name, task, error))
    {
      dataset = plume_dataset_new (name);
      plume_dataset_take_block (dataset, make_block (&parse));
    }
  g_free (parse.pieces);
  g_free (parse.rows);
  g_free (parse.columns);
  g_free (parse.values);
  return dataset;
}

static PlumeDataset *
read_matrix_at (GBytes *bytes, const char *path, PlumeTask *task, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (PlumeDataset) dataset = read_matrix (bytes, name, task, error);

  return dataset != NULL ? plume_tenx_name (dataset, path, task, error) : NULL;
}

static const char *const extensions[] = { "mtx", NULL };
static const char *const main_files[] = { "matrix.mtx.gz", "matrix.mtx", NULL };

const PlumeReader plume_reader_matrix_market = {
  .id = "matrix-market",
  .title = N_ ("MatrixMarket"),
  .extensions = extensions,
  .main_files = main_files,
  .recognizes = plume_is_matrix_market,
  .read = read_matrix,
  .read_at = read_matrix_at,
};
