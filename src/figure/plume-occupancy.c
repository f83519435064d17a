/* plume-occupancy.c: a coarse raster of where ink is, to find room for labels and legends. */
#include "figure/plume-occupancy.h"

#include <math.h>

#define MAX_SAMPLES 3000  /* of a mark */
#define MAX_ALL     20000 /* of all marks of axes */
#define MIN_SAMPLES 200
#define SEEN        0.1 /* of the range of a mist */

static void
set_cell (PlumeOccupancy *occupancy, double x, double y)
{
  double column = (x - occupancy->frame.x) / occupancy->cell;
  double row = (y - occupancy->frame.y) / occupancy->cell;

  if (column >= 0 && column < occupancy->n_columns && row >= 0 && row < occupancy->n_rows)
    occupancy->cells[(gsize)row * (gsize)occupancy->n_columns + (gsize)column] = 1;
}

static void
add_segment (PlumeOccupancy *occupancy, double x0, double y0, double x1, double y1)
{
  const PlumeRect *frame = &occupancy->frame;
  double steps, column, row, columns, rows;

  if (isnan (x0 + y0 + x1 + y1))
    return;
  x0 = CLAMP (x0, frame->x - frame->width, frame->x + 2 * frame->width);
  x1 = CLAMP (x1, frame->x - frame->width, frame->x + 2 * frame->width);
  y0 = CLAMP (y0, frame->y - frame->height, frame->y + 2 * frame->height);
  y1 = CLAMP (y1, frame->y - frame->height, frame->y + 2 * frame->height);
  steps = ceil (1.5 * MAX (fabs (x1 - x0), fabs (y1 - y0)) / occupancy->cell) + 1;
  /* this runs very often: no division, no call */
  column = (x0 - frame->x) / occupancy->cell;
  row = (y0 - frame->y) / occupancy->cell;
  columns = (x1 - x0) / occupancy->cell / steps;
  rows = (y1 - y0) / occupancy->cell / steps;
  for (int i = 0; i <= (int)steps; i++)
    {
      double c = column + columns * i, r = row + rows * i;

      if (c >= 0 && c < occupancy->n_columns && r >= 0 && r < occupancy->n_rows)
        occupancy->cells[(int)r * occupancy->n_columns + (int)c] = 1;
    }
}

void
plume_occupancy_add_box (PlumeOccupancy *occupancy, const PlumeRect *box)
{
  double right = MIN (box->x + box->width, occupancy->frame.x + occupancy->frame.width);
  double bottom = MIN (box->y + box->height, occupancy->frame.y + occupancy->frame.height);

  for (double y = MAX (box->y, occupancy->frame.y); y < bottom + occupancy->cell;
       y += occupancy->cell)
    for (double x = MAX (box->x, occupancy->frame.x); x < right + occupancy->cell;
         x += occupancy->cell)
      set_cell (occupancy, MIN (x, right), MIN (y, bottom));
}

static void
add_corners (PlumeOccupancy *occupancy, double x0, double y0, double x1, double y1)
{
  PlumeRect box = { MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0) };

  if (!isnan (x0 + y0 + x1 + y1))
    plume_occupancy_add_box (occupancy, &box);
}

/* What lies between the extremes of one column of cells; a curve of noise has many points there. */
typedef struct
{
  double column, x, low, high;
} Run;

static void
end_run (PlumeOccupancy *occupancy, Run *run)
{
  add_segment (occupancy, run->x, run->low, run->x, run->high);
  *run = (Run){ NAN, NAN, NAN, NAN };
}

/* From low to high at x; whether a column begins there. */
static gboolean
extend_run (PlumeOccupancy *occupancy, Run *run, double x, double low, double high)
{
  double column = floor ((x - occupancy->frame.x) / occupancy->cell);
  gboolean begins = column != run->column;

  if (begins)
    {
      end_run (occupancy, run);
      *run = (Run){ column, x, low, high };
    }
  run->low = fmin (run->low, low);
  run->high = fmax (run->high, high);
  return begins;
}

static void
add_curve (PlumeOccupancy *occupancy, const PlumePlot *plot, const PlumeMark *mark, gsize stride)
{
  double last_x = NAN, last_y = NAN, x, y;
  Run run = { NAN, NAN, NAN, NAN };

  for (gsize i = 0; i < mark->x->length; i += stride)
    {
      plume_plot_place (plot, mark, i, &x, &y);
      if (extend_run (occupancy, &run, x, y, y))
        add_segment (occupancy, last_x, last_y, x, y);
      last_x = x;
      last_y = y;
    }
  end_run (occupancy, &run);
}

static void
add_band (PlumeOccupancy *occupancy, const PlumePlot *plot, const PlumeMark *mark, gsize stride)
{
  Run run = { NAN, NAN, NAN, NAN };

  for (gsize i = 0; i < mark->x->length; i += stride)
    {
      double x, y, other = plume_plot_y (plot, mark->y1->values[i]);

      plume_plot_place (plot, mark, i, &x, &y);
      if (!isnan (y + other))
        extend_run (occupancy, &run, x, fmin (y, other), fmax (y, other));
    }
  end_run (occupancy, &run);
}

static void
add_columns (PlumeOccupancy *occupancy, const PlumePlot *plot, const PlumeMark *mark)
{
  gsize stride = MAX (mark->x->length / occupancy->max_samples, 1);
  double base = plume_plot_y (plot, 0);

  if (mark->kind == PLUME_MARK_LINE)
    {
      add_curve (occupancy, plot, mark, stride);
      return;
    }
  if (mark->kind == PLUME_MARK_BAND)
    {
      add_band (occupancy, plot, mark, stride);
      return;
    }

  if (isnan (base))
    base = plot->frame.y + plot->frame.height;
  for (gsize i = 0; i < mark->x->length; i += stride)
    {
      double x, y;

      plume_plot_place (plot, mark, i, &x, &y);
      if (mark->kind == PLUME_MARK_BARS)
        add_corners (occupancy, x, base, plume_plot_x (plot, mark->x1->values[i]), y);
      else if (mark->kind == PLUME_MARK_SEGMENTS)
        add_segment (occupancy, x, y, plume_plot_x (plot, mark->x1->values[i]),
                     plume_plot_y (plot, mark->y1->values[i]));
      else
        set_cell (occupancy, x, y);
    }
}

static void
add_cloud (PlumeOccupancy *occupancy, const PlumePlot *plot, const PlumeMark *mark)
{
  gsize stride = MAX (mark->cloud->length / occupancy->max_samples, 1);

  for (gsize i = 0; i < mark->cloud->length; i += stride)
    {
      double x, y;

      plume_cloud_get_places (mark->cloud, mark->time, i, 1, &x, &y);
      set_cell (occupancy, plume_plot_x (plot, x), plume_plot_y (plot, y));
    }
}

/* A mist is ink only where it can be seen. */
static void
add_mist (PlumeOccupancy *occupancy, const PlumePlot *plot, const PlumeMark *mark)
{
  gboolean is_given = mark->value_to > mark->value_from;
  double low = is_given ? mark->value_from : mark->value_range.low,
         high = is_given ? mark->value_to : mark->value_range.high,
         step_x = (mark->x_to - mark->x_from) / (double)mark->n_columns,
         step_y = (mark->y_to - mark->y_from) / (double)mark->n_rows;

  for (gsize row = 0; row < mark->n_rows; row++)
    for (gsize column = 0; column < mark->n_columns; column++)
      if (mark->value->values[row * mark->n_columns + column] > low + SEEN * (high - low))
        set_cell (occupancy, plume_plot_x (plot, mark->x_from + ((double)column + 0.5) * step_x),
                  plume_plot_y (plot, mark->y_from + ((double)row + 0.5) * step_y));
}

static void
add_mark (PlumeOccupancy *occupancy, const PlumePlot *plot, const PlumeMark *mark)
{
  const PlumeRect *frame = &plot->frame;

  if (mark->kind == PLUME_MARK_IMAGE && mark->colour_map == PLUME_COLOUR_MAP_MIST)
    add_mist (occupancy, plot, mark);
  else if (mark->kind == PLUME_MARK_IMAGE)
    add_corners (occupancy, plume_plot_x (plot, mark->x_from), plume_plot_y (plot, mark->y_from),
                 plume_plot_x (plot, mark->x_to), plume_plot_y (plot, mark->y_to));
  else if (mark->kind == PLUME_MARK_RULES && mark->x != NULL)
    for (gsize i = 0; i < mark->x->length; i++)
      {
        double x = plume_plot_x (plot, mark->x->values[i]);

        add_segment (occupancy, x, frame->y, x, frame->y + frame->height);
      }
  else if (mark->kind == PLUME_MARK_RULES)
    for (gsize i = 0; i < mark->y->length; i++)
      {
        double y = plume_plot_y (plot, mark->y->values[i]);

        add_segment (occupancy, frame->x, y, frame->x + frame->width, y);
      }
  else if (mark->kind == PLUME_MARK_CLOUD)
    add_cloud (occupancy, plot, mark);
  else
    add_columns (occupancy, plot, mark);
}

PlumeOccupancy *
plume_occupancy_new (const PlumeLayout *layout, const PlumePlot *plot, double cell)
{
  PlumeOccupancy *occupancy = g_new0 (PlumeOccupancy, 1);

  occupancy->frame = plot->frame;
  occupancy->max_samples =
      CLAMP (MAX_ALL / MAX (plot->axes->marks->len, 1), MIN_SAMPLES, MAX_SAMPLES);
  occupancy->cell = MAX (cell, MAX (plot->frame.width, plot->frame.height) / 400);
  occupancy->n_columns = (int)ceil (plot->frame.width / occupancy->cell) + 1;
  occupancy->n_rows = (int)ceil (plot->frame.height / occupancy->cell) + 1;
  occupancy->cells = g_new0 (guint8, (gsize)occupancy->n_columns * (gsize)occupancy->n_rows);
  for (guint i = 0; i < plot->axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i);

      if (plume_layout_shows (layout, mark))
        add_mark (occupancy, plot, mark);
    }
  return occupancy;
}

void
plume_occupancy_free (PlumeOccupancy *occupancy)
{
  if (occupancy == NULL)
    return;
  g_free (occupancy->cells);
  g_free (occupancy);
}

double
plume_occupancy_of_box (const PlumeOccupancy *occupancy, const PlumeRect *box)
{
  int left = (int)floor ((box->x - occupancy->frame.x) / occupancy->cell);
  int top = (int)floor ((box->y - occupancy->frame.y) / occupancy->cell);
  int right = (int)floor ((box->x + box->width - occupancy->frame.x) / occupancy->cell);
  int bottom = (int)floor ((box->y + box->height - occupancy->frame.y) / occupancy->cell);
  int filled = 0, total = MAX ((right - left + 1) * (bottom - top + 1), 1);

  for (int row = MAX (top, 0); row <= MIN (bottom, occupancy->n_rows - 1); row++)
    for (int column = MAX (left, 0); column <= MIN (right, occupancy->n_columns - 1); column++)
      filled += occupancy->cells[row * occupancy->n_columns + column];
  return (double)filled / total;
}
