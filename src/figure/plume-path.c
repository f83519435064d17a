/* plume-path.c: lines made as short as the pixels that they touch.
 *
 * Per pixel column the first, least, greatest and last point are kept ("M4": Jugel, Jerzak,
 * Hackenbroich & Markl, "M4: a visualization- oriented time series data aggregation", VLDB 2014),
 * which draws the same picture. Where x is sorted the columns' ends are found by bisection, so that
 * only y is read, and of tall columns that overlap their neighbours the extremes alone suffice;
 * else runs of successive points in one column are kept the same way. It knows no painter.
 */
#include "figure/plume-paint.h"

#include "core/plume-parallel.h"
#include "figure/plume-layout-private.h"

#include <math.h>
#include <string.h>

#define MARGIN        24.0
#define SERIAL_LENGTH 200000

/* Data → pixels; the scale's two numbers are found once. */
typedef struct
{
  const PlumeAxis *axis;
  double slope, offset;
  gboolean linear;
} Mapping;

static Mapping
mapping_new (const PlumeAxis *axis, double from, double to, double start, double length)
{
  double low = plume_scale_forward (axis, from), high = plume_scale_forward (axis, to);
  Mapping mapping = { axis, length / (high - low), 0,
                      axis->scale != PLUME_SCALE_LOG && axis->scale != PLUME_SCALE_SYMLOG };

  mapping.offset = start - low * mapping.slope;
  return mapping;
}

static Mapping
x_mapping (const PlumePlot *plot)
{
  const PlumeRect *frame = &plot->frame;

  return plot->axes->x.reversed
             ? mapping_new (&plot->axes->x, plot->x_from, plot->x_to, frame->x + frame->width,
                            -frame->width)
             : mapping_new (&plot->axes->x, plot->x_from, plot->x_to, frame->x, frame->width);
}

static Mapping
y_mapping (const PlumePlot *plot)
{
  const PlumeRect *frame = &plot->frame;

  return plot->axes->y.reversed
             ? mapping_new (&plot->axes->y, plot->y_from, plot->y_to, frame->y, frame->height)
             : mapping_new (&plot->axes->y, plot->y_from, plot->y_to, frame->y + frame->height,
                            -frame->height);
}

static inline double
map (const Mapping *mapping, double value)
{
  return (mapping->linear ? value : plume_scale_forward (mapping->axis, value)) * mapping->slope
         + mapping->offset;
}

/* A growing list of mapped points, as doubles until it is clipped. */
typedef struct
{
  gsize length, room;
  double *points;
} Trail;

static void
trail_add (Trail *trail, double x, double y)
{
  if (trail->length == trail->room)
    {
      trail->room = MAX (2 * trail->room, 256);
      trail->points = g_renew (double, trail->points, 2 * trail->room);
    }
  trail->points[2 * trail->length] = x;
  trail->points[2 * trail->length + 1] = y;
  trail->length++;
}

typedef struct
{
  const double *x, *y;
  Mapping x_map, y_map;
  gboolean is_edge; /* of an area: what lies between the extremes counts */
} Line;

static void
trail_add_datum (Trail *trail, const Line *line, gsize i)
{
  double x = map (&line->x_map, line->x[i]), y = map (&line->y_map, line->y[i]);

  if (isfinite (x) && isfinite (y))
    trail_add (trail, x, y);
  else if (trail->length > 0 && !isnan (trail->points[2 * trail->length - 1]))
    trail_add (trail, NAN, NAN);
}

/* Index of the least and the greatest of y in from…to − 1, all finite; four lanes so that the loop
 * is not bound by latency. */
static void
find_extremes (const double *y, gsize from, gsize to, gsize *least, gsize *greatest)
{
  double low[4], high[4];
  gsize i = from;

  for (int lane = 0; lane < 4; lane++)
    low[lane] = high[lane] = y[from];
  for (; i + 4 <= to; i += 4)
    for (int lane = 0; lane < 4; lane++)
      {
        low[lane] = y[i + lane] < low[lane] ? y[i + lane] : low[lane];
        high[lane] = y[i + lane] > high[lane] ? y[i + lane] : high[lane];
      }
  for (; i < to; i++)
    {
      low[0] = MIN (low[0], y[i]);
      high[0] = MAX (high[0], y[i]);
    }
  low[0] = MIN (MIN (low[0], low[1]), MIN (low[2], low[3]));
  high[0] = MAX (MAX (high[0], high[1]), MAX (high[2], high[3]));
  for (*least = from; y[*least] != low[0];)
    (*least)++;
  for (*greatest = from; y[*greatest] != high[0];)
    (*greatest)++;
}

static gboolean
all_drawable (const Line *line, gsize from, gsize to)
{
  gsize bad = 0;

  if (line->y_map.axis->scale == PLUME_SCALE_LOG)
    for (gsize i = from; i < to; i++)
      bad += !(line->y[i] > 0 && line->y[i] < INFINITY);
  else
    for (gsize i = from; i < to; i++)
      bad += !(line->y[i] - line->y[i] == 0);
  return bad == 0;
}

/* One column: first, extremes in their order, last. */
static void
add_run (Trail *trail, const Line *line, gsize from, gsize to)
{
  gsize least, greatest, first_extreme, second_extreme;

  if (to - from <= 4)
    {
      for (gsize i = from; i < to; i++)
        trail_add_datum (trail, line, i);
      return;
    }
  find_extremes (line->y, from, to, &least, &greatest);
  first_extreme = MIN (least, greatest);
  second_extreme = MAX (least, greatest);
  trail_add_datum (trail, line, from);
  if (first_extreme != from)
    trail_add_datum (trail, line, first_extreme);
  if (second_extreme != first_extreme && second_extreme != to - 1)
    trail_add_datum (trail, line, second_extreme);
  trail_add_datum (trail, line, to - 1);
}

/* One column that may hold gaps. */
static void
add_column (Trail *trail, const Line *line, gsize from, gsize to)
{
  if (to - from <= 4 || all_drawable (line, from, to))
    {
      if (to > from)
        add_run (trail, line, from, to);
      return;
    }
  while (from < to)
    {
      gsize end = from;

      while (end < to && isfinite (map (&line->y_map, line->y[end])))
        end++;
      if (end > from)
        add_run (trail, line, from, end);
      if (end < to)
        trail_add_datum (trail, line, end);
      from = end + 1;
    }
}

/* First index in from…to at which x is at least (after: more than) the limit. */
static gsize
bisect (const double *x, gsize from, gsize to, double limit, gboolean after)
{
  while (from < to)
    {
      gsize middle = from + (to - from) / 2;

      if (after ? x[middle] <= limit : x[middle] < limit)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

typedef struct
{
  const Line *line;
  const PlumePlot *plot;
  gsize first, last;
  gsize n_columns;
  gsize columns_per_chunk;
  Trail *trails;
} SortedWork;

/* Where a column begins, in data: columns are counted in the direction of the data, whatever that
 * of the axis. */
static double
column_start (const SortedWork *work, gsize column)
{
  const PlumeAxis *axis = &work->plot->axes->x;
  double low = plume_scale_forward (axis, work->plot->x_from),
         high = plume_scale_forward (axis, work->plot->x_to);

  return plume_scale_inverse (axis, low + (high - low) * (double)column / (double)work->n_columns);
}

/* What is left open while columns follow each other: the last datum of a column of which only the
 * extremes were drawn. */
typedef struct
{
  gboolean open, at_high;
  double low, high;
  gsize last;
} Zigzag;

static void
zigzag_close (Zigzag *zigzag, Trail *trail, const Line *line)
{
  if (zigzag->open)
    trail_add_datum (trail, line, zigzag->last);
  zigzag->open = FALSE;
}

/* A tall column: its extremes are enough where its neighbour overlaps it, for then first and last
 * are covered by both strokes. The extreme that is nearer to the pen comes first, so that the
 * stroke goes up and down once and not thrice a column. */
static gboolean
add_tall_column (Zigzag *zigzag, Trail *trail, const Line *line, gsize from, gsize to, double tall)
{
  gsize least, greatest;
  double low, high, swap;
  gboolean overlaps, high_first;

  if (to - from < 8 || !all_drawable (line, from, to))
    return FALSE;
  find_extremes (line->y, from, to, &least, &greatest);
  low = map (&line->y_map, line->y[least]);
  high = map (&line->y_map, line->y[greatest]);
  if (fabs (high - low) < tall)
    return FALSE;
  if (low > high)
    swap = low, low = high, high = swap;
  overlaps = zigzag->open && low < zigzag->high && high > zigzag->low;
  if (!overlaps)
    {
      zigzag_close (zigzag, trail, line);
      trail_add_datum (trail, line, from);
    }
  high_first = overlaps ? zigzag->at_high : greatest < least;
  trail_add_datum (trail, line, high_first ? greatest : least);
  trail_add_datum (trail, line, high_first ? least : greatest);
  *zigzag = (Zigzag){ TRUE, !high_first, low, high, to - 1 };
  return TRUE;
}

static void
add_columns (gsize from, gsize to, gpointer data)
{
  const SortedWork *work = data;
  Trail *trail = &work->trails[from / work->columns_per_chunk];
  const double *x = work->line->x;
  gsize begin = from == 0 ? work->first
                          : bisect (x, work->first, work->last, column_start (work, from), FALSE);
  double tall = 4 * work->plot->frame.width / (double)work->n_columns;
  Zigzag zigzag = { FALSE };

  for (gsize column = from; column < to; column++)
    {
      gsize end = column + 1 == work->n_columns
                      ? work->last
                      : bisect (x, begin, work->last, column_start (work, column + 1), FALSE);

      if (work->line->is_edge || !add_tall_column (&zigzag, trail, work->line, begin, end, tall))
        {
          zigzag_close (&zigzag, trail, work->line);
          add_column (trail, work->line, begin, end);
        }
      begin = end;
    }
  zigzag_close (&zigzag, trail, work->line);
}

/* Sorted x: columns are found by bisection, in parallel where there is much to read. */
static void
trace_sorted (
    Trail *trail, const Line *line, const PlumePlot *plot, gsize length, double pixels_per_unit)
{
  SortedWork work = { line, plot };
  gsize n_chunks;

  work.first = bisect (line->x, 0, length, plot->x_from, FALSE);
  work.last = bisect (line->x, work.first, length, plot->x_to, TRUE);
  work.n_columns = (gsize)CLAMP (ceil (plot->frame.width * pixels_per_unit), 1, 20000);
  if (work.first > 0)
    trail_add_datum (trail, line, work.first - 1);
  if (work.last - work.first <= 4 * work.n_columns)
    for (gsize i = work.first; i < work.last; i++)
      trail_add_datum (trail, line, i);
  else
    {
      work.columns_per_chunk = work.last - work.first < SERIAL_LENGTH ? work.n_columns : 64;
      n_chunks = (work.n_columns + work.columns_per_chunk - 1) / work.columns_per_chunk;
      work.trails = g_new0 (Trail, n_chunks);
      plume_parallel_for (work.n_columns, work.columns_per_chunk, add_columns, &work, NULL, NULL);
      for (gsize i = 0; i < n_chunks; i++)
        {
          for (gsize k = 0; k < work.trails[i].length; k++)
            trail_add (trail, work.trails[i].points[2 * k], work.trails[i].points[2 * k + 1]);
          g_free (work.trails[i].points);
        }
      g_free (work.trails);
    }
  if (work.last < length)
    trail_add_datum (trail, line, work.last);
}

/* Any x: successive points in one pixel column become a run. */
static void
trace_unsorted (Trail *trail, const Line *line, gsize length, double pixels_per_unit)
{
  gsize from = 0;

  while (from < length)
    {
      double column = floor (map (&line->x_map, line->x[from]) * pixels_per_unit);
      gsize to = from + 1;

      if (isfinite (column))
        while (to < length && floor (map (&line->x_map, line->x[to]) * pixels_per_unit) == column)
          to++;
      if (to - from > 4)
        add_column (trail, line, from, to);
      else
        for (gsize i = from; i < to; i++)
          trail_add_datum (trail, line, i);
      from = to;
    }
}

static gboolean
clip_edge (double p, double q, double *enter, double *leave)
{
  double t;

  if (p == 0)
    return q >= 0;
  t = q / p;
  if (p < 0)
    {
      if (t > *leave)
        return FALSE;
      *enter = MAX (*enter, t);
    }
  else
    {
      if (t < *enter)
        return FALSE;
      *leave = MIN (*leave, t);
    }
  return TRUE;
}

static void
path_add (PlumePath *path, double x, double y)
{
  path->points[2 * path->n_points] = (float)x;
  path->points[2 * path->n_points + 1] = (float)y;
  path->n_points++;
}

/* Liang–Barsky against the frame and a margin in which no stroke shows. A point alone stays a
 * point. */
static void
clip_trail (const Trail *trail, const PlumeRect *frame, PlumePath *path)
{
  double left = frame->x - MARGIN, right = frame->x + frame->width + MARGIN;
  double top = frame->y - MARGIN, bottom = frame->y + frame->height + MARGIN;
  gboolean down = FALSE; /* whether the path's last point is the trail's */

  path->points = g_new (float, 2 * (3 * trail->length + 1));
  for (gsize i = 0; i < trail->length; i++)
    {
      const double *point = &trail->points[2 * i];
      gboolean starts = i == 0 || isnan (point[-1]);
      gboolean ends = i + 1 == trail->length || isnan (point[3]);
      double enter = 0, leave = 1, dx, dy;

      if (isnan (point[1]))
        continue;
      if (starts)
        {
          down = FALSE;
          if (ends && point[0] >= left && point[0] <= right && point[1] >= top
              && point[1] <= bottom)
            {
              if (path->n_points > 0)
                path_add (path, NAN, NAN);
              path_add (path, point[0], point[1]);
            }
          continue;
        }
      dx = point[0] - point[-2];
      dy = point[1] - point[-1];
      if (!clip_edge (-dx, point[-2] - left, &enter, &leave)
          || !clip_edge (dx, right - point[-2], &enter, &leave)
          || !clip_edge (-dy, point[-1] - top, &enter, &leave)
          || !clip_edge (dy, bottom - point[-1], &enter, &leave))
        {
          down = FALSE;
          continue;
        }
      if (!down || enter > 0)
        {
          if (path->n_points > 0)
            path_add (path, NAN, NAN);
          path_add (path, point[-2] + enter * dx, point[-1] + enter * dy);
        }
      path_add (path, point[-2] + leave * dx, point[-1] + leave * dy);
      down = leave >= 1;
    }
}

static gboolean
is_sorted (const double *x, gsize length)
{
  for (gsize i = 1; i < length; i++)
    if (!(x[i] >= x[i - 1]))
      return FALSE;
  return length > 0 && !isnan (x[0]);
}

static void
trace (Trail *trail,
       const PlumePlot *plot,
       const double *x,
       const double *y,
       gsize length,
       gboolean sorted,
       gboolean is_edge,
       double pixels_per_unit)
{
  Line line = { x, y, x_mapping (plot), y_mapping (plot), is_edge };

  if (sorted)
    trace_sorted (trail, &line, plot, length, pixels_per_unit);
  else
    trace_unsorted (trail, &line, length, pixels_per_unit);
}

/**
 * plume_path_from_line:
 * @plot: a placed axes
 * @x: @y: (array length=length): data
 * @length: number of points
 * @pixels_per_unit: how fine a column is
 * @path: (out): the line in units; clear with plume_path_clear()
 *
 * Decimates and clips. NaN, and what a logarithmic axis cannot show, break the line. The result
 * does not depend on the number of threads.
 */
void
plume_path_from_line (const PlumePlot *plot,
                      const double *x,
                      const double *y,
                      gsize length,
                      double pixels_per_unit,
                      PlumePath *path)
{
  Trail trail = { 0 };

  *path = (PlumePath){ 0 };
  trace (&trail, plot, x, y, length, is_sorted (x, length), FALSE, pixels_per_unit);
  clip_trail (&trail, &plot->frame, path);
  g_free (trail.points);
}

/* Places of a line in space, as they are: what goes into the depth has no columns of pixels. */
static void
trace_in_space (Trail *trail, const PlumePlot *plot, const PlumeMark *mark)
{
  trail->points = g_new (double, 2 * mark->x->length + 2);
  for (gsize i = 0; i < mark->x->length; i++)
    {
      double *point = &trail->points[2 * trail->length];

      plume_plot_place (plot, mark, i, &point[0], &point[1]);
      if (!isfinite (point[0] + point[1]))
        {
          if (trail->length == 0 || isnan (point[-1]))
            continue;
          point[0] = point[1] = NAN;
        }
      trail->length++;
    }
}

/**
 * plume_path_from_mark:
 * @plot: a placed axes
 * @mark: one of its lines
 * @pixels_per_unit: how fine a column is
 * @path: (out): the line in units; clear with plume_path_clear()
 */
void
plume_path_from_mark (const PlumePlot *plot,
                      const PlumeMark *mark,
                      double pixels_per_unit,
                      PlumePath *path)
{
  Trail trail = { 0 };

  *path = (PlumePath){ 0 };
  if (plot->space != NULL && mark->z != NULL)
    trace_in_space (&trail, plot, mark);
  else
    trace (&trail, plot, mark->x->values, mark->y->values, mark->x->length, mark->x_sorted, FALSE,
           pixels_per_unit);
  clip_trail (&trail, &plot->frame, path);
  g_free (trail.points);
}

/* Places far outside are brought near, so that floats and the painter's fixed point hold them. */
static void
add_near (PlumePath *path, const PlumeRect *frame, const double *point)
{
  path_add (
      path,
      CLAMP (point[0], frame->x - frame->width - MARGIN, frame->x + 2 * frame->width + MARGIN),
      CLAMP (point[1], frame->y - frame->height - MARGIN, frame->y + 2 * frame->height + MARGIN));
}

/**
 * plume_path_from_band:
 * @plot: a placed axes
 * @mark: one of its bands
 * @pixels_per_unit: how fine a column is
 * @path: (out): closed outlines, NaN between them; clear with plume_path_clear()
 */
void
plume_path_from_band (const PlumePlot *plot,
                      const PlumeMark *mark,
                      double pixels_per_unit,
                      PlumePath *path)
{
  const double *x = mark->x->values, *low = mark->y->values, *high = mark->y1->values;
  gboolean positive = plot->axes->y.scale == PLUME_SCALE_LOG;
  gsize from = 0, length = mark->x->length;
  g_autofree double *floored = positive ? g_new (double, length) : NULL;

  *path = (PlumePath){ 0 };
  /* A band that reaches below a logarithmic axis ends at its foot. */
  for (gsize i = 0; positive && i < length; i++)
    floored[i] = low[i] <= 0 ? plot->y_from * 1e-3 : low[i];
  if (positive)
    low = floored;
  while (from < length)
    {
      Trail lower = { 0 }, upper = { 0 };
      gsize to = from;

      while (to < length && isfinite (x[to] + low[to] + high[to]))
        to++;
      if (to > from + 1)
        {
          trace (&lower, plot, x + from, low + from, to - from, mark->x_sorted, TRUE,
                 pixels_per_unit);
          trace (&upper, plot, x + from, high + from, to - from, mark->x_sorted, TRUE,
                 pixels_per_unit);
          path->points =
              g_renew (float, path->points, 2 * (path->n_points + lower.length + upper.length + 1));
          if (path->n_points > 0)
            path_add (path, NAN, NAN);
          for (gsize i = 0; i < lower.length; i++)
            if (!isnan (lower.points[2 * i]))
              add_near (path, &plot->frame, &lower.points[2 * i]);
          for (gsize i = upper.length; i > 0; i--)
            if (!isnan (upper.points[2 * i - 2]))
              add_near (path, &plot->frame, &upper.points[2 * i - 2]);
        }
      g_free (lower.points);
      g_free (upper.points);
      from = to + 1;
    }
}

void
plume_path_clear (PlumePath *path)
{
  g_free (path->points);
  *path = (PlumePath){ 0 };
}
