/* plume-chapter-section.c: the experiments of one chapter as cards. */
#include "app/plume-chapter-section.h"

#include "app/plume-atlas-entry.h"
#include "app/plume-number-format.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-values.h"

struct _PlumeChapterSection
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkFlowBox *cards;
};

G_DEFINE_FINAL_TYPE (PlumeChapterSection, plume_chapter_section, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void
on_card_activated (GtkFlowBox *cards, GtkFlowBoxChild *card, PlumeChapterSection *section)
{
  g_signal_emit (section, chosen_signal, 0,
                 plume_atlas_entry_get_experiment (plume_atlas_entry_of (card)));
}

static void
plume_chapter_section_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_CHAPTER_SECTION (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_chapter_section_parent_class)->dispose (object);
}

static void
plume_chapter_section_class_init (PlumeChapterSectionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_chapter_section_dispose;
  chosen_signal = g_signal_new ("chosen", PLUME_TYPE_CHAPTER_SECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-chapter-section.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeChapterSection, box);
  gtk_widget_class_bind_template_child (widget_class, PlumeChapterSection, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeChapterSection, cards);
  gtk_widget_class_bind_template_callback (widget_class, on_card_activated);
}

static void
plume_chapter_section_init (PlumeChapterSection *section)
{
  gtk_widget_init_template (GTK_WIDGET (section));
}

GtkWidget *
plume_chapter_section_new (PlumeChapter chapter)
{
  PlumeChapterSection *section = g_object_new (PLUME_TYPE_CHAPTER_SECTION, NULL);
  const char *title = plume_translate (plume_chapter_get_title (chapter));
  gboolean some = FALSE;

  gtk_label_set_text (section->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (section->cards), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    if ((*experiment)->chapter == chapter)
      {
        gtk_flow_box_append (section->cards, GTK_WIDGET (plume_atlas_entry_new_card (*experiment)));
        some = TRUE;
      }
  gtk_widget_set_visible (GTK_WIDGET (section), some);
  return GTK_WIDGET (section);
}

const PlumeExperiment *
plume_chapter_section_filter (PlumeChapterSection *section, const char *needle)
{
  const PlumeExperiment *first = NULL;
  GtkFlowBoxChild *child;

  for (int i = 0; (child = gtk_flow_box_get_child_at_index (section->cards, i)) != NULL; i++)
    {
      gboolean matches = plume_atlas_entry_matches (plume_atlas_entry_of (child), needle);

      gtk_widget_set_visible (GTK_WIDGET (child), matches);
      if (matches && first == NULL)
        first = plume_atlas_entry_get_experiment (plume_atlas_entry_of (child));
    }
  gtk_widget_set_visible (GTK_WIDGET (section), first != NULL);
  return first;
}
