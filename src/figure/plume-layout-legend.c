/* plume-layout-legend.c: what is written over the data: names of lines at their ends or over their
 * peaks, else a legend in the emptiest corner; rules', handles' and text marks' own words.
 *
 * A mark that is switched off keeps its entry, faded, so that it can be switched on again. No two
 * labels of a plot overlap.
 */
#include "figure/plume-layout-private.h"
#include "figure/plume-ink.h"
#include "figure/plume-occupancy.h"

#include <math.h>
#include <string.h>

#define MAX_APEX_SCAN 20000
#define KEY           1.7  /* em: of a legend's entry, */
#define GAP           0.5  /* em: and from there to its name */
#define MOST_COVERED  0.03 /* of a legend, where there is room beside the frame */

typedef struct
{
  const PlumeMark *mark;
  char *markup;
  double wanted, y, width;
} EndLabel;

static void
clear_end_label (gpointer data)
{
  g_free (((EndLabel *)data)->markup);
}

static gboolean
is_labelled (const PlumeMark *mark)
{
  return mark->label != NULL && *mark->label != '\0';
}

/* Rules and handles carry their own words; images and texts have none. */
static gboolean
belongs_in_legend (const PlumeMark *mark)
{
  return (is_labelled (mark) || mark->codes != NULL) && mark->kind != PLUME_MARK_RULES
         && mark->kind != PLUME_MARK_HANDLE && mark->kind != PLUME_MARK_TEXT
         && mark->kind != PLUME_MARK_IMAGE;
}

/* Of the names that a legend would have */
double
plume_layouter_widest_name (PlumeLayouter *layouter, const PlumeAxes *axes)
{
  double widest = 0;

  for (guint i = 0; i < axes->marks->len && !axes->no_legend; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (axes->marks, i);
      g_autofree char *markup = NULL;

      if (!belongs_in_legend (mark) || !is_labelled (mark))
        continue;
      markup = plume_text_safe_markup (mark->label);
      widest = MAX (widest, plume_layouter_tick_width (layouter, markup));
    }
  return widest;
}

static PlumeRgba
label_colour (const PlumeLayouter *layouter, const PlumeMark *mark)
{
  const PlumeStyle *style = &layouter->layout->style;
  PlumeRgba colour =
      mark->ink.faded
          ? plume_ink_get_hue (style, &mark->ink)
          : plume_style_colour_of_words (
              style, mark->ink.colour == PLUME_COLOUR_FAINT ? PLUME_COLOUR_TEXT : mark->ink.colour);

  if (!plume_layout_shows (layouter->layout, mark))
    colour.alpha *= 0.35;
  return colour;
}

static gsize
first_at_least (const PlumeArray *x, double limit)
{
  gsize low = 0, high = x->length;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (x->values[middle] < limit)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Whether a line leaves the frame at its right end (or ends close to it), and at which height. */
static gboolean
find_end (const PlumePlot *plot, const PlumeMark *mark, double *y)
{
  const PlumeRect *frame = &plot->frame;
  gsize end;

  if (mark->kind != PLUME_MARK_LINE || !mark->x_sorted || plot->axes->x.reversed)
    return FALSE;
  end = first_at_least (mark->x, plot->x_to);
  if (end == mark->x->length || (end > 0 && mark->x->values[end] > plot->x_to))
    end = end > 0 ? end - 1 : 0;
  *y = plume_plot_y (plot, mark->y->values[end]);
  return plume_plot_x (plot, mark->x->values[end]) > frame->x + 0.93 * frame->width
         && *y >= frame->y - 1 && *y <= frame->y + frame->height + 1;
}

static int
compare_wanted (gconstpointer a, gconstpointer b)
{
  double difference = ((const EndLabel *)a)->wanted - ((const EndLabel *)b)->wanted;

  return difference < 0 ? -1 : difference > 0;
}

/* Pushes labels apart, each as little as possible: neighbours that touch become a block about the
 * mean of their wishes. */
static void
spread (GArray *labels, double row, double top, double bottom)
{
  for (int round = 0; round < 40; round++)
    {
      gboolean moved = FALSE;

      for (guint i = 0; i < labels->len; i++)
        {
          EndLabel *label = &g_array_index (labels, EndLabel, i);

          label->y = CLAMP (label->y, top, MAX (bottom, top));
          if (i > 0)
            {
              EndLabel *above = label - 1;
              double overlap = above->y + row - label->y;

              if (overlap > 0.01)
                {
                  above->y -= overlap / 2;
                  label->y += overlap / 2;
                  moved = TRUE;
                }
            }
        }
      if (!moved)
        return;
    }
}

/* End labels of a plot; NULL where they do not serve, and a legend (or names over peaks) must. */
static GArray *
end_labels (PlumeLayouter *layouter, const PlumePlot *plot)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, TRUE, sizeof (EndLabel));
  double row = 1.1 * layouter->line;

  g_array_set_clear_func (labels, clear_end_label);
  if (layouter->level >= 2 || plot->axes->no_legend || plot->place != PLUME_LEGEND_FREE
      || plot->frame.width < 16 * layouter->em || plot->frame.height < 5 * layouter->em)
    return NULL;
  for (guint i = 0; i < plot->axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i);
      EndLabel label = { mark };

      if (!belongs_in_legend (mark))
        continue;
      if (mark->codes != NULL || !find_end (plot, mark, &label.wanted))
        return NULL;
      label.y = label.wanted;
      label.markup = plume_text_safe_markup (mark->label);
      label.width = plume_layouter_tick_width (layouter, label.markup);
      g_array_append_val (labels, label);
      if (label.width > 0.25 * plot->frame.width)
        return NULL;
    }
  if (labels->len == 0)
    return NULL;
  g_array_sort (labels, compare_wanted);
  spread (labels, row, plot->frame.y + 0.1 * layouter->line,
          plot->frame.y + plot->frame.height - 0.5 * layouter->line);
  for (guint i = 0; i < labels->len; i++)
    {
      const EndLabel *label = &g_array_index (labels, EndLabel, i);

      if (fabs (label->y - label->wanted) > 0.9 * row
          || (i > 0
              && label->y - g_array_index (labels, EndLabel, i - 1).y < layouter->line * 0.98))
        return NULL;
    }
  return g_steal_pointer (&labels);
}

/**
 * plume_layouter_end_label_width:
 * @layouter: the layout being built
 * @plot: a plot whose frame is nearly settled
 *
 * Returns: the room at the right that names at the ends of lines take, or those of categories; 0
 * where there are none
 */
double
plume_layouter_end_label_width (PlumeLayouter *layouter, PlumePlot *plot)
{
  g_autoptr (GArray) labels = plot->colour_bar == NULL ? end_labels (layouter, plot) : NULL;
  double widest = 0;

  if (labels == NULL)
    return plume_layouter_strip_width (layouter, plot);
  for (guint i = 0; i < labels->len; i++)
    widest = MAX (widest, g_array_index (labels, EndLabel, i).width);
  return widest > 0 ? widest + 0.5 * layouter->em : 0;
}

void
plume_layouter_add_entry (PlumeLayouter *layouter,
                          PlumePlot *plot,
                          const PlumeLegendEntry *entry,
                          PlumeRect text,
                          const char *markup,
                          PlumeRgba colour,
                          gboolean halo)
{
  g_array_append_val (plot->legend, *entry);
  plume_layouter_add_label (layouter, (PlumeLabel){ .box = text,
                                                    .markup = g_strdup (markup),
                                                    .size = layouter->small,
                                                    .colour = colour,
                                                    .halo = halo });
}

/* A name that stands directly at its line. */
static void
add_name (PlumeLayouter *layouter,
          PlumePlot *plot,
          const PlumeMark *mark,
          PlumeRect box,
          const char *markup,
          gboolean halo)
{
  PlumeLegendEntry entry = { mark, -1, { box.x, box.y, 0, box.height }, box };

  plume_layouter_add_entry (layouter, plot, &entry, box, markup, label_colour (layouter, mark),
                            halo);
}

static gboolean
place_end_labels (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;
  const PlumeLayoutColumn *column = plume_layouter_column (layouter, work);
  g_autoptr (GArray) labels = plot->colour_bar == NULL ? end_labels (layouter, plot) : NULL;
  double right = plot->frame.x + plot->frame.width;

  if (labels == NULL
      || right + plume_layouter_end_label_width (layouter, plot) > column->x + column->width)
    return FALSE;
  for (guint i = 0; i < labels->len; i++)
    {
      const EndLabel *label = &g_array_index (labels, EndLabel, i);
      PlumeRect box = { right + 0.45 * layouter->em, label->y - layouter->line / 2, label->width,
                        layouter->line };

      add_name (layouter, plot, label->mark, box, label->markup, FALSE);
    }
  return TRUE;
}

static gboolean
find_apex (const PlumePlot *plot, const PlumeMark *mark, double *x, double *y)
{
  gsize first, last, best, stride;

  if (mark->kind != PLUME_MARK_LINE || !mark->x_sorted)
    return FALSE;
  first = first_at_least (mark->x, plot->x_from);
  last = first_at_least (mark->x, plot->x_to);
  if (last <= first + 2)
    return FALSE;
  stride = MAX ((last - first) / MAX_APEX_SCAN, 1);
  best = first;
  for (gsize i = first; i < last; i += stride)
    if (mark->y->values[i] > mark->y->values[best] || isnan (mark->y->values[best]))
      best = i;
  *x = plume_plot_x (plot, mark->x->values[best]);
  *y = plume_plot_y (plot, mark->y->values[best]);
  return best > first && best + stride < last && *y >= plot->frame.y
         && *y < plot->frame.y + 0.95 * plot->frame.height;
}

gboolean
plume_layouter_touches_label (const PlumeLayouter *layouter, const PlumeRect *box)
{
  for (guint i = 0; i < layouter->layout->labels->len; i++)
    {
      const PlumeRect *other = &g_array_index (layouter->layout->labels, PlumeLabel, i).box;

      if (box->x < other->x + other->width && other->x < box->x + box->width
          && box->y < other->y + other->height && other->y < box->y + box->height)
        return TRUE;
    }
  return FALSE;
}

/* The name of a line over its peak or beside it, where nothing else is. */
static gboolean
place_apex_label (PlumeLayouter *layouter,
                  PlumePlot *plot,
                  const PlumeMark *mark,
                  PlumeOccupancy *occupancy)
{
  const PlumeRect *frame = &plot->frame;
  g_autofree char *markup = plume_text_safe_markup (mark->label);
  double width = plume_layouter_tick_width (layouter, markup), height = layouter->line,
         em = layouter->em, x, y;

  if (!plume_layout_shows (layouter->layout, mark) || !find_apex (plot, mark, &x, &y))
    return FALSE;
  {
    const PlumeRect places[] = {
      { x - width / 2, y - height - 0.2 * em, width, height },
      { x - width / 2, y - height - 0.6 * em, width, height },
      { x - width / 2, y - height - 1.0 * em, width, height },
      { x + 0.8 * em, y - 0.2 * height, width, height },
      { x + 1.4 * em, y, width, height },
      { x - width - 0.8 * em, y - 0.2 * height, width, height },
      { x - width - 1.4 * em, y, width, height },
    };

    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      {
        const PlumeRect *box = &places[i];
        PlumeRect room = { box->x - 2, box->y, box->width + 4, box->height - 1 };

        if (box->x < frame->x + 2 || box->x + width > frame->x + frame->width || box->y < frame->y
            || plume_occupancy_of_box (occupancy, &room) > 0
            || plume_layouter_touches_label (layouter, box))
          continue;
        plume_occupancy_add_box (occupancy, &room);
        add_name (layouter, plot, mark, *box, markup, TRUE);
        return TRUE;
      }
  }
  return FALSE;
}

/* Where a legend of a size stands, by place, save the one beside the frame. */
static void
list_places (const PlumePlot *plot,
             double inset,
             double width,
             double height,
             PlumeRect places[PLUME_LEGEND_BESIDE])
{
  const PlumeRect *frame = &plot->frame;
  double left = frame->x + inset, right = frame->x + frame->width - inset - width;
  double top = frame->y + inset * 0.5, bottom = frame->y + frame->height - inset - height;
  double middle = (left + right) / 2;
  const PlumeRect all[PLUME_LEGEND_BESIDE] = {
    [PLUME_LEGEND_TOP_RIGHT] = { right, top, width, height },
    [PLUME_LEGEND_TOP_LEFT] = { left, top, width, height },
    [PLUME_LEGEND_BOTTOM_RIGHT] = { right, bottom, width, height },
    [PLUME_LEGEND_BOTTOM_LEFT] = { left, bottom, width, height },
    [PLUME_LEGEND_TOP] = { middle, top, width, height },
    [PLUME_LEGEND_BOTTOM] = { middle, bottom, width, height },
    [PLUME_LEGEND_RIGHT] = { right, (top + bottom) / 2, width, height },
    [PLUME_LEGEND_LEFT] = { left, (top + bottom) / 2, width, height },
  };

  memcpy (places, all, sizeof all);
}

/* The share of the emptiest place in the frame that holds ink; infinity where every place covers
 * another label. */
static double
find_emptiest_place (const PlumeLayouter *layouter,
                     const PlumeOccupancy *occupancy,
                     const PlumeRect places[PLUME_LEGEND_BESIDE],
                     PlumeLegendPlace *place)
{
  double least = INFINITY, ink = INFINITY;

  for (guint i = PLUME_LEGEND_FREE + 1; i < PLUME_LEGEND_BESIDE; i++)
    {
      double filled = plume_occupancy_of_box (occupancy, &places[i]);

      if (filled + 0.01 * i < least && !plume_layouter_touches_label (layouter, &places[i]))
        {
          least = filled + 0.01 * i;
          ink = filled;
          *place = i;
        }
    }
  return ink;
}

/* A row of the legend. */
typedef struct
{
  const PlumeMark *mark;
  int category;
} Row;

static const char *
row_name (const Row *row)
{
  return row->category >= 0 ? row->mark->categories[row->category] : row->mark->label;
}

static gboolean
is_shown (const PlumeLayouter *layouter, const Row *row)
{
  return plume_layout_shows (layouter->layout, row->mark)
         && plume_layout_shows_category (layouter->layout, row->mark, row->category);
}

/* Beside a frame that does not fill the width up to @right, such as one of equal units. */
static gboolean
find_place_beside (const PlumeLayouter *layouter,
                   const PlumePlot *plot,
                   double right,
                   PlumeRect *place)
{
  PlumeRect beside = { plot->frame.x + plot->frame.width + layouter->em, plot->frame.y,
                       place->width, place->height };

  if (plot->colour_bar != NULL || beside.x + beside.width > right
      || plume_layouter_touches_label (layouter, &beside))
    return FALSE;
  *place = beside;
  return TRUE;
}

/**
 * plume_layouter_legend_width:
 * @layouter: the layout being built
 * @plot: a plot
 *
 * Returns: the room beside the frame that a legend of all its marks would take; 0 where there is
 * none
 */
double
plume_layouter_legend_width (PlumeLayouter *layouter, const PlumePlot *plot)
{
  double widest;

  if (plot->axes->no_legend || layouter->level >= 2 || plot->colour_bar != NULL)
    return 0;
  widest = plume_layouter_widest_name (layouter, plot->axes);
  return widest > 0 ? (1 + KEY + GAP) * layouter->em + widest : 0;
}

static double
widest_row (PlumeLayouter *layouter, GArray *rows, guint n)
{
  double widest = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *markup = plume_text_safe_markup (row_name (&g_array_index (rows, Row, i)));

      widest = MAX (widest, plume_layouter_tick_width (layouter, markup));
    }
  return widest;
}

/* Where the legend stands: where it was told to, else where it is emptiest; FALSE for nowhere. The
 * place has its size. */
static gboolean
choose_place (PlumeLayouter *layouter,
              PlumePlotWork *work,
              const PlumeOccupancy *occupancy,
              PlumeRect *box)
{
  PlumePlot *plot = work->plot;
  const PlumeLayoutColumn *column = plume_layouter_column (layouter, work);
  PlumeRect places[PLUME_LEGEND_BESIDE], beside = *box;
  PlumeLegendPlace place = work->override->legend;
  double ink = INFINITY;

  list_places (plot, 0.6 * layouter->em, box->width, box->height, places);
  if (place == PLUME_LEGEND_FREE)
    ink = find_emptiest_place (layouter, occupancy, places, &place);
  if ((place == PLUME_LEGEND_FREE || place == PLUME_LEGEND_BESIDE
       || (work->override->legend == PLUME_LEGEND_FREE && ink > MOST_COVERED))
      && find_place_beside (layouter, plot, column->x + column->width, &beside))
    place = PLUME_LEGEND_BESIDE;
  else if (place == PLUME_LEGEND_FREE)
    return FALSE;
  else if (place == PLUME_LEGEND_BESIDE)
    place = PLUME_LEGEND_TOP_RIGHT; /* a frame that has grown over the room beside it */
  plot->place = place;
  *box = place == PLUME_LEGEND_BESIDE ? beside : places[place];
  return TRUE;
}

static void
add_rows (PlumeLayouter *layouter, PlumePlot *plot, GArray *rows, guint n_rows, PlumeRect place)
{
  double height = place.height / n_rows, key = KEY * layouter->em, gap = GAP * layouter->em;

  for (guint i = 0; i < n_rows; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *markup = plume_text_safe_markup (row_name (row));
      double width = MIN (plume_layouter_tick_width (layouter, markup), place.width - key - gap);
      PlumeRect box = { place.x, place.y + i * height, place.width, height };
      PlumeRect text = { box.x + key + gap, box.y + (height - layouter->line) / 2, width,
                         layouter->line };
      PlumeLegendEntry entry = { row->mark, row->category, { box.x, box.y, key, height }, box };
      PlumeRgba colour = plume_style_text (&layouter->layout->style);

      if (i + 1 == n_rows && n_rows < rows->len)
        {
          plume_layouter_place_rest (layouter, rows->len - i, text.x, text.y);
          break;
        }
      if (!is_shown (layouter, row))
        colour.alpha *= 0.35;
      plume_layouter_add_entry (layouter, plot, &entry, text, markup, colour, TRUE);
    }
}

/* occupancy: NULL where the place of the legend is set */
static void
place_legend (PlumeLayouter *layouter, PlumePlotWork *work, GArray *rows, PlumeOccupancy *occupancy)
{
  PlumePlot *plot = work->plot;
  double height = 1.15 * layouter->line, beginning = (KEY + GAP) * layouter->em, widest;
  guint n_rows = MIN (rows->len, (guint)(0.8 * plot->frame.height / height));
  PlumeRect box;

  plot->place = PLUME_LEGEND_FREE;
  widest = MIN (widest_row (layouter, rows, n_rows), PLUME_LEGEND_SHARE * plot->frame.width);
  if (n_rows == 0 || beginning + widest > 0.7 * plot->frame.width)
    return;
  box = (PlumeRect){ 0, 0, beginning + widest, n_rows * height };
  if (!choose_place (layouter, work, occupancy, &box))
    return;
  add_rows (layouter, plot, rows, n_rows, box);
  if (occupancy != NULL)
    plume_occupancy_add_box (occupancy, &box);
}

static void
add_categories (GArray *rows, const PlumeMark *mark)
{
  for (int i = 0; i < (int)mark->n_categories; i++)
    {
      Row row = { mark, i };

      g_array_append_val (rows, row);
    }
}

/* occupancy: NULL where the place of the legend is set, which then holds all names */
static void
place_names (PlumeLayouter *layouter, PlumePlotWork *work, PlumeOccupancy *occupancy)
{
  PlumePlot *plot = work->plot;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  gboolean has_strip;

  if (plot->axes->no_legend || layouter->level >= 2 || place_end_labels (layouter, work))
    return;
  has_strip = plume_layouter_place_strip (layouter, plot);
  for (guint i = 0; i < plot->axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i);
      Row row = { mark, -1 };

      if (mark->codes != NULL && !has_strip)
        add_categories (rows, mark);
      else if (mark->codes == NULL && belongs_in_legend (mark)
               && (occupancy == NULL || !place_apex_label (layouter, plot, mark, occupancy)))
        g_array_append_val (rows, row);
    }
  place_legend (layouter, work, rows, occupancy);
}

/* A label in the frame, kept within it; skipped where it would cover another. */
static void
place_word (PlumeLayouter *layouter,
            PlumePlot *plot,
            const PlumeMark *mark,
            const char *text,
            double x,
            double y,
            double anchor_x,
            double anchor_y,
            double distance)
{
  const PlumeRect *frame = &plot->frame;
  g_autofree char *markup = plume_text_safe_markup (text);
  double width = MIN (plume_layouter_tick_width (layouter, markup), frame->width),
         height = layouter->line;
  PlumeRect box = { x - width * (1 + anchor_x) / 2 - anchor_x * distance,
                    y - height * (1 - anchor_y) / 2 + anchor_y * distance, width, height };

  if (isnan (x) || isnan (y) || x < frame->x - 1 || x > frame->x + frame->width + 1
      || y < frame->y - 1 || y > frame->y + frame->height + 1 || frame->height < height)
    return;
  box.x = CLAMP (box.x, frame->x + 1, MAX (frame->x + frame->width - width, frame->x + 1));
  box.y = CLAMP (box.y, frame->y, frame->y + frame->height - height);
  if (plume_layouter_touches_label (layouter, &box))
    return;
  plume_layouter_add_label (layouter, (PlumeLabel){ .box = box,
                                                    .markup = g_steal_pointer (&markup),
                                                    .size = layouter->small,
                                                    .colour = label_colour (layouter, mark),
                                                    .halo = TRUE });
}

static void
place_words (PlumeLayouter *layouter, PlumePlot *plot)
{
  const PlumeRect *frame = &plot->frame;
  double gap = 0.35 * layouter->em;

  for (guint i = 0; i < plot->axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i);

      if (!plume_layout_shows (layouter->layout, mark))
        continue;
      if (mark->kind == PLUME_MARK_TEXT)
        for (gsize k = 0; k < mark->x->length; k++)
          place_word (layouter, plot, mark, mark->texts[k], plume_plot_x (plot, mark->x->values[k]),
                      plume_plot_y (plot, mark->y->values[k]), mark->anchor_x, mark->anchor_y, gap);
      else if (mark->kind == PLUME_MARK_RULES && is_labelled (mark) && mark->x != NULL)
        place_word (layouter, plot, mark, mark->label, plume_plot_x (plot, mark->x->values[0]),
                    frame->y, -1, 1, gap);
      else if (mark->kind == PLUME_MARK_RULES && is_labelled (mark))
        place_word (layouter, plot, mark, mark->label, frame->x + frame->width,
                    plume_plot_y (plot, mark->y->values[0]), 1, -1, 0.1 * layouter->em);
      else if (mark->kind == PLUME_MARK_HANDLE && is_labelled (mark))
        place_word (layouter, plot, mark, mark->label, plume_plot_x (plot, mark->x->values[0]),
                    plume_plot_y (plot, mark->y->values[0]), -1, -1, 0.6 * layouter->em);
    }
}

/**
 * plume_layouter_place_annotations:
 * @layouter: the layout being built
 * @work: a plot whose frame is settled
 *
 * Places everything that is written inside or beside the frame about the marks.
 */
void
plume_layouter_place_annotations (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;
  guint n_labels = layouter->layout->labels->len;
  g_autoptr (PlumeOccupancy) occupancy = NULL;

  if (layouter->level >= 2 || plot->axes->marks->len == 0)
    return;
  if (work->override->legend != PLUME_LEGEND_FREE)
    place_names (layouter, work, NULL);
  place_words (layouter, plot);
  if (work->override->legend != PLUME_LEGEND_FREE)
    return;
  occupancy = plume_occupancy_new (layouter->layout, plot, 0.5 * layouter->em);
  for (guint i = n_labels; i < layouter->layout->labels->len; i++)
    plume_occupancy_add_box (occupancy,
                             &g_array_index (layouter->layout->labels, PlumeLabel, i).box);
  place_names (layouter, work, occupancy);
}
