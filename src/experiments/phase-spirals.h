/* phase-spirals.h: what the stages of the phase spirals hand to each other and to the views.
 * Private to its files.
 *
 * Lengths are in kpc, speeds in km/s, actions in kpc km/s, frequencies in km/s/kpc; times inside
 * are in kpc/(km/s), those that a person sees in Myr.
 */
#pragma once

#include <complex.h>

#include "disc/plume-disc-satellites.h"
#include "disc/plume-star-age.h"
#include "disc/plume-star-maps.h"
#include "disc/plume-star-table.h"
#include "lab/plume-experiment.h"

G_BEGIN_DECLS

#define PS_NODES   193  /* of √J */
#define PS_ANGLES  64   /* of θ, for Fourier coefficients */
#define PS_PROFILE 4096 /* cells of a force over height */
#define PS_MODES   4    /* harmonics n = 1 … 4 */
#define PS_PIXELS  128  /* a side of the plane */
#define PS_THIN    0.3  /* stars per pixel below which no contrast is shown */
#define PS_MOMENTS 101  /* times at which the scattered response is kept, 0 … 2000 Myr */
#define PS_LATEST  2000.0

enum
{
  PS_SHOWS_DENSITY,
  PS_SHOWS_CONTRAST,
  PS_SHOWS_RADIAL,
  PS_SHOWS_AZIMUTHAL,
};

typedef enum
{
  PS_KICK,
  PS_TIDAL,
  PS_ARM,
  PS_BAR,
  PS_FLYBY,
  PS_SATELLITE,
} PsPerturber;

/* The vertical motion at one radius, on equal steps of √J, and the undisturbed stars. */
typedef struct
{
  PlumeDiscPotential potential;
  PlumeDiscFrequencies plane;
  double radius;
  PlumeVertical *vertical;
  PlumeDiscGrid *grid;
  PlumeVertical *isolated; /* nullable: without the halo */
  PlumeVerticalSet *set;   /* nullable: radii around it, where stars move in the plane */
  PlumeStarLookup *lookup;
  PlumeStarModel model;
  double step; /* of √J */
  double action[PS_NODES], frequency[PS_NODES];
  double frequency_slope[PS_NODES];   /* ∂Ω/∂J */
  double frequency_by_spin[PS_NODES]; /* ∂Ω/∂L_z at fixed J */
  double share[PS_NODES];             /* 2π f0: stars per unit of J */
  double log_slope[PS_NODES];         /* f0'/f0 */
  double mean_action, action_90;
  double reach_z, reach_v; /* half sides of the plane that is drawn */
  PlumeArray *density;     /* undisturbed stars per pixel, over all stars */
  /* per pixel of the plane, v slowest: node below, fraction, angle; node −1 beyond the tables */
  gint16 *node;
  float *fraction, *angle;
} PsDisc;

/* Force of a perturber on a star at height z: c(τ) K(z) or that of a moving point mass. */
typedef struct
{
  double bending, breathing; /* of impulses, km/s and km/s/kpc */
  double from, duration;     /* when the force acts */
  gsize n_steps;             /* 0: an impulse */
  double *factor;            /* by step: c(τ), or the mass that is switched on, times G */
  double *source_height;     /* by step: z of the point mass */
  double *distance_squared;  /* by step: horizontal distance² + ε² */
  double *constant;          /* by step: what the frame adds */
  double *profile;           /* nullable: K at PS_PROFILE + 1 heights around 0 */
  double profile_step;
} PsForce;

/* f_n/f0 just after the perturbation, traced back to t = 0. */
typedef struct
{
  PsPerturber kind;
  PlumeDiscPerturber perturber;
  PsForce *force;
  double complex amplitude[PS_MODES + 1][PS_NODES];
  char *name; /* nullable: of the satellite */
} PsResponse;

/* f_n e^(inΩt)/f0 at PS_MOMENTS times. */
typedef struct
{
  double diffusion;
  gboolean exact;
  double complex amplitude[PS_MODES + 1][PS_MOMENTS][PS_NODES];
} PsDamping;

/* Linear theory in the pixels of the plane. */
typedef struct
{
  PlumeArray *contrast;
  PlumeArray *spin; /* mean v_φ − v_c */
  double complex now[PS_MODES + 1][PS_NODES];
  double drift[PS_NODES]; /* n = 0: what scattering does to f0 */
} PsTheory;

/* Stars to be shown: at one moment, from which they turn on freely. */
typedef struct
{
  PlumeStars *stars;
  double now; /* since that moment, kpc/(km/s) */
  gboolean measured;
  char *name;
  gsize n_rows, n_beyond;
  gsize fates[PLUME_STAR_N_FATES];
  gsize n_other_azimuth, n_other_spin; /* left out by choice, of those that could be used */
  gsize n_used;
  PlumeArray *expected; /* nullable: stars per pixel if all angles were alike, of a table */
} PsStars;

/* What the plane shows of the stars where that is no density: smoothed pixels. */
typedef struct
{
  gboolean still; /* there are no motions in the plane to be shown */
  PlumeArray *values;
} PsPlane;

/* Root mean square of (stars − theory)/noise, with what noise alone makes of it */
typedef struct
{
  double residual, error;
  double odd_residual, odd_error; /* of the part that is odd under (z,v) → (−z,−v) */
} PsCheck;

/* Stars counted in (√J, θ) and (Ω, θ), relative to the mean of the column. */
typedef struct
{
  gsize n_columns, n_rows;
  double root_to, slowest, fastest;
  PlumeArray *by_root, *by_frequency;
} PsAngles;

typedef struct
{
  double age, error, power, probability;
} PsPeak;

/* The age spectrum of stars that turn freely, from −PS_LATEST on: at a later moment it is the same,
 * shifted, so that no star is asked again. */
typedef struct
{
  double first; /* Myr, of the first entry */
  double step[3];
  PlumeArray *power[3];
  GArray *events[3]; /* PsPeak, highest first; ages as of the stars' own moment */
} PsLags;

typedef struct
{
  PlumeArray *time[3]; /* Myr */
  PlumeArray *power[3];
  guint n_peaks[3];
  PsPeak peaks[3][5]; /* highest first */
} PsSpectrum;

/* Ages of the highest peaks without the bias of scattering; NaN where there is none */
typedef struct
{
  double age[3];
} PsCorrection;

/* 2|f_n|/f0 at one action over the duration of the pulse */
typedef struct
{
  gboolean power_law;
  double now; /* the present duration, Myr; NaN for an impulse */
  PlumeArray *duration, *response[3], *power[3], *exponential[3];
  double dot[3];
} PsDurations;

/* 2|f_n|/f0 at one action over time. */
typedef struct
{
  double action, escape[3]; /* τ_D, Myr */
  PlumeArray *time;
  PlumeArray *free[3], *scattered[3], *wkb[3];
  PlumeArray *star_time, *stars[3], *low[3], *high[3];
} PsAmplitudes;

/* What each satellite did to stars of one action, strongest first. */
typedef struct
{
  double action;
  guint n, n_missing; /* those with a value missing are left out */
  guint *rows;        /* of the table that they come from */
  char **names;
  PlumeDiscBody *bodies;
  PlumeDiscVisit *visits;
  gsize *order;
  PlumeArray *time, *x, *y, *z; /* nullable: orbit of the chosen one */
  guint chosen;
} PsSatellites;

/* Which of them can still be seen: a crossing of the plane within τ_D, else clouds have wiped out
 * what it did. Those first, then the others, each strongest first. */
typedef struct
{
  double escape; /* τ_D of n = 1, Myr; infinite without clouds */
  guint n_possible;
  gsize *order;
} PsVerdict;

PlumeResult *ps_prepare_disc (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_respond (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_damp (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_damp_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_predict (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_sample_stars (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_sample_stars_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_disturb (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_disturb_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_correct_ages (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_correct_ages_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_scan_durations (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_read_stars (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_age_stars (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_age_stars_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_choose_stars (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_make_cloud (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_take_cloud (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_map_plane (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_count_plane (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_check_theory (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_check_theory_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_find_lags (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_map_angles (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_find_ages (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_follow_amplitudes (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_rank_satellites (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ps_judge_satellites (const PlumeReads *reads, PlumeTask *task, GError **error);

double ps_time (double myr);
double ps_interpolate (const PsDisc *disc, const double *values, double action);
PlumeDiscPerturber ps_read_perturber (const PlumeReads *reads, const PsDisc *disc);
double ps_diffusion (const PlumeReads *reads);
void ps_stars_free (gpointer data);
PlumeStars *ps_age (const PlumeStars *stars,
                    double t,
                    double diffusion,
                    guint64 seed,
                    PlumeTask *task,
                    GError **error);
void ps_force_free (PsForce *force);
PlumeDiscResponse *ps_satellite_response (const PlumeReads *reads,
                                          const PsDisc *disc,
                                          PsForce **force,
                                          char **name,
                                          PlumeTask *task,
                                          GError **error);
gboolean ps_wants_table (const PlumeReads *reads);
gboolean ps_turn_freely (const PsStars *base, double diffusion);
PlumeStars *ps_take_first (const PlumeStars *stars, gsize n);
PlumeResult *ps_make_nothing (void);
PlumeArray *ps_expect (const PsDisc *disc, const PsStars *shown);
void ps_expect_from_shells (PsStars *stars, const PsDisc *disc);

PlumeDataset *ps_make_mock (GError **error);
PlumeDataset *ps_make_breathing (GError **error);

#define PS_N_SATELLITE_COLUMNS 9
extern const PlumeParameter ps_satellite_columns[PS_N_SATELLITE_COLUMNS];
#define PS_N_VIEWS 8
extern const PlumeView ps_views[PS_N_VIEWS];
#define PS_N_READOUTS 20
extern const PlumeReadout ps_readouts[PS_N_READOUTS];
#define PS_N_ACTIONS 3
extern const PlumeAction ps_actions[PS_N_ACTIONS];
#define PS_N_INPUTS 3
extern const PlumeInput ps_inputs[PS_N_INPUTS];
#define PS_N_WRITERS 1
extern const PlumeWriter ps_writers[PS_N_WRITERS];

G_END_DECLS
