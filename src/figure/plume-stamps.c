/* plume-stamps.c: colours, shapes and order of the points of a mark, found once for every painter.
 *
 * In space nearer points are larger and darker, in eight steps, so that few sizes have to be
 * painted. It knows no Cairo and no OpenGL.
 */
#include "figure/plume-stamps.h"

#include "figure/plume-ink.h"
#include "figure/plume-layout-private.h"

#include <math.h>
#include <stdlib.h>

#define N_SLABS       8
#define N_SHAPES      (PLUME_MARKER_TICK + 1)
#define N_GROUPS      (2 * N_SLABS * N_SHAPES)
#define FAINT_OPACITY 0.16
#define LEAST_CHOSEN  0.85

/**
 * plume_point_ink_init:
 * @ink: to be filled
 * @layout: gives the style, what is hidden and what is chosen
 * @mark: points or a density
 */
void
plume_point_ink_init (PlumePointInk *ink, const PlumeLayout *layout, const PlumeMark *mark)
{
  const PlumeStyle *style = &layout->style;
  PlumeColourMap map = plume_style_colour_map (style, mark->colour_map);

  *ink = (PlumePointInk){
    .mark = mark,
    .selection = mark->n_items > 0 ? layout->selection : NULL,
    .opacity = plume_ink_get_opacity (mark),
    .ink = plume_ink_get_hue (style, &mark->ink),
    .faint = plume_style_colour (style, PLUME_COLOUR_GREY),
  };
  ink->faint.alpha = FAINT_OPACITY;
  if (ink->selection != NULL)
    ink->opacity = MAX (ink->opacity, LEAST_CHOSEN);
  if (mark->codes != NULL)
    {
      ink->categories = g_new (PlumeRgba, mark->n_categories + 1);
      for (int i = -1; i < (int)mark->n_categories; i++)
        {
          ink->categories[i + 1] = plume_style_category (style, i);
          if (!plume_layout_shows_category (layout, mark, i))
            ink->categories[i + 1].alpha = 0;
        }
    }
  else if (mark->value != NULL)
    {
      plume_mark_colour_range (mark, map, &ink->from, &ink->to);
      for (int i = 0; i < PLUME_COLOUR_TABLE; i++)
        ink->values[i] = plume_colour_map_at (map, i / (PLUME_COLOUR_TABLE - 1.0));
    }
}

void
plume_point_ink_clear (PlumePointInk *ink)
{
  g_clear_pointer (&ink->categories, g_free);
}

PlumeRgba
plume_point_ink_get_colour (const PlumePointInk *ink, gsize index)
{
  PlumeRgba colour = ink->ink;

  if (ink->categories != NULL)
    colour = ink->categories[plume_mark_get_category (ink->mark, index) + 1];
  else if (ink->mark->value != NULL)
    {
      double fraction =
          plume_mark_tone_fraction (ink->mark, ink->from, ink->to, ink->mark->value->values[index]);

      if (isnan (fraction))
        return (PlumeRgba){ 0, 0, 0, 0 };
      colour = ink->values[(int)(CLAMP (fraction, 0, 1) * (PLUME_COLOUR_TABLE - 1) + 0.5)];
    }
  colour.alpha *= ink->opacity;
  return colour;
}

/* A point before it has its place in the order. */
typedef struct
{
  PlumeStamp stamp;
  float depth;
  guint32 group;
  gsize index;
} Candidate;

static int
compare_depths (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->depth != second->depth)
    return first->depth < second->depth ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

static guint32
group_of (gboolean chosen, int slab, PlumeMarker marker)
{
  return ((guint32)chosen * N_SLABS + (guint32)slab) * N_SHAPES + (guint32)marker;
}

static double
slab_fraction (int slab)
{
  return (slab + 0.5) / N_SLABS;
}

/* FALSE where the point is not seen. */
static gboolean
make_candidate (const PlumePointInk *ink, const PlumePlot *plot, gsize index, Candidate *candidate)
{
  const PlumeMark *mark = ink->mark;
  const PlumeRect *frame = &plot->frame;
  gboolean chosen = !plume_point_ink_is_faint (ink, index);
  PlumeRgba colour = plume_point_ink_get_colour (ink, index);
  double place[2], depth = 0;
  int slab = 0;

  if (colour.alpha <= 0)
    return FALSE;
  if (plot->space != NULL && mark->z != NULL)
    plume_space_place (plot, mark->x->values[index], mark->y->values[index], mark->z->values[index],
                       place, &depth);
  else
    {
      place[0] = plume_plot_x (plot, mark->x->values[index]);
      place[1] = plume_plot_y (plot, mark->y->values[index]);
    }
  if (!(place[0] >= frame->x - 0.5 && place[0] <= frame->x + frame->width + 0.5
        && place[1] >= frame->y - 0.5 && place[1] <= frame->y + frame->height + 0.5))
    return FALSE;
  if (!chosen)
    colour = ink->faint;
  if (plot->space != NULL)
    {
      slab = (int)CLAMP (depth * N_SLABS, 0, N_SLABS - 1);
      colour.alpha *= 0.4 + 0.6 * slab_fraction (slab);
    }
  candidate->stamp = (PlumeStamp){ (float)place[0], (float)place[1], plume_argb (colour) };
  candidate->depth = (float)depth;
  candidate->index = index;
  candidate->group =
      group_of (chosen, slab,
                plume_category_marker (plume_mark_get_category (mark, index), mark->ink.marker));
  return TRUE;
}

/* Sorts by group and keeps the order within each; fills in the runs. */
static void
sort_into_runs (PlumeStamps *stamps, GArray *candidates, double diameter, gboolean in_space)
{
  gsize places[N_GROUPS + 1] = { 0 };

  for (guint i = 0; i < candidates->len; i++)
    places[g_array_index (candidates, Candidate, i).group + 1]++;
  for (int group = 0; group < N_GROUPS; group++)
    {
      int slab = group / N_SHAPES % N_SLABS;
      PlumeStampRun run = { (PlumeMarker)(group % N_SHAPES),
                            diameter * (in_space ? 0.7 + 0.7 * slab_fraction (slab) : 1),
                            places[group], places[group + 1] };

      if (run.length > 0)
        g_array_append_val (stamps->runs, run);
      places[group + 1] += places[group];
    }
  g_array_set_size (stamps->stamps, candidates->len);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      g_array_index (stamps->stamps, PlumeStamp, places[candidate->group]++) = candidate->stamp;
    }
}

/**
 * plume_stamps_init:
 * @stamps: to be filled
 * @layout: a layout
 * @plot: one of its plots
 * @mark: points of it
 *
 * Finds all points in sight. O(n), in space O(n log n).
 */
void
plume_stamps_init (PlumeStamps *stamps,
                   const PlumeLayout *layout,
                   const PlumePlot *plot,
                   const PlumeMark *mark)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  PlumePointInk ink;
  Candidate candidate;

  plume_point_ink_init (&ink, layout, mark);
  for (gsize i = 0; i < mark->x->length; i++)
    if (make_candidate (&ink, plot, i, &candidate))
      g_array_append_val (candidates, candidate);
  plume_point_ink_clear (&ink);
  if (plot->space != NULL)
    qsort (candidates->data, candidates->len, sizeof (Candidate), compare_depths);
  stamps->stamps = g_array_new (FALSE, FALSE, sizeof (PlumeStamp));
  stamps->runs = g_array_new (FALSE, FALSE, sizeof (PlumeStampRun));
  sort_into_runs (stamps, candidates, plume_ink_get_marker (&layout->style, mark),
                  plot->space != NULL);
}

void
plume_stamps_clear (PlumeStamps *stamps)
{
  g_clear_pointer (&stamps->stamps, g_array_unref);
  g_clear_pointer (&stamps->runs, g_array_unref);
}
