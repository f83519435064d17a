/* bench-matrix-files.c: how fast ten million entries of a MatrixMarket file are read. */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "core/plume-random.h"
#include "data/plume-reader.h"

#define REPEATS   5
#define N_ENTRIES 10000000
#define N_GENES   30000
#define N_CELLS   100000

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static void
measure (const char *name, GString *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text->str, text->len);
  double seconds[REPEATS];

  for (int i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = plume_dataset_read_bytes (bytes, name, NULL, &error);

      seconds[i] = (double)(g_get_monotonic_time () - start) * 1e-6;
      g_assert_no_error (error);
    }
  qsort (seconds, REPEATS, sizeof *seconds, compare);
  g_print ("%s: median %.0f ms (min %.0f, max %.0f), %.0f MB, %.1f million entries/s\n", name,
           seconds[REPEATS / 2] * 1e3, seconds[0] * 1e3, seconds[REPEATS - 1] * 1e3,
           (double)text->len * 1e-6, N_ENTRIES * 1e-6 / seconds[REPEATS / 2]);
}

/* Entries cell after cell, as Cell Ranger writes them. */
static GString *
make_matrix (gboolean counts)
{
  GString *text = g_string_new ("%%MatrixMarket matrix coordinate ");
  PlumeStream stream = plume_stream (1, "bench-matrix-files", counts);

  g_string_append_printf (text, "%s general\n%d %d %d\n", counts ? "integer" : "real", N_GENES,
                          N_CELLS, N_ENTRIES);
  for (int k = 0; k < N_ENTRIES; k++)
    {
      guint gene = plume_stream_bits (&stream) % N_GENES + 1;
      guint cell = (guint)((gint64)k * N_CELLS / N_ENTRIES) + 1;

      if (counts)
        g_string_append_printf (text, "%u %u %u\n", gene, cell,
                                plume_stream_bits (&stream) % 9 + 1);
      else
        g_string_append_printf (text, "%u %u %.6f\n", gene, cell, plume_stream_uniform (&stream));
    }
  return text;
}

int
main (void)
{
  g_autoptr (GString) counts = make_matrix (TRUE);

  measure ("counts.mtx", counts);
  g_string_truncate (counts, 0);

  g_autoptr (GString) values = make_matrix (FALSE);

  measure ("values.mtx", values);
  return 0;
}
