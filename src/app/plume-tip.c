/* plume-tip.c: tooltips that cost nothing. */
#include "app/plume-tip.h"

struct _PlumeTip
{
  GObject parent_instance;

  GtkWidget *widget; /* nullable, as text, until it is set */
  char *text;
};

enum
{
  PROPERTY_WIDGET = 1,
  PROPERTY_TEXT,
};

G_DEFINE_FINAL_TYPE (PlumeTip, plume_tip, G_TYPE_OBJECT)

void
plume_widget_set_tip (GtkWidget *widget, const char *text)
{
  gboolean hide = gtk_widget_get_visible (widget) && !gtk_widget_get_mapped (widget);

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  if (hide)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (hide)
    gtk_widget_set_visible (widget, TRUE);
}

static void
plume_tip_set_property (GObject *object, guint property, const GValue *value, GParamSpec *spec)
{
  PlumeTip *tip = PLUME_TIP (object);

  if (property == PROPERTY_WIDGET)
    g_set_object (&tip->widget, g_value_get_object (value));
  else
    {
      g_free (tip->text);
      tip->text = g_value_dup_string (value);
    }
  if (tip->widget != NULL && tip->text != NULL)
    plume_widget_set_tip (tip->widget, tip->text);
}

static void
plume_tip_finalize (GObject *object)
{
  PlumeTip *tip = PLUME_TIP (object);

  g_clear_object (&tip->widget);
  g_free (tip->text);
  G_OBJECT_CLASS (plume_tip_parent_class)->finalize (object);
}

static void
plume_tip_class_init (PlumeTipClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = plume_tip_set_property;
  object_class->finalize = plume_tip_finalize;
  g_object_class_install_property (object_class, PROPERTY_WIDGET,
                                   g_param_spec_object ("widget", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
      object_class, PROPERTY_TEXT,
      g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
plume_tip_init (PlumeTip *tip)
{
}
