/* plume-binding-row.c: one bound data set. */
#include "app/plume-binding-row.h"

#include "app/plume-data-dialog.h"
#include "app/plume-number-format.h"
#include "app/plume-tip.h"
#include <glib/gi18n.h>

struct _PlumeBindingRow
{
  AdwActionRow parent_instance;

  GtkWidget *roles;

  PlumeStudy *study;
  guint input;
  guint index;
};

G_DEFINE_FINAL_TYPE (PlumeBindingRow, plume_binding_row, ADW_TYPE_ACTION_ROW)

static void
on_roles (GtkButton *button, PlumeBindingRow *row)
{
  plume_data_dialog_edit (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (row))), row->study,
                          row->input, row->index);
}

static void
on_remove (GtkButton *button, PlumeBindingRow *row)
{
  g_autoptr (PlumeInputs) inputs =
      plume_inputs_without (plume_study_get_inputs (row->study), row->input, row->index);

  plume_study_set_inputs (row->study, inputs, _ ("Remove data"));
}

static void
plume_binding_row_dispose (GObject *object)
{
  g_clear_object (&PLUME_BINDING_ROW (object)->study);
  G_OBJECT_CLASS (plume_binding_row_parent_class)->dispose (object);
}

static void
plume_binding_row_class_init (PlumeBindingRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_binding_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-binding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeBindingRow, roles);
  gtk_widget_class_bind_template_callback (widget_class, on_roles);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
plume_binding_row_init (PlumeBindingRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

char *
plume_binding_get_name (const PlumeBinding *binding)
{
  for (guint i = 0; binding->sample != NULL && i < binding->input->n_samples; i++)
    if (g_str_equal (binding->input->samples[i].id, binding->sample))
      return g_strdup (plume_translate (binding->input->samples[i].title));
  if (binding->path != NULL)
    return g_path_get_basename (binding->path);
  return g_strdup (plume_dataset_get_name (binding->dataset));
}

static PlumeTable *
get_table (const PlumeBinding *binding)
{
  return plume_dataset_get_n_tables (binding->dataset) > 0
             ? plume_dataset_get_table (binding->dataset, 0)
             : NULL;
}

/* "1 204 rows · Time: t, Signal: FID", and below it what the reader had to remark. */
static char *
describe (const PlumeBinding *binding)
{
  PlumeTable *table = get_table (binding);
  const char *const *notes = plume_dataset_get_notes (binding->dataset);
  GString *text = g_string_new (NULL);
  const char *separator = " · ";

  if (plume_binding_get_n_samples (binding) > 0)
    {
      gsize n_rows = plume_binding_get_n_samples (binding);
      g_autofree char *count = plume_format_number ((double)n_rows, 9);

      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", n_rows),
                              count);
    }
  for (guint i = 0; i < binding->input->n_roles; i++)
    {
      int column = binding->choices[i].column;

      if (binding->blocks[i] != NULL)
        {
          g_autofree char *count = plume_format_number ((double)binding->blocks[i]->n_columns, 9);

          g_string_append_printf (text, "%s%s: %s", separator,
                                  plume_translate (binding->input->roles[i].title), count);
          if (*binding->taken[i] == PLUME_COLUMNS_BLOCK)
            g_string_append_printf (text, " (%s)", binding->taken[i] + 1);
          separator = ", ";
        }

      if (column < 0)
        continue;
      g_string_append_printf (text, "%s%s: %s", separator,
                              plume_translate (binding->input->roles[i].title),
                              plume_table_get_title (table, (guint)column));
      separator = ", ";
    }
  for (guint i = 0; notes != NULL && notes[i] != NULL && i < 3; i++)
    g_string_append_printf (text, "\n%s", notes[i]);
  return g_string_free (text, FALSE);
}

GtkWidget *
plume_binding_row_new (PlumeStudy *study, guint input, guint index)
{
  PlumeBindingRow *row = g_object_new (PLUME_TYPE_BINDING_ROW, NULL);
  const PlumeBinding *binding =
      g_ptr_array_index (plume_study_get_inputs (study)->bindings[input], index);
  g_autofree char *name = plume_binding_get_name (binding);
  g_autofree char *title = g_markup_escape_text (name, -1);
  /* of a sample that is still being made nothing is known */
  g_autofree char *description =
      plume_binding_is_filled (binding) ? describe (binding) : g_strdup ("");
  g_autofree char *subtitle = g_markup_escape_text (description, -1);

  row->study = g_object_ref (study);
  row->input = input;
  row->index = index;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_visible (row->roles, binding->input->n_roles > 0 && binding->sample == NULL);
  if (binding->path != NULL)
    plume_widget_set_tip (GTK_WIDGET (row), binding->path);
  return GTK_WIDGET (row);
}
