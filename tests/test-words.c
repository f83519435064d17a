/* test-words.c: every word that an experiment says comes from the catalogue.
 *
 * It runs under the pseudo language of catalogues.py, whose letters are all accented: two plain
 * letters in a row did not come from there. Names of people, papers and things are not said in
 * words; those that data bring along are asked of the data.
 */
#include "core/plume-locale.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const PlumeExperiment *experiment;
  GHashTable *names; /* words that data bring along */
  GPtrArray *plain;  /* what was found: "where: text" */
} Search;

/* Names of methods, which are the same in all languages. */
static const char *const known[] = { "DDPM", "NCSN", "SDE" };

static void
add_names (GHashTable *names, const char *text)
{
  g_auto (GStrv) words = g_regex_split_simple ("[^A-Za-z]+", text != NULL ? text : "", 0, 0);

  for (char **word = words; *word != NULL; word++)
    g_hash_table_add (names, g_strdup (*word));
}

/* Two plain letters in a row that are not part of a name; markup and entities do not count. */
static void
look (Search *search, const char *where, const char *text)
{
  g_autoptr (GRegex) markup = g_regex_new ("<[^>]*>|&[a-z]+;|\\\\[a-z]+", 0, 0, NULL);
  g_autoptr (GRegex) word = g_regex_new ("(?<!\\pL)[A-Za-z]{2,}(?!\\pL)", 0, 0, NULL);
  g_autofree char *plain =
      g_regex_replace_literal (markup, text != NULL ? text : "", -1, 0, "", 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (word, plain, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);

      if (!g_hash_table_contains (search->names, found))
        {
          g_ptr_array_add (search->plain, g_strdup_printf ("%s: “%s”", where, text));
          return;
        }
    }
}

/* A text of a table, which is translated where it is shown. */
static void
look_up (Search *search, const char *where, const char *text)
{
  if (text != NULL && *text != '\0')
    look (search, where, _ (text));
}

static void
look_at_parameters (Search *search, const PlumeParameter *parameters, guint n_parameters)
{
  for (guint i = 0; i < n_parameters; i++)
    {
      const PlumeParameter *parameter = &parameters[i];

      look_up (search, parameter->id, parameter->title);
      look_up (search, parameter->id, parameter->help);
      look_up (search, parameter->id, parameter->group);
      for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
           choice++)
        {
          look_up (search, parameter->id, choice->title);
          look_up (search, parameter->id, choice->help);
        }
      if (parameter->kind == PLUME_KIND_TABLE)
        look_at_parameters (search, parameter->columns, parameter->n_columns);
    }
}

static void
look_at_inputs (Search *search)
{
  const PlumeExperiment *experiment = search->experiment;

  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      const PlumeInput *input = &experiment->inputs[i];

      look_up (search, input->id, input->title);
      look_up (search, input->id, input->help);
      for (guint k = 0; k < input->n_roles; k++)
        look_up (search, input->roles[k].id, input->roles[k].title);
      for (guint k = 0; k < input->n_samples; k++)
        look_up (search, input->samples[k].id, input->samples[k].title);
    }
}

static void
look_at_tables (Search *search)
{
  const PlumeExperiment *experiment = search->experiment;

  look_up (search, "title", experiment->title);
  look_up (search, "summary", experiment->summary);
  look_up (search, "about", experiment->about);
  look_up (search, "keywords", experiment->keywords);
  look_at_parameters (search, experiment->parameters, experiment->n_parameters);
  look_at_inputs (search);
  for (guint i = 0; i < experiment->n_stages; i++)
    look_up (search, experiment->stages[i].id, experiment->stages[i].title);
  for (guint i = 0; i < experiment->n_views; i++)
    {
      look_up (search, experiment->views[i].id, experiment->views[i].title);
      look_up (search, experiment->views[i].id, experiment->views[i].help);
    }
  for (guint i = 0; i < experiment->n_readouts; i++)
    {
      look_up (search, experiment->readouts[i].id, experiment->readouts[i].title);
      look_up (search, experiment->readouts[i].id, experiment->readouts[i].group);
      look_up (search, experiment->readouts[i].id, experiment->readouts[i].help);
    }
  for (guint i = 0; i < experiment->n_actions; i++)
    {
      look_up (search, experiment->actions[i].id, experiment->actions[i].title);
      look_up (search, experiment->actions[i].id, experiment->actions[i].help);
    }
  for (guint i = 0; i < experiment->n_writers; i++)
    {
      look_up (search, experiment->writers[i].id, experiment->writers[i].title);
      look_up (search, experiment->writers[i].id, experiment->writers[i].help);
    }
}

static void
look_at_texts (Search *search, const char *where, GStrv texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    look (search, where, texts[i]);
}

static void
look_at_axis (Search *search, const char *where, const PlumeAxis *axis)
{
  look (search, where, axis->title);
  look_at_texts (search, where, axis->categories);
}

static void
look_at_figure (Search *search, const PlumeFigure *figure)
{
  look (search, figure->id, figure->title);
  look (search, figure->id, figure->note);
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      look (search, figure->id, axes->title);
      look_at_axis (search, figure->id, &axes->x);
      look_at_axis (search, figure->id, &axes->y);
      look_at_axis (search, figure->id, &axes->z);
      for (guint k = 0; k < axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (axes->marks, k);

          look (search, mark->id, mark->label);
          look (search, mark->id, mark->value_title);
          look_at_texts (search, mark->id, mark->categories);
          look_at_texts (search, mark->id, mark->texts);
        }
    }
}

/* What is called so by people, not by Plume: cells of tables, columns and labels of data. */
static void
collect_names (Search *search, PlumeInputs *inputs)
{
  const PlumeExperiment *experiment = search->experiment;

  for (guint i = 0; i < experiment->n_parameters; i++)
    add_names (search->names, experiment->parameters[i].text);
  for (guint i = 0; i < experiment->n_inputs; i++)
    for (guint k = 0; k < inputs->bindings[i]->len; k++)
      {
        PlumeDataset *dataset =
            ((const PlumeBinding *)g_ptr_array_index (inputs->bindings[i], k))->dataset;

        for (guint t = 0; t < plume_dataset_get_n_tables (dataset); t++)
          {
            PlumeTable *table = plume_dataset_get_table (dataset, t);

            for (guint c = 0; c < plume_table_get_n_columns (table); c++)
              {
                add_names (search->names, plume_table_get_title (table, c));
                for (gsize row = 0;
                     !plume_table_is_numeric (table, c) && row < plume_table_get_n_rows (table);
                     row++)
                  add_names (search->names, plume_table_get_text (table, c, row));
              }
          }
      }
}

static void
look_at_results (Search *search)
{
  const PlumeExperiment *experiment = search->experiment;
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  PlumeWish wish = { .values = values, .inputs = inputs, .readouts = TRUE };
  PlumePublication *publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

  collect_names (search, inputs);
  for (guint i = 0; i < experiment->n_views; i++)
    if (publication->figures[i] != NULL)
      look_at_figure (search, publication->figures[i]);
    else if (publication->errors[i] != NULL)
      look (search, experiment->views[i].id, publication->errors[i]->message);
  for (guint i = 0; i < experiment->n_readouts; i++)
    for (guint k = 0; publication->readings[i] != NULL && k < publication->readings[i]->len; k++)
      look (search, experiment->readouts[i].id,
            g_array_index (publication->readings[i], PlumeReading, k).label);
  plume_publication_unref (publication);
  plume_engine_free (engine);
}

static void
says_all_in_words_of_the_catalogue (gconstpointer data)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) plain = g_ptr_array_new_with_free_func (g_free);
  Search search = { data, names, plain };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    add_names (names, known[i]);
  look_at_tables (&search);
  look_at_results (&search);
  for (guint i = 0; i < plain->len; i++)
    {
      g_test_message ("%s", (const char *)g_ptr_array_index (plain, i));
      g_test_fail ();
    }
}

/* Else all would pass, and nothing would have been looked at. */
static void
speaks_the_pseudo_language (void)
{
  g_assert_cmpstr (_ ("Parameters"), !=, "Parameters");
}

int
main (int argc, char **argv)
{
  plume_locale_begin ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/pseudo-language", speaks_the_pseudo_language);
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    {
      g_autofree char *path = g_strconcat ("/words/", (*experiment)->id, NULL);

      g_test_add_data_func (path, *experiment, says_all_in_words_of_the_catalogue);
    }
  return g_test_run ();
}
