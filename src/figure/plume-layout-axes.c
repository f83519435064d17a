/* plume-layout-axes.c: ticks, tick labels, axis titles and the colour bar of one plot, measured and
 * placed.
 *
 * Fewer ticks are asked for until no two labels touch; a label that would leave the picture is
 * dropped.
 */
#include "figure/plume-layout-private.h"

#include <math.h>

double
plume_layouter_tick_width (PlumeLayouter *layouter, const char *label)
{
  double *width = g_hash_table_lookup (layouter->widths, label);

  if (width == NULL)
    {
      width = g_new (double, 1);
      *width = plume_text_measure (layouter->text, label, layouter->small, FALSE).width;
      g_hash_table_insert (layouter->widths, g_strdup (label), width);
    }
  return *width;
}

void
plume_layouter_add_label (PlumeLayouter *layouter, PlumeLabel label)
{
  g_array_append_val (layouter->layout->labels, label);
}

/* Title, and in brackets the power of ten and the unit; NULL where there is none. */
char *
plume_axis_title (const PlumeAxis *axis, double from, double to, int exponent)
{
  const char *unit =
      axis->scale == PLUME_SCALE_TIME ? plume_time_unit (from, to)->name : axis->unit;
  g_autofree char *title = plume_text_safe_markup (axis->title);
  g_autofree char *safe_unit = plume_text_safe_markup (unit != NULL && *unit != '\0' ? unit : NULL);
  g_autofree char *power = exponent != 0 ? plume_power_markup (exponent) : NULL;
  g_autofree char *brackets = NULL;

  if (power != NULL && safe_unit != NULL)
    brackets = g_strconcat (power, "\xe2\x80\x89", safe_unit, NULL);
  else if (power != NULL || safe_unit != NULL)
    brackets = g_strdup (power != NULL ? power : safe_unit);
  if (title == NULL || *title == '\0')
    return g_steal_pointer (&brackets);
  return brackets != NULL ? g_strconcat (title, " (", brackets, ")", NULL)
                          : g_steal_pointer (&title);
}

/* What a tick label takes along its axis, with the distance to the next one. */
static double
label_size (PlumeLayouter *layouter, const char *label, gboolean horizontal)
{
  return horizontal ? plume_layouter_tick_width (layouter, label) + 0.8 * layouter->em
                    : 1.25 * layouter->line;
}

static gboolean
labels_fit (PlumeLayouter *layouter,
            const PlumeTickSet *set,
            const PlumeAxis *axis,
            double from,
            double to,
            double length,
            gboolean horizontal)
{
  double low = plume_scale_forward (axis, from), high = plume_scale_forward (axis, to);
  double end = -INFINITY;

  for (guint i = 0; i < set->ticks->len; i++)
    {
      const PlumeScaleTick *tick = &g_array_index (set->ticks, PlumeScaleTick, i);
      double place = length * (plume_scale_forward (axis, tick->value) - low) / (high - low);
      double half;

      if (tick->label == NULL)
        continue;
      half = label_size (layouter, tick->label, horizontal) / 2;
      if (place - half < end)
        return FALSE;
      end = place + half;
    }
  return TRUE;
}

/* Drops labels that touch one that stays: zero stays first, or else the first, then what is farther
 * and farther from it. */
static void
thin_labels (PlumeLayouter *layouter,
             PlumeTickSet *set,
             const PlumeAxis *axis,
             double from,
             double to,
             double length,
             gboolean horizontal)
{
  double slope = length / (plume_scale_forward (axis, to) - plume_scale_forward (axis, from));
  guint middle = 0;

  for (guint i = 0; i < set->ticks->len; i++)
    if (g_array_index (set->ticks, PlumeScaleTick, i).value == 0)
      middle = i;
  for (int direction = 1; direction >= -1; direction -= 2)
    {
      double end = -INFINITY;

      for (int i = (int)middle; i >= 0 && i < (int)set->ticks->len; i += direction)
        {
          PlumeScaleTick *tick = &g_array_index (set->ticks, PlumeScaleTick, i);
          double place = direction * slope * plume_scale_forward (axis, tick->value), half;

          if (tick->label == NULL)
            continue;
          half = label_size (layouter, tick->label, horizontal) / 2;
          if (place - half < end)
            g_clear_pointer (&tick->label, g_free);
          else
            end = place + half;
        }
    }
}

static PlumeTickSet *
fitting_ticks (PlumeLayouter *layouter,
               const PlumeAxis *axis,
               double from,
               double to,
               double length,
               gboolean horizontal,
               gboolean factor_in_title)
{
  double target = CLAMP (length / ((horizontal ? 5.2 : 2.8) * layouter->em),
                         length > 5 * layouter->em ? 3 : 2, 12);
  PlumeTickSet *set;

  if (axis->scale == PLUME_SCALE_CATEGORY)
    target = MAX (length / (1.25 * layouter->line), 1);
  set = plume_tick_set_new (axis, from, to, target, factor_in_title);
  for (int i = 0; i < 12 && axis->scale != PLUME_SCALE_SYMLOG
                  && !labels_fit (layouter, set, axis, from, to, length, horizontal);
       i++)
    {
      plume_tick_set_free (set);
      target = MAX (axis->scale == PLUME_SCALE_CATEGORY ? MIN (target * 0.8, target - 0.5)
                                                        : target * 0.75,
                    1);
      set = plume_tick_set_new (axis, from, to, target, factor_in_title);
    }
  thin_labels (layouter, set, axis, from, to, length, horizontal);
  return set;
}

/* Size at which a title fits; one that fits at neither size is ellipsized at the smaller. */
static double
title_size (PlumeLayouter *layouter, const char *title, double room)
{
  return plume_text_measure (layouter->text, title, layouter->em, FALSE).width <= room
             ? layouter->em
             : layouter->small;
}

/* Ticks and title; a power of ten stands in the title only where the title is shown whole. */
static void
make_ticks (PlumeLayouter *layouter,
            const PlumeAxis *axis,
            double from,
            double to,
            double length,
            gboolean horizontal,
            PlumeTickSet **set,
            char **title)
{
  gboolean has_title = layouter->level < 2 && (axis->title != NULL || axis->unit != NULL);

  g_clear_pointer (set, plume_tick_set_free);
  g_clear_pointer (title, g_free);
  if (axis->hidden || layouter->level >= 4 || !(length > 0))
    {
      *set = g_new0 (PlumeTickSet, 1);
      (*set)->ticks = g_array_new (FALSE, FALSE, sizeof (PlumeScaleTick));
      return;
    }
  *set = fitting_ticks (layouter, axis, from, to, length, horizontal, has_title);
  if (!has_title)
    return;
  *title = plume_axis_title (axis, from, to, (*set)->exponent);
  if ((*set)->exponent != 0 && *title != NULL
      && plume_text_measure (layouter->text, *title, title_size (layouter, *title, length), FALSE)
                 .width
             > length)
    {
      plume_tick_set_free (*set);
      g_free (*title);
      *set = fitting_ticks (layouter, axis, from, to, length, horizontal, FALSE);
      *title = plume_axis_title (axis, from, to, 0);
    }
}

static double
widest_label (PlumeLayouter *layouter, const PlumeTickSet *set)
{
  double widest = 0;

  for (guint i = 0; i < set->ticks->len; i++)
    {
      const PlumeScaleTick *tick = &g_array_index (set->ticks, PlumeScaleTick, i);

      if (tick->label != NULL)
        widest = MAX (widest, plume_layouter_tick_width (layouter, tick->label));
    }
  return widest;
}

static double
title_height (const PlumeLayouter *layouter)
{
  return 1.35 * layouter->em;
}

/* Of a frame that has its title, that of x and the names of a legend without "…" */
double
plume_layouter_words_width (PlumeLayouter *layouter, const PlumeAxes *axes)
{
  g_autofree char *title = plume_text_safe_markup (axes->title),
                  *x_title = plume_axis_title (&axes->x, axes->x.from, axes->x.to, 0);
  double width = plume_layouter_widest_name (layouter, axes) / PLUME_LEGEND_SHARE;

  if (title != NULL)
    width = MAX (width, plume_text_measure (layouter->text, title, layouter->em, TRUE).width);
  if (x_title != NULL && !axes->x.hidden)
    width = MAX (width, plume_text_measure (layouter->text, x_title, layouter->small, FALSE).width);
  return width;
}

const PlumeLayoutColumn *
plume_layouter_column (const PlumeLayouter *layouter, const PlumePlotWork *work)
{
  return &layouter->columns[work->column];
}

/**
 * plume_layouter_make_y_ticks:
 * @layouter: the layout being built
 * @work: a plot whose frame has its height; gets y ticks, y title and the room they take at the
 * left
 */
void
plume_layouter_make_y_ticks (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;
  const PlumeAxis *axis = &plot->axes->y;
  double widest;

  make_ticks (layouter, axis, plot->y_from, plot->y_to, plot->frame.height, FALSE, &work->y_ticks,
              &work->y_title);
  if (!work->labels_y)
    g_clear_pointer (&work->y_title, g_free);
  widest = work->labels_y && layouter->level < 3 ? widest_label (layouter, work->y_ticks) : 0;
  work->left = 0.5 * layouter->em;
  if (axis->hidden || layouter->level >= 4)
    return;
  work->left +=
      layouter->layout->style.tick_length + (widest > 0 ? widest + 0.25 * layouter->em : 0);
  if (work->y_title != NULL)
    work->left += title_height (layouter) + 0.2 * layouter->em;
}

void
plume_layouter_make_x_ticks (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;

  make_ticks (layouter, &plot->axes->x, plot->x_from, plot->x_to, plot->frame.width, TRUE,
              &work->x_ticks, &work->x_title);
}

static const PlumeMark *
bar_mark (const PlumeLayout *layout, const PlumeAxes *axes)
{
  for (guint i = 0; i < axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (axes->marks, i);

      if (mark->value_title != NULL && plume_layout_shows (layout, mark)
          && (mark->kind == PLUME_MARK_IMAGE || mark->kind == PLUME_MARK_POINTS
              || mark->kind == PLUME_MARK_DENSITY || plume_mark_has_cells (mark)))
        return mark;
    }
  return NULL;
}

/**
 * plume_layouter_make_colour_bar:
 * @layouter: the layout being built
 * @work: a plot whose frame has its height; gets a colour bar and the room it takes at the right,
 * or none where there is no room
 */
void
plume_layouter_make_colour_bar (PlumeLayouter *layouter, PlumePlotWork *work)
{
  const PlumeMark *mark = bar_mark (layouter->layout, work->plot->axes);
  const PlumeAxis linear = { .scale = PLUME_SCALE_LINEAR };
  PlumeColourBar *bar;
  double length = work->plot->frame.height;

  g_clear_pointer (&work->bar_ticks, plume_tick_set_free);
  if (mark == NULL || layouter->level >= 2 || length < 5 * layouter->em
      || layouter->layout->width < 22 * layouter->em)
    {
      plume_plot_drop_colour_bar (work->plot); /* there was room before others took it */
      return;
    }
  if (work->plot->colour_bar == NULL)
    {
      work->plot->colour_bar = g_new0 (PlumeColourBar, 1);
      work->plot->colour_bar->ticks = g_array_new (FALSE, FALSE, sizeof (PlumeTick));
    }
  bar = work->plot->colour_bar;
  bar->mark = mark;
  plume_mark_colour_range (mark,
                           plume_style_colour_map (&layouter->layout->style, mark->colour_map),
                           &bar->from, &bar->to);
  bar->below = mark->value_range.low < bar->from;
  bar->above = mark->value_range.high > bar->to;
  bar->box.width = 0.8 * layouter->em;
  work->bar_ticks =
      fitting_ticks (layouter, &linear, bar->from, bar->to, 0.85 * length, FALSE, TRUE);
  work->right += 1.9 * layouter->em + layouter->layout->style.tick_length
                 + widest_label (layouter, work->bar_ticks) + 0.25 * layouter->em
                 + title_height (layouter);
}

static void
place_tick_label (PlumeLayouter *layouter, const char *markup, PlumeRect box)
{
  PlumeLabel label = {
    .box = box,
    .markup = g_strdup (markup),
    .size = layouter->small,
    .colour = plume_style_text (&layouter->layout->style),
  };

  plume_layouter_add_label (layouter, label);
}

/* From the frame to the labels of x: beyond the ticks, and below half a label of y, so that those
 * at the corner do not touch. */
double
plume_layouter_x_label_distance (const PlumeLayouter *layouter)
{
  return MAX (layouter->layout->style.tick_length + 0.1 * layouter->em, 0.51 * layouter->line);
}

static void
place_x_axis (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;
  const PlumeLayoutColumn *column = plume_layouter_column (layouter, work);
  const PlumeRect *frame = &plot->frame;
  double top = frame->y + frame->height + plume_layouter_x_label_distance (layouter);

  for (guint i = 0; i < work->x_ticks->ticks->len; i++)
    {
      const PlumeScaleTick *tick = &g_array_index (work->x_ticks->ticks, PlumeScaleTick, i);
      PlumeTick placed = { plume_plot_x (plot, tick->value), tick->value, NULL, tick->minor };

      if (work->labels_x && layouter->level < 3 && tick->label != NULL)
        {
          double width = plume_layouter_tick_width (layouter, tick->label);
          double left = placed.position - width / 2;

          if (left >= column->x && left + width <= column->x + column->width)
            {
              placed.label = g_strdup (tick->label);
              place_tick_label (layouter, tick->label,
                                (PlumeRect){ left, top, width, layouter->line });
            }
        }
      g_array_append_val (plot->x_ticks, placed);
    }
  if (work->x_title != NULL && work->labels_x)
    {
      double font_size = title_size (layouter, work->x_title, frame->width);
      PlumeTextSize size = plume_text_measure (layouter->text, work->x_title, font_size, FALSE);
      double width = MIN (size.width, frame->width);
      PlumeLabel label = {
        .box = { frame->x + (frame->width - width) / 2, top + layouter->line + 0.1 * layouter->em,
                 width, size.height },
        .markup = g_strdup (work->x_title),
        .size = font_size,
        .colour = plume_style_text (&layouter->layout->style),
      };

      plume_layouter_add_label (layouter, label);
    }
}

static void
place_y_axis (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumePlot *plot = work->plot;
  const PlumeRect *frame = &plot->frame;
  double right = frame->x - layouter->layout->style.tick_length - 0.25 * layouter->em;

  for (guint i = 0; i < work->y_ticks->ticks->len; i++)
    {
      const PlumeScaleTick *tick = &g_array_index (work->y_ticks->ticks, PlumeScaleTick, i);
      PlumeTick placed = { plume_plot_y (plot, tick->value), tick->value, NULL, tick->minor };

      if (work->labels_y && layouter->level < 3 && tick->label != NULL)
        {
          double width = plume_layouter_tick_width (layouter, tick->label);

          placed.label = g_strdup (tick->label);
          place_tick_label (layouter, tick->label,
                            (PlumeRect){ right - width, placed.position - layouter->line / 2, width,
                                         layouter->line });
        }
      g_array_append_val (plot->y_ticks, placed);
    }
  if (work->y_title != NULL)
    {
      /* A title longer than its frame may reach down beside the labels of x. */
      double room = frame->height + (work->labels_x ? 0.8 * work->bottom : 0);
      double font_size = title_size (layouter, work->y_title, frame->height);
      PlumeTextSize size = plume_text_measure (layouter->text, work->y_title, font_size, FALSE);
      double length = MIN (size.width, room);
      /* Titles of a stack stand below each other; that of a frame shrunk to its aspect stays near.
       */
      double x = 0.4 * layouter->em
                 + (plot->axes->equal_aspect ? frame->x - work->left
                                             : plume_layouter_column (layouter, work)->x);
      PlumeLabel label = {
        .box = { x, frame->y + MAX ((frame->height - length) / 2, 0), size.height, length },
        .markup = g_strdup (work->y_title),
        .size = font_size,
        .rotation = -G_PI_2,
        .colour = plume_style_text (&layouter->layout->style),
      };

      plume_layouter_add_label (layouter, label);
    }
}

static void
place_colour_bar (PlumeLayouter *layouter, PlumePlotWork *work)
{
  PlumeColourBar *bar = work->plot->colour_bar;
  const PlumeRect *frame = &work->plot->frame;
  double em = layouter->em, tick = layouter->layout->style.tick_length, widest = 0;
  double tip = 0.7 * em, head = work->bar_ticks->exponent != 0 ? layouter->line + 0.2 * em : 0;
  PlumeTextSize size;
  double length, font_size;
  g_autofree char *title = plume_text_safe_markup (bar->mark->value_title);

  bar->box = (PlumeRect){ frame->x + frame->width + 0.9 * em,
                          frame->y + head + (bar->above ? tip : 0), 0.8 * em,
                          frame->height - head - (bar->above ? tip : 0) - (bar->below ? tip : 0) };
  for (guint i = 0; i < work->bar_ticks->ticks->len; i++)
    {
      const PlumeScaleTick *source = &g_array_index (work->bar_ticks->ticks, PlumeScaleTick, i);
      double fraction = plume_mark_tone_fraction (bar->mark, bar->from, bar->to, source->value);
      PlumeTick placed = { bar->box.y + bar->box.height * (1 - fraction), source->value,
                           g_strdup (source->label), FALSE };
      double width = plume_layouter_tick_width (layouter, source->label);

      place_tick_label (layouter, source->label,
                        (PlumeRect){ bar->box.x + bar->box.width + tick + 0.25 * em,
                                     placed.position - layouter->line / 2, width, layouter->line });
      widest = MAX (widest, width);
      g_array_append_val (bar->ticks, placed);
    }
  if (head > 0)
    {
      g_autofree char *power = plume_power_markup (work->bar_ticks->exponent);
      g_autofree char *factor = g_strconcat ("×\xe2\x80\x89", power, NULL);

      place_tick_label (layouter, factor,
                        (PlumeRect){ bar->box.x, frame->y - 0.2 * em,
                                     plume_layouter_tick_width (layouter, factor),
                                     layouter->line });
    }
  font_size = title_size (layouter, title, frame->height);
  size = plume_text_measure (layouter->text, title, font_size, FALSE);
  length = MIN (size.width, frame->height);
  plume_layouter_add_label (
      layouter, (PlumeLabel){
                    .box = { bar->box.x + bar->box.width + tick + widest + 0.5 * em,
                             frame->y + (frame->height - length) / 2, size.height, length },
                    .markup = g_steal_pointer (&title),
                    .size = font_size,
                    .rotation = -G_PI_2,
                    .colour = plume_style_text (&layouter->layout->style),
                });
}

/**
 * plume_layouter_place_axes:
 * @layouter: the layout being built
 * @work: a plot whose frame and ticks are settled
 *
 * Puts the ticks, their labels, the titles and the colour bar where they stand.
 */
void
plume_layouter_place_axes (PlumeLayouter *layouter, PlumePlotWork *work)
{
  place_y_axis (layouter, work);
  place_x_axis (layouter, work);
  if (work->plot->colour_bar != NULL)
    place_colour_bar (layouter, work);
}
