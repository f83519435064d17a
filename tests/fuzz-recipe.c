/* fuzz-recipe.c: whatever a recipe says, it is read or refused with one sentence. */
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-recipe.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeRecipe) recipe = plume_recipe_from_text (
      (const char *)data, (gssize)size, "x.plume", NULL, plume_experiments (), NULL, &error);

  if (recipe != NULL)
    {
      g_autofree char *text =
          plume_recipe_to_text (recipe->values, recipe->inputs, recipe->views, recipe->selection);
      g_autoptr (PlumeRecipe) again =
          plume_recipe_from_text (text, -1, "x.plume", NULL, plume_experiments (), NULL, NULL);

      g_assert_nonnull (again);
    }
  else
    g_assert_true (error->domain == PLUME_ERROR && error->message[0] != '\0');
  return 0;
}
