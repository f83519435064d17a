/* plume-title-button.c: one of many titles.
 *
 * The filter works through the titles while the window is idle, so that a letter typed into the
 * search field never waits for 30,000 of them.
 */
#include "app/plume-title-button.h"

struct _PlumeTitleButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *text;
  GtkPopover *popover;
  GtkSearchEntry *search;
  GtkListView *list;
  GtkStringFilter *filter;
  GtkFilterListModel *matches;
};

G_DEFINE_FINAL_TYPE (PlumeTitleButton, plume_title_button, GTK_TYPE_WIDGET)

static guint opening_signal, chosen_signal;

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeTitleButton *button)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, PlumeTitleButton *button)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      plume_title_get_text (gtk_list_item_get_item (item)));
}

static void
choose (PlumeTitleButton *button, guint position)
{
  g_autoptr (PlumeTitle) title = g_list_model_get_item (G_LIST_MODEL (button->matches), position);

  if (title == NULL)
    return;
  gtk_popover_popdown (button->popover);
  g_signal_emit (button, chosen_signal, 0, plume_title_get_index (title));
}

static void
on_activated (GtkListView *list, guint position, PlumeTitleButton *button)
{
  choose (button, position);
}

/* Enter in the search field takes the first match. */
static void
on_search_activated (GtkSearchEntry *search, PlumeTitleButton *button)
{
  choose (button, 0);
}

static void
on_searched (GtkSearchEntry *search, PlumeTitleButton *button)
{
  gtk_string_filter_set_search (button->filter, gtk_editable_get_text (GTK_EDITABLE (search)));
}

static void
on_search_stopped (GtkSearchEntry *search, PlumeTitleButton *button)
{
  gtk_popover_popdown (button->popover);
}

static void
on_show (GtkPopover *popover, PlumeTitleButton *button)
{
  gtk_editable_set_text (GTK_EDITABLE (button->search), "");
  g_signal_emit (button, opening_signal, 0);
  gtk_widget_grab_focus (GTK_WIDGET (button->search));
}

static void
plume_title_button_dispose (GObject *object)
{
  PlumeTitleButton *button = PLUME_TITLE_BUTTON (object);

  if (button->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (button->button));
  button->button = NULL;
  g_clear_object (&button->matches);
  G_OBJECT_CLASS (plume_title_button_parent_class)->dispose (object);
}

static void
plume_title_button_class_init (PlumeTitleButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_title_button_dispose;
  opening_signal = g_signal_new ("opening", PLUME_TYPE_TITLE_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  chosen_signal = g_signal_new ("chosen", PLUME_TYPE_TITLE_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "titlebutton");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-title-button.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeTitleButton, button);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitleButton, text);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitleButton, popover);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitleButton, search);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitleButton, list);
  gtk_widget_class_bind_template_child (widget_class, PlumeTitleButton, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_searched);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
}

static void
plume_title_button_init (PlumeTitleButton *button)
{
  GtkSelectionModel *selection;

  g_type_ensure (PLUME_TYPE_TITLE);
  gtk_widget_init_template (GTK_WIDGET (button));
  button->matches = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (button->filter)));
  gtk_filter_list_model_set_incremental (button->matches, TRUE);
  selection = GTK_SELECTION_MODEL (
      gtk_single_selection_new (G_LIST_MODEL (g_object_ref (button->matches))));
  gtk_list_view_set_model (button->list, selection);
  g_object_unref (selection);
}

void
plume_title_button_set_name (PlumeTitleButton *button, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
plume_title_button_set_text (PlumeTitleButton *button, const char *text)
{
  gtk_label_set_text (button->text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button->button), text);
}

/**
 * plume_title_button_set_titles:
 * @titles: (transfer none): what can be chosen
 */
void
plume_title_button_set_titles (PlumeTitleButton *button, PlumeTitleList *titles)
{
  gtk_filter_list_model_set_model (button->matches, G_LIST_MODEL (titles));
}
