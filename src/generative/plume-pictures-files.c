/* plume-pictures-files.c: sets of pictures from windows of large pictures, and from folders. */
#include "generative/plume-pictures.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-reader.h"

#define MAX_VALUES ((gsize)1 << 28)

/* Number of windows along one side. */
static gsize
count_windows (gsize side, gsize window, gsize stride)
{
  return side >= window ? (side - window) / stride + 1 : 0;
}

static void
copy_windows (const PlumeGrid *grid, gsize height, gsize width, gsize stride, GArray *values)
{
  const double *from = grid->values->values;

  for (gsize top = 0; top + height <= grid->shape[0]; top += stride)
    for (gsize left = 0; left + width <= grid->shape[1]; left += stride)
      for (gsize y = 0; y < height; y++)
        g_array_append_vals (values, from + (top + y) * grid->shape[1] + left, (guint)width);
}

/**
 * plume_pictures_new_from_windows:
 * @dataset: with arrays of two dimensions, such as a photograph
 * @height: @width: of the windows
 * @stride: from window to window, along both sides
 * @error: %PLUME_ERROR_DATA where no window fits, where there are too many, and as
 * plume_pictures_new()
 *
 * Returns: (transfer full): the windows as a set
 */
PlumePictures *
plume_pictures_new_from_windows (
    const PlumeDataset *dataset, gsize height, gsize width, gsize stride, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  gsize n = 0;

  if (height == 0 || width == 0 || stride == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("windows need a height, a width and a stride of at least 1 pixel"));
      return NULL;
    }
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);
      gsize more;

      if (grid->n_dimensions != 2)
        continue;
      more = count_windows (grid->shape[0], height, stride)
             * count_windows (grid->shape[1], width, stride);
      if (more > (MAX_VALUES - values->len) / (height * width))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s has too many windows of %zu × %zu"
                          " pixels; set them further apart"),
                       grid->name, height, width);
          return NULL;
        }
      n += more;
      copy_windows (grid, height, width, stride, values);
    }
  if (n == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s has no picture that holds a window of %zu"
                      " × %zu pixels; take smaller windows"),
                   plume_dataset_get_name (dataset), height, width);
      return NULL;
    }
  plume_pictures_to_range (values->len, (double *)(gpointer)values->data);
  return plume_pictures_new (n, height, width, (const double *)(gconstpointer)values->data, NULL,
                             error);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static gboolean
add_file (PlumeDataset *all, const char *path, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeDataset) file = plume_dataset_read_file (path, task, error);

  if (file == NULL)
    return FALSE;
  for (guint i = 0; i < plume_dataset_get_n_grids (file); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (file, i);

      plume_dataset_take_grid (all, grid->name, grid->n_dimensions, grid->shape,
                               plume_array_ref (grid->values));
    }
  return TRUE;
}

/**
 * plume_pictures_new_from_folder:
 * @path: a folder
 * @task: (nullable): cancels within 50 ms
 * @error: %PLUME_ERROR_DATA where it cannot be read or holds no PNG files of one size
 *
 * Returns: (transfer full): the set
 */
PlumePictures *
plume_pictures_new_from_folder (const char *path, PlumeTask *task, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PlumeDataset) all = plume_dataset_new (name);
  GDir *folder = g_dir_open (path, 0, NULL);
  const char *file;

  if (folder == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("the folder %s cannot be opened; check its name, place and permissions"),
                   name);
      return NULL;
    }
  while ((file = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (file, -1);

      if (g_str_has_suffix (lower, ".png"))
        g_ptr_array_add (names, g_build_filename (path, file, NULL));
    }
  g_dir_close (folder);
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    if (!add_file (all, names->pdata[i], task, error))
      return NULL;
  return plume_pictures_new_from_dataset (all, error);
}
