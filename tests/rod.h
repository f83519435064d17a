/* rod.h: heat in a rod, a small experiment of the tests' own.
 *
 * ∂u/∂t = D ∂²u/∂x² for an instantaneous unit source at x₀ on the whole line: u =
 * exp(−(x−x₀)²/4Dt)/√(4πDt).
 */
#pragma once

#include "core/plume-error.h"
#include "lab/plume-study.h"

#include <math.h>

/* What the stages are to do; set by single tests. */
static struct
{
  gint slow_milliseconds; /* of the stage "profile" */
  gboolean publishes;
  gint begun, finished;
} rod_behaviour;

static const PlumeChoice rod_boundaries[] = { { "open", "Open", NULL },
                                              { "closed", "Closed", NULL },
                                              { NULL } };

static const PlumeParameter rod_source_columns[] = {
  { .id = "name", .title = "Name", .kind = PLUME_KIND_TEXT, .text = "new" },
  { .id = "position",
    .title = "Position",
    .unit = "m",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -10,
    .to = 10 },
};

static const PlumeParameter rod_parameters[] = {
  { .id = "diffusivity",
    .title = "Diffusivity",
    .unit = "m²/s",
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 1e-6,
    .to = 1e3,
    .scale = PLUME_LOG },
  { .id = "time",
    .title = "Time",
    .unit = "s",
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0.01,
    .to = 100,
    .plays = PLUME_PLAYS },
  { .id = "points",
    .title = "Points",
    .kind = PLUME_KIND_INTEGER,
    .value = 101,
    .from = 2,
    .to = 1e6 },
  { .id = "boundary", .title = "Boundary", .kind = PLUME_KIND_CHOICE, .choices = rod_boundaries },
  { .id = "grey", .title = "Grey", .kind = PLUME_KIND_SWITCH, .visible_when = "boundary=closed" },
  { .id = "positions", .title = "Positions", .kind = PLUME_KIND_GRID },
  { .id = "sources",
    .title = "Sources",
    .kind = PLUME_KIND_TABLE,
    .columns = rod_source_columns,
    .n_columns = 2,
    .max_rows = 4,
    .text = "[{\"name\": \"left\", \"position\": -1}, {\"name\": \"right\", \"position\": 1}]" },
};

static const char *const rod_words[] = { "position", "x", NULL };
static const char *const rod_value_words[] = { "temperature", "u", NULL };
static const PlumeUnit rod_units[] = { { "m", 1 }, { "cm", 0.01 }, { NULL } };
static const PlumeRole rod_roles[] = {
  { .id = "position",
    .title = "Position",
    .unit = "m",
    .units = rod_units,
    .words = rod_words,
    .increasing = TRUE },
  { .id = "temperature", .title = "Temperature", .words = rod_value_words },
};
static PlumeDataset *
rod_sample (GError **error)
{
  PlumeDataset *dataset = plume_dataset_new ("sample");
  PlumeTable *table = plume_table_new ("sample");

  plume_table_add_numbers (table, "position", "m", plume_array_new_linear (-1, 1, 3));
  plume_table_add_numbers (table, "temperature", "K", plume_array_new_linear (0, 2, 3));
  plume_dataset_take_table (dataset, table);
  return dataset;
}
static const PlumeSample rod_samples[] = { { "three", "Three points", rod_sample } };
static const PlumeInput rod_inputs[] = {
  { .id = "measured",
    .title = "Measured",
    .roles = rod_roles,
    .n_roles = 2,
    .samples = rod_samples,
    .n_samples = 1,
    .many = TRUE,
    .sample = "three" },
};

typedef struct
{
  PlumeArray *x, *u;
} RodProfile;

static void
rod_free_profile (gpointer data)
{
  RodProfile *profile = data;

  plume_array_unref (profile->x);
  plume_array_unref (profile->u);
  g_free (profile);
}

static PlumeResult *
rod_result (PlumeArray *x, PlumeArray *u)
{
  RodProfile *profile = g_new (RodProfile, 1);

  *profile = (RodProfile){ x, u };
  return plume_result_new (profile, x->length * 16, rod_free_profile);
}

static PlumeResult *
rod_solve (const PlumeReads *reads, gsize n, PlumeTask *task, GError **error)
{
  double D = plume_reads_number (reads, "diffusivity"), t = plume_reads_number (reads, "time");
  PlumeArray *grid = plume_reads_grid (reads, "positions");
  g_autoptr (PlumeArray) x =
      grid != NULL ? plume_array_ref (grid) : plume_array_new_linear (-5, 5, n);
  g_autoptr (PlumeArray) u = plume_array_new (x->length);

  g_atomic_int_inc (&rod_behaviour.begun);
  for (int i = 0; i < rod_behaviour.slow_milliseconds; i++)
    {
      if (!plume_task_check (task, error))
        return NULL;
      g_usleep (1000);
      if (rod_behaviour.publishes && plume_task_wants_partial (task) && i % 20 == 19)
        plume_task_publish (task, rod_result (plume_array_ref (x), plume_array_ref (u)));
    }
  if (plume_reads_integer (reads, "boundary") == 1 && D > 100)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   "a closed rod cannot conduct that well; lower the diffusivity");
      return NULL;
    }
  for (guint s = 0; s < plume_reads_n_rows (reads, "sources"); s++)
    for (gsize i = 0; i < x->length; i++)
      u->values[i] +=
          exp (-pow (x->values[i] - plume_reads_cell (reads, "sources", s, "position"), 2)
               / (4 * D * t))
          / sqrt (4 * G_PI * D * t);
  g_atomic_int_inc (&rod_behaviour.finished);
  return rod_result (g_steal_pointer (&x), g_steal_pointer (&u));
}

static PlumeResult *
rod_compute (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return rod_solve (reads, (gsize)plume_reads_integer (reads, "points"), task, error);
}

static PlumeResult *
rod_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return rod_solve (reads, 11, task, error);
}

static PlumeResult *
rod_peak (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const RodProfile *profile = plume_reads_result (reads, "profile");
  double *peak = g_new0 (double, 1);

  for (gsize i = 0; i < profile->u->length; i++)
    *peak = MAX (*peak, profile->u->values[i]);
  return plume_result_new (peak, sizeof *peak, g_free);
}

static PlumeResult *
rod_measured (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  double *sum = g_new0 (double, 1);

  for (guint i = 0; i < plume_reads_n_datasets (reads, "measured"); i++)
    {
      PlumeArray *x = plume_reads_column (reads, "measured", i, "position");

      for (gsize j = 0; j < x->length; j++)
        *sum += x->values[j];
    }
  return plume_result_new (sum, sizeof *sum, g_free);
}

static const PlumeStage rod_stages[] = {
  { "profile",
    "Profile",
    { "diffusivity", "time", "points", "boundary", "positions", "sources" },
    rod_compute,
    rod_coarse },
  { "peak", "Peak", { "profile" }, rod_peak },
  { "sum", "Sum", { "measured" }, rod_measured },
};

static void
rod_draw (PlumeFigure *figure, const PlumeReads *reads)
{
  const RodProfile *profile = plume_reads_result (reads, "profile");
  PlumeAxes *axes = plume_figure_add_axes (figure, "rod", NULL, 1);

  plume_axes_add_line (axes, "temperature", "Temperature", profile->x, profile->u,
                       (PlumeInk){ .colour = plume_reads_switch (reads, "grey")
                                                 ? PLUME_COLOUR_GREY
                                                 : PLUME_COLOUR_BLUE });
}

static void
rod_drag (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  plume_changes_set_number (changes, x, "sources[%s].position", handle);
}

static void
rod_draw_sum (PlumeFigure *figure, const PlumeReads *reads)
{
  plume_figure_set_note (figure, "no picture");
}

/* A click moves the first source there. */
static void
rod_pick (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes)
{
  if (pick->mark != NULL)
    plume_changes_set_number (changes, pick->x, "sources[0].position");
}

static const PlumeView rod_views[] = {
  { "rod", "Rod", NULL, { "profile", "grey" }, rod_draw, rod_drag, .pick = rod_pick },
  { "sum", "Sum", NULL, { "sum" }, rod_draw_sum },
};

static void
rod_measure_peak (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, *(const double *)plume_reads_result (reads, "peak"),
                         NAN);
}

static void
rod_measure_positions (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  for (guint i = 0; i < plume_reads_n_rows (reads, "sources"); i++)
    plume_measurement_add (measurement, plume_reads_cell_text (reads, "sources", i, "name"),
                           plume_reads_cell (reads, "sources", i, "position"), 0.5);
}

static const PlumeReadout rod_readouts[] = {
  { "peak", "Peak", "u", "K", NULL, NULL, { "peak" }, rod_measure_peak },
  { "positions", "Positions", "x", "m", "Sources", NULL, { "sources" }, rod_measure_positions },
};

static gboolean
rod_double (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  plume_changes_set_number (changes, 2 * plume_reads_number (reads, "time"), "time");
  return TRUE;
}

static const PlumeAction rod_actions[] = {
  { "double", "Double the time", NULL, { "time" }, rod_double }
};

static const PlumeExperiment rod = {
  .id = "rod",
  .title = "Rod",
  .version = 2,
  PLUME_TABLE_OF (parameters, rod_parameters),
  PLUME_TABLE_OF (inputs, rod_inputs),
  PLUME_TABLE_OF (stages, rod_stages),
  PLUME_TABLE_OF (views, rod_views),
  PLUME_TABLE_OF (readouts, rod_readouts),
  PLUME_TABLE_OF (actions, rod_actions),
};

static const PlumeExperiment *const rod_only[] = { &rod, NULL };
