/* plume-reader.c: the table of file formats, and opening a file.
 *
 * The contents decide on the format and never the file's name. Gzip is undone before, whatever is
 * inside.
 */
#include "data/plume-reader.h"

#include <glib/gi18n.h>
#include <gio/gio.h>
#include <string.h>

#include "config.h"
#include "core/plume-error.h"
#include "data/plume-inflate.h"

#define HEAD 4096

static const PlumeReader *const readers[] = {
  &plume_reader_npy,   &plume_reader_npz,
  &plume_reader_png,   &plume_reader_matrix_market,
#ifdef HAVE_NETCDF
  &plume_reader_andi,
#endif
#ifdef HAVE_CFITSIO
  &plume_reader_fits,
#endif
#ifdef HAVE_HDF5
  &plume_reader_hdf5,
#endif
#ifdef HAVE_NIFTI
  &plume_reader_nifti,
#endif
  &plume_reader_csv,   NULL,
};

/* Formats that people try and that are not read. */
static const struct
{
  const char *magic;
  gsize length;
  const char *sentence;
} strangers[] = {
#ifndef HAVE_HDF5
  { "\x89HDF\r\n\x1a\n", 8,
    N_ ("it is an HDF5 or netCDF-4 file, which this build does not read; export it as classic "
        "netCDF, CSV or NPY") },
#endif
#ifndef HAVE_NETCDF
  { "CDF", 3, N_ ("it is a netCDF file, which this build does not read; export it as CSV") },
#endif
#ifndef HAVE_CFITSIO
  { "SIMPLE  =", 9, N_ ("it is a FITS file, which this build does not read; export it as CSV") },
#endif
#ifndef HAVE_NIFTI
  { "\x5c\x01\0\0", 4,
    N_ ("it is a NIfTI volume, which this build does not read; export it as NPY") },
#endif
  { "\xd0\xcf\x11\xe0", 4, N_ ("it is an old Excel workbook; save the sheet as CSV") },
  { "%PDF-", 5, N_ ("it is a PDF document; choose the file with the numbers") },
  { "BZh", 3, N_ ("it is compressed with bzip2; unpack it first") },
  { "\xfd"
    "7zXZ",
    5, N_ ("it is compressed with xz; unpack it first") },
  { "\x28\xb5\x2f\xfd", 4, N_ ("it is compressed with zstd; unpack it first") },
};

const PlumeReader *const *
plume_readers (void)
{
  return readers;
}

/**
 * plume_reader_find:
 * @head: (array length=length): the first bytes of a file
 * @length: their number; more than 4 KiB are not looked at
 * @name: (nullable): the file's name, which counts only where the bytes say nothing
 *
 * Returns: the reader for it
 */
const PlumeReader *
plume_reader_find (const guint8 *head, gsize length, const char *name)
{
  for (gsize i = 0; readers[i] != NULL; i++)
    if (readers[i]->recognizes (head, MIN (length, HEAD)))
      return readers[i];
  return NULL;
}

static gboolean
check_stranger (const guint8 *data, gsize length, const char *name, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    if (length >= strangers[i].length
        && memcmp (data, strangers[i].magic, strangers[i].length) == 0)
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, "%s: %s", name,
                     _ (strangers[i].sentence));
        return FALSE;
      }
  return TRUE;
}

/* path: nullable */
static PlumeDataset *
read_contents (GBytes *bytes, const char *name, const char *path, PlumeTask *task, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GBytes) unpacked = NULL;
  const PlumeReader *reader;

  if (length == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is empty; choose a file that holds data"), name);
      return NULL;
    }
  if (plume_is_gzip (data, length))
    {
      unpacked = plume_gunzip (bytes, name, task, error);
      if (unpacked == NULL)
        return NULL;
      bytes = unpacked;
      data = g_bytes_get_data (bytes, &length);
      if (length == 0)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s unpacks to nothing; choose a file that holds data"), name);
          return NULL;
        }
    }
  if (!check_stranger (data, length, name, error))
    return NULL;
  reader = plume_reader_find (data, length, name);
  return path != NULL && reader->read_at != NULL ? reader->read_at (bytes, path, task, error)
                                                 : reader->read (bytes, name, task, error);
}

/**
 * plume_dataset_read_bytes:
 * @bytes: the contents of a file
 * @name: its base name, for messages and for the dataset
 * @task: (nullable): cancels within 50 ms, and is told of the progress
 * @error: %PLUME_ERROR_DATA or %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the file holds
 */
PlumeDataset *
plume_dataset_read_bytes (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  return read_contents (bytes, name, NULL, task, error);
}

/**
 * plume_dataset_read_bytes_at:
 * @bytes: the contents of a file
 * @path: where it stands; formats of several files find the others there
 * @task: (nullable): cancels within 50 ms, and is told of the progress
 * @error: %PLUME_ERROR_DATA or %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the file holds, with what stands beside it
 */
PlumeDataset *
plume_dataset_read_bytes_at (GBytes *bytes, const char *path, PlumeTask *task, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  return read_contents (bytes, name, path, task, error);
}

/**
 * plume_reader_find_main_file:
 * @path: a file or folder
 *
 * Returns: (transfer full): the file to open where @path is a folder of a format that is one;
 * otherwise @path
 */
char *
plume_reader_find_main_file (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_strdup (path);
  for (gsize i = 0; readers[i] != NULL; i++)
    for (gsize j = 0; readers[i]->main_files != NULL && readers[i]->main_files[j] != NULL; j++)
      {
        g_autofree char *file = g_build_filename (path, readers[i]->main_files[j], NULL);

        if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
          return g_steal_pointer (&file);
      }
  return g_strdup (path);
}

/**
 * plume_dataset_read_file:
 * @path: a file, which is mapped and not copied, or a folder of a format that is one
 * @task: (nullable): cancels within 50 ms, and is told of the progress
 * @error: %PLUME_ERROR_DATA or %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the file holds
 */
PlumeDataset *
plume_dataset_read_file (const char *path, PlumeTask *task, GError **error)
{
  g_autofree char *main_file = plume_reader_find_main_file (path);
  g_autofree char *name = g_filename_display_basename (main_file);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_file_test (main_file, G_FILE_TEST_EXISTS)
      && !g_file_test (main_file, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is a folder or device; choose a file"), name);
      return NULL;
    }
  file = g_mapped_file_new (main_file, FALSE, &failure);
  if (file == NULL)
    {
      const char *reason =
          g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT)   ? _ ("it does not exist")
          : g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_ACCES) ? _ ("you may not read it")
                                                                        : failure->message;

      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s cannot be opened: %s; check its name, place and permissions"), name,
                   reason);
      return NULL;
    }
  bytes = g_mapped_file_get_bytes (file);
  return plume_dataset_read_bytes_at (bytes, main_file, task, error);
}
