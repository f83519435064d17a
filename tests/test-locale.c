/* test-locale.c: where the decimal mark is a comma, axes have it, and files never do.
 *
 * locales.py runs it in such a locale; in any other it has nothing to say.
 */
#include "core/plume-locale.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-export.h"
#include "lab/plume-recipe.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

typedef struct
{
  PlumePublication *publication;
  PlumeValues *values;
  PlumeInputs *inputs;
  char *svg, *csv, *json, *recipe;
} Files;

/* What the window writes of an experiment whose numbers have digits behind the mark: of its first
 * view, since another one tells how long computing took. */
static Files
make_files (void)
{
  const PlumeExperiment *experiment = plume_experiments_find ("gas-chromatography");
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  const PlumeExport settings = {
    .format = PLUME_EXPORT_SVG, .width_mm = 183, .height_mm = 110, .dpi = 96
  };
  PlumeAddress address = PLUME_ADDRESS (plume_experiment_find_parameter (experiment, "length"));
  g_autoptr (PlumeValues) standards = plume_values_new (experiment);
  Files files = { .values = plume_values_with_number (standards, &address, 27.5, NULL),
                  .inputs = plume_inputs_new (experiment, TRUE) };
  g_autofree gboolean *views = g_new0 (gboolean, experiment->n_views);
  PlumeWish wish = {
    .values = files.values, .inputs = files.inputs, .views = views, .readouts = TRUE
  };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GBytes) svg = NULL;

  views[0] = TRUE;
  files.publication = plume_engine_evaluate (engine, &wish, NULL, NULL);
  node = plume_publication_to_json (files.publication, NULL);
  svg =
      plume_export_figure_to_bytes (files.publication->figures[0], NULL, 0, NULL, &settings, NULL);
  files.svg = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  files.csv = plume_publication_to_csv (files.publication, NULL);
  files.json = json_to_string (node, TRUE);
  files.recipe = plume_recipe_to_text (files.values, files.inputs, NULL, NULL);
  plume_engine_free (engine);
  return files;
}

static void
clear_files (Files *files)
{
  plume_publication_unref (files->publication);
  plume_values_unref (files->values);
  plume_inputs_unref (files->inputs);
  g_free (files->svg);
  g_free (files->csv);
  g_free (files->json);
  g_free (files->recipe);
}

static void
test_files_have_points (void)
{
  Files here = make_files (), plain;
  g_autoptr (GRegex) comma = g_regex_new (" (d|x|y|width|height)=\"[^\"]*[0-9],[0-9]", 0, 0, NULL);

  setlocale (LC_NUMERIC, "C");
  plain = make_files ();
  setlocale (LC_NUMERIC, "");
  g_assert_true (g_str_equal (here.csv, plain.csv));
  g_assert_true (g_str_equal (here.json, plain.json));
  g_assert_true (g_str_equal (here.recipe, plain.recipe));
  g_assert_nonnull (strstr (here.recipe, "27.5"));
  g_assert_false (g_regex_match (comma, here.svg, 0, NULL));
  clear_files (&here);
  clear_files (&plain);
}

/* In all labels of a layout, and in the words for people who cannot see it */
static void
test_axes_have_commas (void)
{
  Files files = make_files ();
  PlumeFigure *figure = files.publication->figures[0];
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 900, 600, NULL, 0, NULL);
  g_autoptr (GRegex) point = g_regex_new ("[0-9]\\.[0-9]", 0, 0, NULL);
  g_autoptr (GRegex) comma = g_regex_new ("[0-9],[0-9]", 0, 0, NULL);
  g_autofree char *description = plume_figure_describe (figure);
  guint n_commas = 0;

  for (guint i = 0; i < layout->labels->len; i++)
    {
      const char *markup = g_array_index (layout->labels, PlumeLabel, i).markup;

      g_assert_false (g_regex_match (point, markup, 0, NULL));
      n_commas += g_regex_match (comma, markup, 0, NULL);
    }
  g_assert_cmpuint (n_commas, >, 0);
  g_assert_false (g_regex_match (point, description, 0, NULL));
  clear_files (&files);
}

/* A recipe is read as it was written, and so is a setting of the command line. */
static void
test_recipes_are_read_again (void)
{
  Files files = make_files ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (files.recipe, -1, "recipe", NULL, plume_experiments (), NULL, &error);
  PlumeAddress address;
  g_autoptr (PlumeValues) set = NULL;

  g_assert_no_error (error);
  g_assert_true (plume_address_parse (recipe->values, "length", &address, NULL));
  g_assert_cmpfloat (plume_values_get (recipe->values, &address)->number, ==, 27.5);
  set = plume_values_with_text (recipe->values, &address, "12.25", NULL);
  g_assert_cmpfloat (plume_values_get (set, &address)->number, ==, 12.25);
  g_assert_null (plume_values_with_text (recipe->values, &address, "12,25", NULL));
  clear_files (&files);
}

int
main (int argc, char **argv)
{
  plume_locale_begin ();
  g_test_init (&argc, &argv, NULL);
  if (*localeconv ()->decimal_point != ',')
    {
      g_print ("1..0 # skipped: the decimal mark is no comma here\n");
      return 0;
    }
  g_test_add_func ("/locale/files-have-points", test_files_have_points);
  g_test_add_func ("/locale/axes-have-commas", test_axes_have_commas);
  g_test_add_func ("/locale/recipes-are-read-again", test_recipes_are_read_again);
  return g_test_run ();
}
