/* plume-layout-space.c: the box of axes in space: its edges, and ticks and titles at three of them.
 *
 * The box keeps its size while it turns about the upright axis. Ticks stand at edges
 * of the outline, where nothing of the data is: for x and y the lower ones, for z the left one. It
 * knows no painter.
 */
#include "figure/plume-layout-private.h"

#include <math.h>

/* For words above and below the box, and beside it; with titles of axes, and without, font sizes.
 */
#define ROOM_WITH_TITLES  2.8
#define ASIDE_WITH_TITLES 4.0
#define ROOM              1.7
#define ASIDE             2.6
#define LEAST_FRAME       14.0 /* with titles */
#define LEAST_LENGTH      3.0  /* of an edge with ticks, font sizes */

typedef struct
{
  const PlumeAxis *axis;
  double from, to;  /* limits, data */
  double low, high; /* after the scale */
  double size;      /* of the box; negative where the axis is reversed */
  double forward;   /* the part of the direction of view */
  double centre[2]; /* of the box, units */
} Side;

static void
find_sides (const PlumePlotWork *work, Side sides[3])
{
  const PlumePlot *plot = work->plot;
  double longest = 0;

  sides[0] = (Side){ &plot->axes->x, plot->x_from, plot->x_to };
  sides[1] = (Side){ &plot->axes->y, plot->y_from, plot->y_to };
  sides[2] = (Side){ &plot->axes->z, plot->space->z_from, plot->space->z_to };
  for (int i = 0; i < 3; i++)
    {
      sides[i].low = plume_scale_forward (sides[i].axis, sides[i].from);
      sides[i].high = plume_scale_forward (sides[i].axis, sides[i].to);
      longest = MAX (longest, sides[i].high - sides[i].low);
    }
  for (int i = 0; i < 3; i++)
    {
      sides[i].size =
          plot->axes->equal_aspect ? MAX ((sides[i].high - sides[i].low) / longest, 1e-6) : 1;
      if (sides[i].axis->reversed)
        sides[i].size = -sides[i].size;
    }
}

/* The camera of a person, where there is one, else that of the view. */
static PlumeCamera
find_camera (const PlumePlotWork *work)
{
  const PlumeCamera *given = &work->override->camera;
  PlumeCamera camera = work->plot->axes->camera;

  if (isfinite (given->azimuth) && isfinite (given->elevation) && given->zoom > 0)
    camera = *given;
  camera.azimuth = fmod (camera.azimuth, 360);
  camera.elevation = CLAMP (camera.elevation, -90, 90);
  camera.zoom = CLAMP (camera.zoom, 0.05, 1000);
  return camera;
}

/* right, up and forward (away from the person) of the camera */
static void
find_directions (const PlumeCamera *camera, double directions[3][3])
{
  double azimuth = camera->azimuth * G_PI / 180, elevation = camera->elevation * G_PI / 180;
  double ahead[2] = { -sin (azimuth), cos (azimuth) };

  for (int i = 0; i < 2; i++)
    {
      directions[0][i] = i == 0 ? cos (azimuth) : sin (azimuth);
      directions[1][i] = ahead[i] * sin (elevation);
      directions[2][i] = ahead[i] * cos (elevation);
    }
  directions[0][2] = 0;
  directions[1][2] = cos (elevation);
  directions[2][2] = -sin (elevation);
}

/* Small boxes have no room for titles. */
static gboolean
has_titles (const PlumeLayouter *layouter, const PlumePlot *plot)
{
  return layouter->level < 2
         && MIN (plot->frame.width, plot->frame.height) > LEAST_FRAME * layouter->em;
}

/* Units a unit of the box: so large that the box, however it is turned about the upright axis, and
 * its words fit into the frame. */
static double
find_scale (const PlumeLayouter *layouter, const PlumePlotWork *work, const Side sides[3])
{
  const PlumeRect *frame = &work->plot->frame;
  double elevation = work->plot->space->camera.elevation * G_PI / 180;
  gboolean titles = has_titles (layouter, work->plot), labels = layouter->level < 3;
  double room = (titles   ? ROOM_WITH_TITLES
                 : labels ? ROOM
                          : 0.3)
                * layouter->em,
         aside = (titles   ? ASIDE_WITH_TITLES
                  : labels ? ASIDE
                           : 0.3)
                 * layouter->em;
  double wide = hypot (sides[0].size, sides[1].size) / 2,
         high = wide * fabs (sin (elevation)) + fabs (sides[2].size) / 2 * cos (elevation);
  double scale = MIN (MAX (frame->width / 2 - aside, 4) / wide,
                      MAX (frame->height / 2 - room, 4) / MAX (high, 1e-6));

  return work->plot->space->camera.zoom * scale;
}

static void
project (const PlumeLayouter *layouter, PlumePlotWork *work, Side sides[3])
{
  PlumeSpace *space = work->plot->space;
  const PlumeRect *frame = &work->plot->frame;
  double deep = 0, scale = find_scale (layouter, work, sides);
  double directions[3][3];

  find_directions (&space->camera, directions);
  for (int k = 0; k < 3; k++)
    {
      sides[k].forward = directions[2][k] * sides[k].size;
      deep += fabs (sides[k].forward) / 2;
    }
  for (int i = 0; i < 3; i++)
    {
      double factor = i == 0 ? scale : i == 1 ? -scale : -1 / (2 * deep);

      space->origin[i] = i == 0   ? frame->x + frame->width / 2
                         : i == 1 ? frame->y + frame->height / 2
                                  : 0.5;
      for (int k = 0; k < 3; k++)
        {
          double span = sides[k].high - sides[k].low;

          space->slope[i][k] = factor * directions[i][k] * sides[k].size / span;
          space->origin[i] -= space->slope[i][k] * (sides[k].low + sides[k].high) / 2;
        }
    }
  for (int k = 0; k < 3; k++)
    {
      sides[k].centre[0] = frame->x + frame->width / 2;
      sides[k].centre[1] = frame->y + frame->height / 2;
    }
}

/* A point of the box: 0…1 along each side. */
static void
place_corner (const PlumeSpace *space, const Side sides[3], const double corner[3], double place[2])
{
  for (int i = 0; i < 2; i++)
    {
      place[i] = space->origin[i];
      for (int k = 0; k < 3; k++)
        place[i] +=
            space->slope[i][k] * (sides[k].low + corner[k] * (sides[k].high - sides[k].low));
    }
}

static void
add_segment (const PlumeSpace *space,
             GArray *segments,
             const Side sides[3],
             const double from[3],
             const double to[3])
{
  double a[2], b[2];
  PlumeLayoutSegment segment;

  place_corner (space, sides, from, a);
  place_corner (space, sides, to, b);
  segment = (PlumeLayoutSegment){ a[0], a[1], b[0], b[1] };
  g_array_append_val (segments, segment);
}

/* The end of a side that is away from the person. */
static double
back_end (const Side *side)
{
  return side->forward > 0 ? 1 : 0;
}

/* The edge along side i whose other two sides are at the given ends. */
static void
make_edge (int i, double end_1, double end_2, double from[3], double to[3])
{
  from[i] = 0;
  to[i] = 1;
  from[(i + 1) % 3] = to[(i + 1) % 3] = end_1;
  from[(i + 2) % 3] = to[(i + 2) % 3] = end_2;
}

/* All edges but the three that meet at the corner nearest to the person. */
static void
add_back (PlumeSpace *space, const Side sides[3])
{
  for (int i = 0; i < 3; i++)
    for (int ends = 0; ends < 4; ends++)
      {
        double end_1 = ends & 1, end_2 = ends >> 1, from[3], to[3];

        if (end_1 != back_end (&sides[(i + 1) % 3]) && end_2 != back_end (&sides[(i + 2) % 3]))
          continue;
        make_edge (i, end_1, end_2, from, to);
        add_segment (space, space->back, sides, from, to);
      }
}

/* Lines at a tick over the two faces behind the data. */
static void
add_grid (PlumeSpace *space, const Side sides[3], int i, double fraction)
{
  for (int k = 1; k < 3; k++)
    {
      int along = (i + k) % 3, other = (i + 3 - k) % 3;
      double from[3], to[3];

      from[i] = to[i] = fraction;
      from[other] = to[other] = back_end (&sides[other]);
      from[along] = 0;
      to[along] = 1;
      add_segment (space, space->back, sides, from, to);
    }
}

/* An edge of the outline, and the direction away from the box. */
typedef struct
{
  double a[2], b[2], outward[2], length;
  const PlumeRect *frame; /* within which its words stay */
} Edge;

/* Of the two edges of the outline along side i the lower one, for z the left one. */
static Edge
find_edge (const PlumeSpace *space, const Side sides[3], int i)
{
  double back_1 = back_end (&sides[(i + 1) % 3]), back_2 = back_end (&sides[(i + 2) % 3]);
  Edge edges[2], *edge;
  double middle[2], size;

  for (int k = 0; k < 2; k++)
    {
      double from[3], to[3];

      make_edge (i, k == 0 ? back_1 : 1 - back_1, k == 0 ? 1 - back_2 : back_2, from, to);
      place_corner (space, sides, from, edges[k].a);
      place_corner (space, sides, to, edges[k].b);
    }
  if (i < 2)
    edge = edges[0].a[1] + edges[0].b[1] > edges[1].a[1] + edges[1].b[1] ? &edges[0] : &edges[1];
  else
    edge = edges[0].a[0] + edges[0].b[0] < edges[1].a[0] + edges[1].b[0] ? &edges[0] : &edges[1];
  edge->length = hypot (edge->b[0] - edge->a[0], edge->b[1] - edge->a[1]);
  size = MAX (edge->length, 1e-9);
  edge->outward[0] = (edge->b[1] - edge->a[1]) / size;
  edge->outward[1] = -(edge->b[0] - edge->a[0]) / size;
  for (int k = 0; k < 2; k++)
    middle[k] = (edge->a[k] + edge->b[k]) / 2 - sides[i].centre[k];
  if (middle[0] * edge->outward[0] + middle[1] * edge->outward[1] < 0)
    for (int k = 0; k < 2; k++)
      edge->outward[k] = -edge->outward[k];
  return *edge;
}

/* How far a box of this size reaches from its centre in the direction outward. */
static double
reach (const Edge *edge, double width, double height)
{
  return fabs (edge->outward[0]) * width / 2 + fabs (edge->outward[1]) * height / 2;
}

static double
fraction_of (const Side *side, double value)
{
  return (plume_scale_forward (side->axis, value) - side->low) / (side->high - side->low);
}

/* Whether neighbouring labels stand apart, beside or below each other. */
static gboolean
labels_fit (PlumeLayouter *layouter, const Side *side, const Edge *edge, const PlumeTickSet *set)
{
  double last = NAN, last_width = 0;

  for (guint i = 0; i < set->ticks->len; i++)
    {
      const PlumeScaleTick *tick = &g_array_index (set->ticks, PlumeScaleTick, i);
      double here, width;

      if (tick->label == NULL)
        continue;
      here = fraction_of (side, tick->value);
      width = plume_layouter_tick_width (layouter, tick->label);
      if (fabs ((edge->b[0] - edge->a[0]) * (here - last))
              < (width + last_width) / 2 + 0.5 * layouter->em
          && fabs ((edge->b[1] - edge->a[1]) * (here - last)) < 1.1 * layouter->line)
        return FALSE;
      last = here;
      last_width = width;
    }
  return TRUE;
}

static PlumeTickSet *
make_ticks (PlumeLayouter *layouter, const Side *side, const Edge *edge, gboolean has_title)
{
  double target = CLAMP (edge->length / (3.5 * layouter->em), 2, 6);
  PlumeTickSet *set = plume_tick_set_new (side->axis, side->from, side->to, target, has_title);

  for (int i = 0; i < 6 && !labels_fit (layouter, side, edge, set) && target > 1.2; i++)
    {
      plume_tick_set_free (set);
      target *= 0.75;
      set = plume_tick_set_new (side->axis, side->from, side->to, target, has_title);
    }
  return set;
}

/* A label whose centre is @distance and its own reach away from a point; FALSE where it would leave
 * the frame, beside which other things stand, or cover another. */
static gboolean
place_label (PlumeLayouter *layouter,
             const Edge *edge,
             const double at[2],
             double distance,
             PlumeLabel label)
{
  const PlumeRect *frame = edge->frame;
  PlumeRect *box = &label.box;
  double away = distance + reach (edge, box->width, box->height), gap = 0.3 * layouter->em;
  PlumeRect wide;

  box->x = at[0] + away * edge->outward[0] - box->width / 2;
  box->y = at[1] + away * edge->outward[1] - box->height / 2;
  wide = (PlumeRect){ box->x - gap, box->y, box->width + 2 * gap, box->height };
  if (box->x < frame->x - gap || box->y < frame->y - gap
      || box->x + box->width > frame->x + frame->width + gap
      || box->y + box->height > MIN (frame->y + frame->height + gap, layouter->layout->height)
      || box->x < 0 || box->y < 0 || box->x + box->width > layouter->layout->width
      || plume_layouter_touches_label (layouter, &wide))
    {
      g_free (label.markup);
      return FALSE;
    }
  plume_layouter_add_label (layouter, label);
  return TRUE;
}

/* Ticks and their labels; returns how far these reach out. */
static double
place_ticks (PlumeLayouter *layouter,
             PlumeSpace *space,
             const Side sides[3],
             int i,
             const Edge *edge,
             const PlumeTickSet *set)
{
  double length = layouter->layout->style.tick_length, gap = 0.25 * layouter->em, farthest = length;

  for (guint k = 0; k < set->ticks->len; k++)
    {
      const PlumeScaleTick *tick = &g_array_index (set->ticks, PlumeScaleTick, k);
      double fraction = fraction_of (&sides[i], tick->value),
             size = length * (tick->minor ? 0.5 : 1), at[2];
      PlumeLayoutSegment segment;
      PlumeLabel label = { .size = layouter->small,
                           .colour = plume_style_text (&layouter->layout->style) };

      for (int j = 0; j < 2; j++)
        at[j] = edge->a[j] + fraction * (edge->b[j] - edge->a[j]);
      segment = (PlumeLayoutSegment){ at[0], at[1], at[0] + size * edge->outward[0],
                                      at[1] + size * edge->outward[1] };
      g_array_append_val (space->front, segment);
      if (!tick->minor)
        add_grid (space, sides, i, fraction);
      if (tick->label == NULL || layouter->level >= 3)
        continue;
      label.markup = g_strdup (tick->label);
      label.box.width = plume_layouter_tick_width (layouter, tick->label);
      label.box.height = layouter->line;
      if (place_label (layouter, edge, at, length + gap, label))
        farthest =
            MAX (farthest, length + gap + 2 * reach (edge, label.box.width, label.box.height));
    }
  return farthest;
}

/* Beside the middle of the edge; where that is taken, farther away; that of an upright edge at last
 * over its upper end. */
static void
place_title (PlumeLayouter *layouter, const Edge *edge, const char *title, double distance)
{
  gboolean upright = fabs (edge->outward[0]) > 0.9, rises = edge->b[1] < edge->a[1];
  PlumeTextSize size = plume_text_measure (layouter->text, title, layouter->em, FALSE);
  double middle[2] = { (edge->a[0] + edge->b[0]) / 2, (edge->a[1] + edge->b[1]) / 2 };
  PlumeLabel label = { .size = layouter->em,
                       .colour = plume_style_text (&layouter->layout->style) };
  Edge end = *edge;

  label.box.width = upright ? size.height : size.width;
  label.box.height = upright ? size.width : size.height;
  label.rotation = upright ? -G_PI_2 : 0;
  for (int i = 0; i < 3; i++)
    {
      label.markup = g_strdup (title);
      if (place_label (layouter, edge, middle, distance + (0.2 + 0.7 * i) * layouter->em, label))
        return;
    }
  if (!upright)
    return;
  label.box.width = size.width;
  label.box.height = size.height;
  label.rotation = 0;
  label.markup = g_strdup (title);
  end.outward[0] = 0;
  end.outward[1] = -1;
  place_label (layouter, &end, rises ? edge->b : edge->a, 0.7 * layouter->em, label);
}

static void
place_side (PlumeLayouter *layouter, const PlumePlot *plot, const Side sides[3], int i)
{
  PlumeSpace *space = plot->space;
  const PlumeAxis *axis = sides[i].axis;
  Edge edge = find_edge (space, sides, i);
  PlumeLayoutSegment segment = { edge.a[0], edge.a[1], edge.b[0], edge.b[1] };
  gboolean has_title = has_titles (layouter, plot) && (axis->title != NULL || axis->unit != NULL);
  g_autoptr (PlumeTickSet) set = NULL;
  double distance;

  edge.frame = &plot->frame;
  g_array_append_val (space->front, segment);
  if (edge.length < LEAST_LENGTH * layouter->em || layouter->level >= 4)
    return;
  set = make_ticks (layouter, &sides[i], &edge, has_title);
  distance = place_ticks (layouter, space, sides, i, &edge, set);
  if (has_title)
    {
      g_autofree char *title = plume_axis_title (axis, sides[i].from, sides[i].to, set->exponent);

      if (title != NULL)
        place_title (layouter, &edge, title, distance);
    }
}

/**
 * plume_layouter_place_space:
 * @layouter: the layout being built
 * @work: axes in space whose frame and limits are settled
 *
 * Finds how the box stands in the frame, and what is written at its edges.
 */
void
plume_layouter_place_space (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumeSpace *space;
  Side sides[3];

  if (!work->plot->axes->in_space)
    return;
  work->plot->space = space = g_new0 (PlumeSpace, 1);
  space->back = g_array_new (FALSE, FALSE, sizeof (PlumeLayoutSegment));
  space->front = g_array_new (FALSE, FALSE, sizeof (PlumeLayoutSegment));
  space->camera = find_camera (work);
  plume_layouter_find_depth_limits (layouter, work, &space->z_from, &space->z_to);
  find_sides (work, sides);
  project (layouter, work, sides);
  add_back (space, sides);
  for (int i = 0; i < 3; i++)
    place_side (layouter, work->plot, sides, i);
}
