/* three-frameworks-atlas.c: a table of works as data: which are meant, how many there are by task
 * and year, and how they flow from framework to task to modality.
 *
 * A cell may name several categories, separated by semicolons; then a work is shared among them, so
 * that all sums are numbers of works. It draws nothing.
 */
#include "experiments/three-frameworks-atlas.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SHARE 0.015 /* of the works; rarer categories are put together */

static const char *const level_columns[TF_N_LEVELS] = { "framework", "task", "modality" };
static const char *const link_columns[] = { "link", "paper_url", "url", "doi", "code_url", NULL };
static const char *const venue_columns[] = { "venue", "paper", "journal", NULL };

/* The first of some columns that is there and holds texts; −1 for none */
static int
find_texts (const PlumeTable *table, const char *const *names)
{
  for (; *names != NULL; names++)
    {
      int column = plume_table_find_column (table, *names);

      if (column >= 0 && !plume_table_is_numeric (table, (guint)column))
        return column;
    }
  return -1;
}

static const char *
text_at (const PlumeTable *table, int column, gsize row)
{
  const char *text = column >= 0 ? plume_table_get_text (table, (guint)column, row) : NULL;

  return text != NULL ? text : "";
}

/* "2022" or "2021-2023" */
static gboolean
is_year_between (const char *word, double year)
{
  char *end;
  guint64 from = g_ascii_strtoull (word, &end, 10), to = from;

  if (end - word != 4)
    return FALSE;
  if (*end != '\0')
    {
      const char *second = g_str_has_prefix (end, "–") ? end + strlen ("–")
                           : *end == '-'               ? end + 1
                                                       : NULL;

      if (second == NULL)
        return FALSE;
      to = g_ascii_strtoull (second, &end, 10);
      if (end - second != 4 || *end != '\0')
        return FALSE;
    }
  return year >= (double)from && year <= (double)to;
}

/* Whether every word is in some text of the row, or is its year */
static gboolean
row_matches (const PlumeTable *table, gsize row, double year, const GStrv words)
{
  for (guint w = 0; words[w] != NULL; w++)
    {
      gboolean found = *words[w] == '\0' || is_year_between (words[w], year);

      for (guint c = 0; !found && c < plume_table_get_n_columns (table); c++)
        if (!plume_table_is_numeric (table, c))
          {
            g_autofree char *folded = g_utf8_casefold (text_at (table, (int)c, row), -1);

            found = strstr (folded, words[w]) != NULL;
          }
      if (!found)
        return FALSE;
    }
  return TRUE;
}

/* Whether to stop here; asked in loops over rows, whose callers look why in the end */
static gboolean
is_over (gsize i, const PlumeTask *waiting)
{
  return i % 256 == 0 && plume_task_is_cancelled (waiting);
}

static GArray *
find_rows (const PlumeTable *table,
           int task,
           const PlumeArray *years,
           const char *search,
           const PlumeTask *waiting)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree char *folded = g_utf8_casefold (search, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " ,", -1);

  for (gsize row = 0; row < plume_table_get_n_rows (table) && !is_over (row, waiting); row++)
    if (*text_at (table, task, row) != '\0' && isfinite (years->values[row])
        && row_matches (table, row, years->values[row], words))
      g_array_append_val (rows, row);
  return rows;
}

/* Categories of a cell, without blanks around them; %NULL stands for one that is not said */
static GStrv
split_cell (const char *text)
{
  GStrv parts = g_strsplit (text, ";", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      {
        g_strv_builder_add (kept, parts[i]);
        any = TRUE;
      }
  g_strfreev (parts);
  if (!any)
    g_strv_builder_add (kept, _ ("not said"));
  return g_strv_builder_end (kept);
}

typedef struct
{
  char *name;
  double total;
} Category;

static void
clear_category (gpointer data)
{
  g_free (((Category *)data)->name);
}

static int
compare_categories (gconstpointer a, gconstpointer b)
{
  const Category *one = a, *other = b;

  if (one->total != other->total)
    return one->total < other->total ? 1 : -1;
  return strcmp (one->name, other->name);
}

/* All categories of a column among the rows, most frequent first */
static GArray *
find_categories (const PlumeTable *table, int column, const GArray *rows, const PlumeTask *waiting)
{
  GArray *categories = g_array_new (FALSE, TRUE, sizeof (Category));
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_array_set_clear_func (categories, clear_category);
  for (guint i = 0; i < rows->len && !is_over (i, waiting); i++)
    {
      g_auto (GStrv) parts = split_cell (text_at (table, column, g_array_index (rows, gsize, i)));
      guint n = g_strv_length (parts);

      for (guint k = 0; k < n; k++)
        {
          guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, parts[k]));

          if (place == 0)
            {
              Category category = { g_strdup (parts[k]), 0 };

              g_array_append_val (categories, category);
              place = categories->len;
              g_hash_table_insert (places, g_strdup (parts[k]), GUINT_TO_POINTER (place));
            }
          g_array_index (categories, Category, place - 1).total += 1.0 / n;
        }
    }
  g_array_sort (categories, compare_categories);
  return categories;
}

static guint
find_name (const TfLevel *level, const char *name)
{
  for (guint i = 0; i < level->n; i++)
    if (strcmp (level->names[i], name) == 0)
      return i;
  return level->n - 1; /* among the others */
}

/* Frequent categories by name, then the others together, then those that are not said */
static TfLevel
find_level (const PlumeTable *table, int column, const GArray *rows, const PlumeTask *waiting)
{
  g_autoptr (GArray) categories = find_categories (table, column, rows, waiting);
  const char *silent = _ ("not said");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  TfLevel level = { .totals = g_new0 (double, TF_MOST_NODES + 2) };
  double others = 0, unsaid = 0;
  guint n_others = 0;

  for (guint i = 0; i < categories->len; i++)
    {
      const Category *category = &g_array_index (categories, Category, i);

      if (strcmp (category->name, silent) == 0)
        unsaid = category->total;
      else if (level.n < TF_MOST_NODES && category->total >= LEAST_SHARE * rows->len)
        {
          g_strv_builder_add (names, category->name);
          level.totals[level.n++] = category->total;
        }
      else
        {
          others += category->total;
          n_others++;
        }
    }
  if (unsaid > 0)
    {
      g_strv_builder_add (names, silent);
      level.totals[level.n++] = unsaid;
    }
  if (n_others > 0) /* the last: find_name() counts on it */
    {
      g_strv_builder_add (names, _ ("others"));
      level.totals[level.n++] = others;
    }
  level.names = g_strv_builder_end (names);
  return level;
}

/* Works from every category of one level to every one of the next */
static double *
find_flows (const PlumeTable *table,
            const int columns[2],
            const TfLevel *levels,
            const GArray *rows,
            const PlumeTask *waiting)
{
  double *flows = g_new0 (double, levels[0].n *(gsize)levels[1].n);

  for (guint i = 0; i < rows->len && !is_over (i, waiting); i++)
    {
      gsize row = g_array_index (rows, gsize, i);
      g_auto (GStrv) from = split_cell (text_at (table, columns[0], row));
      g_auto (GStrv) to = split_cell (text_at (table, columns[1], row));
      double share = 1.0 / g_strv_length (from) / g_strv_length (to);

      for (guint a = 0; from[a] != NULL; a++)
        for (guint b = 0; to[b] != NULL; b++)
          flows[find_name (&levels[0], from[a]) * levels[1].n + find_name (&levels[1], to[b])] +=
              share;
    }
  return flows;
}

static void
count_by_year (TfAtlas *atlas,
               const PlumeTable *table,
               int task,
               const PlumeArray *years,
               const GArray *rows,
               const PlumeTask *waiting)
{
  g_autoptr (GArray) categories = find_categories (table, task, rows, waiting);
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;

  for (guint i = 0; i < rows->len; i++)
    {
      low = MIN (low, years->values[g_array_index (rows, gsize, i)]);
      high = MAX (high, years->values[g_array_index (rows, gsize, i)]);
    }
  low = CLAMP (low, -1e6, 1e6);
  high = CLAMP (high, -1e6, 1e6);
  atlas->first = (int)MAX (low, high - TF_MOST_YEARS + 1);
  atlas->n_years = (int)high - atlas->first + 1;
  atlas->n_tasks = MIN (categories->len, TF_MOST_TASKS);
  atlas->tasks = g_new0 (char *, atlas->n_tasks + 1);
  for (guint k = 0; k < atlas->n_tasks; k++)
    atlas->tasks[k] = g_strdup (g_array_index (categories, Category, k).name);
  atlas->counts = g_new0 (double, atlas->n_tasks *(gsize)atlas->n_years);
  for (guint i = 0; i < rows->len && !is_over (i, waiting); i++)
    {
      gsize row = g_array_index (rows, gsize, i);
      g_auto (GStrv) parts = split_cell (text_at (table, task, row));
      double year = floor (years->values[row]) - atlas->first;

      for (guint k = 0; k < atlas->n_tasks && year >= 0 && year < atlas->n_years; k++)
        if (g_strv_contains ((const char *const *)parts, atlas->tasks[k]))
          atlas->counts[k * (gsize)atlas->n_years + (gsize)year] += 1.0 / g_strv_length (parts);
    }
}

static int
compare_newest (gconstpointer a, gconstpointer b, gpointer years)
{
  gsize one = *(const gsize *)a, other = *(const gsize *)b;
  double difference =
      ((const PlumeArray *)years)->values[other] - ((const PlumeArray *)years)->values[one];

  return difference != 0 ? (difference > 0 ? 1 : -1) : one > other ? 1 : -1;
}

static void
list_newest (TfAtlas *atlas, const PlumeTable *table, PlumeArray *years, GArray *rows)
{
  static const char *const title_columns[] = { "title", "name", "work", NULL };
  int title = find_texts (table, title_columns), link = find_texts (table, link_columns),
      venue = find_texts (table, venue_columns);
  guint n = MIN (rows->len, TF_MOST_WORKS);

  g_array_sort_with_data (rows, compare_newest, years);
  atlas->titles = g_new0 (char *, n + 1);
  atlas->places = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      gsize row = g_array_index (rows, gsize, i);
      const char *where = text_at (table, venue, row), *address = text_at (table, link, row);
      g_autofree char *year = g_strdup_printf ("%.0f", years->values[row]);
      /* a venue mostly says the year as well */
      const char *when = strstr (where, year) != NULL ? NULL : year;
      const char *parts[4] = { NULL };
      guint k = 0;

      if (when != NULL)
        parts[k++] = when;
      if (*where != '\0')
        parts[k++] = where;
      if (*address != '\0')
        parts[k++] = address;
      atlas->titles[i] = g_strdup (text_at (table, title, row));
      atlas->places[i] = g_strjoinv (" · ", (char **)parts);
    }
}

static void
free_atlas (gpointer data)
{
  TfAtlas *atlas = data;

  g_strfreev (atlas->tasks);
  g_free (atlas->counts);
  for (guint i = 0; i < TF_N_LEVELS; i++)
    {
      g_strfreev (atlas->levels[i].names);
      g_free (atlas->levels[i].totals);
      if (i + 1 < TF_N_LEVELS)
        g_free (atlas->flows[i]);
    }
  g_strfreev (atlas->titles);
  g_strfreev (atlas->places);
  g_free (atlas);
}

PlumeResult *
tf_count_works (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  TfAtlas *atlas = g_new0 (TfAtlas, 1);
  PlumeResult *result = plume_result_new (atlas, 1 << 15, free_atlas);
  g_autoptr (GArray) rows = NULL;
  const PlumeTable *table;
  PlumeArray *years;
  int columns[TF_N_LEVELS];

  if (plume_reads_n_datasets (reads, "literature") == 0)
    {
      atlas->problem = _ ("Open a table of works with the columns task and year");
      return result;
    }
  table = plume_dataset_get_table (plume_reads_dataset (reads, "literature", 0), 0);
  for (guint i = 0; i < TF_N_LEVELS; i++)
    columns[i] = find_texts (table, (const char *const[]){ level_columns[i], NULL });
  if (columns[TF_LEVEL_TASK] < 0)
    {
      atlas->problem =
          _ ("This table has no column of texts named task; rename the column by which "
             "the works are to be counted");
      return result;
    }
  years = plume_reads_column (reads, "literature", 0, "year");
  rows = find_rows (table, columns[TF_LEVEL_TASK], years, plume_reads_text (reads, "search"), task);
  atlas->n_found = rows->len;
  atlas->n_all = (guint)plume_table_get_n_rows (table);
  if (rows->len == 0 && !plume_task_check (task, error))
    {
      plume_result_unref (result);
      return NULL;
    }
  if (rows->len == 0)
    {
      atlas->problem = _ ("No work has all of these words; search for fewer");
      return result;
    }
  count_by_year (atlas, table, columns[TF_LEVEL_TASK], years, rows, task);
  for (guint i = 0; i < TF_N_LEVELS; i++)
    atlas->levels[i] = find_level (table, columns[i], rows, task);
  for (guint i = 0; i + 1 < TF_N_LEVELS; i++)
    atlas->flows[i] = find_flows (table, columns + i, atlas->levels + i, rows, task);
  list_newest (atlas, table, years, rows);
  if (plume_task_check (task, error))
    return result;
  plume_result_unref (result);
  return NULL;
}
