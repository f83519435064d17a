/* plume-heat-gauge.c: distances of a frame from two levels of a ladder, in single precision.
 *
 * Varadhan's law: with l = log H(i,i) and the decay u,
 * d²/4t = u + (σ − 1)(l_i + l_j)/2 + σ log cosh ((l_i − l_j)/2),
 * in which nothing large cancels, so single precision is enough at late times too.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "manifold/plume-heat-ladder.h"
#include "manifold/plume-heat-law.h"

#define ROWS_AT_A_TIME 24

struct _PlumeHeatGauge
{
  PlumeHeatLadder *ladder;
  PlumeGeodesicOptions options;
  float *nodes; /* nullable: r(u^¼) of each level, LEVEL_NODES each */
  float *steps; /* between nodes, of each level */
};

#define LEVEL_NODES (PLUME_HEAT_LAW_NODES + 2)

static void
clear_gauge (gpointer data)
{
  PlumeHeatGauge *gauge = data;

  plume_heat_ladder_unref (gauge->ladder);
  g_free (gauge->nodes);
  g_free (gauge->steps);
}

PlumeHeatGauge *
plume_heat_gauge_ref (PlumeHeatGauge *gauge)
{
  return g_atomic_rc_box_acquire (gauge);
}

void
plume_heat_gauge_unref (PlumeHeatGauge *gauge)
{
  if (gauge != NULL)
    g_atomic_rc_box_release_full (gauge, clear_gauge);
}

typedef struct
{
  PlumeHeatGauge *gauge;
  gint is_refused;
} Tables;

static void
fill_tables (gsize from, gsize to, gpointer data)
{
  Tables *tables = data;
  PlumeHeatGauge *gauge = tables->gauge;
  const PlumeGeodesicOptions *options = &gauge->options;

  for (gsize l = from; l < to; l++)
    {
      PlumeHeatLaw law;

      if (!plume_heat_law_init (&law, options->law, gauge->ladder->times[l], options->rate,
                                options->steps, gauge->ladder->largest[l], NULL))
        {
          g_atomic_int_set (&tables->is_refused, TRUE);
          return;
        }
      gauge->steps[l] = (float)law.step;
      for (gsize node = 0; node < LEVEL_NODES; node++)
        gauge->nodes[l * LEVEL_NODES + node] = (float)law.distances[node];
    }
}

/**
 * plume_heat_gauge_new:
 * @ladder: kept
 * @options: law, σ, power, and the numbers of the law; ρ, floors and truncations take the whole set
 * of distances and are refused
 * @error: %PLUME_ERROR_USAGE
 *
 * At once for Varadhan's law; about a millisecond a level for the others.
 *
 * Returns: (transfer full): the gauge
 */
PlumeHeatGauge *
plume_heat_gauge_new (PlumeHeatLadder *ladder,
                      const PlumeGeodesicOptions *options,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (PlumeHeatGauge) gauge = NULL;
  Tables tables;

  if (options->denoising != 0 || options->floor != 0 || options->heat_truncation != 0
      || options->truncation != PLUME_TRUNCATE_NONE)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("denoising, floors and truncations are not done in every frame; make "
                              "the distances of one time instead"));
      return NULL;
    }
  gauge = g_atomic_rc_box_new0 (PlumeHeatGauge);
  gauge->ladder = plume_heat_ladder_ref (ladder);
  gauge->options = *options;
  if (options->law != PLUME_LAW_LATTICE && options->law != PLUME_LAW_MATERN)
    return g_steal_pointer (&gauge);
  gauge->steps = g_new (float, ladder->n_levels);
  gauge->nodes = g_new (float, ladder->n_levels *LEVEL_NODES);
  tables = (Tables){ gauge, FALSE };
  if (!plume_parallel_for (ladder->n_levels, 1, fill_tables, &tables, task, error))
    return NULL;
  if (tables.is_refused)
    {
      PlumeHeatLaw law;

      plume_heat_law_init (&law, options->law, 1, options->rate, options->steps, 1, error);
      return NULL;
    }
  return g_steal_pointer (&gauge);
}

/* One level as a row of pairs sees it. */
typedef struct
{
  const float *decays; /* u of the pairs of the row */
  const float *own;    /* log H(j,j) */
  const float *linear; /* H(j,j) over the largest */
  const float *nodes;
  float t, log_t, step;
} Side;

/* log cosh ((l_i − l_j)/2) = −½ log (1 − q²), q = (h_i − h_j)/(h_i + h_j); within 1e-7 */
static inline float
log_cosh (float a, float b)
{
  float q = (a - b) / (a + b);

  return -0.5f * plume_vector_log (1 - q * q + 1e-20f);
}

/* Adds share × distance of the pairs of row i with j = i + 1 … m − 1. */
PLUME_VECTOR_CLONES static void
add_varadhan (
    const Side *side, gsize i, gsize count, float harnack, float share, float *restrict distances)
{
  float half_t = 2 * side->t, /* x + |x| is twice the positive part */
      own = side->own[i], linear = side->linear[i];
  float less = 0.5f * (harnack - 1);
  const float *decays = side->decays, *others = side->own + i + 1, *linears = side->linear + i + 1;

#pragma omp simd
  for (gsize k = 0; k < count; k++)
    {
      float square = decays[k] + less * (own + others[k]) + harnack * log_cosh (linear, linears[k]);

      distances[k] += share * sqrtf (half_t * (square + fabsf (square)));
    }
}

PLUME_VECTOR_CLONES static void
add_profile (const Side *side, gsize count, float share, float *restrict distances)
{
  float nodes_a_root = 1 / side->step;
  const float *decays = side->decays, *nodes = side->nodes;

#pragma omp simd
  for (gsize k = 0; k < count; k++)
    {
      float place = sqrtf (sqrtf (decays[k])) * nodes_a_root;
      gint32 node = plume_vector_cell (place, PLUME_HEAT_LAW_NODES);
      float part = place - (float)node;

      distances[k] += share * ((1 - part) * nodes[node] + part * nodes[node + 1]);
    }
}

PLUME_VECTOR_CLONES static void
add_logarithm (const Side *side, gsize i, gsize count, float share, float *restrict distances)
{
  float scale = share / side->log_t, own = side->own[i];
  const float *decays = side->decays, *others = side->own + i + 1;

#pragma omp simd
  for (gsize k = 0; k < count; k++)
    distances[k] += fabsf (scale * (0.5f * (own + others[k]) - decays[k]));
}

typedef struct
{
  const PlumeHeatGauge *gauge;
  gsize level;
  float share;         /* of the level above */
  float *own, *linear; /* of both levels, 2 × m */
  float *triangle;
} Frame;

static void
add_level (const Frame *frame, guint which, gsize i, float share, float *row)
{
  const PlumeHeatGauge *gauge = frame->gauge;
  const PlumeHeatLadder *ladder = gauge->ladder;
  gsize l = frame->level + which, m = ladder->m, count = m - 1 - i;
  Side side = {
    .decays = ladder->decays[l] + i * (2 * m - i - 1) / 2,
    .own = frame->own + which * m,
    .linear = frame->linear + which * m,
    .t = (float)ladder->times[l],
    .log_t = (float)log (ladder->times[l]),
  };

  if (gauge->nodes != NULL)
    {
      side.nodes = gauge->nodes + l * LEVEL_NODES;
      side.step = gauge->steps[l];
      add_profile (&side, count, share, row);
    }
  else if (gauge->options.law == PLUME_LAW_LOGARITHM)
    add_logarithm (&side, i, count, share, row);
  else
    add_varadhan (&side, i, count, (float)gauge->options.harnack, share, row);
}

static void
raise_row (float *row, gsize count, float power)
{
  if (power == 1)
    return;
  for (gsize k = 0; k < count; k++)
    row[k] = power == 2 ? row[k] * row[k] : powf (row[k], power);
}

static void
fill_rows (gsize from, gsize to, gpointer data)
{
  const Frame *frame = data;
  gsize m = frame->gauge->ladder->m;

  for (gsize i = from; i < to; i++)
    {
      gsize count = m - 1 - i;
      float *row = frame->triangle + i * (2 * m - i - 1) / 2;

      memset (row, 0, count * sizeof (float));
      add_level (frame, 0, i, 1 - frame->share, row);
      if (frame->share > 0)
        add_level (frame, 1, i, frame->share, row);
      raise_row (row, count, (float)frame->gauge->options.power);
    }
}

/* log H(i,i) and H(i,i) of the two levels */
static void
take_own (Frame *frame)
{
  const PlumeHeatLadder *ladder = frame->gauge->ladder;
  gsize m = ladder->m;

  for (gsize which = 0; which < 2; which++)
    {
      const double *own = ladder->own + MIN (frame->level + which, ladder->n_levels - 1) * m;
      double largest = -INFINITY;

      for (gsize i = 0; i < m; i++)
        largest = MAX (largest, own[i]);
      for (gsize i = 0; i < m; i++)
        {
          frame->own[which * m + i] = (float)own[i];
          frame->linear[which * m + i] = (float)exp (own[i] - largest);
        }
    }
}

/**
 * plume_heat_gauge_distances:
 * @source: (type PlumeHeatGauge): the gauge
 * @t: time; beyond the ladder's ends, its ends
 * @triangle: (out caller-allocates): m (m − 1)/2 distances of pairs i < j, row by row
 *
 * O(m²), on all cores.
 */
void
plume_heat_gauge_distances (gpointer source, double t, float *triangle)
{
  const PlumeHeatGauge *gauge = source;
  const PlumeHeatLadder *ladder = gauge->ladder;
  double last = (double)(ladder->n_levels - 1);
  double place = CLAMP (2 * log2 (t / ladder->times[0]), 0.0, last);
  gsize level = MIN ((gsize)place, ladder->n_levels - 1);
  g_autofree float *own = g_new (float, 2 * ladder->m), *linear = g_new (float, 2 * ladder->m);
  Frame frame = { gauge, level, (float)(place - (double)level), own, linear, triangle };

  take_own (&frame);
  plume_parallel_for (ladder->m, ROWS_AT_A_TIME, fill_rows, &frame, NULL, NULL);
}
