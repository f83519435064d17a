/* plume-tenx.c: folders of Cell Ranger (10x Genomics), in which a matrix of genes × cells stands
 * beside the names of both.
 *
 * "matrix.mtx" may have a prefix, as files of the Gene Expression Omnibus do ("GSM1_matrix.mtx.gz",
 * "GSM1_barcodes.tsv.gz"). Features are id, symbol and type (version 3), or id and symbol
 * (genes.tsv of version 2). It knows no MatrixMarket.
 */
#include "data/plume-tenx.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-inflate.h"
#include "data/plume-text.h"

#define MATRIX "matrix.mtx"

/* What the path begins with before "matrix.mtx"; NULL where it is called otherwise. */
static char *
get_prefix (const char *path)
{
  gsize length = strlen (path);

  length -= g_str_has_suffix (path, ".gz") ? strlen (".gz") : 0;
  if (length < strlen (MATRIX)
      || strncmp (path + length - strlen (MATRIX), MATRIX, strlen (MATRIX)) != 0)
    return NULL;
  return g_strndup (path, length - strlen (MATRIX));
}

static GBytes *
read_text (const char *path, const char *name, PlumeTask *task, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  g_autoptr (GBytes) unpacked = NULL;
  gsize length;
  const guint8 *data;

  if (bytes == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s cannot be opened; check its permissions"), name);
      return NULL;
    }
  data = g_bytes_get_data (bytes, &length);
  if (!plume_is_gzip (data, length))
    return g_steal_pointer (&bytes);
  unpacked = plume_gunzip (bytes, name, task, error);
  return g_steal_pointer (&unpacked);
}

/* Columns of a file of texts between tabs: an array of GStrv, each as long as the file has lines;
 * missing cells are empty. */
static GPtrArray *
split_columns (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_utf8_make_valid (data != NULL ? data : "", (gssize)length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  guint n_lines = g_strv_length (lines), n_columns = 1;

  while (n_lines > 0 && *g_strchomp (lines[n_lines - 1]) == '\0')
    n_lines--;
  for (const char *p = n_lines > 0 ? lines[0] : ""; *p != '\0'; p++)
    n_columns += *p == '\t';
  for (guint j = 0; j < n_columns; j++)
    g_ptr_array_add (columns, g_new0 (char *, n_lines + 1));
  for (guint i = 0; i < n_lines; i++)
    {
      g_auto (GStrv) cells = g_strsplit (g_strchomp (lines[i]), "\t", (int)n_columns);
      guint n_cells = g_strv_length (cells);

      for (guint j = 0; j < n_columns; j++)
        ((GStrv)columns->pdata[j])[i] = j < n_cells ? g_steal_pointer (&cells[j]) : g_strdup ("");
    }
  return columns;
}

/* The columns of the first of these files that is there. NULL without an error for none. */
static GPtrArray *
read_names (const char *prefix,
            const char *matrix,
            const char *const *names,
            char **found,
            PlumeTask *task,
            GError **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (prefix, names[i], NULL);
      g_autofree char *base = NULL;
      g_autoptr (GBytes) bytes = NULL;

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      base = g_filename_display_basename (path);
      *found = g_strdup_printf (_ ("%s beside %s"), base, matrix);
      bytes = read_text (path, *found, task, error);
      return bytes != NULL ? split_columns (bytes) : NULL;
    }
  return NULL;
}

static gsize
count_names (const GPtrArray *columns)
{
  return columns != NULL && columns->len > 0 ? g_strv_length (columns->pdata[0]) : 0;
}

static gboolean
check_count (
    const GPtrArray *columns, const char *file, gsize n, gboolean are_cells, GError **error)
{
  g_autofree char *names = plume_text_count (count_names (columns)), *count = plume_text_count (n);

  if (columns == NULL || count_names (columns) == n)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               are_cells
                   ? _ ("%s names %s cells, but the matrix has %s; take the files of one folder")
                   : _ ("%s names %s genes, but the matrix has %s; take the files of one folder"),
               file, names, count);
  return FALSE;
}

static PlumeTable *
make_table (const char *name, GPtrArray *columns, const char *const *titles)
{
  PlumeTable *table = plume_table_new (name);

  for (guint j = 0; j < columns->len && titles[j] != NULL; j++)
    plume_table_add_texts (table, titles[j], g_strdupv (columns->pdata[j]));
  return table;
}

static PlumeDataset *
make_dataset (PlumeDataset *plain, GPtrArray *cells, GPtrArray *features, gboolean turned)
{
  static const char *const cell_titles[] = { "barcode", NULL };
  static const char *const feature_titles[] = { "id", "symbol", "type", NULL };
  const PlumeBlock *block = plume_dataset_get_block (plain, 0);
  PlumeDataset *dataset = plume_dataset_new (plume_dataset_get_name (plain));
  GStrv names = features != NULL ? g_strdupv (features->pdata[features->len > 1 ? 1 : 0]) : NULL;

  if (cells != NULL)
    plume_dataset_take_table (dataset,
                              make_table (plume_dataset_get_name (plain), cells, cell_titles));
  if (cells != NULL && features != NULL)
    plume_dataset_take_table (dataset, make_table ("features", features, feature_titles));
  if (turned)
    plume_dataset_take_block (dataset, plume_block_transpose (block, names));
  else if (block->sparse != NULL)
    plume_dataset_take_block (
        dataset,
        plume_block_new_sparse (block->name, block->kind, plume_sparse_ref (block->sparse), names));
  else
    plume_dataset_take_block (
        dataset, plume_block_new_dense (block->name, block->kind, block->n_rows, block->n_columns,
                                        plume_array_ref (block->dense), names));
  return dataset;
}

/**
 * plume_tenx_name:
 * @dataset: holds one matrix as it stands in its file
 * @path: where that file is
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA where the files beside it do not fit
 *
 * Turns genes × cells into cells × genes where barcodes or features beside the file say that it is
 * so, and names both. A matrix with other names stays as it is, and so does one whose rows are
 * already as many as the barcodes. O(entries).
 *
 * Returns: (transfer full): the same dataset, or one with names
 */
PlumeDataset *
plume_tenx_name (PlumeDataset *dataset, const char *path, PlumeTask *task, GError **error)
{
  static const char *const cell_files[] = { "barcodes.tsv.gz", "barcodes.tsv", NULL };
  static const char *const feature_files[] = { "features.tsv.gz", "features.tsv", "genes.tsv.gz",
                                               "genes.tsv", NULL };
  const PlumeBlock *block = plume_dataset_get_block (dataset, 0);
  const char *matrix = plume_dataset_get_name (dataset);
  g_autofree char *prefix = get_prefix (path), *cell_file = NULL, *feature_file = NULL;
  g_autoptr (GPtrArray) cells = NULL;
  g_autoptr (GPtrArray) features = NULL;
  gboolean upright;

  if (prefix == NULL)
    return plume_dataset_ref (dataset);
  cells = read_names (prefix, matrix, cell_files, &cell_file, task, error);
  features = cells != NULL || cell_file == NULL
                 ? read_names (prefix, matrix, feature_files, &feature_file, task, error)
                 : NULL;
  if ((cell_file != NULL && cells == NULL) || (feature_file != NULL && features == NULL))
    return NULL;
  if (cells == NULL && features == NULL)
    return plume_dataset_ref (dataset);
  upright = (cells == NULL || count_names (cells) == block->n_rows)
            && (features == NULL || count_names (features) == block->n_columns)
            && block->n_rows != block->n_columns;
  if (!check_count (cells, cell_file, upright ? block->n_rows : block->n_columns, TRUE, error)
      || !check_count (features, feature_file, upright ? block->n_columns : block->n_rows, FALSE,
                       error))
    return NULL;
  return make_dataset (dataset, cells, features, !upright);
}
