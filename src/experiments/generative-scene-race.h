/* generative-scene-race.h: several solvers from the same noise, with more and more evaluations,
 * against an exactly known end.
 *
 * A lane is one solver with its options; a race runs all lanes at all budgets. It knows no paper.
 */
#pragma once

#include "experiments/generative-scene.h"

G_BEGIN_DECLS

#define SCENE_MAX_LANES   16
#define SCENE_MAX_BUDGETS 16

typedef enum
{
  SCENE_RACE_RMS,        /* root mean square distance to the exact end from the same noise */
  SCENE_RACE_MEDIAN,     /* median of that distance */
  SCENE_RACE_TRANSPORT,  /* sliced W₂ to the exact ends */
  SCENE_RACE_LIKELIHOOD, /* |mean of −ln p over the ends − the same over exact ends| */
  SCENE_RACE_N_MEASURES,
} SceneRaceMeasure;

extern const PlumeChoice scene_race_measures[];

/**
 * SceneLane:
 * @id: @title: of the solver with its options
 * @order: nominal
 * @plan: everything but the budget; borrowed while the race runs
 * @make_times: (nullable): nodes for a budget, where no grid makes them; @data is for it
 */
typedef struct _SceneLane SceneLane;
struct _SceneLane
{
  const char *id, *title;
  guint order;
  PlumeSamplingPlan plan;
  PlumeArray *(*make_times) (const SceneLane *lane, guint budget, GError **error);
  gconstpointer data;
};

/**
 * SceneRace:
 * @n_samples: on which it was run
 * @n: (array length=n_lanes): budgets that a lane could honour
 * @budget: @evaluations: what was allowed, and what was used
 * @error: by measure
 * @slope: @slope_error: fitted order and its standard error, by measure; NaN where too few points
 *
 * All by lane in the order of the lanes.
 */
typedef struct
{
  gsize n_samples;
  guint n_lanes;
  char *id[SCENE_MAX_LANES], *title[SCENE_MAX_LANES];
  guint order[SCENE_MAX_LANES], n[SCENE_MAX_LANES];
  guint budget[SCENE_MAX_LANES][SCENE_MAX_BUDGETS];
  double evaluations[SCENE_MAX_LANES][SCENE_MAX_BUDGETS];
  double error[SCENE_RACE_N_MEASURES][SCENE_MAX_LANES][SCENE_MAX_BUDGETS];
  double slope[SCENE_RACE_N_MEASURES][SCENE_MAX_LANES];
  double slope_error[SCENE_RACE_N_MEASURES][SCENE_MAX_LANES];
} SceneRace;

/**
 * SceneRacePlan:
 * @rounds: (array length=n_rounds): how many samples are raced, increasing; every round but the
 * last is published
 * @start: as many starts as the last round has
 * @tolerance: of the exact end; 0 for 1e-12
 */
typedef struct
{
  guint n_lanes, n_budgets, n_rounds;
  const SceneLane *lanes;
  const guint *budgets;
  const gsize *rounds;
  const double *start;
  double tolerance;
} SceneRacePlan;

PlumeResult *scene_race_run (const SceneRacePlan *plan, PlumeTask *task, GError **error);
double scene_transport_distance (gsize n, gsize d, const double *a, const double *b);
/* The budget at which a lane first comes below an error, by power laws between its points; NaN
 * where it does not. */
double scene_race_reach (const SceneRace *race, SceneRaceMeasure measure, guint lane, double error);

/**
 * SceneRaceLook:
 * @colour: by lane; PLUME_COLOUR_GREY for those that stay behind
 * @chosen: @chosen_budget: where the handle "chosen" stands, on its lane between points too; a lane
 * of −1 for none
 */
typedef struct
{
  SceneRaceMeasure measure;
  PlumeColour colour[SCENE_MAX_LANES];
  int chosen;
  guint chosen_budget;
} SceneRaceLook;

void scene_race_draw (PlumeFigure *figure, const SceneRace *race, const SceneRaceLook *look);
/* The point nearest to a place of the picture, for dragging "chosen"; FALSE where there is none. */
gboolean scene_race_nearest (const SceneRace *race,
                             SceneRaceMeasure measure,
                             double x,
                             double y,
                             guint *lane,
                             guint *budget);

G_END_DECLS
