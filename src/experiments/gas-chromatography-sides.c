/* gas-chromatography-sides.c: the stages beside the chromatogram: plate heights, single molecules,
 * overload, and other methods.
 */
#include "experiments/gas-chromatography.h"

#include "core/plume-error.h"
#include "transport/plume-column-fourier.h"
#include "transport/plume-column-inversion.h"
#include "transport/plume-column-kernel.h"
#include "transport/plume-column-linear.h"
#include "transport/plume-column-molecules.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_VELOCITIES     400
#define N_EXITS          20000
#define N_SHOWN_PATHS    40
#define N_BINS           120
#define N_OVERLOAD_TIMES 1200
#define N_METHOD_TIMES   241

static void
free_curves (gpointer data)
{
  GcCurves *curves = data;

  plume_array_unref (curves->x);
  for (guint i = 0; i < curves->n; i++)
    plume_array_unref (curves->curves[i]);
  g_free (curves);
}

static GcCurves *
new_curves (PlumeArray *x, guint n)
{
  GcCurves *curves = g_new0 (GcCurves, 1);

  curves->x = x;
  curves->n = n;
  for (guint i = 0; i < n; i++)
    curves->curves[i] = plume_array_new (x->length);
  return curves;
}

static PlumeResult *
give_curves (GcCurves *curves)
{
  return plume_result_new (curves, (curves->n + 1) * curves->x->length * sizeof (double),
                           free_curves);
}

static PlumeResult *
no_analyte (GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("There is no analyte; add one to the mixture"));
  return NULL;
}

/* Curves: H, A, B/u, C u, and Golay's H for an open tube. Numbers: u, H(u), u_opt, H_min, A, B, C.
 */
PlumeResult *
gc_compute_van_deemter (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  guint a = gc_selected (reads, mixture);
  gboolean capillary = column->column.kind == PLUME_COLUMN_CAPILLARY;
  double working = column->flow.length / column->flow.hold_up_time;

  if (mixture->n == 0)
    {
      GcCurves *none = new_curves (plume_array_new (0),
                                   0); /* read-outs of an empty mixture are none, not wrong */

      for (guint i = 0; i < G_N_ELEMENTS (none->numbers); i++)
        none->numbers[i] = NAN;
      return give_curves (none);
    }

  const PlumeTransfer *transfer = &mixture->transfer[a];
  /* D at the mean pressure: D ∝ 1/p and u ∝ 1/p, so the product form needs D at the place where the
   * velocity is the mean one */
  double D = mixture->diffusivity[a] * working / column->flow.outlet_velocity;
  double eddy = capillary ? 0
                          : 2 * plume_reads_number (reads, "packing-factor")
                                * column->column.particle_diameter;
  PlumeVanDeemter curve =
      plume_van_deemter (D, transfer->retention_factor, transfer->desorption_rate, eddy);
  double lowest, optimum;
  PlumeVanDeemter golay = { 0 };

  curve.B *= column->flow.plate_height_factor;
  optimum = plume_van_deemter_optimum (&curve, &lowest);
  if (capillary)
    golay = plume_van_deemter_golay (D, plume_reads_number (reads, "film-diffusivity"),
                                     column->column.inner_diameter, column->column.film_thickness,
                                     transfer->retention_factor, column->flow.plate_height_factor);

  GcCurves *curves =
      new_curves (plume_array_new_linear (log (MIN (working, optimum) / 8),
                                          log (MAX (working, optimum) * 4), N_VELOCITIES),
                  5);

  for (gsize i = 0; i < N_VELOCITIES; i++)
    {
      double u = exp (curves->x->values[i]);

      curves->x->values[i] = u;
      curves->curves[0]->values[i] = plume_van_deemter_height (&curve, u);
      curves->curves[1]->values[i] = curve.A;
      curves->curves[2]->values[i] = curve.B / u;
      curves->curves[3]->values[i] = curve.C * u;
      curves->curves[4]->values[i] = capillary ? plume_van_deemter_height (&golay, u) : NAN;
    }
  curves->numbers[0] = working;
  curves->numbers[1] = plume_van_deemter_height (&curve, working);
  curves->numbers[2] = optimum;
  curves->numbers[3] = lowest;
  curves->numbers[4] = curve.A;
  curves->numbers[5] = curve.B;
  curves->numbers[6] = curve.C;
  return give_curves (curves);
}

static void
free_molecules (gpointer data)
{
  GcMolecules *molecules = data;

  for (guint i = 0; i < molecules->n_paths; i++)
    {
      plume_array_unref (molecules->path_time[i]);
      plume_array_unref (molecules->path_position[i]);
    }
  plume_array_unref (molecules->now_x);
  plume_array_unref (molecules->now_y);
  plume_array_unref (molecules->left);
  plume_array_unref (molecules->right);
  plume_array_unref (molecules->density);
  plume_array_unref (molecules->time);
  plume_array_unref (molecules->exact);
  g_free (molecules);
}

/* How far a molecule is ahead of the centre of its band, which moves at u/(1 + k′): there its hops
 * show as a random walk. */
static double
ahead_of_band (const GcColumn *column, const PlumeTransfer *transfer, double time, double travel)
{
  double centre = MIN (time / (1 + transfer->retention_factor), transfer->hold_up_time);

  return plume_flow_position (&column->flow, travel) - plume_flow_position (&column->flow, centre);
}

/* Where each shown molecule is now, and the way it came. */
static void
follow_paths (GcMolecules *molecules,
              const GcColumn *column,
              const PlumeTransfer *transfer,
              const PlumeInlet *inlet,
              guint64 seed,
              double now)
{
  molecules->n_paths = N_SHOWN_PATHS;
  molecules->now_x = plume_array_new (N_SHOWN_PATHS);
  molecules->now_y = plume_array_new (N_SHOWN_PATHS);
  for (guint i = 0; i < N_SHOWN_PATHS; i++)
    {
      g_autoptr (PlumeMoleculePath) path = plume_molecule_path_new (transfer, inlet, seed, i);
      gboolean adsorbed = FALSE;
      gsize n = 0;

      while (n < path->n && path->time[n] <= now)
        n++;

      gboolean begun = n > 0, gone = n == path->n;
      PlumeArray *time = plume_array_new (n + (begun && !gone)),
                 *position = plume_array_new (time->length);
      double travel = begun ? plume_molecule_path_at (path, now, &adsorbed) : NAN;

      for (gsize j = 0; j < n; j++)
        {
          time->values[j] = path->time[j];
          position->values[j] = ahead_of_band (column, transfer, path->time[j], path->travel[j]);
        }
      if (begun && !gone)
        {
          time->values[n] = now;
          position->values[n] = ahead_of_band (column, transfer, now, travel);
        }
      molecules->path_time[i] = time;
      molecules->path_position[i] = position;
      molecules->now_x->values[i] = begun && !gone ? now : NAN;
      molecules->now_y->values[i] =
          begun && !gone ? ahead_of_band (column, transfer, now, travel) : NAN;
    }
}

PlumeResult *
gc_compute_molecules (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  guint a = gc_selected (reads, mixture);
  double now = plume_reads_number (reads, "time");

  if (mixture->n == 0)
    return no_analyte (error);

  PlumeTransfer transfer = mixture->transfer[a];

  transfer.boundary = PLUME_BOUNDARY_PLUG;
  transfer.mixing_time = transfer.detector_time = 0;

  PlumeMoments injected = plume_inlet_moments (&mixture->inlet),
               moments = plume_transfer_moments (&transfer);
  double mean = injected.mean + moments.mean, sigma = sqrt (injected.variance + moments.variance);
  double from = MAX (0, mean - 5 * sigma), to = mean + 6 * sigma;
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autoptr (PlumeArray) exits =
      plume_molecule_exit_times (&transfer, &mixture->inlet, seed, N_EXITS, task, error);

  if (exits == NULL)
    return NULL;

  GcMolecules *molecules = g_new0 (GcMolecules, 1);

  /* 3.5 standard deviations of the position when the band leaves */
  molecules->reach = 3.5 * column->flow.length * sigma / MAX (moments.mean, 1e-9);
  follow_paths (molecules, column, &transfer, &mixture->inlet, seed, now);
  molecules->left = plume_array_new (N_BINS);
  molecules->right = plume_array_new (N_BINS);
  molecules->density = plume_array_new (N_BINS);
  for (gsize i = 0; i < exits->length; i++)
    if (exits->values[i] > now)
      exits->values[i] = INFINITY; /* has not left yet */
  plume_histogram (exits->length, exits->values, from, to, N_BINS, molecules->density->values);
  for (gsize i = 0; i < N_BINS; i++)
    {
      molecules->left->values[i] = from + (to - from) * (double)i / N_BINS;
      molecules->right->values[i] = from + (to - from) * (double)(i + 1) / N_BINS;
      molecules->density->values[i] *= N_BINS / (to - from) / N_EXITS;
    }
  molecules->time = plume_array_new_linear (from, to, 600);
  molecules->exact = plume_array_new (600);
  if (!plume_column_outlet (&transfer, &mixture->inlet, 600, molecules->time->values,
                            molecules->exact->values, error))
    {
      free_molecules (molecules);
      return NULL;
    }
  for (gsize i = 0; i < 600; i++)
    molecules->exact->values[i] /= injected.area; /* a density in time */
  return plume_result_new (molecules, 1 << 18, free_molecules);
}

/* One run of the full equations out of seven. */
static PlumeLatticeResult *
run_loading (const GcColumn *column,
             const PlumeLatticeComponent *components,
             guint n,
             const PlumeInlet *inlet,
             guint run,
             PlumeTask *task,
             GError **error)
{
  g_autoptr (PlumeTask) part = plume_task_new_part (task, run / 7.0, (run + 1) / 7.0);
  PlumeLatticeProblem problem = {
    .n_components = n,
    .components = components,
    .inlet = inlet,
    .hold_up_time = column->flow.hold_up_time,
  };

  return plume_lattice_run (&problem, part, error);
}

static void
take_curve (
    GcCurves *curves, guint index, const PlumeLatticeResult *result, guint component, double scale)
{
  const PlumeArray *time = result->time, *outlet = result->outlet[component];
  gsize j = 0;

  for (gsize i = 0; i < curves->x->length; i++)
    {
      double t = curves->x->values[i];

      while (j + 2 < time->length && time->values[j + 1] < t)
        j++;
      if (time->length > 1 && t >= time->values[0] && t <= time->values[time->length - 1])
        {
          double f = (t - time->values[j]) / (time->values[j + 1] - time->values[j]);

          curves->curves[index]->values[i] =
              scale * (outlet->values[j] + f * (outlet->values[j + 1] - outlet->values[j]));
        }
    }
}

/* The selected analyte at rising amounts (curves 0–3), then its neighbour and itself with and
 * without competition (4–7). Numbers: the four loadings; 8: the largest difference that competition
 * makes, over the largest peak. */
PlumeResult *
gc_compute_overload (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  static const double shares[] = { 0.01, 0.1, 0.4, 1 };
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  guint a = gc_selected (reads, mixture);
  double loading = plume_reads_number (reads, "loading"), tail = 0;

  if (mixture->n == 0)
    return no_analyte (error);

  guint b = mixture->n > 1 ? (a + 1 < mixture->n ? a + 1 : a - 1) : a;
  PlumeInlet inlet = { .shape = PLUME_INLET_PLUG,
                       .duration = plume_reads_number (reads, "overload-time") };
  PlumeLatticeComponent pair[2];

  for (guint i = 0; i < 2; i++)
    {
      const PlumeTransfer *transfer = &mixture->transfer[i == 0 ? a : b];
      /* F q_m that gives the loading K c0/q_m at c0 = 1 */
      pair[i] = (PlumeLatticeComponent){ transfer->retention_factor,
                                         MIN (transfer->desorption_rate,
                                              plume_reads_number (reads, "overload-rate")),
                                         transfer->retention_factor / loading, 1 };
      tail = MAX (tail, column->flow.hold_up_time * (1 + transfer->retention_factor)
                            + 7
                                  * sqrt (2 * column->flow.hold_up_time * transfer->retention_factor
                                          / pair[i].desorption_rate));
    }

  GcCurves *curves = new_curves (plume_array_new_linear (0.9 * column->flow.hold_up_time,
                                                         tail + inlet.duration, N_OVERLOAD_TIMES),
                                 8);
  double greatest = 0, difference = 0;

  for (guint s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      PlumeLatticeComponent one = pair[0];

      one.capacity /= shares[s];
      curves->numbers[s] = loading * shares[s];

      g_autoptr (PlumeLatticeResult) result = run_loading (column, &one, 1, &inlet, s, task, error);

      if (result == NULL)
        {
          free_curves (curves);
          return NULL;
        }
      take_curve (curves, s, result, 0, 1);
    }

  g_autoptr (PlumeLatticeResult) together = run_loading (column, pair, 2, &inlet, 4, task, error);
  g_autoptr (PlumeLatticeResult) first =
      together != NULL ? run_loading (column, &pair[0], 1, &inlet, 5, task, error) : NULL;
  g_autoptr (PlumeLatticeResult) second =
      first != NULL ? run_loading (column, &pair[1], 1, &inlet, 6, task, error) : NULL;

  if (second == NULL)
    {
      free_curves (curves);
      return NULL;
    }
  take_curve (curves, 4, together, 0, 1);
  take_curve (curves, 5, together, 1, 1);
  take_curve (curves, 6, first, 0, 1);
  take_curve (curves, 7, second, 0, 1);
  for (gsize i = 0; i < N_OVERLOAD_TIMES; i++)
    for (guint j = 0; j < 2; j++)
      {
        greatest = MAX (greatest, curves->curves[6 + j]->values[i]);
        difference = MAX (
            difference, fabs (curves->curves[6 + j]->values[i] - curves->curves[4 + j]->values[i]));
      }
  curves->numbers[8] = greatest > 0 ? difference / greatest : NAN;
  return give_curves (curves);
}

typedef enum
{
  METHOD_SINGLE_INTEGRAL,
  METHOD_FOURIER,
  METHOD_TALBOT,
  METHOD_WEIDEMAN,
  METHOD_LATTICE,
  N_METHODS,
} Method;

static gboolean
run_method (Method method,
            const PlumeTransfer *transfer,
            const PlumeInlet *inlet,
            const PlumeArray *t,
            double *c,
            PlumeTask *task,
            GError **error)
{
  double X = plume_transfer_adsorptions (transfer), T = transfer->desorption_rate * inlet->duration;

  if (method == METHOD_FOURIER)
    return plume_fourier_outlet (transfer, inlet, t->length, t->values, c, NULL, error);
  if (method == METHOD_LATTICE)
    {
      PlumeLatticeComponent component = { transfer->retention_factor, transfer->desorption_rate,
                                          INFINITY, 1 };
      PlumeLatticeProblem problem = { .n_components = 1,
                                      .components = &component,
                                      .inlet = inlet,
                                      .hold_up_time = transfer->hold_up_time };
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)method / N_METHODS, (method + 1.0) / N_METHODS);
      g_autoptr (PlumeLatticeResult) result = plume_lattice_run (&problem, part, error);
      GcCurves wrapper = { .n = 1, .x = (PlumeArray *)t };
      PlumeArray values = { t->length, c };

      if (result == NULL)
        return FALSE;
      wrapper.curves[0] = &values;
      take_curve (&wrapper, 0, result, 0, 1);
      return TRUE;
    }
  for (gsize i = 0; i < t->length; i++)
    {
      double tau = transfer->desorption_rate * (t->values[i] - transfer->hold_up_time);

      if (!plume_task_check (task, error))
        return FALSE;
      if (method == METHOD_TALBOT)
        c[i] = plume_inversion_talbot (X, T, tau, 48);
      else if (method == METHOD_WEIDEMAN)
        c[i] = plume_inversion_weideman (X, T, tau, 48);
      else if (!plume_inversion_single_integral (X, T, tau, 1e-10, &c[i], NULL))
        c[i] = NAN;
    }
  return TRUE;
}

/* Curve 0: the closed form; 1…: the absolute error of each method over the largest value. Numbers:
 * its largest error, then its time in ms. */
PlumeResult *
gc_compute_methods (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  guint a = gc_selected (reads, mixture);

  if (mixture->n == 0)
    return no_analyte (error);
  if (!(mixture->transfer[a].retention_factor > 0))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("%s is not retained; select another analyte"), mixture->names[a]);
      return NULL;
    }

  PlumeTransfer transfer = mixture->transfer[a];
  PlumeInlet inlet = { .shape = PLUME_INLET_PLUG, .duration = mixture->inlet.duration };
  double largest = 0;

  transfer.boundary = PLUME_BOUNDARY_PLUG;
  transfer.mixing_time = transfer.detector_time = 0;

  PlumeMoments moments = plume_transfer_moments (&transfer);
  double middle = moments.mean + 0.5 * inlet.duration,
         reach = 5 * sqrt (moments.variance + inlet.duration * inlet.duration / 12);
  GcCurves *curves =
      new_curves (plume_array_new_linear (MAX (transfer.hold_up_time, middle - reach),
                                          middle + reach, N_METHOD_TIMES),
                  1 + N_METHODS);

  if (!plume_column_outlet (&transfer, &inlet, N_METHOD_TIMES, curves->x->values,
                            curves->curves[0]->values, error))
    {
      free_curves (curves);
      return NULL;
    }
  for (gsize i = 0; i < N_METHOD_TIMES; i++)
    largest = MAX (largest, curves->curves[0]->values[i]);
  for (Method method = 0; method < N_METHODS; method++)
    {
      double *errors = curves->curves[1 + method]->values;
      gint64 begin = g_get_monotonic_time ();

      if (!run_method (method, &transfer, &inlet, curves->x, errors, task, error))
        {
          free_curves (curves);
          return NULL;
        }
      curves->numbers[N_METHODS + method] = (double)(g_get_monotonic_time () - begin) * 1e-3;
      for (gsize i = 0; i < N_METHOD_TIMES; i++)
        {
          errors[i] = fabs (errors[i] - curves->curves[0]->values[i]) / largest;
          if (isfinite (errors[i]))
            curves->numbers[method] = MAX (curves->numbers[method], errors[i]);
        }
      plume_task_set_progress (task, (double)(method + 1) / N_METHODS);
    }
  return give_curves (curves);
}
