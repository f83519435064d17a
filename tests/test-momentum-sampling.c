/* test-momentum-sampling.c: the experiment on momentum as a person uses it: the teaching path, the
 * plane of stability, and its actions. The numerics have a suite of their own.
 */
#include "experiment.h"

/* "name=value name=value …" */
static void
set_values (Fixture *fixture, const char *assignments)
{
  g_auto (GStrv) each = g_strsplit (assignments, " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (each[i], "=", 2);

      set_value (fixture, sides[0], sides[1]);
    }
}

static double
read_after (Fixture *fixture, const char *assignments, const char *id)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_values (fixture, assignments);
  publication = evaluate_view (fixture, NULL);
  return get_readout (fixture, publication, id, 0);
}

/* What the About text tells a person to try, in its order */
static void
test_teaching_path (Fixture *fixture, gconstpointer data)
{
  double plain, heavy, more_steps;

  set_values (fixture, "samples=400 guidance=15 steps=10 grid=lambda method=plms order=4");
  plain = read_after (fixture, "compared=none", "largest");
  g_assert_cmpfloat (plain, >, 1000);
  g_assert_cmpfloat (read_after (fixture, "method=plms", "escaped"), >, 80);
  heavy = read_after (fixture, "method=heavy-ball momentum=0.5", "largest");
  g_assert_cmpfloat (heavy, <, 5);
  g_assert_cmpfloat (read_after (fixture, "method=heavy-ball", "error"), >, 0.5);
  /* a sharp threshold along r */
  g_assert_cmpfloat (read_after (fixture, "method=ghvb set-by=one strength=4", "largest"), >, 1000);
  g_assert_cmpfloat (read_after (fixture, "strength=2.7", "largest"), >, 100);
  g_assert_cmpfloat (read_after (fixture, "strength=2.3", "largest"), <, 5);
  g_assert_cmpfloat (read_after (fixture, "strength=1.8", "largest"), <, 5);
  /* twice the steps heal, and order wins */
  more_steps = read_after (fixture, "set-by=both method=plms order=4 steps=20", "error");
  g_assert_cmpfloat (more_steps, <, 0.01);
  g_assert_cmpfloat (read_after (fixture, "method=heavy-ball momentum=0.5", "error"), >,
                     10 * more_steps);
  /* without guidance damping only costs */
  plain = read_after (fixture, "guidance=1 steps=10 method=plms", "error");
  g_assert_cmpfloat (read_after (fixture, "method=heavy-ball momentum=0.5", "error"), >, 3 * plain);
}

static void
test_variable_weights (Fixture *fixture, gconstpointer data)
{
  double equal, own;

  /* the same order and damping: weights for the steps as they are keep what explodes otherwise */
  equal = read_after (fixture, "samples=400 method=ghvb order=4 momentum=0.7", "error");
  own = read_after (fixture, "method=vghvb", "error");
  g_assert_cmpfloat (equal, >, 100);
  g_assert_cmpfloat (own, <, 0.3);
  g_assert_cmpfloat (read_after (fixture, "method=vghvb", "interval"), <, -1);
  /* and the full order, fitted by the race */
  g_assert_cmpfloat (read_after (fixture, "guidance=1", "slope"), >, 3.7);
  g_assert_cmpfloat_with_epsilon (read_after (fixture, "method=ghvb", "slope"), 2, 0.15);
}

static void
test_stability_plane (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *boundary, *region, *dots;
  double least = 0;
  gsize inside = 0;

  set_values (fixture, "method=heavy-ball order=1 momentum=0.5 samples=400");
  publication = evaluate_view (fixture, "stability");
  g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "interval", 0), -6, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "area", 0), 3 * G_PI, 0.03);
  boundary = find_mark (fixture, publication, "stability", "boundary");
  region = find_mark (fixture, publication, "stability", "region");
  dots = find_mark (fixture, publication, "stability", "eigenvalues");
  /* the ellipse of half-axes 3 and 1 about −3, all of it */
  for (gsize i = 0; i < boundary->x->length; i++)
    g_assert_cmpfloat_with_epsilon (
        pow ((boundary->x->values[i] + 3) / 3, 2) + pow (boundary->y->values[i], 2), 1, 1e-9);
  for (gsize i = 0; i < region->value->length; i++)
    inside += region->value->values[i] >= 0;
  g_assert_cmpfloat_with_epsilon ((double)inside / (double)region->value->length,
                                  G_PI / 4 / (1.24 * 1.15), 0.02);
  g_assert_cmpuint (dots->x->length, ==, 10 * 200 * 2);
  for (gsize i = 0; i < dots->x->length; i++)
    least = MIN (least, dots->x->values[i]);
  g_assert_cmpfloat (least, <, -0.6);
}

/* No guidance and one Gaussian: ζ = δ/κ (1 − v/κ²) is known at every place. */
static void
test_eigenvalues (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *dots;

  set_values (fixture, "guidance=0 width-factor=1 process=edm samples=400");
  {
    PlumeAddress address;
    PlumeValues *values;

    g_assert_true (plume_address_parse (fixture->values, "components", &address, NULL));
    values = plume_values_with_text (fixture->values, &address,
                                     "[{\"name\": \"A\", \"weight\": 1, \"x\": 0, \"y\": 0, "
                                     "\"width\": 0.5, \"second-width\": 0.5, \"angle\": 0}]",
                                     NULL);
    g_assert_nonnull (values);
    plume_values_unref (fixture->values);
    fixture->values = values;
  }
  publication = evaluate_view (fixture, "stability");
  dots = find_mark (fixture, publication, "stability", "steps");
  for (gsize i = 0; i < dots->x->length; i++)
    {
      double kappa = exp (-dots->y->values[i]), square = kappa * kappa;
      double posterior = 0.25 * square / (0.25 + square);
      double lambda_step = dots->y->values[400] - dots->y->values[0];
      double delta = kappa * expm1 (-lambda_step);

      g_assert_cmpfloat_with_epsilon (dots->x->values[i], delta / kappa * (1 - posterior / square),
                                      1e-9);
    }
}

static void
test_damp_just_enough (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) before = NULL, after = NULL;
  g_autofree char *text = NULL;
  double enough;

  set_values (fixture, "method=heavy-ball order=2 momentum=1 samples=400");
  before = evaluate_view (fixture, NULL);
  g_assert_cmpfloat (get_readout (fixture, before, "steps-outside", 0), >, 0);
  enough = get_readout (fixture, before, "enough", 0);
  g_assert_cmpfloat (enough, <, 1);
  text = g_strdup_printf ("momentum=%.17g", enough);
  set_values (fixture, text);
  after = evaluate_view (fixture, NULL);
  g_assert_cmpfloat (get_readout (fixture, after, "steps-outside", 0), ==, 0);
  /* AB2 reaches −1, with momentum (2 − β)/β times as far: the stiffest mode is on the edge */
  g_assert_cmpfloat_with_epsilon (get_readout (fixture, after, "interval", 0),
                                  -(2 - enough) / enough, 1e-6);
  g_assert_cmpfloat_with_epsilon (get_readout (fixture, after, "interval", 0),
                                  get_readout (fixture, after, "least-eigenvalue", 0), 1e-4);
}

/* The region is dragged to where it should end, and the damping follows, by either way of setting
 */
static void
test_handle (Fixture *fixture, gconstpointer data)
{
  set_values (fixture, "method=heavy-ball order=2 momentum=1 samples=400");
  drag (fixture, "stability", "reach", -1.5, 0);
  g_assert_cmpfloat_with_epsilon (read_after (fixture, "order=2", "used-damping"), 0.8, 2e-3);
  g_assert_cmpfloat_with_epsilon (read_after (fixture, "order=2", "interval"), -1.5, 5e-3);
  set_values (fixture, "set-by=one strength=1.9");
  drag (fixture, "stability", "reach", -3, 0);
  g_assert_cmpfloat_with_epsilon (read_after (fixture, "order=2", "used-damping"), 0.5, 2e-3);
  g_assert_cmpfloat (read_after (fixture, "order=2", "used-order"), ==, 2);
}

static gsize
count_outlines (Fixture *fixture, const char *assignments)
{
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *outlines;

  set_values (fixture, assignments);
  publication = evaluate_view (fixture, "pictures");
  outlines = find_mark (fixture, publication, "pictures", "out-of-range");
  return outlines != NULL ? outlines->x->length / 6 : 0;
}

/* Digits break as the plane does: with order and without damping, and only under strong guidance */
static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  gsize damped = count_outlines (fixture, "compared=none method=ghvb order=2 momentum=0.8"),
        plain = count_outlines (fixture, "method=plms order=4"),
        mild = count_outlines (fixture, "method=plms order=4 guidance=1");

  g_assert_cmpuint (plain, >, 5 * damped);
  g_assert_cmpuint (plain, >, 5 * mild);
}

int
main (int argc, char **argv)
{
#define STATE(path, test)                                                                          \
  g_test_add (path, Fixture, "momentum-sampling", open_experiment, test, close_experiment)
  g_test_init (&argc, &argv, NULL);
  STATE ("/momentum-sampling/the-teaching-path-is-true", test_teaching_path);
  STATE ("/momentum-sampling/variable-weights-are-stable-and-of-full-order", test_variable_weights);
  STATE ("/momentum-sampling/the-plane-shows-the-ellipse", test_stability_plane);
  STATE ("/momentum-sampling/dots-are-the-jacobian-of-a-gaussian", test_eigenvalues);
  STATE ("/momentum-sampling/the-pilot-says-how-much-damping", test_damp_just_enough);
  STATE ("/momentum-sampling/the-handle-drags-the-damping", test_handle);
  STATE ("/momentum-sampling/pictures-break-where-the-plane-does", test_pictures);
  return g_test_run ();
#undef STATE
}
