/* plume-view-grid.c: the shown views of a study, tiled.
 *
 * Every view has a tile; its frame is built when it is shown first, a frame a portion, so that
 * hidden views cost nothing and many views do not stop the window. A tile keeps the place.
 */
#include "app/plume-view-grid.h"

#include "app/plume-portions.h"
#include "app/plume-tile-layout.h"
#include "app/plume-view-frame.h"
#include "app/plume-view-window.h"
#include <adwaita.h>

struct _PlumeViewGrid
{
  GtkWidget parent_instance;

  PlumeStudy *study;
  GPtrArray *tiles;   /* by view: AdwBin, the children */
  GPtrArray *frames;  /* by view: PlumeViewFrame in its tile, or NULL */
  GPtrArray *windows; /* by view: PlumeViewWindow, or NULL where it is not detached */
  int enlarged;       /* view, or −1 */
  gboolean presentation;
  guint portions; /* while frames are being built */
};

G_DEFINE_FINAL_TYPE (PlumeViewGrid, plume_view_grid, GTK_TYPE_WIDGET)

static guint arranged_signal;

static void update (PlumeViewGrid *grid);

static void
on_enlarge (PlumeViewFrame *frame, PlumeViewGrid *grid)
{
  int view = (int)plume_view_frame_get_view (frame);

  plume_view_grid_enlarge (grid, grid->enlarged == view ? -1 : view);
}

static void
on_window_gone (GtkWindow *window, PlumeViewGrid *grid)
{
  guint view;

  if (!g_ptr_array_find (grid->windows, window, &view))
    return;
  g_ptr_array_index (grid->windows, view) = NULL;
  update (grid);
  g_signal_emit (grid, arranged_signal, 0);
}

/* The others move together when the view is seen in its new place: laying them out and painting
 * them takes longer than that window. */
static void
on_window_painted (GdkFrameClock *clock, PlumeViewGrid *grid)
{
  g_signal_handlers_disconnect_by_func (clock, on_window_painted, grid);
  if (grid->study == NULL)
    return;
  update (grid);
  g_signal_emit (grid, arranged_signal, 0);
}

static void
on_detach (PlumeViewFrame *frame, PlumeViewGrid *grid)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (grid));
  guint view = plume_view_frame_get_view (frame);
  GtkWindow *window =
      plume_view_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, grid->study, frame);

  g_ptr_array_index (grid->windows, view) = window;
  g_signal_connect_object (window, "unrealize", G_CALLBACK (on_window_gone), grid, 0);
  gtk_window_present (window);
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                           G_CALLBACK (on_window_painted), grid, 0);
}

static void
build_frame (PlumeViewGrid *grid, guint view)
{
  GtkWidget *frame = plume_view_frame_new (grid->study, view);

  g_signal_connect (frame, "enlarge", G_CALLBACK (on_enlarge), grid);
  g_signal_connect (frame, "detach", G_CALLBACK (on_detach), grid);
  plume_view_frame_set_presentation (PLUME_VIEW_FRAME (frame), grid->presentation);
  plume_view_frame_set_enlarged (PLUME_VIEW_FRAME (frame), grid->enlarged == (int)view);
  g_ptr_array_index (grid->frames, view) = frame;
  adw_bin_set_child (g_ptr_array_index (grid->tiles, view), frame);
}

static gboolean
is_here (PlumeViewGrid *grid, guint view)
{
  return plume_study_get_view_state (grid->study, view)->shown
         && g_ptr_array_index (grid->windows, view) == NULL;
}

static void
close_window (PlumeViewGrid *grid, guint view)
{
  GtkWindow *window = g_ptr_array_index (grid->windows, view);

  if (window == NULL)
    return;
  g_ptr_array_index (grid->windows, view) = NULL;
  gtk_window_destroy (window);
}

/* The next view that is seen and has no frame, −1 where there is none. */
static int
find_missing (PlumeViewGrid *grid)
{
  for (guint i = 0; i < grid->frames->len; i++)
    if (g_ptr_array_index (grid->frames, i) == NULL
        && gtk_widget_get_visible (g_ptr_array_index (grid->tiles, i)))
      return (int)i;
  return -1;
}

/* A PlumePortionFunc: the next frame. */
static gboolean
build_portion (gpointer data)
{
  PlumeViewGrid *grid = data;
  int view = find_missing (grid);

  if (view >= 0)
    build_frame (grid, (guint)view);
  else
    grid->portions = 0;
  return grid->portions != 0;
}

static void
update (PlumeViewGrid *grid)
{
  if (grid->enlarged >= 0 && !is_here (grid, (guint)grid->enlarged))
    grid->enlarged = -1;
  for (guint i = 0; i < grid->frames->len; i++)
    {
      GtkWidget *frame = g_ptr_array_index (grid->frames, i);

      if (!plume_study_get_view_state (grid->study, i)->shown)
        close_window (grid, i);
      gtk_widget_set_visible (g_ptr_array_index (grid->tiles, i),
                              is_here (grid, i)
                                  && (grid->enlarged < 0 || grid->enlarged == (int)i));
      if (frame != NULL)
        plume_view_frame_set_enlarged (PLUME_VIEW_FRAME (frame), grid->enlarged == (int)i);
    }
  if (grid->portions == 0 && find_missing (grid) >= 0)
    grid->portions = plume_portions_add (build_portion, grid);
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
  g_clear_handle_id (&grid->portions, plume_portions_remove);
  g_signal_handlers_disconnect_by_data (grid->study, grid);
  for (guint i = 0; i < grid->tiles->len; i++)
    {
      GtkWidget *frame = g_ptr_array_index (grid->frames, i);

      close_window (grid, i);
      if (frame != NULL) /* its buttons, pressed by keyboard, act a moment later */
        g_signal_handlers_disconnect_by_data (frame, grid);
      plume_portions_discard (g_ptr_array_index (grid->tiles, i), NULL);
    }
  g_ptr_array_set_size (grid->tiles, 0);
  g_ptr_array_set_size (grid->frames, 0);
  g_ptr_array_set_size (grid->windows, 0);
  g_clear_object (&grid->study);
}

static void
plume_view_grid_dispose (GObject *object)
{
  GtkWidget *tile;

  forget_study (PLUME_VIEW_GRID (object));
  while ((tile = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (tile);
  G_OBJECT_CLASS (plume_view_grid_parent_class)->dispose (object);
}

static void
plume_view_grid_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_VIEW_GRID (object)->tiles);
  g_ptr_array_unref (PLUME_VIEW_GRID (object)->frames);
  g_ptr_array_unref (PLUME_VIEW_GRID (object)->windows);
  G_OBJECT_CLASS (plume_view_grid_parent_class)->finalize (object);
}

static void
plume_view_grid_class_init (PlumeViewGridClass *class)
{
  G_OBJECT_CLASS (class)->dispose = plume_view_grid_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_view_grid_finalize;
  arranged_signal = g_signal_new ("arranged", PLUME_TYPE_VIEW_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), PLUME_TYPE_TILE_LAYOUT);
}

static void
plume_view_grid_init (PlumeViewGrid *grid)
{
  grid->tiles = g_ptr_array_new ();
  grid->frames = g_ptr_array_new ();
  grid->windows = g_ptr_array_new ();
  grid->enlarged = -1;
}

void
plume_view_grid_set_study (PlumeViewGrid *grid, PlumeStudy *study)
{
  guint n_views = plume_study_get_experiment (study)->n_views;

  forget_study (grid);
  grid->study = g_object_ref (study);
  grid->enlarged = -1;
  g_ptr_array_set_size (grid->frames, (int)n_views);
  g_ptr_array_set_size (grid->windows, (int)n_views);
  for (guint i = 0; i < n_views; i++)
    {
      GtkWidget *tile = adw_bin_new ();

      gtk_widget_set_parent (tile, GTK_WIDGET (grid));
      g_ptr_array_add (grid->tiles, tile);
    }
  update (grid);
  g_signal_connect (study, "changed", G_CALLBACK (on_changed), grid);
}

void
plume_view_grid_reset_views (PlumeViewGrid *grid)
{
  for (guint i = 0; i < grid->frames->len; i++)
    {
      if (g_ptr_array_index (grid->frames, i) != NULL)
        plume_view_frame_reset (g_ptr_array_index (grid->frames, i));
      if (g_ptr_array_index (grid->windows, i) != NULL)
        plume_view_window_reset (g_ptr_array_index (grid->windows, i));
    }
}

guint
plume_view_grid_get_n_shown (PlumeViewGrid *grid)
{
  guint n = 0;

  for (guint i = 0; i < grid->frames->len; i++)
    n += is_here (grid, i);
  return n;
}

int
plume_view_grid_get_enlarged (PlumeViewGrid *grid)
{
  return grid->enlarged;
}

void
plume_view_grid_enlarge (PlumeViewGrid *grid, int view)
{
  if (grid->enlarged == view)
    return;
  grid->enlarged = view;
  update (grid);
  g_signal_emit (grid, arranged_signal, 0);
}

void
plume_view_grid_step (PlumeViewGrid *grid, int direction)
{
  int n = (int)grid->frames->len;
  int view = grid->enlarged >= 0 ? grid->enlarged : direction > 0 ? -1 : n;

  do
    view += direction;
  while (view >= 0 && view < n && !is_here (grid, (guint)view));
  plume_view_grid_enlarge (grid, view >= 0 && view < n ? view : -1);
}

void
plume_view_grid_bring_back (PlumeViewGrid *grid)
{
  for (guint i = 0; i < grid->windows->len; i++)
    close_window (grid, i);
  if (grid->study == NULL)
    return;
  update (grid);
  g_signal_emit (grid, arranged_signal, 0);
}

void
plume_view_grid_set_presentation (PlumeViewGrid *grid, gboolean presentation)
{
  grid->presentation = presentation;
  for (guint i = 0; i < grid->frames->len; i++)
    if (g_ptr_array_index (grid->frames, i) != NULL)
      plume_view_frame_set_presentation (g_ptr_array_index (grid->frames, i), presentation);
}
