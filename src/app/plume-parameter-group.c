/* plume-parameter-group.c: parameters that stand together in the inspector. */
#include "app/plume-parameter-group.h"

struct _PlumeParameterGroup
{
  GtkWidget parent_instance;

  GtkWidget *expander;
  GtkListBox *list;
  GPtrArray *rows; /* PlumeParameterRow, owned by the list */
};

G_DEFINE_FINAL_TYPE (PlumeParameterGroup, plume_parameter_group, GTK_TYPE_WIDGET)

static void
plume_parameter_group_dispose (GObject *object)
{
  PlumeParameterGroup *group = PLUME_PARAMETER_GROUP (object);

  g_ptr_array_set_size (group->rows, 0);
  g_clear_pointer (&group->expander, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_parameter_group_parent_class)->dispose (object);
}

static void
plume_parameter_group_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_PARAMETER_GROUP (object)->rows);
  G_OBJECT_CLASS (plume_parameter_group_parent_class)->finalize (object);
}

static void
plume_parameter_group_class_init (PlumeParameterGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_parameter_group_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_parameter_group_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-parameter-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeParameterGroup, expander);
  gtk_widget_class_bind_template_child (widget_class, PlumeParameterGroup, list);
}

static void
plume_parameter_group_init (PlumeParameterGroup *group)
{
  group->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (group));
}

GtkWidget *
plume_parameter_group_new (const char *title)
{
  PlumeParameterGroup *group = g_object_new (PLUME_TYPE_PARAMETER_GROUP, NULL);

  gtk_expander_set_label (GTK_EXPANDER (group->expander), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (group->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  return GTK_WIDGET (group);
}

void
plume_parameter_group_append (PlumeParameterGroup *group, PlumeParameterRow *row)
{
  g_ptr_array_add (group->rows, row);
  gtk_list_box_append (group->list, GTK_WIDGET (row));
}

gboolean
plume_parameter_group_take (GtkWidget *widget)
{
  PlumeParameterGroup *group = PLUME_PARAMETER_GROUP (widget);

  if (group->rows->len > 0)
    gtk_list_box_remove (group->list, g_ptr_array_steal_index (group->rows, group->rows->len - 1));
  return group->rows->len > 0;
}

void
plume_parameter_group_sync (PlumeParameterGroup *group)
{
  for (guint i = 0; i < group->rows->len; i++)
    plume_parameter_row_sync (g_ptr_array_index (group->rows, i));
}

void
plume_parameter_group_filter (PlumeParameterGroup *group, const char *needle)
{
  gboolean any = FALSE;

  for (guint i = 0; i < group->rows->len; i++)
    {
      PlumeParameterRow *row = g_ptr_array_index (group->rows, i);
      gboolean visible =
          plume_parameter_row_shows (row) && plume_parameter_row_matches (row, needle);

      gtk_widget_set_visible (GTK_WIDGET (row), visible);
      any |= visible;
    }
  gtk_widget_set_visible (GTK_WIDGET (group), any);
  if (needle != NULL && any)
    gtk_expander_set_expanded (GTK_EXPANDER (group->expander), TRUE);
}
