/* plume-reader.h: the table of file formats.
 *
 * A format is one file with one const PlumeReader in it. A reader works on bytes in memory (the
 * caller maps the file), so the same function serves files, drag-and-drop and fuzzers. It knows no
 * experiment and no window. Whatever it is given, it returns a dataset or one sentence: what is
 * wrong, where, and what to do (%PLUME_ERROR_DATA).
 */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

/**
 * PlumeReader:
 * @id: "csv", "npy", …
 * @title: for people, translatable
 * @extensions: %NULL-terminated, without the dot, lower case
 * @recognizes: whether these first bytes (up to 4 KiB) are of this format
 * @read: reads the whole file; @name is the base name for messages and for the dataset
 * @read_at: (nullable): the same where the file stands at @path, for formats that have more files
 * beside it; @bytes are those of the file, unpacked if it was packed
 * @main_files: (nullable): %NULL-terminated, for formats that are folders: the names of the file to
 * open in it
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *const *extensions;
  gboolean (*recognizes) (const guint8 *head, gsize length);
  PlumeDataset *(*read) (GBytes *bytes, const char *name, PlumeTask *task, GError **error);
  PlumeDataset *(*read_at) (GBytes *bytes, const char *path, PlumeTask *task, GError **error);
  const char *const *main_files;
} PlumeReader;

extern const PlumeReader plume_reader_csv;
extern const PlumeReader plume_reader_matrix_market;
extern const PlumeReader plume_reader_npy;
extern const PlumeReader plume_reader_npz;
extern const PlumeReader plume_reader_png;
extern const PlumeReader plume_reader_andi;  /* present where built with netCDF */
extern const PlumeReader plume_reader_fits;  /* present where built with cfitsio */
extern const PlumeReader plume_reader_hdf5;  /* present where built with HDF5 */
extern const PlumeReader plume_reader_nifti; /* present where built with libnifti */

/* NULL-terminated; CSV comes last since it recognizes any text. */
const PlumeReader *const *plume_readers (void);
const PlumeReader *plume_reader_find (const guint8 *head, gsize length, const char *name);

PlumeDataset *plume_dataset_read_file (const char *path, PlumeTask *task, GError **error);
PlumeDataset *
plume_dataset_read_bytes (GBytes *bytes, const char *name, PlumeTask *task, GError **error);
PlumeDataset *
plume_dataset_read_bytes_at (GBytes *bytes, const char *path, PlumeTask *task, GError **error);
char *plume_reader_find_main_file (const char *path);

G_END_DECLS
