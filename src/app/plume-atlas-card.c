/* plume-atlas-card.c: one experiment on the start page. */
#include "app/plume-atlas-card.h"

#include "app/plume-atlas-words.h"
#include "app/plume-number-format.h"
#include "app/plume-thumbnails.h"

struct _PlumeAtlasCard
{
  GtkFlowBoxChild parent_instance;

  GtkPicture *picture;
  GtkLabel *title;
  GtkLabel *summary;
  GtkLabel *paper;

  const PlumeExperiment *experiment;
  char *words;
};

G_DEFINE_FINAL_TYPE (PlumeAtlasCard, plume_atlas_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
plume_atlas_card_finalize (GObject *object)
{
  g_free (PLUME_ATLAS_CARD (object)->words);
  G_OBJECT_CLASS (plume_atlas_card_parent_class)->finalize (object);
}

static void
plume_atlas_card_class_init (PlumeAtlasCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = plume_atlas_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-atlas-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasCard, picture);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasCard, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasCard, summary);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasCard, paper);
}

static void
plume_atlas_card_init (PlumeAtlasCard *card)
{
  gtk_widget_init_template (GTK_WIDGET (card));
}

GtkWidget *
plume_atlas_card_new (const PlumeExperiment *experiment)
{
  PlumeAtlasCard *card = g_object_new (PLUME_TYPE_ATLAS_CARD, NULL);
  g_autofree char *paper = g_strdup_printf ("%s, %s", experiment->authors, experiment->year);

  card->experiment = experiment;
  card->words = plume_atlas_words_of (experiment);
  gtk_label_set_text (card->title, plume_translate (experiment->title));
  gtk_label_set_text (card->summary, plume_translate (experiment->summary));
  gtk_label_set_text (card->paper, paper);
  gtk_widget_set_tooltip_text (GTK_WIDGET (card->paper), experiment->paper);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, plume_translate (experiment->title),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, plume_translate (experiment->summary), -1);
  plume_thumbnails_show (plume_thumbnails_get (), card->picture, experiment);
  return GTK_WIDGET (card);
}

const PlumeExperiment *
plume_atlas_card_get_experiment (PlumeAtlasCard *card)
{
  return card->experiment;
}

gboolean
plume_atlas_card_matches (PlumeAtlasCard *card, const char *needle)
{
  return plume_atlas_words_match (card->words, needle);
}
