/* plume-column-linear.c: which engine answers, and loops over analytes, positions and times.
 *
 * Inside the column the travel time θ(x) takes the place of t_M. For inlets that are no plug, a
 * point of a profile without dispersion is the convolution c = e^(−X) c_in(t−θ) + ∫ h(X,τ) c_in(t −
 * θ − τ/k_d) dτ by Gauss–Legendre panels that resolve both functions.
 */
#include "transport/plume-column-linear.h"

#include <glib/gi18n.h>
#include <gsl/gsl_integration.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "transport/plume-column-fourier.h"
#include "transport/plume-column-kernel.h"

/**
 * plume_column_has_closed_form:
 * @transfer: the column
 * @inlet: the injection
 *
 * Returns: whether a plug without dispersion, dead volume, detector and second site is asked for
 */
gboolean
plume_column_has_closed_form (const PlumeTransfer *transfer, const PlumeInlet *inlet)
{
  return inlet->shape == PLUME_INLET_PLUG && transfer->boundary == PLUME_BOUNDARY_PLUG
         && transfer->mixing_time <= 0 && transfer->detector_time <= 0
         && transfer->second_retention_factor <= 0;
}

static void
closed_form (
    const PlumeTransfer *transfer, const PlumeInlet *inlet, gsize n, const double *t, double *c)
{
  double k_d = transfer->retention_factor > 0 ? transfer->desorption_rate : 1;

  plume_kernel_plug_at_times (transfer->hold_up_time, transfer->retention_factor, k_d,
                              inlet->duration, n, t, c);
}

/**
 * plume_column_outlet:
 * @transfer: the column
 * @inlet: the injection
 * @n: number of times
 * @t: (array length=n): times since injection, s
 * @c: (out) (array length=n): c/c0
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA
 *
 * Returns: %FALSE on error
 */
gboolean
plume_column_outlet (const PlumeTransfer *transfer,
                     const PlumeInlet *inlet,
                     gsize n,
                     const double *t,
                     double *c,
                     GError **error)
{
  if (!plume_column_has_closed_form (transfer, inlet))
    return plume_fourier_outlet (transfer, inlet, n, t, c, NULL, error);
  if (!plume_transfer_check (transfer, error) || !plume_inlet_check (inlet, error))
    return FALSE;
  closed_form (transfer, inlet, n, t, c);
  return TRUE;
}

typedef struct
{
  const PlumeTransfer *transfers;
  const double *amounts;
  const PlumeInlet *inlet;
  gsize n;
  const double *t;
  double *c;
} Chromatogram;

static void
one_analyte (gsize from, gsize to, gpointer data)
{
  const Chromatogram *work = data;

  for (gsize a = from; a < to; a++)
    {
      double *c = work->c + a * work->n;

      /* everything was checked before */
      plume_column_outlet (&work->transfers[a], work->inlet, work->n, work->t, c, NULL);
      for (gsize i = 0; work->amounts != NULL && i < work->n; i++)
        c[i] *= work->amounts[a];
    }
}

/**
 * plume_column_chromatogram:
 * @n_analytes: number of analytes
 * @transfers: (array length=n_analytes): what the column does to each
 * @amounts: (array length=n_analytes) (nullable): factors; 1 where %NULL
 * @inlet: the common injection
 * @n: number of times
 * @t: (array length=n): s
 * @c: (out): @n_analytes rows of @n values
 * @sum: (out) (nullable) (array length=n): their sum
 * @task: (nullable): cancels between analytes
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_DATA, %PLUME_ERROR_CANCELLED
 *
 * All analytes, in parallel.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_column_chromatogram (guint n_analytes,
                           const PlumeTransfer *transfers,
                           const double *amounts,
                           const PlumeInlet *inlet,
                           gsize n,
                           const double *t,
                           double *c,
                           double *sum,
                           PlumeTask *task,
                           GError **error)
{
  Chromatogram work = { transfers, amounts, inlet, n, t, c };
  gboolean small = n * n_analytes < 30000;

  if (!plume_inlet_check (inlet, error))
    return FALSE;
  for (guint a = 0; a < n_analytes; a++)
    {
      if (!plume_transfer_check (&transfers[a], error))
        return FALSE;
      small = small && plume_column_has_closed_form (&transfers[a], inlet);
    }
  /* below some 100 µs of work a second thread costs more than it brings */
  if (small)
    one_analyte (0, n_analytes, &work);
  else if (!plume_parallel_for (n_analytes, 1, one_analyte, &work, task, error))
    return FALSE;
  for (gsize i = 0; sum != NULL && i < n; i++)
    sum[i] = 0;
  for (guint a = 0; sum != NULL && a < n_analytes; a++)
    for (gsize i = 0; i < n; i++)
      sum[i] += c[a * n + i];
  return TRUE;
}

typedef struct
{
  const PlumeInlet *inlet;
  const gsl_integration_glfixed_table *table;
  double X, k_d, time; /* time since the carrier passed, s */
} Convolution;

static void
convolve_range (const Convolution *work, double from, double to, double scale, double *c, double *q)
{
  int panels = (int)ceil ((to - from) / scale);
  double width = (to - from) / MAX (panels, 1);

  for (int panel = 0; panel < panels; panel++)
    for (size_t j = 0; j < work->table->n; j++)
      {
        double tau, weight, value;

        gsl_integration_glfixed_point (from + panel * width, from + (panel + 1) * width, j, &tau,
                                       &weight, work->table);
        value = weight * plume_inlet_value (work->inlet, work->time - tau / work->k_d);
        *c += value * plume_kernel_impulse (work->X, tau);
        *q += value * plume_kernel_g0 (work->X, tau);
      }
}

static void
convolve (const Convolution *work, double *c, double *q)
{
  const PlumeInlet *inlet = work->inlet;
  double now = work->k_d * work->time, scale = 1.5 * MAX (1, sqrt (2 * work->X)), from, to, oldest,
         newest;

  plume_kernel_window (work->X, 0, &from, &to);
  /* the lags τ = now − k_d t' that meet the inlet between its first and last moment */
  newest = inlet->shape == PLUME_INLET_GAUSSIAN  ? inlet->centre - 9 * inlet->duration
           : inlet->shape == PLUME_INLET_SAMPLED ? inlet->times[0]
                                                 : 0;
  oldest = plume_inlet_end (inlet);
  from = MAX (from, now - work->k_d * oldest);
  to = MIN (to, now - work->k_d * newest);
  *c = work->time < 0 && inlet->shape != PLUME_INLET_GAUSSIAN
           ? 0
           : exp (-work->X) * plume_inlet_value (inlet, work->time);
  *q = 0;
  if (inlet->shape != PLUME_INLET_SAMPLED)
    {
      if (inlet->shape != PLUME_INLET_PLUG)
        scale = MIN (scale, 1.5 * work->k_d * inlet->duration);
      convolve_range (work, from, to, scale, c, q);
      return;
    }
  for (gsize i = 0; i + 1 < inlet->n; i++)
    {
      double low = MAX (from, now - work->k_d * inlet->times[i + 1]);
      double high = MIN (to, now - work->k_d * inlet->times[i]);

      if (high > low)
        convolve_range (work, low, high, scale, c, q);
    }
}

static gboolean
check_inside (const PlumeTransfer *transfer, const PlumeInlet *inlet, GError **error)
{
  if (!plume_transfer_check (transfer, error) || !plume_inlet_check (inlet, error))
    return FALSE;
  if (transfer->boundary == PLUME_BOUNDARY_PLUG && transfer->second_retention_factor <= 0)
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                       _ ("Concentrations inside the column have a closed form only without "
                          "dispersion and with one kind of "
                          "site; choose these or the lattice."));
  return FALSE;
}

/**
 * plume_column_profile:
 * @transfer: the column, without dispersion; its hold-up time, dead volume and detector are not
 * read
 * @inlet: the injection
 * @t: time, s
 * @n: number of positions
 * @travel_times: (array length=n): θ(x) of the positions, s
 * @c: (out) (array length=n): c/c0
 * @q: (out) (nullable) (array length=n): q/(K c0)
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA
 *
 * The bands in the column at one time.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_column_profile (const PlumeTransfer *transfer,
                      const PlumeInlet *inlet,
                      double t,
                      gsize n,
                      const double *travel_times,
                      double *c,
                      double *q,
                      GError **error)
{
  gsl_integration_glfixed_table *table;

  if (!check_inside (transfer, inlet, error))
    return FALSE;
  table = gsl_integration_glfixed_table_alloc (16);
  for (gsize i = 0; i < n; i++)
    {
      double theta = MAX (travel_times[i], 0),
             k_d = transfer->retention_factor > 0 ? transfer->desorption_rate : 1;
      double X = transfer->retention_factor * k_d * theta, tau = k_d * (t - theta), adsorbed = 0;
      Convolution work = { inlet, table, X, k_d, t - theta };

      if (inlet->shape == PLUME_INLET_PLUG)
        {
          plume_kernel_plug (X, k_d * inlet->duration, 1, &tau, &c[i]);
          if (q != NULL)
            plume_kernel_plug_adsorbed (X, k_d * inlet->duration, 1, &tau, &adsorbed);
        }
      else
        convolve (&work, &c[i], &adsorbed);
      if (q != NULL)
        q[i] = adsorbed;
    }
  gsl_integration_glfixed_table_free (table);
  return TRUE;
}

typedef struct
{
  const PlumeTransfer *transfer;
  const PlumeInlet *inlet;
  const double *travel_times, *times;
  gsize n_times;
  double *c, *q;
} Map;

/* One position of a map for an inlet that is no plug; near the inlet point by point, else by
 * Fourier. */
static void
fourier_row (const Map *work, double theta, double *c, double *q)
{
  PlumeTransfer local = *work->transfer;

  local.hold_up_time = theta;
  local.mixing_time = local.detector_time = 0;
  if (plume_transfer_adsorptions (&local) > 40)
    {
      plume_fourier_outlet (&local, work->inlet, work->n_times, work->times, c, NULL, NULL);
      /* q follows c with the time constant 1/k_d, as the content of a stirred volume would */
      local.mixing_time = 1 / local.desorption_rate;
      if (q != NULL)
        plume_fourier_outlet (&local, work->inlet, work->n_times, work->times, q, NULL, NULL);
      return;
    }
  for (gsize i = 0; i < work->n_times; i++)
    plume_column_profile (work->transfer, work->inlet, work->times[i], 1, &theta, &c[i],
                          q == NULL ? NULL : &q[i], NULL);
}

static void
map_rows (gsize from, gsize to, gpointer data)
{
  const Map *work = data;
  g_autofree double *tau = g_new (double, work->n_times);
  double k_d = work->transfer->retention_factor > 0 ? work->transfer->desorption_rate : 1;

  for (gsize row = from; row < to; row++)
    {
      double theta = MAX (work->travel_times[row], 0),
             X = work->transfer->retention_factor * k_d * theta;
      double *c = work->c + row * work->n_times,
             *q = work->q == NULL ? NULL : work->q + row * work->n_times;

      if (work->inlet->shape != PLUME_INLET_PLUG)
        {
          fourier_row (work, theta, c, q);
          continue;
        }
      for (gsize i = 0; i < work->n_times; i++)
        tau[i] = k_d * (work->times[i] - theta);
      plume_kernel_plug (X, k_d * work->inlet->duration, work->n_times, tau, c);
      if (q != NULL)
        plume_kernel_plug_adsorbed (X, k_d * work->inlet->duration, work->n_times, tau, q);
    }
}

/**
 * plume_column_map:
 * @transfer: the column, without dispersion
 * @inlet: the injection
 * @n_positions: number of positions
 * @travel_times: (array length=n_positions): θ(x) of them, s
 * @n_times: number of times
 * @times: (array length=n_times): s
 * @c: (out): c/c0, @n_positions rows of @n_times
 * @q: (out) (nullable): q/(K c0), likewise
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_DATA, %PLUME_ERROR_CANCELLED
 *
 * c(x,t) and q(x,t); rows in parallel.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_column_map (const PlumeTransfer *transfer,
                  const PlumeInlet *inlet,
                  gsize n_positions,
                  const double *travel_times,
                  gsize n_times,
                  const double *times,
                  double *c,
                  double *q,
                  PlumeTask *task,
                  GError **error)
{
  Map work = { transfer, inlet, travel_times, times, n_times, c, q };

  return check_inside (transfer, inlet, error)
         && plume_parallel_for (n_positions, 8, map_rows, &work, task, error);
}
