/* stochastic-interpolants.h: what the stages of the stochastic interpolants hand to each other and
 * to the views. Private to its files.
 *
 * t = 0 is the left density, t = 1 the right one; places are in the plane of both. The views of one
 * coordinate take the first one alone: a problem of its own, between the two x-marginals.
 */
#pragma once

#include "experiments/generative-scene.h"
#include "generative/plume-interpolant-losses.h"
#include "generative/plume-schroedinger.h"

G_BEGIN_DECLS

#define SI_END_DRAWS      400
#define SI_LINE_PATHS     60
#define SI_COMB           4
#define SI_LOSS_MOMENTS   25
#define SI_ENERGY_MOMENTS 41
#define SI_VALLEY         17
#define SI_CURVE          201 /* points of a drawn curve */

typedef enum
{
  SI_INDEPENDENT,
  SI_OPTIMAL,
  SI_ENTROPIC,
  SI_ROWS,
} SiCoupling;

typedef enum
{
  SI_FLOW,
  SI_ADAPTIVE,
  SI_HEUN,
  SI_NOISE_FIRST,
  SI_EULER_MARUYAMA,
} SiMethod;

typedef enum
{
  SI_NO_ARROWS,
  SI_ARROWS_FLOW,
  SI_ARROWS_DRIFT,
  SI_ARROWS_SCORE,
  SI_ARROWS_DENOISER,
} SiArrows;

/* The densities as they are set, and their first coordinates; left, right */
typedef struct
{
  SceneDensity sides[2];
  PlumeMixture *marginals[2];
  double draws[2][2 * SI_END_DRAWS]; /* what is shown of ends that have no components */
} SiEnds;

/**
 * SiPairs:
 * @n: pairs; 0 where every pair of components is taken
 * @components: (nullable): n of either side, for the independent coupling
 * @places: (nullable): n × 2 of either side, for any other
 * @partner: (nullable): of each left place, which right one; found later for the entropic coupling
 *
 * What stands for a coupling.
 */
typedef struct
{
  gsize n;
  guint *components[2];
  double *places[2];
  guint *partner;
} SiPairs;

typedef struct
{
  guint *partner; /* nullable: where the coupling is entropic */
} SiPlan;

/* The bridge in the plane, that of the first coordinate, and the ends that they truly join */
typedef struct
{
  PlumeBridge *plane, *line;
  PlumeMixture *ends[2];
  double x_from, x_to, y_from, y_to;
  double line_from, line_to;
} SiBridge;

typedef struct
{
  gsize n;
  PlumeArray *density; /* n × n */
  double greatest;
} SiHeat;

typedef struct
{
  PlumeArray *x, *y, *x1, *y1; /* strokes of arrows */
} SiField;

typedef struct
{
  gsize n_rows, n_columns;
  PlumeArray *density; /* of the first coordinate over t */
} SiStrip;

typedef struct
{
  PlumeFlow *flows[SI_COMB];
} SiComb;

typedef struct
{
  double times[SI_LOSS_MOMENTS];
  PlumeLoss losses[SI_LOSS_MOMENTS][PLUME_N_LOSSES];
} SiLosses;

typedef struct
{
  double epsilons[SI_VALLEY], measured[SI_VALLEY];
  double of_flow;
  PlumeFieldGaps gaps;
} SiValley;

typedef struct
{
  double times[SI_ENERGY_MOMENTS], energy[SI_ENERGY_MOMENTS], noise[SI_ENERGY_MOMENTS];
  double straight[SI_ENERGY_MOMENTS]; /* NaN where the ends are no mixtures of components */
  double total, total_straight, least;
  PlumeInterpolant straightened;
  char *reason; /* nullable: why there is no least energy */
} SiEnergy;

/* What the samples say; NaN where it does not apply */
typedef struct
{
  double distance, distance_floor; /* W₂ of 200 ends to as many draws, and between draws */
  double length, action, excess, excess_noise, crossing, divergence;
  guint evaluations;
} SiMeasures;

extern const double si_comb_epsilons[SI_COMB];
extern const SceneSource si_sources[2];

PlumeInterpolant si_read_interpolant (const PlumeReads *reads);
gboolean si_is_backward (const PlumeReads *reads);

/* n × 2 places of a density: its own, evenly thinned or all over again, or draws; free them */
double *si_take_places (const SceneDensity *density, gsize n, guint64 seed);

PlumeResult *si_make_ends (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_pairs (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_pairs_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_plan (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_bridge (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_walk (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_walk_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_walk_line (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_heat (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_heat_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_field (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_strip (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_make_comb (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_find_losses (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_find_valley (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_find_energy (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *si_measure (const PlumeReads *reads, PlumeTask *task, GError **error);

#define SI_N_VIEWS    7
#define SI_N_READOUTS 13
extern const PlumeView si_views[SI_N_VIEWS];
extern const PlumeReadout si_readouts[SI_N_READOUTS];

#define SI_INTERPOLANT_READS                                                                       \
  "path", "process", "gamma", "gamma-scale", "gamma-lean", "bend-left-1", "bend-left-2",           \
      "bend-right-1", "bend-right-2", "centred"

G_END_DECLS
