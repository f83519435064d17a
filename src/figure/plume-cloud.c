/* plume-cloud.c: where the points of a cloud are at a time.
 *
 * Turns are reduced in double precision before the table is read, so that an angle is as good as
 * its 32-bit numbers after any number of turns. Between the four nearest entries of the table
 * places are bilinear: on a circle the error is (2π / n_angles)² / 8 of the radius, 2 · 10⁻⁵ for
 * 512 columns, and along the radius it falls with the square of the number of rows; at the origin,
 * where places grow with the radius, it vanishes. The file knows no pixels.
 */
#include "figure/plume-cloud.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT   64
#define BLOCK       256
#define MOST_QUANTA 256
/* Comparisons with NaN raise no exception that anybody waits for; said so, the loop is compiled to
 * vectors. */
#if defined(__GNUC__) && !defined(__clang__)
#define QUIET_COMPARISONS __attribute__ ((optimize ("no-trapping-math")))
#else
#define QUIET_COMPARISONS
#endif

/* Room that is zero, of which the last vector may be read beyond the end. */
static float *
make_room (gsize length)
{
  gsize bytes = (MAX (length, 1) * sizeof (float) + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  float *room = aligned_alloc (ALIGNMENT, bytes);

  if (room == NULL)
    g_error ("out of memory: %zu bytes", bytes);
  memset (room, 0, bytes);
  return room;
}

/**
 * plume_cloud_new:
 * @length: number of points, may be 0
 * @weighted: whether points count differently
 *
 * Returns: (transfer full): a cloud of zeros, to be filled and then closed
 */
PlumeCloud *
plume_cloud_new (gsize length, gboolean weighted)
{
  PlumeCloud *cloud = g_atomic_rc_box_new0 (PlumeCloud);

  cloud->length = length;
  cloud->radius = make_room (length);
  cloud->angle = make_room (length);
  cloud->rate = make_room (length);
  cloud->weight = weighted ? make_room (length) : NULL;
  cloud->quanta = 1;
  cloud->mean_weight = 1;
  return cloud;
}

PlumeCloud *
plume_cloud_ref (PlumeCloud *cloud)
{
  return g_atomic_rc_box_acquire (cloud);
}

static void
clear_cloud (gpointer data)
{
  PlumeCloud *cloud = data;

  free (cloud->radius);
  free (cloud->angle);
  free (cloud->rate);
  free (cloud->weight);
  free (cloud->table);
}

void
plume_cloud_unref (PlumeCloud *cloud)
{
  if (cloud != NULL)
    g_atomic_rc_box_release_full (cloud, clear_cloud);
}

static void
find_extremes (PlumeCloud *cloud, const float *places)
{
  gsize n_places = (gsize)cloud->n_radii * cloud->n_angles;

  cloud->x_low = cloud->y_low = INFINITY;
  cloud->x_high = cloud->y_high = -INFINITY;
  for (gsize i = 0; i < n_places; i++)
    {
      double x = places[2 * i], y = places[2 * i + 1];

      cloud->x_low = fmin (cloud->x_low, x);
      cloud->x_high = fmax (cloud->x_high, x);
      cloud->y_low = fmin (cloud->y_low, y);
      cloud->y_high = fmax (cloud->y_high, y);
    }
}

static void
find_quanta (PlumeCloud *cloud)
{
  double sum = 0, n_drawn = 0;

  for (gsize i = 0; i < cloud->length; i++)
    if (cloud->weight[i] > 0 && isfinite (cloud->weight[i]))
      {
        sum += cloud->weight[i];
        n_drawn++;
      }
  /* All points may fall into one pixel. */
  cloud->quanta = (guint32)CLAMP (G_MAXUINT32 / (n_drawn + 1) - 1, 1, MOST_QUANTA);
  cloud->mean_weight = n_drawn > 0 ? sum / n_drawn : 1;
}

/**
 * plume_cloud_close:
 * @cloud: a cloud that is filled
 * @n_radii: rows of the table, at least 2; row 0 is radius 0, the last one @radius_max
 * @n_angles: columns, at least 4; column 0 is θ = 0, and the last one is followed by the first
 * @places: (array): @n_radii × @n_angles × 2: x and y, row by row; copied
 * @radius_max: radius of the largest orbit, above 0
 *
 * Gives a cloud its table and looks once at all there is. O(n + table)
 */
void
plume_cloud_close (
    PlumeCloud *cloud, guint n_radii, guint n_angles, const float *places, double radius_max)
{
  gsize stride = n_angles + 2;

  g_return_if_fail (cloud->table == NULL);
  g_return_if_fail (n_radii >= 2 && n_radii <= 16384 && n_angles >= 4 && n_angles <= 16384);
  g_return_if_fail (radius_max > 0 && isfinite (radius_max));
  cloud->n_radii = n_radii;
  cloud->n_angles = n_angles;
  cloud->radius_max = radius_max;
  cloud->table = make_room (2 * stride * (n_radii + 1));
  for (gsize row = 0; row <= n_radii; row++)
    {
      const float *from = places + 2 * n_angles * MIN (row, n_radii - 1);
      float *to = cloud->table + 2 * stride * row;

      memcpy (to, from, 2 * n_angles * sizeof (float));
      memcpy (to + 2 * n_angles, from, 4 * sizeof (float));
    }
  find_extremes (cloud, places);
  if (cloud->weight != NULL)
    find_quanta (cloud);
}

typedef struct
{
  gint32 cell[BLOCK];               /* of the table; −1 for none */
  float across[BLOCK], down[BLOCK]; /* place in the cell, 0…1 */
} Cells;

/* Adding and taking away 1.5 · 2⁵² rounds to a whole number. */
#define ROUNDER 6755399441055744.0
/* Beyond, a turn is no longer a whole multiple of what a double tells apart. */
#define MOST_TURNS 1e12

QUIET_COMPARISONS static void
find_cells (const PlumeCloud *cloud, double turns_per_rate, gsize from, gsize length, Cells *cells)
{
  const float *restrict radius = cloud->radius + from, *restrict angle = cloud->angle + from,
                        *restrict rate = cloud->rate + from;
  const double n_angles = cloud->n_angles, last_row = cloud->n_radii - 1,
               rows_per_radius = last_row / cloud->radius_max, turns_per_rad = 1 / (2 * G_PI);
  const gint32 stride = (gint32)cloud->n_angles + 2;

#pragma omp simd
  for (gsize i = 0; i < length; i++)
    {
      double turns = angle[i] * turns_per_rad + rate[i] * turns_per_rate;
      double rest = turns - ((turns + ROUNDER) - ROUNDER), row = radius[i] * rows_per_radius;
      double column = (rest + (rest < 0 ? 1.0 : 0.0)) * n_angles;
      /* A product instead of branches, which vectors do not have; NaN fails every comparison. */
      double good = (row >= 0 ? 1.0 : 0.0) * (row <= last_row ? 1.0 : 0.0)
                    * (fabs (turns) < MOST_TURNS ? 1.0 : 0.0);
      gint32 whole_good = (gint32)good, whole_column, whole_row;

      column = good > 0 ? column : 0;
      row = good > 0 ? row : 0;
      whole_column = (gint32)column;
      whole_row = (gint32)row;
      cells->cell[i] = (whole_row * stride + whole_column) * whole_good + whole_good - 1;
      cells->across[i] = (float)(column - whole_column);
      cells->down[i] = (float)(row - whole_row);
    }
}

static void
look_up (const PlumeCloud *cloud, const Cells *cells, gsize length, double *x, double *y)
{
  const gsize below = 2 * ((gsize)cloud->n_angles + 2);

  for (gsize i = 0; i < length; i++)
    {
      const float *upper = cloud->table + 2 * (gsize)MAX (cells->cell[i], 0),
                  *lower = upper + below;
      float across = cells->across[i], down = cells->down[i];
      float left_x = upper[0] + down * (lower[0] - upper[0]),
            left_y = upper[1] + down * (lower[1] - upper[1]),
            right_x = upper[2] + down * (lower[2] - upper[2]),
            right_y = upper[3] + down * (lower[3] - upper[3]);

      x[i] = cells->cell[i] < 0 ? NAN : left_x + across * (right_x - left_x);
      y[i] = cells->cell[i] < 0 ? NAN : left_y + across * (right_y - left_y);
    }
}

/**
 * plume_cloud_get_places:
 * @cloud: a closed cloud
 * @time: in the unit of the rates
 * @from: @length: which points
 * @x: @y: (out) (array length=length): where they are; NaN for what is not drawn
 *
 * θ = angle + rate · time, (x, y) = table (radius, θ). O(@length), some nanoseconds a point.
 */
void
plume_cloud_get_places (
    const PlumeCloud *cloud, double time, gsize from, gsize length, double *x, double *y)
{
  Cells cells;

  g_return_if_fail (from + length <= cloud->length && cloud->table != NULL);
  for (gsize done = 0; done < length; done += BLOCK)
    {
      gsize n = MIN (length - done, BLOCK);

      find_cells (cloud, time / (2 * G_PI), from + done, n, &cells);
      look_up (cloud, &cells, n, x + done, y + done);
    }
}

/**
 * plume_cloud_get_counts:
 * @cloud: a closed cloud with weights
 * @from: @length: which points
 * @counts: (out) (array length=length): for how many quanta they count, at least 1; 0 for what is
 * not drawn
 */
void
plume_cloud_get_counts (const PlumeCloud *cloud, gsize from, gsize length, guint32 *counts)
{
  const double scale = cloud->quanta / cloud->mean_weight;

  for (gsize i = 0; i < length; i++)
    {
      double weight = cloud->weight[from + i];

      counts[i] = weight > 0 && isfinite (weight) ? (guint32)MAX (weight * scale + 0.5, 1) : 0;
    }
}
