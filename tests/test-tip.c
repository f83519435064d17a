/* test-tip.c: tooltips are as the toolkit's own, from code and from files of the interface. */
#include "app/plume-tip.h"

#define FILE_OF_INTERFACE                                                                          \
  "<interface>"                                                                                    \
  "<object class='PlumeTip'>"                                                                      \
  "<property name='widget'>button</property><property name='text'>Play</property></object>"        \
  "<object class='GtkButton' id='button'/>"                                                        \
  "<object class='PlumeTip'>"                                                                      \
  "<property name='widget'>hidden</property><property name='text'>Reset</property></object>"       \
  "<object class='GtkButton' id='hidden'><property name='visible'>False</property></object>"       \
  "</interface>"

static void
says (GtkWidget *widget, const char *text, gboolean visible)
{
  g_assert_cmpstr (gtk_widget_get_tooltip_text (widget), ==, text);
  g_assert_true (gtk_widget_get_has_tooltip (widget) == (text != NULL));
  g_assert_true (gtk_widget_get_visible (widget) == visible);
}

static void
count (GtkWidget *widget, GParamSpec *property, guint *n)
{
  ++*n;
}

static void
text_is_set_and_taken_away (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new ());
  guint n = 0;

  g_signal_connect (button, "notify::tooltip-text", G_CALLBACK (count), &n);
  plume_widget_set_tip (button, "one");
  says (button, "one", TRUE);
  plume_widget_set_tip (button, "one");
  g_assert_cmpuint (n, ==, 1);
  plume_widget_set_tip (button, NULL);
  says (button, NULL, TRUE);
  gtk_widget_set_visible (button, FALSE);
  plume_widget_set_tip (button, "two");
  says (button, "two", FALSE);
  g_object_unref (button);
}

static void
stays_on_screen (void)
{
  GtkWidget *window = gtk_window_new (), *button = gtk_button_new ();
  guint n_hidden = 0;

  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (button))
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect_swapped (button, "unmap", G_CALLBACK (g_atomic_int_inc), &n_hidden);
  plume_widget_set_tip (button, "one");
  says (button, "one", TRUE);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_cmpuint (n_hidden, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
interface_names_it (void)
{
  g_autoptr (GtkBuilder) builder = NULL;

  g_type_ensure (PLUME_TYPE_TIP);
  builder = gtk_builder_new_from_string (FILE_OF_INTERFACE, -1);
  says (GTK_WIDGET (gtk_builder_get_object (builder, "button")), "Play", TRUE);
  says (GTK_WIDGET (gtk_builder_get_object (builder, "hidden")), "Reset", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/app/tip/text-is-set-and-taken-away", text_is_set_and_taken_away);
  g_test_add_func ("/app/tip/stays-on-screen", stays_on_screen);
  g_test_add_func ("/app/tip/interface-names-it", interface_names_it);
  return g_test_run ();
}
