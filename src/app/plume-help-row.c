/* plume-help-row.c: one entry of a help page. */
#include "app/plume-help-row.h"

#include "app/plume-number-format.h"
#include "app/plume-words.h"

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

  plume_label_set_words (row->section,
                         plume_help_item_begins_section (item) ? entry->section : NULL);
  plume_label_set_words (row->group, plume_help_item_begins_group (item) ? entry->group : NULL);
  show_title (row, entry);
  plume_label_set_words (row->facts, entry->facts);
  plume_label_set_words (row->help, entry->help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  entry->title != NULL ? entry->title : "", -1);
  return GTK_WIDGET (row);
}
