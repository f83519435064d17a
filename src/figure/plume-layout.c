/* plume-layout.c: the order in which a figure finds its places.
 *
 * Heights first (titles, rows of labels), then y ticks, which settle the margins at the left, then
 * x ticks; last what is written over the data. Where the picture is too small, titles go first,
 * then tick labels, then axes. It knows no painter.
 */
#include "figure/plume-layout-private.h"

#include <math.h>
#include <string.h>

#define MAX_PASSES 3

static void
clear_tick (gpointer data)
{
  g_free (((PlumeTick *)data)->label);
}

static void
clear_label (gpointer data)
{
  g_free (((PlumeLabel *)data)->markup);
}

static GArray *
tick_array (void)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (PlumeTick));

  g_array_set_clear_func (ticks, clear_tick);
  return ticks;
}

static void
free_plot (gpointer data)
{
  PlumePlot *plot = data;

  g_array_unref (plot->x_ticks);
  g_array_unref (plot->y_ticks);
  g_array_unref (plot->legend);
  plume_space_free (plot->space);
  if (plot->colour_bar != NULL)
    {
      g_array_set_clear_func (plot->colour_bar->ticks, clear_tick);
      g_array_unref (plot->colour_bar->ticks);
      g_free (plot->colour_bar);
    }
  g_free (plot);
}

static void
clear_layout (gpointer data)
{
  PlumeLayout *layout = data;

  plume_figure_unref (layout->figure);
  g_ptr_array_unref (layout->plots);
  g_array_unref (layout->labels);
  g_strfreev (layout->hidden_marks);
  plume_selection_unref (layout->selection);
}

PlumeLayout *
plume_layout_ref (PlumeLayout *layout)
{
  return g_atomic_rc_box_acquire (layout);
}

void
plume_layout_unref (PlumeLayout *layout)
{
  if (layout != NULL)
    g_atomic_rc_box_release_full (layout, clear_layout);
}

/**
 * plume_layout_set_selection:
 * @layout: a layout that nobody else has yet
 * @selection: (transfer none) (nullable): what is chosen; an empty one, too, leaves all points
 * as they are
 */
void
plume_layout_set_selection (PlumeLayout *layout, PlumeSelection *selection)
{
  PlumeSelection *old = layout->selection;

  layout->selection =
      selection != NULL && selection->n_selected > 0 ? plume_selection_ref (selection) : NULL;
  plume_selection_unref (old);
}

/**
 * plume_layout_shows:
 * @layout: a layout
 * @mark: a mark of its figure
 *
 * Returns: %FALSE where a person has switched the mark off
 */
gboolean
plume_layout_shows (const PlumeLayout *layout, const PlumeMark *mark)
{
  return layout->hidden_marks == NULL
         || !g_strv_contains ((const char *const *)layout->hidden_marks, mark->id);
}

/* The lowest axes of a link label x for all of them. */
static gboolean
is_lowest_of_link (const PlumeFigure *figure, guint index)
{
  const PlumeAxes *axes = g_ptr_array_index (figure->axes, index);
  const PlumeAxes *next =
      index + 1 < figure->axes->len ? g_ptr_array_index (figure->axes, index + 1) : NULL;

  return axes->link_x == 0 || next == NULL || next->link_x != axes->link_x;
}

static void
prepare (PlumeLayouter *layouter, const PlumeLimits *limits, guint n_limits)
{
  static const PlumeLimits none = { NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN, NAN } };
  PlumeFigure *figure = layouter->layout->figure;

  layouter->n_works = figure->axes->len;
  layouter->works = g_new0 (PlumePlotWork, layouter->n_works);
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlot *plot = g_new0 (PlumePlot, 1);

      plot->axes = g_ptr_array_index (figure->axes, i);
      plot->x_ticks = tick_array ();
      plot->y_ticks = tick_array ();
      plot->legend = g_array_new (FALSE, FALSE, sizeof (PlumeLegendEntry));
      g_ptr_array_add (layouter->layout->plots, plot);
      layouter->works[i].plot = plot;
      layouter->works[i].override = i < n_limits ? &limits[i] : &none;
      layouter->works[i].labels_x = is_lowest_of_link (figure, i);
    }
}

static int
level_for_size (const PlumeLayouter *layouter)
{
  double columns = layouter->layout->width / layouter->em;
  double rows = layouter->layout->height / layouter->em / MAX (layouter->n_works, 1);

  if (columns < 7 || rows < 4)
    return 4;
  if (columns < 10 || rows < 5)
    return 3;
  if (columns < 20 || rows < 9.5)
    return 2;
  return columns < 24 || rows < 13 ? 1 : 0;
}

static gboolean
shows_axes_title (const PlumeLayouter *layouter, const PlumeAxes *axes)
{
  return layouter->level < 1 && axes->title != NULL && *axes->title != '\0';
}

static gboolean
shows_figure_title (const PlumeLayouter *layouter)
{
  const char *title = layouter->layout->figure->title;

  return layouter->level < 1 && !layouter->layout->style.without_title && title != NULL
         && *title != '\0';
}

/* What a plot takes above and below its frame. */
static void
measure_rows (PlumeLayouter *layouter, PlumePlotWork *work, gboolean is_first)
{
  const PlumeAxis *x = &work->plot->axes->x;
  double em = layouter->em;

  work->top = is_first ? 0.3 * em : 0;
  if (layouter->level < 3)
    work->top += 0.5 * layouter->line;
  if (shows_axes_title (layouter, work->plot->axes))
    work->top += 1.6 * em;
  work->bottom = 0.3 * em;
  if (x->hidden || layouter->level >= 4)
    return;
  work->bottom += plume_layouter_x_label_distance (layouter);
  if (work->labels_x && layouter->level < 3)
    work->bottom += layouter->line;
  if (work->labels_x && layouter->level < 2 && (x->title != NULL || x->unit != NULL))
    work->bottom += 1.45 * em;
}

static gboolean
share_heights (PlumeLayouter *layouter)
{
  double head = shows_figure_title (layouter) ? 1.9 * layouter->em : 0;
  double taken = head, weights = 0, y = head, left;

  for (guint i = 0; i < layouter->n_works; i++)
    {
      measure_rows (layouter, &layouter->works[i], i == 0 && head == 0);
      taken += layouter->works[i].top + layouter->works[i].bottom;
      weights += layouter->works[i].plot->axes->weight;
    }
  left = layouter->layout->height - taken;
  if (left < 0.45 * layouter->layout->height && layouter->level < 4)
    return FALSE;
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlot *plot = layouter->works[i].plot;

      plot->frame.y = y + layouter->works[i].top;
      plot->frame.height = MAX (left * plot->axes->weight / weights, 1);
      y = plot->frame.y + plot->frame.height + layouter->works[i].bottom;
    }
  return TRUE;
}

/* Frames are aligned at the left over the whole figure, at the right within a link. */
static gboolean
share_widths (PlumeLayouter *layouter, double least_left, double least_right)
{
  double left = least_left;

  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];

      plume_layouter_make_y_ticks (layouter, work);
      left = MAX (left, work->left);
      work->right = 0.6 * layouter->em;
      plume_layouter_make_colour_bar (layouter, work);
    }
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];

      work->plot->frame.x = left;
      work->plot->frame.width = layouter->layout->width - left - MAX (work->right, least_right);
      work->right += plume_layouter_end_label_width (layouter, work->plot);
      work->right = MAX (work->right, least_right);
    }
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlot *plot = layouter->works[i].plot;
      double right = layouter->works[i].right;

      for (guint k = 0; k < layouter->n_works; k++)
        if (plot->axes->link_x != 0 && layouter->works[k].plot->axes->link_x == plot->axes->link_x)
          right = MAX (right, layouter->works[k].right);
      plot->frame.width = MAX (layouter->layout->width - left - right, 1);
      if (plot->frame.width < 0.4 * layouter->layout->width && layouter->level < 4)
        return FALSE;
    }
  return TRUE;
}

/* How far labels of x stick out at the ends of the frame; sets what the margins must be at least.
 */
static gboolean
make_x_ticks (PlumeLayouter *layouter, double *least_left, double *least_right)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];

      plume_layouter_make_x_ticks (layouter, work);
      for (guint k = 0; k < work->x_ticks->ticks->len && work->labels_x && layouter->level < 3; k++)
        {
          const PlumeScaleTick *tick = &g_array_index (work->x_ticks->ticks, PlumeScaleTick, k);
          double half, x;

          if (tick->label == NULL)
            continue;
          half = plume_layouter_tick_width (layouter, tick->label) / 2 + 2;
          x = plume_plot_x (work->plot, tick->value);
          if (x - half < -0.01)
            *least_left = MAX (*least_left, half), fits = FALSE;
          if (x + half > layouter->layout->width + 0.01)
            *least_right = MAX (*least_right, half), fits = FALSE;
        }
    }
  return fits;
}

static gboolean
keeps_aspect (const PlumeLayouter *layouter)
{
  for (guint i = 0; i < layouter->n_works; i++)
    if (layouter->works[i].plot->axes->equal_aspect)
      return TRUE;
  return FALSE;
}

/* FALSE where the picture is too small for this level. */
static gboolean
find_places (PlumeLayouter *layouter)
{
  double least_left = 0, least_right = 0;
  gboolean settled = FALSE;

  for (int pass = 0; pass < MAX_PASSES && !settled; pass++)
    {
      plume_layouter_find_limits (layouter);
      if (!share_heights (layouter) || !share_widths (layouter, least_left, least_right))
        return FALSE;
      if (keeps_aspect (layouter))
        for (guint i = 0; i < layouter->n_works; i++)
          {
            plume_layouter_keep_aspect (layouter, &layouter->works[i]);
            plume_layouter_make_y_ticks (layouter, &layouter->works[i]);
            plume_layouter_make_colour_bar (layouter, &layouter->works[i]);
          }
      settled = make_x_ticks (layouter, &least_left, &least_right);
    }
  return TRUE;
}

static void
place_title (
    PlumeLayouter *layouter, const char *title, double size, double x, double y, double room)
{
  g_autofree char *markup = plume_text_safe_markup (title);
  PlumeTextSize measured = plume_text_measure (layouter->text, markup, size, TRUE);

  plume_layouter_add_label (layouter,
                            (PlumeLabel){
                                .box = { x, y, MIN (measured.width, room), measured.height },
                                .markup = g_steal_pointer (&markup),
                                .size = size,
                                .bold = TRUE,
                                .colour = plume_style_text (&layouter->layout->style),
                            });
}

static void
place_titles (PlumeLayouter *layouter)
{
  double width = layouter->layout->width, em = layouter->em;

  for (guint i = 0; i < layouter->n_works; i++)
    {
      const PlumePlot *plot = layouter->works[i].plot;
      double x = plot->frame.x;

      if (i == 0 && shows_figure_title (layouter))
        place_title (layouter, layouter->layout->figure->title, 1.2 * em, x, 0.3 * em,
                     width - x - 0.5 * em);
      if (shows_axes_title (layouter, plot->axes))
        place_title (layouter, plot->axes->title, em, x,
                     plot->frame.y - 0.5 * layouter->line - 1.5 * em, width - x - 0.5 * em);
    }
}

/* A note in the middle, broken into lines that fit. */
static void
place_note (PlumeLayouter *layouter, const char *note)
{
  g_auto (GStrv) words = g_strsplit (note, " ", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  double width = layouter->layout->width, height = layouter->layout->height, em = layouter->em;
  double room = MIN (0.9 * width, 36 * em), row = 1.5 * em;
  guint n_rows;

  for (guint i = 0; words[i] != NULL; i++)
    {
      char **last = lines->len > 0 ? (char **)&lines->pdata[lines->len - 1] : NULL;
      g_autofree char *word = g_markup_escape_text (words[i], -1);
      g_autofree char *joined = last != NULL ? g_strconcat (*last, " ", word, NULL) : NULL;

      if (joined != NULL && plume_text_measure (layouter->text, joined, em, FALSE).width <= room)
        {
          g_free (*last);
          *last = g_steal_pointer (&joined);
        }
      else
        g_ptr_array_add (lines, g_steal_pointer (&word));
    }
  n_rows = MIN (lines->len, (guint)MAX (height / row, 1));
  for (guint i = 0; i < n_rows; i++)
    {
      PlumeTextSize size = plume_text_measure (layouter->text, lines->pdata[i], em, FALSE);
      PlumeRgba colour = plume_style_text (&layouter->layout->style);
      double wide = MIN (size.width, width);

      colour.alpha = 0.65;
      plume_layouter_add_label (
          layouter, (PlumeLabel){
                        .box = { (width - wide) / 2, height / 2 + (i - n_rows / 2.0) * row, wide,
                                 MIN (size.height, height) },
                        .markup = g_strdup (lines->pdata[i]),
                        .size = em,
                        .colour = colour,
                    });
    }
}

static void
clear_works (PlumeLayouter *layouter)
{
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];

      g_clear_pointer (&work->x_ticks, plume_tick_set_free);
      g_clear_pointer (&work->y_ticks, plume_tick_set_free);
      g_clear_pointer (&work->bar_ticks, plume_tick_set_free);
      g_free (work->x_title);
      g_free (work->y_title);
    }
  g_free (layouter->works);
}

static void
lay_out_axes (PlumeLayouter *layouter, const PlumeLimits *limits, guint n_limits)
{
  prepare (layouter, limits, n_limits);
  layouter->level = level_for_size (layouter);
  while (!find_places (layouter))
    layouter->level++;
  for (guint i = 0; i < layouter->n_works; i++)
    {
      plume_layouter_place_axes (layouter, &layouter->works[i]);
      plume_layouter_place_space (layouter, &layouter->works[i]);
    }
  place_titles (layouter);
  for (guint i = 0; i < layouter->n_works; i++)
    plume_layouter_place_annotations (layouter, layouter->works[i].plot);
  clear_works (layouter);
}

/**
 * plume_layout_new:
 * @figure: (transfer none): what to show
 * @style: how
 * @width: @height: size in units
 * @limits: (array length=n_limits) (nullable): limits that override the figure's, one an axes;
 * missing ones override nothing
 * @n_limits: their number
 * @hidden_marks: (nullable): %NULL-terminated ids of marks that are switched off
 *
 * Finds a place for everything. The result is immutable and may be painted by any thread. O(ticks +
 * labels); marks are only sampled.
 *
 * Returns: (transfer full): the layout
 */
PlumeLayout *
plume_layout_new (PlumeFigure *figure,
                  const PlumeStyle *style,
                  double width,
                  double height,
                  const PlumeLimits *limits,
                  guint n_limits,
                  const char *const *hidden_marks)
{
  PlumeLayout *layout = g_atomic_rc_box_new0 (PlumeLayout);
  g_autoptr (PlumeText) text = plume_text_new (style, NULL);
  g_autoptr (GHashTable) widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PlumeLayouter layouter = { layout, text, widths, style->font_size, 0.85 * style->font_size };

  layout->figure = plume_figure_ref (figure);
  layout->style = *style;
  layout->width = MAX (width, 1);
  layout->height = MAX (height, 1);
  layout->plots = g_ptr_array_new_with_free_func (free_plot);
  layout->labels = g_array_new (FALSE, FALSE, sizeof (PlumeLabel));
  g_array_set_clear_func (layout->labels, clear_label);
  layout->hidden_marks = g_strdupv ((GStrv)hidden_marks);
  layouter.line = plume_text_measure (text, "0", layouter.small, FALSE).height;
  if (figure->note != NULL)
    place_note (&layouter, figure->note);
  else if (figure->axes->len > 0)
    lay_out_axes (&layouter, limits, n_limits);
  return layout;
}
