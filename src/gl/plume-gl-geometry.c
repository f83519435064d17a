/* plume-gl-geometry.c: marks as strokes, trapezoids and markers in device pixels.
 *
 * Lines come decimated from plume_path_from_mark(). A band is cut at every x of either edge into
 * trapezoids that do not overlap, so that their exact coverages add up. It knows no OpenGL.
 */
#include "gl/plume-gl-private.h"

#include "figure/plume-stamps.h"

#include <math.h>

void
plume_gl_geometry_init (PlumeGlGeometry *geometry)
{
  geometry->vertices = g_array_new (FALSE, FALSE, sizeof (PlumeGlVertex));
  geometry->trapezoids = g_array_new (FALSE, FALSE, sizeof (PlumeGlTrapezoid));
  geometry->markers = g_array_new (FALSE, FALSE, sizeof (PlumeGlMarker));
  geometry->runs = g_array_new (FALSE, FALSE, sizeof (PlumeStampRun));
  geometry->bounds = PLUME_GL_BOX_NONE;
}

void
plume_gl_geometry_clear (PlumeGlGeometry *geometry)
{
  g_clear_pointer (&geometry->vertices, g_array_unref);
  g_clear_pointer (&geometry->trapezoids, g_array_unref);
  g_clear_pointer (&geometry->markers, g_array_unref);
  g_clear_pointer (&geometry->runs, g_array_unref);
}

/* Empties it and keeps the room. */
void
plume_gl_geometry_restart (PlumeGlGeometry *geometry)
{
  g_array_set_size (geometry->vertices, 0);
  g_array_set_size (geometry->trapezoids, 0);
  g_array_set_size (geometry->markers, 0);
  g_array_set_size (geometry->runs, 0);
  geometry->bounds = PLUME_GL_BOX_NONE;
}

static void
grow_bounds (PlumeGlGeometry *geometry, float x, float y)
{
  PlumeGlBox *bounds = &geometry->bounds;

  bounds->left = MIN (bounds->left, x);
  bounds->top = MIN (bounds->top, y);
  bounds->right = MAX (bounds->right, x);
  bounds->bottom = MAX (bounds->bottom, y);
}

static void
add_vertex (PlumeGlGeometry *geometry, float x, float y, float length, int flags)
{
  PlumeGlVertex vertex = { x, y, length, (float)flags };

  g_array_append_val (geometry->vertices, vertex);
  grow_bounds (geometry, x, y);
}

void
plume_gl_geometry_add_segment (
    PlumeGlGeometry *geometry, double x0, double y0, double x1, double y1)
{
  add_vertex (geometry, (float)x0, (float)y0, 0,
              PLUME_GL_SEGMENT | PLUME_GL_LINE_BEGINS | PLUME_GL_LINE_ENDS);
  add_vertex (geometry, (float)x1, (float)y1, (float)hypot (x1 - x0, y1 - y0), 0);
}

/* One unbroken run of a path; a single point is a dot. */
static void
add_run (PlumeGlGeometry *geometry, const float *points, gsize n_points, double scale)
{
  double length = 0;

  for (gsize i = 0; i < n_points; i++)
    {
      double x = points[2 * i] * scale, y = points[2 * i + 1] * scale;
      gboolean begins_segment = i + 1 < n_points || n_points == 1;
      int flags = begins_segment ? PLUME_GL_SEGMENT | (i == 0 ? PLUME_GL_LINE_BEGINS : 0)
                                       | (i + 2 >= n_points ? PLUME_GL_LINE_ENDS : 0)
                                 : 0;

      if (i > 0)
        length += hypot (x - points[2 * i - 2] * scale, y - points[2 * i - 1] * scale);
      add_vertex (geometry, (float)x, (float)y, (float)length, flags);
      if (n_points == 1)
        add_vertex (geometry, (float)x, (float)y, 0, 0);
    }
}

void
plume_gl_geometry_add_line (PlumeGlGeometry *geometry,
                            const PlumePlot *plot,
                            const PlumeMark *mark,
                            double scale)
{
  PlumePath path;
  gsize from = 0;

  plume_path_from_mark (plot, mark, scale, &path);
  while (from < path.n_points)
    {
      gsize to = from;

      while (to < path.n_points && !isnan (path.points[2 * to]))
        to++;
      if (to > from)
        add_run (geometry, &path.points[2 * from], to - from, scale);
      from = to + 1;
    }
  plume_path_clear (&path);
}

static double
near_frame (double value, double start, double length)
{
  return CLAMP (value, start - length - 8, start + 2 * length + 8);
}

void
plume_gl_geometry_add_segments (PlumeGlGeometry *geometry,
                                const PlumePlot *plot,
                                const PlumeMark *mark,
                                double scale)
{
  const PlumeRect *frame = &plot->frame;

  for (gsize i = 0; i < mark->x->length; i++)
    {
      double x0 = plume_plot_x (plot, mark->x->values[i]),
             y0 = plume_plot_y (plot, mark->y->values[i]);
      double x1 = plume_plot_x (plot, mark->x1->values[i]),
             y1 = plume_plot_y (plot, mark->y1->values[i]);

      if (!isfinite (x0 + y0 + x1 + y1) || MAX (x0, x1) < frame->x
          || MIN (x0, x1) > frame->x + frame->width || MAX (y0, y1) < frame->y
          || MIN (y0, y1) > frame->y + frame->height)
        continue;
      plume_gl_geometry_add_segment (geometry, scale * near_frame (x0, frame->x, frame->width),
                                     scale * near_frame (y0, frame->y, frame->height),
                                     scale * near_frame (x1, frame->x, frame->width),
                                     scale * near_frame (y1, frame->y, frame->height));
    }
}

void
plume_gl_geometry_add_rules (PlumeGlGeometry *geometry,
                             const PlumePlot *plot,
                             const PlumeMark *mark,
                             double scale)
{
  const PlumeRect *frame = &plot->frame;
  gboolean vertical = mark->x != NULL;
  const PlumeArray *places = vertical ? mark->x : mark->y;
  double start = vertical ? frame->x : frame->y, size = vertical ? frame->width : frame->height;

  for (gsize i = 0; i < places->length; i++)
    {
      double place = vertical ? plume_plot_x (plot, places->values[i])
                              : plume_plot_y (plot, places->values[i]);

      if (!(place >= start - 0.5 && place <= start + size + 0.5))
        continue;
      if (vertical)
        plume_gl_geometry_add_segment (geometry, scale * place, scale * frame->y, scale * place,
                                       scale * (frame->y + frame->height));
      else
        plume_gl_geometry_add_segment (geometry, scale * frame->x, scale * place,
                                       scale * (frame->x + frame->width), scale * place);
    }
}

/* Edges of the box of axes in space that are behind the data. */
void
plume_gl_geometry_add_box (PlumeGlGeometry *geometry, const PlumePlot *plot, double scale)
{
  const PlumeRect *frame = &plot->frame;

  for (guint i = 0; i < plot->space->back->len; i++)
    {
      const PlumeLayoutSegment *segment = &g_array_index (plot->space->back, PlumeLayoutSegment, i);

      if (MAX (segment->x0, segment->x1) >= frame->x
          && MIN (segment->x0, segment->x1) <= frame->x + frame->width)
        plume_gl_geometry_add_segment (geometry, scale * segment->x0, scale * segment->y0,
                                       scale * segment->x1, scale * segment->y1);
    }
}

/* Horizontal lines at the major ticks, on the middles of pixels. */
void
plume_gl_geometry_add_grid (PlumeGlGeometry *geometry, const PlumePlot *plot, double scale)
{
  for (guint i = 0; i < plot->axes->marks->len; i++)
    if (((const PlumeMark *)g_ptr_array_index (plot->axes->marks, i))->kind == PLUME_MARK_IMAGE)
      return;
  for (guint i = 0; i < plot->y_ticks->len; i++)
    {
      const PlumeTick *tick = &g_array_index (plot->y_ticks, PlumeTick, i);
      double y = floor (tick->position * scale) + 0.5;

      if (!tick->minor)
        plume_gl_geometry_add_segment (geometry, scale * plot->frame.x, y,
                                       scale * (plot->frame.x + plot->frame.width), y);
    }
}

static void
append_trapezoid (PlumeGlGeometry *geometry,
                  double x0,
                  double x1,
                  double upper0,
                  double upper1,
                  double lower0,
                  double lower1)
{
  PlumeGlTrapezoid trapezoid = { (float)x0,     (float)x1,     (float)upper0,
                                 (float)upper1, (float)lower0, (float)lower1 };

  if (!(trapezoid.x1 > trapezoid.x0))
    return;
  g_array_append_val (geometry->trapezoids, trapezoid);
  grow_bounds (geometry, trapezoid.x0, MIN (trapezoid.upper0, trapezoid.upper1));
  grow_bounds (geometry, trapezoid.x1, MAX (trapezoid.lower0, trapezoid.lower1));
}

/* The area between two straight edges a and b, which may cross. */
static void
add_trapezoid (
    PlumeGlGeometry *geometry, double x0, double x1, double a0, double a1, double b0, double b1)
{
  double d0 = b0 - a0, d1 = b1 - a1;

  if (d0 * d1 < 0)
    {
      double t = d0 / (d0 - d1), middle = x0 + t * (x1 - x0), y = a0 + t * (a1 - a0);

      append_trapezoid (geometry, x0, middle, MIN (a0, b0), y, MAX (a0, b0), y);
      append_trapezoid (geometry, middle, x1, y, MIN (a1, b1), y, MAX (a1, b1));
    }
  else
    append_trapezoid (geometry, x0, x1, MIN (a0, b0), MIN (a1, b1), MAX (a0, b0), MAX (a1, b1));
}

/* One edge of a band, walked towards greater pixels. */
typedef struct
{
  const float *points;
  gssize at, end, step; /* the last point is at end */
} Edge;

static double
edge_x (const Edge *edge, gssize index)
{
  return edge->points[2 * index];
}

static void
edge_advance (Edge *edge, double x)
{
  while (edge->at != edge->end && edge_x (edge, edge->at + edge->step) <= x)
    edge->at += edge->step;
}

static double
edge_y (const Edge *edge, double x)
{
  const float *from = &edge->points[2 * edge->at], *to = &edge->points[2 * (edge->at + edge->step)];

  return from[1] + (x - from[0]) / ((double)to[0] - from[0]) * ((double)to[1] - from[1]);
}

/* The extremes of a tall column come in the order of the pen; their places, less than a pixel
 * apart, are put in order. */
static void
straighten (float *points, gssize from, gssize to, gboolean rises)
{
  for (gssize i = from; i < to; i++)
    {
      float here = points[2 * i], next = points[2 * i + 2];

      if (rises ? next < here : next > here)
        {
          points[2 * i] = next;
          points[2 * i + 2] = here;
        }
    }
}

/* A closed outline: one edge out, the other one back. */
static void
add_outline (PlumeGlGeometry *geometry, float *points, gssize n_points, double scale)
{
  gssize turn = 0;
  gboolean rises;
  Edge a, b;
  double x;

  if (n_points < 3)
    return;
  rises = points[2] >= points[0];
  for (gssize i = 1; i < n_points; i++)
    if (rises ? points[2 * i] > points[2 * turn] : points[2 * i] < points[2 * turn])
      turn = i;
  if (turn + 1 >= n_points)
    return;
  straighten (points, 0, turn, rises);
  straighten (points, turn + 1, n_points - 1, !rises);
  a = rises ? (Edge){ points, 0, turn, 1 } : (Edge){ points, turn, 0, -1 };
  b = rises ? (Edge){ points, n_points - 1, turn + 1, -1 }
            : (Edge){ points, turn + 1, n_points - 1, 1 };
  x = MAX (edge_x (&a, a.at), edge_x (&b, b.at));
  for (;;)
    {
      double next;

      edge_advance (&a, x);
      edge_advance (&b, x);
      if (a.at == a.end || b.at == b.end)
        return;
      next = MIN (edge_x (&a, a.at + a.step), edge_x (&b, b.at + b.step));
      add_trapezoid (geometry, scale * x, scale * next, scale * edge_y (&a, x),
                     scale * edge_y (&a, next), scale * edge_y (&b, x), scale * edge_y (&b, next));
      x = next;
    }
}

/* A band over an x that goes back and forth: every step is a trapezoid of its own. */
static void
add_steps (PlumeGlGeometry *geometry, const PlumePlot *plot, const PlumeMark *mark, double scale)
{
  const PlumeRect *frame = &plot->frame;
  double before[3] = { NAN, NAN, NAN };

  for (gsize i = 0; i < mark->x->length; i++)
    {
      double now[3] = { plume_plot_x (plot, mark->x->values[i]),
                        plume_plot_y (plot, mark->y->values[i]),
                        plume_plot_y (plot, mark->y1->values[i]) };

      now[0] = scale * near_frame (now[0], frame->x, frame->width);
      now[1] = scale * near_frame (now[1], frame->y, frame->height);
      now[2] = scale * near_frame (now[2], frame->y, frame->height);
      if (isfinite (before[0] + before[1] + before[2] + now[0] + now[1] + now[2]))
        {
          if (now[0] >= before[0])
            add_trapezoid (geometry, before[0], now[0], before[1], now[1], before[2], now[2]);
          else
            add_trapezoid (geometry, now[0], before[0], now[1], before[1], now[2], before[2]);
        }
      before[0] = now[0];
      before[1] = now[1];
      before[2] = now[2];
    }
}

void
plume_gl_geometry_add_band (PlumeGlGeometry *geometry,
                            const PlumePlot *plot,
                            const PlumeMark *mark,
                            double scale)
{
  PlumePath path;
  gsize from = 0;

  if (!mark->x_sorted)
    {
      add_steps (geometry, plot, mark, scale);
      return;
    }
  plume_path_from_band (plot, mark, scale, &path);
  while (from < path.n_points)
    {
      gsize to = from;

      while (to < path.n_points && !isnan (path.points[2 * to]))
        to++;
      add_outline (geometry, &path.points[2 * from], (gssize)(to - from), scale);
      from = to + 1;
    }
  plume_path_clear (&path);
}

void
plume_gl_geometry_add_bars (PlumeGlGeometry *geometry,
                            const PlumeLayout *layout,
                            const PlumePlot *plot,
                            const PlumeMark *mark,
                            double scale)
{
  const PlumeRect *frame = &plot->frame;
  double foot = plume_plot_y (plot, 0), gap = layout->style.hairline;

  if (isnan (foot))
    foot = plot->axes->y.reversed ? frame->y : frame->y + frame->height;
  foot = near_frame (foot, frame->y, frame->height);
  for (gsize i = 0; i < mark->x->length; i++)
    {
      double x0 = plume_plot_x (plot, mark->x->values[i]),
             x1 = plume_plot_x (plot, mark->x1->values[i]);
      double y = plume_plot_y (plot, mark->y->values[i]);
      double left = MIN (x0, x1), right = MAX (x0, x1);

      if (isnan (x0 + x1 + y) || right < frame->x || left > frame->x + frame->width)
        continue;
      left = near_frame (left, frame->x, frame->width);
      right = near_frame (right, frame->x, frame->width);
      y = near_frame (y, frame->y, frame->height);
      if (right - left > 8 * gap)
        {
          left += gap / 2;
          right -= gap / 2;
        }
      append_trapezoid (geometry, scale * left, scale * right, scale * MIN (y, foot),
                        scale * MIN (y, foot), scale * MAX (y, foot), scale * MAX (y, foot));
    }
}
