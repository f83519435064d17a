/* test-pin.c: a pinned result: what of it is drawn beneath the present one, what its numbers are
 * compared with, and what outlives changes and recipes. */
#include "figure/plume-export.h"
#include "figure/plume-ghost.h"
#include "figure/plume-layout.h"
#include "lab/plume-pin.h"
#include "lab/plume-recipe.h"
#include "rod.h"

#include <string.h>

static PlumeArray *
numbers (double a, double b, double c)
{
  return plume_array_new_copy ((double[]){ a, b, c }, 3);
}

/* Axes with a line from (0, low) to (2, high) and an image that is @value everywhere. */
static PlumeFigure *
make_figure (double low, double high, double value)
{
  PlumeFigure *figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "main", NULL, 1);
  PlumeAxes *other = plume_figure_add_axes (figure, "picture", NULL, 1);
  g_autoptr (PlumeArray) x = numbers (0, 1, 2);
  g_autoptr (PlumeArray) y = numbers (low, (low + high) / 2, high);
  g_autoptr (PlumeArray) measured = numbers (1, 2, 1);
  g_autoptr (PlumeArray) pixels = plume_array_new (4);

  for (int i = 0; i < 4; i++)
    pixels->values[i] = value + i * value;
  plume_axes_add_points (axes, "measured", "Measured", x, measured,
                         (PlumeInk){ .colour = PLUME_COLOUR_GREY });
  plume_axes_add_line (axes, "model", NULL, x, y, (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_image (other, "image", 2, 2, pixels, 0, 1, 0, 1);
  return figure;
}

static const PlumeMark *
get_mark (const PlumeFigure *figure, guint axes, const char *id)
{
  const PlumeAxes *place = g_ptr_array_index (figure->axes, axes);

  for (guint i = 0; i < place->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (place->marks, i);

      if (g_str_equal (mark->id, id))
        return mark;
    }
  return NULL;
}

static void
test_ghost_is_faded_beneath (void)
{
  g_autoptr (PlumeFigure) a = make_figure (0, 1, 1), b = make_figure (0, 3, 1);
  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, FALSE);
  const PlumeAxes *axes = g_ptr_array_index (both->axes, 0);
  const PlumeMark *ghost = g_ptr_array_index (axes->marks, 0);
  const PlumeMark *model = get_mark (both, 0, "model");

  g_assert_cmpstr (ghost->id, ==, "pinned-model"); /* painted first */
  g_assert_true (ghost->y == get_mark (a, 0, "model")->y);
  g_assert_true (ghost->ink.faded);
  g_assert_cmpint (ghost->ink.dash, ==, PLUME_DASH_DASHED);
  g_assert_cmpfloat (ghost->ink.opacity, <, 0.5);
  g_assert_cmpstr (ghost->label, ==, "A (pinned)");
  g_assert_true (model->y == get_mark (b, 0, "model")->y);
  g_assert_cmpfloat (model->ink.opacity, ==, 0);
  g_assert_cmpstr (model->label, ==, "B");
  g_assert_null (get_mark (b, 0, "pinned-model")); /* B itself stays as it is */
}

static void
test_what_is_the_same_is_drawn_once (void)
{
  g_autoptr (PlumeFigure) a = make_figure (0, 1, 1), b = make_figure (0, 3, 1);
  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, FALSE);

  g_assert_null (get_mark (both, 0, "pinned-measured")); /* the same data in both */
  g_assert_cmpuint (((PlumeAxes *)g_ptr_array_index (both->axes, 0))->marks->len, ==, 3);
  g_assert_null (get_mark (both, 1, "pinned-image"));
}

static void
test_limits_hold_both (void)
{
  g_autoptr (PlumeFigure) a = make_figure (-5, 1, 1), b = make_figure (0, 3, 1);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, FALSE);
  g_autoptr (PlumeLayout) layout = plume_layout_new (both, &style, 600, 500, NULL, 0, NULL);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);

  g_assert_cmpfloat (plot->y_from, <=, -5);
  g_assert_cmpfloat (plot->y_to, >=, 3);
}

static void
test_wished_limits_hold_both (void)
{
  g_autoptr (PlumeFigure) a = make_figure (0, 1, 1), b = make_figure (0, 3, 1);
  PlumeAxes *of_a = g_ptr_array_index (a->axes, 0), *of_b = g_ptr_array_index (b->axes, 0);

  plume_axis_set_limits (&of_a->x, -1, 4);
  plume_axis_set_limits (&of_b->x, 0, 9);

  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, FALSE);
  const PlumeAxes *axes = g_ptr_array_index (both->axes, 0);

  g_assert_cmpfloat (axes->x.from, ==, -1);
  g_assert_cmpfloat (axes->x.to, ==, 9);
}

/* A length in metres is nothing beside one in seconds. */
static void
test_other_axes_have_no_ghost (void)
{
  g_autoptr (PlumeFigure) a = make_figure (0, 1, 1), b = make_figure (0, 3, 1);
  PlumeAxes *of_a = g_ptr_array_index (a->axes, 0);

  plume_axis_set (&of_a->x, PLUME_SCALE_LINEAR, "x", "s");

  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, FALSE);

  g_assert_null (get_mark (both, 0, "pinned-model"));
}

static void
test_images_are_subtracted (void)
{
  g_autoptr (PlumeFigure) a = make_figure (0, 1, 1), b = make_figure (0, 3, 5);
  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, TRUE);
  const PlumeMark *image = get_mark (both, 1, "image");

  g_assert_true (plume_figure_has_difference (b, a));
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (image->value->values[i], ==, 4 * (1 + i));
  g_assert_cmpint (image->colour_map, ==, PLUME_COLOUR_MAP_DIVERGING);
  g_assert_cmpfloat (image->value_from, ==, -image->value_to); /* 0 is the middle */
  g_assert_cmpfloat (get_mark (b, 1, "image")->value->values[0], ==, 5);
}

static void
test_hidden_marks_hide_their_ghosts (void)
{
  static const char *const hidden[] = { "model", NULL };
  g_autoptr (PlumeFigure) a = make_figure (0, 1, 1), b = make_figure (0, 3, 1);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeFigure) both = plume_figure_with_ghost (b, a, FALSE);
  g_autoptr (PlumeLayout) layout = plume_layout_new (both, &style, 600, 500, NULL, 0, hidden);

  g_assert_false (plume_layout_shows (layout, get_mark (both, 0, "pinned-model")));
  g_assert_true (plume_layout_shows (layout, get_mark (both, 0, "measured")));
}

static void
wait_until (gboolean (*condition) (PlumeStudy *study), PlumeStudy *study)
{
  while (!condition (study))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_done (PlumeStudy *study)
{
  const PlumePublication *publication = plume_study_get_publication (study);

  return !plume_study_is_busy (study) && publication != NULL && publication->complete
         && publication->values == plume_study_get_values (study);
}

static gboolean
pin_is_there (PlumeStudy *study)
{
  const PlumePublication *pinned = plume_study_get_pinned (study);

  return pinned != NULL && pinned->complete;
}

static void
test_pin_survives_changes (void)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  PlumeFigure *first, *shown;

  wait_until (is_done, study);
  first = plume_study_get_publication (study)->figures[0];
  plume_study_pin (study);
  g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (0), 4, NULL));
  wait_until (is_done, study);
  g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (1), 9, NULL));
  wait_until (is_done, study);
  plume_study_undo (study);
  wait_until (is_done, study);
  g_assert_true (plume_study_is_pinned (study));
  g_assert_true (plume_study_get_pinned (study)->figures[0] == first);
  shown = plume_study_get_figure (study, 0);
  g_assert_true (get_mark (shown, 0, "pinned-temperature")->y
                 == get_mark (first, 0, "temperature")->y);
  g_assert_true (shown == plume_study_get_figure (study, 0)); /* merged once */
  plume_study_unpin (study);
  g_assert_true (plume_study_get_figure (study, 0)
                 == plume_study_get_publication (study)->figures[0]);
}

static void
test_differences_of_readouts (void)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  const PlumePublication *publication, *pinned;

  wait_until (is_done, study);
  plume_study_pin (study);
  g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (1), 4, NULL));
  wait_until (is_done, study);
  publication = plume_study_get_publication (study);
  pinned = plume_study_get_pinned (study);
  for (guint i = 0; i < rod.n_readouts; i++)
    for (guint j = 0; j < publication->readings[i]->len; j++)
      {
        const PlumeReading *reading = &g_array_index (publication->readings[i], PlumeReading, j);
        const PlumeReading *before = &g_array_index (pinned->readings[i], PlumeReading, j);

        g_assert_cmpfloat (plume_publication_get_reading (pinned, i, reading, j), ==,
                           before->value);
      }

  PlumeReading stranger = { .label = (char *)"nowhere", .value = 1 };

  g_assert_true (isnan (plume_publication_get_reading (pinned, 0, &stranger, 0)));
}

static void
test_recipe_brings_the_pin_back (void)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  g_autoptr (GError) error = NULL;

  wait_until (is_done, study);
  plume_study_pin (study);
  plume_study_set_starred (study, 1, TRUE);
  g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (0), 4, NULL));

  g_autofree char *text = plume_study_to_recipe (study);
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (recipe->values->items[0].number, ==, 4);
  g_assert_cmpfloat (recipe->pinned_values->items[0].number, ==, 1);

  g_autoptr (PlumeStudy) copy = plume_study_new_from_recipe (recipe);
  g_autofree char *again = plume_study_to_recipe (copy);

  g_assert_cmpstr (text, ==, again);
  g_assert_true (plume_study_is_starred (copy, 1));
  g_assert_false (plume_study_is_starred (copy, 0));
  wait_until (is_done, copy);
  wait_until (pin_is_there, copy);
  g_assert_nonnull (get_mark (plume_study_get_figure (copy, 0), 0, "pinned-temperature"));
}

/* What cannot be compared any more is no reason to refuse the rest. */
static void
test_recipe_leaves_out_what_does_not_fit (void)
{
  static const char text[] =
      "{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, \"parameters\": {}, \"inputs\": {}, "
      "\"pinned\": {\"parameters\": {\"diffusivity\": \"much\"}}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (recipe);
  g_assert_null (recipe->pinned_values);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pin/ghost-is-faded-beneath", test_ghost_is_faded_beneath);
  g_test_add_func ("/pin/what-is-the-same-is-drawn-once", test_what_is_the_same_is_drawn_once);
  g_test_add_func ("/pin/limits-hold-both", test_limits_hold_both);
  g_test_add_func ("/pin/wished-limits-hold-both", test_wished_limits_hold_both);
  g_test_add_func ("/pin/other-axes-have-no-ghost", test_other_axes_have_no_ghost);
  g_test_add_func ("/pin/images-are-subtracted", test_images_are_subtracted);
  g_test_add_func ("/pin/hidden-marks-hide-their-ghosts", test_hidden_marks_hide_their_ghosts);
  g_test_add_func ("/pin/survives-changes", test_pin_survives_changes);
  g_test_add_func ("/pin/differences-of-readouts", test_differences_of_readouts);
  g_test_add_func ("/pin/recipe-brings-it-back", test_recipe_brings_the_pin_back);
  g_test_add_func ("/pin/recipe-leaves-out-what-does-not-fit",
                   test_recipe_leaves_out_what_does_not_fit);
  return g_test_run ();
}
