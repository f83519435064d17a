/* dpm-solver-race.c: all solvers at all budgets from the same noise. */
#include "experiments/dpm-solver.h"

#include <math.h>

#define N_BUDGETS 8

/* Beside those that a person chose. */
static const guint usual[] = { DPM_DDIM,    DPM_HEUN,    DPM_SINGLE_2,          DPM_SINGLE_3,
                               DPM_MULTI_2, DPM_MULTI_3, DPM_MULTI_3_PUBLISHED, DPM_UNIFIED_3 };
/* Even, for solvers of two evaluations a step; and two more than a multiple of three, since then
 * the plan of DPM-Solver-3 ends with a step of second order. With other budgets it ends with one of
 * first order, whose error is all that is left in the end: the slope would be two. */
static const guint budgets[N_BUDGETS] = { 8, 14, 20, 32, 50, 80, 122, 182 };

/* Adaptive solvers choose their own budgets, so they do not race. */
static guint
add_once (guint *contestants, guint n, guint contestant)
{
  if (contestant == DPM_NOBODY || contestant == DPM_ADAPTIVE)
    return n;
  for (guint i = 0; i < n; i++)
    if (contestants[i] == contestant)
      return n;
  contestants[n] = contestant;
  return n + 1;
}

typedef struct
{
  const PlumeReads *reads;
  guint contestant;
} ArcLane;

static PlumeArray *
make_arc_times (const SceneLane *lane, guint budget, GError **error)
{
  const ArcLane *arc = lane->data;

  return dpm_arc_times (arc->reads, &lane->plan, dpm_order (arc->contestant), budget, error);
}

static PlumeResult *
compute_race (const PlumeReads *reads,
              gboolean all,
              const gsize *rounds,
              guint n_rounds,
              double tolerance,
              PlumeTask *task,
              GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  guint contestants[SCENE_MAX_LANES], n = 0;
  SceneLane lanes[SCENE_MAX_LANES] = { 0 };
  ArcLane arcs[SCENE_MAX_LANES];
  g_autofree double *start = NULL;
  SceneRacePlan plan = { .n_budgets = N_BUDGETS,
                         .n_rounds = n_rounds,
                         .lanes = lanes,
                         .budgets = budgets,
                         .rounds = rounds,
                         .tolerance = tolerance };

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    n = add_once (contestants, n, (guint)plume_reads_integer (reads, dpm_slot_ids[slot]));
  for (guint i = 0; i < G_N_ELEMENTS (usual) && (all || n == 0); i++)
    n = add_once (contestants, n, usual[i]);
  for (guint i = 0; i < n; i++)
    {
      arcs[i] = (ArcLane){ reads, contestants[i] };
      lanes[i] = (SceneLane){ .id = dpm_contestants[contestants[i]].id,
                              .title = dpm_title (contestants[i]),
                              .order = dpm_order (contestants[i]),
                              .plan = dpm_plan (reads, contestants[i], &clock),
                              .make_times = make_arc_times,
                              .data = &arcs[i] };
      lanes[i].plan.noise.seed = plume_reads_seed (reads, "seed");
    }
  plan.n_lanes = n;
  start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), rounds[n_rounds - 1], 2);
  plan.start = start;
  return scene_race_run (&plan, task, error);
}

PlumeResult *
dpm_compute_race (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  gsize most = (gsize)CLAMP (plume_reads_integer (reads, "samples"), 200, 1000);
  const gsize rounds[] = { most > 200 ? 200 : most, most };

  return compute_race (reads, plume_reads_integer (reads, "racers") == 0, rounds,
                       most > 200 ? 2 : 1, 1e-12, task, error);
}

/* While something is held only the chosen solvers run, on few samples. */
PlumeResult *
dpm_compute_race_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const gsize rounds[] = { 32 };

  return compute_race (reads, FALSE, rounds, 1, 1e-9, task, error);
}
