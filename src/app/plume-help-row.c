/* plume-help-row.c: one entry of a help page. */
#include "app/plume-help-row.h"

#include "app/plume-number-format.h"

struct _PlumeHelpRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *section;
  GtkLabel *group;
  GtkLabel *title;
  GtkLabel *facts;
  GtkLabel *help;
};

G_DEFINE_FINAL_TYPE (PlumeHelpRow, plume_help_row, GTK_TYPE_LIST_BOX_ROW)

static void
plume_help_row_class_init (PlumeHelpRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-help-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpRow, section);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpRow, group);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpRow, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpRow, facts);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpRow, help);
}

static void
plume_help_row_init (PlumeHelpRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

static void
show (GtkLabel *label, const char *text, gboolean shown)
{
  g_autofree char *markup = plume_format_markup (text != NULL ? text : "");

  gtk_widget_set_visible (GTK_WIDGET (label), shown && *markup != '\0');
  if (pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, NULL))
    gtk_label_set_markup (label, markup);
  else
    gtk_label_set_text (label, text);
}

/* The title with its symbol. */
static void
show_title (PlumeHelpRow *row, const PlumeHelpEntry *entry)
{
  g_autofree char *title = g_markup_escape_text (entry->title != NULL ? entry->title : "", -1);
  g_autofree char *symbol = plume_format_markup (entry->symbol != NULL ? entry->symbol : "");
  g_autofree char *markup = g_strdup_printf ("%s  %s", title, symbol);

  gtk_label_set_markup (row->title, *symbol != '\0' ? markup : title);
}

GtkWidget *
plume_help_row_new (PlumeHelpItem *item)
{
  PlumeHelpRow *row = g_object_new (PLUME_TYPE_HELP_ROW, NULL);
  const PlumeHelpEntry *entry = plume_help_item_get_entry (item);

  show (row->section, entry->section, plume_help_item_begins_section (item));
  show (row->group, entry->group, plume_help_item_begins_group (item));
  show_title (row, entry);
  show (row->facts, entry->facts, TRUE);
  show (row->help, entry->help, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  entry->title != NULL ? entry->title : "", -1);
  return GTK_WIDGET (row);
}
