/* plume-start-page.c: all experiments as cards in their chapters, a search, and recent files. */
#include "app/plume-start-page.h"

#include "app/plume-atlas-words.h"
#include "app/plume-chapter-section.h"
#include "app/plume-recent.h"

struct _PlumeStartPage
{
  GtkWidget parent_instance;

  GtkWidget *place;
  GtkSearchEntry *search;
  GtkBox *chapters;
  GtkWidget *nothing;
};

G_DEFINE_FINAL_TYPE (PlumeStartPage, plume_start_page, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void
on_chosen (PlumeChapterSection *section, gconstpointer experiment, PlumeStartPage *page)
{
  g_signal_emit (page, chosen_signal, 0, experiment);
}

static void
on_search_changed (GtkSearchEntry *entry, PlumeStartPage *page)
{
  g_autofree char *needle =
      plume_atlas_words_fold (gtk_editable_get_text (GTK_EDITABLE (page->search)));
  gboolean some = FALSE;

  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (page->chapters));
       section != NULL; section = gtk_widget_get_next_sibling (section))
    some |= plume_chapter_section_filter (PLUME_CHAPTER_SECTION (section), needle) != NULL;
  gtk_widget_set_visible (page->nothing, !some);
}

static void
on_search_stopped (GtkSearchEntry *entry, PlumeStartPage *page)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

/* Enter opens the first that is found. */
static void
on_search_activated (GtkSearchEntry *entry, PlumeStartPage *page)
{
  g_autofree char *needle = plume_atlas_words_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));

  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (page->chapters));
       section != NULL; section = gtk_widget_get_next_sibling (section))
    {
      const PlumeExperiment *found =
          plume_chapter_section_filter (PLUME_CHAPTER_SECTION (section), needle);

      if (found != NULL)
        {
          g_signal_emit (page, chosen_signal, 0, found);
          return;
        }
    }
}

static void
plume_start_page_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_START_PAGE (object)->place, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_start_page_parent_class)->dispose (object);
}

static void
plume_start_page_class_init (PlumeStartPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_start_page_dispose;
  g_type_ensure (PLUME_TYPE_RECENT);
  chosen_signal = g_signal_new ("chosen", PLUME_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeStartPage, place);
  gtk_widget_class_bind_template_child (widget_class, PlumeStartPage, search);
  gtk_widget_class_bind_template_child (widget_class, PlumeStartPage, chapters);
  gtk_widget_class_bind_template_child (widget_class, PlumeStartPage, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
}

/* The cards are made when the page is looked at first: the window opens sooner without them. */
static void
on_first_map (PlumeStartPage *page)
{
  g_signal_handlers_disconnect_by_func (page, on_first_map, NULL);
  for (int chapter = 0; chapter < PLUME_N_CHAPTERS; chapter++)
    {
      GtkWidget *section = plume_chapter_section_new ((PlumeChapter)chapter);

      g_signal_connect (section, "chosen", G_CALLBACK (on_chosen), page);
      gtk_box_append (page->chapters, section);
    }
}

static void
plume_start_page_init (PlumeStartPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
  g_signal_connect (page, "map", G_CALLBACK (on_first_map), NULL);
}

void
plume_start_page_search (PlumeStartPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (page->search));
}
