/* plume-local-kernel.h: one training picture at one shift against the patches of LANES samples.
 *
 * A template as plume-lanes.h, which it includes. For a fixed picture and shift all patch distances
 * are a box filter of the squared difference, here by blocks of prefix and suffix sums (van Herk
 * 1992), whose cost does not depend on the radius and which never subtracts. The softmax is
 * streaming: sums are kept relative to the greatest logarithm so far.
 */
#include "generative/plume-lanes.h"

/* out[j] = in[j] + … + in[j + 2 r] for 0 ≤ j < n; rows of @width. Rows of @in outside [low, high)
 * are taken as 0 and not read. @suffix: 2 r + 1. */
TARGET static inline void
NAME (windows) (const NAME (Lanes) * in,
                gsize n,
                gsize r,
                gsize width,
                gsize low,
                gsize high,
                NAME (Lanes) * out,
                NAME (Lanes) * suffix)
{
  gsize length = 2 * r + 1;

  if (r <= 2)
    {
      for (gsize j = 0; j < n; j++)
        {
          gsize from = MAX (j, low), to = MIN (j + length, high);

          for (gsize x = 0; x < width; x++)
            {
              NAME (Lanes) sum = in[from * width + x];

              for (gsize t = from + 1; t < to; t++)
                sum += in[t * width + x];
              out[j * width + x] = sum;
            }
        }
      return;
    }
  /* A lane vector fills a cache line, so columns are walked as cheaply as rows. */
  for (gsize block = 0; block < n; block += length)
    for (gsize x = 0; x < width; x++)
      {
        gsize inside = MIN (length, n - block);
        gsize from = MAX (block, low), to = MIN (block + length, high);
        gsize last = MIN (block + length - 1 + inside, high);
        NAME (Lanes) sum = { 0 };

        for (gsize t = block + length; t-- > to;)
          suffix[t - block] = sum;
        for (gsize t = to; t-- > from;)
          {
            sum += in[t * width + x];
            suffix[t - block] = sum;
          }
        for (gsize t = block; t < from; t++)
          suffix[t - block] = sum;
        out[block * width + x] = sum;
        sum -= sum;
        for (gsize k = 1; k < inside; k++)
          {
            gsize t = block + k + length - 1;

            if (t < last)
              sum += in[t * width + x];
            out[(block + k) * width + x] = suffix[k] + sum;
          }
      }
}

/* A row of @width places gets the logarithms of its candidates. Rows where nothing counts are left
 * at once. */
TARGET static inline void
NAME (weigh) (const NAME (Lanes) * distance,
              const REAL *values,
              const gint32 *columns,
              gsize width,
              REAL factor,
              REAL cut,
              NAME (Lanes) * greatest,
              NAME (Lanes) * sum,
              NAME (Lanes) * weighted,
              NAME (Lanes) * logs)
{
  NAME (Lanes) top = distance[0] * factor - greatest[0];
  REAL reach;

  for (gsize x = 0; x < width; x++)
    {
      logs[x] = distance[x] * factor - greatest[x];
      NAME (max_lanes) (&top, &logs[x]);
    }
  reach = NAME (greatest_lane) (&top);
  if (reach < -cut)
    return;
  if (reach > 0)
    for (gsize x = 0; x < width; x++)
      {
        NAME (Lanes) now = distance[x] * factor, shrink = greatest[x];

        NAME (max_lanes) (&greatest[x], &now);
        shrink -= greatest[x];
        logs[x] = now - greatest[x];
        NAME (exp_lanes) (&shrink);
        sum[x] *= shrink;
        weighted[x] *= shrink;
      }
  for (gsize x = 0; x < width; x++)
    {
      NAME (exp_lanes) (&logs[x]);
      sum[x] += logs[x];
      weighted[x] += logs[x] * values[columns[x]];
    }
}

/* Where a patch around p and one around p + shift are both admissible: everywhere without a shift
 * or on a closed picture, else where neither is clipped. */
TARGET static inline void
NAME (admissible) (gsize size, gsize r, int shift, gboolean everywhere, gsize *from, gsize *to)
{
  gssize low = (gssize)r, high = (gssize)size - (gssize)r;

  *from = 0;
  *to = size;
  if (everywhere || shift == 0)
    return;
  low += MAX (0, -shift);
  high -= MAX (0, shift);
  *from = (gsize)low;
  *to = high > low ? (gsize)high : (gsize)low;
}

TARGET static void
NAME (visit) (const LocalScene *scene,
              gsize picture,
              int shift_y,
              int shift_x,
              const NAME (Lanes) * places,
              const NAME (Lanes) * observed,
              NAME (Lanes) * state,
              NAME (Lanes) * scratch)
{
  gsize height = scene->height, width = scene->width, ry = scene->radius_y, rx = scene->radius_x;
  gsize d = height * width, y0, y1, x0, x1, low, high, left, right, n_rows, n_columns;
  const REAL *values = (const REAL *)scene->values + picture * d;
  const REAL *partner =
      scene->partners != NULL ? (const REAL *)scene->partners + picture * d : NULL;
  const REAL alpha = (REAL)scene->alpha, pair = (REAL)scene->pair_weight;
  const gint32 *at_y = scene->wrap_y + scene->margin_y, *at_x = scene->wrap_x + scene->margin_x;
  NAME (Lanes) * strip, *rows, *boxes, *suffix, *logs;

  NAME (admissible) (height, ry, shift_y, scene->periodic, &y0, &y1);
  NAME (admissible) (width, rx, shift_x, scene->periodic, &x0, &x1);
  if (y0 >= y1 || x0 >= x1)
    return;
  n_rows = y1 - y0;
  n_columns = x1 - x0;
  /* Rows and columns of the padded picture, which begins r before the first place; those outside
   * of the picture count nothing. */
  low = scene->periodic || y0 >= ry ? 0 : ry - y0;
  high = scene->periodic ? n_rows + 2 * ry : MIN (n_rows + 2 * ry, height + ry - y0);
  left = scene->periodic || x0 >= rx ? 0 : rx - x0;
  right = scene->periodic ? n_columns + 2 * rx : MIN (n_columns + 2 * rx, width + rx - x0);
  strip = scratch;
  suffix = strip + width + 2 * rx;
  rows = suffix + 2 * MAX (ry, rx) + 1;
  boxes = rows + (height + 2 * ry) * width;
  logs = boxes + d;
  for (gsize t = low; t < high; t++)
    {
      gssize y = (gssize)(y0 + t) - (gssize)ry;
      gsize here = (gsize)at_y[y] * width, there = (gsize)at_y[y + shift_y] * width;

      for (gsize s = left; s < right; s++)
        {
          gssize x = (gssize)(x0 + s) - (gssize)rx;
          gsize p = here + (gsize)at_x[x], q = there + (gsize)at_x[x + shift_x];
          NAME (Lanes) difference = places[p] - alpha * values[q];

          strip[s] = difference * difference;
          if (partner != NULL)
            {
              difference = observed[p] - partner[q];
              strip[s] += pair * difference * difference;
            }
        }
      NAME (windows) (strip, n_columns, rx, 1, left, right, rows + t * n_columns, suffix);
    }
  NAME (windows) (rows, n_rows, ry, n_columns, low, high, boxes, suffix);
  for (gsize y = 0; y < n_rows; y++)
    {
      gsize p = (y0 + y) * width + x0;
      const REAL *row = values + (gsize)at_y[(gssize)(y0 + y) + shift_y] * width;

      NAME (weigh)
      (boxes + y * n_columns, row, at_x + (gssize)x0 + shift_x, n_columns, (REAL)-scene->precision,
       (REAL)scene->cut, state + p, state + d + p, state + 2 * d + p, logs);
    }
}

/* Pictures from … to − 1 at every shift: @state (3 d) becomes greatest logarithm, sum of weights
 * and weighted sum of each place; places of LANES samples are gathered from rows of @y. */
TARGET static void
NAME (stream) (
    const LocalScene *scene, gsize from, gsize to, gsize sample, gpointer memory, gpointer working)
{
  gsize d = scene->height * scene->width;
  NAME (Lanes) *state = memory, *places = working, *observed = places + d;

  for (gsize j = 0; j < d; j++)
    {
      for (gsize lane = 0; lane < LANES; lane++)
        {
          gsize i = MIN (sample + lane, scene->n - 1);

          places[j][lane] =
              (REAL)(scene->y[i * d + j]
                     + (scene->centre != NULL
                            ? scene->alpha * scene->centre[i % scene->n_centres * d + j]
                            : 0));
          if (scene->partners != NULL)
            observed[j][lane] = (REAL)scene->observations[i % scene->n_observations * d + j];
        }
      state[j] = places[j] * 0 - (REAL)1e30;
      state[d + j] = state[2 * d + j] = places[j] * 0;
    }
  for (gsize picture = from; picture < to; picture++)
    for (int shift_y = -scene->up; shift_y <= scene->down; shift_y++)
      {
        if (plume_task_is_cancelled (scene->task))
          return;
        for (int shift_x = -scene->before; shift_x <= scene->after; shift_x++)
          NAME (visit) (scene, picture, shift_y, shift_x, places, observed, state, observed + d);
      }
}
