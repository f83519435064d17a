/* plume-hdf5-parse.c: the stream of the program that reads HDF5 becomes a dataset.
 *
 * See plume-hdf5-stream.h. Nothing in the stream is believed: every length is held against the
 * memory that may be taken, every index against its range, every text made valid UTF-8. It knows no
 * HDF5 and no process.
 */
#include "data/plume-hdf5-parse.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-hdf5-stream.h"
#include "data/plume-inflate.h"
#include "data/plume-text.h"

#define MAX_TEXT    ((guint32)1 << 20)
#define TEXT_BYTES  40                               /* of memory that a short text takes */
#define SLACK       (G_GUINT64_CONSTANT (256) << 20) /* texts are longer than was thought */
#define MAX_RECORDS 1000000
#define ROWS        4096 /* of a sparse matrix between two looks at the task */

typedef struct
{
  PlumeHdf5Source source;
  gpointer data;
  const char *name;
  guint64 file_length, memory, left, total, taken;
  PlumeTask *task;
  PlumeDataset *dataset;
  PlumeTable *table; /* nullable: to which columns are added */
  gsize n_rows;      /* of that */
  gsize n_samples;   /* rows of the main table; 0 where there is none */
  GHashTable *names; /* of columns: text to GStrv */
  char *where;       /* what is being read */
  gboolean is_over;
} Parser;

static gboolean
take (Parser *parser, gpointer buffer, gsize length)
{
  parser->taken += length;
  if (parser->total > 0)
    plume_task_set_progress (parser->task,
                             MIN (0.99, (double)parser->taken / (double)parser->total));
  return parser->source (buffer, length, parser->data);
}

/* Whether n items of a size may be allocated. */
static gboolean
claim (Parser *parser, guint64 n, guint64 size)
{
  guint64 bytes;

  if (!g_uint64_checked_mul (&bytes, n, size) || bytes > parser->left)
    return FALSE;
  parser->left -= bytes;
  return TRUE;
}

static gboolean
take_u32 (Parser *parser, guint32 *number)
{
  return take (parser, number, sizeof *number);
}

static gboolean
take_u64 (Parser *parser, guint64 *number)
{
  return take (parser, number, sizeof *number);
}

/* Valid UTF-8 of one line. */
static char *
take_text (Parser *parser)
{
  guint32 length;
  g_autofree char *bytes = NULL;
  char *text;

  if (!take_u32 (parser, &length) || length > MAX_TEXT || !claim (parser, length, 1))
    return NULL;
  bytes = g_malloc (length + 1);
  if (!take (parser, bytes, length))
    return NULL;
  text = g_utf8_make_valid (bytes, (gssize)length);
  for (char *p = text; *p != '\0'; p++)
    if ((guint8)*p < 0x20)
      *p = ' ';
  return text;
}

static GStrv
take_texts (Parser *parser, guint64 n)
{
  g_auto (GStrv) texts = NULL;

  if (!claim (parser, n, TEXT_BYTES))
    return NULL;
  texts = g_new0 (char *, n + 1);
  for (guint64 i = 0; i < n; i++)
    {
      texts[i] = take_text (parser);
      if (texts[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&texts);
}

static PlumeArray *
take_doubles (Parser *parser, guint64 n)
{
  g_autoptr (PlumeArray) array = NULL;

  if (!claim (parser, n, sizeof (double)))
    return NULL;
  array = plume_array_new (n);
  return take (parser, array->values, n * sizeof (double)) ? g_steal_pointer (&array) : NULL;
}

static void
finish_table (Parser *parser)
{
  if (parser->table != NULL && plume_table_get_n_columns (parser->table) > 0)
    plume_dataset_take_table (parser->dataset, g_steal_pointer (&parser->table));
  g_clear_pointer (&parser->table, plume_table_unref);
}

/* Says how large all will be, before any of it comes. */
static gboolean
read_total (Parser *parser, GError **error)
{
  g_autofree char *needed = NULL, *there = NULL;

  if (!take_u64 (parser, &parser->total))
    return FALSE;
  if (parser->total > parser->memory)
    {
      needed = g_format_size (parser->total);
      there = g_format_size (parser->memory);
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s would take %s of memory, and %s are free; take a part of its samples or "
                      "features"),
                   parser->name, needed, there);
      return FALSE;
    }
  if (plume_is_bomb (parser->file_length, parser->total))
    {
      needed = g_format_size (parser->total);
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s is packed far tighter than measurements are, to %s of memory; take a part of "
             "it"),
          parser->name, needed);
      return FALSE;
    }
  parser->left = MIN (parser->memory, parser->total + parser->total / 2 + SLACK);
  return TRUE;
}

static gboolean
read_refusal (Parser *parser, GError **error)
{
  g_autofree char *text = take_text (parser);

  if (text != NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, "%s: %s", parser->name, text);
  return FALSE;
}

static gboolean
read_table (Parser *parser)
{
  guint64 n_rows;

  if (!take_u64 (parser, &n_rows) || n_rows == 0 || n_rows > G_MAXUINT32)
    return FALSE;
  finish_table (parser);
  if (parser->n_samples == 0)
    parser->n_samples = n_rows;
  parser->n_rows = n_rows;
  parser->table = plume_table_new (*parser->where != '\0' ? parser->where : parser->name);
  return TRUE;
}

static gboolean
read_numbers (Parser *parser)
{
  PlumeArray *values = parser->table != NULL ? take_doubles (parser, parser->n_rows) : NULL;

  if (values == NULL)
    return FALSE;
  plume_table_add_numbers (parser->table, parser->where, NULL, values);
  return TRUE;
}

static gboolean
read_texts (Parser *parser)
{
  GStrv texts = parser->table != NULL ? take_texts (parser, parser->n_rows) : NULL;

  if (texts == NULL)
    return FALSE;
  plume_table_add_texts (parser->table, parser->where, texts);
  return TRUE;
}

static gboolean
read_categories (Parser *parser)
{
  g_auto (GStrv) categories = NULL;
  g_autofree gint32 *codes = NULL;
  guint64 n;
  GStrv texts;

  if (parser->table == NULL || !take_u64 (parser, &n))
    return FALSE;
  categories = take_texts (parser, n);
  if (categories == NULL || !claim (parser, parser->n_rows, TEXT_BYTES))
    return FALSE;
  codes = g_new (gint32, parser->n_rows);
  if (!take (parser, codes, parser->n_rows * sizeof *codes))
    return FALSE;
  for (gsize i = 0; i < parser->n_rows; i++)
    if (codes[i] < -1 || (codes[i] >= 0 && (guint64)codes[i] >= n)
        || (codes[i] >= 0 && !claim (parser, strlen (categories[codes[i]]), 1)))
      return FALSE;
  texts = g_new0 (char *, parser->n_rows + 1);
  for (gsize i = 0; i < parser->n_rows; i++)
    texts[i] = g_strdup (codes[i] >= 0 ? categories[codes[i]] : "");
  plume_table_add_texts (parser->table, parser->where, texts);
  return TRUE;
}

static gboolean
read_names (Parser *parser)
{
  guint64 n;
  GStrv texts = take_u64 (parser, &n) ? take_texts (parser, n) : NULL;

  if (texts == NULL)
    return FALSE;
  g_hash_table_insert (parser->names, g_strdup (parser->where), texts);
  return TRUE;
}

/* What begins each block; the names of its columns are found when their number is known. */
static gboolean
read_block_head (Parser *parser, char **names, guint32 *kind)
{
  *names = take_text (parser);
  return *names != NULL && take_u32 (parser, kind) && *kind <= PLUME_BLOCK_AFFINITIES;
}

/* Whether a block of that shape fits; it takes names of its columns, nullable. */
static gboolean
check_block (Parser *parser,
             const char *names,
             guint64 n_rows,
             guint64 n_columns,
             guint32 kind,
             GStrv *found)
{
  GStrv texts = g_hash_table_lookup (parser->names, names);

  if (n_rows == 0 || n_columns == 0 || n_rows > G_MAXUINT32 || n_columns > G_MAXUINT32
      || (parser->n_samples > 0 && n_rows != parser->n_samples)
      || (kind != PLUME_BLOCK_FEATURES && n_rows != n_columns))
    return FALSE;
  *found = NULL;
  if (texts == NULL || g_strv_length (texts) != n_columns)
    return TRUE;
  for (guint64 j = 0; j < n_columns; j++)
    if (!claim (parser, strlen (texts[j]) + TEXT_BYTES, 1))
      return FALSE;
  *found = g_strdupv (texts);
  return TRUE;
}

static gboolean
read_dense (Parser *parser)
{
  g_autofree char *names = NULL;
  g_auto (GStrv) found = NULL;
  guint64 n_rows, n_columns;
  guint32 kind;
  PlumeArray *values;

  if (!read_block_head (parser, &names, &kind) || !take_u64 (parser, &n_rows)
      || !take_u64 (parser, &n_columns)
      || !check_block (parser, names, n_rows, n_columns, kind, &found))
    return FALSE;
  /* below 2⁶⁴: both are below 2³² */
  values = take_doubles (parser, n_rows * n_columns);
  if (values == NULL)
    return FALSE;
  plume_dataset_take_block (parser->dataset,
                            plume_block_new_dense (parser->where, (PlumeBlockKind)kind, n_rows,
                                                   n_columns, values, g_steal_pointer (&found)));
  return TRUE;
}

/* Whether starts and columns are those of a matrix; *in_order where columns increase in each row.
 */
static gboolean
check_sparse (Parser *parser, const PlumeSparse *sparse, gboolean *in_order)
{
  *in_order = TRUE;
  if (sparse->starts[0] != 0 || sparse->starts[sparse->n_rows] != sparse->n_entries)
    return FALSE;
  for (gsize i = 0; i < sparse->n_rows; i++)
    if (sparse->starts[i] > sparse->starts[i + 1])
      return FALSE;
  for (gsize i = 0; i < sparse->n_rows; i++)
    {
      if (i % ROWS == 0 && !plume_task_check (parser->task, NULL))
        return FALSE;
      for (gsize k = sparse->starts[i]; k < sparse->starts[i + 1]; k++)
        {
          if (sparse->columns[k] >= sparse->n_columns)
            return FALSE;
          *in_order =
              *in_order && (k == sparse->starts[i] || sparse->columns[k - 1] < sparse->columns[k]);
        }
    }
  return TRUE;
}

/* (transfer full): the same with increasing columns. */
static PlumeSparse *
put_in_order (Parser *parser, PlumeSparse *sparse)
{
  g_autofree guint32 *rows = g_new (guint32, MAX (sparse->n_entries, 1));

  for (gsize i = 0; i < sparse->n_rows; i++)
    for (gsize k = sparse->starts[i]; k < sparse->starts[i + 1]; k++)
      rows[k] = (guint32)i;
  return plume_sparse_new_from_triplets (sparse->n_rows, sparse->n_columns, sparse->n_entries, rows,
                                         sparse->columns, sparse->values);
}

static PlumeSparse *
take_sparse (Parser *parser, guint64 n_rows, guint64 n_columns, guint64 n_entries)
{
  g_autoptr (PlumeSparse) sparse = NULL;
  gboolean in_order;

  if (!claim (parser, n_rows + n_columns + 2, 2 * sizeof (gsize))
      || !claim (parser, n_entries, 2 * (sizeof (guint32) + sizeof (double)) + sizeof (guint32)))
    return NULL;
  sparse = plume_sparse_new (n_rows, n_columns, n_entries);
  if (!take (parser, sparse->starts, (n_rows + 1) * sizeof (gsize))
      || !take (parser, sparse->columns, n_entries * sizeof (guint32))
      || !take (parser, sparse->values, n_entries * sizeof (double))
      || !check_sparse (parser, sparse, &in_order))
    return NULL;
  return in_order ? g_steal_pointer (&sparse) : put_in_order (parser, sparse);
}

static gboolean
read_sparse (Parser *parser)
{
  g_autofree char *names = NULL;
  g_auto (GStrv) found = NULL;
  g_autoptr (PlumeSparse) sparse = NULL;
  guint64 n_rows, n_columns, n_entries;
  guint32 kind, turned;

  if (!read_block_head (parser, &names, &kind) || !take_u32 (parser, &turned)
      || !take_u64 (parser, &n_rows) || !take_u64 (parser, &n_columns)
      || !take_u64 (parser, &n_entries)
      || !check_block (parser, names, turned ? n_columns : n_rows, turned ? n_rows : n_columns,
                       kind, &found))
    return FALSE;
  sparse = take_sparse (parser, n_rows, n_columns, n_entries);
  if (sparse == NULL)
    return FALSE;
  plume_dataset_take_block (
      parser->dataset,
      plume_block_new_sparse (parser->where, (PlumeBlockKind)kind,
                              turned ? plume_sparse_transpose (sparse) : plume_sparse_ref (sparse),
                              g_steal_pointer (&found)));
  return TRUE;
}

static gboolean
read_attribute (Parser *parser)
{
  g_autofree char *value = take_text (parser);

  if (value == NULL)
    return FALSE;
  plume_dataset_set_attribute (parser->dataset, parser->where, value);
  return TRUE;
}

/* A record that begins with a name. */
static gboolean
read_named (Parser *parser, PlumeHdf5Record record)
{
  g_free (parser->where);
  parser->where = take_text (parser);
  if (parser->where == NULL)
    return FALSE;
  switch (record)
    {
    case PLUME_HDF5_TABLE:
      return read_table (parser);
    case PLUME_HDF5_NUMBERS:
      return read_numbers (parser);
    case PLUME_HDF5_TEXTS:
      return read_texts (parser);
    case PLUME_HDF5_CATEGORIES:
      return read_categories (parser);
    case PLUME_HDF5_NAMES:
      return read_names (parser);
    case PLUME_HDF5_DENSE:
      return read_dense (parser);
    case PLUME_HDF5_SPARSE:
      return read_sparse (parser);
    case PLUME_HDF5_ATTRIBUTE:
      return read_attribute (parser);
    case PLUME_HDF5_NOTE:
      plume_dataset_add_note (parser->dataset, "%s", parser->where);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
read_record (Parser *parser, gboolean is_first, GError **error)
{
  guint8 tag;

  if (!take (parser, &tag, 1))
    return FALSE;
  if (tag == PLUME_HDF5_REFUSAL)
    return read_refusal (parser, error);
  if (is_first)
    return tag == PLUME_HDF5_TOTAL && read_total (parser, error);
  if (tag == PLUME_HDF5_END)
    {
      finish_table (parser);
      parser->is_over = TRUE;
      return plume_dataset_get_n_tables (parser->dataset)
                 + plume_dataset_get_n_blocks (parser->dataset)
             > 0;
    }
  return read_named (parser, (PlumeHdf5Record)tag);
}

static gboolean
read_all (Parser *parser, GError **error)
{
  char magic[PLUME_HDF5_MAGIC_LENGTH];

  if (!take (parser, magic, sizeof magic) || memcmp (magic, PLUME_HDF5_MAGIC, sizeof magic) != 0)
    return FALSE;
  for (guint i = 0; i < MAX_RECORDS && !parser->is_over; i++)
    if (!read_record (parser, i == 0, error))
      return FALSE;
  return parser->is_over;
}

static void
set_damaged (const Parser *parser, GError **error)
{
  if (!plume_task_check (parser->task, error))
    return;
  if (parser->where != NULL && *parser->where != '\0')
    {
      g_autofree char *where = plume_text_excerpt (parser->where, strlen (parser->where));

      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: the file is damaged at '%s'; copy or download it again"), parser->name,
                   where);
    }
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s: the file is damaged; copy or download it again"), parser->name);
}

/**
 * plume_hdf5_parse:
 * @source: gives the bytes of the stream
 * @data: for it
 * @name: name of the file, for messages and for the dataset
 * @file_length: bytes of the file
 * @memory: bytes that may be taken
 * @task: (nullable): is told of the progress; the source has to look at it
 * @error: %PLUME_ERROR_DATA where the stream ends early, or holds what cannot be
 *
 * Returns: (transfer full) (nullable): what the file holds
 */
PlumeDataset *
plume_hdf5_parse (PlumeHdf5Source source,
                  gpointer data,
                  const char *name,
                  guint64 file_length,
                  guint64 memory,
                  PlumeTask *task,
                  GError **error)
{
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  g_autoptr (PlumeDataset) dataset = plume_dataset_new (name);
  g_autoptr (GError) failure = NULL;
  Parser parser = {
    .source = source,
    .data = data,
    .name = name,
    .file_length = file_length,
    .memory = memory,
    .left = MIN (memory, SLACK),
    .task = task,
    .dataset = dataset,
    .names = names,
  };
  gboolean done = read_all (&parser, &failure);

  if (!done && failure == NULL)
    set_damaged (&parser, &failure);
  g_clear_pointer (&parser.table, plume_table_unref);
  g_free (parser.where);
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&dataset);
}
