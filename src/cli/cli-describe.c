/* cli-describe.c: plume-cli describe ID: everything that has an id, for people and, with --json,
 * for programs. */
#include "cli/cli.h"
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-equation.h"
#include "figure/plume-export.h"
#include "lab/plume-citation.h"
#include "lab/plume-engine.h"
#include "lab/plume-help.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

static const char *const kind_names[] = {
  [PLUME_KIND_NUMBER] = "number", [PLUME_KIND_INTEGER] = "integer", [PLUME_KIND_CHOICE] = "choice",
  [PLUME_KIND_SWITCH] = "switch", [PLUME_KIND_SEED] = "seed",       [PLUME_KIND_TEXT] = "text",
  [PLUME_KIND_GRID] = "grid",     [PLUME_KIND_TABLE] = "table",     [PLUME_KIND_COLUMN] = "column",
};

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static JsonObject *describe_parameter (const PlumeParameter *parameter, JsonNode *standard);

static JsonArray *
describe_columns (const PlumeParameter *table)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < table->n_columns; i++)
    json_array_add_object_element (array, describe_parameter (&table->columns[i], NULL));
  return array;
}

static JsonArray *
describe_choices (const PlumeParameter *parameter)
{
  JsonArray *array = json_array_new ();

  for (const PlumeChoice *choice = parameter->choices; choice->id != NULL; choice++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", choice->id);
      json_object_set_string_member (object, "title", _ (choice->title));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
describe_parameter (const PlumeParameter *parameter, JsonNode *standard)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", parameter->id);
  json_object_set_string_member (object, "kind", kind_names[parameter->kind]);
  json_object_set_string_member (object, "title", _ (parameter->title));
  set_text (object, "unit", parameter->unit);
  set_text (object, "help", parameter->help != NULL ? _ (parameter->help) : NULL);
  if (standard != NULL)
    json_object_set_member (object, "default", standard);
  else if (parameter->kind == PLUME_KIND_NUMBER && isfinite (parameter->value))
    json_object_set_double_member (object, "default", parameter->value);
  if ((parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER)
      && (parameter->from != 0 || parameter->to != 0))
    {
      JsonArray *range = json_array_new ();

      json_array_add_double_element (range, parameter->from);
      if (isfinite (parameter->to))
        json_array_add_double_element (range, parameter->to);
      else
        json_array_add_string_element (range, "inf");
      json_object_set_array_member (object, "range", range);
    }
  if (parameter->kind == PLUME_KIND_CHOICE
      || (parameter->kind == PLUME_KIND_COLUMN && parameter->choices != NULL))
    json_object_set_array_member (object, "choices", describe_choices (parameter));
  if (parameter->kind == PLUME_KIND_COLUMN)
    set_text (object, "input", parameter->input);
  if (parameter->kind == PLUME_KIND_TABLE)
    json_object_set_array_member (object, "columns", describe_columns (parameter));
  return object;
}

static JsonArray *
describe_parameters (const PlumeExperiment *experiment, const PlumeValues *values)
{
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) standards = plume_values_to_json (values);

  for (guint i = 0; i < experiment->n_parameters; i++)
    {
      JsonNode *standard =
          json_object_dup_member (json_node_get_object (standards), experiment->parameters[i].id);

      json_array_add_object_element (array,
                                     describe_parameter (&experiment->parameters[i], standard));
    }
  return array;
}

static const char *
role_holds (const PlumeRole *role)
{
  return role->many ? "columns" : role->labels ? "labels" : "column";
}

static JsonArray *
describe_inputs (const PlumeExperiment *experiment)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      const PlumeInput *input = &experiment->inputs[i];
      JsonObject *object = json_object_new ();
      JsonArray *roles = json_array_new (), *samples = json_array_new ();

      for (guint j = 0; j < input->n_roles; j++)
        {
          JsonObject *role = json_object_new ();

          json_object_set_string_member (role, "id", input->roles[j].id);
          set_text (role, "unit", input->roles[j].unit);
          json_object_set_boolean_member (role, "optional", input->roles[j].optional);
          json_object_set_string_member (role, "holds", role_holds (&input->roles[j]));
          json_array_add_object_element (roles, role);
        }
      for (guint j = 0; j < input->n_samples; j++)
        json_array_add_string_element (samples, input->samples[j].id);
      json_object_set_string_member (object, "id", input->id);
      json_object_set_string_member (object, "title", _ (input->title));
      json_object_set_boolean_member (object, "many", input->many);
      json_object_set_array_member (object, "roles", roles);
      json_object_set_array_member (object, "samples", samples);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
describe_marks (const PlumeFigure *figure)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; figure != NULL && i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      for (guint j = 0; j < axes->marks->len; j++)
        json_array_add_string_element (array,
                                       ((PlumeMark *)g_ptr_array_index (axes->marks, j))->id);
    }
  return array;
}

static JsonArray *
describe_views (const PlumePublication *publication)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < publication->experiment->n_views; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", publication->experiment->views[i].id);
      json_object_set_string_member (object, "title", _ (publication->experiment->views[i].title));
      json_object_set_array_member (object, "marks", describe_marks (publication->figures[i]));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
describe_readouts (const PlumeExperiment *experiment)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < experiment->n_readouts; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", experiment->readouts[i].id);
      json_object_set_string_member (object, "title", _ (experiment->readouts[i].title));
      set_text (object, "unit", experiment->readouts[i].unit);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
describe_writers (const PlumeExperiment *experiment)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < experiment->n_writers; i++)
    {
      JsonObject *object = json_object_new ();
      JsonArray *extensions = json_array_new ();

      for (guint j = 0; experiment->writers[i].extensions[j] != NULL; j++)
        json_array_add_string_element (extensions, experiment->writers[i].extensions[j]);
      json_object_set_string_member (object, "id", experiment->writers[i].id);
      json_object_set_array_member (object, "extensions", extensions);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
describe_ids (const PlumeExperiment *experiment, gboolean stages)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < (stages ? experiment->n_stages : experiment->n_actions); i++)
    json_array_add_string_element (array,
                                   stages ? experiment->stages[i].id : experiment->actions[i].id);
  return array;
}

/* Marks are known from the figures, so the experiment is run once with its defaults. */
static int
print_json (const PlumeExperiment *experiment)
{
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  g_autoptr (PlumeEngine) engine = plume_engine_new (experiment, 1 << 28);
  PlumeWish wish = { .values = values, .inputs = inputs };
  g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);
  JsonObject *root = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (root, "id", experiment->id);
  json_object_set_string_member (root, "title", _ (experiment->title));
  json_object_set_int_member (root, "version", experiment->version);
  json_object_set_array_member (root, "parameters", describe_parameters (experiment, values));
  json_object_set_array_member (root, "inputs", describe_inputs (experiment));
  json_object_set_array_member (root, "stages", describe_ids (experiment, TRUE));
  json_object_set_array_member (root, "views", describe_views (publication));
  json_object_set_array_member (root, "readouts", describe_readouts (experiment));
  json_object_set_array_member (root, "actions", describe_ids (experiment, FALSE));
  json_object_set_array_member (root, "writers", describe_writers (experiment));
  json_node_take_object (node, root);

  g_autofree char *text = plume_json_to_text (node);

  puts (text);
  return CLI_DONE;
}

static void
print_parameters (const PlumeParameter *parameters, guint n_parameters, const char *indent)
{
  for (guint i = 0; i < n_parameters; i++)
    {
      const PlumeParameter *parameter = &parameters[i];

      printf ("%s%-22s %-8s", indent, parameter->id, kind_names[parameter->kind]);
      if (parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER)
        {
          printf (" %g %s", parameter->value, parameter->unit != NULL ? parameter->unit : "");
          if (parameter->from != 0 || parameter->to != 0)
            printf (" (%g … %g)", parameter->from, parameter->to);
        }
      for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
           choice++)
        printf ("%s%s", choice == parameter->choices ? " " : "|", choice->id);
      printf ("\n%s  %s%s%s\n", indent, _ (parameter->title), parameter->help != NULL ? ": " : "",
              parameter->help != NULL ? _ (parameter->help) : "");
      if (parameter->kind == PLUME_KIND_TABLE)
        print_parameters (parameter->columns, parameter->n_columns, "      ");
    }
}

static int
print_text (const PlumeExperiment *experiment)
{
  g_autofree char *citation = plume_citation_to_text (experiment);
  g_autofree char *equations = plume_equations_to_text (
      experiment->equations != NULL ? _ (experiment->equations) : NULL, NULL);

  printf ("%s\n%s\n\n%s\n%s\n\n", _ (experiment->title), _ (experiment->summary), citation,
          experiment->link);
  if (equations != NULL && *equations != '\0')
    printf ("%s\n%s\n\n", _ ("Equations"), equations);
  printf ("%s\n", _ ("Parameters"));
  print_parameters (experiment->parameters, experiment->n_parameters, "  ");
  printf ("\n%s\n", _ ("Inputs"));
  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      printf ("  %-22s %s\n", experiment->inputs[i].id, _ (experiment->inputs[i].title));
      for (guint j = 0; j < experiment->inputs[i].n_roles; j++)
        {
          const PlumeRole *role = &experiment->inputs[i].roles[j];

          printf ("    %-20s %s%s%s\n", role->id,
                  role->many     ? _ ("columns of numbers, or a block: --role ROLE=a,b..d,x*,"
                                          " ^all,but,these, @BLOCK")
                  : role->labels ? _ ("labels: texts or few different numbers")
                                 : _ ("column of numbers"),
                  role->unit != NULL ? ", " : "", role->unit != NULL ? role->unit : "");
        }
    }
  printf ("\n%s\n", _ ("Views"));
  for (guint i = 0; i < experiment->n_views; i++)
    printf ("  %-22s %s\n", experiment->views[i].id, _ (experiment->views[i].title));
  printf ("\n%s\n", _ ("Read-outs"));
  for (guint i = 0; i < experiment->n_readouts; i++)
    printf ("  %-22s %s%s%s\n", experiment->readouts[i].id, _ (experiment->readouts[i].title),
            experiment->readouts[i].unit != NULL ? ", " : "",
            experiment->readouts[i].unit != NULL ? experiment->readouts[i].unit : "");
  printf ("\n%s\n", _ ("Actions"));
  for (guint i = 0; i < experiment->n_actions; i++)
    printf ("  %-22s %s\n", experiment->actions[i].id, _ (experiment->actions[i].title));
  if (experiment->n_writers > 0)
    printf ("\n%s\n", _ ("Writers"));
  for (guint i = 0; i < experiment->n_writers; i++)
    {
      g_autofree char *ends = g_strjoinv (", .", (char **)experiment->writers[i].extensions);

      printf ("  %-22s %s (.%s)\n", experiment->writers[i].id, _ (experiment->writers[i].title),
              ends);
    }
  return CLI_DONE;
}

typedef struct
{
  gboolean json, manual, markdown, bibtex;
} Options;

GOptionEntry *
cli_describe_entries (gpointer data)
{
  Options *options = data;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, json), N_ ("as JSON, for programs"),
      NULL },
    { "man", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, manual),
      N_ ("as a page of the manual, of all where no ID is given"), NULL },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, markdown),
      N_ ("its help page, as Markdown"), NULL },
    { "bibtex", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, bibtex),
      N_ ("the entry of its paper for BibTeX"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

static int
print_whole (char *text)
{
  fputs (text, stdout);
  g_free (text);
  return CLI_DONE;
}

int
cli_describe (int argc, char **argv)
{
  Options options = { 0 };
  g_autofree GOptionEntry *entries = cli_describe_entries (&options);
  g_autoptr (GOptionContext) context = g_option_context_new ("ID");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Lists the parameters, inputs, views and read-outs of an experiment."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return cli_fail_usage ("%s", error->message);
  if (argc == 1 && options.manual)
    {
      cli_print_manual (plume_experiments ());
      return CLI_DONE;
    }
  if (argc != 2)
    return cli_fail_usage (
        _ ("describe takes the id of one experiment; 'plume-cli list' lists them"));

  const PlumeExperiment *experiment = plume_experiments_find (argv[1]);

  if (experiment == NULL)
    return cli_fail_usage (_ ("there is no experiment '%s'; 'plume-cli list' lists them"), argv[1]);
  if (options.json + options.manual + options.markdown + options.bibtex > 1)
    return cli_fail_usage (_ ("describe takes one of --json, --man, --markdown and --bibtex"));
  if (options.markdown)
    return print_whole (plume_help_to_markdown (experiment));
  if (options.bibtex)
    return print_whole (plume_citation_to_bibtex (experiment));
  if (!options.manual)
    return options.json ? print_json (experiment) : print_text (experiment);
  cli_print_manual ((const PlumeExperiment *const[]){ experiment, NULL });
  return CLI_DONE;
}
