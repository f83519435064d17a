/* cli-complete.c: plume-cli complete -- WORD…: what the last word may become, for shells.
 *
 * One candidate a line, a tab and what it is behind it. All of it comes from the tables of options
 * and experiments, so that a new experiment is completed, too. It never fails: where nothing is
 * known, nothing is offered.
 */
#include "cli/cli.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-recipe.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* Who offers: the word at the cursor, and what of it stays as it is. */
typedef struct
{
  const char *word;
  gsize kept;
} Cursor;

static void offer_described (const Cursor *cursor, const char *description, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Offers what continues the word; the text stands behind what is kept of it. */
static void
offer_described (const Cursor *cursor, const char *description, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (g_str_has_prefix (text, cursor->word + cursor->kept) && strpbrk (text, "\t\r\n") == NULL)
    printf ("%.*s%s\t%s\n", (int)cursor->kept, cursor->word, text,
            description != NULL ? description : "");
}

static void
offer (const Cursor *cursor, const char *text)
{
  offer_described (cursor, NULL, "%s", text);
}

static Cursor
behind (const Cursor *cursor, const char *end)
{
  return (Cursor){ cursor->word, (gsize)(end - cursor->word) };
}

static void
offer_files (const Cursor *cursor, gboolean only_folders)
{
  const char *begun = cursor->word + cursor->kept, *slash = strrchr (begun, '/');
  g_autofree char *folder =
      slash != NULL ? g_strndup (begun, (gsize)(slash - begun) + 1) : g_strdup ("");
  g_autofree char *place = g_str_has_prefix (folder, "~/")
                               ? g_build_filename (g_get_home_dir (), folder + 2, NULL)
                               : g_strdup (*folder != '\0' ? folder : ".");
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  const char *name;
  gboolean hidden = begun[strlen (folder)] == '.';

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place, name, NULL);
      gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

      if ((*name != '.' || hidden) && (is_folder || !only_folders))
        offer_described (cursor, NULL, "%s%s%s", folder, name, is_folder ? "/" : "");
    }
}

static void
offer_experiments (const Cursor *cursor)
{
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    offer_described (cursor, _ ((*experiment)->title), "%s", (*experiment)->id);
}

/* "analytes[toluene].amount=" of every row, by the text of its first column where it has one. */
static void
offer_cells (const Cursor *cursor, const PlumeValues *values, guint table)
{
  const PlumeParameter *parameter = &values->experiment->parameters[table];
  const PlumeRecords *records = values->items[table].records;

  for (guint row = 0; records != NULL && row < records->n_rows; row++)
    for (guint column = 0; column < records->n_columns; column++)
      {
        const char *name = records->cells[row * records->n_columns].text;
        g_autofree char *number = g_strdup_printf ("%u", row);

        offer_described (cursor, _ (parameter->columns[column].title), "%s[%s].%s=", parameter->id,
                         name != NULL && *name != '\0' ? name : number,
                         parameter->columns[column].id);
      }
}

static void
offer_parameters (const Cursor *cursor, const PlumeValues *values)
{
  for (guint i = 0; i < values->experiment->n_parameters; i++)
    {
      const PlumeParameter *parameter = &values->experiment->parameters[i];
      g_autofree char *bracket = g_strconcat (parameter->id, "[", NULL);

      if (parameter->kind == PLUME_KIND_TABLE
          && g_str_has_prefix (cursor->word + cursor->kept, bracket))
        offer_cells (cursor, values, i);
      else
        offer_described (cursor, _ (parameter->title), "%s%s", parameter->id,
                         parameter->kind == PLUME_KIND_TABLE ? "[" : "=");
    }
}

static void
offer_values (const Cursor *cursor, const PlumeParameter *parameter)
{
  for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
       choice++)
    offer_described (cursor, _ (choice->title), "%s", choice->id);
  if (parameter->kind == PLUME_KIND_SWITCH)
    {
      offer (cursor, "on");
      offer (cursor, "off");
    }
}

/* NAME=VALUE; with lists, NAME=VALUE,VALUE… */
static void
offer_setting (const Cursor *cursor, const PlumeValues *values, gboolean lists)
{
  const char *begun = cursor->word + cursor->kept, *bracket = strstr (begun, "].");
  const char *equals = strchr (bracket != NULL ? bracket : begun, '=');
  g_autofree char *name = equals != NULL ? g_strndup (begun, (gsize)(equals - begun)) : NULL;
  const char *comma = equals != NULL && lists ? strrchr (equals, ',') : NULL;
  PlumeAddress address;

  if (name == NULL)
    {
      offer_parameters (cursor, values);
      return;
    }
  if (!plume_address_parse (values, name, &address, NULL))
    return;

  Cursor value = behind (cursor, (comma != NULL ? comma : equals) + 1);

  offer_values (&value, plume_address_get_parameter (values->experiment, &address));
}

static void
offer_samples (const Cursor *cursor, const PlumeInput *input)
{
  for (guint i = 0; i < input->n_samples; i++)
    offer_described (cursor, _ (input->samples[i].title), "sample:%s", input->samples[i].id);
  offer (cursor, "none");
  offer_files (cursor, FALSE);
}

/* [INPUT=]FILE */
static void
offer_data (const Cursor *cursor, const PlumeExperiment *experiment)
{
  const char *begun = cursor->word + cursor->kept, *equals = strchr (begun, '=');
  g_autofree char *id = equals != NULL ? g_strndup (begun, (gsize)(equals - begun)) : NULL;
  int input = id != NULL ? plume_experiment_find_input (experiment, id) : -1;

  if (input >= 0)
    {
      Cursor file = behind (cursor, equals + 1);

      offer_samples (&file, &experiment->inputs[input]);
      return;
    }
  for (guint i = 0; i < experiment->n_inputs; i++)
    offer_described (cursor, _ (experiment->inputs[i].title), "%s=", experiment->inputs[i].id);
  if (experiment->n_inputs > 0)
    offer_samples (cursor, &experiment->inputs[0]);
}

static void
offer_roles (const Cursor *cursor, const PlumeExperiment *experiment)
{
  for (guint i = 0; i < experiment->n_inputs; i++)
    for (guint j = 0; j < experiment->inputs[i].n_roles; j++)
      offer_described (cursor, _ (experiment->inputs[i].roles[j].title),
                       "%s=", experiment->inputs[i].roles[j].id);
}

/* WRITER=FILE */
static void
offer_writers (const Cursor *cursor, const PlumeExperiment *experiment)
{
  const char *equals = strchr (cursor->word + cursor->kept, '=');

  for (guint i = 0; equals == NULL && i < experiment->n_writers; i++)
    offer_described (cursor, _ (experiment->writers[i].title), "%s=", experiment->writers[i].id);
  if (equals != NULL)
    {
      Cursor file = behind (cursor, equals + 1);

      offer_files (&file, FALSE);
    }
}

static void
offer_words (const Cursor *cursor, const char *const *words)
{
  for (; *words != NULL; words++)
    offer (cursor, *words);
}

/* What an option of run, sweep or film takes, where that is part of the experiment. */
static void
offer_parts (const Cursor *cursor, const char *option, const PlumeValues *values)
{
  const PlumeExperiment *experiment = values->experiment;

  if (strcmp (option, "set") == 0 || strcmp (option, "vary") == 0)
    offer_setting (cursor, values, strcmp (option, "vary") == 0);
  else if (strcmp (option, "data") == 0)
    offer_data (cursor, experiment);
  else if (strcmp (option, "role") == 0)
    offer_roles (cursor, experiment);
  else if (strcmp (option, "write") == 0)
    offer_writers (cursor, experiment);
  else if (strcmp (option, "view") == 0)
    for (guint i = 0; i < experiment->n_views; i++)
      offer_described (cursor, _ (experiment->views[i].title), "%s", experiment->views[i].id);
  else if (strcmp (option, "do") == 0)
    for (guint i = 0; i < experiment->n_actions; i++)
      offer_described (cursor, _ (experiment->actions[i].title), "%s", experiment->actions[i].id);
}

static gboolean
has_option (const GOptionEntry *entries, const char *long_name)
{
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (strcmp (entries->long_name, long_name) == 0)
      return TRUE;
  return FALSE;
}

/* What one of the entries takes. values: (nullable): where the experiment is not known yet. */
static void
offer_arguments (const Cursor *cursor,
                 const GOptionEntry *entries,
                 const GOptionEntry *option,
                 const PlumeValues *values)
{
  static const char *const sizes[] = { "column", "page", "slide", NULL };
  static const char *const screens[] = { "1080p", "720p", "square", "slide", NULL };
  static const char *const formats[] = { "png", "svg", "pdf", NULL };

  if (strcmp (option->long_name, "size") == 0 && has_option (entries, "dpi")) /* on paper */
    offer_words (cursor, sizes);
  else if (strcmp (option->long_name, "size") == 0)
    offer_words (cursor, screens);
  else if (strcmp (option->long_name, "format") == 0)
    offer_words (cursor, formats);
  else if (option->arg_description != NULL && strcmp (option->arg_description, "FOLDER") == 0)
    offer_files (cursor, TRUE);
  else if (option->arg == G_OPTION_ARG_FILENAME
           || (option->arg == G_OPTION_ARG_FILENAME_ARRAY
               && (values == NULL || strcmp (option->long_name, "data") != 0)))
    offer_files (cursor, FALSE);
  else if (values != NULL)
    offer_parts (cursor, option->long_name, values);
}

/* What stands between options: who sets parameters takes an experiment or a recipe. */
static void
offer_sources (const Cursor *cursor, const CliCommand *command, const GOptionEntry *entries)
{
  gboolean opens = has_option (entries, "set");

  if (opens || command->run == cli_describe)
    offer_experiments (cursor);
  if (opens || command->run == cli_validate)
    offer_files (cursor, FALSE);
}

/* The option that a word names, if it takes an argument and has none behind a "=". */
static const GOptionEntry *
find_waiting (const GOptionEntry *entries, const char *word)
{
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    {
      const char short_name[] = { '-', entry->short_name, '\0' };

      if (entry->arg != G_OPTION_ARG_NONE
          && ((g_str_has_prefix (word, "--") && strcmp (word + 2, entry->long_name) == 0)
              || (entry->short_name != 0 && strcmp (word, short_name) == 0)))
        return entry;
    }
  return NULL;
}

static void
offer_options (const Cursor *cursor, const GOptionEntry *entries)
{
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    offer_described (cursor, _ (entry->description), "--%s", entry->long_name);
  offer (cursor, "--help");
}

/* The parameters of what stands between the options; NULL where nothing does that is known. */
static PlumeValues *
find_values (const GOptionEntry *entries, char **words, guint n_words)
{
  for (guint i = 1; i < n_words; i++)
    {
      const PlumeExperiment *experiment = plume_experiments_find (words[i]);

      if (*words[i] == '-')
        i += find_waiting (entries, words[i]) != NULL;
      else if (experiment != NULL)
        return plume_values_new (experiment);
      else if (plume_file_is_recipe (words[i]))
        {
          g_autoptr (PlumeRecipe) recipe =
              plume_recipe_read_file (words[i], plume_experiments (), NULL, NULL);

          return recipe != NULL ? plume_values_ref (recipe->values) : NULL;
        }
    }
  return NULL;
}

/* words: the command's name, what stands behind it, and the word at the cursor. */
static void
complete_command (const CliCommand *command, char **words, guint n_words)
{
  g_autofree GOptionEntry *entries = command->entries != NULL ? command->entries (NULL) : NULL;
  Cursor cursor = { .word = words[n_words - 1] };
  g_autoptr (PlumeValues) values = find_values (entries, words, n_words - 1);
  const GOptionEntry *waiting = n_words > 2 ? find_waiting (entries, words[n_words - 2]) : NULL;
  const char *equals = strchr (cursor.word, '=');
  g_autofree char *named = equals != NULL && *cursor.word == '-'
                               ? g_strndup (cursor.word, (gsize)(equals - cursor.word))
                               : NULL;

  if (waiting == NULL && named != NULL)
    {
      waiting = find_waiting (entries, named);
      cursor.kept = strlen (named) + 1;
    }
  if (waiting != NULL)
    offer_arguments (&cursor, entries, waiting, values);
  else if (*cursor.word == '-')
    offer_options (&cursor, entries);
  else
    offer_sources (&cursor, command, entries);
}

static void
complete_name (const char *word)
{
  Cursor cursor = { .word = word };

  for (const CliCommand *command = cli_commands (); command->name != NULL; command++)
    if (command->summary != NULL)
      offer_described (&cursor, _ (command->summary), "%s", command->name);
  if (*word == '-')
    {
      offer (&cursor, "--help");
      offer (&cursor, "--version");
    }
}

int
cli_complete (int argc, char **argv)
{
  guint skipped = argc > 1 && strcmp (argv[1], "--") == 0 ? 2 : 1;
  char **words = argv + skipped;
  guint n_words = (guint)MAX (0, argc - (int)skipped);

  if (n_words == 1)
    complete_name (words[0]);
  for (const CliCommand *command = cli_commands (); n_words > 1 && command->name != NULL; command++)
    if (strcmp (words[0], command->name) == 0)
      complete_command (command, words, n_words);
  return CLI_DONE;
}
