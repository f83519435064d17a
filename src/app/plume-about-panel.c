/* plume-about-panel.c: what an experiment is: text, equations, citation. */
#include "app/plume-about-panel.h"

#include "app/plume-number-format.h"
#include <glib/gi18n.h>

struct _PlumeAboutPanel
{
  GtkWidget parent_instance;

  GtkWidget *frame;
  GtkLabel *text;
  GtkLabel *equations;
  GtkLabel *citation;
  GtkLinkButton *link;
};

G_DEFINE_FINAL_TYPE (PlumeAboutPanel, plume_about_panel, GTK_TYPE_WIDGET)

static void
plume_about_panel_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_ABOUT_PANEL (object)->frame, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_about_panel_parent_class)->dispose (object);
}

static void
plume_about_panel_class_init (PlumeAboutPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_about_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-about-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, frame);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, text);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, equations);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, citation);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, link);
}

static void
plume_about_panel_init (PlumeAboutPanel *panel)
{
  gtk_widget_init_template (GTK_WIDGET (panel));
}

static void
show_or_hide (GtkLabel *label, const char *text, gboolean markup)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
  if (markup && text != NULL && pango_parse_markup (text, -1, 0, NULL, NULL, NULL, NULL))
    gtk_label_set_markup (label, text);
  else
    gtk_label_set_text (label, text != NULL ? text : "");
}

/* A bare DOI or arXiv number becomes an address. */
static char *
make_address (const char *link)
{
  if (strstr (link, "://") != NULL)
    return g_strdup (link);
  if (g_str_has_prefix (link, "10."))
    return g_strconcat ("https://doi.org/", link, NULL);
  if (g_ascii_strncasecmp (link, "doi:", 4) == 0)
    return g_strconcat ("https://doi.org/", link + 4, NULL);
  if (g_ascii_strncasecmp (link, "arxiv:", 6) == 0)
    return g_strconcat ("https://arxiv.org/abs/", link + 6, NULL);
  return g_strconcat ("https://", link, NULL);
}

void
plume_about_panel_set_experiment (PlumeAboutPanel *panel, const PlumeExperiment *experiment)
{
  g_autoptr (GString) citation = g_string_new (NULL);
  g_autofree char *about = plume_format_markup (plume_translate (experiment->about));
  g_autofree char *equations = plume_format_markup (experiment->equations);

  show_or_hide (panel->text, about, TRUE);
  show_or_hide (panel->equations, equations, TRUE);

  if (experiment->authors != NULL)
    g_string_append (citation, experiment->authors);
  if (experiment->paper != NULL)
    g_string_append_printf (citation, "%s%s", citation->len > 0 ? ", " : "", experiment->paper);
  if (experiment->year != NULL)
    g_string_append_printf (citation, citation->len > 0 ? " (%s)" : "%s", experiment->year);
  show_or_hide (panel->citation, citation->str, FALSE);

  gtk_widget_set_visible (GTK_WIDGET (panel->link), experiment->link != NULL);
  if (experiment->link != NULL)
    {
      g_autofree char *address = make_address (experiment->link);

      gtk_link_button_set_uri (panel->link, address);
      gtk_widget_set_tooltip_text (GTK_WIDGET (panel->link), address);
    }
}
