/* plume-data-preview.c: the first rows of a table.
 *
 * The model holds row numbers only; the cells read the table when they come into sight.
 */
#include "app/plume-data-preview.h"

#include "app/plume-number-format.h"

#define PREVIEW_ROWS    100
#define PREVIEW_COLUMNS 40

typedef struct
{
  PlumeTable *table;
  guint column;
} Cell;

static void
cell_free (gpointer data, GClosure *closure)
{
  Cell *cell = data;

  plume_table_unref (cell->table);
  g_free (cell);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, Cell *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label),
                        plume_table_is_numeric (cell->table, cell->column) ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 9);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, Cell *cell)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  gsize row = gtk_list_item_get_position (item);
  g_autofree char *text = NULL;

  if (plume_table_is_numeric (cell->table, cell->column))
    text =
        plume_format_number (plume_table_get_numbers (cell->table, cell->column)->values[row], 7);
  else
    text = g_strdup (plume_table_get_text (cell->table, cell->column, row));
  gtk_label_set_text (label, text != NULL ? text : "");
}

static void
append_column (GtkColumnView *view, PlumeTable *table, guint index)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  const char *unit = plume_table_get_unit (table, index);
  g_autofree char *title =
      unit != NULL && *unit != '\0'
          ? g_strdup_printf ("%s (%s)", plume_table_get_title (table, index), unit)
          : g_strdup (plume_table_get_title (table, index));
  Cell *cell = g_new0 (Cell, 1);

  cell->table = plume_table_ref (table);
  cell->column = index;
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), cell, cell_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), cell);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (view, column);
}

void
plume_data_preview_show (GtkColumnView *view, PlumeTable *table)
{
  g_autoptr (GListModel) columns = g_object_ref (gtk_column_view_get_columns (view));
  GtkStringList *rows = gtk_string_list_new (NULL);

  for (guint i = g_list_model_get_n_items (columns); i > 0; i--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i - 1);

      gtk_column_view_remove_column (view, column);
    }
  for (guint i = 0; i < MIN (plume_table_get_n_columns (table), PREVIEW_COLUMNS); i++)
    append_column (view, table, i);
  for (gsize i = 0; i < MIN (plume_table_get_n_rows (table), PREVIEW_ROWS); i++)
    gtk_string_list_append (rows, "");
  gtk_column_view_set_model (view,
                             GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows))));
  g_object_unref (gtk_column_view_get_model (view));
}
