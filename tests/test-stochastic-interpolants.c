/* test-stochastic-interpolants.c: the experiment of stochastic interpolants, as a person sets it.
 */
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const PlumeExperiment *experiment;
  PlumeEngine *engine;
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumePublication *publication;
} Laboratory;

static Laboratory
open_laboratory (void)
{
  const PlumeExperiment *experiment = plume_experiments_find ("stochastic-interpolants");

  return (Laboratory){ experiment, plume_engine_new (experiment, 1 << 28),
                       plume_values_new (experiment), plume_inputs_new (experiment, TRUE), NULL };
}

static void
close_laboratory (Laboratory *lab)
{
  g_clear_pointer (&lab->publication, plume_publication_unref);
  plume_engine_free (lab->engine);
  plume_values_unref (lab->values);
  plume_inputs_unref (lab->inputs);
}

static void
set_text (Laboratory *lab, const char *id, const char *text)
{
  PlumeAddress address;
  g_autoptr (GError) error = NULL;
  PlumeValues *next;

  g_assert_true (plume_address_parse (lab->values, id, &address, &error));
  next = plume_values_with_text (lab->values, &address, text, &error);
  g_assert_no_error (error);
  plume_values_unref (lab->values);
  lab->values = next;
}

/* Evaluates one view, or only read-outs where it is NULL. */
static PlumeFigure *
see (Laboratory *lab, const char *view)
{
  gboolean views[16] = { FALSE };
  PlumeWish wish = { .values = lab->values, .inputs = lab->inputs, .views = views };
  int index = view != NULL ? plume_experiment_find_view (lab->experiment, view) : -1;

  wish.readouts = view == NULL;
  if (view != NULL)
    views[index] = TRUE;
  g_clear_pointer (&lab->publication, plume_publication_unref);
  lab->publication = plume_engine_evaluate (lab->engine, &wish, NULL, NULL);
  if (view == NULL)
    return NULL;
  g_assert_no_error (lab->publication->errors[index]);
  return lab->publication->figures[index];
}

static PlumeMark *
find_mark (PlumeFigure *figure, const char *id)
{
  for (guint a = 0; a < figure->axes->len; a++)
    {
      PlumeAxes *axes = g_ptr_array_index (figure->axes, a);

      for (guint m = 0; m < axes->marks->len; m++)
        {
          PlumeMark *mark = g_ptr_array_index (axes->marks, m);

          if (strcmp (mark->id, id) == 0)
            return mark;
        }
    }
  return NULL;
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
test_means_go_straight (void)
{
  static const char *const methods[] = { "flow", "heun", "euler-maruyama" };
  static const char *const times[] = { "0", "0.5", "1" };
  Laboratory lab = open_laboratory ();

  set_text (&lab, "left-components", LEFT);
  set_text (&lab, "right-components", RIGHT);
  set_text (&lab, "samples", "2000");
  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    for (guint backward = 0; backward < 2; backward++)
      for (guint i = 0; i < 3; i++)
        {
          double mean[2], t = 0.5 * i;

          set_text (&lab, "method", methods[m]);
          set_text (&lab, "direction", backward ? "backward" : "forward");
          set_text (&lab, "time", times[i]);
          mean_of (find_mark (see (&lab, "bridge"), "samples"), mean);
          /* five standard errors of the widest marginal: √(½ · 0.125 + ¼) = 0.56 */
          g_assert_cmpfloat (fabs (mean[0] - (4 * t - 2)), <, 5 * 0.56 / sqrt (2000));
          g_assert_cmpfloat (fabs (mean[1] - (1 - 2 * t)), <, 5 * 0.56 / sqrt (2000));
        }
  close_laboratory (&lab);
}

/* The heat map is a density: its cells add up to 1 */
static void
test_heat_is_a_density (void)
{
  Laboratory lab = open_laboratory ();
  PlumeMark *heat = find_mark (see (&lab, "bridge"), "density");
  double cell = (heat->x_to - heat->x_from) / (double)heat->n_columns * (heat->y_to - heat->y_from)
                / (double)heat->n_rows;
  double sum = 0;

  for (gsize i = 0; i < heat->value->length; i++)
    sum += heat->value->values[i] * cell;
  g_assert_cmpfloat (fabs (sum - 1), <, 0.02); /* what lies beyond the square */
  close_laboratory (&lab);
}

/* A handle of either side changes its own table */
static void
test_handles_of_both_sides (void)
{
  Laboratory lab = open_laboratory ();
  PlumeFigure *figure = see (&lab, "bridge");

  g_assert_nonnull (find_mark (figure, "left-centre-1"));
  g_assert_nonnull (find_mark (figure, "right-centre-3"));
  g_assert_null (find_mark (figure, "left-centre-2"));
  set_text (&lab, "path", "one-sided-linear");
  figure = see (&lab, "bridge");
  g_assert_null (find_mark (figure, "left-centre-1")); /* the base is N(0, I) */
  g_assert_nonnull (find_mark (figure, "right-centre-3"));
  close_laboratory (&lab);
}

static void
test_trigonometric_path_says_why_not (void)
{
  Laboratory lab = open_laboratory ();
  gboolean views[16] = { TRUE };
  PlumeWish wish = { .views = views };
  g_autoptr (PlumePublication) publication = NULL;

  set_text (&lab, "path", "trigonometric");
  set_text (&lab, "gamma", "sine-squared");
  wish.values = lab.values;
  wish.inputs = lab.inputs;
  publication = plume_engine_evaluate (lab.engine, &wish, NULL, NULL);
  g_assert_error (publication->errors[0], PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_nonnull (strstr (publication->errors[0]->message, "linear path"));
  set_text (&lab, "gamma", "brownian");
  g_assert_nonnull (find_mark (see (&lab, "bridge"), "samples"));
  close_laboratory (&lab);
}

/* All couplings and both opened sides */
static void
test_couplings_and_points (void)
{
  static const char *const couplings[] = { "independent", "optimal-transport", "entropic", "rows" };
  Laboratory lab = open_laboratory ();

  set_text (&lab, "samples", "500");
  set_text (&lab, "left-source", "points");
  set_text (&lab, "right-source", "points");
  for (guint i = 0; i < G_N_ELEMENTS (couplings); i++)
    {
      set_text (&lab, "coupling", couplings[i]);
      g_assert_nonnull (find_mark (see (&lab, "bridge"), "samples"));
    }
  close_laboratory (&lab);
}

/* The optimum costs less than the interpolant, and bends help */
static void
test_bridge_costs_least (void)
{
  Laboratory lab = open_laboratory ();
  PlumeFigure *figure = see (&lab, "energy");
  double plain = find_mark (figure, "interpolant-excess")->y->values[0],
         straight = find_mark (figure, "straightened-excess")->y->values[0];

  g_assert_cmpfloat (straight, >, 0);
  g_assert_cmpfloat (plain, >, straight);
  close_laboratory (&lab);
}

/* Without an error there is nothing to heal */
static void
test_divergence_needs_an_error (void)
{
  Laboratory lab = open_laboratory ();
  PlumeMark *measured, *bound;

  measured = find_mark (see (&lab, "divergence"), "measured");
  bound = find_mark (
      lab.publication->figures[plume_experiment_find_view (lab.experiment, "divergence")], "bound");
  for (gsize i = 0; i < bound->y->length; i++)
    g_assert_cmpfloat (measured->y->values[i], <=, bound->y->values[i]);
  set_text (&lab, "velocity-error", "0");
  set_text (&lab, "score-error", "0");
  measured = find_mark (see (&lab, "divergence"), "measured");
  for (gsize i = 0; i < measured->y->length; i++)
    {
      g_test_message ("%g: %g", measured->x->values[i], measured->y->values[i]);
      g_assert_true (isnan (measured->y->values[i]) || measured->y->values[i] < 1e-4);
    }
  close_laboratory (&lab);
}

static void
drag (Laboratory *lab, const char *view, const char *handle, double x, double y)
{
  g_autoptr (GError) error = NULL;
  int index = plume_experiment_find_view (lab->experiment, view);
  PlumeValues *next;

  see (lab, view);
  next = plume_publication_drag (lab->publication, lab->values, (guint)index, handle, x, y, &error);
  g_assert_no_error (error);
  plume_values_unref (lab->values);
  lab->values = next;
}

/* A dragged handle is where it was left, and the other of its curve has not moved */
static void
test_curves_follow_their_handles (void)
{
  static const struct
  {
    const char *handle, *other;
    double y;
  } drags[] = { { "left-0", "left-1", 0.9 },
                { "right-1", "right-0", 0.4 },
                { "gamma-0", "gamma-1", 0.7 },
                { "gamma-1", "gamma-0", 0.2 } };
  Laboratory lab = open_laboratory ();

  for (guint i = 0; i < G_N_ELEMENTS (drags); i++)
    {
      double other = find_mark (see (&lab, "design"), drags[i].other)->y->values[0];
      PlumeFigure *figure;

      drag (&lab, "design", drags[i].handle, 0.5, drags[i].y);
      figure = see (&lab, "design");
      g_assert_cmpfloat_with_epsilon (find_mark (figure, drags[i].handle)->y->values[0], drags[i].y,
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (find_mark (figure, drags[i].other)->y->values[0], other,
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (find_mark (figure, "left-share")->y->values[0], 1, 1e-12);
      g_assert_cmpfloat_with_epsilon (find_mark (figure, "noise")->y->values[0], 0, 1e-12);
    }
  drag (&lab, "bridge", "right-centre-1", 3, -2);
  g_assert_cmpfloat (find_mark (see (&lab, "bridge"), "right-centre-1")->x->values[0], ==, 3);
  drag (&lab, "bridge", "left-long-0", -1.9, 2.9);
  g_assert_cmpfloat_with_epsilon (find_mark (see (&lab, "bridge"), "left-long-0")->y->values[0],
                                  2.9, 1e-9);
  close_laboratory (&lab);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/stochastic-interpolants/" path, test)
  ADD ("means-go-straight", test_means_go_straight);
  ADD ("heat-is-a-density", test_heat_is_a_density);
  ADD ("handles-of-both-sides", test_handles_of_both_sides);
  ADD ("trigonometric-path-says-why-not", test_trigonometric_path_says_why_not);
  ADD ("couplings-and-points", test_couplings_and_points);
  ADD ("curves-follow-their-handles", test_curves_follow_their_handles);
  ADD ("bridge-costs-least", test_bridge_costs_least);
  ADD ("divergence-needs-an-error", test_divergence_needs_an_error);
  return g_test_run ();
}
