/* plume-data-preview.c: the first rows of the data.
 *
 * The model holds row numbers only; the cells read the data when they come into sight. As long as
 * features are columns of the table the file is shown as it is; a block, or a table whose columns
 * are samples, is shown beside what the table says of its rows.
 *
 * It is filled in portions: a column after the other for the rows in sight, then row by row.
 */
#include "app/plume-data-preview.h"

#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include <glib/gi18n.h>
#include <math.h>

#define MAX_ROWS       50
#define MAX_COLUMNS    30
#define MAX_ANNOTATION 8  /* columns of the table beside a block */
#define PREVIEW_DIGITS 6  /* significant */
#define CELL_WIDTH     10 /* letters: of 0.00123456 none is cut */
#define FIRST_ROWS     12 /* while columns come, each of which is a cell in every row */

typedef enum
{
  SHOWS_TABLE, /* a column of the table */
  SHOWS_BLOCK, /* a feature */
  SHOWS_NAME,  /* what a sample is called, where columns are samples */
} Shows;

typedef struct
{
  Shows shows;
  guint index;
  int role; /* −1 for none */
} Column;

typedef struct
{
  const PlumeInput *input;
  PlumeTable *table;     /* nullable */
  PlumeBinding *binding; /* nullable */
  PlumeBlock *block;     /* nullable: shown instead of the table's columns */
  GArray *names;         /* nullable, guint: columns of the table that are samples */
  GArray *columns;       /* Column */
  GtkColumnView *view;   /* not owned: it owns this */
  GtkStringList *rows;   /* those that are shown */
} Preview;

typedef struct
{
  Preview *preview;
  guint column;
} Cell;

static void
preview_clear (gpointer data)
{
  Preview *preview = data;

  g_clear_pointer (&preview->table, plume_table_unref);
  g_clear_pointer (&preview->binding, plume_binding_unref);
  g_clear_pointer (&preview->block, plume_block_unref);
  g_clear_pointer (&preview->names, g_array_unref);
  g_clear_object (&preview->rows);
  g_array_unref (preview->columns);
}

static void
preview_unref (Preview *preview)
{
  g_atomic_rc_box_release_full (preview, preview_clear);
}

static void
cell_free (gpointer data, GClosure *closure)
{
  Cell *cell = data;

  preview_unref (cell->preview);
  g_free (cell);
}

static gboolean
is_text (const Preview *preview, const Column *column)
{
  return column->shows == SHOWS_NAME
         || (column->shows == SHOWS_TABLE
             && !plume_table_is_numeric (preview->table, column->index));
}

static char *
format_value (double value)
{
  return isnan (value) ? g_strdup ("–") : plume_format_number (value, PREVIEW_DIGITS);
}

static char *
get_text (const Preview *preview, const Column *column, gsize row)
{
  const PlumeBlock *block = preview->block;

  switch (column->shows)
    {
    case SHOWS_NAME:
      return g_strdup (
          plume_table_get_title (preview->table, g_array_index (preview->names, guint, row)));
    case SHOWS_BLOCK:
      return format_value (block->dense != NULL
                               ? block->dense->values[row * block->n_columns + column->index]
                               : plume_sparse_get (block->sparse, row, column->index));
    case SHOWS_TABLE:
      return plume_table_is_numeric (preview->table, column->index)
                 ? format_value (
                     plume_table_get_numbers (preview->table, column->index)->values[row])
                 : g_strdup (plume_table_get_text (preview->table, column->index, row));
    default:
      g_assert_not_reached ();
    }
}

static char *
get_title (const Preview *preview, const Column *column)
{
  const char *unit;

  if (column->shows == SHOWS_NAME)
    return g_strdup (_ ("Sample"));
  if (column->shows == SHOWS_BLOCK)
    return preview->block->column_names != NULL
               ? g_strdup (preview->block->column_names[column->index])
               : g_strdup_printf ("%u", column->index + 1);
  unit = plume_table_get_unit (preview->table, column->index);
  return unit != NULL && *unit != '\0'
             ? g_strdup_printf ("%s (%s)", plume_table_get_title (preview->table, column->index),
                                unit)
             : g_strdup (plume_table_get_title (preview->table, column->index));
}

static void
append (Preview *preview, Shows shows, guint index, int role)
{
  Column column = { shows, index, role };

  g_array_append_val (preview->columns, column);
}

/* The role of a column of the table that plays one alone. */
static int
find_single_role (const Preview *preview, guint column)
{
  for (guint i = 0; preview->binding != NULL && i < preview->input->n_roles; i++)
    if (!preview->input->roles[i].many && preview->binding->choices[i].column == (int)column)
      return (int)i;
  return -1;
}

static int
find_many_role (const Preview *preview)
{
  for (guint i = 0; preview->binding != NULL && i < preview->input->n_roles; i++)
    if (preview->binding->blocks[i] != NULL)
      return (int)i;
  return -1;
}

/* Roles by column of the table: −1 for none. */
static int *
list_roles (const Preview *preview)
{
  guint n_columns = plume_table_get_n_columns (preview->table);
  int *roles = g_new (int, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    roles[i] = -1;
  for (guint i = 0; preview->binding != NULL && i < preview->input->n_roles; i++)
    {
      g_autoptr (GArray) taken =
          preview->input->roles[i].many
              ? plume_column_set_parse (preview->binding->taken[i], n_columns)
              : NULL;

      for (guint j = 0; taken != NULL && j < taken->len; j++)
        roles[g_array_index (taken, guint, j)] = (int)i;
    }
  for (guint i = 0; preview->binding != NULL && i < preview->input->n_roles; i++)
    if (!preview->input->roles[i].many && preview->binding->choices[i].column >= 0)
      roles[preview->binding->choices[i].column] = (int)i;
  return roles;
}

/* The first columns of the table, and before them those that play a role alone far to the right. */
static void
list_table (Preview *preview)
{
  guint n_columns = plume_table_get_n_columns (preview->table);
  g_autofree int *roles = list_roles (preview);

  for (guint i = MAX_COLUMNS; i < n_columns; i++)
    if (find_single_role (preview, i) >= 0)
      append (preview, SHOWS_TABLE, i, roles[i]);
  for (guint i = 0; i < n_columns && preview->columns->len < MAX_COLUMNS; i++)
    append (preview, SHOWS_TABLE, i, roles[i]);
}

static void
list_block (Preview *preview, int role)
{
  gboolean beside = preview->table != NULL && !preview->binding->choices[role].transposed
                    && plume_table_get_n_rows (preview->table) == preview->block->n_rows;

  if (preview->names != NULL)
    append (preview, SHOWS_NAME, 0, -1);
  for (guint i = 0; beside && i < plume_table_get_n_columns (preview->table); i++)
    if (find_single_role (preview, i) >= 0)
      append (preview, SHOWS_TABLE, i, find_single_role (preview, i));
  for (guint i = 0; beside && i < plume_table_get_n_columns (preview->table)
                    && preview->columns->len < MAX_ANNOTATION;
       i++)
    if (find_single_role (preview, i) < 0)
      append (preview, SHOWS_TABLE, i, -1);
  for (guint i = 0; i < preview->block->n_columns && preview->columns->len < MAX_COLUMNS; i++)
    append (preview, SHOWS_BLOCK, i, role);
}

static Preview *
preview_new (const PlumeInput *input, PlumeDataset *dataset, PlumeBinding *binding)
{
  Preview *preview = g_atomic_rc_box_new0 (Preview);
  PlumeTable *table =
      plume_dataset_get_n_tables (dataset) > 0 ? plume_dataset_get_table (dataset, 0) : NULL;
  int role;

  preview->input = input;
  preview->table = table != NULL ? plume_table_ref (table) : NULL;
  preview->binding = binding != NULL ? plume_binding_ref (binding) : NULL;
  preview->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  role = find_many_role (preview);
  if (role >= 0 && (binding->choices[role].transposed || *binding->taken[role] == '@'))
    {
      preview->block = plume_block_ref (binding->blocks[role]);
      if (table != NULL && binding->choices[role].transposed)
        preview->names =
            plume_column_set_parse (binding->taken[role], plume_table_get_n_columns (table));
      list_block (preview, role);
    }
  else if (table != NULL)
    list_table (preview);
  return preview;
}

static gsize
count_rows (const Preview *preview)
{
  return preview->block != NULL   ? preview->block->n_rows
         : preview->table != NULL ? plume_table_get_n_rows (preview->table)
                                  : 0;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, Cell *cell)
{
  const Column *column = &g_array_index (cell->preview->columns, Column, cell->column);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), is_text (cell->preview, column) ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), CELL_WIDTH);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, Cell *cell)
{
  const Column *column = &g_array_index (cell->preview->columns, Column, cell->column);
  g_autofree char *text = get_text (cell->preview, column, gtk_list_item_get_position (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text != NULL ? text : "");
}

/* The title, and under it the role. */
static char *
make_heading (const Preview *preview, const Column *column)
{
  g_autofree char *title = get_title (preview, column);

  return g_strdup_printf (
      "%s\n%s", title,
      column->role >= 0 ? plume_translate (preview->input->roles[column->role].title) : "");
}

static void
append_column (GtkColumnView *view, Preview *preview, guint index)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *heading =
      make_heading (preview, &g_array_index (preview->columns, Column, index));
  Cell *cell = g_new0 (Cell, 1);

  cell->preview = g_atomic_rc_box_acquire (preview);
  cell->column = index;
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), cell, cell_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), cell);
  column = gtk_column_view_column_new (heading, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (view, column);
}

/* The view has no style of single headings, but its first child holds them in order. */
static GtkWidget *
get_heading (GtkColumnView *view, guint index)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *heading = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (; heading != NULL && index > 0; index--)
    heading = gtk_widget_get_next_sibling (heading);
  return heading;
}

static void
colour_heading (GtkColumnView *view, guint index, int role)
{
  GtkWidget *heading = get_heading (view, index);

  for (int i = 0; heading != NULL && i < PLUME_PREVIEW_COLOURS; i++)
    {
      g_autofree char *class = g_strdup_printf ("role-%d", i);

      if (role >= 0 && role % PLUME_PREVIEW_COLOURS == i)
        gtk_widget_add_css_class (heading, class);
      else
        gtk_widget_remove_css_class (heading, class);
    }
}

static guint
count_shown_rows (const Preview *preview)
{
  return g_list_model_get_n_items (G_LIST_MODEL (preview->rows));
}

/* A PlumePortionFunc: the next column, or the next row. */
static gboolean
fill (gpointer data)
{
  Preview *preview = data;
  guint index = g_list_model_get_n_items (gtk_column_view_get_columns (preview->view));

  if (index < preview->columns->len)
    {
      append_column (preview->view, preview, index);
      colour_heading (preview->view, index, g_array_index (preview->columns, Column, index).role);
      return TRUE;
    }
  if (count_shown_rows (preview) < MIN (count_rows (preview), MAX_ROWS))
    {
      gtk_string_list_append (preview->rows, "");
      return TRUE;
    }
  g_object_set_data (G_OBJECT (preview->view), "filling", NULL);
  return FALSE;
}

static void
stop_filling (gpointer id)
{
  plume_portions_remove (GPOINTER_TO_UINT (id));
}

/* Whether both show the same cells, whatever roles the columns play. */
static gboolean
looks_alike (const Preview *one, const Preview *other)
{
  if (one->table != other->table || one->block != other->block || one->names != NULL
      || other->names != NULL || one->columns->len != other->columns->len)
    return FALSE;
  for (guint i = 0; i < one->columns->len; i++)
    {
      const Column *a = &g_array_index (one->columns, Column, i);
      const Column *b = &g_array_index (other->columns, Column, i);

      if (a->shows != b->shows || a->index != b->index)
        return FALSE;
    }
  return TRUE;
}

static void
change_headings (GtkColumnView *view, const Preview *preview)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < preview->columns->len; i++)
    {
      const Column *shown = &g_array_index (preview->columns, Column, i);
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      g_autofree char *heading = make_heading (preview, shown);

      gtk_column_view_column_set_title (column, heading);
      colour_heading (view, i, shown->role);
    }
}

static void
remove_columns (GtkColumnView *view)
{
  g_autoptr (GListModel) columns = g_object_ref (gtk_column_view_get_columns (view));

  g_object_set_data (G_OBJECT (view), "filling", NULL);
  gtk_column_view_set_model (view, NULL); /* else each removal updates all rows */
  for (guint i = g_list_model_get_n_items (columns); i > 0; i--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i - 1);

      gtk_column_view_remove_column (view, column);
    }
}

static void
forget_preview (gpointer data)
{
  preview_unref (data);
}

void
plume_data_preview_show (GtkColumnView *view,
                         const PlumeInput *input,
                         PlumeDataset *dataset,
                         PlumeBinding *binding)
{
  Preview *preview = preview_new (input, dataset, binding);
  const Preview *before = g_object_get_data (G_OBJECT (view), "preview");
  GtkSelectionModel *selection;

  if (before != NULL && g_object_get_data (G_OBJECT (view), "filling") == NULL
      && looks_alike (before, preview))
    {
      change_headings (view, preview); /* what is in sight stays there */
      g_object_set_data_full (G_OBJECT (view), "preview", preview, forget_preview);
      return;
    }
  remove_columns (view);
  g_object_set_data_full (G_OBJECT (view), "preview", preview, forget_preview);
  preview->view = view;
  preview->rows = gtk_string_list_new (NULL);
  for (gsize i = 0; i < MIN (count_rows (preview), FIRST_ROWS); i++)
    gtk_string_list_append (preview->rows, "");
  selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (preview->rows))));
  gtk_column_view_set_model (view, selection);
  g_object_unref (selection);
  g_object_set_data_full (G_OBJECT (view), "filling",
                          GUINT_TO_POINTER (plume_portions_add (fill, preview)), stop_filling);
}
