/* plume-atlas-row.c: one experiment in the atlas. */
#include "app/plume-atlas-row.h"

#include "app/plume-atlas-words.h"
#include "app/plume-number-format.h"
#include "app/plume-thumbnails.h"

struct _PlumeAtlasRow
{
  GtkListBoxRow parent_instance;

  GtkPicture *picture;
  GtkLabel *title;
  GtkLabel *summary;

  const PlumeExperiment *experiment;
  char *words;
};

G_DEFINE_FINAL_TYPE (PlumeAtlasRow, plume_atlas_row, GTK_TYPE_LIST_BOX_ROW)

static void
plume_atlas_row_finalize (GObject *object)
{
  g_free (PLUME_ATLAS_ROW (object)->words);
  G_OBJECT_CLASS (plume_atlas_row_parent_class)->finalize (object);
}

static void
plume_atlas_row_class_init (PlumeAtlasRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = plume_atlas_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-atlas-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasRow, picture);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasRow, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlasRow, summary);
}

static void
plume_atlas_row_init (PlumeAtlasRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

GtkWidget *
plume_atlas_row_new (const PlumeExperiment *experiment)
{
  PlumeAtlasRow *row = g_object_new (PLUME_TYPE_ATLAS_ROW, NULL);

  row->experiment = experiment;
  row->words = plume_atlas_words_of (experiment);
  gtk_label_set_text (row->title, plume_translate (experiment->title));
  gtk_label_set_text (row->summary, plume_translate (experiment->summary));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), plume_translate (experiment->summary));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plume_translate (experiment->title), -1);
  plume_thumbnails_show (plume_thumbnails_get (), row->picture, experiment);
  return GTK_WIDGET (row);
}

const PlumeExperiment *
plume_atlas_row_get_experiment (PlumeAtlasRow *row)
{
  return row->experiment;
}

gboolean
plume_atlas_row_matches (PlumeAtlasRow *row, const char *needle)
{
  return plume_atlas_words_match (row->words, needle);
}
