/* plume-matrix-market-header.h: what the first lines of a MatrixMarket file say. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PLUME_MATRIX_GENERAL,
  PLUME_MATRIX_SYMMETRIC,
  PLUME_MATRIX_SKEW,
} PlumeMatrixSymmetry;

/**
 * PlumeMatrixHeader:
 * @is_array: all values column after column; else entries "row column value"
 * @is_pattern: entries have no value, which is 1
 * @n_entries: lines that follow: stored entries, or values of an array
 * @body: first byte behind the line of sizes
 */
typedef struct
{
  gboolean is_array, is_pattern;
  PlumeMatrixSymmetry symmetry;
  gsize n_rows, n_columns, n_entries;
  const char *body;
} PlumeMatrixHeader;

gboolean plume_is_matrix_market (const guint8 *head, gsize length);
gboolean plume_matrix_header_parse (
    const char *text, gsize length, const char *name, PlumeMatrixHeader *header, GError **error);

G_END_DECLS
