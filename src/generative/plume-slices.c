/* plume-slices.c: from voxels to square slices.
 *
 * Intensities go to [−1, 1] by the 1 and 99 % quantiles of the whole volume, so that one bright
 * vessel does not darken the rest; voxels that are no number count as dark. The longer side of a
 * slice fills the square, the rest is dark, and a pixel is the mean of what it covers. Slices with
 * hardly any tissue are left out.
 */
#include "generative/plume-slices.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#define DARK -0.9 /* of [−1, 1]; what is brighter is tissue */

/* Where a slice lies: strides of its number, rows and columns in the values of the grid */
typedef struct
{
  const double *values;
  gsize n, n_rows, n_columns;
  gsize stride, row_stride, column_stride;
  gsize colours; /* beside each other */
  gboolean rows_backwards, columns_backwards;
  double row_size, column_size; /* of a voxel */
} Cut;

/**
 * plume_slice_plan_init:
 * @side: pixels of a slice
 *
 * Returns: all axial slices with at least 5 % tissue
 */
PlumeSlicePlan
plume_slice_plan_init (gsize side)
{
  return (PlumeSlicePlan){ .side = side, .to = 1, .most = G_MAXSIZE, .least_tissue = 0.05 };
}

/* Colours at the end of pictures × rows × columns × colours; 1 where there are none */
static gsize
count_colours (const PlumeGrid *grid)
{
  gsize last = grid->n_dimensions == 4 ? grid->shape[3] : 1;

  return last == 3 || last == 4 ? 3 : 1;
}

/* Dimensions that are longer than 1, the last three of them; their number */
static guint
find_dimensions (const PlumeGrid *grid, guint dimensions[3])
{
  guint n = 0;

  for (guint i = count_colours (grid) > 1 ? 3 : grid->n_dimensions; i-- > 0 && n < 3;)
    if (grid->shape[i] > 1)
      dimensions[n++] = i;
  for (guint i = 0; i < n / 2; i++)
    {
      guint keep = dimensions[i];

      dimensions[i] = dimensions[n - 1 - i];
      dimensions[n - 1 - i] = keep;
    }
  return n;
}

guint
plume_slices_count_dimensions (const PlumeGrid *grid)
{
  guint dimensions[3];

  return find_dimensions (grid, dimensions);
}

/* Which of three dimensions runs along an axis of the body, by letters of the fastest first; and
 * whether it runs to the right, to the front or to the head */
static guint
find_along (const char *orientation, const char *to_and_fro, guint usual, gboolean *forwards)
{
  *forwards = FALSE;
  for (guint i = 0; orientation != NULL && i < 3 && orientation[i] != '\0'; i++)
    if (strchr (to_and_fro, orientation[i]) != NULL)
      {
        *forwards = orientation[i] == to_and_fro[0];
        return 2 - i;
      }
  return usual;
}

static void
read_sizes (const PlumeDataset *dataset, double sizes[3])
{
  const char *text = plume_dataset_get_attribute (dataset, "voxel-size");

  for (guint i = 0; i < 3; i++)
    sizes[i] = 1;
  for (guint i = 0; text != NULL && i < 3; i++)
    {
      char *end;
      double size = g_ascii_strtod (text, &end);

      if (end == text)
        break;
      if (size > 1e-6 && size < 1e6)
        sizes[i] = size;
      text = end;
    }
}

static gsize
stride_of (const PlumeGrid *grid, guint dimension)
{
  gsize stride = 1;

  for (guint i = dimension + 1; i < grid->n_dimensions; i++)
    stride *= grid->shape[i];
  return stride;
}

/* Rows run down the picture: heads and faces are up, and the right of the body is on the right. */
static Cut
find_cut (const PlumeDataset *dataset, const PlumeGrid *grid, PlumeSliceAxis axis)
{
  const char *orientation = plume_dataset_get_attribute (dataset, "orientation");
  guint dimensions[3], n = find_dimensions (grid, dimensions), along[3], order[3];
  gboolean forwards[3];
  double sizes[3];
  Cut cut = { .values = grid->values->values, .colours = count_colours (grid) };

  if (n < 3)
    return (Cut){ .values = grid->values->values,
                  .n = 1,
                  .colours = 1,
                  .n_rows = n > 1 ? grid->shape[dimensions[0]] : 1,
                  .n_columns = n > 0 ? grid->shape[dimensions[n - 1]] : 1,
                  .row_stride = n > 1 ? stride_of (grid, dimensions[0]) : 0,
                  .column_stride = n > 0 ? stride_of (grid, dimensions[n - 1]) : 0,
                  .row_size = 1,
                  .column_size = 1 };
  read_sizes (dataset, sizes);
  along[PLUME_SLICES_AXIAL] = find_along (orientation, "SI", 0, &forwards[PLUME_SLICES_AXIAL]);
  along[PLUME_SLICES_CORONAL] = find_along (orientation, "AP", 1, &forwards[PLUME_SLICES_CORONAL]);
  along[PLUME_SLICES_SAGITTAL] =
      find_along (orientation, "RL", 2, &forwards[PLUME_SLICES_SAGITTAL]);
  order[0] = axis;
  order[1] = axis == PLUME_SLICES_AXIAL ? PLUME_SLICES_CORONAL : PLUME_SLICES_AXIAL;
  order[2] = axis == PLUME_SLICES_SAGITTAL ? PLUME_SLICES_CORONAL : PLUME_SLICES_SAGITTAL;
  cut.n = grid->shape[dimensions[along[order[0]]]];
  cut.stride = stride_of (grid, dimensions[along[order[0]]]);
  cut.n_rows = grid->shape[dimensions[along[order[1]]]];
  cut.row_stride = stride_of (grid, dimensions[along[order[1]]]);
  cut.row_size = sizes[along[order[1]]];
  cut.rows_backwards = forwards[order[1]];
  cut.n_columns = grid->shape[dimensions[along[order[2]]]];
  cut.column_stride = stride_of (grid, dimensions[along[order[2]]]);
  cut.column_size = sizes[along[order[2]]];
  cut.columns_backwards = orientation != NULL && !forwards[order[2]];
  return cut;
}

static int
compare_numbers (const void *a, const void *b)
{
  double one = *(const double *)a, other = *(const double *)b;

  return (one > other) - (one < other);
}

#define SAMPLED ((gsize)100000)

/* 1 and 99 % of the finite voxels, of evenly chosen ones where there are many */
static gboolean
find_range (const PlumeGrid *grid, gsize length, double *low, double *high)
{
  gsize step = MAX (length / SAMPLED, 1), n = 0;
  g_autofree double *chosen = g_new (double, length / step + 1);

  for (gsize i = 0; i < length; i += step)
    if (isfinite (grid->values->values[i]))
      chosen[n++] = grid->values->values[i];
  if (n == 0)
    return FALSE;
  qsort (chosen, n, sizeof (double), compare_numbers);
  *low = chosen[n / 100];
  *high = chosen[n - 1 - n / 100];
  if (!(*high > *low)) /* hardly anything in it: all of it */
    {
      *low = chosen[0];
      *high = chosen[n - 1];
    }
  return *high > *low;
}

/* The mean of the colours of a voxel; @low where it is no number */
static double
grey_at (const Cut *cut, const double *slice, gsize row, gsize column, double low)
{
  gsize r = cut->rows_backwards ? cut->n_rows - 1 - row : row,
        c = cut->columns_backwards ? cut->n_columns - 1 - column : column;
  const double *voxel = slice + r * cut->row_stride + c * cut->column_stride;
  double sum = 0;

  for (gsize i = 0; i < cut->colours; i++)
    sum += voxel[i];
  return isfinite (sum) ? sum / (double)cut->colours : low;
}

/* Linear between the middles of voxels, as far as they reach; @low outside. Where many places make
 * a pixel, the nearest voxel of each is as good. */
static double
value_at (
    const Cut *cut, const double *slice, double row, double column, gboolean is_many, double low)
{
  gsize r, c, below, right;
  double down, along;

  if (row < -0.5 || column < -0.5 || row > (double)cut->n_rows - 0.5
      || column > (double)cut->n_columns - 0.5)
    return low;
  row = CLAMP (row, 0, (double)cut->n_rows - 1);
  column = CLAMP (column, 0, (double)cut->n_columns - 1);
  if (is_many)
    return grey_at (cut, slice, (gsize)(row + 0.5), (gsize)(column + 0.5), low);
  r = (gsize)row;
  c = (gsize)column;
  below = MIN (r + 1, cut->n_rows - 1);
  right = MIN (c + 1, cut->n_columns - 1);
  down = row - (double)r;
  along = column - (double)c;
  return (1 - down)
             * ((1 - along) * grey_at (cut, slice, r, c, low)
                + along * grey_at (cut, slice, r, right, low))
         + down
               * ((1 - along) * grey_at (cut, slice, below, c, low)
                  + along * grey_at (cut, slice, below, right, low));
}

static void
resample (const Cut *cut, const double *slice, gsize side, double low, double high, double *picture)
{
  double tall = (double)cut->n_rows * cut->row_size,
         wide = (double)cut->n_columns * cut->column_size, pixel = MAX (tall, wide) / (double)side;
  gsize fine = (gsize)CLAMP (ceil (pixel / MIN (cut->row_size, cut->column_size)), 1, 8);

  for (gsize j = 0; j < side * side; j++)
    {
      double sum = 0;

      for (gsize k = 0; k < fine * fine; k++)
        {
          double y = ((double)(j / side) + ((double)(k / fine) + 0.5) / (double)fine) * pixel,
                 x = ((double)(j % side) + ((double)(k % fine) + 0.5) / (double)fine) * pixel;

          y -= 0.5 * (pixel * (double)side - tall);
          x -= 0.5 * (pixel * (double)side - wide);
          sum += value_at (cut, slice, y / cut->row_size - 0.5, x / cut->column_size - 0.5,
                           fine > 1, low);
        }
      sum /= (double)(fine * fine);
      picture[j] = CLAMP (2 * (sum - low) / (high - low) - 1, -1, 1);
    }
}

static double
find_tissue (const double *picture, gsize length)
{
  gsize n = 0;

  for (gsize j = 0; j < length; j++)
    n += picture[j] > DARK;
  return (double)n / (double)length;
}

typedef struct
{
  const Cut *cut;
  gsize side, first, last, n;
  double low, high;
  double *pictures; /* n × side × side */
} Job;

static void
resample_chunk (gsize from, gsize to, gpointer data)
{
  const Job *job = data;

  for (gsize i = from; i < to; i++)
    {
      gsize index = job->first + (2 * i + 1) * (job->last - job->first) / (2 * job->n);

      resample (job->cut, job->cut->values + index * job->cut->stride, job->side, job->low,
                job->high, job->pictures + i * job->side * job->side);
    }
}

/**
 * plume_slices_cut:
 * @dataset: a file; its attributes "voxel-size" and "orientation" count where there are any
 * @grid: which of its grids; of more than three dimensions the first volume
 * @plan: which slices, and how large
 * @values: where they are appended, side × side each
 * @error: %PLUME_ERROR_DATA where nothing but darkness is left
 *
 * O(voxels covered), on all cores.
 *
 * Returns: whether there is at least one
 */
gboolean
plume_slices_cut (const PlumeDataset *dataset,
                  guint grid,
                  const PlumeSlicePlan *plan,
                  GArray *values,
                  PlumeTask *task,
                  GError **error)
{
  const PlumeGrid *volume = plume_dataset_get_grid (dataset, grid);
  Cut cut = find_cut (dataset, volume, plan->axis);
  gsize length = MIN (volume->values->length, cut.n * cut.n_rows * cut.n_columns * cut.colours),
        d = plan->side * plan->side, found = 0;
  Job job = { .cut = &cut,
              .side = plan->side,
              .first = (gsize)floor (CLAMP (plan->from, 0, 1) * (double)cut.n),
              .last = CLAMP ((gsize)ceil (CLAMP (plan->to, 0, 1) * (double)cut.n), 1, cut.n) };
  g_autofree double *pictures = NULL;

  if (!find_range (volume, length, &job.low, &job.high))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("all voxels of '%s' are alike or no numbers; choose a volume with tissue in "
                      "it"),
                   volume->name);
      return FALSE;
    }
  job.first = MIN (job.first, job.last - 1);
  job.n = MIN (job.last - job.first, MAX (plan->most, 1));
  job.pictures = pictures = g_new (double, job.n *d);
  if (!plume_parallel_for (job.n, 1, resample_chunk, &job, task, error))
    return FALSE;
  for (gsize i = 0; i < job.n; i++)
    {
      if (cut.n > 1 && find_tissue (pictures + i * d, d) < plan->least_tissue)
        continue;
      g_array_append_vals (values, pictures + i * d, (guint)d);
      found++;
    }
  if (found > 0)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("no slice of '%s' holds enough tissue; choose another axis or a wider range"),
               volume->name);
  return FALSE;
}
