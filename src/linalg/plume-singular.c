/* plume-singular.c: singular values. */
#include "linalg/plume-singular.h"

#include <glib/gi18n.h>
#include <lapacke.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"

/**
 * plume_singular_values:
 * @n: order
 * @matrix: n × n; overwritten
 * @values: (out): n, falling
 * @error: %PLUME_ERROR_COMPUTE
 *
 * LAPACK's dgesdd in one thread, since its value would depend on their number; O(n³).
 */
gboolean
plume_singular_values (gsize n, double *matrix, double *values, GError **error)
{
  lapack_int order = (lapack_int)n, status;
  int n_threads = plume_parallel_get_threads ();
  double no_vectors = 0;

  plume_parallel_set_threads (1);
  status = LAPACKE_dgesdd (LAPACK_COL_MAJOR, 'N', order, order, matrix, order, values, &no_vectors,
                           1, &no_vectors, 1);
  plume_parallel_set_threads (n_threads);
  if (status == 0)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("the singular values of a matrix of order %zu"
                  " were not found; check the data for values that are no numbers"),
               n);
  return FALSE;
}
