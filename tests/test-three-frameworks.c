/* test-three-frameworks.c: the three frameworks as a person uses them. */
#include "core/plume-parallel.h"
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

/* Reads a picture of a row of slices. */
static const double *
get_picture (const Fixture *fixture,
             const PlumePublication *publication,
             const char *view,
             const char *id,
             gsize length)
{
  const PlumeMark *mark = find_mark (fixture, publication, view, id);

  g_assert_nonnull (mark);
  g_assert_cmpuint (mark->value->length, ==, length);
  return mark->value->values;
}

static void
use_small_slices (Fixture *fixture, const char *task)
{
  set_value (fixture, "slice-side", "16");
  set_value (fixture, "task", task);
  set_number (fixture, "slice-steps", 6);
  set_number (fixture, "restorations", 3);
}

/* With all lines of k-space, all directions known or no hole there is nothing left to guess. */
static void
test_complete_measurements_give_the_slice (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *task, *name;
    double value;
  } complete[] = { { "lines", "acceleration", 1 }, { "hole", "hole", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (complete); i++)
    {
      g_autoptr (PlumePublication) publication = NULL;
      const double *truth, *restored;

      use_small_slices (fixture, complete[i].task);
      set_number (fixture, complete[i].name, complete[i].value);
      publication = evaluate_view (fixture, "slices");
      truth = get_picture (fixture, publication, "slices", "truth", 256);
      restored = get_picture (fixture, publication, "slices", "restored", 256);
      for (gsize j = 0; j < 256; j++)
        assert_near (restored[j], truth[j], 1e-10);
    }
}

/* Exact numbers are met exactly: restored slices have the measured means of blocks. */
static void
test_restorations_agree_with_the_measurement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const double *truth, *restored;
  double apart = 0;

  use_small_slices (fixture, "blocks");
  publication = evaluate_view (fixture, "slices");
  truth = get_picture (fixture, publication, "slices", "truth", 256);
  restored = get_picture (fixture, publication, "slices", "restored", 256);
  for (gsize block = 0; block < 16; block++)
    {
      double sum = 0;

      for (gsize j = 0; j < 256; j++)
        if (j / 64 == block / 4 && j % 16 / 4 == block % 4)
          {
            sum += restored[j] - truth[j];
            apart = MAX (apart, fabs (restored[j] - truth[j]));
          }
      assert_near (sum / 16, 0, 1e-10);
    }
  g_assert_cmpfloat (apart, >, 0.01); /* and the rest is guessed */
}

/* Whatever is asked, the answer is nearer to the truth than what there was. */
static void
test_restorations_help (Fixture *fixture, gconstpointer data)
{
  static const char *const tasks[] = { "denoising", "lines", "projections", "hole", "blocks" };

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (PlumePublication) publication = NULL;

      set_value (fixture, "task", tasks[i]);
      publication = evaluate_view (fixture, NULL);
      g_assert_cmpfloat (get_readout (fixture, publication, "signal-to-noise", 1), >,
                         get_readout (fixture, publication, "signal-to-noise", 0) + 3);
      g_assert_cmpfloat (get_readout (fixture, publication, "similarity", 1), >,
                         get_readout (fixture, publication, "similarity", 0) + 0.05);
    }
}

/* A score that knows the slice gives it back from little noise; and there is nothing to find. */
static void
test_a_known_healthy_slice_shows_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const double *map;

  use_small_slices (fixture, "anomaly");
  set_value (fixture, "slice-score", "empirical");
  set_value (fixture, "slice-held-out", "off");
  set_value (fixture, "lesion", "");
  set_number (fixture, "noising", 0.05);
  publication = evaluate_view (fixture, "anomaly");
  map = get_picture (fixture, publication, "anomaly", "map", 256);
  for (gsize j = 0; j < 256; j++)
    assert_near (map[j], 0, 1e-6);
  g_assert_true (isnan (get_labelled (fixture, publication, "detection-area", NULL)));
}

static void
test_a_lesion_is_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) strong = evaluate_view (fixture, "anomaly");
  g_autoptr (PlumePublication) none = NULL;
  const PlumeMark *curve = find_mark (fixture, strong, "anomaly", "curve");

  g_assert_cmpfloat (get_readout (fixture, strong, "detection-area", 0), >, 0.95);
  g_assert_cmpfloat (get_readout (fixture, strong, "detection-overlap", 0), >, 0.5);
  g_assert_cmpfloat (curve->x->values[curve->x->length - 1], ==, 1);
  g_assert_cmpfloat (curve->y->values[curve->y->length - 1], ==, 1);
  set_number (fixture, "lesion-strength", 0); /* one that is not there is not found */
  none = evaluate_view (fixture, "anomaly");
  g_assert_cmpfloat (get_readout (fixture, none, "detection-area", 0), <, 0.9);
}

static void
brush (Fixture *fixture, double x, double y, double to_x, gboolean erases)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, "slices");
  g_autoptr (GError) error = NULL;
  double xs[21], ys[21];
  PlumeStroke stroke = { .length = 21, .x = xs, .y = ys, .reach = 0.1, .erases = erases };
  PlumeValues *values;

  for (guint i = 0; i < 21; i++)
    {
      xs[i] = x + i * (to_x - x) / 20;
      ys[i] = y;
    }
  values = plume_publication_brush (
      publication, fixture->values,
      (guint)plume_experiment_find_view (fixture->experiment, "slices"), &stroke, &error);
  g_assert_no_error (error);
  take_values (fixture, values);
}

/* A stroke on any of the pictures is a lesion at that place of the slice; the eraser takes it away.
 */
static void
test_a_painted_lesion_is_where_it_was_painted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) painted = NULL;
  g_autoptr (PlumePublication) erased = NULL;
  const double *given, *truth;

  use_small_slices (fixture, "anomaly");
  set_value (fixture, "lesion", "");
  set_value (fixture, "task", "denoising");
  brush (fixture, 2 - 0.1, 0.2, 2 + 0.1, FALSE); /* painting chooses the task */
  set_number (fixture, "lesion-radius", 0.1);
  set_number (fixture, "lesion-strength", -0.8);
  painted = evaluate_view (fixture, "slices");
  given = get_picture (fixture, painted, "slices", "given", 256);
  truth = get_picture (fixture, painted, "slices", "truth", 256);
  for (gsize j = 0; j < 256; j++)
    {
      double x = ((double)(j % 16) + 0.5) / 16, y = ((double)(j / 16) + 0.5) / 16,
             from = 0.5 - 0.1 / 0.94, to = 0.5 + 0.1 / 0.94, level = 0.5 + 0.2 / 0.94;

      if (hypot (x - CLAMP (x, from, to), y - level) > 0.11)
        g_assert_cmpfloat (given[j], ==, truth[j]);
      else if (hypot (x - CLAMP (x, from, to), y - level) < 0.04 && truth[j] > -0.5)
        g_assert_cmpfloat (given[j], <, truth[j] - 0.2);
    }
  brush (fixture, -0.4, 0.2, 0.4, TRUE);
  erased = evaluate_view (fixture, "slices");
  given = get_picture (fixture, erased, "slices", "given", 256);
  truth = get_picture (fixture, erased, "slices", "truth", 256);
  g_assert_cmpmem (given, 256 * sizeof (double), truth, 256 * sizeof (double));
}

/* The same slices to the last bit, however many threads there are */
static void
test_threads_do_not_matter (Fixture *fixture, gconstpointer data)
{
  static const char *const tasks[] = { "anomaly", "lines", "projections", "translation" };
  int threads = plume_parallel_get_threads ();

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (PlumePublication) one = NULL;
      g_autoptr (PlumePublication) three = NULL;

      use_small_slices (fixture, tasks[i]);
      set_number (fixture, "slice-stochasticity", 0.5);
      plume_parallel_set_threads (1);
      forget_results (fixture);
      one = evaluate_view (fixture, "slices");
      plume_parallel_set_threads (3);
      forget_results (fixture);
      three = evaluate_view (fixture, "slices");
      g_assert_cmpmem (get_picture (fixture, one, "slices", "restored", 256), 256 * sizeof (double),
                       get_picture (fixture, three, "slices", "restored", 256),
                       256 * sizeof (double));
    }
  plume_parallel_set_threads (threads);
}

/* One volume has nothing to be translated to, and one picture is too few: a sentence says so. */
static void
test_too_few_slices_are_told (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "npy", "matrix.npy", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) told = NULL;
  g_autoptr (PlumePublication) publication = NULL;

  g_assert_true (bind_file (fixture, "slices", path, &error));
  publication = evaluate_view (fixture, "slices");
  told = get_error (fixture, publication, "slices");
  g_assert_error (told, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (told->message, "slices found in matrix.npy: 1;"));
}

/* A person's own picture is examined in place of a healthy slice. */
static void
test_an_own_slice_is_examined (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "png", "grey8.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePublication) before = NULL;
  g_autoptr (PlumePublication) after = NULL;

  use_small_slices (fixture, "lines");
  before = evaluate_view (fixture, "slices");
  g_assert_true (bind_file (fixture, "own-slice", path, &error));
  after = evaluate_view (fixture, "slices");
  g_assert_true (memcmp (get_picture (fixture, before, "slices", "truth", 256),
                         get_picture (fixture, after, "slices", "truth", 256),
                         256 * sizeof (double))
                 != 0);
  /* 2 rows of 3 pixels fill the width; above them it is dark, at the right end bright */
  g_assert_cmpfloat (get_picture (fixture, after, "slices", "truth", 256)[8], ==, -1);
  g_assert_cmpfloat (get_picture (fixture, after, "slices", "truth", 256)[5 * 16 + 15], >, 0.5);
}

/* Height of a band's first column, and the sum of them over its flows */
static double
sum_of_heights (const PlumeMark *band)
{
  double sum = 0;

  for (gsize i = 0; i < band->x->length; i++)
    if (!isnan (band->x->values[i]) && (i == 0 || isnan (band->x->values[i - 1])))
      sum += band->y1->values[i] - band->y->values[i];
  return sum;
}

/* Widths are numbers of works: what enters a task leaves it, and a work of two modalities is half
 * in each. */
static void
test_flows_are_numbers_of_works (Fixture *fixture, gconstpointer data)
{
  static const double frameworks[] = { 3, 1 }, tasks[] = { 2, 2 }, modalities[] = { 1.5, 1.5, 1 };
  static const double *const totals[] = { frameworks, tasks, modalities };
  static const guint n[] = { 2, 2, 3 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *names;

  g_assert_true (bind_text (fixture, "literature",
                            "task,framework,modality,year\nSegmentation,DDPM,MRI; CT,2020\n"
                            "Denoising,DDPM,CT,2023\nDenoising,SDE,,2023\n"
                            "Segmentation,DDPM,MRI,2022\n",
                            &error));
  g_assert_no_error (error);
  publication = evaluate_view (fixture, "flows");
  for (guint level = 0; level < 3; level++)
    for (guint node = 0; node < n[level]; node++)
      {
        g_autofree char *id = g_strdup_printf ("node-%u-%u", level + 1, node + 1),
                        *flows = g_strdup_printf ("flows-%u-%u", level + 1, node + 1);
        const PlumeMark *mark = find_mark (fixture, publication, "flows", id);

        g_assert_nonnull (mark);
        assert_near (mark->y1->values[0] - mark->y->values[0], totals[level][node], 1e-12);
        if (level < 2)
          assert_near (sum_of_heights (find_mark (fixture, publication, "flows", flows)),
                       totals[level][node], 1e-12);
      }
  names = find_mark (fixture, publication, "flows", "names-3");
  g_assert_cmpstr (names->texts[0], ==, "CT  1.5");
  g_assert_cmpstr (names->texts[1], ==, "MRI  1.5");
  g_assert_cmpstr (names->texts[2], ==, "not said  1");
}

static void
test_works_are_found_by_year_and_listed_with_links (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) all = evaluate_view (fixture, "list-of-works");
  g_autoptr (PlumePublication) early = NULL;
  g_autoptr (PlumePublication) none = NULL;
  const PlumeMark *places;

  g_assert_cmpuint (find_mark (fixture, all, "list-of-works", "titles")->x->length, ==, 10);
  set_value (fixture, "search", "2019-2021 CT");
  early = evaluate_view (fixture, "list-of-works");
  places = find_mark (fixture, early, "list-of-works", "places");
  for (gsize i = 0; i < places->x->length; i++)
    {
      g_assert_nonnull (strstr (places->texts[i], "2021"));
      g_assert_nonnull (strstr (places->texts[i], "https://arxiv.org/abs/21"));
    }
  set_value (fixture, "search", "2019");
  none = evaluate_view (fixture, "list-of-works");
  g_assert_nonnull (
      none->figures[plume_experiment_find_view (fixture->experiment, "list-of-works")]->note);
}

/* What the ladder leaves is found before anything is drawn, and more levels leave no more. */
static void
test_more_levels_leave_less (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, "levels");
  const PlumeMark *left = find_mark (fixture, publication, "levels", "left");

  g_assert_cmpuint (left->y->length, ==, 59);
  for (gsize i = 1; i < left->y->length; i++)
    g_assert_cmpfloat (left->y->values[i], <=, left->y->values[i - 1] * (1 + 1e-6));
  g_assert_cmpfloat (left->y->values[0], >, 2);
  assert_near (left->y->values[58], 1, 0.2);
}

/* All three begin in the same standard normal noise and end in heads, about which there is air. */
static void
test_frameworks_make_heads_of_noise (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) noise = NULL;
  g_autoptr (PlumePublication) heads = NULL;
  const PlumeMark *pictures;
  gsize columns, pitch = 17; /* pixels and a gap */

  use_small_slices (fixture, "hole");
  set_value (fixture, "slice-score", "empirical");
  set_number (fixture, "slice-evaluations", 400);
  set_number (fixture, "progress", 0);
  noise = evaluate_view (fixture, "slice-columns");
  pictures = find_mark (fixture, noise, "slice-columns", "pictures");
  columns = pictures->n_columns;
  g_assert_cmpuint (pictures->n_rows, ==, 3 * pitch - 1);
  g_assert_cmpuint (columns, ==, 6 * pitch - 1);
  for (guint f = 0; f < 3; f++)
    {
      double square = 0;

      for (gsize i = 0; i < 16 * columns; i++)
        {
          double value = pictures->value->values[f * pitch * columns + i];

          square += isnan (value) ? 0 : value * value;
        }
      /* 4 standard errors of 1,536 squares, and what the first level of NCSN leaves too much */
      assert_near (square / 1536, 1, 4 * sqrt (2.0 / 1536) + (f == 1 ? 0.15 : 0));
    }
  set_number (fixture, "progress", 1);
  heads = evaluate_view (fixture, "slice-columns");
  pictures = find_mark (fixture, heads, "slice-columns", "pictures");
  for (gsize k = 0; k < 18; k++)
    {
      const double *picture = pictures->value->values + k / 6 * pitch * columns + k % 6 * pitch;

      assert_near (picture[0], -1, 0.15);
      assert_near (picture[15], -1, 0.15);
      g_assert_cmpfloat (picture[8 * columns + 5], >, -0.5); /* within the head */
    }
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
  STATEMENT ("complete-measurements-give-the-slice", test_complete_measurements_give_the_slice);
  STATEMENT ("restorations-agree-with-the-measurement",
             test_restorations_agree_with_the_measurement);
  STATEMENT ("restorations-help", test_restorations_help);
  STATEMENT ("a-known-healthy-slice-shows-nothing", test_a_known_healthy_slice_shows_nothing);
  STATEMENT ("a-lesion-is-found", test_a_lesion_is_found);
  STATEMENT ("a-painted-lesion-is-where-it-was-painted",
             test_a_painted_lesion_is_where_it_was_painted);
  STATEMENT ("threads-do-not-matter", test_threads_do_not_matter);
  STATEMENT ("too-few-slices-are-told", test_too_few_slices_are_told);
  STATEMENT ("an-own-slice-is-examined", test_an_own_slice_is_examined);
  STATEMENT ("flows-are-numbers-of-works", test_flows_are_numbers_of_works);
  STATEMENT ("works-are-found-by-year-and-listed-with-links",
             test_works_are_found_by_year_and_listed_with_links);
  STATEMENT ("more-levels-leave-less", test_more_levels_leave_less);
  STATEMENT ("frameworks-make-heads-of-noise", test_frameworks_make_heads_of_noise);
  return g_test_run ();
}
