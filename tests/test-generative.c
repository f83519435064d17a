/* test-generative.c: the generative core against closed forms and reference tables. */
#include "core/plume-error.h"
#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"

#include <math.h>

static void
test_round_trips (void)
{
  for (guint i = 0; plume_process_types[i] != NULL; i++)
    {
      PlumeProcess process = plume_process_init (plume_process_types[i], NULL);

      for (double u = 0.01; u < 1; u += 0.07)
        {
          double t = u * process.last;

          g_assert_cmpfloat_with_epsilon (
              plume_process_time_at (&process, plume_process_at (&process, t).lambda), t,
              1e-11 * t);
        }
    }
}

static void
test_point_mass (void)
{
  double weight = 1, mean[2] = { 0.3, -1.2 }, zero[4] = { 0 }, start[2] = { 0.7, 0.1 };
  g_autoptr (PlumeMixture) point = plume_mixture_new (1, 2, &weight, mean, zero, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (point);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeSamplingPlan plan = { .process = &process,
                             .score = score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = 1 };
  PlumeMarginal from = plume_process_at (&process, 1), to = plume_process_at (&process, 1e-3);
  g_autoptr (PlumeSampling) sampling = plume_sample (&plan, 1, start, PLUME_KEEP_END, NULL, NULL);

  g_assert_cmpuint (sampling->evaluations, ==, 1);
  for (guint c = 0; c < 2; c++)
    g_assert_cmpfloat_with_epsilon (
        sampling->end[c],
        to.alpha * mean[c] + to.sigma * (start[c] - from.alpha * mean[c]) / from.sigma, 1e-13);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/process/time-of-lambda-of-time", test_round_trips);
  g_test_add_func ("/generative/ddim/a-point-in-one-step", test_point_mass);
  return g_test_run ();
}
