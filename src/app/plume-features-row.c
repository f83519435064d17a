/* plume-features-row.c: a role of many columns in the data dialog.
 *
 * Columns are ticked in a list of all columns of numbers; the list makes rows for what is in sight
 * only. As long as nobody has ticked anything the columns stay guessed.
 */
#include "app/plume-features-row.h"

#include "app/plume-number-format.h"
#include "app/plume-title-list.h"
#include "data/plume-pairs.h"
#include <glib/gi18n.h>
#include <string.h>

struct _PlumeFeaturesRow
{
  AdwActionRow parent_instance;

  GtkDropDown *source;
  GtkDropDown *direction;
  GtkMenuButton *columns;
  GtkSearchEntry *search;
  GtkListView *list;
  GtkStringFilter *filter;

  PlumeTitleList *titles;
  GArray *numeric;    /* guint: column of the table, by place in titles */
  guint8 *ticked;     /* by place in titles */
  GPtrArray *checks;  /* GtkCheckButton: those in sight, not owned */
  GPtrArray *sources; /* const char *: "" for the table, "@block"; interned */
  const char *chosen; /* as PlumeColumnChoice.columns */
  gboolean syncing;
};

G_DEFINE_FINAL_TYPE (PlumeFeaturesRow, plume_features_row, ADW_TYPE_ACTION_ROW)

static guint changed_signal;

static guint
get_place (GtkCheckButton *check)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "place"));
}

static void
emit_changed (PlumeFeaturesRow *row)
{
  if (!row->syncing)
    g_signal_emit (row, changed_signal, 0);
}

/* Ticks of the rows in sight follow what is ticked. */
static void
sync_checks (PlumeFeaturesRow *row)
{
  gboolean was_syncing = row->syncing;

  row->syncing = TRUE;
  for (guint i = 0; i < row->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (row->checks, i);

      gtk_check_button_set_active (check, row->ticked[get_place (check)]);
    }
  row->syncing = was_syncing;
}

static gboolean
shows_table (PlumeFeaturesRow *row)
{
  guint selected = gtk_drop_down_get_selected (row->source);

  return selected < row->sources->len
         && *(const char *)g_ptr_array_index (row->sources, selected) == '\0';
}

/* "48 of 49 columns of numbers" */
static void
count_ticks (PlumeFeaturesRow *row)
{
  guint n_ticked = 0;

  for (guint i = 0; i < row->numeric->len; i++)
    n_ticked += row->ticked[i];

  g_autofree char *count = plume_format_number (n_ticked, 9);
  g_autofree char *all = plume_format_number (row->numeric->len, 9);
  g_autofree char *subtitle = g_strdup_printf (_ ("%s of %s columns of numbers"), count, all);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shows_table (row) ? subtitle : "");
}

/* What is ticked becomes the choice. */
static void
take_ticks (PlumeFeaturesRow *row)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < row->numeric->len; i++)
    if (row->ticked[i])
      g_array_append_val (columns, g_array_index (row->numeric, guint, i));
  row->chosen = plume_column_set_format (columns);
  count_ticks (row);
}

static void
on_toggled (GtkCheckButton *check, PlumeFeaturesRow *row)
{
  if (row->syncing)
    return;
  row->ticked[get_place (check)] = gtk_check_button_get_active (check);
  take_ticks (row);
  emit_changed (row);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeFeaturesRow *row)
{
  GtkWidget *check = gtk_check_button_new ();

  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), row);
  gtk_list_item_set_child (item, check);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeFeaturesRow *row)
{
  GtkWidget *check = gtk_list_item_get_child (item);
  PlumeTitle *title = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (check), "place", GUINT_TO_POINTER (plume_title_get_index (title)));
  gtk_check_button_set_label (GTK_CHECK_BUTTON (check), plume_title_get_text (title));
  g_ptr_array_add (row->checks, check);
  sync_checks (row);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeFeaturesRow *row)
{
  g_ptr_array_remove_fast (row->checks, gtk_list_item_get_child (item));
}

static void
on_searched (GtkSearchEntry *search, PlumeFeaturesRow *row)
{
  gtk_string_filter_set_search (row->filter, gtk_editable_get_text (GTK_EDITABLE (search)));
}

static void
on_search_stopped (GtkSearchEntry *search, PlumeFeaturesRow *row)
{
  gtk_menu_button_popdown (row->columns);
}

/* All columns, or those that are searched for. */
static void
tick_all (PlumeFeaturesRow *row, gboolean tick)
{
  gboolean searches = *gtk_editable_get_text (GTK_EDITABLE (row->search)) != '\0';

  for (guint i = 0; i < row->numeric->len; i++)
    {
      g_autoptr (GObject) title =
          searches ? g_list_model_get_item (G_LIST_MODEL (row->titles), i) : NULL;

      if (title == NULL || gtk_filter_match (GTK_FILTER (row->filter), title))
        row->ticked[i] = (guint8)tick;
    }
  sync_checks (row);
  take_ticks (row);
  emit_changed (row);
}

static void
on_all (GtkButton *button, PlumeFeaturesRow *row)
{
  tick_all (row, TRUE);
}

static void
on_none (GtkButton *button, PlumeFeaturesRow *row)
{
  tick_all (row, FALSE);
}

static void
on_source (GtkDropDown *source, GParamSpec *property, PlumeFeaturesRow *row)
{
  gtk_widget_set_visible (GTK_WIDGET (row->columns), shows_table (row));
  if (row->syncing)
    return;
  if (!shows_table (row))
    row->chosen = g_ptr_array_index (row->sources, gtk_drop_down_get_selected (source));
  else if (row->sources->len == 1)
    row->chosen = PLUME_COLUMNS_GUESSED;
  else /* a guess would take a block */
    {
      memset (row->ticked, TRUE, row->numeric->len);
      sync_checks (row);
      take_ticks (row);
    }
  emit_changed (row);
}

static void
on_direction (GtkDropDown *direction, GParamSpec *property, PlumeFeaturesRow *row)
{
  emit_changed (row);
}

static void
plume_features_row_dispose (GObject *object)
{
  PlumeFeaturesRow *row = PLUME_FEATURES_ROW (object);

  row->syncing = TRUE;
  g_clear_object (&row->titles);
  G_OBJECT_CLASS (plume_features_row_parent_class)->dispose (object);
}

static void
plume_features_row_finalize (GObject *object)
{
  PlumeFeaturesRow *row = PLUME_FEATURES_ROW (object);

  g_array_unref (row->numeric);
  g_ptr_array_unref (row->checks);
  g_ptr_array_unref (row->sources);
  g_free (row->ticked);
  G_OBJECT_CLASS (plume_features_row_parent_class)->finalize (object);
}

static void
plume_features_row_class_init (PlumeFeaturesRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_features_row_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_features_row_finalize;
  changed_signal = g_signal_new ("changed", PLUME_TYPE_FEATURES_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-features-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeFeaturesRow, source);
  gtk_widget_class_bind_template_child (widget_class, PlumeFeaturesRow, direction);
  gtk_widget_class_bind_template_child (widget_class, PlumeFeaturesRow, columns);
  gtk_widget_class_bind_template_child (widget_class, PlumeFeaturesRow, search);
  gtk_widget_class_bind_template_child (widget_class, PlumeFeaturesRow, list);
  gtk_widget_class_bind_template_child (widget_class, PlumeFeaturesRow, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_searched);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
  gtk_widget_class_bind_template_callback (widget_class, on_none);
  gtk_widget_class_bind_template_callback (widget_class, on_source);
  gtk_widget_class_bind_template_callback (widget_class, on_direction);
}

static void
plume_features_row_init (PlumeFeaturesRow *row)
{
  row->numeric = g_array_new (FALSE, FALSE, sizeof (guint));
  row->checks = g_ptr_array_new ();
  row->sources = g_ptr_array_new ();
  row->chosen = PLUME_COLUMNS_GUESSED;
  row->syncing = TRUE;
  g_type_ensure (PLUME_TYPE_TITLE);
  gtk_widget_init_template (GTK_WIDGET (row));
}

static void
list_numeric (PlumeFeaturesRow *row, PlumeTable *table)
{
  GPtrArray *titles = g_ptr_array_new ();

  for (guint i = 0; table != NULL && i < plume_table_get_n_columns (table); i++)
    if (plume_table_is_numeric (table, i))
      {
        g_array_append_val (row->numeric, i);
        g_ptr_array_add (titles, g_strdup (plume_table_get_title (table, i)));
      }
  g_ptr_array_add (titles, NULL);
  row->titles = plume_title_list_new ((GStrv)g_ptr_array_free (titles, FALSE));
  row->ticked = g_new0 (guint8, row->numeric->len + 1);
}

static void
append_source (
    PlumeFeaturesRow *row, GtkStringList *names, const char *name, gsize n_rows, gsize n_columns)
{
  g_autofree char *source = g_strdup_printf ("%c%s", PLUME_COLUMNS_BLOCK, name);
  g_autofree char *rows = plume_format_number ((double)n_rows, 9);
  g_autofree char *columns = plume_format_number ((double)n_columns, 9);

  g_ptr_array_add (row->sources, (gpointer)g_intern_string (source));
  gtk_string_list_take (names, g_strdup_printf ("%s (%s × %s)", name, rows, columns));
}

/* The table, the blocks, grids where there is neither, and the graph of a list of edges. */
static void
list_sources (PlumeFeaturesRow *row, const PlumeRole *role, PlumeDataset *dataset)
{
  const PlumeTable *table =
      plume_dataset_get_n_tables (dataset) > 0 ? plume_dataset_get_table (dataset, 0) : NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (row->numeric->len > 0)
    {
      g_ptr_array_add (row->sources, (gpointer)PLUME_COLUMNS_GUESSED);
      gtk_string_list_append (names, _ ("Table"));
    }
  for (guint i = 0; i < plume_dataset_get_n_blocks (dataset); i++)
    {
      const PlumeBlock *block = plume_dataset_get_block (dataset, i);

      if (block->kind == PLUME_BLOCK_FEATURES || role->pairs)
        append_source (row, names, block->name, block->n_rows, block->n_columns);
    }
  for (guint i = 0; row->sources->len == 0 && i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);

      if (grid->n_dimensions == 2)
        append_source (row, names, grid->name, grid->shape[0], grid->shape[1]);
    }
  if (role->pairs && table != NULL && plume_table_may_be_edges (table))
    {
      g_ptr_array_add (row->sources, (gpointer)g_intern_static_string ("@" PLUME_EDGES));
      gtk_string_list_append (names, _ ("Edges of a graph"));
    }
  gtk_drop_down_set_model (row->source, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (row->source), row->sources->len > 1);
}

static void
fill_list (PlumeFeaturesRow *row)
{
  GtkFilterListModel *matches = gtk_filter_list_model_new (
      g_object_ref (G_LIST_MODEL (row->titles)), g_object_ref (GTK_FILTER (row->filter)));
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (matches)));

  gtk_filter_list_model_set_incremental (matches, TRUE);
  gtk_list_view_set_model (row->list, selection);
  g_object_unref (selection);
}

/* Shows a choice; what is guessed is ticked when it is known. */
static void
show_chosen (PlumeFeaturesRow *row, const char *columns)
{
  for (guint i = 0; i < row->sources->len; i++)
    if (g_strcmp0 (g_ptr_array_index (row->sources, i), columns) == 0
        || (i == 0 && *columns != PLUME_COLUMNS_BLOCK))
      gtk_drop_down_set_selected (row->source, i);
  gtk_widget_set_visible (GTK_WIDGET (row->columns), shows_table (row));
  if (*columns == PLUME_COLUMNS_BLOCK || *columns == '\0')
    return;

  guint n_columns =
      row->numeric->len > 0 ? g_array_index (row->numeric, guint, row->numeric->len - 1) + 1 : 0;
  g_autoptr (GArray) set = plume_column_set_parse (columns, n_columns);

  memset (row->ticked, FALSE, row->numeric->len);
  for (guint i = 0, place = 0; set != NULL && i < set->len && place < row->numeric->len; place++)
    if (g_array_index (row->numeric, guint, place) == g_array_index (set, guint, i))
      {
        row->ticked[place] = TRUE;
        i++;
      }
  sync_checks (row);
}

/**
 * plume_features_row_new:
 * @role: a role of many columns
 * @dataset: what it chooses from
 * @choice: what is chosen at first
 */
GtkWidget *
plume_features_row_new (const PlumeRole *role, PlumeDataset *dataset, PlumeColumnChoice choice)
{
  PlumeFeaturesRow *row = g_object_new (PLUME_TYPE_FEATURES_ROW, NULL);
  const char *title = plume_translate (role->title);
  g_autofree char *columns_name = g_strdup_printf (_ ("Columns of %s"), title);
  g_autofree char *source_name = g_strdup_printf (_ ("Source of %s"), title);
  g_autofree char *direction_name = g_strdup_printf (_ ("Direction of %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  list_numeric (row, plume_dataset_get_n_tables (dataset) > 0 ? plume_dataset_get_table (dataset, 0)
                                                              : NULL);
  list_sources (row, role, dataset);
  fill_list (row);
  row->chosen = choice.columns != NULL ? choice.columns : PLUME_COLUMNS_GUESSED;
  gtk_drop_down_set_selected (row->direction, choice.transposed ? 1 : 0);
  show_chosen (row, row->chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->columns), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  columns_name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->source), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  source_name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->direction), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  direction_name, -1);
  row->syncing = FALSE;
  return GTK_WIDGET (row);
}

PlumeColumnChoice
plume_features_row_get_choice (PlumeFeaturesRow *row)
{
  return (PlumeColumnChoice){ .column = -1,
                              .unit = -1,
                              .columns = row->chosen,
                              .transposed = gtk_drop_down_get_selected (row->direction) == 1 };
}

void
plume_features_row_show (PlumeFeaturesRow *row, const char *taken)
{
  row->syncing = TRUE;
  show_chosen (row, taken);
  row->syncing = FALSE;
  count_ticks (row);
}

void
plume_features_row_drop (PlumeFeaturesRow *row, int column)
{
  if (*row->chosen == '\0' || *row->chosen == PLUME_COLUMNS_BLOCK)
    return;
  for (guint i = 0; i < row->numeric->len; i++)
    if (g_array_index (row->numeric, guint, i) == (guint)column)
      row->ticked[i] = FALSE;
  sync_checks (row);
  take_ticks (row);
}
