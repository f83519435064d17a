/* gas-chromatography-stages.c: from parameters to curves: the column, the mixture, the outlet and
 * the inside.
 *
 * Glue only; the physics is in transport/. Equations are numbered as in the About text: (1) mass
 * balance, (2) exchange.
 */
#include "experiments/gas-chromatography.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "transport/plume-column-linear.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define REFERENCE_TEMPERATURE 333.0
#define N_TIMES               6000
#define N_POSITIONS           800
#define MAP_POSITIONS         320
#define MAP_TIMES             640

enum
{
  ENGINE_LAPLACE,
  ENGINE_FOURIER,
  ENGINE_FULL,
};

gboolean
gc_is_programmed (const GcColumn *column)
{
  return column->n_steps > 0;
}

static PlumeProgramme
programme_of (const GcColumn *column)
{
  return (PlumeProgramme){ column->start_temperature, column->initial_hold, column->n_steps,
                           column->steps };
}

PlumeResult *
gc_solve_column (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  GcColumn *column = g_new0 (GcColumn, 1);
  PlumeProgramme programme;

  column->column = (PlumeColumn){
    .kind = (PlumeColumnKind)plume_reads_integer (reads, "column-kind"),
    .resistance = (PlumeResistance)plume_reads_integer (reads, "flow-law"),
    .mode = (PlumeVelocityMode)plume_reads_integer (reads, "velocity-mode"),
    .gas = (PlumeCarrierGas)plume_reads_integer (reads, "carrier"),
    .length = plume_reads_number (reads, "length"),
    .inner_diameter = plume_reads_number (reads, "inner-diameter") * 1e-3,
    .film_thickness = plume_reads_number (reads, "film-thickness") * 1e-6,
    .void_fraction = plume_reads_number (reads, "void-fraction"),
    .particle_diameter = plume_reads_number (reads, "particle-diameter") * 1e-3,
    .temperature = plume_reads_number (reads, "temperature"),
    .hold_up_time = plume_reads_number (reads, "hold-up-time"),
    .velocity = plume_reads_number (reads, "velocity"),
    .inlet_pressure = plume_reads_number (reads, "inlet-pressure") * 1e3,
    .outlet_pressure = plume_reads_number (reads, "outlet-pressure") * 1e3,
  };
  if (column->column.kind == PLUME_COLUMN_CAPILLARY)
    column->column.resistance = PLUME_RESISTANCE_DARCY;
  column->start_temperature = column->column.temperature;
  column->initial_hold = plume_reads_number (reads, "initial-hold") * 60;
  for (guint i = 0; i < MIN (plume_reads_n_rows (reads, "programme"), GC_MAX_STEPS); i++)
    {
      double target = plume_reads_cell (reads, "programme", i, "target");
      double from = i > 0 ? column->steps[i - 1].target : column->start_temperature;
      double rate = fabs (plume_reads_cell (reads, "programme", i, "rate")) / 60;

      column->steps[i] =
          (PlumeProgrammeStep){ target < from ? -rate : rate, target,
                                plume_reads_cell (reads, "programme", i, "hold") * 60 };
      column->n_steps = i + 1;
    }
  programme = programme_of (column);
  if (!plume_flow_solve (&column->column, &column->flow, error)
      || !plume_programme_check (&programme, error))
    {
      g_free (column);
      return NULL;
    }
  return plume_result_new (column, sizeof *column, g_free);
}

/* A measured inlet is scaled to 1 at its top, since the amounts say how much there is. */
static gboolean
take_measured_inlet (GcMixture *mixture, const PlumeReads *reads, GError **error)
{
  double low = 0, high = 0;

  if (plume_reads_n_datasets (reads, "inlet") == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("There is no measured inlet; open one under Data, or choose another shape"));
      return FALSE;
    }

  PlumeArray *values = plume_reads_column (reads, "inlet", 0, "concentration");

  if (!plume_array_range (values, &low, &high) || !(high > 0))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: the concentration of the inlet is nowhere above 0; open another file"),
                   plume_reads_dataset_name (reads, "inlet", 0));
      return FALSE;
    }
  mixture->inlet_times = plume_array_ref (plume_reads_column (reads, "inlet", 0, "time"));
  mixture->inlet_values = plume_array_new (values->length);
  for (gsize i = 0; i < values->length; i++)
    mixture->inlet_values->values[i] = isfinite (values->values[i]) ? values->values[i] / high : 0;
  mixture->inlet.n = values->length;
  mixture->inlet.times = mixture->inlet_times->values;
  mixture->inlet.values = mixture->inlet_values->values;
  return TRUE;
}

static gboolean
read_inlet (GcMixture *mixture, const PlumeReads *reads, GError **error)
{
  double duration = plume_reads_number (reads, "injection-time");

  mixture->inlet = (PlumeInlet){
    .shape = (PlumeInletShape)plume_reads_integer (reads, "injection-shape"),
    .duration = duration,
    .centre = 6 * duration,
  };
  return mixture->inlet.shape != PLUME_INLET_SAMPLED || take_measured_inlet (mixture, reads, error);
}

static void
free_mixture (gpointer data)
{
  GcMixture *mixture = data;

  plume_array_unref (mixture->inlet_times);
  plume_array_unref (mixture->inlet_values);
  g_free (mixture);
}

static gboolean
read_analyte (
    const PlumeReads *reads, const GcColumn *column, GcMixture *mixture, guint i, GError **error)
{
  double molar_mass, volume;
  PlumeThermal *thermal = &mixture->thermal[i];
  double temperature = column->column.temperature;
  PlumeBoundary boundary = (PlumeBoundary)plume_reads_integer (reads, "boundary");

  g_strlcpy (mixture->names[i], plume_reads_cell_text (reads, "analytes", i, "name"),
             sizeof mixture->names[i]);
  if (!g_utf8_validate (mixture->names[i], -1, NULL))
    *g_utf8_offset_to_pointer (mixture->names[i], 7) = '\0';
  *thermal = (PlumeThermal){
    .retention_factor = plume_reads_cell (reads, "analytes", i, "retention-factor"),
    .desorption_rate = plume_reads_cell (reads, "analytes", i, "desorption-rate"),
    .reference = REFERENCE_TEMPERATURE,
    .enthalpy = -1e3 * plume_reads_cell (reads, "analytes", i, "enthalpy"),
    .activation_energy = 1e3 * plume_reads_cell (reads, "analytes", i, "activation-energy"),
  };
  if (!plume_carrier_read_formula (plume_reads_cell_text (reads, "analytes", i, "formula"),
                                   (guint)plume_reads_cell (reads, "analytes", i, "rings"),
                                   &molar_mass, &volume, error))
    return FALSE;
  mixture->carbon_number[i] = plume_reads_cell (reads, "analytes", i, "carbon-number");
  mixture->amount[i] = plume_reads_cell (reads, "analytes", i, "amount");
  mixture->capacity[i] = plume_reads_cell (reads, "analytes", i, "capacity");
  mixture->diffusivity[i] = plume_carrier_diffusivity (column->column.gas, molar_mass, volume,
                                                       temperature, column->flow.outlet_pressure);
  mixture->factor[i] =
      thermal->retention_factor > 0
          ? plume_thermal_retention_factor (thermal, temperature) / thermal->retention_factor
          : 1;
  mixture->rate_factor[i] =
      plume_thermal_desorption_rate (thermal, temperature) / thermal->desorption_rate;
  mixture->transfer[i] = (PlumeTransfer){
    .hold_up_time = column->flow.hold_up_time,
    .retention_factor = plume_thermal_retention_factor (thermal, temperature),
    .desorption_rate = plume_thermal_desorption_rate (thermal, temperature),
    .second_retention_factor =
        plume_reads_cell (reads, "analytes", i, "second-retention-factor") * mixture->factor[i],
    .second_desorption_rate =
        plume_reads_cell (reads, "analytes", i, "second-desorption-rate") * mixture->rate_factor[i],
    .boundary = boundary,
    /* D grows and u falls with the pressure alike, so Pe is the same along the column */
    .peclet = plume_reads_integer (reads, "dispersion") == 0
                  ? plume_reads_number (reads, "peclet")
                  : column->flow.outlet_velocity * column->flow.length / mixture->diffusivity[i],
    .mixing_time = plume_reads_number (reads, "dead-time"),
    .detector_time = plume_reads_number (reads, "detector-time"),
  };
  return TRUE;
}

static gboolean
fill_mixture (GcMixture *mixture, const PlumeReads *reads, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  PlumeMoments injected;

  mixture->n = MIN (plume_reads_n_rows (reads, "analytes"), GC_MAX_ANALYTES);
  if (!read_inlet (mixture, reads, error) || !plume_inlet_check (&mixture->inlet, error))
    return FALSE;
  injected = plume_inlet_moments (&mixture->inlet);
  for (guint i = 0; i < mixture->n; i++)
    {
      PlumeMoments moments;

      if (!read_analyte (reads, column, mixture, i, error))
        return FALSE;
      moments = plume_transfer_moments (&mixture->transfer[i]);
      /* the transform of a convolution is a product, so cumulants add */
      mixture->moments[i] =
          (PlumeMoments){ injected.area * moments.area, injected.mean + moments.mean,
                          injected.variance + moments.variance, injected.third + moments.third };
      mixture->end_time = MAX (mixture->end_time,
                               mixture->moments[i].mean + 7 * sqrt (mixture->moments[i].variance));
    }
  mixture->end_time = MAX (mixture->end_time, 1.5 * column->flow.hold_up_time);
  return TRUE;
}

PlumeResult *
gc_prepare_mixture (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  GcMixture *mixture = g_new0 (GcMixture, 1);

  if (fill_mixture (mixture, reads, error))
    return plume_result_new (mixture, sizeof *mixture, free_mixture);
  free_mixture (mixture);
  return NULL;
}

guint
gc_selected (const PlumeReads *reads, const GcMixture *mixture)
{
  guint selected = (guint)plume_reads_integer (reads, "selected");

  return CLAMP (selected, 1, MAX (mixture->n, 1)) - 1;
}

static void
free_chromatogram (gpointer data)
{
  GcChromatogram *chromatogram = data;

  plume_array_unref (chromatogram->time);
  plume_array_unref (chromatogram->sum);
  plume_array_unref (chromatogram->noisy);
  plume_array_unref (chromatogram->full);
  plume_array_unref (chromatogram->temperature);
  for (guint i = 0; i < chromatogram->n; i++)
    plume_array_unref (chromatogram->outlet[i]);
  g_free (chromatogram);
}

static double
trapezoid (const PlumeArray *x, const PlumeArray *y)
{
  double area = 0;

  for (gsize i = 1; i < x->length; i++)
    area += 0.5 * (y->values[i] + y->values[i - 1]) * (x->values[i] - x->values[i - 1]);
  return area;
}

static void
add_up (GcChromatogram *chromatogram)
{
  g_clear_pointer (&chromatogram->sum, plume_array_unref);
  chromatogram->sum = plume_array_new (chromatogram->time->length);
  for (guint a = 0; a < chromatogram->n; a++)
    for (gsize i = 0; i < chromatogram->time->length; i++)
      chromatogram->sum->values[i] += chromatogram->outlet[a]->values[i];
}

static gboolean
solve_linear (GcChromatogram *chromatogram,
              const GcMixture *mixture,
              gboolean fourier,
              PlumeTask *task,
              GError **error)
{
  gsize n = chromatogram->time->length;
  g_autofree double *rows = g_new (double, n *MAX (mixture->n, 1));
  PlumeTransfer transfers[GC_MAX_ANALYTES];

  for (guint a = 0; a < mixture->n; a++)
    {
      transfers[a] = mixture->transfer[a];
      /* a detector that is quicker than rounding sends even the plug through the Fourier engine */
      if (fourier && transfers[a].detector_time <= 0)
        transfers[a].detector_time = 1e-17 * transfers[a].hold_up_time;
    }
  if (!plume_column_chromatogram (mixture->n, transfers, mixture->amount, &mixture->inlet, n,
                                  chromatogram->time->values, rows, NULL, task, error))
    return FALSE;
  for (guint a = 0; a < mixture->n; a++)
    {
      chromatogram->outlet[a] = plume_array_new_copy (rows + a * n, n);
      chromatogram->balance[a] = mixture->moments[a].area > 0 && mixture->amount[a] > 0
                                     ? trapezoid (chromatogram->time, chromatogram->outlet[a])
                                           / (mixture->amount[a] * mixture->moments[a].area)
                                     : NAN;
    }
  return TRUE;
}

/* The outlet of the lattice stands at mid-step times; curves are asked for at any. */
static PlumeArray *
resample (const PlumeArray *x, const PlumeArray *y, double factor, const PlumeArray *wanted)
{
  PlumeArray *resampled = plume_array_new (wanted->length);
  gsize j = 0;

  for (gsize i = 0; i < wanted->length && x->length > 1; i++)
    {
      double t = wanted->values[i];

      while (j + 2 < x->length && x->values[j + 1] < t)
        j++;
      while (j > 0 && x->values[j] > t)
        j--;
      if (t < x->values[0] || t > x->values[x->length - 1])
        continue;

      /* cubic through four neighbours, linear at the ends */
      double f = (t - x->values[j]) / (x->values[j + 1] - x->values[j]);
      double b = y->values[j], c = y->values[j + 1];

      if (j > 0 && j + 2 < x->length)
        {
          double a = y->values[j - 1], d = y->values[j + 2];

          resampled->values[i] =
              factor
              * (b
                 + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a))));
        }
      else
        resampled->values[i] = factor * (b + f * (c - b));
    }
  return resampled;
}

typedef struct
{
  PlumeProgrammedColumn programmed;
  PlumeLatticeComponent components[GC_MAX_ANALYTES];
  PlumeLatticeProblem problem;
} LatticeSetup;

static void
set_up_lattice (LatticeSetup *setup, const GcColumn *column, const GcMixture *mixture)
{
  *setup = (LatticeSetup) {
    .programmed = { programme_of (column), column->column, mixture->n, mixture->thermal },
    .problem = {
      .n_components = mixture->n,
      .inlet = &mixture->inlet,
      .hold_up_time = column->flow.hold_up_time,
      .peclet = mixture->n > 0 && mixture->transfer[0].boundary != PLUME_BOUNDARY_PLUG ? mixture->transfer[0].peclet : 0,
    },
  };
  setup->problem.components = setup->components;
  for (guint a = 0; a < mixture->n; a++)
    setup->components[a] = (PlumeLatticeComponent){
      .retention_factor = mixture->transfer[a].retention_factor,
      .desorption_rate = mixture->transfer[a].desorption_rate,
      .capacity = mixture->capacity[a],
      .concentration = mixture->amount[a],
    };
}

static PlumeResult *finish_chromatogram (GcChromatogram *chromatogram, const PlumeReads *reads);

/* What has left the column so far, as a chromatogram of its own. */
typedef struct
{
  const GcChromatogram *chromatogram;
  const PlumeReads *reads;
  PlumeTask *task;
} Onlooker;

static void
show_so_far (gpointer partial, gpointer user_data)
{
  const Onlooker *onlooker = user_data;
  g_autoptr (PlumeLatticeResult) result = partial;
  GcChromatogram *copy = g_new0 (GcChromatogram, 1);

  copy->n = onlooker->chromatogram->n;
  copy->time = plume_array_ref (onlooker->chromatogram->time);
  copy->temperature = onlooker->chromatogram->temperature != NULL
                          ? plume_array_ref (onlooker->chromatogram->temperature)
                          : NULL;
  copy->difference = NAN;
  for (guint a = 0; a < copy->n; a++)
    {
      copy->outlet[a] = result->outlet[a] != NULL
                            ? resample (result->time, result->outlet[a], 1, copy->time)
                            : plume_array_new (copy->time->length);
      copy->balance[a] = NAN;
    }
  plume_task_publish (onlooker->task, finish_chromatogram (copy, onlooker->reads));
}

/* reads: (nullable): for showing what has left so far. */
static gboolean
solve_full (GcChromatogram *chromatogram,
            const GcColumn *column,
            const GcMixture *mixture,
            const PlumeReads *reads,
            PlumeTask *task,
            GError **error)
{
  g_autoptr (PlumeTask) part = plume_task_new_part (task, 0, 1);
  Onlooker onlooker = { chromatogram, reads, task };
  LatticeSetup setup;

  if (reads != NULL && plume_task_wants_partial (task))
    plume_task_set_publisher (part, show_so_far, &onlooker);

  set_up_lattice (&setup, column, mixture);
  setup.problem.end_time = chromatogram->time->values[chromatogram->time->length - 1];
  if (gc_is_programmed (column))
    {
      setup.problem.conditions = plume_programme_conditions;
      setup.problem.conditions_data = &setup.programmed;
    }

  /* in columns of very many plates exchange is at equilibrium, and a lattice would need too many
   * cells */
  gboolean quick =
      !gc_is_programmed (column) && plume_lattice_cells (&setup.problem) > PLUME_LATTICE_MAX_CELLS;
  g_autoptr (PlumeLatticeResult) result = quick
                                              ? plume_equilibrium_run (&setup.problem, part, error)
                                              : plume_lattice_run (&setup.problem, part, error);

  if (result == NULL)
    return FALSE;
  for (guint a = 0; a < mixture->n; a++)
    {
      chromatogram->outlet[a] = resample (result->time, result->outlet[a], 1, chromatogram->time);
      chromatogram->balance[a] =
          result->injected[a] > 0 ? (result->eluted[a] + result->retained[a]) / result->injected[a]
                                  : NAN;
    }
  return TRUE;
}

/* The quick look at a programme: retention by the integral, a Gaussian of the local width. */
static gboolean
sketch_programmed (GcChromatogram *chromatogram,
                   const GcColumn *column,
                   const GcMixture *mixture,
                   GError **error)
{
  PlumeProgrammedColumn programmed = { programme_of (column), column->column, mixture->n,
                                       mixture->thermal };

  for (guint a = 0; a < mixture->n; a++)
    {
      double mean, sigma;
      PlumeMoments injected = plume_inlet_moments (&mixture->inlet);

      if (!plume_programme_retention (&programmed, a, 1e6, &mean, &sigma, error))
        return FALSE;
      mean += injected.mean;
      sigma = sqrt (sigma * sigma + injected.variance);
      chromatogram->outlet[a] = plume_array_new (chromatogram->time->length);
      for (gsize i = 0; i < chromatogram->time->length; i++)
        chromatogram->outlet[a]->values[i] =
            mixture->amount[a] * injected.area / (sqrt (2 * G_PI) * sigma)
            * exp (-0.5 * pow ((chromatogram->time->values[i] - mean) / sigma, 2));
      chromatogram->balance[a] = NAN;
    }
  return TRUE;
}

/* White noise and a slow drift, as a detector adds them; for teaching. */
static void
add_noise (GcChromatogram *chromatogram, const PlumeReads *reads)
{
  double sd = plume_reads_number (reads, "noise"), drift = plume_reads_number (reads, "drift");
  PlumeStream stream = plume_stream (plume_reads_seed (reads, "seed"), "detector-noise", 0);
  gsize n = chromatogram->time->length;

  if (sd <= 0 && drift == 0)
    return;
  chromatogram->noisy = plume_array_new (n);
  for (gsize i = 0; i < n; i++)
    {
      double f = (double)i / (double)MAX (n - 1, 1);

      chromatogram->noisy->values[i] = chromatogram->sum->values[i]
                                       + sd * plume_stream_normal (&stream)
                                       + drift * (f + 0.3 * sin (2 * G_PI * f));
    }
}

/* How far the axis has to go: the last peak under a programme, or that of the mixture. */
static double
find_end (const GcColumn *column, const GcMixture *mixture)
{
  PlumeProgrammedColumn programmed = { programme_of (column), column->column, mixture->n,
                                       mixture->thermal };
  double end = 1.5 * column->flow.hold_up_time;

  if (!gc_is_programmed (column))
    return mixture->end_time;
  for (guint a = 0; a < mixture->n; a++)
    {
      double mean, sigma;

      if (plume_programme_retention (&programmed, a, 1e6, &mean, &sigma, NULL))
        end = MAX (end, mean + 7 * sigma + plume_inlet_end (&mixture->inlet));
    }
  return end;
}

static GcChromatogram *
begin_chromatogram (const PlumeReads *reads, const GcColumn *column, const GcMixture *mixture)
{
  GcChromatogram *chromatogram = g_new0 (GcChromatogram, 1);
  PlumeArray *wanted = plume_reads_grid (reads, "times");

  chromatogram->n = mixture->n;
  chromatogram->difference = NAN;
  chromatogram->time = wanted != NULL && wanted->length > 0
                           ? plume_array_ref (wanted)
                           : plume_array_new_linear (0, find_end (column, mixture), N_TIMES);
  if (gc_is_programmed (column))
    {
      PlumeProgramme programme = programme_of (column);

      chromatogram->temperature = plume_array_new (chromatogram->time->length);
      for (gsize i = 0; i < chromatogram->time->length; i++)
        chromatogram->temperature->values[i] =
            plume_programme_temperature (&programme, chromatogram->time->values[i]);
    }
  return chromatogram;
}

static PlumeResult *
finish_chromatogram (GcChromatogram *chromatogram, const PlumeReads *reads)
{
  add_up (chromatogram);
  add_noise (chromatogram, reads);
  return plume_result_new (chromatogram,
                           (chromatogram->n + 4) * chromatogram->time->length * sizeof (double),
                           free_chromatogram);
}

/* The linear and the full solution of the same mixture, side by side. */
static gboolean
compare (GcChromatogram *chromatogram,
         const GcColumn *column,
         const GcMixture *mixture,
         PlumeTask *task,
         GError **error)
{
  GcChromatogram other = { .n = mixture->n, .time = chromatogram->time };
  double low = 0, high = 0;
  gboolean done = solve_full (&other, column, mixture, NULL, task, error);

  if (done)
    {
      add_up (&other);
      add_up (chromatogram);
      chromatogram->full = plume_array_ref (other.sum);
      chromatogram->difference = 0;
      for (gsize i = 0; i < other.time->length; i++)
        chromatogram->difference = MAX (chromatogram->difference,
                                        fabs (other.sum->values[i] - chromatogram->sum->values[i]));
      plume_array_range (chromatogram->sum, &low, &high);
      chromatogram->difference = high > 0 ? chromatogram->difference / high : NAN;
    }
  for (guint a = 0; a < other.n; a++)
    plume_array_unref (other.outlet[a]);
  plume_array_unref (other.sum);
  return done;
}

static gboolean
is_increasing (const PlumeArray *array)
{
  for (gsize i = 1; i < array->length; i++)
    if (!(array->values[i] > array->values[i - 1]))
      return FALSE;
  return TRUE;
}

PlumeResult *
gc_compute_chromatogram (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  GcChromatogram *chromatogram = begin_chromatogram (reads, column, mixture);
  int engine = plume_reads_integer (reads, "engine");
  gboolean done;

  if (!is_increasing (chromatogram->time))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The times asked for have to increase; sort them"));
      done = FALSE;
    }
  else if (gc_is_programmed (column) || engine == ENGINE_FULL)
    done = solve_full (chromatogram, column, mixture, reads, task, error);
  else
    done = solve_linear (chromatogram, mixture, engine == ENGINE_FOURIER, task, error)
           && (!plume_reads_switch (reads, "compare")
               || compare (chromatogram, column, mixture, task, error));
  if (done)
    return finish_chromatogram (chromatogram, reads);
  free_chromatogram (chromatogram);
  return NULL;
}

/* While a control is held: linear peaks, or Gaussians under a programme. */
PlumeResult *
gc_compute_chromatogram_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  gboolean linear = plume_reads_integer (reads, "engine") != ENGINE_FULL
                    && !plume_reads_switch (reads, "compare");
  GcChromatogram *chromatogram;

  if (!gc_is_programmed (column))
    {
      for (guint a = 0; !linear && a < mixture->n; a++)
        if (isfinite (mixture->capacity[a])) /* the linear peak would be another picture */
          return gc_compute_chromatogram (reads, task, error);
    }
  chromatogram = begin_chromatogram (reads, column, mixture);
  if (is_increasing (chromatogram->time)
      && (gc_is_programmed (column) ? sketch_programmed (chromatogram, column, mixture, error)
                                    : solve_linear (chromatogram, mixture, FALSE, task, error)))
    return finish_chromatogram (chromatogram, reads);
  if (error != NULL && *error == NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("The times asked for have to increase; sort them"));
  free_chromatogram (chromatogram);
  return NULL;
}

static void
free_bands (gpointer data)
{
  GcBands *bands = data;

  plume_array_unref (bands->position);
  for (guint i = 0; i < bands->n; i++)
    {
      plume_array_unref (bands->gas[i]);
      plume_array_unref (bands->adsorbed[i]);
    }
  g_free (bands);
}

/* Inside the column the exact solution knows no axial diffusion; it is left out there, as the paper
 * does everywhere. */
static PlumeTransfer
without_dispersion (const PlumeTransfer *transfer)
{
  PlumeTransfer plain = *transfer;

  plain.boundary = PLUME_BOUNDARY_PLUG;
  plain.mixing_time = plain.detector_time = 0;
  plain.second_retention_factor = 0;
  return plain;
}

typedef struct
{
  const GcMixture *mixture;
  const PlumeArray *travel_times;
  double time;
  GcBands *bands;
} BandWork;

static void
one_band (gsize from, gsize to, gpointer data)
{
  const BandWork *work = data;

  for (gsize a = from; a < to; a++)
    {
      PlumeTransfer transfer = without_dispersion (&work->mixture->transfer[a]);
      double *gas = work->bands->gas[a]->values, *adsorbed = work->bands->adsorbed[a]->values;

      /* the column and the inlet were checked by the mixture's own solution */
      if (!plume_column_profile (&transfer, &work->mixture->inlet, work->time,
                                 work->travel_times->length, work->travel_times->values, gas,
                                 adsorbed, NULL))
        continue;
      for (gsize i = 0; i < work->travel_times->length; i++)
        {
          gas[i] *= work->mixture->amount[a];
          adsorbed[i] *= work->mixture->amount[a] * transfer.retention_factor;
        }
    }
}

static PlumeArray *
travel_times (const GcColumn *column, const PlumeArray *position)
{
  PlumeArray *times = plume_array_new (position->length);

  for (gsize i = 0; i < position->length; i++)
    times->values[i] = plume_flow_travel_time (&column->flow, position->values[i]);
  return times;
}

PlumeResult *
gc_compute_bands (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  GcBands *bands = g_new0 (GcBands, 1);
  g_autoptr (PlumeArray) theta = NULL;

  bands->n = mixture->n;
  bands->position = plume_array_new_linear (0, column->flow.length, N_POSITIONS);
  theta = travel_times (column, bands->position);
  for (guint a = 0; a < mixture->n; a++)
    {
      bands->gas[a] = plume_array_new (N_POSITIONS);
      bands->adsorbed[a] = plume_array_new (N_POSITIONS);
    }

  BandWork work = { mixture, theta, plume_reads_number (reads, "time"), bands };

  if (!plume_parallel_for (mixture->n, 1, one_band, &work, task, error))
    {
      free_bands (bands);
      return NULL;
    }
  return plume_result_new (bands, (2 * bands->n + 1) * N_POSITIONS * sizeof (double), free_bands);
}

static void
free_map (gpointer data)
{
  plume_array_unref (((GcMap *)data)->values);
  g_free (data);
}

PlumeResult *
gc_compute_map (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  g_autoptr (PlumeArray) position = plume_array_new_linear (0, column->flow.length, MAP_POSITIONS);
  g_autoptr (PlumeArray) theta = travel_times (column, position);
  g_autoptr (PlumeArray) times = plume_array_new_linear (0, mixture->end_time, MAP_TIMES);
  g_autoptr (PlumeArray) values = plume_array_new (MAP_POSITIONS * MAP_TIMES);
  g_autofree double *one = g_new (double, MAP_POSITIONS *MAP_TIMES);
  GcMap *map;

  for (guint a = 0; a < mixture->n; a++)
    {
      PlumeTransfer transfer = without_dispersion (&mixture->transfer[a]);

      if (plume_reads_integer (reads, "map-of") == 1 && a != gc_selected (reads, mixture))
        continue;
      if (!plume_column_map (&transfer, &mixture->inlet, MAP_POSITIONS, theta->values, MAP_TIMES,
                             times->values, one, NULL, task, error))
        return NULL;
      for (gsize i = 0; i < MAP_POSITIONS * MAP_TIMES; i++)
        values->values[i] += mixture->amount[a] * one[i];
    }
  map = g_new (GcMap, 1);
  *map = (GcMap){ MAP_POSITIONS, MAP_TIMES, column->flow.length, mixture->end_time,
                  g_steal_pointer (&values) };
  return plume_result_new (map, MAP_POSITIONS * MAP_TIMES * sizeof (double), free_map);
}
