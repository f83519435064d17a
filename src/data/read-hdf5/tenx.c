/* tenx.c: matrices of Cell Ranger (10x Genomics) in HDF5.
 *
 * Version 3 has a group "matrix" with "barcodes" and a group "features"; version 2 a group for each
 * genome with "barcodes", "genes" and "gene_names". Both store columns of genes × cells, which are
 * rows of cells × genes.
 */
#include "layouts.h"

#include "matrix.h"

#include <glib/gi18n.h>
#include <string.h>

#define TEXT_BYTES 40 /* of memory that a short text takes */

static void
put_texts (hid_t group, const char *name, const char *title, gsize n_rows, Output *output)
{
  g_auto (Values) values = { 0 };

  if (!values_open_in (output, group, name, &values) || !values_are_texts (&values)
      || values.n_columns != 1 || values.n_rows != n_rows)
    return;
  output_claim (output, n_rows, 2 * TEXT_BYTES);
  if (output->is_survey)
    return;

  g_auto (GStrv) texts = values_get_texts (&values);

  output_begin (output, title != NULL ? PLUME_HDF5_TEXTS : PLUME_HDF5_NAMES);
  output_text (output, title != NULL ? title : "features");
  if (title == NULL)
    output_u64 (output, n_rows);
  output_texts (output, texts, n_rows);
}

static void
begin_table (const char *name, gsize n_rows, Output *output)
{
  if (output->is_survey)
    return;
  output_begin (output, PLUME_HDF5_TABLE);
  output_text (output, name);
  output_u64 (output, n_rows);
}

static gboolean
put_matrix (hid_t group, const char *name, Output *output)
{
  g_auto (Values) shape = { 0 };
  g_autofree double *lengths = NULL;
  g_auto (Handle) features = open_group (group, "features");
  const char *symbols = features >= 0 ? "name" : "gene_names";
  hid_t parent = features >= 0 ? features : group;
  gsize n_genes, n_cells;

  if (!values_open_in (output, group, "shape", &shape) || shape.class != H5T_INTEGER
      || shape.n_rows != 2 || shape.n_columns != 1)
    return FALSE;
  lengths = values_get_doubles (&shape);
  if (!(lengths[0] >= 1 && lengths[0] <= G_MAXUINT32 && lengths[1] >= 1
        && lengths[1] <= G_MAXUINT32))
    return FALSE;
  n_genes = (gsize)lengths[0];
  n_cells = (gsize)lengths[1];
  begin_table ("", n_cells, output);
  put_texts (group, "barcodes", "barcode", n_cells, output);
  begin_table ("features", n_genes, output);
  put_texts (parent, features >= 0 ? "id" : "genes", "id", n_genes, output);
  put_texts (parent, symbols, "symbol", n_genes, output);
  if (features >= 0)
    put_texts (features, "feature_type", "type", n_genes, output);
  put_texts (parent, symbols, NULL, n_genes, output);
  if (!matrix_put_sparse (group, n_cells, n_genes, FALSE,
                          &(Place){ .name = name, .names = "features" }, output))
    output_refuse (output, _ ("its matrix is damaged; copy or download the file again"));
  return TRUE;
}

/* FALSE where the file is none of 10x. */
gboolean
tenx_put (hid_t file, Output *output)
{
  g_auto (Handle) matrix = open_group (file, "matrix");
  g_auto (GStrv) names = list_names (file);
  gboolean done = FALSE;

  if (matrix >= 0)
    return put_matrix (matrix, "matrix", output);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_auto (Handle) genome = open_group (file, names[i]);

      if (genome < 0 || H5Lexists (genome, "barcodes", H5P_DEFAULT) <= 0
          || H5Lexists (genome, "indptr", H5P_DEFAULT) <= 0)
        continue;
      if (done)
        output_note (output, _ ("the genome '%s' is left out, since its cells are others"),
                     names[i]);
      else
        done = put_matrix (genome, "matrix", output);
    }
  return done;
}
