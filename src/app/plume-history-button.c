/* plume-history-button.c: the undo steps of a study, newest first; a click goes to one.
 *
 * The list is filled when it is looked at. A row is a title after one character that says where the
 * step stands: PRESENT, PAST or FUTURE (what can be redone).
 */
#include "app/plume-history-button.h"

#include "app/plume-number-format.h"
#include <glib/gi18n.h>

#define PRESENT '='
#define PAST    '-'
#define FUTURE  '+'

struct _PlumeHistoryButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkStringList *steps;

  PlumeStudy *study; /* nullable */
};

G_DEFINE_FINAL_TYPE (PlumeHistoryButton, plume_history_button, GTK_TYPE_WIDGET)

static void
fill (GtkMenuButton *menu_button, gpointer data)
{
  PlumeHistoryButton *button = data;
  guint n_steps = button->study != NULL ? plume_study_get_n_steps (button->study) : 0;
  guint position = n_steps > 0 ? plume_study_get_position (button->study) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  for (guint i = n_steps; i-- > 0;)
    {
      const char *title = plume_study_get_step_title (button->study, i);

      g_ptr_array_add (rows,
                       g_strdup_printf ("%c%s",
                                        i == position  ? PRESENT
                                        : i < position ? PAST
                                                       : FUTURE,
                                        title != NULL ? plume_translate (title) : _ ("As opened")));
    }
  g_ptr_array_add (rows, NULL);
  gtk_string_list_splice (button->steps, 0, g_list_model_get_n_items (G_LIST_MODEL (button->steps)),
                          (const char *const *)rows->pdata);
}

static char *
get_title (GtkListItem *item, const char *row)
{
  if (row == NULL)
    return NULL;
  return row[0] == PRESENT ? g_strdup_printf (_ ("%s (now)"), row + 1) : g_strdup (row + 1);
}

static double
get_opacity (GtkListItem *item, const char *row)
{
  return row != NULL && row[0] == FUTURE ? 0.55 : 1;
}

static gboolean
is_present (GtkListItem *item, const char *row)
{
  return row != NULL && row[0] == PRESENT;
}

static gboolean
take_keyboard (gpointer list)
{
  gtk_widget_grab_focus (list);
  return G_SOURCE_REMOVE;
}

/* The popover looks for something to focus before the list has rows. */
static void
on_mapped (GtkWidget *list, PlumeHistoryButton *button)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_keyboard, g_object_ref (list), g_object_unref);
}

static void
on_activated (GtkListView *view, guint row, PlumeHistoryButton *button)
{
  guint n_steps = plume_study_get_n_steps (button->study);

  gtk_menu_button_popdown (button->button);
  if (row < n_steps)
    gtk_widget_activate_action (GTK_WIDGET (button), "win.go-to-step", "u", n_steps - 1 - row);
}

static void
plume_history_button_dispose (GObject *object)
{
  PlumeHistoryButton *button = PLUME_HISTORY_BUTTON (object);

  if (button->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&button->button)));
  g_clear_object (&button->study);
  G_OBJECT_CLASS (plume_history_button_parent_class)->dispose (object);
}

static void
plume_history_button_class_init (PlumeHistoryButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_history_button_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-history-button.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeHistoryButton, button);
  gtk_widget_class_bind_template_child (widget_class, PlumeHistoryButton, steps);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_mapped);
  gtk_widget_class_bind_template_callback (widget_class, get_title);
  gtk_widget_class_bind_template_callback (widget_class, get_opacity);
  gtk_widget_class_bind_template_callback (widget_class, is_present);
}

static void
plume_history_button_init (PlumeHistoryButton *button)
{
  gtk_widget_init_template (GTK_WIDGET (button));
  gtk_menu_button_set_create_popup_func (button->button, fill, button, NULL);
}

void
plume_history_button_set_study (PlumeHistoryButton *button, PlumeStudy *study)
{
  g_set_object (&button->study, study);
  gtk_widget_set_sensitive (GTK_WIDGET (button->button),
                            study != NULL && plume_study_get_n_steps (study) > 1);
}

void
plume_history_button_popup (PlumeHistoryButton *button)
{
  if (gtk_widget_is_sensitive (GTK_WIDGET (button->button)))
    gtk_menu_button_popup (button->button);
}
