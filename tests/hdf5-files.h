/* hdf5-files.h: small HDF5 files that tests write. */
#pragma once

#include <glib/gstdio.h>
#include <hdf5.h>

#include "matrix-files.h"

static inline hid_t
make_group (hid_t parent, const char *name)
{
  return H5Gcreate2 (parent, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
}

/* Numbers of a type in memory, stored as another; one dimension where n_columns is 0. */
static inline hid_t
put_numbers (hid_t parent,
             const char *name,
             hid_t stored,
             hid_t memory,
             hsize_t n_rows,
             hsize_t n_columns,
             gconstpointer values)
{
  hsize_t shape[2] = { n_rows, n_columns };
  hid_t space = H5Screate_simple (n_columns > 0 ? 2 : 1, shape, NULL);
  hid_t dataset = H5Dcreate2 (parent, name, stored, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);

  g_assert_cmpint (H5Dwrite (dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), >=, 0);
  H5Sclose (space);
  return dataset;
}

static inline void
put_doubles (
    hid_t parent, const char *name, hsize_t n_rows, hsize_t n_columns, const double *values)
{
  H5Dclose (
      put_numbers (parent, name, H5T_IEEE_F32BE, H5T_NATIVE_DOUBLE, n_rows, n_columns, values));
}

static inline void
put_integers (hid_t parent, const char *name, hid_t stored, hsize_t n, const int *values)
{
  H5Dclose (put_numbers (parent, name, stored, H5T_NATIVE_INT, n, 0, values));
}

static inline hid_t
make_text_type (gsize width)
{
  hid_t type = H5Tcopy (H5T_C_S1);

  H5Tset_size (type, width > 0 ? width : H5T_VARIABLE);
  H5Tset_cset (type, H5T_CSET_UTF8);
  return type;
}

static inline void
put_texts (hid_t parent, const char *name, hsize_t n, const char *const *texts)
{
  hid_t type = make_text_type (0);

  H5Dclose (put_numbers (parent, name, type, type, n, 0, texts));
  H5Tclose (type);
}

/* Texts of a fixed width, padded with zeros. */
static inline void
put_fixed_texts (hid_t parent, const char *name, hsize_t n, gsize width, const char *texts)
{
  hid_t type = make_text_type (width);

  H5Tset_strpad (type, H5T_STR_NULLPAD);
  H5Dclose (put_numbers (parent, name, type, type, n, 0, texts));
  H5Tclose (type);
}

static inline void
set_texts (hid_t object, const char *name, hsize_t n, const char *const *texts)
{
  hid_t type = make_text_type (0);
  hid_t space = n > 1 ? H5Screate_simple (1, &n, NULL) : H5Screate (H5S_SCALAR);
  hid_t attribute = H5Acreate2 (object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);

  H5Awrite (attribute, type, texts);
  H5Aclose (attribute);
  H5Sclose (space);
  H5Tclose (type);
}

static inline void
set_text (hid_t object, const char *name, const char *text)
{
  set_texts (object, name, 1, &text);
}

static inline void
set_pair (hid_t object, const char *name, int first, int second)
{
  hid_t space = H5Screate_simple (1, (hsize_t[]){ 2 }, NULL);
  hid_t attribute = H5Acreate2 (object, name, H5T_STD_I64LE, space, H5P_DEFAULT, H5P_DEFAULT);

  H5Awrite (attribute, H5T_NATIVE_INT, (int[]){ first, second });
  H5Aclose (attribute);
  H5Sclose (space);
}

static inline hid_t
put_sparse (hid_t parent,
            const char *name,
            const char *encoding,
            int n_rows,
            int n_columns,
            int n_starts,
            const int *starts,
            const int *indices,
            const double *values)
{
  hid_t group = make_group (parent, name);

  put_integers (group, "indptr", H5T_STD_I32LE, (hsize_t)n_starts, starts);
  put_integers (group, "indices", H5T_STD_I32LE, (hsize_t)starts[n_starts - 1], indices);
  put_doubles (group, "data", (hsize_t)starts[n_starts - 1], 0, values);
  set_text (group, "encoding-type", encoding);
  set_pair (group, "shape", n_rows, n_columns);
  return group;
}

/* A file in a folder of its own, deleted by close_file(). */
static inline hid_t
make_file (const char *name, char **path)
{
  g_autofree char *folder = g_dir_make_tmp ("plume-test-XXXXXX", NULL);
  hid_t file;

  *path = g_build_filename (folder, name, NULL);
  file = H5Fcreate (*path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  g_assert_cmpint (file >= 0, ==, TRUE);
  return file;
}

static inline void
delete_file (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_remove (path);
  g_rmdir (folder);
}

static inline void
put_enumeration (hid_t parent, const char *name, hsize_t n, const gint8 *values)
{
  hid_t type = H5Tenum_create (H5T_NATIVE_INT8);

  H5Tenum_insert (type, "FALSE", &(gint8){ 0 });
  H5Tenum_insert (type, "TRUE", &(gint8){ 1 });
  H5Dclose (put_numbers (parent, name, type, type, n, 0, values));
  H5Tclose (type);
}

/* Three cells and two genes, with columns of every kind. */
static inline void
write_anndata (const char *name, char **path)
{
  static const char *const order[] = { "depth", "stage", "alive", "old", "note", "count" };
  hid_t file = make_file (name, path), obs = make_group (file, "obs");
  hid_t var = make_group (file, "var"), group, inner;

  set_text (obs, "_index", "cell");
  set_texts (obs, "column-order", 6, order);
  put_texts (obs, "cell", 3, (const char *const[]){ "c1", "c2", "ç3" });
  put_doubles (obs, "depth", 3, 0, (double[]){ 1.5, NAN, -2 });
  group = make_group (obs, "stage");
  put_integers (group, "codes", H5T_STD_I8LE, 3, (int[]){ 1, -1, 0 });
  put_texts (group, "categories", 2, (const char *const[]){ "early", "late" });
  H5Gclose (group);
  put_enumeration (obs, "alive", 3, (gint8[]){ 1, 0, 1 });
  put_integers (obs, "old", H5T_STD_I16LE, 3, (int[]){ 0, 0, 1 });
  group = make_group (obs, "__categories");
  put_integers (group, "old", H5T_STD_I32LE, 2, (int[]){ 7, 9 });
  H5Gclose (group);
  put_fixed_texts (obs, "note", 3, 3, "abcd\0\0ef");
  group = make_group (obs, "count");
  put_integers (group, "values", H5T_STD_I64LE, 3, (int[]){ 4, 5, 6 });
  put_enumeration (group, "mask", 3, (gint8[]){ 0, 1, 0 });
  H5Gclose (group);
  H5Gclose (obs);

  set_text (var, "_index", "_index");
  put_texts (var, "_index", 2, (const char *const[]){ "CDH1", "VIM" });
  H5Gclose (var);

  put_doubles (file, "X", 3, 2, (double[]){ 1, 2, 3, 4, 5, 6 });
  group = make_group (file, "layers");
  H5Gclose (put_sparse (group, "rows", "csr_matrix", 3, 2, 4, (int[]){ 0, 2, 2, 3 },
                        (int[]){ 1, 0, 1 }, (double[]){ 10, 20, 30 }));
  H5Gclose (put_sparse (group, "columns", "csc_matrix", 3, 2, 3, (int[]){ 0, 1, 3 },
                        (int[]){ 0, 0, 2 }, (double[]){ 20, 10, 30 }));
  H5Gclose (group);
  group = make_group (file, "obsm");
  put_doubles (group, "X_pca", 3, 1, (double[]){ 0.5, 0.25, 0.125 });
  put_doubles (group, "wrong", 2, 1, (double[]){ 1, 2 });
  H5Gclose (group);
  group = make_group (file, "obsp");
  H5Gclose (put_sparse (group, "connectivities", "csr_matrix", 3, 3, 4, (int[]){ 0, 1, 2, 2 },
                        (int[]){ 1, 0 }, (double[]){ 0.5, 0.5 }));
  H5Gclose (put_sparse (group, "distances", "csr_matrix", 3, 3, 4, (int[]){ 0, 1, 2, 2 },
                        (int[]){ 1, 0 }, (double[]){ 4, 4 }));
  H5Gclose (group);
  group = make_group (file, "raw");
  put_doubles (group, "X", 3, 3, (double[]){ 1, 0, 0, 0, 1, 0, 0, 0, 1 });
  inner = make_group (group, "var");
  set_text (inner, "_index", "index");
  put_texts (inner, "index", 3, (const char *const[]){ "A", "B", "C" });
  H5Gclose (inner);
  H5Gclose (group);
  group = make_group (file, "uns");
  put_texts (group, "stage_colors", 2, (const char *const[]){ "#112233", "#445566" });
  H5Gclose (group);
  H5Fclose (file);
}
