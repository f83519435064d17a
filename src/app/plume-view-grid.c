/* plume-view-grid.c: the shown views of a study, tiled.
 *
 * A frame is made when its view is shown first, so that hidden views cost nothing.
 */
#include "app/plume-view-grid.h"

#include "app/plume-tile-layout.h"
#include "app/plume-view-frame.h"

struct _PlumeViewGrid
{
  GtkWidget parent_instance;

  PlumeStudy *study;
  GPtrArray *frames; /* by view: PlumeViewFrame or NULL */
  int enlarged;      /* view, or −1 */
};

G_DEFINE_FINAL_TYPE (PlumeViewGrid, plume_view_grid, GTK_TYPE_WIDGET)

static void update (PlumeViewGrid *grid);

static void
on_enlarge (PlumeViewFrame *frame, PlumeViewGrid *grid)
{
  int view = (int)plume_view_frame_get_view (frame);

  grid->enlarged = grid->enlarged == view ? -1 : view;
  update (grid);
}

/* Keeps the frames in the order of the views, whenever they are made. */
static GtkWidget *
make_frame (PlumeViewGrid *grid, guint view)
{
  GtkWidget *frame = plume_view_frame_new (grid->study, view);
  GtkWidget *previous = NULL;

  for (guint i = 0; i < view; i++)
    if (g_ptr_array_index (grid->frames, i) != NULL)
      previous = g_ptr_array_index (grid->frames, i);
  gtk_widget_insert_after (frame, GTK_WIDGET (grid), previous);
  g_signal_connect (frame, "enlarge", G_CALLBACK (on_enlarge), grid);
  g_ptr_array_index (grid->frames, view) = frame;
  return frame;
}

static void
update (PlumeViewGrid *grid)
{
  if (grid->enlarged >= 0
      && !plume_study_get_view_state (grid->study, (guint)grid->enlarged)->shown)
    grid->enlarged = -1;
  for (guint i = 0; i < grid->frames->len; i++)
    {
      gboolean shown = plume_study_get_view_state (grid->study, i)->shown;
      GtkWidget *frame = g_ptr_array_index (grid->frames, i);

      if (shown && frame == NULL)
        frame = make_frame (grid, i);
      if (frame == NULL)
        continue;
      gtk_widget_set_visible (frame, shown && (grid->enlarged < 0 || grid->enlarged == (int)i));
      plume_view_frame_set_enlarged (PLUME_VIEW_FRAME (frame), grid->enlarged == (int)i);
    }
}

static void
on_changed (PlumeStudy *study, PlumeViewGrid *grid)
{
  update (grid);
}

static void
forget_study (PlumeViewGrid *grid)
{
  if (grid->study == NULL)
    return;
  g_signal_handlers_disconnect_by_data (grid->study, grid);
  for (guint i = 0; i < grid->frames->len; i++)
    if (g_ptr_array_index (grid->frames, i) != NULL)
      gtk_widget_unparent (g_ptr_array_index (grid->frames, i));
  g_ptr_array_set_size (grid->frames, 0);
  g_clear_object (&grid->study);
}

static void
plume_view_grid_dispose (GObject *object)
{
  forget_study (PLUME_VIEW_GRID (object));
  G_OBJECT_CLASS (plume_view_grid_parent_class)->dispose (object);
}

static void
plume_view_grid_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_VIEW_GRID (object)->frames);
  G_OBJECT_CLASS (plume_view_grid_parent_class)->finalize (object);
}

static void
plume_view_grid_class_init (PlumeViewGridClass *class)
{
  G_OBJECT_CLASS (class)->dispose = plume_view_grid_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_view_grid_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), PLUME_TYPE_TILE_LAYOUT);
}

static void
plume_view_grid_init (PlumeViewGrid *grid)
{
  grid->frames = g_ptr_array_new ();
  grid->enlarged = -1;
}

void
plume_view_grid_set_study (PlumeViewGrid *grid, PlumeStudy *study)
{
  forget_study (grid);
  grid->study = g_object_ref (study);
  grid->enlarged = -1;
  g_ptr_array_set_size (grid->frames, (int)plume_study_get_experiment (study)->n_views);
  update (grid);
  g_signal_connect (study, "changed", G_CALLBACK (on_changed), grid);
}

void
plume_view_grid_reset_views (PlumeViewGrid *grid)
{
  for (guint i = 0; i < grid->frames->len; i++)
    if (g_ptr_array_index (grid->frames, i) != NULL)
      plume_view_frame_reset (g_ptr_array_index (grid->frames, i));
}

guint
plume_view_grid_get_n_shown (PlumeViewGrid *grid)
{
  guint n = 0;

  for (guint i = 0; i < grid->frames->len; i++)
    n += plume_study_get_view_state (grid->study, i)->shown;
  return n;
}
