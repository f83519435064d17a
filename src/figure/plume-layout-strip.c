/* plume-layout-strip.c: the categories of points at the right of the frame, in one column or more,
 * where they hide no data.
 *
 * Names that find no room are counted ("+ 7"). Small pictures, and those with a colour bar there,
 * have their categories in the corner of the frame like other marks.
 */
#include "figure/plume-layout-private.h"

#include <math.h>

#define LARGEST_SHARE 0.34 /* of the width of frame and strip */
#define LONGEST_NAME  11.0 /* font sizes */
#define SHORTEST_NAME 4.5
#define MOST_COLUMNS  8

typedef struct
{
  const PlumeMark *mark;
  guint n_rows, n_columns, n_shown;
  double key, gap, row, name, column; /* widths; row is a height */
} Strip;

/* The one mark with categories that shows the most of them. */
static const PlumeMark *
find_mark (const PlumePlot *plot)
{
  const PlumeMark *found = NULL;

  for (guint i = 0; i < plot->axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i);

      if (mark->codes != NULL && (found == NULL || mark->n_categories > found->n_categories))
        found = mark;
    }
  return found;
}

static double
widest_name (PlumeLayouter *layouter, const PlumeMark *mark)
{
  double widest = 0;

  for (guint i = 0; i < mark->n_categories; i++)
    {
      g_autofree char *markup = plume_text_safe_markup (mark->categories[i]);

      widest = MAX (widest, plume_layouter_tick_width (layouter, markup));
    }
  return MIN (widest, LONGEST_NAME * layouter->em);
}

/* FALSE where there is no strip. */
static gboolean
measure (PlumeLayouter *layouter, const PlumePlot *plot, Strip *strip)
{
  double room = plot->strip_room, most = LARGEST_SHARE * room, padding;
  guint n_needed;

  *strip = (Strip){ .mark = find_mark (plot),
                    .key = 1.1 * layouter->em,
                    .gap = 0.3 * layouter->em,
                    .row = 1.2 * layouter->line };
  if (strip->mark == NULL || strip->mark->n_categories == 0 || plot->axes->no_legend
      || plot->colour_bar != NULL || layouter->level >= 2 || room < 22 * layouter->em)
    return FALSE;
  strip->n_rows = MIN (strip->mark->n_categories, (guint)(plot->frame.height / strip->row));
  if (strip->n_rows == 0)
    return FALSE;
  n_needed = MIN ((strip->mark->n_categories + strip->n_rows - 1) / strip->n_rows, MOST_COLUMNS);
  padding = strip->key + strip->gap + 0.7 * layouter->em;
  strip->name = widest_name (layouter, strip->mark);
  /* Rather names that are cut than none. */
  if (n_needed * (padding + strip->name) > most)
    strip->name = MIN (strip->name, MAX (most / n_needed - padding, SHORTEST_NAME * layouter->em));
  strip->column = padding + strip->name;
  strip->n_columns = MIN (n_needed, (guint)(most / strip->column));
  if (strip->n_columns == 0)
    return FALSE;
  /* Columns of one length look better than a full one and a stump. */
  strip->n_shown = MIN (strip->mark->n_categories, strip->n_rows * strip->n_columns);
  strip->n_rows = MIN (strip->n_rows, (strip->n_shown + strip->n_columns - 1) / strip->n_columns);
  return TRUE;
}

/**
 * plume_layouter_strip_width:
 * @layouter: the layout being built
 * @plot: a plot whose frame has its height and, still without a strip, its width
 *
 * Returns: the room at the right that names of categories take; 0 where there are none
 */
double
plume_layouter_strip_width (PlumeLayouter *layouter, PlumePlot *plot)
{
  Strip strip;

  plot->strip_room = plot->frame.width;
  if (!measure (layouter, plot, &strip))
    return 0;
  return strip.n_columns * strip.column + 0.2 * layouter->em;
}

/* Says how many names found no room. */
void
plume_layouter_place_rest (PlumeLayouter *layouter, guint n_more, double x, double y)
{
  g_autofree char *text = g_strdup_printf ("+\xe2\x80\x89%u", n_more);
  PlumeRgba colour = plume_style_text (&layouter->layout->style);

  colour.alpha *= 0.65;
  plume_layouter_add_label (
      layouter,
      (PlumeLabel){ .box = { x, y, plume_layouter_tick_width (layouter, text), layouter->line },
                    .markup = g_strdup (text),
                    .size = layouter->small,
                    .colour = colour });
}

static void
place_category (PlumeLayouter *layouter, PlumePlot *plot, const Strip *strip, int i, PlumeRect box)
{
  const PlumeMark *mark = strip->mark;
  g_autofree char *markup = plume_text_safe_markup (mark->categories[i]);
  PlumeLegendEntry entry = { mark, i, { box.x, box.y, strip->key, box.height }, box };
  PlumeRgba colour = plume_style_text (&layouter->layout->style);
  PlumeRect text = { box.x + strip->key + strip->gap, box.y + (box.height - layouter->line) / 2,
                     MIN (plume_layouter_tick_width (layouter, markup), strip->name),
                     layouter->line };

  if (!plume_layout_shows (layouter->layout, mark)
      || !plume_layout_shows_category (layouter->layout, mark, i))
    colour.alpha *= 0.35;
  plume_layouter_add_entry (layouter, plot, &entry, text, markup, colour, FALSE);
}

/**
 * plume_layouter_place_strip:
 * @layouter: the layout being built
 * @plot: a plot whose frame is settled
 *
 * Returns: %FALSE where the categories have no place at the right
 */
gboolean
plume_layouter_place_strip (PlumeLayouter *layouter, PlumePlot *plot)
{
  double left = plot->frame.x + plot->frame.width + 0.7 * layouter->em;
  Strip strip;

  if (!measure (layouter, plot, &strip))
    return FALSE;
  if (left + strip.column > layouter->layout->width + 1)
    return FALSE;
  for (guint i = 0; i < strip.n_shown; i++)
    {
      guint column = i / strip.n_rows;
      PlumeRect box = { left + column * strip.column,
                        plot->frame.y + (i % strip.n_rows) * strip.row,
                        strip.column - 0.7 * layouter->em, strip.row };

      if (i + 1 == strip.n_shown && strip.n_shown < strip.mark->n_categories)
        plume_layouter_place_rest (layouter, strip.mark->n_categories - strip.n_shown + 1, box.x,
                                   box.y);
      else
        place_category (layouter, plot, &strip, (int)i, box);
    }
  return TRUE;
}
