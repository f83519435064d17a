/* plume-star-maps.c: binning stars into pixels at any time.
 *
 * (√J, θ) → (z, v) by a table of one quadrant, linear in cells so small (1/256 of the largest √J,
 * 1/512 of a turn) that the error is below a tenth of a thousandth of the amplitude. Stars are cut
 * into a number of parts that depends on nothing but how many they are; each part has its own tile
 * and tiles are added in order, so there are no atomics and any number of threads gives the same
 * bits.
 */
#include "disc/plume-star-maps.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"

#define ROOTS    256
#define QUARTER  128
#define STRIDE   (QUARTER + 2)
#define LANES    1024
#define PARTS    16
#define MAX_SIDE 4096

struct _PlumeStarLookup
{
  float per_root;
  float z[(ROOTS + 1) * STRIDE];
  float v[(ROOTS + 1) * STRIDE];
};

/**
 * plume_star_lookup_new:
 * @vertical: tables of the place where the stars are seen
 *
 * Returns: (transfer full): a small table of positions, made in about a millisecond
 */
PlumeStarLookup *
plume_star_lookup_new (const PlumeVertical *vertical)
{
  PlumeStarLookup *lookup = g_new0 (PlumeStarLookup, 1);
  double root = sqrt (plume_vertical_largest_action (vertical) * (1 - 1e-6));

  lookup->per_root = (float)(ROOTS / root);
  for (guint i = 0; i <= ROOTS; i++)
    for (guint k = 0; k < STRIDE; k++)
      {
        double z, v, r = root * i / ROOTS;

        plume_vertical_position (vertical, r * r, G_PI_2 * MIN (k, QUARTER) / QUARTER, &z, &v);
        lookup->z[i * STRIDE + k] = (float)z;
        lookup->v[i * STRIDE + k] = k >= QUARTER ? 0 : (float)v;
      }
  return lookup;
}

void
plume_star_lookup_free (PlumeStarLookup *lookup)
{
  g_free (lookup);
}

typedef struct
{
  const PlumeStars *stars;
  const PlumeStarLookup *lookup;
  const PlumeStarWindow *window;
  float t;
  gsize n_pixels, n_planes;
  double *tiles; /* of each part: planes of pixels */
} Binning;

/* Pixels of n ≤ LANES stars; n_pixels for those outside the window or lost. */
PLUME_VECTOR_CLONES
static void
find_pixels (const Binning *work, gsize from, guint n, gint32 *restrict pixel)
{
  const PlumeStars *stars = work->stars;
  const PlumeStarLookup *lookup = work->lookup;
  const PlumeStarWindow *window = work->window;
  const float *restrict z = lookup->z, *restrict v = lookup->v;
  const float *restrict action = stars->action + from, *restrict angle = stars->angle + from,
                        *restrict frequency = stars->frequency + from;
  float turn = (float)(1 / (2 * G_PI)), time = work->t * turn, per_root = lookup->per_root;
  float z_scale = (float)((double)window->n_z / (2 * window->z)),
        v_scale = (float)((double)window->n_v / (2 * window->v));
  float z_half = 0.5f * (float)window->n_z, v_half = 0.5f * (float)window->n_v;
  guint32 n_z = (guint32)window->n_z, n_v = (guint32)window->n_v;
  guint32 width = (guint32)window->n_z;
  gint32 outside = (gint32)work->n_pixels;

#pragma omp simd
  for (guint i = 0; i < n; i++)
    {
      float quarter = 4 * plume_vector_fraction (angle[i] * turn + frequency[i] * time);
      gint32 quadrant = plume_vector_cell (quarter, 4);
      float half = (float)(quadrant >> 1), beyond = (float)(quadrant & 1);
      float upper = quarter - 2 * half, fold = upper + beyond * (2 - 2 * upper);
      float z_sign = z_scale * (1 - 2 * half), v_sign = v_scale * (1 - 2 * fabsf (half - beyond));
      float x = sqrtf (action[i]) * per_root, y = fold * QUARTER;
      gint32 row = plume_vector_cell (x, ROOTS), column = plume_vector_cell (y, QUARTER);
      float a = x - (float)row, b = y - (float)column;
      gint32 low = row * STRIDE + column, high = low + STRIDE;
      float z_low = z[low] + b * (z[low + 1] - z[low]), v_low = v[low] + b * (v[low + 1] - v[low]);
      float z_high = z[high] + b * (z[high + 1] - z[high]),
            v_high = v[high] + b * (v[high + 1] - v[high]);
      float pixel_z = z_half + z_sign * (z_low + a * (z_high - z_low));
      float pixel_v = v_half + v_sign * (v_low + a * (v_high - v_low));
      /* unsigned, so that what is outside (and no number at all) wraps to something large */
      guint32 i_z = (guint32)(gint32)(pixel_z + 1) - 1, i_v = (guint32)(gint32)(pixel_v + 1) - 1;
      gint32 inside = (i_z < n_z) & (i_v < n_v) & ((guint32)(gint32)x < ROOTS);

      pixel[i] = inside ? (gint32)(i_v * width + i_z) : outside;
    }
}

static void
add_to_tile (const Binning *work, gsize from, guint n, const gint32 *pixel, double *tile)
{
  const PlumeStars *stars = work->stars;
  gsize plane = work->n_pixels + 1;
  const float *weight = work->window->is_weighted ? stars->weight : NULL;

  if (weight == NULL)
    for (guint i = 0; i < n; i++)
      tile[pixel[i]] += 1;
  else
    for (guint i = 0; i < n; i++)
      tile[pixel[i]] += (double)weight[from + i];
  if (work->n_planes < 3)
    return;
  for (guint i = 0; i < n; i++)
    {
      tile[plane + (gsize)pixel[i]] += (double)stars->radial_velocity[from + i];
      tile[2 * plane + (gsize)pixel[i]] += (double)stars->azimuthal_velocity[from + i];
    }
}

static void
bin_part (gsize from, gsize to, gpointer data)
{
  const Binning *work = data;
  gsize n = work->stars->n;

  for (gsize part = from; part < to; part++)
    {
      double *tile = work->tiles + part * work->n_planes * (work->n_pixels + 1);
      gsize end = n * (part + 1) / PARTS;
      gint32 pixel[LANES];

      for (gsize star = n * part / PARTS; star < end; star += LANES)
        {
          guint lanes = (guint)MIN (LANES, end - star);

          find_pixels (work, star, lanes, pixel);
          add_to_tile (work, star, lanes, pixel, tile);
        }
    }
}

/* One plane of all tiles, added in order; divided by @count where that is given. */
static PlumeArray *
collect (const Binning *work, gsize plane, const PlumeArray *count)
{
  PlumeArray *sum = plume_array_new (work->n_pixels);

  for (gsize i = 0; i < work->n_pixels; i++)
    {
      double total = 0;

      for (gsize part = 0; part < PARTS; part++)
        total += work->tiles[(part * work->n_planes + plane) * (work->n_pixels + 1) + i];
      sum->values[i] = count == NULL          ? total
                       : count->values[i] > 0 ? total / count->values[i]
                                              : NAN;
    }
  return sum;
}

/**
 * plume_star_map_new:
 * @stars: stars
 * @lookup: positions at the place of the stars
 * @t: time, kpc/(km/s)
 * @window: the part of the plane, at most 4096 pixels a side
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * Bins all stars at time @t; a few nanoseconds a star.
 *
 * Returns: (transfer full) (nullable): the map
 */
PlumeStarMap *
plume_star_map_new (const PlumeStars *stars,
                    const PlumeStarLookup *lookup,
                    double t,
                    const PlumeStarWindow *window,
                    PlumeTask *task,
                    GError **error)
{
  gboolean in_plane = stars->radial_velocity != NULL && !window->is_weighted;
  Binning work = { .stars = stars, .lookup = lookup, .window = window, .t = (float)t };
  g_autofree double *tiles = NULL;
  PlumeStarMap *map;

  if (window->n_z < 1 || window->n_z > MAX_SIDE || window->n_v < 1 || window->n_v > MAX_SIDE
      || !(window->z > 0 && window->v > 0) || (window->is_weighted && stars->weight == NULL))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("A map of stars has 1 to 4096 pixels a side, ranges above zero, and "
                              "weights only where stars have them; change it."));
      return NULL;
    }
  work.n_pixels = window->n_z * window->n_v;
  work.n_planes = in_plane ? 3 : 1;
  work.tiles = tiles = g_new0 (double, PARTS *work.n_planes *(work.n_pixels + 1));
  if (!plume_parallel_for (PARTS, 1, bin_part, &work, task, error))
    return NULL;
  map = g_new0 (PlumeStarMap, 1);
  map->window = *window;
  map->count = collect (&work, 0, NULL);
  if (in_plane)
    {
      map->radial = collect (&work, 1, map->count);
      map->azimuthal = collect (&work, 2, map->count);
    }
  map->n_inside = stars->n;
  for (gsize part = 0; part < PARTS && !window->is_weighted; part++)
    map->n_inside -= (gsize)tiles[part * work.n_planes * (work.n_pixels + 1) + work.n_pixels];
  return map;
}

void
plume_star_map_free (PlumeStarMap *map)
{
  plume_array_unref (map->count);
  g_clear_pointer (&map->radial, plume_array_unref);
  g_clear_pointer (&map->azimuthal, plume_array_unref);
  g_free (map);
}
