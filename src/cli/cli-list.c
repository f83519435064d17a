/* cli-list.c: plume-cli list */
#include "cli/cli.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-export.h"
#include "lab/plume-values.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
print_json (void)
{
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", (*experiment)->id);
      json_object_set_string_member (object, "title", _ ((*experiment)->title));
      json_object_set_string_member (object, "chapter",
                                     plume_chapter_get_title ((*experiment)->chapter));
      json_object_set_int_member (object, "version", (*experiment)->version);
      json_object_set_string_member (object, "paper", (*experiment)->paper);
      json_object_set_string_member (object, "link", (*experiment)->link);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);

  g_autofree char *text = plume_json_to_text (node);

  puts (text);
}

GOptionEntry *
cli_list_entries (gpointer json)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, json, N_ ("as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

int
cli_list (int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree GOptionEntry *entries = cli_list_entries (&json);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Lists all experiments."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return cli_fail_usage ("%s", error->message);
  if (json)
    {
      print_json ();
      return CLI_DONE;
    }
  for (int chapter = 0; chapter < PLUME_N_CHAPTERS; chapter++)
    {
      gboolean begun = FALSE;

      for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
           experiment++)
        {
          if ((int)(*experiment)->chapter != chapter)
            continue;
          if (!begun)
            printf ("%s\n", plume_chapter_get_title ((PlumeChapter)chapter));
          begun = TRUE;
          printf ("  %-24s  %s\n", (*experiment)->id, _ ((*experiment)->title));
        }
    }
  return CLI_DONE;
}
