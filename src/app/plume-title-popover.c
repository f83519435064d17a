/* plume-title-popover.c: a list of titles, with a search field where they are many.
 *
 * The filter works through the titles while the window is idle, so that a letter typed into the
 * search field never waits for 30,000 of them.
 */
#include "app/plume-title-popover.h"

#define FEW 5 /* titles that nobody has to search for */

struct _PlumeTitlePopover
{
  GtkPopover parent_instance;

  GtkSearchEntry *search;
  GtkListView *list;
  GtkStringFilter *filter;
  GtkFilterListModel *matches;
};

G_DEFINE_FINAL_TYPE (PlumeTitlePopover, plume_title_popover, GTK_TYPE_POPOVER)

static guint chosen_signal;

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeTitlePopover *popover)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeTitlePopover *popover)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      plume_title_get_text (gtk_list_item_get_item (item)));
}

static void
choose (PlumeTitlePopover *popover, guint position)
{
  g_autoptr (PlumeTitle) title = g_list_model_get_item (G_LIST_MODEL (popover->matches), position);

  if (title == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (popover));
  g_signal_emit (popover, chosen_signal, 0, plume_title_get_index (title));
}

static void
on_activated (GtkListView *list, guint position, PlumeTitlePopover *popover)
{
  choose (popover, position);
}

/* Enter in the search field takes the first match. */
static void
on_search_activated (GtkSearchEntry *search, PlumeTitlePopover *popover)
{
  choose (popover, 0);
}

static void
on_searched (GtkSearchEntry *search, PlumeTitlePopover *popover)
{
  gtk_string_filter_set_search (popover->filter, gtk_editable_get_text (GTK_EDITABLE (search)));
}

static void
on_search_stopped (GtkSearchEntry *search, PlumeTitlePopover *popover)
{
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
plume_title_popover_dispose (GObject *object)
{
  g_clear_object (&PLUME_TITLE_POPOVER (object)->matches);
  G_OBJECT_CLASS (plume_title_popover_parent_class)->dispose (object);
}

static void
plume_title_popover_class_init (PlumeTitlePopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_title_popover_dispose;
  g_type_ensure (PLUME_TYPE_TITLE);
  chosen_signal = g_signal_new ("chosen", PLUME_TYPE_TITLE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-title-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeTitlePopover, search);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitlePopover, list);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitlePopover, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_searched);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
plume_title_popover_init (PlumeTitlePopover *popover)
{
  GtkSelectionModel *selection;

  gtk_widget_init_template (GTK_WIDGET (popover));
  popover->matches = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (popover->filter)));
  gtk_filter_list_model_set_incremental (popover->matches, TRUE);
  selection = GTK_SELECTION_MODEL (
      gtk_single_selection_new (G_LIST_MODEL (g_object_ref (popover->matches))));
  gtk_list_view_set_model (popover->list, selection);
  g_object_unref (selection);
}

GtkWidget *
plume_title_popover_new (const char *name, const char *search)
{
  PlumeTitlePopover *popover = g_object_new (PLUME_TYPE_TITLE_POPOVER, NULL);

  if (search != NULL)
    {
      g_object_set (popover->search, "placeholder-text", search, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (popover->search),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, search, -1);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return GTK_WIDGET (popover);
}

void
plume_title_popover_set_titles (PlumeTitlePopover *popover, PlumeTitleList *titles)
{
  gtk_widget_set_visible (GTK_WIDGET (popover->search),
                          titles == NULL || g_list_model_get_n_items (G_LIST_MODEL (titles)) > FEW);
  gtk_filter_list_model_set_model (popover->matches, G_LIST_MODEL (titles));
}

void
plume_title_popover_begin (PlumeTitlePopover *popover)
{
  gtk_editable_set_text (GTK_EDITABLE (popover->search), "");
  gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (popover->search))
                             ? GTK_WIDGET (popover->search)
                             : GTK_WIDGET (popover->list));
}
