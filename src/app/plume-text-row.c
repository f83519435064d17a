/* plume-text-row.c: a text, or a grid of abscissae. It is set on Enter and when the focus leaves,
 * and says at once what does not fit. */
#include "app/plume-text-row.h"

#include "app/plume-number-format.h"
#include "app/plume-tip.h"
#include <glib/gi18n.h>

struct _PlumeTextRow
{
  PlumeParameterRow parent_instance;

  GtkEntry *entry;
  char *shown;
};

G_DEFINE_FINAL_TYPE (PlumeTextRow, plume_text_row, PLUME_TYPE_PARAMETER_ROW)

static void
on_activated (GtkEntry *entry, PlumeTextRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (!plume_parameter_row_is_syncing (PLUME_PARAMETER_ROW (row))
      && g_strcmp0 (text, row->shown) != 0)
    plume_parameter_row_set_text (PLUME_PARAMETER_ROW (row), text);
}

static void
on_left (GtkEventControllerFocus *controller, PlumeTextRow *row)
{
  on_activated (row->entry, row);
}

static void
plume_text_row_bind (PlumeParameterRow *parent, const PlumeParameter *parameter)
{
  GtkEntry *entry = PLUME_TEXT_ROW (parent)->entry;

  if (parameter->kind == PLUME_KIND_GRID)
    {
      gtk_entry_set_placeholder_text (entry, _ ("Automatic"));
      plume_widget_set_tip (
          GTK_WIDGET (entry),
          _ ("Such as 0:10:101 (from, to, how many) or 1, 2, 5; empty for automatic"));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plume_translate (parameter->title), -1);
}

static void
plume_text_row_sync (PlumeParameterRow *parent, const PlumeValue *value)
{
  PlumeTextRow *row = PLUME_TEXT_ROW (parent);
  const char *text = value->text != NULL ? value->text : "";

  if (g_strcmp0 (row->shown, text) == 0)
    return;
  g_free (row->shown);
  row->shown = g_strdup (text);
  gtk_editable_set_text (GTK_EDITABLE (row->entry), text);
}

static void
plume_text_row_finalize (GObject *object)
{
  g_free (PLUME_TEXT_ROW (object)->shown);
  G_OBJECT_CLASS (plume_text_row_parent_class)->finalize (object);
}

static void
plume_text_row_class_init (PlumeTextRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = plume_text_row_finalize;
  PLUME_PARAMETER_ROW_CLASS (class)->bind = plume_text_row_bind;
  PLUME_PARAMETER_ROW_CLASS (class)->sync = plume_text_row_sync;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeTextRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_left);
}

static void
plume_text_row_init (PlumeTextRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}
