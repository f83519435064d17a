/* test-mean-reverting-sampler.c: the mean-reverting sampler as a person uses it, against its
 * truths. The solvers have suites of their own; this one sees what comes out of views, read-outs
 * and handles.
 */
#include "experiment.h"
#include "generative/plume-degradation.h"
#include "generative/plume-local-score.h"
#include "generative/plume-solver.h"

/* A view without the read-outs, or these alone */
static PlumePublication *
evaluate_part (const Fixture *fixture, const char *view, gboolean readouts)
{
  g_autofree gboolean *views = g_new0 (gboolean, fixture->experiment->n_views);
  PlumeWish wish = {
    .values = fixture->values, .inputs = fixture->inputs, .views = views, .readouts = readouts
  };

  if (view != NULL)
    views[plume_experiment_find_view (fixture->experiment, view)] = TRUE;
  return plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
}

/* Of one Gaussian the way back is known: every sample keeps its place in units of the spread. */
static void
test_one_gaussian (Fixture *fixture, gconstpointer data)
{
  PlumeProcess process = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);
  PlumeMarginal from = plume_process_at (&process, 1), to = plume_process_at (&process, 0.01);
  g_autoptr (PlumePublication) noise = NULL, end = NULL;
  const PlumeMark *first, *last;
  double mu[2] = { 0.7, -0.4 }, centre[2] = { 1.5, 0.25 }, spread[2] = { 0.3, 0.8 };

  set_value (fixture, "components",
             "[{\"name\": \"A\", \"weight\": 1, \"x\": 1.5, \"y\": 0.25, \"width\": 0.3, "
             "\"second-width\": 0.8, \"angle\": 0}]");
  set_value (fixture, "order", "3");
  set_value (fixture, "evaluations", "200");
  set_value (fixture, "samples", "200");
  set_value (fixture, "journey", "1");
  noise = evaluate_part (fixture, "plane", FALSE);
  set_value (fixture, "journey", "2");
  end = evaluate_part (fixture, "plane", FALSE);
  first = find_mark (fixture, noise, "plane", "places");
  last = find_mark (fixture, end, "plane", "places");
  g_assert_cmpuint (first->x->length, ==, 200);
  for (guint i = 0; i < 200; i++)
    {
      double before[2] = { first->x->values[i], first->y->values[i] },
             after[2] = { last->x->values[i], last->y->values[i] };

      for (guint c = 0; c < 2; c++)
        {
          double e = spread[c] * spread[c],
                 ratio = sqrt ((to.alpha * to.alpha * e + to.sigma * to.sigma)
                               / (from.alpha * from.alpha * e + from.sigma * from.sigma));
          double wanted = mu[c] + to.alpha * (centre[c] - mu[c])
                          + ratio * (before[c] - mu[c] - from.alpha * (centre[c] - mu[c]));

          g_assert_cmpfloat_with_epsilon (after[c], wanted, 2e-5);
        }
    }
}

/* The way there ends at μ with noise of the level that stays, within 5 standard errors. */
static void
test_way_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *places;
  double mean[2] = { 0, 0 }, square[2] = { 0, 0 }, n = 5000;

  set_value (fixture, "samples", "5000");
  set_value (fixture, "end-alpha", "0.0001");
  set_value (fixture, "level", "0.3");
  set_value (fixture, "journey", "0.9999999");
  publication = evaluate_part (fixture, "plane", FALSE);
  places = find_mark (fixture, publication, "plane", "places");
  g_assert_cmpuint (places->x->length, ==, 5000);
  for (guint i = 0; i < 5000; i++)
    {
      double off[2] = { places->x->values[i] - 0.7, places->y->values[i] + 0.4 };

      for (guint c = 0; c < 2; c++)
        {
          mean[c] += off[c] / n;
          square[c] += off[c] * off[c] / n;
        }
    }
  for (guint c = 0; c < 2; c++)
    {
      g_assert_cmpfloat_with_epsilon (mean[c], 0, 5 * 0.3 / sqrt (n) + 2e-4);
      g_assert_cmpfloat_with_epsilon (square[c], 0.09, 5 * 0.09 * sqrt (2 / n));
    }
}

/* Fitted between 80 and 320 evaluations to the median error; what is published as third order is a
 * second one. */
static void
test_orders (Fixture *fixture, gconstpointer data)
{
  static const double orders[] = { 1, 2, 3, 2, 2, 3 };
  g_autoptr (PlumePublication) publication = evaluate_part (fixture, NULL, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "fitted-order", i),
                                    orders[i], 0.15);
  /* in the rms, as the solvers' own suite has it: 0.034 at 20 and 0.0020 at 80 evaluations */
  g_assert_cmpfloat (get_readout (fixture, publication, "evaluations-needed", 1), >, 20);
  g_assert_cmpfloat (get_readout (fixture, publication, "evaluations-needed", 1), <, 80);
}

static void
test_error_falls (Fixture *fixture, gconstpointer data)
{
  static const char *const budgets[] = { "25", "50", "100", "200" };
  double before = INFINITY;

  set_value (fixture, "samples", "100");
  for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
    {
      g_autoptr (PlumePublication) publication = NULL;
      double error;

      set_value (fixture, "evaluations", budgets[i]);
      publication = evaluate_part (fixture, NULL, TRUE);
      error = get_readout (fixture, publication, "error", 0);
      g_assert_cmpfloat (get_readout (fixture, publication, "evaluations-made", 0), ==, 25 << i);
      g_assert_cmpfloat (error, <, before / 2);
      before = error;
    }
  g_assert_cmpfloat (before, <, 1e-3);
}

/* All but fresh noise sum to 1, and the first order is the ratio of noises. */
static void
test_weights (Fixture *fixture, gconstpointer data)
{
  static const char *const etas[] = { "0", "0.5", "1" };
  static const char *const orders[] = { "1", "2" };
  PlumeProcess process = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);

  for (guint e = 0; e < G_N_ELEMENTS (etas); e++)
    for (guint o = 0; o < G_N_ELEMENTS (orders); o++)
      {
        g_autoptr (PlumePublication) publication = NULL;
        const PlumeMark *place, *centre, *prediction, *earlier;

        set_value (fixture, "stochasticity", etas[e]);
        set_value (fixture, "order", orders[o]);
        publication = evaluate_part (fixture, "weights", FALSE);
        place = find_mark (fixture, publication, "weights", "of-place");
        centre = find_mark (fixture, publication, "weights", "of-centre");
        prediction = find_mark (fixture, publication, "weights", "of-prediction");
        earlier = find_mark (fixture, publication, "weights", "of-earlier");
        g_assert_cmpuint (place->y->length, ==, 10);
        g_assert_true ((earlier != NULL) == (o == 1));
        g_assert_true ((find_mark (fixture, publication, "weights", "of-noise") != NULL)
                       == (e > 0));
        for (guint i = 0; i < 10; i++)
          g_assert_cmpfloat_with_epsilon (place->y->values[i] + centre->y->values[i]
                                              + prediction->y->values[i]
                                              + (earlier != NULL ? earlier->y->values[i] : 0),
                                          1, 1e-14);
        if (e == 0)
          {
            /* as the paper writes it: μ (1 − σ_t/σ_s + σ_t/σ_s α_s − α_t) */
            double first = plume_process_at (&process, 1).lambda,
                   last = plume_process_at (&process, 0.01).lambda;
            PlumeMarginal s = plume_process_at (
                              &process,
                              plume_process_time_at (&process, first + 0.4 * (last - first))),
                          t = plume_process_at (
                              &process,
                              plume_process_time_at (&process, first + 0.5 * (last - first)));
            double ratio = t.sigma / s.sigma;

            g_assert_cmpfloat_with_epsilon (place->y->values[4], ratio, 1e-12);
            g_assert_cmpfloat_with_epsilon (centre->y->values[4],
                                            1 - ratio + ratio * s.alpha - t.alpha, 1e-12);
          }
      }
}

static void
test_handles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = evaluate_part (fixture, "plane", FALSE);
  g_autoptr (GError) error = NULL;
  guint view = (guint)plume_experiment_find_view (fixture->experiment, "plane");
  PlumeValues *values;

  values =
      plume_publication_drag (publication, fixture->values, view, "degraded", -1.25, 0.5, &error);
  g_assert_no_error (error);
  plume_values_unref (fixture->values);
  fixture->values = values;
  g_assert_cmpfloat (get_number (fixture, "degraded-x"), ==, -1.25);
  g_assert_cmpfloat (get_number (fixture, "degraded-y"), ==, 0.5);
  values =
      plume_publication_drag (publication, fixture->values, view, "centre-2", 0.25, 0.75, &error);
  g_assert_no_error (error);
  plume_values_unref (fixture->values);
  fixture->values = values;
  g_assert_cmpfloat (get_number (fixture, "components[2].x"), ==, 0.25);
}

/* As the randomness goes to nothing the samples become those of the ODE. */
static void
test_between (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) ode = NULL, nearly = NULL;
  const PlumeMark *a, *b;

  set_value (fixture, "samples", "100");
  ode = evaluate_part (fixture, "plane", FALSE);
  set_value (fixture, "stochasticity", "1e-7");
  nearly = evaluate_part (fixture, "plane", FALSE);
  a = find_mark (fixture, ode, "plane", "places");
  b = find_mark (fixture, nearly, "plane", "places");
  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpfloat_with_epsilon (a->x->values[i], b->x->values[i], 1e-5);
      g_assert_cmpfloat_with_epsilon (a->y->values[i], b->y->values[i], 1e-5);
    }
}

/* Read-outs of pictures alone */
static double
get_quality (const Fixture *fixture, const char *readout, const char *label)
{
  g_autoptr (PlumePublication) publication = evaluate_part (fixture, NULL, TRUE);

  return label != NULL ? get_labelled (fixture, publication, readout, label)
                       : get_readout (fixture, publication, readout, 0);
}

/* A picture that is known, and alone in agreeing with μ, comes back whatever happened to it. */
static void
test_known_pictures_return (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "known-pictures", "on");
  set_value (fixture, "picture-denoiser", "pictures");
  set_value (fixture, "tolerance", "0.02");
  set_value (fixture, "denoise", "on");
  for (const PlumeDegradation *const *row = plume_degradations; *row != NULL; row++)
    {
      set_value (fixture, "degradation", (*row)->id);
      g_assert_cmpfloat (get_quality (fixture, "psnr", "Degraded"), <, 25);
      g_assert_cmpfloat (get_quality (fixture, "ssim", "Restored"), >, 1 - 1e-9);
      g_assert_cmpfloat (get_quality (fixture, "nearest-distance", NULL), <, 1e-5);
    }
}

/* Towards one picture every step of first order is exact, so that what is left at the end is α x_0
 * + (1 − α) μ + σ ε: near the data, noise of σ. Its mean square over 5 pictures of 784 pixels is
 * known within 5 %. */
static void
test_noise_is_left (Fixture *fixture, gconstpointer data)
{
  static const double ends[] = { 0.01, 0.03, 0.1 };
  PlumeProcess process = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);

  set_value (fixture, "known-pictures", "on");
  set_value (fixture, "picture-denoiser", "pictures");
  set_value (fixture, "tolerance", "0.02");
  set_value (fixture, "degradation", "noise"); /* whose μ is near the picture */
  set_value (fixture, "degradation-strength", "0.1");
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      double sigma = plume_process_at (&process, ends[i]).sigma;

      set_number (fixture, "end-time", ends[i]);
      g_assert_cmpfloat_with_epsilon (get_quality (fixture, "nearest-distance", NULL), sigma,
                                      0.05 * sigma);
    }
}

/* New digits, from patches of others: nearer to the truth than μ, and no copies */
static void
test_quality_rises (Fixture *fixture, gconstpointer data)
{
  for (const PlumeDegradation *const *row = plume_degradations; *row != NULL; row++)
    {
      double before, after, mean;

      set_value (fixture, "degradation", (*row)->id);
      before = get_quality (fixture, "psnr", "Degraded");
      after = get_quality (fixture, "psnr", "Restored");
      mean = get_quality (fixture, "psnr", "Mean of draws");
      g_test_message ("%s: %.1f, %.1f, %.1f dB", (*row)->id, before, after, mean);
      g_assert_cmpfloat (after, >, before);
      /* the mean of a posterior is its least square */
      g_assert_cmpfloat (mean, >, fmax (after, before + 0.5));
      g_assert_cmpfloat (get_quality (fixture, "ssim", "Restored"), >,
                         get_quality (fixture, "ssim", "Degraded") + 0.05);
      g_assert_cmpfloat (get_quality (fixture, "nearest-distance", NULL), >, 0.2);
    }
}

static double
quality_at (const PlumeMark *mark, double evaluations)
{
  for (gsize i = 0; i < mark->x->length; i++)
    if (mark->x->values[i] == evaluations)
      return mark->y->values[i];
  g_assert_not_reached ();
}

/* What the paper claims: ten evaluations of second order are as good, within 0.2 dB, as a hundred
 * of posterior sampling; and the first sampler is nothing with ten. */
static void
test_ten_are_as_good_as_a_hundred (Fixture *fixture, gconstpointer data)
{
  static const char *const degradations[] = { "blur", "missing" };

  set_value (fixture, "training-pictures", "100");
  for (guint i = 0; i < G_N_ELEMENTS (degradations); i++)
    {
      g_autoptr (PlumePublication) publication = NULL;
      double ours, posterior, euler;

      set_value (fixture, "degradation", degradations[i]);
      publication = evaluate_part (fixture, "picture-quality", FALSE);
      ours = quality_at (find_mark (fixture, publication, "picture-quality", "ode-2"), 10);
      posterior =
          quality_at (find_mark (fixture, publication, "picture-quality", "posterior"), 100);
      euler = quality_at (find_mark (fixture, publication, "picture-quality", "euler"), 10);
      g_test_message ("%s: %.2f with 10, posterior %.2f with 100, Euler %.2f with 10 (dB)",
                      degradations[i], ours, posterior, euler);
      g_assert_cmpfloat (ours, >, posterior - 0.2);
      g_assert_cmpfloat (euler, <, ours - 5);
    }
}

/* There: from the clean picture to μ with noise, which is where the way back begins */
static void
test_picture_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) clean = NULL, end = NULL, begin = NULL;
  const PlumeArray *at_first, *there, *back;
  gsize row;

  set_value (fixture, "pictures", "1");
  set_value (fixture, "draws", "1");
  set_value (fixture, "end-alpha", "0.0001");
  set_value (fixture, "level", "0.05");
  set_value (fixture, "end-time", "0.001");
  set_value (fixture, "journey", "0");
  clean = evaluate_part (fixture, "restoration", FALSE);
  set_value (fixture, "journey", "0.9999999");
  end = evaluate_part (fixture, "restoration", FALSE);
  set_value (fixture, "journey", "1");
  begin = evaluate_part (fixture, "restoration", FALSE);
  at_first = find_mark (fixture, clean, "restoration", "pictures")->value;
  there = find_mark (fixture, end, "restoration", "pictures")->value;
  back = find_mark (fixture, begin, "restoration", "pictures")->value;
  /* rows of 28 pixels, 30 apart: clean, degraded, now */
  row = 30 * 28;
  for (gsize j = 0; j < 28 * 28; j++)
    {
      g_assert_cmpfloat_with_epsilon (at_first->values[2 * row + j], at_first->values[j], 0.02);
      g_assert_cmpfloat_with_epsilon (there->values[2 * row + j], there->values[row + j], 0.3);
      g_assert_cmpfloat_with_epsilon (there->values[2 * row + j], back->values[2 * row + j], 1e-3);
    }
}

/* Own pictures in place of digits, and μ as it stands in a file; what does not fit is refused. */
static void
test_own_pictures (Fixture *fixture, gconstpointer data)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *photograph =
      g_build_filename (folder != NULL ? folder : "", "images", "photos", "brick.png", NULL);
  g_autofree char *clothes =
      g_build_filename (folder != NULL ? folder : "", "images", "fashion28-test.npy", NULL);
  g_autoptr (PlumePublication) nothing = NULL, refused = NULL, unknown = NULL;
  g_autoptr (GError) error = NULL, missing = NULL;

  set_value (fixture, "clean-pictures", "own");
  nothing = evaluate_part (fixture, "restoration", FALSE);
  missing = get_error (fixture, nothing, "restoration");
  g_assert_error (missing, PLUME_ERROR, PLUME_ERROR_DATA);
  if (folder == NULL || !g_file_test (photograph, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the photographs are not there");
      return;
    }
  g_assert_true (bind_file (fixture, "own-pictures", photograph, &error));
  set_value (fixture, "degradation", "haze");
  g_assert_cmpfloat (get_quality (fixture, "psnr", "Restored"), >,
                     get_quality (fixture, "psnr", "Degraded") + 10);
  set_value (fixture, "clean-pictures", "degraded");
  refused = evaluate_part (fixture, "restoration", FALSE);
  g_clear_error (&missing);
  missing = get_error (fixture, refused, "restoration");
  g_assert_error (missing, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_true (bind_file (fixture, "own-pictures", clothes, &error));
  unknown = evaluate_part (fixture, "restoration", TRUE);
  g_assert_nonnull (find_mark (fixture, unknown, "restoration", "pictures"));
  /* nobody knows the truth */
  g_assert_true (isnan (get_labelled (fixture, unknown, "psnr", "Restored")));
}

#define SIDE   12
#define PIXELS (SIDE * SIDE)

/* Pairs of which all is known: the middles of the first digits, and what they look like blurred */
typedef struct
{
  PlumePictures *set, *partners;
  PlumeScore *score;
  PlumeProcess process;
  PlumeSamplingPlan plan;
  double observation[PIXELS];
} Pairs;

static void
take_middle (const PlumePictures *digits, gsize picture, double *middle)
{
  for (gsize j = 0; j < PIXELS; j++)
    middle[j] = digits->values[picture * 784 + (8 + j / SIDE) * 28 + 8 + j % SIDE];
}

static void
pairs_init (Pairs *pairs, gsize n, double tau, gboolean single)
{
  g_autoptr (PlumePictures) all = plume_sample_digits (NULL);
  const PlumeDegradation *blur = plume_degradation_find ("blur");
  g_autofree double *clean = g_new (double, n *PIXELS), *degraded = g_new (double, n *PIXELS);
  double unknown[PIXELS], parameters[PLUME_PROCESS_PARAMETERS] = { 1e-4, 0.5, 0.008 };
  PlumeLocalOptions options;

  for (gsize i = 0; i < n; i++)
    {
      take_middle (all, i, clean + i * PIXELS);
      plume_degradation_distort (blur, SIDE, SIDE, 1, 0, clean + i * PIXELS, degraded + i * PIXELS);
    }
  take_middle (all, 45, unknown);
  plume_degradation_distort (blur, SIDE, SIDE, 1, 0, unknown, pairs->observation);
  pairs->set = plume_pictures_new (n, SIDE, SIDE, clean, NULL, NULL);
  pairs->partners = plume_pictures_new (n, SIDE, SIDE, degraded, NULL, NULL);
  options = plume_local_options_init (pairs->set, 0);
  options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { SIDE } };
  options.partners = pairs->partners;
  options.observations = options.centre = pairs->observation;
  options.n_observations = 1;
  options.tau = tau;
  options.single = single;
  pairs->score = plume_local_score_new (pairs->set, &options, NULL);
  pairs->process = plume_process_init (plume_process_type_find ("mean-reverting"), parameters);
  pairs->plan = (PlumeSamplingPlan){ .process = &pairs->process,
                                     .score = pairs->score,
                                     .options = plume_solver_options_init (),
                                     .grid = plume_time_grid_find ("lambda"),
                                     .exact_tolerance = 1e-9,
                                     .to = 0.05 };
  pairs->plan.options.form = PLUME_FORM_DATA;
  pairs->plan.options.taylor = TRUE;
  pairs->plan.options.lower_order_final = PLUME_LOWER_NEVER;
}

static void
pairs_clear (Pairs *pairs)
{
  plume_score_unref (pairs->score);
  plume_pictures_unref (pairs->set);
  plume_pictures_unref (pairs->partners);
}

static double *
start_new (const PlumeProcess *process, guint64 seed, gsize n)
{
  double *start = g_new (double, n *PIXELS), sigma = plume_process_at (process, 1).sigma;

  plume_noise_start (seed, n, PIXELS, start);
  for (gsize j = 0; j < n * PIXELS; j++)
    start[j] *= sigma;
  return start;
}

/* More evaluations come to where the exact equation leads, with the order of the solver. */
static void
test_pictures_converge (void)
{
  static const char *const solvers[] = { "dpm-solver-1", "dpm-solver-2m", "dpm-solver-3m" };
  Pairs pairs;
  gsize n = 2;
  g_autofree double *start = NULL;
  g_autoptr (PlumeSampling) exact = NULL;

  pairs_init (&pairs, 8, 4, FALSE);
  start = start_new (&pairs.process, 3, n);
  exact = plume_sample_exactly (&pairs.plan, n, start, 2, PLUME_KEEP_END, NULL, NULL);
  g_assert_nonnull (exact);
  for (guint k = 0; k < G_N_ELEMENTS (solvers); k++)
    {
      double errors[3] = { 0 };

      pairs.plan.solver = plume_solver_find (solvers[k]);
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (PlumeSampling) sampling = NULL;

          pairs.plan.budget = 150u << i;
          sampling = plume_sample (&pairs.plan, n, start, PLUME_KEEP_END, NULL, NULL);
          for (gsize j = 0; j < n * PIXELS; j++)
            errors[i] += pow (sampling->end[j] - exact->end[j], 2) / (double)(n * PIXELS);
          errors[i] = sqrt (errors[i]);
        }
      g_test_message ("%s: %g %g %g, slope %.2f", solvers[k], errors[0], errors[1], errors[2],
                      log2 (errors[1] / errors[2]));
      g_assert_cmpfloat_with_epsilon (log2 (errors[1] / errors[2]), pairs.plan.solver->order, 0.3);
    }
  pairs_clear (&pairs);
}

/* Draws are of the posterior: known pictures come as often as p(x_i | μ) ∝ exp (−|μ − A x_i|²/2τ²),
 * by the SDE and by the ODE. */
static void
test_draws_are_of_the_posterior (void)
{
  enum
  {
    N = 3,
    DRAWS = 600,
    TAU = 6
  };
  static const char *const solvers[] = { "sde-dpm-solver++-2m", "dpm-solver-2m", "ancestral" };
  Pairs pairs;
  double weights[N], sum = 0;
  g_autofree double *start = NULL;

  pairs_init (&pairs, N, TAU, TRUE);
  start = start_new (&pairs.process, 5, DRAWS);
  for (gsize i = 0; i < N; i++)
    {
      double square = 0;

      for (gsize j = 0; j < PIXELS; j++)
        square += pow (pairs.observation[j] - pairs.partners->exact[i * PIXELS + j], 2);
      sum += weights[i] = exp (-square / (2 * TAU * TAU));
    }
  for (guint k = 0; k < G_N_ELEMENTS (solvers); k++)
    {
      g_autoptr (PlumeSampling) sampling = NULL;
      guint counts[N] = { 0 };
      double chi = 0;

      pairs.plan.solver = plume_solver_find (solvers[k]);
      pairs.plan.options.eta = k == 0 ? 1 : 0;
      pairs.plan.noise = plume_noise_brownian (7, 1);
      pairs.plan.budget = 40;
      sampling = plume_sample (&pairs.plan, DRAWS, start, PLUME_KEEP_END, NULL, NULL);
      for (gsize draw = 0; draw < DRAWS; draw++)
        {
          double least = INFINITY;
          gsize nearest = 0;

          for (gsize i = 0; i < N; i++)
            {
              double square = 0;

              for (gsize j = 0; j < PIXELS; j++)
                square += pow (sampling->end[draw * PIXELS + j] + pairs.observation[j]
                                   - pairs.set->exact[i * PIXELS + j],
                               2);
              if (square < least)
                {
                  least = square;
                  nearest = i;
                }
            }
          counts[nearest]++;
        }
      for (gsize i = 0; i < N; i++)
        chi += pow (counts[i] - DRAWS * weights[i] / sum, 2) / (DRAWS * weights[i] / sum);
      g_test_message ("%s: %u %u %u of %g %g %g, chi square %.2f", solvers[k], counts[0], counts[1],
                      counts[2], DRAWS * weights[0] / sum, DRAWS * weights[1] / sum,
                      DRAWS * weights[2] / sum, chi);
      g_assert_cmpfloat (chi, <, 9.2); /* 1 % of two degrees of freedom */
    }
  pairs_clear (&pairs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define STATEMENT(name, function)                                                                  \
  g_test_add ("/mean-reverting-sampler/" name, Fixture, "mean-reverting-sampler", open_experiment, \
              function, close_experiment)
  STATEMENT ("one-gaussian-comes-back-in-order", test_one_gaussian);
  STATEMENT ("way-there-ends-about-the-degraded-one", test_way_there);
  STATEMENT ("fitted-orders", test_orders);
  STATEMENT ("error-falls-with-evaluations", test_error_falls);
  STATEMENT ("weights-sum-to-one", test_weights);
  STATEMENT ("handles", test_handles);
  STATEMENT ("little-randomness-is-nearly-the-ode", test_between);
  STATEMENT ("pictures/known-ones-return", test_known_pictures_return);
  STATEMENT ("pictures/noise-of-the-end-is-left", test_noise_is_left);
  STATEMENT ("pictures/quality-rises", test_quality_rises);
  STATEMENT ("pictures/ten-evaluations-are-as-good-as-a-hundred",
             test_ten_are_as_good_as_a_hundred);
  STATEMENT ("pictures/there-and-back", test_picture_there_and_back);
  STATEMENT ("pictures/own-ones", test_own_pictures);
  g_test_add_func ("/mean-reverting-sampler/pictures/converge-to-the-exact-way",
                   test_pictures_converge);
  g_test_add_func ("/mean-reverting-sampler/pictures/draws-are-of-the-posterior",
                   test_draws_are_of_the_posterior);
  return g_test_run ();
}
