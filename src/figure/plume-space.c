/* plume-space.c: where data in space are seen: orthographic, so that places are linear in the data
 * after the scales of their axes. It knows no labels. */
#include "figure/plume-layout-private.h"

/**
 * plume_space_place:
 * @plot: axes in space, placed
 * @x: @y: @z: data coordinates
 * @place: (out): where they are seen, units
 * @depth: (out) (nullable): 0 at the back of the box, 1 at its front; beyond for data outside it
 */
void
plume_space_place (
    const PlumePlot *plot, double x, double y, double z, double place[2], double *depth)
{
  const PlumeSpace *space = plot->space;
  double scaled[3] = { plume_scale_forward (&plot->axes->x, x),
                       plume_scale_forward (&plot->axes->y, y),
                       plume_scale_forward (&plot->axes->z, z) };

  for (int i = 0; i < (depth != NULL ? 3 : 2); i++)
    {
      double sum = space->origin[i];

      for (int k = 0; k < 3; k++)
        sum += space->slope[i][k] * scaled[k];
      if (i < 2)
        place[i] = sum;
      else
        *depth = sum;
    }
}

/**
 * plume_plot_place:
 * @plot: placed axes
 * @mark: one of its marks, with columns
 * @index: a datum
 * @x: @y: (out): where it is seen, units; NaN where it has no place
 */
void
plume_plot_place (const PlumePlot *plot, const PlumeMark *mark, gsize index, double *x, double *y)
{
  double place[2];

  if (plot->space == NULL || mark->z == NULL)
    {
      *x = plume_plot_x (plot, mark->x->values[index]);
      *y = plume_plot_y (plot, mark->y->values[index]);
      return;
    }
  plume_space_place (plot, mark->x->values[index], mark->y->values[index], mark->z->values[index],
                     place, NULL);
  *x = place[0];
  *y = place[1];
}

void
plume_space_free (PlumeSpace *space)
{
  if (space == NULL)
    return;
  g_array_unref (space->back);
  g_array_unref (space->front);
  g_free (space);
}
