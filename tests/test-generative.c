/* test-generative.c: processes, grids and deterministic solvers against closed forms and reference
 * tables. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"
#include "generative/plume-transfer.h"

#include "reference-mixture.h"
#include "reference-table.h"

#include <math.h>
#include <string.h>

#define POINTS 8

/* What the tables were computed with. */
typedef struct
{
  PlumeProcess process;
  PlumeScore *score;
  PlumeSamplingPlan plan;
  double start[2 * POINTS], exact[2 * POINTS];
} Bench;

static void
bench_init (Bench *bench)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", "start-and-exact.csv");
  g_autoptr (PlumeMixture) mixture = read_reference_mixture ("14-dpm-solver", NULL);

  for (guint i = 0; i < POINTS; i++)
    for (guint c = 0; c < 2; c++)
      {
        bench->start[2 * i + c] = reference_number (rows, i + 1, 1 + c);
        bench->exact[2 * i + c] = reference_number (rows, i + 1, 3 + c);
      }
  bench->score = plume_mixture_score_new (mixture);
  bench->process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  bench->plan = (PlumeSamplingPlan){ .process = &bench->process,
                                     .score = bench->score,
                                     .options = plume_solver_options_init (),
                                     .grid = plume_time_grid_find ("lambda"),
                                     .from = 1,
                                     .to = 1e-3 };
}

static void
bench_clear (Bench *bench)
{
  plume_score_unref (bench->score);
}

static PlumeSampling *
sample (const Bench *bench)
{
  g_autoptr (GError) error = NULL;
  PlumeSampling *sampling =
      plume_sample (&bench->plan, POINTS, bench->start, PLUME_KEEP_END, NULL, &error);

  g_assert_no_error (error);
  return sampling;
}

/* The solver of the name that the tables give it */
typedef struct
{
  const char *name, *id;
  PlumeForm form;
  gboolean taylor, published;
} Named;

static const Named named[] = {
  { "ddim", "ddim", PLUME_FORM_AUTO, FALSE, FALSE },
  { "euler-t", "euler-t", PLUME_FORM_AUTO, FALSE, FALSE },
  { "heun-k", "heun", PLUME_FORM_AUTO, FALSE, FALSE },
  { "dpm-solver-2", "dpm-solver-2", PLUME_FORM_NOISE, FALSE, FALSE },
  { "dpm-solver-2-taylor", "dpm-solver-2", PLUME_FORM_NOISE, TRUE, FALSE },
  { "dpm-solver-3", "dpm-solver-3", PLUME_FORM_NOISE, FALSE, FALSE },
  { "dpm-solver++-2s", "dpm-solver-2", PLUME_FORM_DATA, FALSE, FALSE },
  { "dpm-solver++-3s", "dpm-solver-3", PLUME_FORM_DATA, FALSE, FALSE },
  { "dpm-solver-2m", "dpm-solver-2m", PLUME_FORM_NOISE, FALSE, FALSE },
  { "dpm-solver++-2m", "dpm-solver-2m", PLUME_FORM_DATA, FALSE, FALSE },
  { "dpm-solver-3m-published", "dpm-solver-3m", PLUME_FORM_NOISE, FALSE, TRUE },
  { "dpm-solver++-3m-published", "dpm-solver-3m", PLUME_FORM_DATA, FALSE, TRUE },
  { "unipc-2-bh2", "unipc-2", PLUME_FORM_AUTO, FALSE, FALSE },
  { "unipc-3-bh2", "unipc-3", PLUME_FORM_AUTO, FALSE, FALSE },
  { "unipc-3-bh1", "unipc-3-bh1", PLUME_FORM_AUTO, FALSE, FALSE },
  { "unip-3-bh2", "unip-3", PLUME_FORM_AUTO, FALSE, FALSE },
  { "dpm-solver++-3m-corrected", "dpm-solver-3m", PLUME_FORM_DATA, FALSE, FALSE },
};

static const Named *
named_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (strcmp (named[i].name, name) == 0)
      return &named[i];
  return NULL;
}

static void
take (Bench *bench, const Named *solver, const char *grid, guint budget)
{
  bench->plan.solver = plume_solver_find (solver->id);
  g_assert_nonnull (bench->plan.solver);
  bench->plan.options = plume_solver_options_init ();
  bench->plan.options.form = solver->form;
  bench->plan.options.taylor = solver->taylor;
  bench->plan.options.published = solver->published;
  bench->plan.grid = plume_time_grid_find (strcmp (grid, "quad") == 0 ? "quadratic" : grid);
  bench->plan.budget = budget;
}

/* The tables step at full order with inner nodes at equal parts of λ: nodes are given. */
static PlumeSampling *
sample_with_equal_steps (Bench *bench)
{
  guint n_steps = bench->plan.budget / bench->plan.solver->evaluations;
  g_autoptr (PlumeArray) times = plume_time_grid_make (
      bench->plan.grid, &bench->process, bench->plan.from, bench->plan.to, 0, n_steps, NULL);
  PlumeSampling *sampling;

  bench->plan.times = times;
  sampling = sample (bench);
  bench->plan.times = NULL;
  g_assert_cmpuint (sampling->evaluations, ==, n_steps * bench->plan.solver->evaluations);
  g_assert_cmpuint (sampling->n_nodes, ==, n_steps + 1);
  return sampling;
}

static void
compare_table (const char *table, gboolean lower_never)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", table);
  Bench bench;
  guint compared = 0;

  bench_init (&bench);
  for (guint i = 1; i < rows->len; i += POINTS)
    {
      char **first = g_ptr_array_index (rows, i);
      const Named *solver = named_find (first[0]);
      guint nfe = (guint)g_ascii_strtoull (first[2], NULL, 10);
      g_autoptr (PlumeSampling) sampling = NULL;

      if (solver == NULL)
        continue;
      take (&bench, solver, first[1], nfe);
      if (lower_never)
        bench.plan.options.lower_order_final = PLUME_LOWER_NEVER;
      sampling = sample_with_equal_steps (&bench);
      for (guint p = 0; p < POINTS; p++)
        for (guint c = 0; c < 2; c++)
          {
            double wanted = reference_number (rows, i + p, 4 + c), got = sampling->end[2 * p + c];

            if (!(fabs (wanted - got) <= (nfe < 12 ? 1e-7 : 1e-9)))
              g_error ("%s on %s, %u evaluations, point %u: %.15g instead of %.15g", first[0],
                       first[1], nfe, p, got, wanted);
          }
      compared++;
    }
  bench_clear (&bench);
  g_test_message ("%u runs compared", compared);
  g_assert_cmpuint (compared, >, 0);
}

static void
test_endpoints (void)
{
  compare_table ("endpoints.csv", FALSE);
}

static void
test_corrected_endpoints (void)
{
  compare_table ("endpoints-more.csv", TRUE);
}

static void
test_exact (void)
{
  Bench bench;
  g_autoptr (PlumeSampling) ends = NULL, many = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  ends = plume_sample_exactly (&bench.plan, POINTS, bench.start, 2, PLUME_KEEP_END, NULL, &error);
  g_assert_no_error (error);
  many = plume_sample_exactly (&bench.plan, POINTS, bench.start, 50, PLUME_KEEP_PATH, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2 * POINTS; i++)
    {
      g_assert_cmpfloat_with_epsilon (ends->end[i], bench.exact[i], 2e-11);
      g_assert_cmpfloat_with_epsilon (many->end[i], bench.exact[i], 2e-11);
      g_assert_cmpfloat_with_epsilon (many->path[i], bench.start[i], 1e-14);
    }
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/solvers/reference-end-points", test_endpoints);
  g_test_add_func ("/generative/solvers/corrected-third-order-end-points",
                   test_corrected_endpoints);
  g_test_add_func ("/generative/exact/reference", test_exact);
  return g_test_run ();
}
