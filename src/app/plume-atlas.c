/* plume-atlas.c: the left pane: all experiments by chapter, and a search over them. */
#include "app/plume-atlas.h"

#include "app/plume-atlas-entry.h"
#include "app/plume-atlas-words.h"
#include "app/plume-number-format.h"
#include "app/plume-recent.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-values.h"

struct _PlumeAtlas
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkSearchEntry *search;
  GtkListBox *list;

  char *needle; /* nullable */
};

G_DEFINE_FINAL_TYPE (PlumeAtlas, plume_atlas, GTK_TYPE_WIDGET)

static guint chosen_signal;

static PlumeChapter
get_chapter (GtkListBoxRow *row)
{
  return plume_atlas_entry_get_experiment (plume_atlas_entry_of (row))->chapter;
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  GtkWidget *label;

  if (before != NULL && get_chapter (before) == get_chapter (row))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  label = gtk_label_new (plume_translate (plume_chapter_get_title (get_chapter (row))));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "chapter");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  return plume_atlas_entry_matches (plume_atlas_entry_of (row), PLUME_ATLAS (user_data)->needle);
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  return (int)get_chapter (a) - (int)get_chapter (b); /* the sort is stable */
}

static void
on_search_changed (GtkSearchEntry *entry, PlumeAtlas *atlas)
{
  g_free (atlas->needle);
  atlas->needle = plume_atlas_words_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_list_box_invalidate_filter (atlas->list);
}

static void
on_search_stopped (GtkSearchEntry *entry, PlumeAtlas *atlas)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, PlumeAtlas *atlas)
{
  g_signal_emit (atlas, chosen_signal, 0,
                 plume_atlas_entry_get_experiment (plume_atlas_entry_of (row)));
}

/* Enter in the search opens the first experiment that is found. */
static void
on_search_activated (GtkSearchEntry *entry, PlumeAtlas *atlas)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (atlas->list, i)) != NULL; i++)
    if (plume_atlas_entry_matches (plume_atlas_entry_of (row), atlas->needle))
      {
        on_row_activated (atlas->list, row, atlas);
        return;
      }
}

static void
plume_atlas_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_ATLAS (object)->box, gtk_widget_unparent);
  g_clear_pointer (&PLUME_ATLAS (object)->needle, g_free);
  G_OBJECT_CLASS (plume_atlas_parent_class)->dispose (object);
}

static void
plume_atlas_class_init (PlumeAtlasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_atlas_dispose;
  g_type_ensure (PLUME_TYPE_RECENT);
  chosen_signal = g_signal_new ("chosen", PLUME_TYPE_ATLAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/plumelab/Plume/plume-atlas.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlas, box);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlas, search);
  gtk_widget_class_bind_template_child (widget_class, PlumeAtlas, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
plume_atlas_init (PlumeAtlas *atlas)
{
  gtk_widget_init_template (GTK_WIDGET (atlas));
  gtk_list_box_set_header_func (atlas->list, update_header, NULL, NULL);
  gtk_list_box_set_filter_func (atlas->list, filter_row, atlas, NULL);
  gtk_list_box_set_sort_func (atlas->list, compare_rows, NULL, NULL);
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    gtk_list_box_append (atlas->list, GTK_WIDGET (plume_atlas_entry_new_row (*experiment)));
}

void
plume_atlas_select (PlumeAtlas *atlas, const PlumeExperiment *experiment)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (atlas->list, i)) != NULL; i++)
    if (plume_atlas_entry_get_experiment (plume_atlas_entry_of (row)) == experiment)
      {
        gtk_list_box_select_row (atlas->list, row);
        return;
      }
  gtk_list_box_unselect_all (atlas->list);
}

void
plume_atlas_search (PlumeAtlas *atlas)
{
  gtk_widget_grab_focus (GTK_WIDGET (atlas->search));
}
