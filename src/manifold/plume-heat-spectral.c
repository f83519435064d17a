/* plume-heat-spectral.c: H_t ≈ Σ e^(−tλ_k) φ_k φ_kᵀ with the q smallest eigenvalues.
 *
 * Right for late times, where the modes left out have died; accurate absolutely only, like every
 * sum of both signs. It knows no distances.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "linalg/plume-lanczos.h"
#include "linalg/plume-matrix.h"
#include "manifold/plume-heat-operator.h"

#define COLUMNS_AT_A_TIME 64

typedef struct
{
  gsize n, rank;
  double *values;  /* rank: λ */
  double *vectors; /* rank × n */
  double *decayed; /* rank × n: e^(−tλ) φ */
} Modes;

static void
modes_free (Modes *modes)
{
  g_free (modes->values);
  g_free (modes->vectors);
  g_free (modes->decayed);
  g_free (modes);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Modes, modes_free)

static Modes *
modes_new (
    const PlumeHeatOperator *generator, double t, gsize rank, PlumeTask *task, GError **error)
{
  g_autoptr (Modes) modes = g_new0 (Modes, 1);

  modes->n = generator->n;
  modes->rank = CLAMP (rank, 1, generator->n);
  modes->values = g_new (double, modes->rank);
  modes->vectors = g_new (double, modes->rank * modes->n);
  modes->decayed = g_new (double, modes->rank * modes->n);
  if (!plume_sparse_eigen (generator->laplacian, PLUME_SPECTRUM_SMALLEST, modes->rank, 1e-10,
                           modes->values, modes->vectors, task, error))
    return NULL;
  for (gsize k = 0; k < modes->rank; k++)
    {
      double decay = exp (-t * MAX (modes->values[k], 0));

      for (gsize i = 0; i < modes->n; i++)
        modes->decayed[k * modes->n + i] = decay * modes->vectors[k * modes->n + i];
    }
  return g_steal_pointer (&modes);
}

typedef struct
{
  const Modes *modes;
  PlumeHeat *heat;
  gint n_not_positive;
} Fill;

static void
fill_columns (gsize from, gsize to, gpointer data)
{
  Fill *fill = data;
  const Modes *modes = fill->modes;
  PlumeHeat *heat = fill->heat;
  gsize n = modes->n, count = to - from;
  g_autofree double *picked = g_new (double, modes->rank *count);
  double *block = heat->log_heat + from * n;
  gint n_not_positive = 0;

  for (gsize k = 0; k < modes->rank; k++)
    for (gsize c = 0; c < count; c++)
      picked[k * count + c] =
          modes->vectors[k * n + (heat->columns != NULL ? heat->columns[from + c] : from + c)];
  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, count, n, modes->rank, 1, picked, count,
                        modes->decayed, n, 0, block, n);
  for (gsize k = 0; k < count * n; k++)
    {
      n_not_positive += block[k] <= 0;
      block[k] = block[k] > 0 ? log (block[k]) : -INFINITY;
    }
  g_atomic_int_add (&fill->n_not_positive, n_not_positive);
}

static PlumeHeat *
columns (const PlumeGraph *graph,
         const PlumeHeatOptions *options,
         double t,
         gsize m,
         const guint32 *vertices,
         PlumeTask *task,
         GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;
  g_autoptr (Modes) modes = NULL;
  g_autoptr (PlumeHeat) heat = NULL;
  Fill fill;

  if (!plume_heat_check_request (graph, t, m, vertices, error) || !plume_task_check (task, error))
    return NULL;
  generator = plume_heat_operator_new (graph, options->laplacian);
  modes = modes_new (generator, t, options->rank, task, error);
  if (modes == NULL)
    return NULL;
  heat = plume_heat_new (generator->n, m, t, vertices);
  fill = (Fill){ modes, heat, 0 };
  if (!plume_parallel_for (m, COLUMNS_AT_A_TIME, fill_columns, &fill, task, error))
    return NULL;
  heat->n_not_positive = (gsize)fill.n_not_positive;
  plume_heat_operator_shift (generator, heat);
  return g_steal_pointer (&heat);
}

static gboolean
smooth (const PlumeGraph *graph,
        const PlumeHeatOptions *options,
        double t,
        gsize n_signals,
        double *signals,
        PlumeTask *task,
        GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;
  g_autoptr (Modes) modes = NULL;
  g_autofree double *shares = NULL, *weighed = NULL;

  if (!plume_heat_check_time (t, error))
    return FALSE;
  generator = plume_heat_operator_new (graph, options->laplacian);
  modes = modes_new (generator, t, options->rank, task, error);
  if (modes == NULL)
    return FALSE;
  shares = g_new (double, modes->rank *MAX (n_signals, 1));
  weighed = g_memdup2 (signals, modes->n * n_signals * sizeof (double));
  plume_heat_operator_weigh (generator, 0.5, n_signals, weighed);
  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, modes->rank, n_signals, modes->n, 1,
                        modes->decayed, modes->n, weighed, n_signals, 0, shares, n_signals);
  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, modes->n, n_signals, modes->rank, 1,
                        modes->vectors, modes->n, shares, n_signals, 0, signals, n_signals);
  plume_heat_operator_weigh (generator, -0.5, n_signals, signals);
  return TRUE;
}

const PlumeHeatEngine plume_heat_spectral = {
  .id = "spectral",
  .title = N_ ("Spectrum"),
  .help = N_ ("The slowest modes only: right for late times; what has died early is missing"),
  .relative = FALSE,
  .columns = columns,
  .smooth = smooth,
};
