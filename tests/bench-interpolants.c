/* bench-interpolants.c: how soon a bridge answers: 16 pairs, while dragging, in full, and as a heat
 * map. */
#include "generative/plume-interpolant-flow.h"

#include <stdlib.h>

#define RUNS 15

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static void
report (const char *name, double budget, double *ms)
{
  qsort (ms, RUNS, sizeof *ms, compare);
  g_print ("%s: median %.1f ms (min %.1f, max %.1f; budget %.0f)\n", name, ms[RUNS / 2], ms[0],
           ms[RUNS - 1], budget);
}

static PlumeMixture *
make_side (double x)
{
  double weights[4] = { 1, 2, 1, 2 }, means[8], covariances[16] = { 0 };

  for (guint k = 0; k < 4; k++)
    {
      means[2 * k] = x + 0.3 * k;
      means[2 * k + 1] = k - 1.5;
      covariances[4 * k] = 0.1 + 0.02 * k;
      covariances[4 * k + 3] = 0.05;
    }
  return plume_mixture_new (4, 2, weights, means, covariances, NULL);
}

static void
measure_flow (const PlumeBridge *bridge,
              const char *name,
              double budget,
              PlumeFlowMethod method,
              gsize n,
              guint steps)
{
  g_autofree double *start = g_new (double, 2 * n);
  PlumeFlowPlan plan = plume_flow_plan_init (method, steps);
  double ms[RUNS];

  plan.epsilon = 0.1;
  plume_bridge_sample (bridge, 0, n, 1, start, NULL, NULL, NULL);
  for (guint run = 0; run < RUNS; run++)
    {
      gint64 from = g_get_monotonic_time ();
      g_autoptr (PlumeFlow) flow = plume_flow_run (bridge, &plan, n, start, NULL, NULL);

      ms[run] = (double)(g_get_monotonic_time () - from) / 1000;
    }
  report (name, budget, ms);
}

static void
measure_map (const PlumeBridge *bridge)
{
  gsize n = 256 * 256;
  g_autofree double *x = g_new (double, 2 * n), *log_density = g_new (double, n);
  PlumeBridgeFields fields = { .log_density = log_density };
  double ms[RUNS];

  for (gsize i = 0; i < n; i++)
    {
      x[2 * i] = (double)(i % 256) / 32 - 4;
      x[2 * i + 1] = (double)(i / 256) / 32 - 4;
    }
  for (guint run = 0; run < RUNS; run++)
    {
      gint64 from = g_get_monotonic_time ();

      plume_bridge_evaluate (bridge, 0.4, n, x, &fields, NULL, NULL);
      ms[run] = (double)(g_get_monotonic_time () - from) / 1000;
    }
  report ("heat map, 256 × 256 × 16 pairs", 8, ms);
}

int
main (int argc, char **argv)
{
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 1);
  g_autoptr (PlumeMixture) left = make_side (-2), right = make_side (2);
  g_autoptr (PlumeBridge) bridge = plume_bridge_new (&interpolant, left, right, NULL);

  measure_flow (bridge, "flow while dragging, 2,000 × 20 × 16 pairs", 16, PLUME_FLOW_RUNGE_KUTTA,
                2000, 20);
  measure_flow (bridge, "diffusion while dragging, 2,000 × 20 × 16 pairs", 16, PLUME_FLOW_HEUN,
                2000, 20);
  measure_flow (bridge, "flow, 10,000 × 50 × 16 pairs", 80, PLUME_FLOW_RUNGE_KUTTA, 10000, 50);
  measure_flow (bridge, "diffusion, 10,000 × 50 × 16 pairs", 80, PLUME_FLOW_HEUN, 10000, 50);
  measure_map (bridge);
  return 0;
}
