/* plume-live-scaling.c: key frames from the middle time outwards, and frames between them. */
#include "manifold/plume-live-scaling.h"

#include "core/plume-error.h"
#include "manifold/plume-guttman-single.h"
#include "manifold/plume-scaling-classical.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define STUCK 1.3 /* times the stress of a fresh start */

struct _PlumeLiveScaling
{
  gsize m, n_times;
  double *times;        /* rising */
  PlumePoints **frames; /* one a time */
  PlumeLivePlan plan;
  PlumeTriangleFunc distances;
  gpointer source;
  GDestroyNotify free_source;
  GMutex lock; /* of the source */
};

static void
clear_live (gpointer data)
{
  PlumeLiveScaling *live = data;

  for (gsize k = 0; live->frames != NULL && k < live->n_times; k++)
    plume_points_unref (live->frames[k]);
  g_free (live->frames);
  g_free (live->times);
  if (live->free_source != NULL)
    live->free_source (live->source);
  g_mutex_clear (&live->lock);
}

PlumeLiveScaling *
plume_live_scaling_ref (PlumeLiveScaling *live)
{
  return g_atomic_rc_box_acquire (live);
}

void
plume_live_scaling_unref (PlumeLiveScaling *live)
{
  if (live != NULL)
    g_atomic_rc_box_release_full (live, clear_live);
}

/* Of the key frames; the source counts itself. */
gsize
plume_live_scaling_get_bytes (const PlumeLiveScaling *live)
{
  return live->n_times * (live->m * live->plan.dimensions + 1) * sizeof (double);
}

static void
put (PlumeSingleGuttman *guttman, const PlumePoints *points)
{
  for (gsize i = 0; i < guttman->m; i++)
    for (guint c = 0; c < guttman->d; c++)
      guttman->y[c * guttman->m + i] = (float)points->values[i * guttman->d + c];
}

static PlumePoints *
take (const PlumeSingleGuttman *guttman)
{
  PlumePoints *points = plume_points_new (guttman->m, guttman->d);

  for (gsize i = 0; i < guttman->m; i++)
    for (guint c = 0; c < guttman->d; c++)
      points->values[i * guttman->d + c] = (double)guttman->y[c * guttman->m + i];
  return points;
}

static float *
ask (PlumeLiveScaling *live, double t)
{
  float *triangle = g_new (float, MAX (live->m * (live->m - 1) / 2, 1));

  g_mutex_lock (&live->lock);
  live->distances (live->source, t, triangle);
  g_mutex_unlock (&live->lock);
  return triangle;
}

/* Steps until stress hardly changes; the stress before the last one */
static gboolean
relax (PlumeSingleGuttman *guttman, const PlumeLivePlan *plan, PlumeTask *task, GError **error)
{
  double before = INFINITY;

  for (guint step = 0; step < plan->key_steps; step++)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      plume_single_guttman_step (guttman);
      if (before - guttman->stress < plan->key_tolerance * guttman->stress)
        break;
      before = guttman->stress;
    }
  return TRUE;
}

/* The frame of one time, from its neighbour's and from the classical solution: whoever comes to
 * less stress, but the neighbour unless it is stuck. */
static PlumePoints *
make_frame (PlumeLiveScaling *live,
            double t,
            const PlumePoints *neighbour,
            gboolean tries_fresh,
            PlumeTask *task,
            GError **error)
{
  g_autofree float *triangle = ask (live, t);
  g_autoptr (PlumePoints) fresh = NULL;
  g_autoptr (PlumePoints) warm = NULL;
  g_auto (PlumeSingleGuttman) guttman = { 0 };
  double stress = INFINITY;

  if (tries_fresh)
    {
      g_autoptr (PlumeDistances) square = plume_distances_new_from_triangle (live->m, triangle);

      fresh = plume_scaling_classical (square, live->plan.dimensions, NULL, NULL, task, error);
      if (fresh == NULL)
        return NULL;
    }
  plume_single_guttman_init (&guttman, live->m, live->plan.dimensions);
  guttman.triangle = triangle;
  if (neighbour != NULL)
    {
      put (&guttman, neighbour);
      if (!relax (&guttman, &live->plan, task, error))
        return NULL;
      stress = guttman.stress;
      warm = take (&guttman);
    }
  if (fresh == NULL)
    {
      plume_procrustes (neighbour, warm, FALSE);
      return g_steal_pointer (&warm);
    }
  put (&guttman, fresh);
  if (!relax (&guttman, &live->plan, task, error))
    return NULL;
  if (warm == NULL || stress > STUCK * guttman.stress)
    {
      g_clear_pointer (&warm, plume_points_unref);
      warm = take (&guttman);
    }
  if (neighbour != NULL)
    plume_procrustes (neighbour, warm, stress > STUCK * guttman.stress);
  return g_steal_pointer (&warm);
}

static gboolean
check (gsize m, gsize n_times, const double *times, const PlumeLivePlan *plan, GError **error)
{
  gboolean rises = n_times > 0 && times[0] > 0;

  for (gsize k = 1; k < n_times; k++)
    rises = rises && times[k] > times[k - 1];
  if (!rises)
    g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                         _ ("key frames need times above 0 that rise; choose a range of times"));
  else if (plan->dimensions < 2 || plan->dimensions > 3)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("a live picture has 2 or 3 dimensions, not %u; choose 2 or 3"),
                 plan->dimensions);
  else if (m <= plan->dimensions)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("%u landmarks cannot be drawn in %u dimensions; take more landmarks"), (guint)m,
                 plan->dimensions);
  else
    return TRUE;
  return FALSE;
}

/* From the middle time to the earliest, then to the latest: at late times all distances are nearly
 * equal, and a fresh start costs much and says little. */
static gboolean
make_frames (PlumeLiveScaling *live, PlumeTask *task, GError **error)
{
  gsize n = live->n_times, middle = n / 2;

  for (gsize done = 0; done < n; done++)
    {
      gsize k = done <= middle ? middle - done : done;
      gboolean is_late = k > middle, is_first = done == 0;
      const PlumePoints *neighbour = is_first ? NULL : live->frames[is_late ? k - 1 : k + 1];
      gboolean tries_fresh =
          is_first
          || (!is_late && live->plan.fresh_every > 0 && done % live->plan.fresh_every == 0);
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)done / (double)n, (double)(done + 1) / (double)n);

      live->frames[k] = make_frame (live, live->times[k], neighbour, tries_fresh, part, error);
      if (live->frames[k] == NULL)
        return FALSE;
      plume_task_set_progress (part, 1);
    }
  return TRUE;
}

/**
 * plume_live_scaling_new:
 * @m: landmarks
 * @n_times: @times: rising, > 0: those of the key frames, such as the levels of a ladder
 * @plan: how
 * @distances: @source: where distances come from
 * @free_source: (nullable): called with @source in the end, also where this fails
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Computes the key frames, from the middle time outwards. Each begins at its neighbour, unless a
 * fresh start from the classical solution ends at less than 1/1.3 of its stress, and is
 * turned and shifted onto it, never scaled.
 *
 * Returns: (transfer full): what pictures are taken from
 */
PlumeLiveScaling *
plume_live_scaling_new (gsize m,
                        gsize n_times,
                        const double *times,
                        const PlumeLivePlan *plan,
                        PlumeTriangleFunc distances,
                        gpointer source,
                        GDestroyNotify free_source,
                        PlumeTask *task,
                        GError **error)
{
  g_autoptr (PlumeLiveScaling) live = g_atomic_rc_box_new0 (PlumeLiveScaling);

  g_mutex_init (&live->lock);
  live->m = m;
  live->n_times = n_times;
  live->plan = *plan;
  live->distances = distances;
  live->source = source;
  live->free_source = free_source;
  if (!check (m, n_times, times, plan, error))
    return NULL;
  live->times = g_memdup2 (times, n_times * sizeof (double));
  live->frames = g_new0 (PlumePoints *, n_times);
  if (!make_frames (live, task, error))
    return NULL;
  return g_steal_pointer (&live);
}

/* Between the key frames on both sides of t */
static PlumePoints *
interpolate (const PlumeLiveScaling *live, double t)
{
  PlumePoints *points = plume_points_new (live->m, live->plan.dimensions);
  const double *early, *late;
  gsize k = 0;
  double share = 0;

  while (k + 2 < live->n_times && live->times[k + 1] <= t)
    k++;
  early = live->frames[k]->values;
  late = live->frames[MIN (k + 1, live->n_times - 1)]->values;
  if (k + 1 < live->n_times)
    share = log (t / live->times[k]) / log (live->times[k + 1] / live->times[k]);
  for (gsize i = 0; i < live->m * live->plan.dimensions; i++)
    points->values[i] = (1 - share) * early[i] + share * late[i];
  return points;
}

/**
 * plume_live_scaling_at:
 * @live: key frames
 * @t: time; beyond the first or last key frame, theirs
 * @stress_1: (out) (nullable): √(Σ (δ − D)²/Σ D²) of the picture
 * @distances: (out) (nullable) (transfer full): D
 *
 * The picture at a time: continuous in it, and the same whenever it is asked for. Some
 * milliseconds for 1,000 landmarks; any thread.
 *
 * Returns: (transfer full): m × d
 */
PlumePoints *
plume_live_scaling_at (PlumeLiveScaling *live,
                       double t,
                       double *stress_1,
                       PlumeDistances **distances)
{
  g_autoptr (PlumePoints) start = NULL;
  g_autofree float *triangle = NULL;
  g_auto (PlumeSingleGuttman) guttman = { 0 };
  PlumePoints *picture;

  t = CLAMP (t, live->times[0], live->times[live->n_times - 1]);
  start = interpolate (live, t);
  triangle = ask (live, t);
  plume_single_guttman_init (&guttman, live->m, live->plan.dimensions);
  guttman.triangle = triangle;
  put (&guttman, start);
  for (guint step = 0; step < live->plan.frame_steps; step++)
    plume_single_guttman_step (&guttman);
  if (stress_1 != NULL)
    {
      plume_single_guttman_look (&guttman);
      *stress_1 = guttman.squares > 0 ? sqrt (guttman.stress / guttman.squares) : 0;
    }
  if (distances != NULL)
    *distances = plume_distances_new_from_triangle (live->m, triangle);
  picture = take (&guttman);
  plume_procrustes (start, picture, FALSE);
  return picture;
}

/**
 * plume_live_scaling_settle:
 * @live: key frames
 * @t: time
 * @most_steps: @tolerance: as in #PlumeScaling
 * @counts: (out) (nullable)
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * What the picture of plume_live_scaling_at() comes to when it is given time, in double precision:
 * for when the drag is over. It depends on @t alone too.
 *
 * Returns: (transfer full): m × d
 */
PlumePoints *
plume_live_scaling_settle (PlumeLiveScaling *live,
                           double t,
                           guint most_steps,
                           double tolerance,
                           PlumeScalingCounts *counts,
                           PlumeTask *task,
                           GError **error)
{
  double inside = CLAMP (t, live->times[0], live->times[live->n_times - 1]);
  g_autoptr (PlumePoints) start = plume_live_scaling_at (live, inside, NULL, NULL);
  g_autofree float *triangle = ask (live, inside);
  g_autoptr (PlumeDistances) square = plume_distances_new_from_triangle (live->m, triangle);
  PlumeScaling scaling = {
    PLUME_SCALING_METRIC, live->plan.dimensions, NULL, start->values, most_steps, tolerance
  };
  /* the square's points on the way are not for whoever looks at the whole */
  g_autoptr (PlumeTask) part = plume_task_new_part (task, 0, 1);
  PlumePoints *picture = plume_scaling_solve (square, &scaling, counts, part, error);

  if (picture != NULL)
    plume_procrustes (start, picture, FALSE);
  return picture;
}
