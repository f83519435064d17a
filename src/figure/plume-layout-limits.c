/* plume-layout-limits.c: from where to where the axes of a figure go.
 *
 * What pan, zoom and locks leave behind comes first, then the wish of the view, then the data with
 * a margin. Linked axes share x, y, or both.
 */
#include "figure/plume-layout-private.h"

#include <math.h>

#define LARGEST 1e300

typedef struct
{
  double low, high, least_positive;
  gboolean has_points, only_from_zero, fills;
} Extent;

typedef enum
{
  ALONG_X,
  ALONG_Y,
  ALONG_Z,
} Direction;

static const PlumeAxis *
get_axis (const PlumeAxes *axes, Direction direction)
{
  return direction == ALONG_X ? &axes->x : direction == ALONG_Y ? &axes->y : &axes->z;
}

static const PlumeRange *
get_range (const PlumeMark *mark, Direction direction)
{
  return direction == ALONG_X   ? &mark->x_range
         : direction == ALONG_Y ? &mark->y_range
                                : &mark->z_range;
}

static void
extent_add (Extent *extent, const PlumeRange *range)
{
  if (!(range->low >= extent->low))
    extent->low = isnan (range->low) ? extent->low : range->low;
  if (!(range->high <= extent->high))
    extent->high = isnan (range->high) ? extent->high : range->high;
  if (!(range->least_positive >= extent->least_positive) && !isnan (range->least_positive))
    extent->least_positive = range->least_positive;
}

static Extent
find_extent (const PlumeLayout *layout, const PlumeAxes *axes, Direction direction)
{
  Extent extent = { NAN, NAN, NAN, FALSE, TRUE, FALSE };
  gboolean any_shown = FALSE;

  for (guint i = 0; i < axes->marks->len; i++)
    any_shown |= plume_layout_shows (layout, g_ptr_array_index (axes->marks, i));
  for (guint i = 0; i < axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (axes->marks, i);

      if (any_shown && !plume_layout_shows (layout, mark))
        continue;
      extent_add (&extent, get_range (mark, direction));
      extent.has_points |= mark->kind == PLUME_MARK_POINTS || mark->kind == PLUME_MARK_DENSITY
                           || mark->kind == PLUME_MARK_CLOUD;
      extent.only_from_zero &= mark->kind == PLUME_MARK_BARS || mark->kind == PLUME_MARK_RULES;
      extent.fills |= mark->kind == PLUME_MARK_IMAGE;
    }
  return extent;
}

static void
widen (const PlumeAxis *axis, double *from, double *to)
{
  double least = 1e-12 * MAX (fabs (*from), fabs (*to));

  *from = CLAMP (*from, -LARGEST, LARGEST);
  *to = CLAMP (*to, -LARGEST, LARGEST);
  if (axis->scale == PLUME_SCALE_LOG)
    {
      if (!(*to > 0))
        *to = 10;
      if (!(*from > 0))
        *from = *to / 1e3;
      if (*to / *from < 1 + 1e-9)
        *from /= 2, *to *= 2;
      return;
    }
  if (*to - *from > least)
    return;
  if (*from == 0)
    *from = -0.5, *to = 0.5;
  else
    {
      double margin = 0.1 * fabs (*from);

      *from -= margin;
      *to += margin;
    }
}

static void
limits_of_data (
    const PlumeLayout *layout, const PlumeAxes *axes, Direction direction, double *from, double *to)
{
  const PlumeAxis *axis = get_axis (axes, direction);
  Extent extent = find_extent (layout, axes, direction);
  double low_margin, high_margin, low, high;

  if (axis->scale == PLUME_SCALE_CATEGORY && axis->categories != NULL)
    {
      *from = -0.5;
      *to = MAX (g_strv_length (axis->categories), 1) - 0.5;
      return;
    }
  if (axis->scale == PLUME_SCALE_LOG)
    extent.low = extent.least_positive;
  if (isnan (extent.low) || isnan (extent.high)
      || (axis->scale == PLUME_SCALE_LOG && !(extent.high > 0)))
    {
      *from = axis->scale == PLUME_SCALE_LOG ? 1 : 0;
      *to = axis->scale == PLUME_SCALE_LOG ? 10 : 1;
      return;
    }
  if (axis->includes_zero && axis->scale != PLUME_SCALE_LOG)
    {
      extent.low = MIN (extent.low, 0);
      extent.high = MAX (extent.high, 0);
    }
  widen (axis, &extent.low, &extent.high);
  low_margin = high_margin = extent.fills                                ? 0
                             : direction != ALONG_X || extent.has_points ? 0.05
                                                                         : 0;
  if (extent.only_from_zero && extent.low == 0)
    low_margin = 0;
  if (extent.only_from_zero && extent.high == 0)
    high_margin = 0;
  low = plume_scale_forward (axis, extent.low);
  high = plume_scale_forward (axis, extent.high);
  *from = low_margin > 0 ? plume_scale_inverse (axis, low - low_margin * (high - low)) : extent.low;
  *to =
      high_margin > 0 ? plume_scale_inverse (axis, high + high_margin * (high - low)) : extent.high;
}

static void
find_axis (const PlumeLayout *layout,
           const PlumeAxes *axes,
           Direction direction,
           double override_from,
           double override_to,
           double *from,
           double *to)
{
  const PlumeAxis *axis = get_axis (axes, direction);

  if (axis->from != axis->to && isfinite (axis->from) && isfinite (axis->to))
    {
      *from = axis->from;
      *to = axis->to;
    }
  else
    limits_of_data (layout, axes, direction, from, to);
  if (isfinite (override_from))
    *from = override_from;
  if (isfinite (override_to))
    *to = override_to;
  if (*from > *to)
    {
      double swap = *from;

      *from = *to;
      *to = swap;
    }
  widen (axis, from, to);
}

/* One direction of a plot, as a link sees it. */
typedef struct
{
  int link;
  gboolean overrides, wishes;
  double *from, *to;
} Side;

static Side
side_of (const PlumePlotWork *work, gboolean horizontal)
{
  const PlumeAxes *axes = work->plot->axes;
  const PlumeLimits *override = work->override;
  const PlumeAxis *axis = horizontal ? &axes->x : &axes->y;
  Side side = { .link = axes->in_space ? 0 : horizontal ? axes->link_x : axes->link_y };

  side.overrides = horizontal ? isfinite (override->x_from) || isfinite (override->x_to)
                              : isfinite (override->y_from) || isfinite (override->y_to);
  side.wishes = side.overrides || axis->from != axis->to;
  side.from = horizontal ? &work->plot->x_from : &work->plot->y_from;
  side.to = horizontal ? &work->plot->x_to : &work->plot->y_to;
  return side;
}

/* One pair of limits for all axes of a link: an override's, a wish's, or the union. */
static void
link_limits (PlumeLayouter *layouter, gboolean horizontal, int link)
{
  double from = NAN, to = NAN;
  gboolean wished = FALSE, overridden = FALSE;

  for (guint i = 0; i < layouter->n_works; i++)
    {
      Side side = side_of (&layouter->works[i], horizontal);

      if (side.link != link || overridden || (wished && !side.wishes))
        continue;
      if (side.overrides || (side.wishes && !wished) || isnan (from))
        {
          from = *side.from;
          to = *side.to;
        }
      else
        {
          from = MIN (from, *side.from);
          to = MAX (to, *side.to);
        }
      wished |= side.wishes;
      overridden |= side.overrides;
    }
  for (guint i = 0; i < layouter->n_works; i++)
    {
      Side side = side_of (&layouter->works[i], horizontal);

      if (side.link != link)
        continue;
      *side.from = from;
      *side.to = to;
    }
}

void
plume_layouter_find_limits (PlumeLayouter *layouter)
{
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlot *plot = layouter->works[i].plot;
      const PlumeLimits *override = layouter->works[i].override;

      find_axis (layouter->layout, plot->axes, ALONG_X, override->x_from, override->x_to,
                 &plot->x_from, &plot->x_to);
      find_axis (layouter->layout, plot->axes, ALONG_Y, override->y_from, override->y_to,
                 &plot->y_from, &plot->y_to);
    }
  for (guint i = 0; i < layouter->n_works; i++)
    {
      const PlumeAxes *axes = layouter->works[i].plot->axes;

      if (axes->in_space) /* whose links are of cameras */
        continue;
      if (axes->link_x != 0)
        link_limits (layouter, TRUE, axes->link_x);
      if (axes->link_y != 0)
        link_limits (layouter, FALSE, axes->link_y);
    }
}

/* The same for the third axis of axes in space. */
void
plume_layouter_find_depth_limits (const PlumeLayouter *layouter,
                                  const PlumePlotWork *work,
                                  double *from,
                                  double *to)
{
  find_axis (layouter->layout, work->plot->axes, ALONG_Z, work->override->z_from,
             work->override->z_to, from, to);
}

static gboolean
has_image (const PlumeAxes *axes)
{
  for (guint i = 0; i < axes->marks->len; i++)
    if (((const PlumeMark *)g_ptr_array_index (axes->marks, i))->kind == PLUME_MARK_IMAGE)
      return TRUE;
  return FALSE;
}

/**
 * plume_layouter_keep_aspect:
 * @layouter: the layout being built
 * @work: a plot whose frame is known
 *
 * Makes a unit of x as long as a unit of y where the axes ask for it: around an image the frame
 * shrinks, else limits widen.
 */
void
plume_layouter_keep_aspect (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;
  PlumeRect *frame = &plot->frame;
  double x_scale, y_scale;

  if (!plot->axes->equal_aspect || plot->axes->in_space || plot->axes->x.scale == PLUME_SCALE_LOG
      || plot->axes->y.scale == PLUME_SCALE_LOG || frame->width <= 0 || frame->height <= 0)
    return;
  x_scale = frame->width / (plot->x_to - plot->x_from);
  y_scale = frame->height / (plot->y_to - plot->y_from);
  if (has_image (plot->axes))
    {
      double width = MIN (x_scale, y_scale) * (plot->x_to - plot->x_from);
      double height = MIN (x_scale, y_scale) * (plot->y_to - plot->y_from);
      double spare = frame->width - width, legend = plume_layouter_legend_width (layouter, plot);

      /* in the middle, unless a legend has room beside it only when it moves */
      frame->x += MIN (spare / 2, legend < spare ? spare - legend : spare);
      frame->y += (frame->height - height) / 2;
      frame->width = width;
      frame->height = height;
      return;
    }
  if (x_scale > y_scale)
    {
      double more = (frame->width / y_scale - (plot->x_to - plot->x_from)) / 2;

      plot->x_from -= more;
      plot->x_to += more;
    }
  else
    {
      double more = (frame->height / x_scale - (plot->y_to - plot->y_from)) / 2;

      plot->y_from -= more;
      plot->y_to += more;
    }
}
