/* plume-stamps.h: the points of a mark as both painters stamp them: where, in which colour and
 * shape, one after the other. Private to those who paint.
 */
#pragma once

#include "figure/plume-layout.h"
#include "figure/plume-pixels.h"

G_BEGIN_DECLS

/**
 * PlumePointInk: the colours of the points of a mark.
 * @selection: (nullable): what is chosen, where that concerns the mark
 * @values: colours of the map, of marks with values
 * @categories: colours of category − 1, 0, 1 …, of marks with categories; alpha 0 for those that
 * are switched off
 * @faint: of points that are not chosen
 * @opacity: of all others
 */
typedef struct
{
  const PlumeMark *mark;
  const PlumeSelection *selection;
  double opacity, from, to;
  PlumeRgba ink, faint;
  PlumeRgba values[PLUME_COLOUR_TABLE];
  PlumeRgba *categories;
} PlumePointInk;

void plume_point_ink_init (PlumePointInk *ink, const PlumeLayout *layout, const PlumeMark *mark);
void plume_point_ink_clear (PlumePointInk *ink);
/* The colour of a chosen point; alpha 0 where it is not drawn. */
PlumeRgba plume_point_ink_get_colour (const PlumePointInk *ink, gsize index);

/* Whether a point is not among the chosen ones. */
static inline gboolean
plume_point_ink_is_faint (const PlumePointInk *ink, gsize index)
{
  return ink->selection != NULL
         && !plume_selection_contains (ink->selection, plume_mark_get_item (ink->mark, index));
}

/**
 * PlumeStamp: a place in units and a premultiplied colour.
 */
typedef struct
{
  float x, y;
  guint32 argb;
} PlumeStamp;

/**
 * PlumeStampRun: stamps of one shape and size, which follow each other.
 */
typedef struct
{
  PlumeMarker marker;
  double diameter;
  gsize first, length;
} PlumeStampRun;

/**
 * PlumeStamps:
 * @stamps: PlumeStamp, in the order of painting: what is not chosen below what is, far below near,
 * and then as they come
 * @runs: PlumeStampRun
 */
typedef struct
{
  GArray *stamps, *runs;
} PlumeStamps;

void plume_stamps_init (PlumeStamps *stamps,
                        const PlumeLayout *layout,
                        const PlumePlot *plot,
                        const PlumeMark *mark);
void plume_stamps_clear (PlumeStamps *stamps);

G_END_DECLS
