/* plume-pictures.h: a set of grey pictures of one size, the data of empirical and local denoisers.
 *
 * Values are in [−1, 1], paper (0 of bytes) at −1. Whatever a file holds becomes that here, once.
 * It knows no denoiser.
 */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

/**
 * PlumePictures:
 * @n: pictures, at least 2
 * @height: @width: @dimension: rows, columns, and their product d
 * @values: n × d, row by row
 * @exact: (nullable): the same in double precision; of small sets only, n d ≤ 65,536
 * @mean: d
 * @labels: (nullable): n classes from 0
 * @n_classes: one more than the greatest label; 0 without labels
 *
 * Immutable, shared by reference.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gsize n, height, width, dimension;
  float *values;
  double *exact;
  double *mean;
  int *labels;
  guint n_classes;
} PlumePictures;

PlumePictures *plume_pictures_new (
    gsize n, gsize height, gsize width, const double *values, const int *labels, GError **error);
PlumePictures *plume_pictures_new_from_bytes (
    gsize n, gsize height, gsize width, const guint8 *bytes, const int *labels, GError **error);
PlumePictures *plume_pictures_new_from_dataset (const PlumeDataset *dataset, GError **error);
/* All windows of height × width, stride apart, of the pictures of a dataset, whatever their sizes.
 */
PlumePictures *plume_pictures_new_from_windows (
    const PlumeDataset *dataset, gsize height, gsize width, gsize stride, GError **error);
/* All PNG files of a folder, in the order of their names. */
PlumePictures *plume_pictures_new_from_folder (const char *path, PlumeTask *task, GError **error);
void plume_pictures_to_range (gsize length, double *values);
/* The first n of a class, or of all where label is −1. */
PlumePictures *
plume_pictures_select (const PlumePictures *pictures, gsize n, int label, GError **error);
/* Pictures from … to − 1, to train on some and try others. */
PlumePictures *
plume_pictures_slice (const PlumePictures *pictures, gsize from, gsize to, GError **error);
PlumePictures *plume_pictures_ref (PlumePictures *pictures);
void plume_pictures_unref (PlumePictures *pictures);
gsize plume_pictures_get_bytes (const PlumePictures *pictures);

/* 2,000 handwritten digits of 28 × 28, built into the library; see data/README.md. */
PlumePictures *plume_sample_digits (GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePictures, plume_pictures_unref)

G_END_DECLS
