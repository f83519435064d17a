/* plume-layout.c: the order in which a figure finds its places.
 *
 * Heights of rows first (titles, labels), then y ticks, which settle the margins of the columns,
 * then x ticks; last what is written over the data. Where the picture is too small, titles go
 * first, then tick labels, then axes. It knows no painter.
 */
#include "figure/plume-ghost.h"
#include "figure/plume-layout-private.h"

#include <math.h>
#include <string.h>

#define MAX_PASSES  3
#define COLUMN_GAP  0.6  /* em */
#define FRAME_SHARE 0.78 /* of a column, that its frames take as a rule */

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

void
plume_plot_drop_colour_bar (PlumePlot *plot)
{
  if (plot->colour_bar == NULL)
    return;
  g_array_set_clear_func (plot->colour_bar->ticks, clear_tick);
  g_array_unref (plot->colour_bar->ticks);
  g_clear_pointer (&plot->colour_bar, g_free);
}

static void
free_plot (gpointer data)
{
  PlumePlot *plot = data;

  g_array_unref (plot->x_ticks);
  g_array_unref (plot->y_ticks);
  g_array_unref (plot->legend);
  plume_space_free (plot->space);
  plume_plot_drop_colour_bar (plot);
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
 * Returns: %FALSE where a person has switched the mark off, or the one whose ghost it is
 */
gboolean
plume_layout_shows (const PlumeLayout *layout, const PlumeMark *mark)
{
  const char *const *hidden = (const char *const *)layout->hidden_marks;

  if (hidden == NULL)
    return TRUE;
  return !g_strv_contains (hidden, mark->id)
         && !(mark->ink.faded && g_str_has_prefix (mark->id, PLUME_GHOST_PREFIX)
              && g_strv_contains (hidden, mark->id + strlen (PLUME_GHOST_PREFIX)));
}

static void
set_columns (PlumeLayouter *layouter, guint n_columns)
{
  GPtrArray *axes = layouter->layout->figure->axes;

  layouter->n_columns = n_columns;
  layouter->n_rows = (axes->len + n_columns - 1) / n_columns;
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];
      const PlumeAxes *mine = axes->pdata[i];
      const PlumeAxes *below = i + n_columns < axes->len ? axes->pdata[i + n_columns] : NULL;
      const PlumeAxes *before = i % n_columns > 0 ? axes->pdata[i - 1] : NULL;

      work->row = i / n_columns;
      work->column = i % n_columns;
      work->labels_x = mine->link_x == 0 || below == NULL || below->link_x != mine->link_x;
      work->labels_y = mine->link_y == 0 || before == NULL || before->link_y != mine->link_y;
    }
}

static void
prepare (PlumeLayouter *layouter, const PlumeLimits *limits, guint n_limits)
{
  static const PlumeLimits none = { NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN, NAN }, 0 };
  PlumeFigure *figure = layouter->layout->figure;

  layouter->n_works = figure->axes->len;
  layouter->works = g_new0 (PlumePlotWork, layouter->n_works);
  layouter->columns = g_new0 (PlumeLayoutColumn, MIN (figure->n_columns, layouter->n_works));
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
      plot->place = layouter->works[i].override->legend;
    }
}

/* Of several columns only the first has titles of y, as a rule, and half the width does. */
static int
level_for_size (const PlumeLayouter *layouter, guint n_columns)
{
  guint n_rows = (layouter->n_works + n_columns - 1) / n_columns;
  double columns = layouter->layout->width / layouter->em / n_columns * (n_columns > 1 ? 2 : 1);
  double rows = layouter->layout->height / layouter->em / n_rows;

  if (columns < 7 || rows < 4)
    return 4;
  if (columns < 10 || rows < 5)
    return 3;
  if (columns < 20 || rows < 9.5)
    return 2;
  return columns < 24 || rows < 13 ? 1 : 0;
}

/* What is lost in so many columns: words that are cut are worse than titles that are not there. */
static int
loss_of_columns (const PlumeLayouter *layouter, guint n_columns, double words_width)
{
  double room = FRAME_SHARE * layouter->layout->width / n_columns;
  int level = level_for_size (layouter, n_columns);

  return 2 * level + (level >= 3 || words_width <= room ? 0 : 3);
}

static double
widest_words (PlumeLayouter *layouter)
{
  double widest = 0;

  for (guint i = 0; i < layouter->n_works; i++)
    widest = MAX (widest, plume_layouter_words_width (layouter, layouter->works[i].plot->axes));
  return widest;
}

/* A single row breaks into as few rows as show the most. */
static void
choose_columns (PlumeLayouter *layouter)
{
  guint wished = MIN (layouter->layout->figure->n_columns, layouter->n_works), best = wished;

  if (wished > 1 && wished == layouter->n_works)
    {
      double words_width = widest_words (layouter);

      for (guint n_rows = 2; n_rows <= layouter->n_works; n_rows++)
        {
          guint n_columns = (layouter->n_works + n_rows - 1) / n_rows;

          if (loss_of_columns (layouter, n_columns, words_width)
              < loss_of_columns (layouter, best, words_width))
            best = n_columns;
        }
    }
  set_columns (layouter, best);
  layouter->level = level_for_size (layouter, best);
}

/* Side by side, titles tell the plots apart: there they go last. */
static gboolean
shows_axes_title (const PlumeLayouter *layouter, const PlumeAxes *axes)
{
  return layouter->level < (layouter->n_columns > 1 ? 3 : 1) && axes->title != NULL
         && *axes->title != '\0';
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
measure_height (PlumeLayouter *layouter, PlumePlotWork *work, gboolean is_first)
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

static guint
end_of_row (const PlumeLayouter *layouter, guint row)
{
  return MIN ((row + 1) * layouter->n_columns, layouter->n_works);
}

typedef struct
{
  double top, bottom, weight;
} RowHeight;

static RowHeight
measure_row (PlumeLayouter *layouter, guint row, gboolean without_head)
{
  RowHeight height = { 0, 0, 0 };

  for (guint i = row * layouter->n_columns; i < end_of_row (layouter, row); i++)
    {
      PlumePlotWork *work = &layouter->works[i];

      measure_height (layouter, work, row == 0 && without_head);
      height.top = MAX (height.top, work->top);
      height.bottom = MAX (height.bottom, work->bottom);
      height.weight = MAX (height.weight, work->plot->axes->weight);
    }
  return height;
}

static gboolean
share_heights (PlumeLayouter *layouter)
{
  double head = shows_figure_title (layouter) ? 1.9 * layouter->em : 0;
  double taken = head, weights = 0, y = head, left;

  for (guint row = 0; row < layouter->n_rows; row++)
    {
      RowHeight height = measure_row (layouter, row, head == 0);

      taken += height.top + height.bottom;
      weights += height.weight;
    }
  left = layouter->layout->height - taken;
  if (left < 0.45 * layouter->layout->height && layouter->level < 4)
    return FALSE;
  for (guint row = 0; row < layouter->n_rows; row++)
    {
      RowHeight height = measure_row (layouter, row, head == 0);
      double frame = MAX (left * height.weight / weights, 1);

      for (guint i = row * layouter->n_columns; i < end_of_row (layouter, row); i++)
        {
          layouter->works[i].plot->frame.y = y + height.top;
          layouter->works[i].plot->frame.height = frame;
        }
      y += height.top + frame + height.bottom;
    }
  return TRUE;
}

/* The room beside the frames of each column; the frames of all columns are equally wide. */
static void
measure_columns (PlumeLayouter *layouter)
{
  double taken = 0, x = 0, frame;

  for (guint c = 0; c < layouter->n_columns; c++)
    {
      PlumeLayoutColumn *column = &layouter->columns[c];

      column->left = column->least_left + (c > 0 ? COLUMN_GAP * layouter->em : 0);
      column->right = column->least_right;
      for (guint i = c; i < layouter->n_works; i += layouter->n_columns)
        {
          column->left =
              MAX (column->left, layouter->works[i].left + (c > 0 ? COLUMN_GAP * layouter->em : 0));
          column->right = MAX (column->right, layouter->works[i].right);
        }
      taken += column->left + column->right;
    }
  frame = MAX ((layouter->layout->width - taken) / layouter->n_columns, 1);
  for (guint c = 0; c < layouter->n_columns; c++)
    {
      PlumeLayoutColumn *column = &layouter->columns[c];

      column->x = x;
      column->width = column->left + frame + column->right;
      x += column->width;
    }
}

/* What a plot leaves free at the right: in columns all the same, else the same within a link. */
static double
right_of (const PlumeLayouter *layouter, const PlumePlotWork *work)
{
  const PlumeAxes *axes = work->plot->axes;
  double right = MAX (work->right, layouter->columns[work->column].least_right);

  if (layouter->n_columns > 1)
    return layouter->columns[work->column].right;
  for (guint k = 0; k < layouter->n_works; k++)
    {
      const PlumeAxes *other = layouter->works[k].plot->axes;

      if ((axes->link_x != 0 && other->link_x == axes->link_x)
          || (axes->link_y != 0 && other->link_y == axes->link_y))
        right = MAX (right, layouter->works[k].right);
    }
  return right;
}

/* Frames are aligned at the left over a column. */
static gboolean
share_widths (PlumeLayouter *layouter)
{
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];

      plume_layouter_make_y_ticks (layouter, work);
      work->right = 0.6 * layouter->em;
      plume_layouter_make_colour_bar (layouter, work);
    }
  measure_columns (layouter);
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];
      const PlumeLayoutColumn *column = &layouter->columns[work->column];

      work->plot->frame.x = column->x + column->left;
      work->plot->frame.width =
          column->width - column->left - MAX (work->right, column->least_right);
      work->right += plume_layouter_end_label_width (layouter, work->plot);
    }
  measure_columns (layouter);
  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];
      const PlumeLayoutColumn *column = &layouter->columns[work->column];

      work->plot->frame.x = column->x + column->left;
      work->plot->frame.width = MAX (column->width - column->left - right_of (layouter, work), 1);
      if (work->plot->frame.width * layouter->n_columns < 0.4 * layouter->layout->width
          && layouter->level < 4)
        return FALSE;
    }
  return TRUE;
}

/* How far labels of x stick out at the ends of a column; sets what its margins must be at least.
 */
static gboolean
make_x_ticks (PlumeLayouter *layouter)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < layouter->n_works; i++)
    {
      PlumePlotWork *work = &layouter->works[i];
      PlumeLayoutColumn *column = &layouter->columns[work->column];
      double gap = work->column > 0 ? COLUMN_GAP * layouter->em : 0;

      plume_layouter_make_x_ticks (layouter, work);
      for (guint k = 0; k < work->x_ticks->ticks->len && work->labels_x && layouter->level < 3; k++)
        {
          const PlumeScaleTick *tick = &g_array_index (work->x_ticks->ticks, PlumeScaleTick, k);
          double half, x;

          if (tick->label == NULL)
            continue;
          half = plume_layouter_tick_width (layouter, tick->label) / 2 + 2;
          x = plume_plot_x (work->plot, tick->value);
          if (x - half < column->x + gap - 0.01)
            column->least_left = MAX (column->least_left, half), fits = FALSE;
          if (x + half > column->x + column->width + 0.01)
            column->least_right = MAX (column->least_right, half), fits = FALSE;
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
  gboolean settled = FALSE;

  for (guint c = 0; c < layouter->n_columns; c++)
    layouter->columns[c] = (PlumeLayoutColumn){ 0 };

  for (int pass = 0; pass < MAX_PASSES && !settled; pass++)
    {
      plume_layouter_find_limits (layouter);
      if (!share_heights (layouter) || !share_widths (layouter))
        return FALSE;
      if (keeps_aspect (layouter))
        for (guint i = 0; i < layouter->n_works; i++)
          {
            plume_layouter_keep_aspect (layouter, &layouter->works[i]);
            plume_layouter_make_y_ticks (layouter, &layouter->works[i]);
            plume_layouter_make_colour_bar (layouter, &layouter->works[i]);
          }
      settled = make_x_ticks (layouter);
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
      const PlumeLayoutColumn *column = plume_layouter_column (layouter, &layouter->works[i]);
      double x = plot->frame.x;

      if (i == 0 && shows_figure_title (layouter))
        place_title (layouter, layouter->layout->figure->title, 1.2 * em, x, 0.3 * em,
                     width - x - 0.5 * em);
      if (shows_axes_title (layouter, plot->axes))
        place_title (layouter, plot->axes->title, em, x,
                     plot->frame.y - 0.5 * layouter->line - 1.5 * em,
                     column->x + column->width - x - 0.5 * em);
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
  g_free (layouter->columns);
}

static void
lay_out_axes (PlumeLayouter *layouter, const PlumeLimits *limits, guint n_limits)
{
  prepare (layouter, limits, n_limits);
  choose_columns (layouter);
  while (!find_places (layouter))
    layouter->level++;
  for (guint i = 0; i < layouter->n_works; i++)
    {
      plume_layouter_place_axes (layouter, &layouter->works[i]);
      plume_layouter_place_space (layouter, &layouter->works[i]);
    }
  place_titles (layouter);
  for (guint i = 0; i < layouter->n_works; i++)
    plume_layouter_place_annotations (layouter, &layouter->works[i]);
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
  g_autoptr (PlumeText) text = plume_text_new (style);
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
