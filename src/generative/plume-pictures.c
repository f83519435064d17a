/* plume-pictures.c: sets of pictures from numbers, bytes and files. */
#include "generative/plume-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"

#define EXACT_VALUES 65536 /* sets up to this size are kept in double precision too */
#define MAX_SIDE     4096

static gboolean
check_values (gsize n, gsize d, const double *values, GError **error)
{
  gboolean differ = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < d; j++)
        if (!isfinite (values[i * d + j]))
          {
            g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                         _ ("picture %zu holds a value that is no number, at pixel "
                            "%zu; repair or leave out that picture"),
                         i + 1, j + 1);
            return FALSE;
          }
      differ = differ || memcmp (values, values + i * d, d * sizeof (double)) != 0;
    }
  if (!differ)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("all %zu pictures are the same; give pictures that differ"), n);
  return differ;
}

static gboolean
check_size (gsize n, gsize height, gsize width, GError **error)
{
  if (n >= 2 && height >= 1 && width >= 1 && height <= MAX_SIDE && width <= MAX_SIDE
      && n <= G_MAXSIZE / 16 / (height * width))
    return TRUE;
  if (n == 0 || height == 0 || width == 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("the set holds no picture; give at least two pictures"));
  else if (n == 1)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("the set holds one picture, and every answer would be that picture; give at "
                    "least two"));
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("pictures of %zu × %zu"
                    " pixels are too large; %d a side are taken"),
                 height, width, MAX_SIDE);
  return FALSE;
}

static void
find_mean (PlumePictures *pictures)
{
  gsize d = pictures->dimension;

  pictures->mean = g_new0 (double, d);
  for (gsize i = 0; i < pictures->n; i++)
    for (gsize j = 0; j < d; j++)
      pictures->mean[j] +=
          pictures->exact != NULL ? pictures->exact[i * d + j] : pictures->values[i * d + j];
  for (gsize j = 0; j < d; j++)
    pictures->mean[j] /= (double)pictures->n;
}

static void
set_labels (PlumePictures *pictures, const int *labels)
{
  if (labels == NULL)
    return;
  pictures->labels = g_memdup2 (labels, pictures->n * sizeof (int));
  for (gsize i = 0; i < pictures->n; i++)
    pictures->n_classes = MAX (pictures->n_classes, (guint)MAX (labels[i] + 1, 0));
}

/**
 * plume_pictures_new:
 * @n: pictures
 * @height: @width: of each
 * @values: n × height × width, usually in [−1, 1]
 * @labels: (nullable): n classes from 0
 * @error: %PLUME_ERROR_DATA for fewer than two pictures, for values that are not finite and for
 * pictures that are all the same
 *
 * Returns: (transfer full): the set
 */
PlumePictures *
plume_pictures_new (
    gsize n, gsize height, gsize width, const double *values, const int *labels, GError **error)
{
  gsize d = height * width;
  PlumePictures *pictures;

  if (!check_size (n, height, width, error) || !check_values (n, d, values, error))
    return NULL;
  pictures = g_new0 (PlumePictures, 1);
  g_atomic_ref_count_init (&pictures->ref_count);
  pictures->n = n;
  pictures->height = height;
  pictures->width = width;
  pictures->dimension = d;
  pictures->values = g_new (float, n *d);
  for (gsize i = 0; i < n * d; i++)
    pictures->values[i] = (float)values[i];
  if (n * d <= EXACT_VALUES)
    pictures->exact = g_memdup2 (values, n * d * sizeof (double));
  find_mean (pictures);
  set_labels (pictures, labels);
  return pictures;
}

/**
 * plume_pictures_new_from_bytes:
 * @bytes: n × height × width; 0 becomes −1 and 255 becomes 1
 *
 * As plume_pictures_new().
 *
 * Returns: (transfer full): the set
 */
PlumePictures *
plume_pictures_new_from_bytes (
    gsize n, gsize height, gsize width, const guint8 *bytes, const int *labels, GError **error)
{
  g_autofree double *values = NULL;

  if (!check_size (n, height, width, error))
    return NULL;
  values = g_new (double, n *height *width);
  for (gsize i = 0; i < n * height * width; i++)
    values[i] = bytes[i] / 127.5 - 1;
  return plume_pictures_new (n, height, width, values, labels, error);
}

/* n × H × W, with a channel of one anywhere. */
static gboolean
is_stack (const PlumeGrid *grid, gsize shape[3])
{
  guint found = 0;

  if (grid->n_dimensions < 3)
    return FALSE;
  for (guint i = 0; i < grid->n_dimensions; i++)
    if (i == 0 || grid->shape[i] != 1 || grid->n_dimensions - i <= 3 - found)
      {
        if (found == 3)
          return FALSE;
        shape[found++] = grid->shape[i];
      }
  return found == 3;
}

/**
 * plume_pictures_to_range:
 * @length: number of values
 * @values: (inout): what a file holds; becomes [−1, 1]
 *
 * What files mean by their numbers: [−1, 1], where anything is below 0, as it is; [0, 1]; bytes;
 * and any other range from its least value, or 0, to its greatest.
 */
void
plume_pictures_to_range (gsize length, double *values)
{
  double low = INFINITY, high = -INFINITY, from, to;

  for (gsize i = 0; i < length; i++)
    {
      low = fmin (low, values[i]);
      high = fmax (high, values[i]);
    }
  if (!isfinite (low) || !isfinite (high) || (low < 0 && low >= -1 && high <= 1))
    return;
  from = low >= 0 ? 0 : low;
  to = low >= 0 && high <= 1 ? 1 : low >= 0 && high > 128 && high <= 255 ? 255 : high;
  if (to > from)
    for (gsize i = 0; i < length; i++)
      values[i] = 2 * (values[i] - from) / (to - from) - 1;
}

static int *
find_labels (const PlumeDataset *dataset, gsize n)
{
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);
      const double *values = grid->values->values;
      int *labels;
      gsize good = 0;

      if (grid->n_dimensions != 1 || grid->shape[0] != n)
        continue;
      labels = g_new (int, n);
      for (; good < n && values[good] >= 0 && values[good] < 10000
             && values[good] == floor (values[good]);
           good++)
        labels[good] = (int)values[good];
      if (good == n)
        return labels;
      g_free (labels);
    }
  return NULL;
}

/* Several grids of two dimensions are a set as well, if all have one size. */
static double *
stack_single (const PlumeDataset *dataset, gsize shape[3], GError **error)
{
  const PlumeGrid *first = NULL;
  gsize n = 0;
  double *values = NULL;

  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);

      if (grid->n_dimensions != 2)
        continue;
      first = first != NULL ? first : grid;
      if (grid->shape[0] != first->shape[0] || grid->shape[1] != first->shape[1])
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("picture '%s' of %s has %zu × %zu"
                          " pixels and '%s' has %zu × %zu"
                          "; give pictures of one size"),
                       grid->name, plume_dataset_get_name (dataset), grid->shape[0], grid->shape[1],
                       first->name, first->shape[0], first->shape[1]);
          g_free (values);
          return NULL;
        }
      values = g_renew (double, values, (n + 1) * grid->values->length);
      memcpy (values + n * grid->values->length, grid->values->values,
              grid->values->length * sizeof (double));
      n++;
    }
  if (n == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no pictures; give an array of pictures × rows × columns"),
                   plume_dataset_get_name (dataset));
      return NULL;
    }
  shape[0] = n;
  shape[1] = first->shape[0];
  shape[2] = first->shape[1];
  return values;
}

/**
 * plume_pictures_new_from_dataset:
 * @dataset: with an array of n × H × W, or with n arrays of H × W; and with one of n whole numbers
 * where classes are known
 * @error: as plume_pictures_new(), and where there are no pictures or their sizes differ
 *
 * Returns: (transfer full): the set, its values taken to [−1, 1]
 */
PlumePictures *
plume_pictures_new_from_dataset (const PlumeDataset *dataset, GError **error)
{
  g_autofree double *values = NULL;
  g_autofree int *labels = NULL;
  gsize shape[3] = { 0 };

  for (guint i = 0; i < plume_dataset_get_n_grids (dataset) && values == NULL; i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);

      if (!is_stack (grid, shape))
        continue;
      if (!check_size (shape[0], shape[1], shape[2], error))
        return NULL;
      values = g_memdup2 (grid->values->values, grid->values->length * sizeof (double));
    }
  if (values == NULL)
    values = stack_single (dataset, shape, error);
  if (values == NULL)
    return NULL;
  plume_pictures_to_range (shape[0] * shape[1] * shape[2], values);
  labels = find_labels (dataset, shape[0]);
  return plume_pictures_new (shape[0], shape[1], shape[2], values, labels, error);
}

static PlumePictures *
take (const PlumePictures *pictures, gsize n, const gsize *indices, GError **error)
{
  gsize d = pictures->dimension;
  g_autofree double *values = g_new (double, n *d);
  g_autofree int *labels = pictures->labels != NULL ? g_new (int, n) : NULL;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < d; j++)
        values[i * d + j] = pictures->exact != NULL ? pictures->exact[indices[i] * d + j]
                                                    : pictures->values[indices[i] * d + j];
      if (labels != NULL)
        labels[i] = pictures->labels[indices[i]];
    }
  return plume_pictures_new (n, pictures->height, pictures->width, values, labels, error);
}

/**
 * plume_pictures_select:
 * @pictures: a set
 * @n: at most so many
 * @label: a class, or −1 for all
 * @error: %PLUME_ERROR_DATA where fewer than two are left
 *
 * Returns: (transfer full): the first of them
 */
PlumePictures *
plume_pictures_select (const PlumePictures *pictures, gsize n, int label, GError **error)
{
  g_autofree gsize *indices = g_new (gsize, MIN (n, pictures->n));
  gsize found = 0;

  for (gsize i = 0; i < pictures->n && found < n; i++)
    if (label < 0 || (pictures->labels != NULL && pictures->labels[i] == label))
      indices[found++] = i;
  return take (pictures, found, indices, error);
}

/**
 * plume_pictures_slice:
 * @pictures: a set
 * @from: first picture
 * @to: one past the last
 * @error: %PLUME_ERROR_DATA for fewer than two
 *
 * Returns: (transfer full): those
 */
PlumePictures *
plume_pictures_slice (const PlumePictures *pictures, gsize from, gsize to, GError **error)
{
  gsize end = MIN (to, pictures->n), n = end > from ? end - from : 0;
  g_autofree gsize *indices = g_new (gsize, n);

  for (gsize i = 0; i < n; i++)
    indices[i] = from + i;
  return take (pictures, n, indices, error);
}

PlumePictures *
plume_pictures_ref (PlumePictures *pictures)
{
  g_atomic_ref_count_inc (&pictures->ref_count);
  return pictures;
}

void
plume_pictures_unref (PlumePictures *pictures)
{
  if (!g_atomic_ref_count_dec (&pictures->ref_count))
    return;
  g_free (pictures->values);
  g_free (pictures->exact);
  g_free (pictures->mean);
  g_free (pictures->labels);
  g_free (pictures);
}

/* Memory of the set. */
gsize
plume_pictures_get_bytes (const PlumePictures *pictures)
{
  gsize values = pictures->n * pictures->dimension;

  return sizeof *pictures + values * sizeof (float)
         + (pictures->exact != NULL ? values * sizeof (double) : 0)
         + pictures->dimension * sizeof (double)
         + (pictures->labels != NULL ? pictures->n * sizeof (int) : 0);
}
