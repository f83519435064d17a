/* plume-title-button.c: one of many titles.
 *
 * Popovers take longer to build than all the rest of a row, and most are never opened: it is made
 * when it is opened first.
 */
#include "app/plume-title-button.h"

#include "app/plume-tip.h"
#include "app/plume-title-popover.h"

struct _PlumeTitleButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *text;

  PlumeTitlePopover *popover; /* nullable, owned by the button */
  PlumeTitleList *titles;     /* nullable */
  char *name, *search;
};

enum
{
  PROPERTY_NAME_OF_CHOICE = 1,
  PROPERTY_SEARCH_TEXT,
  PROPERTY_MAX_WIDTH_CHARS,
};

G_DEFINE_FINAL_TYPE (PlumeTitleButton, plume_title_button, GTK_TYPE_WIDGET)

static guint opening_signal, chosen_signal;

static void
on_chosen (PlumeTitlePopover *popover, guint index, PlumeTitleButton *button)
{
  g_signal_emit (button, chosen_signal, 0, index);
}

static void
on_show (PlumeTitlePopover *popover, PlumeTitleButton *button)
{
  g_signal_emit (button, opening_signal, 0);
  plume_title_popover_begin (popover);
}

static void
make_popover (GtkMenuButton *menu_button, gpointer user_data)
{
  PlumeTitleButton *button = user_data;

  if (button->popover != NULL)
    return;
  button->popover = PLUME_TITLE_POPOVER (plume_title_popover_new (button->name, button->search));
  plume_title_popover_set_titles (button->popover, button->titles);
  g_signal_connect (button->popover, "chosen", G_CALLBACK (on_chosen), button);
  g_signal_connect (button->popover, "show", G_CALLBACK (on_show), button);
  gtk_menu_button_set_popover (menu_button, GTK_WIDGET (button->popover));
}

/* A row of which it is the control opens it. */
static gboolean
plume_title_button_mnemonic_activate (GtkWidget *widget, gboolean group_cycling)
{
  gtk_menu_button_popup (PLUME_TITLE_BUTTON (widget)->button);
  return TRUE;
}

static void
plume_title_button_set_property (GObject *object,
                                 guint property,
                                 const GValue *value,
                                 GParamSpec *spec)
{
  PlumeTitleButton *button = PLUME_TITLE_BUTTON (object);

  if (property == PROPERTY_NAME_OF_CHOICE)
    plume_title_button_set_name (button, g_value_get_string (value));
  else if (property == PROPERTY_MAX_WIDTH_CHARS)
    gtk_label_set_max_width_chars (button->text, g_value_get_int (value));
  else
    {
      g_free (button->search);
      button->search = g_value_dup_string (value);
    }
}

static void
plume_title_button_dispose (GObject *object)
{
  PlumeTitleButton *button = PLUME_TITLE_BUTTON (object);

  button->popover = NULL;
  if (button->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (button->button));
  button->button = NULL;
  g_clear_object (&button->titles);
  g_clear_pointer (&button->name, g_free);
  g_clear_pointer (&button->search, g_free);
  G_OBJECT_CLASS (plume_title_button_parent_class)->dispose (object);
}

static void
plume_title_button_class_init (PlumeTitleButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_title_button_dispose;
  G_OBJECT_CLASS (class)->set_property = plume_title_button_set_property;
  g_object_class_install_property (G_OBJECT_CLASS (class), PROPERTY_NAME_OF_CHOICE,
                                   g_param_spec_string ("name-of-choice", NULL, NULL, NULL,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (G_OBJECT_CLASS (class), PROPERTY_SEARCH_TEXT,
                                   g_param_spec_string ("search-text", NULL, NULL, NULL,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (G_OBJECT_CLASS (class), PROPERTY_MAX_WIDTH_CHARS,
                                   g_param_spec_int ("max-width-chars", NULL, NULL, -1, G_MAXINT,
                                                     -1,
                                                     G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  widget_class->mnemonic_activate = plume_title_button_mnemonic_activate;
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
}

static void
plume_title_button_init (PlumeTitleButton *button)
{
  gtk_widget_init_template (GTK_WIDGET (button));
  gtk_menu_button_set_create_popup_func (button->button, make_popover, button, NULL);
}

void
plume_title_button_set_name (PlumeTitleButton *button, const char *name)
{
  g_free (button->name);
  button->name = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
plume_title_button_set_text (PlumeTitleButton *button, const char *text)
{
  gtk_label_set_text (button->text, text);
  plume_widget_set_tip (GTK_WIDGET (button->button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/**
 * plume_title_button_set_titles:
 * @titles: (transfer none): what can be chosen
 *
 * No signal is emitted.
 */
void
plume_title_button_set_titles (PlumeTitleButton *button, PlumeTitleList *titles)
{
  g_set_object (&button->titles, titles);
  if (button->popover != NULL)
    plume_title_popover_set_titles (button->popover, titles);
}
