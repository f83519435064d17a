/* matrix.h: dense and sparse matrices of AnnData and 10x. */
#pragma once

#include "values.h"

/**
 * Place:
 * @name: of the block that a matrix becomes
 * @names: of the names of its columns; "" for none
 * @n_rows: rows that it has to have; 0 for any
 * @is_square: and as many columns
 */
typedef struct
{
  const char *name, *names;
  PlumeBlockKind kind;
  gsize n_rows;
  gboolean is_square;
} Place;

void matrix_put (hid_t group, const char *name, const Place *place, Output *output);
gboolean matrix_put_dense (const Values *values, const Place *place, Output *output);
gboolean matrix_put_sparse (hid_t group,
                            guint64 n_major,
                            guint64 n_minor,
                            gboolean turned,
                            const Place *place,
                            Output *output);
