/* bench-readers.c: how fast tables of a million rows are read; the budget is 100 MB/s on two cores.
 */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "core/plume-random.h"
#include "data/plume-reader.h"

#define REPEATS 7
#define N_ROWS  1000000

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static void
measure (const char *name, const char *folder, GString *text)
{
  g_autofree char *path = g_build_filename (folder, "table.csv", NULL);
  double seconds[REPEATS];

  g_assert_true (g_file_set_contents (path, text->str, (gssize)text->len, NULL));
  for (int i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = plume_dataset_read_file (path, NULL, &error);

      seconds[i] = (double)(g_get_monotonic_time () - start) * 1e-6;
      g_assert_no_error (error);
      g_assert_cmpuint (plume_table_get_n_rows (plume_dataset_get_table (dataset, 0)), ==, N_ROWS);
    }
  qsort (seconds, REPEATS, sizeof *seconds, compare);
  g_print ("%s: median %.1f ms (min %.1f, max %.1f), %.1f MB, %.0f MB/s\n", name,
           seconds[REPEATS / 2] * 1e3, seconds[0] * 1e3, seconds[REPEATS - 1] * 1e3,
           (double)text->len * 1e-6, (double)text->len * 1e-6 / seconds[REPEATS / 2]);
  g_remove (path);
}

static GString *
make_table (guint n_columns, int digits, gboolean is_fixed, gboolean text_column)
{
  GString *text = g_string_new (text_column ? "name" : "time (min)");
  PlumeStream stream = plume_stream (1, "bench-readers", n_columns);

  for (guint column = 1; column < n_columns; column++)
    g_string_append_printf (text, ",signal %u", column);
  g_string_append_c (text, '\n');
  for (gsize row = 0; row < N_ROWS; row++)
    {
      if (text_column)
        g_string_append_printf (text, "\"sample %d\"", (int)row % 17);
      else
        g_string_append_printf (text, "%.6f", (double)row * 1e-5);
      for (guint column = 1; column < n_columns; column++)
        {
          double value = 1000 * plume_stream_normal (&stream);

          if (is_fixed)
            g_string_append_printf (text, ",%.*f", digits, value);
          else
            g_string_append_printf (text, ",%.*g", digits, value);
        }
      g_string_append_c (text, '\n');
    }
  return text;
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("plume-bench-XXXXXX", NULL);
  static const struct
  {
    const char *name;
    guint n_columns;
    int digits;
    gboolean is_fixed, text;
  } cases[] = {
    { "chromatogram, 2 columns of 6 decimals", 2, 6, TRUE, FALSE },
    { "5 columns of 4 decimals", 5, 4, TRUE, FALSE },
    { "5 columns of 17 digits", 5, 17, FALSE, FALSE },
    { "3 columns, the first quoted text", 3, 6, TRUE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GString *text =
          make_table (cases[i].n_columns, cases[i].digits, cases[i].is_fixed, cases[i].text);

      measure (cases[i].name, folder, text);
      g_string_free (text, TRUE);
    }
  g_rmdir (folder);
  return 0;
}
