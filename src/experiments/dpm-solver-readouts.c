/* dpm-solver-readouts.c: the numbers of the race, one a solver. */
#include "experiments/dpm-solver.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static guint
contestant_of (const PlumeReads *reads, guint slot)
{
  return (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);
}

/* The first slot of those with the same solver speaks for it. */
static gboolean
speaks (const PlumeReads *reads, guint slot)
{
  guint contestant = contestant_of (reads, slot);

  for (guint other = 0; other < slot; other++)
    if (contestant_of (reads, other) == contestant)
      return FALSE;
  return contestant != DPM_NOBODY;
}

static void
add_all (PlumeMeasurement *measurement, const PlumeReads *reads, const double values[DPM_N_SLOTS])
{
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    if (speaks (reads, slot))
      plume_measurement_add (measurement, dpm_title (contestant_of (reads, slot)), values[slot],
                             NAN);
}

static void
measure_error (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const DpmJudgement *judgement = plume_reads_result (reads, "judgement");

  add_all (measurement, reads, judgement->error);
}

static void
measure_transport (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const DpmJudgement *judgement = plume_reads_result (reads, "judgement");

  add_all (measurement, reads, judgement->transport);
}

static void
measure_wrong (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const DpmJudgement *judgement = plume_reads_result (reads, "judgement");

  add_all (measurement, reads, judgement->wrong);
}

static void
measure_recall (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const DpmJudgement *judgement = plume_reads_result (reads, "judgement");

  add_all (measurement, reads, judgement->recall);
}

static void
measure_evaluations (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  double values[DPM_N_SLOTS];

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    values[slot] = ((const DpmRun *)plume_reads_result (reads, dpm_run_ids[slot]))->evaluations;
  add_all (measurement, reads, values);
}

static void
measure_rejected (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      const DpmRun *run = plume_reads_result (reads, dpm_run_ids[slot]);

      if (speaks (reads, slot) && run->contestant == DPM_ADAPTIVE)
        plume_measurement_add (measurement, dpm_title (run->contestant), run->rejected, NAN);
    }
}

/* The lane of a slot, or −1. */
static int
lane_of (const SceneRace *race, guint contestant)
{
  for (guint lane = 0; lane < race->n_lanes; lane++)
    if (strcmp (race->id[lane], dpm_contestants[contestant].id) == 0)
      return (int)lane;
  return -1;
}

static void
measure_order (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SceneRace *race = plume_reads_result (reads, "race");
  int what = plume_reads_integer (reads, "race-measure");

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      guint contestant = contestant_of (reads, slot);
      int lane = lane_of (race, contestant);

      if (speaks (reads, slot) && lane >= 0)
        plume_measurement_add (measurement, dpm_title (contestant), race->slope[what][lane],
                               race->slope_error[what][lane]);
    }
}

static void
measure_needed (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SceneRace *race = plume_reads_result (reads, "race");

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      guint contestant = contestant_of (reads, slot);
      int lane = lane_of (race, contestant);

      if (speaks (reads, slot) && lane >= 0)
        plume_measurement_add (measurement, dpm_title (contestant),
                               scene_race_reach (race, SCENE_RACE_RMS, (guint)lane, 1e-2), NAN);
    }
}

#define SOLVERS N_ ("Solvers")

const PlumeReadout dpm_readouts[DPM_N_READOUTS] = {
  { .id = "error",
    .title = N_ ("Trajectory error"),
    .group = SOLVERS,
    .help = N_ ("Root mean square distance to the exact end from the same noise"),
    .reads = { "judgement", DPM_SLOT_READS },
    .measure = measure_error },
  { .id = "order",
    .title = N_ ("Fitted order"),
    .group = SOLVERS,
    .help = N_ ("Slope of the last four points of the race"),
    .reads = { "race", "race-measure", DPM_SLOT_READS },
    .measure = measure_order },
  { .id = "evaluations-needed",
    .title = N_ ("Evaluations to 0.01"),
    .group = SOLVERS,
    .help = N_ ("How many evaluations bring the trajectory error to 0.01"),
    .reads = { "race", DPM_SLOT_READS },
    .measure = measure_needed },
  { .id = "evaluations-used",
    .title = N_ ("Evaluations used"),
    .group = SOLVERS,
    .reads = { DPM_RUN_READS, DPM_SLOT_READS },
    .measure = measure_evaluations },
  { .id = "wrong-mode",
    .title = N_ ("Wrong mode"),
    .group = SOLVERS,
    .help = N_ ("Part of the samples that end in another component than the exact trajectory"),
    .reads = { "judgement", DPM_SLOT_READS },
    .measure = measure_wrong },
  { .id = "sliced-wasserstein",
    .title = N_ ("Sliced Wasserstein distance"),
    .symbol = "<i>W</i><sub>2</sub>",
    .group = SOLVERS,
    .help = N_ ("Between the samples and the exact ends, as sets"),
    .reads = { "judgement", DPM_SLOT_READS },
    .measure = measure_transport },
  { .id = "mode-recall",
    .title = N_ ("Mode recall"),
    .group = SOLVERS,
    .help = N_ ("Part of the components that receive at least half of their share"),
    .reads = { "judgement", DPM_SLOT_READS },
    .measure = measure_recall },
  { .id = "rejected-steps",
    .title = N_ ("Rejected steps"),
    .group = SOLVERS,
    .reads = { DPM_RUN_READS, DPM_SLOT_READS },
    .measure = measure_rejected },
};
