/* plume-scan.c: the four measurements, their transposes, and conjugate gradients.
 *
 * A transform is orthonormal, so that AAᵀ = 1 for lines, holes and (scaled) blocks, and one step of
 * conjugate gradients is exact for them. Projections spread each pixel over the two nearest places
 * of the detector, with the same weights both ways, so that their transpose is exact as well.
 */
#include "generative/plume-scan.h"

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "linalg/plume-fft.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_SIDE ((gsize)512)

/* Rows of the transform in pairs ±k, since a slice of real numbers has the one with the other:
 * first those about frequency 0, then others in an order of chance. */
static void
choose_lines (PlumeScan *scan)
{
  const PlumeScanPlan *plan = &scan->plan;
  gsize n = plan->height, half = n / 2 + 1,
        wanted = (gsize)CLAMP (lround (plan->lines * (double)n), 1, (long)n),
        centre = MIN ((gsize)lround (plan->centre * (double)n), wanted), found = 0, next = 0;
  g_autofree gsize *order = g_new (gsize, half);
  g_autofree gboolean *is_measured = g_new0 (gboolean, n);
  PlumeStream stream = plume_stream (plan->seed, "lines", 0);

  for (gsize k = 0; k < half; k++)
    order[k] = k;
  for (; next < half && found < MAX (centre, 1); next++)
    found += next == 0 || 2 * next == n ? 1 : 2;
  for (gsize i = half - 1; i > next; i--)
    {
      gsize other = next + (gsize)(plume_stream_uniform (&stream) * (double)(i - next + 1)), keep;

      keep = order[i];
      order[i] = order[other];
      order[other] = keep;
    }
  for (; next < half && found < wanted; next++)
    found += order[next] == 0 || 2 * order[next] == n ? 1 : 2;
  for (gsize i = 0; i < next; i++)
    is_measured[order[i]] = is_measured[(n - order[i]) % n] = TRUE;
  scan->lines = g_new (gsize, n);
  for (gsize k = 0; k < n; k++)
    if (is_measured[k])
      scan->lines[scan->n_rows++] = k;
  scan->n_columns = 2 * plan->width;
}

/* The detector is as long as the diagonal. */
static void
cast_shadows (PlumeScan *scan)
{
  const PlumeScanPlan *plan = &scan->plan;
  double diagonal = hypot ((double)plan->height, (double)plan->width);

  scan->n_rows = plan->directions;
  scan->n_columns = (gsize)ceil (diagonal) + 2;
  scan->bins = g_new (guint32, scan->n_rows * scan->dimension);
  scan->shadows = g_new (float, scan->n_rows * scan->dimension);
  for (gsize row = 0; row < scan->n_rows; row++)
    {
      double angle = G_PI * (double)row / (double)scan->n_rows;

      for (gsize j = 0; j < scan->dimension; j++)
        {
          double x = (double)(j % plan->width) - ((double)plan->width - 1) / 2,
                 y = (double)(j / plan->width) - ((double)plan->height - 1) / 2,
                 place = x * cos (angle) + y * sin (angle) + ((double)scan->n_columns - 1) / 2;

          scan->bins[row * scan->dimension + j] = (guint32)floor (place);
          scan->shadows[row * scan->dimension + j] = (float)(place - floor (place));
        }
    }
}

static void
find_seen (PlumeScan *scan)
{
  const PlumeScanPlan *plan = &scan->plan;
  gsize tall = (gsize)lround (plan->hole * (double)plan->height),
        wide = (gsize)lround (plan->hole * (double)plan->width), top = (plan->height - tall) / 2,
        left = (plan->width - wide) / 2;

  scan->pixels = g_new (gsize, scan->dimension);
  scan->n_rows = 1;
  for (gsize j = 0; j < scan->dimension; j++)
    if (j / plan->width - top >= tall || j % plan->width - left >= wide) /* wraps before the hole */
      scan->pixels[scan->n_columns++] = j;
}

/**
 * plume_scan_new:
 * @plan: kind and size, and what the kind reads
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full): the measurement
 */
PlumeScan *
plume_scan_new (const PlumeScanPlan *plan, GError **error)
{
  PlumeScan *scan;

  if (plan->height < 2 || plan->width < 2 || plan->height > MAX_SIDE || plan->width > MAX_SIDE
      || (plan->kind == PLUME_SCAN_PROJECTIONS && plan->directions < 1)
      || (plan->kind == PLUME_SCAN_HOLE && !(plan->hole >= 0 && plan->hole < 1))
      || (plan->kind == PLUME_SCAN_BLOCKS
          && (plan->block < 1 || plan->height % plan->block != 0
              || plan->width % plan->block != 0)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("a slice of %zu × %zu"
                      " pixels cannot be measured so; choose 2 to %zu"
                      " pixels a side, and blocks that divide them"),
                   plan->height, plan->width, MAX_SIDE);
      return NULL;
    }
  scan = g_new0 (PlumeScan, 1);
  g_atomic_ref_count_init (&scan->ref_count);
  scan->plan = *plan;
  scan->dimension = plan->height * plan->width;
  if (plan->kind == PLUME_SCAN_LINES)
    choose_lines (scan);
  else if (plan->kind == PLUME_SCAN_PROJECTIONS)
    cast_shadows (scan);
  else if (plan->kind == PLUME_SCAN_HOLE)
    find_seen (scan);
  else
    {
      scan->n_rows = plan->height / plan->block;
      scan->n_columns = plan->width / plan->block;
    }
  scan->n_data = scan->n_rows * scan->n_columns;
  return scan;
}

PlumeScan *
plume_scan_ref (PlumeScan *scan)
{
  g_atomic_ref_count_inc (&scan->ref_count);
  return scan;
}

void
plume_scan_unref (PlumeScan *scan)
{
  if (!g_atomic_ref_count_dec (&scan->ref_count))
    return;
  g_free (scan->lines);
  g_free (scan->bins);
  g_free (scan->shadows);
  g_free (scan->pixels);
  g_free (scan);
}

static void
apply_lines (const PlumeScan *scan, const double *picture, double *data)
{
  gsize width = scan->plan.width;
  g_autofree double complex *values = g_new (double complex, 2 * scan->dimension);
  double complex *spectrum = values + scan->dimension;
  double scale = 1 / sqrt ((double)scan->dimension);

  for (gsize j = 0; j < scan->dimension; j++)
    values[j] = picture[j];
  plume_fft_plane (scan->plan.height, width, values, spectrum, FALSE);
  for (gsize row = 0; row < scan->n_rows; row++)
    for (gsize k = 0; k < width; k++)
      {
        double complex value = scale * spectrum[scan->lines[row] * width + k];

        data[2 * (row * width + k)] = creal (value);
        data[2 * (row * width + k) + 1] = cimag (value);
      }
}

static void
transpose_lines (const PlumeScan *scan, const double *data, double *picture)
{
  gsize width = scan->plan.width;
  g_autofree double complex *spectrum = g_new0 (double complex, 2 * scan->dimension);
  double complex *values = spectrum + scan->dimension;
  double scale = 1 / sqrt ((double)scan->dimension);

  for (gsize row = 0; row < scan->n_rows; row++)
    for (gsize k = 0; k < width; k++)
      {
        const double *parts = data + 2 * (row * width + k);

        spectrum[scan->lines[row] * width + k] = parts[0] + I * parts[1];
      }
  plume_fft_plane (scan->plan.height, width, spectrum, values, TRUE);
  for (gsize j = 0; j < scan->dimension; j++)
    picture[j] = scale * creal (values[j]);
}

static void
project (const PlumeScan *scan, const double *picture, double *data)
{
  memset (data, 0, scan->n_data * sizeof (double));
  for (gsize row = 0; row < scan->n_rows; row++)
    {
      const guint32 *bins = scan->bins + row * scan->dimension;
      const float *shadows = scan->shadows + row * scan->dimension;
      double *detector = data + row * scan->n_columns;

      for (gsize j = 0; j < scan->dimension; j++)
        {
          detector[bins[j]] += picture[j] * (1 - (double)shadows[j]);
          detector[bins[j] + 1] += picture[j] * (double)shadows[j];
        }
    }
}

static void
project_back (const PlumeScan *scan, const double *data, double *picture)
{
  memset (picture, 0, scan->dimension * sizeof (double));
  for (gsize row = 0; row < scan->n_rows; row++)
    {
      const guint32 *bins = scan->bins + row * scan->dimension;
      const float *shadows = scan->shadows + row * scan->dimension;
      const double *detector = data + row * scan->n_columns;

      for (gsize j = 0; j < scan->dimension; j++)
        picture[j] += detector[bins[j]] * (1 - (double)shadows[j])
                      + detector[bins[j] + 1] * (double)shadows[j];
    }
}

/* Sums over blocks divided by their side, which makes the rows of the map unit vectors */
static gsize
block_of (const PlumeScan *scan, gsize pixel)
{
  gsize block = scan->plan.block, width = scan->plan.width;

  return pixel / width / block * scan->n_columns + pixel % width / block;
}

/**
 * plume_scan_apply:
 * @picture: height × width
 * @data: (out): n_data numbers Ax
 *
 * O(d log d) for lines of k-space, O(directions · d) for projections, else O(d).
 */
void
plume_scan_apply (const PlumeScan *scan, const double *picture, double *data)
{
  switch (scan->plan.kind)
    {
    case PLUME_SCAN_LINES:
      apply_lines (scan, picture, data);
      return;
    case PLUME_SCAN_PROJECTIONS:
      project (scan, picture, data);
      return;
    case PLUME_SCAN_HOLE:
      for (gsize i = 0; i < scan->n_data; i++)
        data[i] = picture[scan->pixels[i]];
      return;
    default:
      memset (data, 0, scan->n_data * sizeof (double));
      for (gsize j = 0; j < scan->dimension; j++)
        data[block_of (scan, j)] += picture[j] / (double)scan->plan.block;
    }
}

/**
 * plume_scan_apply_transposed:
 * @data: n_data numbers
 * @picture: (out): height × width: Aᵀy; for lines of k-space, with zeros in the others
 */
void
plume_scan_apply_transposed (const PlumeScan *scan, const double *data, double *picture)
{
  switch (scan->plan.kind)
    {
    case PLUME_SCAN_LINES:
      transpose_lines (scan, data, picture);
      return;
    case PLUME_SCAN_PROJECTIONS:
      project_back (scan, data, picture);
      return;
    case PLUME_SCAN_HOLE:
      memset (picture, 0, scan->dimension * sizeof (double));
      for (gsize i = 0; i < scan->n_data; i++)
        picture[scan->pixels[i]] = data[i];
      return;
    default:
      for (gsize j = 0; j < scan->dimension; j++)
        picture[j] = data[block_of (scan, j)] / (double)scan->plan.block;
    }
}

static double
dot (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/**
 * plume_scan_reconcile:
 * @data: what was measured, y
 * @trust: μ, how much the picture is trusted beside the measurement; 0 for not at all where the two
 * disagree
 * @n_steps: of conjugate gradients at most; 1 is enough for all kinds but projections
 * @picture: (inout): x; becomes argmin |Ax' − y|² + μ |x' − x|² as far as the steps get
 *
 * Only what the measurement sees of the picture changes, so that the rest stays what it was.
 */
void
plume_scan_reconcile (
    const PlumeScan *scan, const double *data, double trust, guint n_steps, double *picture)
{
  gsize d = scan->dimension;
  g_autofree double *memory = g_new (double, 3 * d + scan->n_data);
  double *rest = memory, *way = rest + d, *image = way + d, *measured = image + d;
  double length, first;

  plume_scan_apply (scan, picture, measured);
  for (gsize i = 0; i < scan->n_data; i++)
    measured[i] = data[i] - measured[i];
  plume_scan_apply_transposed (scan, measured, rest);
  memcpy (way, rest, d * sizeof (double));
  length = first = dot (d, rest, rest);
  for (guint step = 0; step < n_steps && length > 1e-28 * first && length > 1e-300; step++)
    {
      double along, before = length;

      plume_scan_apply (scan, way, measured);
      plume_scan_apply_transposed (scan, measured, image);
      along = length / (dot (d, way, image) + trust * dot (d, way, way));
      for (gsize j = 0; j < d; j++)
        {
          picture[j] += along * way[j];
          rest[j] -= along * (image[j] + trust * way[j]);
        }
      length = dot (d, rest, rest);
      for (gsize j = 0; j < d; j++)
        way[j] = rest[j] + length / before * way[j];
    }
}
