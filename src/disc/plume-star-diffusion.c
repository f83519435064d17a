/* plume-star-diffusion.c: scattering of the vertical action by clouds, exactly.
 *
 * ∂f/∂t = ∂_J [γ J ∂_J f] is the diffusion of ½|x|² of a point x in the plane whose coordinates
 * have variance γ t each, so for any step Δt
 *   J' = ½ |√(2J) e + √(γΔt) ξ|²,  ξ a pair of normal numbers,
 *      = J + √(2J γΔt) r cos φ + ½ γΔt r²,  r² = −2 ln u₁, φ = 2π u₂
 * (the transition of a squared Bessel process; never negative). The angle advances by Strang's
 * halves with the Ω before and after. It knows no binned densities.
 */
#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "disc/plume-stars.h"

#define LANES 512
#define CELLS 2048 /* of √J */
#define STEPS 512  /* between two looks at the task */

typedef struct
{
  const PlumeStars *stars;
  PlumeStars *scattered;
  const PlumeStarGuide *guide; /* nullable: guiding radii */
  float *frequency;            /* rows of CELLS + 1 values of Ω/2π at equal steps of √J */
  gsize n_rows;
  double from, per_row; /* ln R of the first row, rows per unit of ln R */
  float per_cell;
  float variance; /* γΔt */
  float half;     /* Δt/2 */
  guint n_steps;
  guint32 key[2];
  PlumeTask *task;
} Scattering;

/* The rows of Ω: one table, or those of a set. */
static void
fill_frequencies (Scattering *work)
{
  const PlumeStars *stars = work->stars;
  gboolean has_set = work->guide != NULL;
  double root = sqrt (plume_vertical_largest_action (stars->vertical) * (1 - 1e-6));

  work->n_rows = has_set ? plume_vertical_set_get_size (stars->set) : 1;
  work->frequency = g_new (float, work->n_rows *(CELLS + 1));
  work->per_cell = (float)(CELLS / root);
  if (has_set)
    {
      gsize last = work->n_rows - 1;
      double to = plume_vertical_get_radius (plume_vertical_set_get_table (stars->set, last));

      work->from = log (plume_vertical_get_radius (plume_vertical_set_get_table (stars->set, 0)));
      work->per_row = (double)last / (log (to) - work->from);
    }
  for (gsize row = 0; row < work->n_rows; row++)
    {
      const PlumeVertical *table =
          has_set ? plume_vertical_set_get_table (stars->set, row) : stars->vertical;

      for (guint i = 0; i <= CELLS; i++)
        {
          double J = root * i / CELLS * root * i / CELLS;

          work->frequency[row * (CELLS + 1) + i] =
              (float)(plume_vertical_frequency (table, J, NULL) / (2 * G_PI));
        }
    }
}

typedef struct
{
  float action[LANES], turns[LANES], rate[LANES];
  float row_share[LANES];
  gint32 row[LANES];
} Lanes;

/* Ω/2π of a star, from one row of the table or between two; written with indices, not pointers, so
 * that it becomes gathers. */
static inline float
read_frequency (const float *table, float per_cell, float action, gint32 row, float share, int next)
{
  float x = sqrtf (action) * per_cell;
  gint32 cell = plume_vector_cell (x, CELLS), at = row + cell;
  float t = x - (float)cell, low = table[at], a = low + t * (table[at + 1] - low);

  if (next == 0)
    return a;
  low = table[at + next];
  return a + share * (low + t * (table[at + next + 1] - low) - a);
}

/* Steps @from to @to of one block of stars. */
static inline __attribute__ ((always_inline)) void
scatter_block (
    const Scattering *work, guint32 first, guint n, guint from, guint to, Lanes *lanes, int next)
{
  const float *restrict table = work->frequency;
  float *restrict actions = lanes->action, *restrict all_turns = lanes->turns,
                  *restrict rates = lanes->rate;
  const gint32 *restrict rows = lanes->row;
  const float *restrict shares = lanes->row_share;
  float variance = work->variance, half = work->half, per_cell = work->per_cell;
  guint32 key_0 = work->key[0], key_1 = work->key[1];

#pragma omp simd
  for (guint i = 0; i < n; i++)
    rates[i] = read_frequency (table, per_cell, actions[i], rows[i], shares[i], next);
  for (guint step = from; step < to; step++)
    {
      guint32 odd = step & 1;

#pragma omp simd
      for (guint i = 0; i < n; i++)
        {
          guint32 a, b, c, d, low, high;
          float action = actions[i], square, turns, rate;

          plume_vector_philox (key_0, key_1, step / 2, 0, first + i, 0, &a, &b, &c, &d);
          low = odd ? c : a;
          high = odd ? d : b;
          square = -2 * plume_vector_log (plume_vector_uniform (low));
          turns = all_turns[i] + half * rates[i];
          action += sqrtf (2 * action * variance * square)
                        * plume_vector_cos_turns (plume_vector_uniform (high))
                    + 0.5f * variance * square;
          action = fabsf (action);
          rate = read_frequency (table, per_cell, action, rows[i], shares[i], next);
          actions[i] = action;
          rates[i] = rate;
          all_turns[i] = plume_vector_fraction (turns + half * rate);
        }
    }
}

PLUME_VECTOR_CLONES
static void
scatter_lanes (const Scattering *work, guint32 first, guint n, guint from, guint to, Lanes *lanes)
{
  if (work->n_rows == 1)
    scatter_block (work, first, n, from, to, lanes, 0);
  else
    scatter_block (work, first, n, from, to, lanes, CELLS + 1);
}

static void
scatter_chunk (gsize from, gsize to, gpointer data)
{
  const Scattering *work = data;
  PlumeStars *scattered = work->scattered;
  Lanes lanes = { 0 };
  guint n = (guint)(to - from);

  for (guint i = 0; i < n; i++)
    {
      lanes.action[i] = work->stars->action[from + i];
      lanes.turns[i] = (float)(work->stars->angle[from + i] / (2 * G_PI));
      if (work->guide != NULL)
        {
          float radius =
              plume_star_guide_radius (work->guide, work->stars->azimuthal_velocity[from + i]);
          double x = (log ((double)radius) - work->from) * work->per_row;
          double row = x >= 0 && x <= (double)(work->n_rows - 1)
                           ? MIN (floor (x), (double)work->n_rows - 2)
                           : 0;

          lanes.row[i] = (gint32)row * (CELLS + 1);
          lanes.row_share[i] = x >= 0 && x <= (double)(work->n_rows - 1) ? (float)(x - row) : NAN;
        }
    }
  for (guint step = 0; step < work->n_steps; step += STEPS)
    {
      if (plume_task_is_cancelled (work->task))
        return;
      scatter_lanes (work, (guint32)from, n, step, MIN (work->n_steps, step + STEPS), &lanes);
    }
  plume_stars_fill_rest (scattered, work->stars, from, to);
  for (guint i = 0; i < n; i++)
    {
      gboolean lost = !(sqrtf (lanes.action[i]) * work->per_cell <= CELLS) || isnan (lanes.rate[i]);

      scattered->action[from + i] = lost ? NAN : lanes.action[i];
      scattered->angle[from + i] = (float)(2 * G_PI * (double)lanes.turns[i]);
      scattered->frequency[from + i] = (float)(2 * G_PI * (double)lanes.rate[i]);
    }
}

static gboolean
check_scattering (double diffusion, double duration, guint n_steps, gsize n, GError **error)
{
  if (diffusion >= 0 && isfinite (diffusion) && duration >= 0 && isfinite (duration) && n_steps > 0
      && n < G_MAXUINT32)
    return TRUE;
  g_set_error_literal (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      _ ("Scattering needs a diffusion and a duration that are not negative, at least "
         "one step, and fewer than four thousand million stars; change them."));
  return FALSE;
}

/**
 * plume_stars_diffuse:
 * @stars: stars at the beginning
 * @diffusion: γ, (kpc km/s) per kpc/(km/s); dJ0/dt of an exponential distribution
 * @duration: kpc/(km/s)
 * @n_steps: number of steps; the distribution of J is exact for any, angles want Δt Ω' δJ ≪ 1
 * @seed: seed of the study
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * Carries stars through @duration with scattering. Random numbers belong to (seed, star, step), so
 * the result does not depend on threads. Weights are kept. Stars that end beyond the tables
 * are lost.
 *
 * Returns: (transfer full) (nullable): the stars at the end, with their angles there
 */
PlumeStars *
plume_stars_diffuse (const PlumeStars *stars,
                     double diffusion,
                     double duration,
                     guint n_steps,
                     guint64 seed,
                     PlumeTask *task,
                     GError **error)
{
  g_autoptr (PlumeStars) scattered = NULL;
  g_autofree PlumeStarGuide *guide = NULL;
  Scattering work = { .stars = stars, .n_steps = n_steps, .task = task };
  gboolean done;

  if (!check_scattering (diffusion, duration, n_steps, stars->n, error))
    return NULL;
  work.scattered = scattered = plume_stars_new_like (stars);
  work.guide = guide = plume_star_guide_new (stars);
  work.variance = (float)(diffusion * duration / n_steps);
  work.half = (float)(0.5 * duration / n_steps);
  work.key[0] = (guint32)seed ^ g_str_hash ("star-scattering");
  work.key[1] = (guint32)(seed >> 32);
  fill_frequencies (&work);
  done = plume_parallel_for (stars->n, LANES, scatter_chunk, &work, task, error);
  g_free (work.frequency);
  return done ? g_steal_pointer (&scattered) : NULL;
}
