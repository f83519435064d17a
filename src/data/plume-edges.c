/* plume-edges.c: lists of edges: a table of from, to and weight becomes affinities of its nodes.
 *
 * A graph here has no directions: an edge that is listed there and back has the mean of both
 * weights, one that is listed one way the weight that it has there, and edges that are listed
 * repeatedly are summed before. Nodes named by numbers stand in the order of the numbers, others in
 * the order of their first appearance.
 */
#include "data/plume-pairs.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "core/plume-error.h"
#include "data/plume-text.h"

#define ROWS 65536 /* between two looks at the task: about 10 ms */

static gboolean
is_whole (const PlumeArray *numbers)
{
  for (gsize i = 0; i < numbers->length; i++)
    if (numbers->values[i] != floor (numbers->values[i]))
      return FALSE;
  return TRUE;
}

/**
 * plume_table_may_be_edges:
 *
 * O(rows).
 *
 * Returns: whether the table is two columns of names or of whole numbers, and perhaps one of
 * weights; many tables are that do not list edges
 */
gboolean
plume_table_may_be_edges (const PlumeTable *table)
{
  guint n_columns = plume_table_get_n_columns (table);

  if (n_columns < 2 || n_columns > 3 || plume_table_get_n_rows (table) == 0
      || plume_table_is_numeric (table, 0) != plume_table_is_numeric (table, 1)
      || (n_columns == 3 && !plume_table_is_numeric (table, 2)))
    return FALSE;
  return !plume_table_is_numeric (table, 0)
         || (is_whole (plume_table_get_numbers (table, 0))
             && is_whole (plume_table_get_numbers (table, 1)));
}

static gboolean
fail_node (const PlumeTable *table, gsize row, guint column, GError **error)
{
  g_autofree char *line = plume_text_count (plume_table_get_line (table, row));

  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("line %s of %s: column '%s' names no node; fill it in"), line,
               plume_table_get_name (table), plume_table_get_title (table, column));
  return FALSE;
}

static gboolean
fail_weight (const PlumeTable *table, gsize row, guint column, GError **error)
{
  g_autofree char *line = plume_text_count (plume_table_get_line (table, row));

  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("line %s of %s: column '%s' holds no weight there; it has to be 0 or more"), line,
               plume_table_get_name (table), plume_table_get_title (table, column));
  return FALSE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

/* Nodes by their numbers: places of the ends of edges, and names. */
static gboolean
index_numbers (const PlumeTable *table,
               const guint columns[2],
               guint32 *const places[2],
               GPtrArray *names,
               GError **error)
{
  gsize n = plume_table_get_n_rows (table), n_nodes = 0;
  g_autofree double *sorted = g_new (double, 2 * n);

  for (int end = 0; end < 2; end++)
    for (gsize i = 0; i < n; i++)
      {
        double number = plume_table_get_numbers (table, columns[end])->values[i];

        if (!isfinite (number))
          return fail_node (table, i, columns[end], error);
        sorted[(gsize)end * n + i] = number;
      }
  qsort (sorted, 2 * n, sizeof *sorted, compare_numbers);
  for (gsize k = 0; k < 2 * n; k++)
    if (n_nodes == 0 || sorted[k] != sorted[n_nodes - 1])
      {
        sorted[n_nodes++] = sorted[k];
        g_ptr_array_add (names, g_strdup_printf ("%.15g", sorted[k]));
      }
  for (int end = 0; end < 2; end++)
    for (gsize i = 0; i < n; i++)
      {
        const double *number = &plume_table_get_numbers (table, columns[end])->values[i];
        const double *found = bsearch (number, sorted, n_nodes, sizeof *sorted, compare_numbers);

        places[end][i] = (guint32)(found - sorted);
      }
  return TRUE;
}

/* The same by texts. */
static gboolean
index_texts (const PlumeTable *table,
             const guint columns[2],
             guint32 *const places[2],
             GPtrArray *names,
             GError **error)
{
  g_autoptr (GHashTable) nodes = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < plume_table_get_n_rows (table); i++)
    for (int end = 0; end < 2; end++)
      {
        const char *text = plume_table_get_text (table, columns[end], i);
        gpointer place;

        if (*text == '\0')
          return fail_node (table, i, columns[end], error);
        if (!g_hash_table_lookup_extended (nodes, text, NULL, &place))
          {
            place = GUINT_TO_POINTER (names->len);
            g_hash_table_insert (nodes, (gpointer)text, place);
            g_ptr_array_add (names, g_strdup (text));
          }
        places[end][i] = GPOINTER_TO_UINT (place);
      }
  return TRUE;
}

static gboolean
check_columns (const PlumeTable *table, guint from, guint to, int weight, GError **error)
{
  const char *name = plume_table_get_name (table);

  if (plume_table_get_n_rows (table) == 0 || plume_table_get_n_rows (table) > G_MAXINT32)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s lists no edges that can be read; choose another table"), name);
  else if (plume_table_is_numeric (table, from) != plume_table_is_numeric (table, to))
    g_set_error (
        error, PLUME_ERROR, PLUME_ERROR_DATA,
        _ ("%s: of '%s' and '%s', one holds numbers and the other texts; choose two columns "
           "that name nodes alike"),
        name, plume_table_get_title (table, from), plume_table_get_title (table, to));
  else if (weight >= 0 && !plume_table_is_numeric (table, (guint)weight))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s: column '%s' holds texts; choose one of numbers for the weights"), name,
                 plume_table_get_title (table, (guint)weight));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_weights (const PlumeTable *table, int weight, GError **error)
{
  const PlumeArray *weights = weight >= 0 ? plume_table_get_numbers (table, (guint)weight) : NULL;

  for (gsize i = 0; weights != NULL && i < weights->length; i++)
    if (!isfinite (weights->values[i]) || weights->values[i] < 0)
      return fail_weight (table, i, (guint)weight, error);
  return TRUE;
}

/* (transfer full): W from what is listed, A: the mean of A and Aᵀ where both have an entry, the one
 * that has it otherwise. */
static PlumeSparse *
undirect (const PlumeSparse *listed, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeSparse) back = plume_sparse_transpose (listed);
  gsize n = listed->n_rows, k = 0;
  PlumeSparse *both = plume_sparse_new (n, n, 2 * listed->n_entries);

  for (gsize i = 0; i < n; i++)
    {
      gsize a = listed->starts[i], b = back->starts[i];
      gsize a_end = listed->starts[i + 1], b_end = back->starts[i + 1];

      if (i % ROWS == 0 && !plume_task_check (task, error))
        {
          plume_sparse_unref (both);
          return NULL;
        }
      while (a < a_end || b < b_end)
        {
          guint32 there = a < a_end ? listed->columns[a] : G_MAXUINT32;
          guint32 here = b < b_end ? back->columns[b] : G_MAXUINT32;

          both->columns[k] = MIN (there, here);
          both->values[k++] = there == here  ? 0.5 * (listed->values[a] + back->values[b])
                              : there < here ? listed->values[a]
                                             : back->values[b];
          a += there <= here;
          b += here <= there;
        }
      both->starts[i + 1] = k;
    }
  both->n_entries = k;
  return both;
}

/**
 * plume_block_from_edges:
 * @table: one edge a row
 * @from: @to: columns with the nodes of an edge, both of texts or both of numbers
 * @weight: column with its weight; −1 where all have the weight 1
 * @note: (out) (optional): what was left out, %NULL for nothing
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA where a node is missing or a weight negative
 *
 * Edges from a node to itself are left out. O(edges log edges).
 *
 * Returns: (transfer full) (nullable): symmetric affinities; its columns are called like the nodes,
 * and so are its rows
 */
PlumeBlock *
plume_block_from_edges (const PlumeTable *table,
                        guint from,
                        guint to,
                        int weight,
                        char **note,
                        PlumeTask *task,
                        GError **error)
{
  gsize n = plume_table_get_n_rows (table), n_kept = 0;
  g_autofree guint32 *sources = g_new (guint32, n + 1), *targets = g_new (guint32, n + 1);
  g_autofree double *weights = g_new (double, n + 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autoptr (PlumeSparse) listed = NULL;
  PlumeSparse *both;

  if (note != NULL)
    *note = NULL;
  if (!check_columns (table, from, to, weight, error) || !check_weights (table, weight, error)
      || !(plume_table_is_numeric (table, from) ? index_numbers : index_texts) (
          table, (guint[]){ from, to }, (guint32 *[]){ sources, targets }, names, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (sources[i] != targets[i])
      {
        sources[n_kept] = sources[i];
        targets[n_kept] = targets[i];
        weights[n_kept++] =
            weight >= 0 ? plume_table_get_numbers (table, (guint)weight)->values[i] : 1;
      }
  if (n_kept < n && note != NULL)
    {
      g_autofree char *count = plume_text_count (n - n_kept);

      *note = g_strdup_printf (_ ("edges from a node to itself are left out: %s"), count);
    }
  listed =
      plume_sparse_new_from_triplets (names->len, names->len, n_kept, sources, targets, weights);
  both = undirect (listed, task, error);
  if (both == NULL)
    return NULL;
  return plume_block_new_sparse (plume_table_get_name (table), PLUME_BLOCK_AFFINITIES, both,
                                 (GStrv)g_ptr_array_free (g_steal_pointer (&names), FALSE));
}
