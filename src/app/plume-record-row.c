/* plume-record-row.c: one record of a table parameter. */
#include "app/plume-record-row.h"

#include "app/plume-number-format.h"
#include "app/plume-parameter-row.h"
#include "figure/plume-layout.h"
#include <glib/gi18n.h>
#include <math.h>

struct _PlumeRecordRow
{
  AdwExpanderRow parent_instance;

  GtkDrawingArea *dot;

  PlumeStudy *study;
  int parameter;
  int record;
  GPtrArray *rows; /* PlumeParameterRow, by column; empty until opened */
};

G_DEFINE_FINAL_TYPE (PlumeRecordRow, plume_record_row, ADW_TYPE_EXPANDER_ROW)

static const PlumeParameter *
get_table (PlumeRecordRow *row)
{
  return &plume_study_get_experiment (row->study)->parameters[row->parameter];
}

static void
draw_dot (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PlumeRecordRow *row = data;
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PlumeStyle style = plume_style_screen (adw_style_manager_get_dark (manager), 1);
  PlumeRgba colour;

  if (adw_style_manager_get_high_contrast (manager))
    plume_style_raise_contrast (&style);
  colour = plume_style_colour (&style, plume_colour_of_component ((guint)row->record));
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 1);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0 - 0.5, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
make_rows (PlumeRecordRow *row)
{
  if (row->rows->len > 0)
    return;
  for (guint i = 0; i < get_table (row)->n_columns; i++)
    {
      PlumeAddress address = { row->parameter, row->record, (int)i };
      GtkWidget *child = plume_parameter_row_new (row->study, &address);

      g_ptr_array_add (row->rows, child);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), child);
    }
  plume_record_row_filter (row, NULL);
}

static void
on_expanded (PlumeRecordRow *row)
{
  if (row->study != NULL && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    make_rows (row);
}

static void
on_remove (GtkButton *button, PlumeRecordRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeValues) values = plume_values_with_row_removed (
      plume_study_get_values (row->study), row->parameter, row->record, &error);

  if (values != NULL)
    plume_study_set_values (row->study, values, _ ("Remove row"));
  else
    gtk_widget_activate_action (GTK_WIDGET (row), "win.say", "s", error->message);
}

static void
plume_record_row_dispose (GObject *object)
{
  PlumeRecordRow *row = PLUME_RECORD_ROW (object);

  g_ptr_array_set_size (row->rows, 0);
  g_clear_object (&row->study);
  G_OBJECT_CLASS (plume_record_row_parent_class)->dispose (object);
}

static void
plume_record_row_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_RECORD_ROW (object)->rows);
  G_OBJECT_CLASS (plume_record_row_parent_class)->finalize (object);
}

static void
plume_record_row_class_init (PlumeRecordRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_record_row_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_record_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-record-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeRecordRow, dot);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
}

static void
plume_record_row_init (PlumeRecordRow *row)
{
  row->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (row));
  gtk_drawing_area_set_draw_func (row->dot, draw_dot, row, NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), row->dot, G_CONNECT_SWAPPED);
}

GtkWidget *
plume_record_row_new (PlumeStudy *study, int parameter, int record)
{
  PlumeRecordRow *row = g_object_new (PLUME_TYPE_RECORD_ROW, NULL);

  row->study = g_object_ref (study);
  row->parameter = parameter;
  row->record = record;
  plume_record_row_sync (row);
  return GTK_WIDGET (row);
}

/* The first text cell, else "Row 3". */
static char *
make_title (PlumeRecordRow *row)
{
  const PlumeParameter *table = get_table (row);

  for (guint i = 0; i < table->n_columns; i++)
    {
      PlumeAddress address = { row->parameter, row->record, (int)i };
      const PlumeValue *value = plume_values_get (plume_study_get_values (row->study), &address);

      if (table->columns[i].kind == PLUME_KIND_TEXT && value->text != NULL && *value->text != '\0')
        return g_markup_escape_text (value->text, -1);
    }
  return g_strdup_printf (_ ("Row %d"), row->record + 1);
}

void
plume_record_row_sync (PlumeRecordRow *row)
{
  g_autofree char *title = make_title (row);

  if (g_strcmp0 (title, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))) != 0)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  for (guint i = 0; i < row->rows->len; i++)
    plume_parameter_row_sync (g_ptr_array_index (row->rows, i));
}

/**
 * plume_record_row_filter:
 * @needle: (nullable): folded for case; a record is shown when its title or one of its columns
 * matches
 *
 * Returns: whether the record is shown
 */
gboolean
plume_record_row_filter (PlumeRecordRow *row, const char *needle)
{
  g_autofree char *title =
      g_utf8_casefold (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  gboolean all = needle == NULL || strstr (title, needle) != NULL;
  gboolean any = all;

  if (needle != NULL)
    make_rows (row);
  for (guint i = 0; i < row->rows->len; i++)
    {
      PlumeParameterRow *child = g_ptr_array_index (row->rows, i);
      gboolean visible =
          plume_parameter_row_shows (child) && (all || plume_parameter_row_matches (child, needle));

      gtk_widget_set_visible (GTK_WIDGET (child), visible);
      any |= visible;
    }
  gtk_widget_set_visible (GTK_WIDGET (row), any);
  return any;
}
