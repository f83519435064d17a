/* plume-canvas-limits.c: how the axes on screen move: by pan and zoom of a person, and by
 * themselves when the data change.
 *
 * Pan and zoom are computed in pixels and taken back to data by the plot's inverse scales, so
 * linear, logarithmic and symmetric axes behave alike. Axes that nobody has moved follow the data,
 * but calmly: while a control is held they stay, and on release they stay too where the data still
 * fill them well, so that the eye sees the data move and not the frame. It knows no widgets.
 */
#include "app/plume-canvas-private.h"

#include <math.h>
#include <string.h>

/* Data that fill at least this share of the present range do not rescale it. */
#define LEAST_FILL 0.6
/* A box narrower than this, in units, zooms the other direction only. */
#define LEAST_BOX           8.0
#define LEAST_RELATIVE_SPAN 1e-12
/* Of axes in space. */
#define LEAST_ZOOM 0.2
#define MOST_ZOOM  50.0

static const PlumePlot *
get_plot (const PlumeLayout *layout, int plot)
{
  if (layout == NULL || plot < 0 || (guint)plot >= layout->plots->len)
    return NULL;
  return g_ptr_array_index (layout->plots, plot);
}

static gboolean
has_same_axes (const PlumeLayout *layout, const PlumeFigure *figure)
{
  if (layout == NULL || layout->plots->len != figure->axes->len)
    return FALSE;
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);
      const PlumePlot *plot = get_plot (layout, (int)i);

      if (g_strcmp0 (axes->id, plot->axes->id) != 0 || axes->in_space != plot->axes->in_space
          || axes->x.scale != plot->axes->x.scale || axes->y.scale != plot->axes->y.scale)
        return FALSE;
    }
  return TRUE;
}

/* Whether new limits, placed on the present axis, lie on it and fill it well; in units, so that it
 * holds for every scale. */
static gboolean
fills_well (double present_low, double present_high, double low, double high)
{
  double present = fabs (present_high - present_low);
  double overhang = 1e-6 * present;

  if (!isfinite (low) || !isfinite (high) || present <= 0)
    return FALSE;
  return MIN (low, high) >= MIN (present_low, present_high) - overhang
         && MAX (low, high) <= MAX (present_low, present_high) + overhang
         && fabs (high - low) >= LEAST_FILL * present;
}

static gboolean
keeps_x (const PlumePlot *present, const PlumePlot *natural)
{
  const PlumeAxis *axis = &natural->axes->x;

  return axis->from == axis->to && axis->scale != PLUME_SCALE_CATEGORY
         && fills_well (
             plume_plot_x (present, present->x_from), plume_plot_x (present, present->x_to),
             plume_plot_x (present, natural->x_from), plume_plot_x (present, natural->x_to));
}

static gboolean
keeps_y (const PlumePlot *present, const PlumePlot *natural)
{
  const PlumeAxis *axis = &natural->axes->y;

  return axis->from == axis->to && axis->scale != PLUME_SCALE_CATEGORY
         && fills_well (
             plume_plot_y (present, present->y_from), plume_plot_y (present, present->y_to),
             plume_plot_y (present, natural->y_from), plume_plot_y (present, natural->y_to));
}

static gboolean
keeps_z (const PlumePlot *present, const PlumePlot *natural)
{
  const PlumeAxis *axis = &natural->axes->z;

  return axis->from == axis->to
         && fills_well (present->space->z_from, present->space->z_to, natural->space->z_from,
                        natural->space->z_to);
}

static PlumeLayout *
lay_out (PlumeCanvas *canvas, const PlumeLimits *limits, guint n_limits)
{
  PlumeStyle style = plume_canvas_get_style (canvas);
  PlumeLayout *layout =
      plume_layout_new (canvas->figure, &style, gtk_widget_get_width (GTK_WIDGET (canvas)),
                        gtk_widget_get_height (GTK_WIDGET (canvas)), limits, n_limits,
                        (const char *const *)canvas->hidden_marks);

  plume_layout_set_selection (layout, plume_study_get_selection (canvas->study));
  return layout;
}

/* Fills the limits that nobody has set with those on screen, where natural is NULL or says that
 * they still serve. */
static gboolean
keep_limits (PlumeCanvas *canvas,
             const PlumeLayout *present,
             const PlumeLayout *natural,
             PlumeLimits *limits,
             guint n_limits)
{
  gboolean kept = FALSE;

  for (guint i = 0; i < n_limits; i++)
    {
      const PlumePlot *shown = get_plot (present, (int)i);
      const PlumePlot *wished = get_plot (natural, (int)i);

      if (isnan (limits[i].x_from) && canvas->automatic_x[i]
          && (wished == NULL || keeps_x (shown, wished)))
        {
          limits[i].x_from = shown->x_from;
          limits[i].x_to = shown->x_to;
          kept = TRUE;
        }
      if (isnan (limits[i].y_from) && canvas->automatic_y[i]
          && (wished == NULL || keeps_y (shown, wished)))
        {
          limits[i].y_from = shown->y_from;
          limits[i].y_to = shown->y_to;
          kept = TRUE;
        }
      if (shown->space != NULL && (wished == NULL || keeps_z (shown, wished)))
        {
          limits[i].z_from = shown->space->z_from;
          limits[i].z_to = shown->space->z_to;
          kept = TRUE;
        }
    }
  return kept;
}

/**
 * plume_canvas_make_layout:
 *
 * Lays the figure out at the size of the canvas, with the limits of the view state, or where there
 * are none those on screen while a control is held, or else those that suit the data. Needs a
 * figure and a size.
 */
void
plume_canvas_make_layout (PlumeCanvas *canvas)
{
  guint n_limits = MIN (canvas->figure->axes->len, PLUME_MAX_AXES);
  g_autoptr (PlumeLayout) present = g_steal_pointer (&canvas->layout);
  PlumeLimits limits[PLUME_MAX_AXES];
  gboolean comparable = has_same_axes (present, canvas->figure) && !canvas->forget_limits;

  memcpy (limits, canvas->limits, sizeof limits);
  if (comparable && canvas->held)
    {
      keep_limits (canvas, present, NULL, limits, n_limits);
      canvas->layout = lay_out (canvas, limits, n_limits);
    }
  else
    {
      canvas->layout = lay_out (canvas, limits, n_limits);
      if (comparable && keep_limits (canvas, present, canvas->layout, limits, n_limits))
        {
          plume_layout_unref (canvas->layout);
          canvas->layout = lay_out (canvas, limits, n_limits);
        }
    }
  canvas->forget_limits = FALSE;
  for (guint i = 0; i < n_limits; i++)
    {
      canvas->automatic_x[i] = isnan (canvas->limits[i].x_from);
      canvas->automatic_y[i] = isnan (canvas->limits[i].y_from);
    }
}

/**
 * plume_canvas_zone_at:
 *
 * Returns: the plot at a point; over its axes, left of and below the frame, one direction only;
 * plot −1 for none
 */
PlumeZone
plume_canvas_zone_at (const PlumeLayout *layout, double x, double y)
{
  PlumeZone zone = { -1, FALSE, FALSE };
  double nearest = INFINITY, nearest_left = INFINITY;

  if (layout == NULL)
    return zone;
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = get_plot (layout, (int)i);
      const PlumeRect *frame = &plot->frame;
      gboolean in_x = x >= frame->x && x <= frame->x + frame->width;
      gboolean in_y = y >= frame->y && y <= frame->y + frame->height;
      double below = y - frame->y - frame->height;

      if (in_x && in_y)
        return (PlumeZone){ (int)i, TRUE, TRUE };
      if (in_y && x < frame->x && frame->x - x < nearest_left)
        {
          nearest_left = frame->x - x;
          zone = (PlumeZone){ (int)i, FALSE, TRUE };
        }
      else if (in_x && below > 0 && below < MIN (nearest, 4 * layout->style.font_size))
        {
          nearest = below;
          zone = (PlumeZone){ (int)i, TRUE, FALSE };
        }
    }
  return zone;
}

/* Limits in the direction of the axis; NaN where the span is too small or too great to be told
 * apart in doubles. */
static void
take_range (double present_from, double present_to, double a, double b, double *from, double *to)
{
  double low = MIN (a, b), high = MAX (a, b);

  if (!isfinite (low) || !isfinite (high) || fabs (low) > 1e150 || fabs (high) > 1e150
      || high - low <= LEAST_RELATIVE_SPAN * MAX (fabs (low), fabs (high)) || high - low < 1e-200)
    return;
  *from = present_from <= present_to ? low : high;
  *to = present_from <= present_to ? high : low;
}

static void
show_rectangle (PlumeCanvas *canvas,
                const PlumeLayout *start,
                int index,
                gboolean along_x,
                gboolean along_y,
                PlumeRect rect)
{
  const PlumePlot *plot = get_plot (start, index);
  PlumeLimits wished = PLUME_LIMITS_NONE;

  if (plot == NULL || (guint)index >= PLUME_MAX_AXES)
    return;
  if (along_x)
    take_range (plot->x_from, plot->x_to, plume_plot_x_inverse (plot, rect.x),
                plume_plot_x_inverse (plot, rect.x + rect.width), &wished.x_from, &wished.x_to);
  if (along_y)
    take_range (plot->y_from, plot->y_to, plume_plot_y_inverse (plot, rect.y + rect.height),
                plume_plot_y_inverse (plot, rect.y), &wished.y_from, &wished.y_to);
  for (guint i = 0; i < MIN (start->plots->len, PLUME_MAX_AXES); i++)
    {
      const PlumePlot *other = get_plot (start, (int)i);
      gboolean takes_x =
          (int)i == index || (plot->axes->link_x != 0 && other->axes->link_x == plot->axes->link_x);
      gboolean takes_y =
          (int)i == index || (plot->axes->link_y != 0 && other->axes->link_y == plot->axes->link_y);
      PlumeLimits limits = canvas->limits[i];

      if (takes_x && !isnan (wished.x_from))
        {
          limits.x_from = wished.x_from;
          limits.x_to = wished.x_to;
        }
      if (takes_y && !isnan (wished.y_from))
        {
          limits.y_from = wished.y_from;
          limits.y_to = wished.y_to;
        }
      if (memcmp (&limits, &canvas->limits[i], sizeof limits) != 0)
        plume_study_set_limits (canvas->study, canvas->view, i, limits);
    }
}

gboolean
plume_canvas_is_in_space (const PlumeLayout *layout, int plot)
{
  return get_plot (layout, plot) != NULL && get_plot (layout, plot)->space != NULL;
}

/* Linked axes in space are looked at from one side. */
static void
set_camera (PlumeCanvas *canvas, const PlumeLayout *start, int index, PlumeCamera camera)
{
  const PlumePlot *plot = get_plot (start, index);

  for (guint i = 0; i < MIN (start->plots->len, PLUME_MAX_AXES); i++)
    {
      const PlumePlot *other = get_plot (start, (int)i);
      gboolean linked = plot->axes->link_x != 0 && other->axes->link_x == plot->axes->link_x;
      PlumeLimits limits = canvas->limits[i];

      if (other->space == NULL || ((int)i != index && !linked))
        continue;
      limits.camera = camera;
      if (memcmp (&limits, &canvas->limits[i], sizeof limits) != 0)
        plume_study_set_limits (canvas->study, canvas->view, i, limits);
    }
}

/**
 * plume_canvas_orbit:
 * @start: the layout when the movement began
 * @plot: axes in space
 * @azimuth, @elevation: movement since then, degrees
 */
void
plume_canvas_orbit (
    PlumeCanvas *canvas, const PlumeLayout *start, int plot, double azimuth, double elevation)
{
  PlumeCamera camera;

  if (!plume_canvas_is_in_space (start, plot))
    return;
  camera = get_plot (start, plot)->space->camera;
  camera.azimuth = fmod (camera.azimuth + azimuth, 360);
  camera.elevation = CLAMP (camera.elevation + elevation, -90, 90);
  set_camera (canvas, start, plot, camera);
}

/**
 * plume_canvas_pan:
 * @start: the layout when the movement began
 * @dx, @dy: movement since then, units
 */
void
plume_canvas_pan (
    PlumeCanvas *canvas, const PlumeLayout *start, PlumeZone zone, double dx, double dy)
{
  const PlumePlot *plot = get_plot (start, zone.plot);

  if (plot == NULL || plot->space != NULL)
    return;
  show_rectangle (
      canvas, start, zone.plot, zone.x && dx != 0, zone.y && dy != 0,
      (PlumeRect){ plot->frame.x - dx, plot->frame.y - dy, plot->frame.width, plot->frame.height });
}

/**
 * plume_canvas_zoom:
 * @x, @y: point that stays where it is
 * @factor: above 1 to come nearer
 */
void
plume_canvas_zoom (PlumeCanvas *canvas,
                   const PlumeLayout *start,
                   PlumeZone zone,
                   double x,
                   double y,
                   double factor)
{
  const PlumePlot *plot = get_plot (start, zone.plot);

  if (plot == NULL || !isfinite (factor) || factor <= 0)
    return;
  if (plot->space != NULL)
    {
      PlumeCamera camera = plot->space->camera;

      camera.zoom = CLAMP (camera.zoom * factor, LEAST_ZOOM, MOST_ZOOM);
      set_camera (canvas, start, zone.plot, camera);
      return;
    }
  show_rectangle (canvas, start, zone.plot, zone.x || plot->axes->equal_aspect,
                  zone.y || plot->axes->equal_aspect,
                  (PlumeRect){ x + (plot->frame.x - x) / factor, y + (plot->frame.y - y) / factor,
                               plot->frame.width / factor, plot->frame.height / factor });
}

/**
 * plume_canvas_zoom_to_box:
 *
 * Shows the box between two corners; a box that is narrow in one direction leaves that direction
 * alone.
 */
void
plume_canvas_zoom_to_box (PlumeCanvas *canvas, int plot, double x0, double y0, double x1, double y1)
{
  PlumeRect rect = { MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0) };

  if ((rect.width < LEAST_BOX && rect.height < LEAST_BOX)
      || plume_canvas_is_in_space (canvas->layout, plot))
    return;
  show_rectangle (canvas, canvas->layout, plot, rect.width >= LEAST_BOX, rect.height >= LEAST_BOX,
                  rect);
}
