/* plume-played.c: the parameters of a study that can be played. */
#include "app/plume-played.h"

#include "app/plume-number-format.h"

static gboolean
is_number (const PlumeParameter *parameter)
{
  return parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER;
}

static void
played_clear (gpointer data)
{
  g_free (((PlumePlayed *)data)->title);
}

static const char *
find_record_name (PlumeStudy *study, int parameter, int row)
{
  const PlumeParameter *table = &plume_study_get_experiment (study)->parameters[parameter];

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].kind == PLUME_KIND_TEXT)
      return plume_values_get (plume_study_get_values (study),
                               &(PlumeAddress){ parameter, row, (int)i })
          ->text;
  return NULL;
}

static void
append_cells (GArray *list, PlumeStudy *study, int parameter, const PlumeAddress *extra)
{
  const PlumeParameter *table = &plume_study_get_experiment (study)->parameters[parameter];
  const PlumeRecords *records =
      plume_values_get (plume_study_get_values (study), &PLUME_ADDRESS (parameter))->records;

  for (guint row = 0; row < records->n_rows; row++)
    for (guint i = 0; i < table->n_columns; i++)
      {
        const char *name = find_record_name (study, parameter, (int)row);
        const char *column = plume_translate (table->columns[i].title);
        PlumePlayed played = { { parameter, (int)row, (int)i }, NULL };

        if (!is_number (&table->columns[i]))
          continue;
        if (!table->columns[i].plays
            && !(extra != NULL && plume_address_equal (extra, &played.address)))
          continue;
        played.title = name != NULL && *name != '\0' ? g_strdup_printf ("%s: %s", name, column)
                                                     : g_strdup_printf ("%u: %s", row + 1, column);
        g_array_append_val (list, played);
      }
}

GArray *
plume_played_list (PlumeStudy *study, const PlumeAddress *extra)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PlumePlayed));

  g_array_set_clear_func (list, played_clear);
  for (guint i = 0; i < experiment->n_parameters; i++)
    {
      PlumePlayed played = { PLUME_ADDRESS ((int)i), NULL };

      if (!plume_values_shows (plume_study_get_values (study), &played.address))
        continue;
      if (experiment->parameters[i].kind == PLUME_KIND_TABLE)
        append_cells (list, study, (int)i, extra);
      else if (is_number (&experiment->parameters[i]))
        {
          played.title = g_strdup (plume_translate (experiment->parameters[i].title));
          g_array_append_val (list, played);
        }
    }
  return list;
}

int
plume_played_find_default (PlumeStudy *study, const GArray *list)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (study);

  PlumePlays soonest = PLUME_PLAYS_LATER;
  int found = list->len > 0 ? 0 : -1;

  for (guint i = 0; i < list->len; i++)
    {
      const PlumeAddress *address = &g_array_index (list, PlumePlayed, i).address;
      PlumePlays plays = plume_address_get_parameter (experiment, address)->plays;

      if (plays > soonest)
        {
          soonest = plays;
          found = (int)i;
        }
    }
  return found;
}

int
plume_played_find (const GArray *list, const PlumeAddress *address)
{
  for (guint i = 0; i < list->len; i++)
    if (plume_address_equal (&g_array_index (list, PlumePlayed, i).address, address))
      return (int)i;
  return -1;
}

gboolean
plume_played_equal (const GArray *a, const GArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const PlumePlayed *one = &g_array_index (a, PlumePlayed, i),
                        *other = &g_array_index (b, PlumePlayed, i);

      if (!plume_address_equal (&one->address, &other->address)
          || !g_str_equal (one->title, other->title))
        return FALSE;
    }
  return TRUE;
}

PlumeTitleList *
plume_played_list_titles (const GArray *list)
{
  GStrv titles = g_new0 (char *, list->len + 1);

  for (guint i = 0; i < list->len; i++)
    titles[i] = g_strdup (g_array_index (list, PlumePlayed, i).title);
  return plume_title_list_new (titles);
}
