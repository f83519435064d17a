/* plume-parallel.c: deterministic loops on OpenMP. */
#include "core/plume-parallel.h"

#include <omp.h>
#include <unistd.h>

/**
 * plume_parallel_for:
 * @n_items: number of items
 * @chunk: items a call; fixed by the algorithm and not by the machine
 * @function: (scope call): works on one chunk; called from several threads at once
 * @data: for @function
 * @task: (nullable): cancels between chunks and is told of the progress
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Calls @function for all chunks of 0…@n_items.
 *
 * Returns: %FALSE when cancelled; then some chunks were not worked on
 */
gboolean
plume_parallel_for (gsize n_items,
                    gsize chunk,
                    PlumeChunkFunc function,
                    gpointer data,
                    PlumeTask *task,
                    GError **error)
{
  gsize n_chunks = chunk > 0 ? (n_items + chunk - 1) / chunk : 0;
  gint done = 0;

#pragma omp parallel for schedule(dynamic) if (n_chunks > 1)
  for (gsize i = 0; i < n_chunks; i++)
    {
      if (plume_task_is_cancelled (task))
        continue;
      function (i * chunk, MIN ((i + 1) * chunk, n_items), data);
      plume_task_set_progress (task, (double)(g_atomic_int_add (&done, 1) + 1) / (double)n_chunks);
    }
  return plume_task_check (task, error);
}

/**
 * plume_sum:
 * @values: (array length=length): numbers
 * @length: their number
 *
 * Adds by halves (pairwise summation, error O(ε log n)); the shape of the tree depends on @length
 * only.
 *
 * Returns: the sum
 */
double
plume_sum (const double *values, gsize length)
{
  if (length <= 64)
    {
      double sum = 0;

      for (gsize i = 0; i < length; i++)
        sum += values[i];
      return sum;
    }
  return plume_sum (values, length / 2) + plume_sum (values + length / 2, length - length / 2);
}

/**
 * plume_parallel_set_threads:
 * @n_threads: number of threads of all later loops of the calling thread, OpenBLAS included; 0 for
 * one a core
 */
void
plume_parallel_set_threads (int n_threads)
{
  omp_set_num_threads (n_threads > 0 ? n_threads : omp_get_num_procs ());
}

int
plume_parallel_get_threads (void)
{
  return omp_get_max_threads ();
}

/**
 * plume_parallel_wait_passively:
 * @argv: (array zero-terminated=1): the program's arguments
 *
 * To be called first in main(). OpenMP's idle threads spin unless OMP_WAIT_POLICY says otherwise
 * when its library is loaded, and so take a core from the window and from other studies; only a new
 * start of the program can say it. It costs some milliseconds.
 */
void
plume_parallel_wait_passively (char **argv)
{
  if (g_getenv ("OMP_WAIT_POLICY") != NULL || !g_setenv ("OMP_WAIT_POLICY", "passive", TRUE))
    return;
  execv ("/proc/self/exe", argv); /* where that fails, threads spin as they would have */
}
