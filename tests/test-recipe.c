/* test-recipe.c: recipes: round trip, hostile texts, moved data, and saving that loses nothing. */
#include "lab/plume-recipe.h"
#include "rod.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
assert_refused (const char *text, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, &error);

  g_assert_null (recipe);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_true (g_str_has_prefix (error->message, "x.plume"));
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("'%s' does not match '%s'", error->message, pattern);
}

static void
test_round_trip (void)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  g_autoptr (PlumeSelection) selection = plume_selection_new_from_text ("0,2-40", 1797, NULL);
  PlumeLimits in_space = PLUME_LIMITS_NONE;
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (1), 3.25, NULL));
  g_assert_true (plume_study_set_text (study, &(PlumeAddress){ 6, 1, 0 }, "übrig \"x\"", NULL));
  plume_study_set_limits (study, 0, 0, (PlumeLimits){ -1, 1.5, NAN, NAN });
  in_space.camera = (PlumeCamera){ 12.5, -30, 2 };
  plume_study_set_limits (study, 0, 1, in_space);
  plume_study_set_selection (study, selection);
  plume_study_toggle_mark (study, 0, "temperature");
  plume_study_show_view (study, 1, FALSE);

  g_autofree char *text = plume_study_to_recipe (study);
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (recipe->values->items[1].number, ==, 3.25);
  g_assert_cmpstr (recipe->values->items[6].records->cells[2].text, ==, "übrig \"x\"");
  g_assert_cmpfloat (recipe->views[0].limits[0].x_to, ==, 1.5);
  g_assert_true (isnan (recipe->views[0].limits[0].y_to));
  g_assert_cmpfloat (recipe->views[0].limits[1].camera.elevation, ==, -30);
  g_assert_cmpfloat (recipe->views[0].limits[1].camera.zoom, ==, 2);
  g_assert_true (isnan (recipe->views[0].limits[1].z_from));
  g_assert_true (plume_selection_equal (recipe->selection, selection));
  g_assert_cmpstr (recipe->views[0].hidden_marks[0], ==, "temperature");
  g_assert_false (recipe->views[1].shown);
  g_assert_cmpuint (recipe->inputs->bindings[0]->len, ==, 1);

  g_autoptr (PlumeStudy) copy = plume_study_new_from_recipe (recipe);
  g_autofree char *again = plume_study_to_recipe (copy);

  g_assert_cmpstr (text, ==, again);
  g_assert_true (plume_selection_equal (plume_study_get_selection (copy), selection));
}

static void
test_hostile_texts_are_refused (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *deep_objects = NULL;
  g_autoptr (GString) nested = g_string_new (NULL);

  for (int i = 0; i < 1000; i++)
    g_string_append (nested, "{\"plume\":");
  deep_objects = g_strdup (nested->str);

  assert_refused ("", "*no*recipe*");
  assert_refused ("[]", "*no object*");
  assert_refused ("{", "*no JSON*");
  assert_refused (deep, "*nested*");
  assert_refused (deep_objects, "*nested*");
  assert_refused ("\xff\xfe{}", "*UTF-8*");
  assert_refused ("{\"plume\": 1}", "*missing*");
  assert_refused ("{\"plume\": \"1\", \"experiment\": \"rod\", \"version\": 1}", "*missing*");
  assert_refused ("{\"plume\": 2, \"experiment\": \"rod\", \"version\": 1}", "*format 2*newer*");
  assert_refused ("{\"plume\": 1, \"experiment\": \"rod\", \"version\": 3}", "*version 3*newer*");
  assert_refused ("{\"plume\": 1, \"experiment\": \"snail\", \"version\": 1}",
                  "*no experiment 'snail'*");
  assert_refused ("{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, \"inputs\": {}}",
                  "*'parameters'*");
  assert_refused (
      "{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, \"parameters\": [], \"inputs\": {}}",
      "*'parameters'*");
}

static void
test_hostile_members_are_refused (void)
{
  static const struct
  {
    const char *parameters, *inputs, *pattern;
  } cases[] = {
    { "{\"time\": \"soon\"}", "{}", "*time cannot be '\"soon\"'; write a number*" },
    { "{\"time\": 1e400}", "{}", "*" },
    { "{\"time\": -1}", "{}", "*out of range*" },
    { "{\"time\": null}", "{}", "*time cannot be 'null'; write a number*" },
    { "{\"mass\": 1}", "{}", "*no parameter 'mass'*" },
    { "{\"sources\": {\"a\": 1}}", "{}", "*list*" },
    { "{\"sources\": [[[]]]}", "{}", "*row 1*" },
    { "{\"boundary\": 1}", "{}", "*text*" },
    { "{\"grey\": 1}", "{}", "*true or false*" },
    { "{\"positions\": [1, {}]}", "{}", "*numbers*" },
    { "{}", "{\"measured\": {}}", "*input list*" },
    { "{}", "{\"other\": []}", "*input list 'other'*" },
    { "{}", "{\"measured\": [3]}", "*objects*" },
    { "{}", "{\"measured\": [{}]}", "*neither*" },
    { "{}", "{\"measured\": [{\"sample\": \"five\"}]}", "*sample 'five'*" },
    { "{}",
      "{\"measured\": [{\"sample\": \"three\", \"roles\": {\"position\": {\"column\": \"z\"}}}]}",
      "*" },
    { "{}", "{\"measured\": [{\"sample\": \"three\", \"roles\": {\"position\": 3}}]}", "*object*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, "
                           "\"parameters\": %s, \"inputs\": %s}",
                           cases[i].parameters, cases[i].inputs);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeRecipe) recipe =
          plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, &error);

      g_assert_null (recipe);
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
      if (!g_pattern_match_simple (cases[i].pattern, error->message))
        g_error ("'%s' does not match '%s'", error->message, cases[i].pattern);
    }
}

static void
test_odd_views_are_left_out (void)
{
  const char *text =
      "{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, \"parameters\": {}, \"inputs\": {},"
      " \"views\": {\"rod\": {\"shown\": 3, \"limits\": [1, [\"a\", 2.5]], \"hidden-marks\": [1, "
      "\"m\"]}, \"sum\": 4}}";
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, NULL);

  g_assert_nonnull (recipe);
  g_assert_true (recipe->views[0].shown);
  g_assert_cmpfloat (recipe->views[0].limits[1].x_to, ==, 2.5);
  g_assert_cmpstr (recipe->views[0].hidden_marks[0], ==, "m");
}

static void
test_odd_selections_are_left_out (void)
{
  static const char *const odd[] = { "3",
                                     "{}",
                                     "{\"items\": \"1\"}",
                                     "{\"items\": 1, \"of\": 3}",
                                     "{\"items\": \"x\", \"of\": 3}",
                                     "{\"items\": \"1\", \"of\": 1e30}",
                                     "{\"items\": \"1\", \"of\": -1}",
                                     "{\"items\": \"1\", \"of\": 9000000000000000000}" };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, \"parameters\": "
          "{}, \"inputs\": {}, \"selection\": %s}",
          odd[i]);
      g_autoptr (PlumeRecipe) recipe =
          plume_recipe_from_text (text, -1, "x.plume", NULL, rod_only, NULL, NULL);

      g_assert_nonnull (recipe);
      g_assert_null (recipe->selection);
    }
}

static void
test_moved_data_are_found_beside_the_recipe (void)
{
  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "bar.csv", NULL);
  const char *text =
      "{\"plume\": 1, \"experiment\": \"rod\", \"version\": 1, \"parameters\": {},"
      " \"inputs\": {\"measured\": [{\"path\": \"/nowhere/bar.csv\", \"sha256\": \"0\","
      " \"roles\": {\"position\": {\"column\": \"x\", \"unit\": \"cm\"}, \"temperature\": "
      "{\"column\": \"T\"}}}]}}";
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_recipe_from_text (text, -1, "x.plume", folder, rod_only, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (data, "x,T\n1,5\n2,6\n3,7\n", -1, NULL));

  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "x.plume", folder, rod_only, NULL, &error);

  g_assert_no_error (error);

  PlumeBinding *binding = g_ptr_array_index (recipe->inputs->bindings[0], 0);

  g_assert_cmpfloat_with_epsilon (binding->columns[0]->values[2], 0.03, 1e-15);
  g_assert_nonnull (strstr (plume_dataset_get_notes (binding->dataset)[0], "changed"));
  g_remove (data);
  g_rmdir (folder);
}

/* A child saves over and over and is killed at odd moments; the file is always a whole recipe. */
static void
test_kill_while_saving_loses_nothing (void)
{
  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "study.plume", NULL);
  g_autoptr (PlumeValues) values = plume_values_new (&rod);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (&rod, TRUE);
  g_autofree char *text = plume_recipe_to_text (values, inputs, NULL, NULL);

  g_assert_true (plume_recipe_write_file (path, text, NULL));
  for (int round = 0; round < 25; round++)
    {
      pid_t child = fork ();

      if (child == 0)
        for (;;)
          if (!plume_recipe_write_file (path, text, NULL))
            _exit (1);
      g_usleep ((gulong)(2000 + 700 * round));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);

      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeRecipe) recipe = plume_recipe_read_file (path, rod_only, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (recipe);
    }

  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *left_over = g_build_filename (folder, name, NULL);

      g_remove (left_over);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/recipe/round-trip", test_round_trip);
  g_test_add_func ("/lab/recipe/hostile-texts-are-refused", test_hostile_texts_are_refused);
  g_test_add_func ("/lab/recipe/hostile-members-are-refused", test_hostile_members_are_refused);
  g_test_add_func ("/lab/recipe/odd-views-are-left-out", test_odd_views_are_left_out);
  g_test_add_func ("/lab/recipe/odd-selections-are-left-out", test_odd_selections_are_left_out);
  g_test_add_func ("/lab/recipe/moved-data-are-found-beside-the-recipe",
                   test_moved_data_are_found_beside_the_recipe);
  g_test_add_func ("/lab/recipe/kill-while-saving-loses-nothing",
                   test_kill_while_saving_loses_nothing);
  return g_test_run ();
}
