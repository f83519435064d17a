/* plume-atlas-entry.c: one experiment: its picture, title, summary and, on a card, its paper. */
#include "app/plume-atlas-entry.h"

#include "app/plume-atlas-words.h"
#include "app/plume-number-format.h"
#include "app/plume-thumbnails.h"
#include "app/plume-tip.h"

struct _PlumeAtlasEntry
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *waiting; /* seen until there is a picture, whose size is not asked for */
  GtkPicture *picture;
  GtkLabel *title;
  GtkLabel *summary;
  GtkLabel *paper;

  const PlumeExperiment *experiment;
  char *words;
};

G_DEFINE_FINAL_TYPE (PlumeAtlasEntry, plume_atlas_entry, GTK_TYPE_WIDGET)

static void
on_paintable (GtkPicture *picture, GParamSpec *spec, PlumeAtlasEntry *entry)
{
  gtk_widget_set_visible (entry->waiting, gtk_picture_get_paintable (picture) == NULL);
}

static void
plume_atlas_entry_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_ATLAS_ENTRY (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_atlas_entry_parent_class)->dispose (object);
}

static void
plume_atlas_entry_finalize (GObject *object)
{
  g_free (PLUME_ATLAS_ENTRY (object)->words);
  G_OBJECT_CLASS (plume_atlas_entry_parent_class)->finalize (object);
}

static void
plume_atlas_entry_class_init (PlumeAtlasEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_atlas_entry_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_atlas_entry_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-atlas-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasEntry, box);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasEntry, waiting);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasEntry, picture);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasEntry, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasEntry, summary);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasEntry, paper);
  gtk_widget_class_bind_template_callback (widget_class, on_paintable);
}

static void
plume_atlas_entry_init (PlumeAtlasEntry *entry)
{
  gtk_widget_init_template (GTK_WIDGET (entry));
}

/* A container of the type that holds the experiment and has its name. */
static gpointer
make (GType container_type, const PlumeExperiment *experiment)
{
  PlumeAtlasEntry *entry = g_object_new (PLUME_TYPE_ATLAS_ENTRY, NULL);
  GtkWidget *container = g_object_new (container_type, "child", entry, NULL);
  g_autofree char *paper = g_strdup_printf ("%s, %s", experiment->authors, experiment->year);

  entry->experiment = experiment;
  entry->words = plume_atlas_words_of (experiment);
  gtk_label_set_text (entry->title, plume_translate (experiment->title));
  gtk_label_set_text (entry->summary, plume_translate (experiment->summary));
  gtk_label_set_text (entry->paper, paper);
  plume_widget_set_tip (GTK_WIDGET (entry->paper), experiment->paper);
  gtk_accessible_update_property (GTK_ACCESSIBLE (container), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plume_translate (experiment->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  plume_translate (experiment->summary), -1);
  plume_thumbnails_show (plume_thumbnails_get (), entry->picture, experiment);
  return container;
}

GtkListBoxRow *
plume_atlas_entry_new_row (const PlumeExperiment *experiment)
{
  GtkListBoxRow *row = make (GTK_TYPE_LIST_BOX_ROW, experiment);
  PlumeAtlasEntry *entry = plume_atlas_entry_of (row);

  gtk_widget_add_css_class (entry->box, "atlas-row");
  gtk_widget_add_css_class (GTK_WIDGET (entry->summary), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (entry->summary), "caption");
  gtk_label_set_ellipsize (entry->title, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (entry->title, TRUE);
  gtk_label_set_width_chars (entry->summary, 20);
  gtk_label_set_max_width_chars (entry->summary, 24);
  gtk_widget_set_visible (GTK_WIDGET (entry->paper), FALSE);
  plume_widget_set_tip (GTK_WIDGET (row), plume_translate (experiment->summary));
  return row;
}

GtkFlowBoxChild *
plume_atlas_entry_new_card (const PlumeExperiment *experiment)
{
  GtkFlowBoxChild *card = make (GTK_TYPE_FLOW_BOX_CHILD, experiment);

  gtk_widget_add_css_class (GTK_WIDGET (card), "atlas-card");
  gtk_widget_add_css_class (plume_atlas_entry_of (card)->box, "card");
  gtk_widget_add_css_class (GTK_WIDGET (plume_atlas_entry_of (card)->title), "heading");
  return card;
}

PlumeAtlasEntry *
plume_atlas_entry_of (gpointer container)
{
  return PLUME_ATLAS_ENTRY (gtk_widget_get_first_child (GTK_WIDGET (container)));
}

const PlumeExperiment *
plume_atlas_entry_get_experiment (PlumeAtlasEntry *entry)
{
  return entry->experiment;
}

gboolean
plume_atlas_entry_matches (PlumeAtlasEntry *entry, const char *needle)
{
  return plume_atlas_words_match (entry->words, needle);
}
