/* plume-parameter-row.c: what all editors of the inspector have in common. */
#include "app/plume-parameter-row.h"

#include "app/plume-choice-row.h"
#include "app/plume-column-row.h"
#include "app/plume-number-format.h"
#include "app/plume-number-row.h"
#include "app/plume-seed-row.h"
#include "app/plume-switch-row.h"
#include "app/plume-text-row.h"
#include "app/plume-tip.h"
#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  GtkLabel *title;
  GtkWidget *reset;
  GtkWidget *play;
  AdwBin *suffix;
  AdwBin *body;
  GtkLabel *message;
  GMenuModel *context_menu;

  PlumeStudy *study;
  PlumeAddress address;
  const PlumeParameter *parameter;
  gboolean syncing;
  GtkWidget *popover;
} PlumeParameterRowPrivate;

static GtkBuildableIface *parent_buildable;

static void plume_parameter_row_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (PlumeParameterRow,
                                  plume_parameter_row,
                                  GTK_TYPE_LIST_BOX_ROW,
                                  G_ADD_PRIVATE (PlumeParameterRow)
                                      G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                             plume_parameter_row_buildable_init))

#define PRIVATE(row) ((PlumeParameterRowPrivate *)plume_parameter_row_get_instance_private (row))

/* Subclass templates put their editor at the end of the title line ("suffix") or below it ("body").
 */
static void
plume_parameter_row_add_child (GtkBuildable *buildable,
                               GtkBuilder *builder,
                               GObject *child,
                               const char *type)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (buildable));

  if (g_strcmp0 (type, "suffix") == 0)
    adw_bin_set_child (priv->suffix, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "body") == 0)
    adw_bin_set_child (priv->body, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
plume_parameter_row_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = plume_parameter_row_add_child;
}

static void
reset_value (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (widget));

  plume_study_reset (priv->study, &priv->address);
  plume_parameter_row_sync (PLUME_PARAMETER_ROW (widget));
}

static void
play_parameter (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (widget));
  g_autofree char *address =
      plume_address_format (plume_study_get_experiment (priv->study), &priv->address);

  gtk_widget_activate_action (widget, "win.play-parameter", "s", address);
}

static void
sweep_parameter (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (widget));
  g_autofree char *address =
      plume_address_format (plume_study_get_experiment (priv->study), &priv->address);

  gtk_widget_activate_action (widget, "win.sweep", "s", address);
}

static void
copy_command (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (widget));
  const PlumeExperiment *experiment = plume_study_get_experiment (priv->study);
  g_autofree char *address = plume_address_format (experiment, &priv->address);
  g_autofree char *value = plume_value_format (
      priv->parameter, plume_values_get (plume_study_get_values (priv->study), &priv->address));
  g_autofree char *setting = g_strdup_printf ("%s=%s", address, value);
  g_autofree char *quoted = setting[strcspn (setting, " '\"[](){}*?$&;|<>\\`!#~")] != '\0'
                                ? g_shell_quote (setting)
                                : g_strdup (setting);
  g_autofree char *command = g_strdup_printf ("plume-cli run %s --set %s", experiment->id, quoted);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command);
  gtk_widget_activate_action (widget, "win.say", "s", _ ("Command line copied"));
}

/* Property "starred", so that the menu shows its state. */
static void
plume_parameter_row_set_property (GObject *object,
                                  guint property,
                                  const GValue *value,
                                  GParamSpec *spec)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (object));

  if (priv->study != NULL && priv->address.row < 0)
    plume_study_set_starred (priv->study, (guint)priv->address.parameter,
                             g_value_get_boolean (value));
}

static void
plume_parameter_row_get_property (GObject *object, guint property, GValue *value, GParamSpec *spec)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (object));

  g_value_set_boolean (value,
                       priv->study != NULL && priv->address.row < 0
                           && plume_study_is_starred (priv->study, (guint)priv->address.parameter));
}

static void
on_title_pressed (GtkGestureClick *gesture, int n_press, double x, double y, PlumeParameterRow *row)
{
  if (n_press == 2)
    reset_value (GTK_WIDGET (row), NULL, NULL);
}

static void
popup_menu (PlumeParameterRow *row, double x, double y)
{
  PlumeParameterRowPrivate *priv = PRIVATE (row);

  if (priv->popover == NULL)
    {
      priv->popover = gtk_popover_menu_new_from_model (priv->context_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (priv->popover), FALSE);
      gtk_widget_set_halign (priv->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (priv->popover, GTK_WIDGET (row));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (priv->popover),
                               &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (priv->popover));
}

static void
on_secondary_pressed (
    GtkGestureClick *gesture, int n_press, double x, double y, PlumeParameterRow *row)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (row, x, y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  popup_menu (PLUME_PARAMETER_ROW (widget), 12, gtk_widget_get_height (widget) / 2.0);
  return TRUE;
}

static void
plume_parameter_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (widget));

  GTK_WIDGET_CLASS (plume_parameter_row_parent_class)
      ->size_allocate (widget, width, height, baseline);
  if (priv->popover != NULL)
    gtk_popover_present (GTK_POPOVER (priv->popover));
}

static void
plume_parameter_row_dispose (GObject *object)
{
  PlumeParameterRowPrivate *priv = PRIVATE (PLUME_PARAMETER_ROW (object));

  g_clear_pointer (&priv->popover, gtk_widget_unparent);
  g_clear_object (&priv->study);
  G_OBJECT_CLASS (plume_parameter_row_parent_class)->dispose (object);
}

static void
plume_parameter_row_class_init (PlumeParameterRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_parameter_row_dispose;
  G_OBJECT_CLASS (class)->set_property = plume_parameter_row_set_property;
  G_OBJECT_CLASS (class)->get_property = plume_parameter_row_get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), 1,
      g_param_spec_boolean ("starred", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  widget_class->size_allocate = plume_parameter_row_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-parameter-row.ui");
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, title);
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, reset);
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, play);
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, suffix);
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, body);
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, message);
  gtk_widget_class_bind_template_child_private (widget_class, PlumeParameterRow, context_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_title_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_pressed);
  gtk_widget_class_install_action (widget_class, "row.reset", NULL, reset_value);
  gtk_widget_class_install_action (widget_class, "row.play", NULL, play_parameter);
  gtk_widget_class_install_action (widget_class, "row.sweep", NULL, sweep_parameter);
  gtk_widget_class_install_property_action (widget_class, "row.star", "starred");
  gtk_widget_class_install_action (widget_class, "row.copy-command", NULL, copy_command);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
}

static void
plume_parameter_row_init (PlumeParameterRow *row)
{
  PRIVATE (row)->syncing = TRUE; /* until there is a study */
  g_type_ensure (ADW_TYPE_BIN);
  gtk_widget_init_template (GTK_WIDGET (row));
}

static GType
type_for_kind (PlumeKind kind)
{
  switch (kind)
    {
    case PLUME_KIND_CHOICE:
      return PLUME_TYPE_CHOICE_ROW;
    case PLUME_KIND_SWITCH:
      return PLUME_TYPE_SWITCH_ROW;
    case PLUME_KIND_SEED:
      return PLUME_TYPE_SEED_ROW;
    case PLUME_KIND_COLUMN:
      return PLUME_TYPE_COLUMN_ROW;
    case PLUME_KIND_TEXT:
    case PLUME_KIND_GRID:
      return PLUME_TYPE_TEXT_ROW;
    default:
      return PLUME_TYPE_NUMBER_ROW;
    }
}

/**
 * plume_parameter_row_new:
 * @study: the study
 * @address: a parameter, or a cell of a table
 */
GtkWidget *
plume_parameter_row_new (PlumeStudy *study, const PlumeAddress *address)
{
  const PlumeParameter *parameter =
      plume_address_get_parameter (plume_study_get_experiment (study), address);
  PlumeParameterRow *row = g_object_new (type_for_kind (parameter->kind), NULL);
  PlumeParameterRowPrivate *priv = PRIVATE (row);
  gboolean numeric = parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER;
  g_autofree char *title = g_markup_escape_text (plume_translate (parameter->title), -1);
  g_autofree char *symbol = plume_format_markup (parameter->symbol);
  g_autofree char *markup =
      parameter->symbol != NULL && *parameter->symbol != '\0'
          ? g_strdup_printf ("%s <span alpha=\"60%%\">%s</span>", title, symbol)
          : g_strdup (title);

  priv->study = g_object_ref (study);
  priv->address = *address;
  priv->parameter = parameter;
  gtk_label_set_markup (priv->title, markup);
  if (parameter->help != NULL)
    plume_widget_set_tip (GTK_WIDGET (priv->title), plume_translate (parameter->help));
  gtk_widget_set_visible (priv->play, numeric);
  gtk_widget_action_set_enabled (GTK_WIDGET (row), "row.play", numeric);
  gtk_widget_action_set_enabled (GTK_WIDGET (row), "row.sweep",
                                 numeric || parameter->kind == PLUME_KIND_CHOICE);
  gtk_widget_action_set_enabled (GTK_WIDGET (row), "row.star", address->row < 0);
  priv->syncing = TRUE;
  PLUME_PARAMETER_ROW_GET_CLASS (row)->bind (row, parameter);
  priv->syncing = FALSE;
  plume_parameter_row_sync (row);
  return GTK_WIDGET (row);
}

/**
 * plume_parameter_row_sync:
 *
 * Shows the study's value, whether it can be reset, and forgets a refusal.
 */
void
plume_parameter_row_sync (PlumeParameterRow *row)
{
  PlumeParameterRowPrivate *priv = PRIVATE (row);
  PlumeValues *values = plume_study_get_values (priv->study);

  if (priv->syncing)
    return;
  priv->syncing = TRUE;
  PLUME_PARAMETER_ROW_GET_CLASS (row)->sync (row, plume_values_get (values, &priv->address));
  gtk_widget_set_visible (priv->reset, !plume_values_are_default (values, &priv->address));
  plume_parameter_row_refuse (row, NULL);
  priv->syncing = FALSE;
}

gboolean
plume_parameter_row_shows (PlumeParameterRow *row)
{
  return plume_values_shows (plume_study_get_values (PRIVATE (row)->study),
                             &PRIVATE (row)->address);
}

/**
 * plume_parameter_row_matches:
 * @needle: (nullable): words that are searched for; folded for case
 */
gboolean
plume_parameter_row_matches (PlumeParameterRow *row, const char *needle)
{
  const PlumeParameter *parameter = PRIVATE (row)->parameter;
  const char *fields[] = { plume_translate (parameter->title), parameter->id,
                           plume_translate (parameter->help), plume_translate (parameter->group) };

  if (needle == NULL || *needle == '\0')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *folded = g_utf8_casefold (fields[i] != NULL ? fields[i] : "", -1);

      if (strstr (folded, needle) != NULL)
        return TRUE;
    }
  return FALSE;
}

const PlumeParameter *
plume_parameter_row_get_parameter (PlumeParameterRow *row)
{
  return PRIVATE (row)->parameter;
}

PlumeStudy *
plume_parameter_row_get_study (PlumeParameterRow *row)
{
  return PRIVATE (row)->study;
}

gboolean
plume_parameter_row_is_syncing (PlumeParameterRow *row)
{
  return PRIVATE (row)->syncing;
}

/* Shows under the row why a value was refused; NULL takes the message away. */
void
plume_parameter_row_refuse (PlumeParameterRow *row, const char *sentence)
{
  PlumeParameterRowPrivate *priv = PRIVATE (row);

  gtk_label_set_text (priv->message, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->message), sentence != NULL);
}

void
plume_parameter_row_set_number (PlumeParameterRow *row, double number)
{
  PlumeParameterRowPrivate *priv = PRIVATE (row);
  g_autoptr (GError) error = NULL;

  if (priv->syncing)
    return;
  if (plume_study_set_number (priv->study, &priv->address, number, &error))
    plume_parameter_row_refuse (row, NULL);
  else
    plume_parameter_row_refuse (row, error->message);
}

void
plume_parameter_row_set_text (PlumeParameterRow *row, const char *text)
{
  PlumeParameterRowPrivate *priv = PRIVATE (row);
  g_autoptr (GError) error = NULL;

  if (priv->syncing)
    return;
  if (plume_study_set_text (priv->study, &priv->address, text, &error))
    plume_parameter_row_refuse (row, NULL);
  else
    plume_parameter_row_refuse (row, error->message);
}

void
plume_parameter_row_set_held (PlumeParameterRow *row, gboolean held)
{
  plume_study_set_held (PRIVATE (row)->study, held);
}
