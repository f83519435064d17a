/* gas-chromatography.h: what the stages of the gas chromatograph hand to each other and to the
 * views. Private to its files. */
#pragma once

#include "lab/plume-experiment.h"
#include "transport/plume-baseline.h"
#include "transport/plume-calibration.h"
#include "transport/plume-carrier.h"
#include "transport/plume-chromatogram-fit.h"
#include "transport/plume-column-equilibrium.h"
#include "transport/plume-column-lattice.h"
#include "transport/plume-column-plates.h"
#include "transport/plume-column-temperature.h"
#include "transport/plume-column.h"
#include "transport/plume-peaks.h"

G_BEGIN_DECLS

#define GC_MAX_ANALYTES PLUME_LATTICE_MAX_COMPONENTS
#define GC_MAX_STEPS    8

/* The tube, the gas in it and the oven. */
typedef struct
{
  PlumeColumn column;
  PlumeFlow flow;
  double start_temperature;
  double initial_hold;
  guint n_steps;
  PlumeProgrammeStep steps[GC_MAX_STEPS];
} GcColumn;

/* The mixture at the temperature of the column, with what the column does to it. */
typedef struct
{
  guint n;
  char names[GC_MAX_ANALYTES][32];
  PlumeThermal thermal[GC_MAX_ANALYTES];
  PlumeTransfer transfer[GC_MAX_ANALYTES];
  PlumeMoments moments[GC_MAX_ANALYTES]; /* of the peak at the detector */
  double amount[GC_MAX_ANALYTES];
  double capacity[GC_MAX_ANALYTES];
  double diffusivity[GC_MAX_ANALYTES];   /* in the carrier at the outlet, m²/s */
  double factor[GC_MAX_ANALYTES];        /* k'(T) over k' at the reference temperature */
  double rate_factor[GC_MAX_ANALYTES];   /* the same of k_d */
  double carbon_number[GC_MAX_ANALYTES]; /* of n-alkanes, else 0 */
  PlumeInlet inlet;
  PlumeArray *inlet_times, *inlet_values; /* nullable: what a measured inlet borrows */
  double end_time;
} GcMixture;

/* Curves at the outlet. */
typedef struct
{
  guint n;
  PlumeArray *time;
  PlumeArray *outlet[GC_MAX_ANALYTES]; /* amount × c/c0 */
  PlumeArray *sum;
  PlumeArray *noisy;       /* nullable: with the noise and drift that a detector adds */
  PlumeArray *full;        /* nullable: sum of the full solution, to compare */
  PlumeArray *temperature; /* nullable: of the oven */
  double difference;       /* largest |sum − full| over the largest sum; NaN where not compared */
  double balance[GC_MAX_ANALYTES]; /* eluted over injected */
} GcChromatogram;

/* Concentrations inside the column, over position and time. */
typedef struct
{
  guint n;
  PlumeArray *position;                  /* m */
  PlumeArray *gas[GC_MAX_ANALYTES];      /* c/c0 × amount */
  PlumeArray *adsorbed[GC_MAX_ANALYTES]; /* F q in the same unit */
} GcBands;

typedef struct
{
  gsize n_positions, n_times;
  double length, end_time;
  PlumeArray *values; /* row per position */
} GcMap;

/* A measured trace after cleaning. */
typedef struct
{
  char *name;
  gsize n_missing;
  PlumeArray *time, *signal;
  PlumeArray *baseline;  /* zeros where none is taken off */
  PlumeArray *corrected; /* signal − baseline */
  double noise;
  PlumePeaks *peaks;
  PlumeArray *marks; /* nullable: retention times that the instrument's software stored, s */
} GcTrace;

typedef struct
{
  guint n;
  GcTrace *traces;
} GcMeasured;

/* Several curves over one abscissa; what small views draw. */
typedef struct
{
  guint n;
  PlumeArray *x;
  PlumeArray *curves[16];
  double numbers[16];
} GcCurves;

typedef struct
{
  guint n_paths;
  PlumeArray *path_time[64], *path_position[64]; /* s; m ahead of the band's centre */
  PlumeArray *now_x, *now_y;                     /* where they are at the present time */
  double reach;                                  /* m, of the axis */
  PlumeArray *left, *right, *density;            /* histogram of exit times until now */
  PlumeArray *time, *exact;                      /* the curve it grows into */
} GcMolecules;

PlumeResult *gc_solve_column (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_prepare_mixture (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_chromatogram (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *
gc_compute_chromatogram_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_bands (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_map (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_van_deemter (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_molecules (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_overload (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_compute_methods (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_clean_measured (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_fit (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_profile (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *gc_calibrate (const PlumeReads *reads, PlumeTask *task, GError **error);

guint gc_selected (const PlumeReads *reads, const GcMixture *mixture);
typedef enum
{
  GC_FIT_RETENTION_FACTOR,
  GC_FIT_DESORPTION_RATE,
  GC_FIT_AMOUNT,
  GC_FIT_HOLD_UP_TIME,
  GC_FIT_CHI_SQUARED,
} GcFitted;

void gc_measure_fit (PlumeMeasurement *measurement, const PlumeReads *reads, GcFitted what);
gboolean gc_take_fit (const PlumeReads *reads, PlumeChanges *changes, GError **error);
void gc_draw_fit (PlumeFigure *figure, const PlumeReads *reads);
void gc_draw_ellipses (PlumeFigure *figure, const PlumeReads *reads);
void gc_draw_correlation (PlumeFigure *figure, const PlumeReads *reads);
void gc_draw_profile (PlumeFigure *figure, const PlumeReads *reads);
void gc_draw_calibration (PlumeFigure *figure, const PlumeReads *reads);

gboolean gc_is_programmed (const GcColumn *column);

PlumeDataset *gc_make_btex_run (GError **error);

#define GC_N_VIEWS 14
extern const PlumeView gc_views[GC_N_VIEWS];
#define GC_N_READOUTS 40
extern const PlumeReadout gc_readouts[GC_N_READOUTS];
#define GC_N_ACTIONS 4
extern const PlumeAction gc_actions[GC_N_ACTIONS];

G_END_DECLS
