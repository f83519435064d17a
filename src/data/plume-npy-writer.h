/* plume-npy-writer.h: arrays of doubles to the NPY format of NumPy, version 1.0. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The whole file; shape: slowest first; values in C order. Caller frees with g_bytes_unref(). */
GBytes *plume_npy_write (guint n_dimensions, const gsize *shape, const double *values);

G_END_DECLS
