/* plume-canvas-private.h: what the files of the canvas share: its state and the doors between its
 * rooms.
 *
 * plume-canvas.c follows the study; -snapshot puts the picture together; -picture paints with Cairo
 * on a worker thread, -gl with OpenGL, with -pixels for images; -limits knows how axes move;
 * -gestures and -keys turn events into that; -brush draws; -select chooses items; -crosshair reads
 * data out; -menu copies and exports.
 */
#pragma once

#include "app/plume-canvas.h"
#include "gl/plume-gl-painter.h"

G_BEGIN_DECLS

typedef struct _PlumePicture PlumePicture;
typedef struct _PlumeCanvasGl PlumeCanvasGl;

typedef enum
{
  PLUME_GRIP_NONE,
  PLUME_GRIP_PAN,
  PLUME_GRIP_BOX,
  PLUME_GRIP_HANDLE,
  PLUME_GRIP_PINCH,
  PLUME_GRIP_BRUSH,
  PLUME_GRIP_ORBIT,
  PLUME_GRIP_SELECT,
} PlumeGrip;

/**
 * PlumeChoosing: what becomes of items that are inside an outline.
 */
typedef enum
{
  PLUME_CHOOSE_ONLY,
  PLUME_CHOOSE_MORE,
  PLUME_CHOOSE_LESS,
} PlumeChoosing;

/**
 * PlumeZone: which part of which plot a point belongs to; the strips of the axes move one direction
 * only.
 */
typedef struct
{
  int plot;
  gboolean x, y;
} PlumeZone;

struct _PlumeCanvas
{
  GtkWidget parent_instance;

  PlumeStudy *study;
  guint view;
  PlumeFigure *figure;                /* the newest good one */
  char *failure;                      /* why there is none for the present values */
  PlumeLimits limits[PLUME_MAX_AXES]; /* as last seen in the view state */
  GStrv hidden_marks;
  gboolean held;
  gboolean presentation;
  PlumeColourMap colour_map;

  PlumeLayout *layout;
  gboolean automatic_x[PLUME_MAX_AXES], automatic_y[PLUME_MAX_AXES];
  gboolean forget_limits;
  guint tick;
  guint portions; /* while a layout waits for its turn */
  guint wait_timeout, describe_timeout;
  gboolean waiting; /* the work takes longer than a moment */

  GtkWidget *area; /* GtkGLArea, NULL where Cairo paints */
  PlumeCanvasGl *gl;
  GHashTable *pixels;
  gboolean insist_on_gl;
  PlumePicture *picture;
  GdkTexture *overlay;

  /* gestures */
  PlumeGrip grip;
  PlumeLayout *grip_layout;
  PlumeZone grip_zone;
  double grip_x, grip_y, box_x, box_y;
  gboolean grip_moved;
  char *grip_handle;
  double pointer_x, pointer_y;
  gboolean pointer_inside;

  /* drawing */
  gboolean draws;        /* the pointer draws instead of moving the axes */
  GArray *stroke;        /* places in data coordinates, from its beginning */
  PlumeValues *drawn_on; /* the values when it began */
  gboolean erases;
  guint straight_from; /* places before the straight segment that the pointer holds; 0 for none */

  /* choosing */
  gboolean can_select;    /* whether the figure has items */
  gboolean selects;       /* the pointer chooses instead of moving the axes */
  gboolean lasso;         /* a free outline, else a rectangle */
  GArray *outline;        /* of the lasso, places on the canvas */
  PlumeChoosing choosing; /* of the present outline */

  /* read-out */
  gboolean has_hit;
  gboolean searching; /* a worker thread looks for the nearest datum */
  PlumeHit hit;
  char *hit_text;
  gboolean hit_by_key;
  char *stop; /* id of the mark that has the keyboard */
  gsize stop_index;
  const PlumeMark *hovered_handle;

  GtkWidget *menu;
};

/* plume-canvas.c */
void plume_canvas_queue_layout (PlumeCanvas *canvas);
/* Whether a layout was asked for and is not made yet. */
gboolean plume_canvas_awaits_layout (const PlumeCanvas *canvas);
PlumeStyle plume_canvas_get_style (PlumeCanvas *canvas);
const PlumePlot *plume_canvas_get_plot (PlumeCanvas *canvas, int plot);
void plume_canvas_notice (PlumeCanvas *canvas, const char *sentence);

/* plume-canvas-picture.c */
void plume_canvas_picture_init (PlumeCanvas *canvas);
void plume_canvas_picture_dispose (PlumeCanvas *canvas);
void plume_canvas_picture_update (PlumeCanvas *canvas);
/* Whether there is anything to look at, be it old. */
gboolean plume_canvas_has_picture (PlumeCanvas *canvas);
/* Whether what is painted next is the newest figure at the present size. */
gboolean plume_canvas_picture_is_new (PlumeCanvas *canvas);
void plume_canvas_picture_snapshot (PlumeCanvas *canvas, GtkSnapshot *snapshot);

/* plume-canvas-gl.c */
void plume_canvas_gl_open (PlumeCanvas *canvas);
void plume_canvas_gl_close (PlumeCanvas *canvas);

/* plume-canvas-pixels.c */
gboolean plume_canvas_pixels_get (const PlumeLayout *layout,
                                  const PlumePlot *plot,
                                  const PlumeMark *mark,
                                  PlumeGlPixels *pixels,
                                  gpointer user_data);

/* plume-canvas-snapshot.c */
void plume_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* plume-canvas-limits.c */
void plume_canvas_make_layout (PlumeCanvas *canvas);
PlumeZone plume_canvas_zone_at (const PlumeLayout *layout, double x, double y);
void plume_canvas_pan (
    PlumeCanvas *canvas, const PlumeLayout *start, PlumeZone zone, double dx, double dy);
void plume_canvas_zoom (PlumeCanvas *canvas,
                        const PlumeLayout *start,
                        PlumeZone zone,
                        double x,
                        double y,
                        double factor);
gboolean plume_canvas_is_in_space (const PlumeLayout *layout, int plot);
/* Turns axes in space, in degrees since the movement began. */
void plume_canvas_orbit (
    PlumeCanvas *canvas, const PlumeLayout *start, int plot, double azimuth, double elevation);
void plume_canvas_zoom_to_box (
    PlumeCanvas *canvas, int plot, double x0, double y0, double x1, double y1);

/* plume-canvas-gestures.c */
void plume_canvas_gestures_init (PlumeCanvas *canvas);
void plume_canvas_gestures_stop (PlumeCanvas *canvas);
/* A whole stroke in four places, as the pointer would draw it; for tests. */
void plume_canvas_stroke (PlumeCanvas *canvas,
                          double x,
                          double y,
                          double dx,
                          double dy,
                          gboolean straight,
                          gboolean erases);
void plume_canvas_hover (PlumeCanvas *canvas, double x, double y);
void plume_canvas_click (PlumeCanvas *canvas, double x, double y, GdkModifierType state);
/* A whole outline as the pointer would draw it; for tests. */
void plume_canvas_drag_outline (PlumeCanvas *canvas,
                                const double *places,
                                gsize n_places,
                                gboolean lasso,
                                PlumeChoosing choosing);
void plume_canvas_move_handle (PlumeCanvas *canvas, const PlumeHit *handle, double x, double y);

/* plume-canvas-brush.c */
void plume_canvas_brush_begin (PlumeCanvas *canvas, double x, double y, gboolean erases);
void plume_canvas_brush_to (PlumeCanvas *canvas, double x, double y, gboolean straight);
void plume_canvas_brush_end (PlumeCanvas *canvas);

/* plume-canvas-select.c */
void plume_canvas_select_refresh (PlumeCanvas *canvas);
void plume_canvas_select_begin (
    PlumeCanvas *canvas, double x, double y, gboolean lasso, PlumeChoosing choosing);
void plume_canvas_select_to (PlumeCanvas *canvas, double x, double y);
/* Chooses what is inside, on a worker thread. */
void plume_canvas_select_end (PlumeCanvas *canvas);
void plume_canvas_select_hit (PlumeCanvas *canvas, const PlumeHit *hit, PlumeChoosing choosing);
void plume_canvas_clear_selection (PlumeCanvas *canvas);
void plume_canvas_copy_items (PlumeCanvas *canvas);
/* A click, where the view takes clicks; hit NULL for a place of the plane. */
void plume_canvas_pick (PlumeCanvas *canvas, const PlumeHit *hit, double x, double y);

/* plume-canvas-keys.c */
void plume_canvas_keys_init (PlumeCanvas *canvas);
gboolean plume_canvas_keys_focus (PlumeCanvas *canvas, GtkDirectionType direction);
void plume_canvas_keys_refresh (PlumeCanvas *canvas);
void plume_canvas_keys_stop_at (PlumeCanvas *canvas, const PlumeMark *mark);

/* plume-canvas-crosshair.c */
gboolean plume_canvas_is_heavy (const PlumeLayout *layout);
void plume_canvas_crosshair_at (PlumeCanvas *canvas, double x, double y);
void plume_canvas_crosshair_on (PlumeCanvas *canvas, const PlumeHit *hit);
void plume_canvas_crosshair_refresh (PlumeCanvas *canvas);
void plume_canvas_crosshair_hide (PlumeCanvas *canvas);
void plume_canvas_crosshair_snapshot (PlumeCanvas *canvas, GtkSnapshot *snapshot);

/* plume-canvas-menu.c */
void plume_canvas_menu_class_init (GtkWidgetClass *widget_class);
void plume_canvas_menu_popup (PlumeCanvas *canvas, double x, double y);
void plume_canvas_menu_dispose (PlumeCanvas *canvas);

G_END_DECLS
