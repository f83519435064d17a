/* plume-column-row.c: the title of a column of the data.
 *
 * The list is made when it is opened, from what is bound then.
 */
#include "app/plume-column-row.h"

#include "app/plume-number-format.h"
#include "app/plume-title-button.h"
#include <glib/gi18n.h>

struct _PlumeColumnRow
{
  PlumeParameterRow parent_instance;

  PlumeTitleButton *button;
  PlumeTitleList *titles; /* nullable: what the list shows, choices first */
  guint n_choices;
};

G_DEFINE_FINAL_TYPE (PlumeColumnRow, plume_column_row, PLUME_TYPE_PARAMETER_ROW)

/* nullable */
static PlumeBinding *
get_binding (PlumeColumnRow *row)
{
  PlumeStudy *study = plume_parameter_row_get_study (PLUME_PARAMETER_ROW (row));
  const PlumeParameter *parameter = plume_parameter_row_get_parameter (PLUME_PARAMETER_ROW (row));
  const PlumeInputs *inputs = plume_study_get_inputs (study);
  int input = plume_experiment_find_input (inputs->experiment, parameter->input);

  return input >= 0 && inputs->bindings[input]->len > 0
             ? g_ptr_array_index (inputs->bindings[input], 0)
             : NULL;
}

static void
append_choices (const PlumeParameter *parameter, GPtrArray *titles)
{
  if (parameter->choices == NULL)
    g_ptr_array_add (titles, g_strdup (_ ("No column"))); /* the empty text */
  for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
       choice++)
    g_ptr_array_add (titles, g_strdup (plume_translate (choice->title)));
}

static void
on_opening (PlumeTitleButton *button, PlumeColumnRow *row)
{
  PlumeBinding *binding = get_binding (row);
  g_auto (GStrv) columns = NULL;
  GPtrArray *titles = g_ptr_array_new ();

  if (binding != NULL)
    {
      plume_binding_fill (binding); /* only who clicks while a study opens has to wait */
      columns = plume_binding_list_titles (binding);
    }
  append_choices (plume_parameter_row_get_parameter (PLUME_PARAMETER_ROW (row)), titles);
  row->n_choices = titles->len;
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    g_ptr_array_add (titles, g_strdup (columns[i]));
  g_ptr_array_add (titles, NULL);
  g_clear_object (&row->titles);
  row->titles = plume_title_list_new ((GStrv)g_ptr_array_free (titles, FALSE));
  plume_title_button_set_titles (button, row->titles);
}

static void
on_chosen (PlumeTitleButton *button, guint index, PlumeColumnRow *row)
{
  const PlumeParameter *parameter = plume_parameter_row_get_parameter (PLUME_PARAMETER_ROW (row));
  const char *text = index >= row->n_choices      ? plume_title_list_get (row->titles, index)
                     : parameter->choices != NULL ? parameter->choices[index].id
                                                  : "";

  plume_parameter_row_set_text (PLUME_PARAMETER_ROW (row), text);
}

static void
plume_column_row_bind (PlumeParameterRow *parent, const PlumeParameter *parameter)
{
  plume_title_button_set_name (PLUME_COLUMN_ROW (parent)->button,
                               plume_translate (parameter->title));
}

static void
plume_column_row_sync (PlumeParameterRow *parent, const PlumeValue *value)
{
  const PlumeParameter *parameter = plume_parameter_row_get_parameter (parent);
  const char *shown = *value->text != '\0' ? value->text : _ ("No column");

  for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
       choice++)
    if (g_str_equal (choice->id, value->text))
      shown = plume_translate (choice->title);
  plume_title_button_set_text (PLUME_COLUMN_ROW (parent)->button, shown);
}

static void
plume_column_row_dispose (GObject *object)
{
  g_clear_object (&PLUME_COLUMN_ROW (object)->titles);
  G_OBJECT_CLASS (plume_column_row_parent_class)->dispose (object);
}

static void
plume_column_row_class_init (PlumeColumnRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_column_row_dispose;
  PLUME_PARAMETER_ROW_CLASS (class)->bind = plume_column_row_bind;
  PLUME_PARAMETER_ROW_CLASS (class)->sync = plume_column_row_sync;
  g_type_ensure (PLUME_TYPE_TITLE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-column-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeColumnRow, button);
  gtk_widget_class_bind_template_callback (widget_class, on_opening);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
plume_column_row_init (PlumeColumnRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}
