/* bench-matrix-files.c: how fast ten million entries of MatrixMarket and HDF5 files are read. */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "config.h"
#include "core/plume-random.h"
#include "data/plume-reader.h"
#ifdef HAVE_HDF5
#include <hdf5.h>
#endif

#define REPEATS   5
#define N_ENTRIES 10000000
#define N_GENES   30000
#define N_CELLS   100000

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static void
measure_bytes (const char *name, GBytes *bytes)
{
  double seconds[REPEATS];

  for (int i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = plume_dataset_read_bytes (bytes, name, NULL, &error);

      seconds[i] = (double)(g_get_monotonic_time () - start) * 1e-6;
      g_assert_no_error (error);
    }
  qsort (seconds, REPEATS, sizeof *seconds, compare);
  g_print ("%s: median %.0f ms (min %.0f, max %.0f), %.0f MB, %.1f million entries/s\n", name,
           seconds[REPEATS / 2] * 1e3, seconds[0] * 1e3, seconds[REPEATS - 1] * 1e3,
           (double)g_bytes_get_size (bytes) * 1e-6, N_ENTRIES * 1e-6 / seconds[REPEATS / 2]);
}

static void
measure (const char *name, GString *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text->str, text->len);

  measure_bytes (name, bytes);
}

#ifdef HAVE_HDF5
static void
put (hid_t group, const char *name, hid_t type, hsize_t n, gconstpointer values)
{
  hid_t space = H5Screate_simple (1, &n, NULL), creation = H5Pcreate (H5P_DATASET_CREATE), dataset;

  H5Pset_chunk (creation, 1, (hsize_t[]){ MIN (n, 80000) });
  H5Pset_deflate (creation, 4);
  dataset = H5Dcreate2 (group, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  H5Dwrite (dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  H5Dclose (dataset);
  H5Pclose (creation);
  H5Sclose (space);
}

/* The same counts as Cell Ranger stores them, packed with gzip. */
static void
measure_hdf5 (void)
{
  g_autofree char *folder = g_dir_make_tmp ("plume-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "counts.h5", NULL);
  hid_t file = H5Fcreate (path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  hid_t group = H5Gcreate2 (file, "matrix", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  g_autofree gint32 *indices = g_new (gint32, N_ENTRIES), *data = g_new (gint32, N_ENTRIES);
  g_autofree gint64 *starts = g_new (gint64, N_CELLS + 1);
  PlumeStream stream = plume_stream (1, "bench-matrix-files", 2);
  gint64 per_cell = N_ENTRIES / N_CELLS, step = N_GENES / per_cell;

  for (gint64 k = 0; k < N_ENTRIES; k++)
    {
      indices[k] = (gint32)(k % per_cell * step + plume_stream_bits (&stream) % step);
      data[k] = (gint32)(plume_stream_bits (&stream) % 9 + 1);
    }
  for (gint64 i = 0; i <= N_CELLS; i++)
    starts[i] = i * per_cell;
  put (group, "indices", H5T_NATIVE_INT32, N_ENTRIES, indices);
  put (group, "data", H5T_NATIVE_INT32, N_ENTRIES, data);
  put (group, "indptr", H5T_NATIVE_INT64, N_CELLS + 1, starts);
  put (group, "shape", H5T_NATIVE_INT32, 2, (gint32[]){ N_GENES, N_CELLS });
  H5Gclose (group);
  H5Fclose (file);

  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (map);

  measure_bytes ("counts.h5", bytes);
  g_remove (path);
  g_rmdir (folder);
}
#else
static void
measure_hdf5 (void)
{
  g_print ("counts.h5: this build has no HDF5\n");
}
#endif

/* Entries cell after cell, as Cell Ranger writes them. */
static GString *
make_matrix (gboolean counts)
{
  GString *text = g_string_new ("%%MatrixMarket matrix coordinate ");
  PlumeStream stream = plume_stream (1, "bench-matrix-files", counts);

  g_string_append_printf (text, "%s general\n%d %d %d\n", counts ? "integer" : "real", N_GENES,
                          N_CELLS, N_ENTRIES);
  for (int k = 0; k < N_ENTRIES; k++)
    {
      guint gene = plume_stream_bits (&stream) % N_GENES + 1;
      guint cell = (guint)((gint64)k * N_CELLS / N_ENTRIES) + 1;

      if (counts)
        g_string_append_printf (text, "%u %u %u\n", gene, cell,
                                plume_stream_bits (&stream) % 9 + 1);
      else
        g_string_append_printf (text, "%u %u %.6f\n", gene, cell, plume_stream_uniform (&stream));
    }
  return text;
}

int
main (void)
{
  g_autoptr (GString) counts = make_matrix (TRUE);

  measure ("counts.mtx", counts);
  g_string_truncate (counts, 0);

  g_autoptr (GString) values = make_matrix (FALSE);

  measure ("values.mtx", values);
  measure_hdf5 ();
  return 0;
}
