/* bench-interpolants.c: how soon a bridge answers: 16 pairs, while dragging, in full, and as a heat
 * map; couplings; and the view of the experiment. */
#include "experiments/plume-experiments.h"
#include "generative/plume-coupling.h"
#include "generative/plume-interpolant-flow.h"
#include "lab/plume-engine.h"

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

/* Between two clouds that are far apart */
static void
measure_assignment (gsize n, double budget)
{
  g_autofree double *x = g_new (double, 2 * n), *y = g_new (double, 2 * n), *cost = NULL;
  g_autofree guint *partner = g_new (guint, n);
  g_autofree char *name = g_strdup_printf ("assignment of %u places", (guint)n);
  double ms[RUNS];

  plume_noise_start (1, n, 2, x);
  plume_noise_start (2, n, 2, y);
  for (gsize i = 0; i < n; i++)
    y[2 * i] += 4;
  cost = plume_squared_distances (n, n, 2, x, y);
  for (guint run = 0; run < RUNS; run++)
    {
      gint64 from = g_get_monotonic_time ();

      plume_assignment (n, cost, partner, NULL, NULL);
      ms[run] = (double)(g_get_monotonic_time () - from) / 1000;
    }
  report (name, budget, ms);
}

/* The bridge view after one change of a number, as while a slider or handle is held */
static void
measure_view (const char *name,
              const char *coupling,
              const char *address,
              double from,
              gboolean coarse,
              double budget)
{
  const PlumeExperiment *experiment = plume_experiments_find ("stochastic-interpolants");
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) fresh = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  gboolean views[16] = { TRUE };
  PlumeAddress place;
  g_autoptr (PlumeValues) values = NULL;
  double ms[RUNS];

  plume_address_parse (fresh, "coupling", &place, NULL);
  values = plume_values_with_text (fresh, &place, coupling, NULL);
  plume_address_parse (values, address, &place, NULL);
  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) now =
          plume_values_with_number (values, &place, from * (1 + 0.01 * run), NULL);
      PlumeWish wish = {
        .values = now, .inputs = inputs, .views = views, .coarse = coarse && run >= 0
      };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

      if (run >= 0)
        ms[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  report (name, budget, ms);
  plume_engine_free (engine);
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
  measure_assignment (1024, 50);
  measure_assignment (256, 2);
  measure_view ("bridge view, component held", "independent", "right-components[1].x", 2, TRUE, 16);
  measure_view ("bridge view, component let go", "independent", "right-components[1].x", 2, FALSE,
                100);
  measure_view ("bridge view, time held", "independent", "time", 0.5, TRUE, 16);
  measure_view ("optimal transport, component held", "optimal-transport", "right-components[1].x",
                2, TRUE, 100);
  measure_view ("optimal transport, component let go", "optimal-transport", "right-components[1].x",
                2, FALSE, 1000);
  measure_view ("optimal transport, noise held", "optimal-transport", "gamma-scale", 0.5, TRUE,
                100);
  measure_view ("optimal transport, time held", "optimal-transport", "time", 0.5, TRUE, 16);
  measure_view ("entropic transport, ε held", "entropic", "epsilon", 0.3, TRUE, 100);
  return 0;
}
