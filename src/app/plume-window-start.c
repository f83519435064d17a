/* plume-window-start.c: what stands in the middle of the window: the start page, the cached picture
 * of an experiment that has just been opened, or its views. */
#include "app/plume-window-private.h"

#include "app/plume-thumbnails.h"

static gboolean
has_figure (PlumeStudy *study)
{
  const PlumePublication *publication = plume_study_get_publication (study);

  for (guint i = 0; publication != NULL && i < publication->experiment->n_views; i++)
    if (publication->figures[i] != NULL || publication->errors[i] != NULL)
      return TRUE;
  return FALSE;
}

void
plume_window_update_page (PlumeWindow *window)
{
  const char *page = "views";

  if (window->coming != NULL)
    page = "preview";
  else if (window->study == NULL || window->at_start)
    page = "start";
  else if (window->previewing && plume_study_is_busy (window->study) && !has_figure (window->study))
    page = "preview";
  else
    {
      window->previewing = FALSE;
      if (plume_view_grid_get_n_shown (window->grid) == 0)
        page = "hidden";
    }
  gtk_stack_set_visible_child_name (window->stack, page);
}

void
plume_window_stop_coming (PlumeWindow *window)
{
  window->coming = NULL;
  if (window->arrival != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (window), window->arrival);
  window->arrival = 0;
}

/* The second frame begins when the first is painted. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  const PlumeExperiment *experiment = window->coming;

  if (window->n_frames++ == 0)
    return G_SOURCE_CONTINUE;
  window->arrival = 0;
  window->coming = NULL;
  window->previewing = TRUE;
  plume_window_open_experiment (window, experiment);
  plume_window_update_page (window);
  return G_SOURCE_REMOVE;
}

static gboolean
has_picture (PlumeWindow *window, const PlumeExperiment *experiment)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkPaintable *picture = plume_thumbnails_find (plume_thumbnails_get (), experiment, dark);

  gtk_picture_set_paintable (window->preview, picture);
  return picture != NULL;
}

/* Building the controls and canvases takes some frames; meanwhile the picture is looked at. */
void
plume_window_come_to (PlumeWindow *window, const PlumeExperiment *experiment)
{
  plume_window_stop_coming (window);
  window->previewing = FALSE;
  if (!has_picture (window, experiment) || !gtk_widget_get_mapped (GTK_WIDGET (window))
      || (window->study != NULL && plume_study_get_experiment (window->study) == experiment))
    plume_window_open_experiment (window, experiment);
  else
    {
      window->coming = experiment;
      window->n_frames = 0;
      window->arrival = gtk_widget_add_tick_callback (GTK_WIDGET (window), on_tick, NULL, NULL);
    }
  plume_window_update_page (window);
}

void
plume_window_show_start (PlumeWindow *window)
{
  window->at_start = TRUE;
  plume_window_update_page (window);
  plume_start_page_search (window->start_page);
}

static void
toggle_start (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  if (!window->at_start)
    {
      plume_window_show_start (window);
      return;
    }
  window->at_start = FALSE;
  plume_window_update_page (window);
}

void
plume_window_class_init_start_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.start", NULL, toggle_start);
}
