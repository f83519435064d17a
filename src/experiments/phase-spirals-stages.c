/* phase-spirals-stages.c: from parameters to linear theory: the disc, its response to a perturber,
 * what scattering does to it, and the contrast in the plane of heights and velocities.
 *
 * Banik, van den Bosch & Weinberg 2023: f_n(J,t) = i n f0' Φ_n(J) T̂(nΩ) e^(−inΩt) after a pulse.
 * Scattering by clouds, C = ∂_J[γJ ∂_J f] (Tremaine, Frankel & Bovy 2023), acts on g = f_n
 * e^(inΩt), which stays smooth. It knows no stars.
 */
#include "experiments/phase-spirals.h"

#include "core/plume-error.h"
#include "disc/plume-disc-diffusion.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LARGEST_SPEED  5.0 /* of the tables, in units of σ_z */
#define DAMPING_STEPS  4   /* between two kept moments */
#define SEARCH_HEIGHTS 200.0

double
ps_time (double myr)
{
  return myr / PLUME_DISC_TIME_MYR;
}

/* γ in kpc km/s per kpc/(km/s) */
double
ps_diffusion (const PlumeReads *reads)
{
  return plume_reads_number (reads, "diffusion") * PLUME_DISC_TIME_MYR / 1000;
}

/* A quantity that is tabulated on the nodes, at one action */
double
ps_interpolate (const PsDisc *disc, const double *values, double action)
{
  double x = sqrt (MAX (action, 0)) / disc->step;
  guint node = (guint)CLAMP (x, 0, PS_NODES - 2);
  double fraction = MIN (x - node, 1);

  return values[node] + fraction * (values[node + 1] - values[node]);
}

static void
free_disc (gpointer data)
{
  PsDisc *disc = data;

  g_clear_pointer (&disc->grid, plume_disc_grid_unref);
  g_clear_pointer (&disc->vertical, plume_vertical_unref);
  g_clear_pointer (&disc->isolated, plume_vertical_unref);
  g_clear_pointer (&disc->set, plume_vertical_set_unref);
  g_clear_pointer (&disc->lookup, plume_star_lookup_free);
  g_clear_pointer (&disc->density, plume_array_unref);
  g_free (disc->node);
  g_free (disc->fraction);
  g_free (disc->angle);
  g_free (disc);
}

static gboolean
read_potential (const PlumeReads *reads, double halo, PlumeDiscPotential *potential, GError **error)
{
  PlumeExponentialDisc custom = {
    .mass = plume_reads_number (reads, "disc-mass"),
    .length = plume_reads_number (reads, "disc-length"),
    .height = plume_reads_number (reads, "disc-height"),
    .profile = PLUME_EXPONENTIAL_PROFILE_SECH2,
    .fit = PLUME_EXPONENTIAL_FIT_POSITIVE,
  };

  switch (plume_reads_integer (reads, "potential"))
    {
    case 0:
      *potential = plume_disc_potential_milky_way (halo);
      return TRUE;
    case 1:
      *potential = plume_disc_potential_slab (plume_reads_number (reads, "vertical-dispersion"),
                                              plume_reads_number (reads, "disc-height"));
      return TRUE;
    default:
      return plume_disc_potential_custom (&custom, halo, potential, error);
    }
}

/* The height that a star reaches which crosses the plane at a speed, or the end of the search */
static double
height_reached (const PlumeDiscPotential *potential, double radius, double speed)
{
  double low = 0, high = SEARCH_HEIGHTS;

  for (guint i = 0; i < 60; i++)
    {
      double middle = 0.5 * (low + high);

      if (plume_disc_potential_vertical (potential, radius, middle) < 0.5 * speed * speed)
        low = middle;
      else
        high = middle;
    }
  return high;
}

static void
fill_nodes (PsDisc *disc)
{
  const PlumeDiscGrid *grid = disc->grid;
  double sum = 0, mean = 0, below = 0;

  for (guint i = 0; i < PS_NODES; i++)
    {
      double root = disc->step * i;

      disc->action[i] = grid->action[i];
      disc->frequency[i] = grid->frequency[i];
      disc->frequency_slope[i] = grid->frequency_slope[i];
      disc->frequency_by_spin[i] = isfinite (grid->radial_slope[i]) ? grid->radial_slope[i] : 0;
      disc->log_slope[i] = grid->density_slope[i] / grid->density[i];
      disc->share[i] = 2 * G_PI * grid->density[i];
      sum += disc->share[i] * 2 * root * disc->step;
      mean += disc->share[i] * disc->action[i] * 2 * root * disc->step;
    }
  disc->mean_action = mean / sum;
  disc->action_90 = disc->action[PS_NODES - 1];
  for (guint i = 0; i < PS_NODES; i++)
    {
      below += disc->share[i] / sum * 2 * disc->step * i * disc->step;
      if (below > 0.9 && disc->action_90 > disc->action[i])
        disc->action_90 = disc->action[i];
    }
}

typedef struct
{
  PsDisc *disc;
} PixelWork;

static void
place_rows (gsize from, gsize to, gpointer data)
{
  PsDisc *disc = ((PixelWork *)data)->disc;

  for (gsize row = from; row < to; row++)
    for (gsize column = 0; column < PS_PIXELS; column++)
      {
        gsize pixel = row * PS_PIXELS + column;
        double z = disc->reach_z * (2 * (column + 0.5) / PS_PIXELS - 1);
        double v = disc->reach_v * (2 * (row + 0.5) / PS_PIXELS - 1);
        PlumeVerticalOrbit orbit = plume_vertical_orbit (disc->vertical, z, v);
        double x = sqrt (orbit.action) / disc->step;

        disc->node[pixel] = -1;
        if (!(x < PS_NODES - 1))
          continue;
        disc->node[pixel] = (gint16)x;
        disc->fraction[pixel] = (float)(x - floor (x));
        disc->angle[pixel] = (float)orbit.angle;
        x -= floor (x);
        disc->density->values[pixel] = 4 * disc->reach_z * disc->reach_v / (PS_PIXELS * PS_PIXELS)
                                       / (2 * G_PI)
                                       * exp ((1 - x) * log (disc->share[disc->node[pixel]])
                                              + x * log (disc->share[disc->node[pixel] + 1]));
      }
}

PlumeResult *
ps_prepare_disc (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PsDisc *disc = g_new0 (PsDisc, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (disc, sizeof *disc + 8 * 257 * 193 + PS_PIXELS * PS_PIXELS * 18, free_disc);
  double dispersion = plume_reads_number (reads, "vertical-dispersion"), highest, spread, largest;
  PlumeDiscDistribution distribution;
  gboolean slab = plume_reads_integer (reads, "potential") == 1;
  PixelWork work = { disc };

  disc->radius = plume_reads_number (reads, "radius");
  disc->model = (PlumeStarModel){
    .form = (PlumeDiscVerticalForm)plume_reads_integer (reads, "distribution"),
    .dispersion = dispersion,
    .mean_action = plume_reads_number (reads, "mean-action"),
    .scale_length = 2.5,
  };
  if (!read_potential (reads, plume_reads_number (reads, "halo"), &disc->potential, error))
    return NULL;
  disc->plane = plume_disc_potential_frequencies (&disc->potential, disc->radius);
  if (disc->model.form == PLUME_DISC_EXPONENTIAL)
    { /* an isothermal disc of about the same mean action */
      double nu = disc->plane.vertical;

      dispersion = sqrt (disc->model.mean_action * nu) * 0.9;
    }
  highest = height_reached (&disc->potential, disc->radius, LARGEST_SPEED * dispersion);
  disc->vertical = plume_vertical_new (&disc->potential, disc->radius, highest, error);
  if (disc->vertical == NULL)
    return NULL;
  if (!slab)
    {
      PlumeDiscPotential alone;

      if (!read_potential (reads, 0, &alone, error))
        return NULL;
      disc->isolated = plume_vertical_new (&alone, disc->radius, highest, NULL);
    }
  distribution = plume_disc_distribution_new (disc->vertical, disc->model.form,
                                              disc->model.dispersion, disc->model.mean_action);
  largest = plume_vertical_largest_action (disc->vertical);
  disc->grid = plume_disc_grid_new (disc->vertical, &distribution, PS_NODES, largest, error);
  if (disc->grid == NULL)
    return NULL;
  disc->step = sqrt (disc->grid->action[PS_NODES - 1]) / (PS_NODES - 1);
  fill_nodes (disc);
  spread = plume_reads_number (reads, "spin-spread");
  if (!slab && spread > 0)
    { /* L_z = R v_φ, whose dispersion is κ/2Ω_φ of that of v_R */
      disc->model.radial_dispersion =
          spread / disc->radius * 2 * disc->plane.azimuthal / disc->plane.epicyclic;
      disc->set = plume_vertical_set_new (&disc->potential, 0.6 * disc->radius, 1.6 * disc->radius,
                                          24, 1.6 * highest, task, error);
      if (disc->set == NULL)
        return NULL;
    }
  disc->lookup = plume_star_lookup_new (disc->vertical);
  disc->reach_v = 2.75 * dispersion;
  disc->reach_z = MIN (height_reached (&disc->potential, disc->radius, disc->reach_v), highest);
  disc->density = plume_array_new (PS_PIXELS * PS_PIXELS);
  disc->node = g_new (gint16, PS_PIXELS * PS_PIXELS);
  disc->fraction = g_new0 (float, PS_PIXELS *PS_PIXELS);
  disc->angle = g_new0 (float, PS_PIXELS *PS_PIXELS);
  if (!plume_parallel_for (PS_PIXELS, 8, place_rows, &work, task, error))
    return NULL;
  return g_steal_pointer (&result);
}

/* c(τ) and K(z) = −dφ/dz of a pattern that passes by, in steps that resolve the shortest orbit */
static void
fill_pattern (PsForce *force, const PsDisc *disc, const PlumeDiscPerturber *perturber)
{
  PlumeDiscPulse shape = plume_disc_perturber_pulse (perturber);
  PlumeDiscSwing swing = plume_disc_perturber_swing (perturber, &disc->potential, disc->radius);
  double reach = (shape == PLUME_DISC_PULSE_LORENTZIAN ? 12 : 6) * perturber->duration;
  double period = 2 * G_PI / plume_vertical_small_frequency (disc->vertical), fastest = 0;
  double step = MIN (period / 60, perturber->duration / 4), h;

  for (guint s = 0; s < swing.n; s++)
    fastest = MAX (fastest, fabs (swing.shift[s]));
  if (fastest > 0)
    step = MIN (step, 0.2 / fastest);
  force->n_steps = (gsize)ceil (2 * reach / step);
  force->from = -reach;
  force->duration = 2 * reach;
  force->factor = g_new0 (double, force->n_steps);
  for (gsize i = 0; i < force->n_steps; i++)
    {
      double tau = force->from + force->duration * (i + 0.5) / force->n_steps;

      for (guint s = 0; s < swing.n; s++)
        force->factor[i] += creal (swing.factor[s] * cexp (I * swing.shift[s] * tau));
      force->factor[i] *= plume_disc_pulse_shape (shape, perturber->duration, tau);
    }
  h = force->profile_step = 1.2 * plume_vertical_get_highest (disc->vertical) / (PS_PROFILE / 2);
  force->profile = g_new (double, PS_PROFILE + 1);
  for (guint i = 0; i <= PS_PROFILE; i++)
    {
      double z = h * ((int)i - PS_PROFILE / 2), even[2], odd[2];

      for (guint side = 0; side < 2; side++)
        plume_disc_perturbers[perturber->kind].profile (perturber, &disc->potential, disc->radius,
                                                        z + (side == 0 ? -0.01 : 0.01) * h,
                                                        &even[side], &odd[side]);
      force->profile[i] = -(even[1] + odd[1] - even[0] - odd[0]) / (0.02 * h);
    }
}

void
ps_force_free (PsForce *force)
{
  if (force == NULL)
    return;
  g_free (force->factor);
  g_free (force->source_height);
  g_free (force->distance_squared);
  g_free (force->constant);
  g_free (force->profile);
  g_free (force);
}

static void
free_response (gpointer data)
{
  PsResponse *response = data;

  ps_force_free (response->force);
  g_free (response->name);
  g_free (response);
}

/* The passing mass again, step by step, for the stars */
static void
fill_passage (PsForce *force, const PsDisc *disc, const PlumeDiscPerturber *perturber)
{
  double b = hypot (perturber->distance, perturber->softening), v = perturber->speed;
  double period = 2 * G_PI / plume_vertical_small_frequency (disc->vertical);
  double reach = MAX (25 * b / v, 2 * disc->reach_z / v);
  double step = MIN (period / 60, b / v / 8);

  force->n_steps = (gsize)ceil (2 * reach / step);
  force->from = -reach;
  force->duration = 2 * reach;
  force->factor = g_new (double, force->n_steps);
  force->source_height = g_new (double, force->n_steps);
  force->distance_squared = g_new (double, force->n_steps);
  force->constant = g_new0 (double, force->n_steps);
  for (gsize i = 0; i < force->n_steps; i++)
    {
      force->factor[i] = PLUME_DISC_GRAVITY * perturber->mass;
      force->source_height[i] = v * (force->from + force->duration * (i + 0.5) / force->n_steps);
      force->distance_squared[i] = b * b;
    }
}

PlumeDiscPerturber
ps_read_perturber (const PlumeReads *reads, const PsDisc *disc)
{
  static const PlumeDiscPerturberKind kinds[] = { PLUME_DISC_KICK,   PLUME_DISC_KICK,
                                                  PLUME_DISC_ARM,    PLUME_DISC_BAR,
                                                  PLUME_DISC_FLY_BY, PLUME_DISC_SATELLITE };
  PsPerturber chosen = (PsPerturber)plume_reads_integer (reads, "perturber");
  PlumeDiscPerturber perturber = plume_disc_perturber_default (kinds[chosen]);

  perturber.pulse = plume_reads_integer (reads, "pulse") == 1 ? PLUME_DISC_PULSE_LORENTZIAN
                                                              : PLUME_DISC_PULSE_GAUSSIAN;
  perturber.duration = ps_time (plume_reads_number (reads, "pulse-duration"));
  perturber.kick = chosen == PS_KICK ? plume_reads_number (reads, "kick") : 0;
  perturber.breathing = chosen == PS_TIDAL ? plume_reads_number (reads, "breathing-kick") : 0;
  perturber.surface_density = 1e6 * plume_reads_number (reads, "arm-density");
  perturber.radial_wavenumber = plume_reads_number (reads, "radial-wavenumber");
  perturber.vertical_wavenumber = plume_reads_number (reads, "vertical-wavenumber");
  perturber.odd_strength = plume_reads_number (reads, "arm-asymmetry");
  perturber.arms = chosen == PS_BAR ? 2 : (guint)plume_reads_integer (reads, "arms");
  perturber.pattern_speed =
      plume_reads_number (reads, chosen == PS_BAR ? "bar-speed" : "pattern-speed");
  perturber.pattern_radius = perturber.bar_radius = disc->radius;
  perturber.bar_strength = plume_reads_number (reads, "bar-strength");
  perturber.bar_length = plume_reads_number (reads, "bar-radius");
  perturber.mass = plume_reads_number (reads, "mass");
  perturber.distance = plume_reads_number (reads, "impact-parameter");
  perturber.speed = plume_reads_number (reads, "passage-speed");
  perturber.softening = plume_reads_number (reads, "softening");
  return perturber;
}

/* f_n e^(inΩt)/f0 at a late time, when the perturber is done */
static void
take_amplitudes (PsResponse *response,
                 const PsDisc *disc,
                 const PlumeDiscResponse *answer,
                 double late)
{
  static const PlumeDiscMixing none = { 0 };

  for (guint n = 1; n <= PS_MODES; n++)
    {
      plume_disc_response_harmonic (answer, n, late, &none, response->amplitude[n]);
      for (guint i = 0; i < PS_NODES; i++)
        response->amplitude[n][i] *=
            cexp (I * (n * disc->frequency[i] * late)) / disc->grid->density[i];
    }
}

PlumeResult *
ps_respond (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  PsResponse *response = g_new0 (PsResponse, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (response, sizeof *response + (1 << 17), free_response);

  response->kind = (PsPerturber)plume_reads_integer (reads, "perturber");
  response->perturber = ps_read_perturber (reads, disc);
  if (response->kind == PS_SATELLITE)
    {
      g_autoptr (PlumeDiscResponse) answer =
          ps_satellite_response (reads, disc, &response->force, &response->name, task, error);

      if (answer == NULL)
        return NULL;
      take_amplitudes (response, disc, answer, 0);
      return g_steal_pointer (&result);
    }

  g_autoptr (PlumeDiscResponse) answer =
      plume_disc_response_new (disc->grid, &response->perturber, error);

  if (answer == NULL)
    return NULL;
  response->force = g_new0 (PsForce, 1);
  response->force->bending = response->perturber.kick;
  response->force->breathing = response->perturber.breathing;
  if (response->kind == PS_FLYBY)
    fill_passage (response->force, disc, &response->perturber);
  else if (response->kind == PS_ARM || response->kind == PS_BAR)
    fill_pattern (response->force, disc, &response->perturber);
  take_amplitudes (response, disc, answer, MAX (2, 400 * response->perturber.duration));
  return g_steal_pointer (&result);
}

/* g at the kept moments by WKB: e^(−(t/τ_D)³), τ_D³ = 3/(γ J n² Ω'²) */
static void
damp_by_wkb (PsDamping *damping, const PsDisc *disc, const PsResponse *response)
{
  for (guint n = 1; n <= PS_MODES; n++)
    for (guint k = 0; k < PS_MOMENTS; k++)
      {
        double t = ps_time (PS_LATEST * k / (PS_MOMENTS - 1));

        for (guint i = 0; i < PS_NODES; i++)
          {
            double slope = n * disc->frequency_slope[i];

            damping->amplitude[n][k][i] =
                response->amplitude[n][i]
                * exp (-damping->diffusion * disc->action[i] * slope * slope * t * t * t / 3);
          }
      }
}

typedef struct
{
  PsDamping *damping;
  const PsDisc *disc;
  const PsResponse *response;
  PlumeTask *task;
} DampWork;

/* f_n e^(inΩt)/f0 for some of the harmonics. */
static void
damp_modes (gsize from, gsize to, gpointer data)
{
  const DampWork *work = data;
  const PsDisc *disc = work->disc;
  g_autofree double complex *start = g_new (double complex, PS_NODES),
                            *rows = g_new (double complex, PS_MOMENTS *PS_NODES);
  double times[PS_MOMENTS];

  for (guint k = 0; k < PS_MOMENTS; k++)
    times[k] = ps_time (PS_LATEST * k / (PS_MOMENTS - 1));
  for (guint n = (guint)from + 1; n <= to; n++)
    {
      PlumeDiscUnwound problem = { PS_NODES,
                                   disc->step,
                                   disc->frequency_slope,
                                   n,
                                   work->damping->diffusion,
                                   times[1] / DAMPING_STEPS };

      for (guint i = 0; i < PS_NODES; i++)
        start[i] = work->response->amplitude[n][i] * disc->share[i];
      if (!plume_disc_unwound_run (&problem, start, PS_MOMENTS, times, rows, work->task, NULL))
        return;
      for (guint k = 0; k < PS_MOMENTS; k++)
        for (guint i = 0; i < PS_NODES; i++)
          work->damping->amplitude[n][k][i] =
              k == 0 ? work->response->amplitude[n][i] : rows[k * PS_NODES + i] / disc->share[i];
    }
}

static PlumeResult *
damp (const PlumeReads *reads, gboolean exact, PlumeTask *task, GError **error)
{
  PsDamping *damping = g_new0 (PsDamping, 1);
  g_autoptr (PlumeResult) result = plume_result_new (damping, sizeof *damping, g_free);
  DampWork work = { damping, plume_reads_result (reads, "disc"),
                    plume_reads_result (reads, "response"), task };

  damping->diffusion = ps_diffusion (reads);
  damping->exact = exact && damping->diffusion > 0;
  if (!damping->exact)
    damp_by_wkb (damping, work.disc, work.response);
  else if (!plume_parallel_for (PS_MODES, 1, damp_modes, &work, task, error)
           || !plume_task_check (task, error))
    return NULL;
  return g_steal_pointer (&result);
}

PlumeResult *
ps_damp (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return damp (reads, TRUE, task, error);
}

PlumeResult *
ps_damp_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return damp (reads, FALSE, task, error);
}

static void
free_theory (gpointer data)
{
  PsTheory *theory = data;

  g_clear_pointer (&theory->contrast, plume_array_unref);
  g_clear_pointer (&theory->spin, plume_array_unref);
  g_free (theory);
}

/* What scattering does to the undisturbed stars: t C[f0]/f0, exact for e^(−J/J0). */
static void
fill_drift (PsTheory *theory, const PsDisc *disc, double diffusion, double t)
{
  double J0 = disc->model.mean_action, later = J0 + diffusion * t;

  for (guint i = 0; i < PS_NODES; i++)
    {
      double J = disc->action[i], slope = disc->log_slope[i];
      double variance = disc->model.dispersion * disc->model.dispersion;

      if (disc->model.form == PLUME_DISC_EXPONENTIAL)
        theory->drift[i] = J0 / later * exp (-J / later + J / J0) - 1;
      else
        theory->drift[i] =
            diffusion * t * (slope - J * disc->frequency_slope[i] / variance + J * slope * slope);
    }
}

/* a_n e^(−inΩt) of all nodes at time t, with what the spread of L_z leaves of it */
static void
fill_now (PsTheory *theory,
          const PsDisc *disc,
          const PsDamping *damping,
          double age,
          double shown,
          double spread)
{
  double x = CLAMP (age / PS_LATEST * (PS_MOMENTS - 1), 0, PS_MOMENTS - 1);
  guint moment = (guint)MIN (x, PS_MOMENTS - 2);
  double share = x - moment, t = ps_time (shown);

  for (guint n = 1; n <= PS_MODES; n++)
    for (guint i = 0; i < PS_NODES; i++)
      {
        double mixing = n * disc->frequency_by_spin[i] * spread * t;
        double complex g = (1 - share) * damping->amplitude[n][moment][i]
                           + share * damping->amplitude[n][moment + 1][i];

        theory->now[n][i] =
            g * cexp (-I * (n * disc->frequency[i] * t)) * exp (-0.5 * mixing * mixing);
      }
}

typedef struct
{
  const PsDisc *disc;
  PsTheory *theory;
  const PsDamping *damping;
  double complex g[PS_MODES + 1][PS_NODES];
  double t, spread;
  guint first, last; /* modes */
} PredictWork;

static void
predict_rows (gsize from, gsize to, gpointer data)
{
  const PredictWork *work = data;
  const PsDisc *disc = work->disc;
  PsTheory *theory = work->theory;

  for (gsize pixel = from * PS_PIXELS; pixel < to * PS_PIXELS; pixel++)
    {
      int node = disc->node[pixel];
      double f = disc->fraction[pixel], contrast, spin = 0, omega, by_spin;
      double complex turn, phase = 1;

      theory->contrast->values[pixel] = theory->spin->values[pixel] = NAN;
      if (node < 0)
        continue;
      omega = disc->frequency[node] + f * (disc->frequency[node + 1] - disc->frequency[node]);
      by_spin = disc->frequency_by_spin[node]
                + f * (disc->frequency_by_spin[node + 1] - disc->frequency_by_spin[node]);
      contrast = theory->drift[node] + f * (theory->drift[node + 1] - theory->drift[node]);
      turn = cexp (I * ((double)disc->angle[pixel] - omega * work->t));
      for (guint n = 1; n <= PS_MODES; n++)
        {
          double complex g = work->g[n][node] + f * (work->g[n][node + 1] - work->g[n][node]);
          double mixing = n * by_spin * work->spread * work->t, left = exp (-0.5 * mixing * mixing);

          phase *= turn;
          if (n < work->first || n > work->last)
            continue;
          contrast += 2 * left * creal (g * phase);
          /* ∫ l e^(−inΩ'l t) G(l) dl = −inΩ't s² e^(−½n²Ω'²t²s²) */
          spin += 2 * left * creal (-I * mixing * work->spread * g * phase) / disc->radius;
        }
      theory->contrast->values[pixel] = contrast;
      theory->spin->values[pixel] = spin / MAX (1 + contrast, 0.5);
    }
}

PlumeResult *
ps_predict (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsDamping *damping = plume_reads_result (reads, "damping");
  PsTheory *theory = g_new0 (PsTheory, 1);
  gsize n_pixels = PS_PIXELS * PS_PIXELS;
  g_autoptr (PlumeResult) result =
      plume_result_new (theory, sizeof *theory + 2 * n_pixels * sizeof (double), free_theory);
  double age = plume_reads_number (reads, "time"),
         shown = age - plume_reads_number (reads, "rewind");
  double spread = disc->set != NULL ? plume_reads_number (reads, "spin-spread") : 0;
  int modes = plume_reads_integer (reads, "modes");
  PredictWork work = { .disc = disc,
                       .theory = theory,
                       .t = ps_time (shown),
                       .spread = spread,
                       .first = modes == 2 ? 2 : 1,
                       .last = modes == 0 ? PS_MODES : (guint)modes };
  double x = CLAMP (age / PS_LATEST * (PS_MOMENTS - 1), 0, PS_MOMENTS - 1);
  guint moment = (guint)MIN (x, PS_MOMENTS - 2);

  theory->contrast = plume_array_new (n_pixels);
  theory->spin = plume_array_new (n_pixels);
  fill_drift (theory, disc, damping->diffusion, ps_time (age));
  fill_now (theory, disc, damping, age, shown, spread);
  for (guint n = 1; n <= PS_MODES; n++)
    for (guint i = 0; i < PS_NODES; i++)
      work.g[n][i] = (1 - (x - moment)) * damping->amplitude[n][moment][i]
                     + (x - moment) * damping->amplitude[n][moment + 1][i];
  if (!plume_parallel_for (PS_PIXELS, 8, predict_rows, &work, task, error))
    return NULL;
  return g_steal_pointer (&result);
}
