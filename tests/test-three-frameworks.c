/* test-three-frameworks.c: the three frameworks as a person uses them. */
#include "experiment.h"

#define STATEMENT(path, function) STATEMENT_OF ("three-frameworks", path, function)

static void
test_nobody_overdraws (Fixture *fixture, gconstpointer data)
{
  static const int budgets[] = { 12, 137 };

  for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
    for (guint sampler = 0; sampler < 5; sampler += 2)
      {
        static const char *const samplers[] = { "euler-maruyama", "predictor-corrector",
                                                "sde-dpm-solver", "flow-euler", "flow-heun" };
        g_autoptr (PlumePublication) publication = NULL;

        set_number (fixture, "samples", 100);
        set_number (fixture, "evaluations", budgets[i]);
        set_value (fixture, "sde-sampler", samplers[sampler]);
        publication = evaluate_view (fixture, "ddpm");
        for (guint f = 0; f < 3; f++)
          {
            double made = get_readout (fixture, publication, "evaluations-made", f);

            g_assert_cmpfloat (made, <=, budgets[i]);
            g_assert_cmpfloat (made, >=, 0.8 * budgets[i] - 2);
          }
      }
}

/* All begin in the same noise: in the common coordinates a standard normal at the first λ of each,
 * and at the end all lie on the data: mean and spread over each component's share */
static void
test_all_end_on_the_data (Fixture *fixture, gconstpointer data)
{
  static const char *const views[] = { "ddpm", "ncsn", "sde" };
  double mean[2] = { -1.5 * 0.3 + 1.2 * 0.25 + 0.9 * 0.25 - 0.4 * 0.2,
                     -0.5 * 0.3 + 1.0 * 0.25 - 1.3 * 0.25 + 1.6 * 0.2 };

  set_number (fixture, "samples", 4000);
  set_number (fixture, "evaluations", 300);
  for (guint f = 0; f < 3; f++)
    {
      g_autoptr (PlumePublication) publication = evaluate_view (fixture, views[f]);
      const PlumeMark *places = find_mark (fixture, publication, views[f], "places");
      double x = 0, y = 0;

      g_assert_cmpuint (places->x->length, ==, 4000);
      for (gsize i = 0; i < 4000; i++)
        {
          x += places->x->values[i] / 4000;
          y += places->y->values[i] / 4000;
        }
      /* 4 standard errors of a spread of about 1.2, and what 300 steps leave */
      assert_near (x, mean[0], 4 * 1.2 / sqrt (4000) + 0.02);
      assert_near (y, mean[1], 4 * 1.2 / sqrt (4000) + 0.02);
    }
}

/* With ten evaluations NCSN has two levels and is lost; what the SDE is solved with is no matter of
 * the other two. */
static void
test_small_budgets_tell_them_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) noisy = NULL;
  g_autoptr (PlumePublication) flow = NULL;

  set_number (fixture, "evaluations", 10);
  noisy = evaluate_view (fixture, "quality");
  g_assert_cmpfloat (get_readout (fixture, noisy, "distance", 1), >,
                     3 * get_readout (fixture, noisy, "distance", 0));
  set_value (fixture, "sde-sampler", "flow-heun");
  flow = evaluate_view (fixture, "quality");
  g_assert_cmpfloat (get_readout (fixture, flow, "distance", 2), !=,
                     get_readout (fixture, noisy, "distance", 2));
  for (guint f = 0; f < 2; f++)
    g_assert_cmpfloat (get_readout (fixture, flow, "distance", f), ==,
                       get_readout (fixture, noisy, "distance", f));
}

static void
test_the_bound_is_above_the_entropy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);
  PlumeReading entropy = get_reading (fixture, publication, "entropy", 0),
               bound = get_reading (fixture, publication, "variational-bound", 0);

  g_assert_cmpfloat (bound.value, >, entropy.value - 3 * hypot (bound.error, entropy.error));
}

static void
test_works_are_counted_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) all = evaluate_view (fixture, "literature");
  g_autoptr (PlumePublication) some = NULL;
  const PlumeMark *works = find_mark (fixture, all, "literature", "works");
  double sum = 0;

  for (gsize i = 0; i < works->value->length; i++)
    sum += works->value->values[i];
  g_assert_cmpfloat (sum, ==, 20);
  set_value (fixture, "search", "mri score");
  some = evaluate_view (fixture, "literature");
  works = find_mark (fixture, some, "literature", "works");
  sum = 0;
  for (gsize i = 0; i < works->value->length; i++)
    sum += works->value->values[i];
  g_assert_cmpfloat (sum, ==, 1);
}

static void
test_an_opened_table_is_counted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *works;

  g_assert_true (bind_text (fixture, "literature",
                            "task,title,year\nSegmentation,One,2020\nDenoising,Two,2023\n"
                            "Denoising,Three,2023\n",
                            &error));
  publication = evaluate_view (fixture, "literature");
  works = find_mark (fixture, publication, "literature", "works");
  g_assert_cmpuint (works->n_rows, ==, 2);
  g_assert_cmpuint (works->n_columns, ==, 4);
  g_assert_cmpfloat (works->value->values[4 + 3], ==, 2); /* denoising, at the top, in 2023 */
  g_assert_false (bind_text (fixture, "literature", "task,title\nDenoising,One\n", &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("nobody-overdraws", test_nobody_overdraws);
  STATEMENT ("all-end-on-the-data", test_all_end_on_the_data);
  STATEMENT ("small-budgets-tell-them-apart", test_small_budgets_tell_them_apart);
  STATEMENT ("the-bound-is-above-the-entropy", test_the_bound_is_above_the_entropy);
  STATEMENT ("works-are-counted-once", test_works_are_counted_once);
  STATEMENT ("an-opened-table-is-counted", test_an_opened_table_is_counted);
  return g_test_run ();
}
