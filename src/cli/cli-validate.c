/* cli-validate.c: plume-cli validate RECIPE…: reads recipes and exported figures with their data,
 * and says what is wrong. */
#include "cli/cli.h"
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-recipe.h"

#include <glib/gi18n.h>
#include <stdio.h>

int
cli_validate (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("RECIPE…"));
  g_autoptr (GError) error = NULL;
  int result = CLI_DONE;

  g_option_context_set_summary (
      context, _ ("Checks recipes (.plume) and exported figures (PNG, SVG, PDF) with their data."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return cli_fail_usage ("%s", error->message);
  if (argc < 2)
    return cli_fail_usage (_ ("validate takes one or more recipes or exported figures"));
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (PlumeRecipe) recipe =
          plume_recipe_read_file (argv[i], plume_experiments (), NULL, &reason);

      if (recipe == NULL)
        result = cli_fail (reason);
      else
        printf (_ ("%s: a valid recipe of %s\n"), argv[i], recipe->values->experiment->id);
    }
  return result;
}
