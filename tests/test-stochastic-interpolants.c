/* test-stochastic-interpolants.c: the experiment of stochastic interpolants, as a person sets it.
 */
#include "experiment.h"
#include "generative/plume-toy-densities.h"

/* Evaluates one view and no read-outs; @shown keeps it until it is replaced or cleared. */
static PlumeFigure *
see (Fixture *fixture, PlumePublication **shown, const char *view)
{
  gboolean views[16] = { FALSE };
  PlumeWish wish = { .values = fixture->values, .inputs = fixture->inputs, .views = views };
  int index = plume_experiment_find_view (fixture->experiment, view);

  views[index] = TRUE;
  g_clear_pointer (shown, plume_publication_unref);
  *shown = plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
  g_assert_no_error ((*shown)->errors[index]);
  return (*shown)->figures[index];
}

static const PlumeMark *
find_in (const PlumeFigure *figure, const char *id)
{
  for (guint a = 0; a < figure->axes->len; a++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, a);

      for (guint m = 0; m < axes->marks->len; m++)
        if (strcmp (((const PlumeMark *)g_ptr_array_index (axes->marks, m))->id, id) == 0)
          return g_ptr_array_index (axes->marks, m);
    }
  return NULL;
}

static const PlumeMark *
look (Fixture *fixture, PlumePublication **shown, const char *view, const char *id)
{
  see (fixture, shown, view);
  return find_mark (fixture, *shown, view, id);
}

static void
mean_of (const PlumeMark *mark, double mean[2])
{
  mean[0] = mean[1] = 0;
  for (gsize i = 0; i < mark->x->length; i++)
    {
      mean[0] += mark->x->values[i] / (double)mark->x->length;
      mean[1] += mark->y->values[i] / (double)mark->x->length;
    }
}

#define LEFT                                                                                       \
  "[{\"name\": \"A\", \"weight\": 1, \"x\": -2, \"y\": 1, \"width\": 0.4, \"second-width\": 0.4, " \
  "\"angle\": 0}]"
#define RIGHT                                                                                      \
  "[{\"name\": \"B\", \"weight\": 1, \"x\": 2, \"y\": -1, \"width\": 0.3, \"second-width\": 0.3, " \
  "\"angle\": 0}]"

/* Between two Gaussians means go straight, whoever carries the samples and whichever way */
static void
test_means_go_straight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  static const char *const methods[] = { "flow", "heun", "euler-maruyama" };
  static const char *const times[] = { "0", "0.5", "1" };

  set_value (fixture, "left-components", LEFT);
  set_value (fixture, "right-components", RIGHT);
  set_value (fixture, "samples", "2000");
  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    for (guint backward = 0; backward < 2; backward++)
      for (guint i = 0; i < 3; i++)
        {
          double mean[2], t = 0.5 * i;

          set_value (fixture, "method", methods[m]);
          set_value (fixture, "direction", backward ? "backward" : "forward");
          set_value (fixture, "time", times[i]);
          mean_of (look (fixture, &shown, "bridge", "samples"), mean);
          /* five standard errors of the widest marginal: √(½ · 0.125 + ¼) = 0.56 */
          g_assert_cmpfloat (fabs (mean[0] - (4 * t - 2)), <, 5 * 0.56 / sqrt (2000));
          g_assert_cmpfloat (fabs (mean[1] - (1 - 2 * t)), <, 5 * 0.56 / sqrt (2000));
        }
}

/* The heat map is a density: its cells add up to 1 */
static void
test_heat_is_a_density (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  const PlumeMark *heat = look (fixture, &shown, "bridge", "density");
  double cell = (heat->x_to - heat->x_from) / (double)heat->n_columns * (heat->y_to - heat->y_from)
                / (double)heat->n_rows;
  double sum = 0;

  for (gsize i = 0; i < heat->value->length; i++)
    sum += heat->value->values[i] * cell;
  g_assert_cmpfloat (fabs (sum - 1), <, 0.02); /* what lies beyond the square */
}

/* A handle of either side changes its own table */
static void
test_handles_of_both_sides (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  PlumeFigure *figure = see (fixture, &shown, "bridge");

  g_assert_nonnull (find_in (figure, "left-centre-1"));
  g_assert_nonnull (find_in (figure, "right-centre-3"));
  g_assert_null (find_in (figure, "left-centre-2"));
  set_value (fixture, "path", "one-sided-linear");
  figure = see (fixture, &shown, "bridge");
  g_assert_null (find_in (figure, "left-centre-1")); /* the base is N(0, I) */
  g_assert_nonnull (find_in (figure, "right-centre-3"));
}

static void
test_trigonometric_path_says_why_not (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  gboolean views[16] = { TRUE };
  PlumeWish wish = { .views = views };
  g_autoptr (PlumePublication) publication = NULL;

  set_value (fixture, "path", "trigonometric");
  set_value (fixture, "gamma", "sine-squared");
  wish.values = fixture->values;
  wish.inputs = fixture->inputs;
  publication = plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
  g_assert_error (publication->errors[0], PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_nonnull (strstr (publication->errors[0]->message, "linear path"));
  set_value (fixture, "gamma", "brownian");
  g_assert_nonnull (look (fixture, &shown, "bridge", "samples"));
}

/* All couplings and both opened sides */
static void
test_couplings_and_points (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  static const char *const couplings[] = { "independent", "optimal-transport", "entropic", "rows" };

  set_value (fixture, "samples", "500");
  set_value (fixture, "left-source", "points");
  set_value (fixture, "right-source", "points");
  for (guint i = 0; i < G_N_ELEMENTS (couplings); i++)
    {
      set_value (fixture, "coupling", couplings[i]);
      g_assert_nonnull (look (fixture, &shown, "bridge", "samples"));
    }
}

/* The optimum costs less than the interpolant, and bends help */
static void
test_bridge_costs_least (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  PlumeFigure *figure = see (fixture, &shown, "energy");
  double plain = find_in (figure, "interpolant-excess")->y->values[0],
         straight = find_in (figure, "straightened-excess")->y->values[0];

  g_assert_cmpfloat (straight, >, 0);
  g_assert_cmpfloat (plain, >, straight);
}

/* Without an error there is nothing to heal */
static void
test_divergence_needs_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  const PlumeMark *measured, *bound;

  measured = look (fixture, &shown, "divergence", "measured");
  bound = find_mark (fixture, shown, "divergence", "bound");
  for (gsize i = 0; i < bound->y->length; i++)
    g_assert_cmpfloat (measured->y->values[i], <=, bound->y->values[i]);
  set_value (fixture, "velocity-error", "0");
  set_value (fixture, "score-error", "0");
  measured = look (fixture, &shown, "divergence", "measured");
  for (gsize i = 0; i < measured->y->length; i++)
    {
      g_test_message ("%g: %g", measured->x->values[i], measured->y->values[i]);
      g_assert_true (isnan (measured->y->values[i]) || measured->y->values[i] < 1e-4);
    }
}

static void
drag_seen (Fixture *fixture, const char *view, const char *handle, double x, double y)
{
  g_autoptr (PlumePublication) shown = NULL;

  see (fixture, &shown, view);
  drag_published (fixture, shown, view, handle, x, y);
}

/* A dragged handle is where it was left, and the other of its curve has not moved */
static void
test_curves_follow_their_handles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) shown = NULL;
  static const struct
  {
    const char *handle, *other;
    double y;
  } drags[] = { { "left-0", "left-1", 0.9 },
                { "right-1", "right-0", 0.4 },
                { "gamma-0", "gamma-1", 0.7 },
                { "gamma-1", "gamma-0", 0.2 } };

  for (guint i = 0; i < G_N_ELEMENTS (drags); i++)
    {
      double other = look (fixture, &shown, "design", drags[i].other)->y->values[0];
      PlumeFigure *figure;

      drag_seen (fixture, "design", drags[i].handle, 0.5, drags[i].y);
      figure = see (fixture, &shown, "design");
      g_assert_cmpfloat_with_epsilon (find_in (figure, drags[i].handle)->y->values[0], drags[i].y,
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (find_in (figure, drags[i].other)->y->values[0], other, 1e-12);
      g_assert_cmpfloat_with_epsilon (find_in (figure, "left-share")->y->values[0], 1, 1e-12);
      g_assert_cmpfloat_with_epsilon (find_in (figure, "noise")->y->values[0], 0, 1e-12);
    }
  drag_seen (fixture, "bridge", "right-centre-1", 3, -2);
  g_assert_cmpfloat (look (fixture, &shown, "bridge", "right-centre-1")->x->values[0], ==, 3);
  drag_seen (fixture, "bridge", "left-long-0", -1.9, 2.9);
  g_assert_cmpfloat_with_epsilon (look (fixture, &shown, "bridge", "left-long-0")->y->values[0],
                                  2.9, 1e-9);
}

/* Mean and covariance (xx, xy, yy) of what the samples are at t = 1, against those of a mixture */
static void
assert_becomes (Fixture *fixture, const PlumeMixture *mixture)
{
  g_autoptr (PlumePublication) shown = NULL;
  const PlumeMark *samples;
  const double *weights = plume_mixture_get_weights (mixture),
               *means = plume_mixture_get_means (mixture),
               *covariances = plume_mixture_get_covariances (mixture);
  double expected[5] = { 0 }, found[5] = { 0 }, spread;
  gsize n;

  set_value (fixture, "time", "1");
  samples = look (fixture, &shown, "bridge", "samples");
  n = samples->x->length;
  for (guint k = 0; k < plume_mixture_get_n_components (mixture); k++)
    for (guint c = 0; c < 5; c++)
      expected[c] += weights[k]
                     * (c < 2 ? means[2 * k + c]
                              : covariances[4 * k + (c < 4 ? c - 2 : 3)]
                                    + means[2 * k + (c == 4)] * means[2 * k + (c > 2)]);
  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < 5; c++)
      found[c] += (c < 2 ? (c == 0 ? samples->x : samples->y)->values[i]
                         : (c == 4 ? samples->y : samples->x)->values[i]
                               * (c == 2 ? samples->x : samples->y)->values[i])
                  / (double)n;
  spread = sqrt ((expected[2] + expected[4]) / (double)n);
  for (guint c = 0; c < 5; c++)
    assert_near (found[c], expected[c], c < 2 ? 5 * spread : 7 * spread);
}

/* Both ends can be any shape, also where not all pairs of components are taken */
static void
test_shapes_become_shapes (Fixture *fixture, gconstpointer data)
{
  static const char *const shapes[][2] = { { "eight", "moons" },
                                           { "moons", "checkerboard" },
                                           { "checkerboard", "spiral" },
                                           { "ring", "pinwheel" } };

  set_value (fixture, "samples", "2000");
  set_value (fixture, "steps", "30");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint backward = 0; backward < 2; backward++)
      {
        g_autoptr (PlumeMixture) end = plume_toy_density_find (shapes[i][1 - backward])->make ();

        set_value (fixture, "left-source", shapes[i][backward]);
        set_value (fixture, "right-source", shapes[i][1 - backward]);
        assert_becomes (fixture, end);
      }
}

/* However many components are joined, mean and variance of the first coordinate stay. */
static void
test_a_line_keeps_its_moments (Fixture *fixture, gconstpointer data)
{
  static const char *const shapes[] = { "checkerboard", "spiral", "grid", "eight" };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (PlumePublication) shown = NULL;
      g_autoptr (PlumeMixture) end = plume_toy_density_find (shapes[i])->make ();
      const PlumeMark *strip;
      double sum = 0, mean = 0, square = 0, expected = 0, expected_square = 0;

      set_value (fixture, "right-source", shapes[i]);
      strip = look (fixture, &shown, "space-time", "density");
      for (gsize row = 0; row < strip->n_rows; row++)
        {
          double x = strip->y_from
                     + ((double)row + 0.5) / (double)strip->n_rows * (strip->y_to - strip->y_from),
                 share = strip->value->values[(row + 1) * strip->n_columns - 1];

          sum += share;
          mean += share * x;
          square += share * x * x;
        }
      for (guint k = 0; k < plume_mixture_get_n_components (end); k++)
        {
          double weight = plume_mixture_get_weights (end)[k],
                 x = plume_mixture_get_means (end)[2 * k];

          expected += weight * x;
          expected_square += weight * (plume_mixture_get_covariances (end)[4 * k] + x * x);
        }
      /* the last column stands at t = 0.9975 */
      assert_near (mean / sum, expected, 0.02);
      assert_near (square / sum, expected_square, 0.02 * (1 + expected_square));
    }
}

/* A sheet whose left half is dark */
static void
test_a_picture_is_an_end (Fixture *fixture, gconstpointer data)
{
  guint input = (guint)plume_experiment_find_input (fixture->experiment, "right-picture");
  g_autoptr (PlumeDataset) dataset = plume_dataset_new ("half");
  g_autoptr (PlumeArray) grey = plume_array_new (20 * 40);
  g_autoptr (PlumeBinding) binding = NULL;
  g_autoptr (PlumePublication) shown = NULL;
  const PlumeMark *samples;

  for (gsize i = 0; i < grey->length; i++)
    grey->values[i] = i % 40 < 20 ? 0 : 1;
  plume_dataset_take_grid (dataset, "grey", 2, (gsize[]){ 20, 40 }, plume_array_ref (grey));
  binding =
      plume_binding_new (&fixture->experiment->inputs[input], dataset, NULL, "half", NULL, NULL);
  bind_to (fixture, input, binding);
  set_value (fixture, "right-source", "picture");
  set_value (fixture, "point-width", "0.05");
  set_value (fixture, "samples", "500");
  set_value (fixture, "time", "1");
  samples = look (fixture, &shown, "bridge", "samples");
  for (gsize i = 0; i < samples->x->length; i++)
    {
      g_assert_cmpfloat (samples->x->values[i], <, 0.3);
      g_assert_cmpfloat (samples->x->values[i], >, -2.3);
      g_assert_cmpfloat (fabs (samples->y->values[i]), <, 1.3);
    }
}

/* The pencil draws the end that it is set to, and straight strokes are densities on segments */
static void
test_the_pencil_draws_an_end (Fixture *fixture, gconstpointer data)
{
  static const double x[] = { -1, 1 }, y[] = { 0.5, 0.5 };
  PlumeStroke stroke = { .length = 2, .x = x, .y = y, .reach = 0.1 };
  guint view = (guint)plume_experiment_find_view (fixture->experiment, "bridge");

  set_value (fixture, "samples", "500");
  for (guint side = 0; side < 2; side++)
    {
      g_autoptr (PlumePublication) shown = NULL;
      const PlumeMark *samples;

      set_value (fixture, "pencil", side == 0 ? "left" : "right");
      set_value (fixture, "time", side == 0 ? "0" : "1");
      see (fixture, &shown, "bridge");
      take_values (fixture, plume_publication_brush (shown, fixture->values, view, &stroke, NULL));
      samples = look (fixture, &shown, "bridge", "samples");
      for (gsize i = 0; i < samples->x->length; i++)
        {
          g_assert_cmpfloat (fabs (samples->x->values[i]), <, 1 + 5 * 0.12);
          g_assert_cmpfloat (fabs (samples->y->values[i] - 0.5), <, 5 * 0.12);
        }
      g_assert_null (
          find_mark (fixture, shown, "bridge", side == 0 ? "left-centre-0" : "right-centre-0"));
    }
}

static char *
write_circle (double x, double y)
{
  GString *text = g_string_new ("x,y\n");

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "%g,%g\n", x + 10 * cos (0.1 * G_PI * i),
                            y + 10 * sin (0.1 * G_PI * i));
  return g_string_free (text, FALSE);
}

/* What lies left stays left, and rows stay pairs: all go straight by the same way */
static void
test_opened_points_are_scaled_together (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = write_circle (900, 7), *right = write_circle (1000, 7);
  g_autoptr (PlumePublication) shown = NULL;
  double at[2][2], scale = sqrt (2500 + 50); /* halves of the way, and of the circle */

  g_assert_true (bind_text (fixture, "left-points", left, NULL));
  g_assert_true (bind_text (fixture, "right-points", right, NULL));
  set_value (fixture, "left-source", "points");
  set_value (fixture, "right-source", "points");
  set_value (fixture, "coupling", "rows");
  set_value (fixture, "samples", "2000");
  for (guint i = 0; i < 2; i++)
    {
      set_value (fixture, "time", i == 0 ? "0" : "1");
      mean_of (look (fixture, &shown, "bridge", "samples"), at[i]);
      assert_near (at[i][0], (i == 0 ? -50 : 50) / scale, 0.02);
      assert_near (at[i][1], 0, 0.02);
    }
  set_value (fixture, "fits", "off");
  mean_of (look (fixture, &shown, "bridge", "samples"), at[0]);
  assert_near (at[0][0], 1000, 1);
}

/* As many pairs as are set; transport that is optimal costs less */
static void
test_couplings_stand_in_pairs (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *coupling, *most;
    double pairs;
  } cases[] = { { "independent", "512", 8 },
                { "optimal-transport", "512", 512 },
                { "optimal-transport", "1500", 1500 },
                { "entropic", "300", 300 } };
  double action[G_N_ELEMENTS (cases)];

  set_value (fixture, "samples", "500");
  set_value (fixture, "steps", "20");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlumePublication) shown = NULL;

      set_value (fixture, "coupling", cases[i].coupling);
      set_value (fixture, "most-pairs", cases[i].most);
      shown = evaluate_view (fixture, NULL);
      g_assert_cmpfloat (get_readout (fixture, shown, "pairs", 0), ==, cases[i].pairs);
      action[i] = get_readout (fixture, shown, "kinetic-energy", 0);
    }
  g_assert_cmpfloat (action[1], <, action[0]);
  g_assert_cmpfloat (action[2], <, action[0]);
  assert_near (action[2], action[1], 0.2 * action[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) STATEMENT_OF ("stochastic-interpolants", path, test)
  ADD ("means-go-straight", test_means_go_straight);
  ADD ("heat-is-a-density", test_heat_is_a_density);
  ADD ("handles-of-both-sides", test_handles_of_both_sides);
  ADD ("trigonometric-path-says-why-not", test_trigonometric_path_says_why_not);
  ADD ("couplings-and-points", test_couplings_and_points);
  ADD ("curves-follow-their-handles", test_curves_follow_their_handles);
  ADD ("bridge-costs-least", test_bridge_costs_least);
  ADD ("divergence-needs-an-error", test_divergence_needs_an_error);
  ADD ("shapes-become-shapes", test_shapes_become_shapes);
  ADD ("a-line-keeps-its-moments", test_a_line_keeps_its_moments);
  ADD ("a-picture-is-an-end", test_a_picture_is_an_end);
  ADD ("the-pencil-draws-an-end", test_the_pencil_draws_an_end);
  ADD ("opened-points-are-scaled-together", test_opened_points_are_scaled_together);
  ADD ("couplings-stand-in-pairs", test_couplings_stand_in_pairs);
  return g_test_run ();
}
