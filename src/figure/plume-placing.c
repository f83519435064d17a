/* plume-placing.c: where the points of marks are, many at once: what is the same for all is found
 * once. */
#include "figure/plume-layout-private.h"
#include "figure/plume-pixels.h"

/**
 * plume_placing_new_for:
 * @plot: placed axes
 * @rect: extent of a raster, units
 * @width: @height: its size
 *
 * Returns: where data are in the raster, in cells from its upper left corner
 */
PlumePlacing
plume_placing_new_for (const PlumePlot *plot, const PlumeRect *rect, gsize width, gsize height)
{
  const PlumeAxes *axes = plot->axes;
  const PlumeSpace *space = plot->space;
  double scales[2] = { (double)width / rect->width, (double)height / rect->height },
         corner[2] = { rect->x, rect->y };
  PlumePlacing placing = {
    .plot = plot,
    .plane = plume_density_project (plot, rect, width, height),
    .linear = plume_axis_is_linear (&axes->x) && plume_axis_is_linear (&axes->y)
              && plume_axis_is_linear (&axes->z),
  };

  for (int i = 0; i < 2 && space != NULL; i++)
    {
      placing.space[i][0] = (space->origin[i] - corner[i]) * scales[i];
      for (int k = 0; k < 3; k++)
        placing.space[i][k + 1] = space->slope[i][k] * scales[i];
    }
  return placing;
}

PlumePlacing
plume_placing_new (const PlumePlot *plot)
{
  return plume_placing_new_for (plot, &(PlumeRect){ 0, 0, 1, 1 }, 1, 1);
}

#define SCALED(axis, value) (placing->linear ? (value) : plume_scale_forward (axis, value))

static void
find_in_space (const PlumePlacing *placing,
               const PlumeMark *mark,
               gsize from,
               gsize length,
               double *columns,
               double *rows)
{
  const double *x = mark->x->values + from, *y = mark->y->values + from,
               *z = mark->z->values + from;
  const double *column = placing->space[0], *row = placing->space[1];
  const PlumeAxes *axes = placing->plot->axes;

  for (gsize i = 0; i < length; i++)
    {
      double a = SCALED (&axes->x, x[i]), b = SCALED (&axes->y, y[i]), c = SCALED (&axes->z, z[i]);

      columns[i] = column[0] + column[1] * a + column[2] * b + column[3] * c;
      rows[i] = row[0] + row[1] * a + row[2] * b + row[3] * c;
    }
}

/**
 * plume_placing_find:
 * @placing: a placing
 * @mark: a mark of its plot, with columns
 * @from: @length: which points
 * @columns: @rows: (out) (array length=length): where they are; NaN for what has no place
 */
void
plume_placing_find (const PlumePlacing *placing,
                    const PlumeMark *mark,
                    gsize from,
                    gsize length,
                    double *columns,
                    double *rows)
{
  const double *x = mark->x->values + from, *y = mark->y->values + from;
  const PlumeAxes *axes = placing->plot->axes;

  if (mark->z != NULL && placing->plot->space != NULL)
    {
      find_in_space (placing, mark, from, length, columns, rows);
      return;
    }
  for (gsize i = 0; i < length; i++)
    {
      columns[i] = SCALED (&axes->x, x[i]) * placing->plane.x_slope + placing->plane.x_offset;
      rows[i] = SCALED (&axes->y, y[i]) * placing->plane.y_slope + placing->plane.y_offset;
    }
}
