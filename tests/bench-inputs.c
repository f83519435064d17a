/* bench-inputs.c: what roles of many columns cost: guessing, gathering, titles; medians. */
#include "cells.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdio.h>

#define N_RUNS 11

static PlumeDataset *
make_table (gsize n_rows, guint n_columns)
{
  PlumeDataset *dataset = plume_dataset_new ("wide");
  PlumeTable *table = plume_table_new ("wide");
  GStrv kinds = g_new0 (char *, n_rows + 1);

  for (guint j = 0; j < n_columns; j++)
    {
      g_autofree char *title = g_strdup_printf ("gene %u", j);
      PlumeArray *values = plume_array_new (n_rows);

      for (gsize i = 0; i < n_rows; i++)
        values->values[i] = (double)((i * 7 + j * 13) % 101);
      plume_table_add_numbers (table, title, NULL, values);
    }
  for (gsize i = 0; i < n_rows; i++)
    kinds[i] = g_strdup (i % 2 == 0 ? "a" : "b");
  plume_table_add_texts (table, "louvain", kinds);
  plume_dataset_take_table (dataset, table);
  return dataset;
}

static void
report (const char *name, gsize n_rows, guint n_columns, double *times)
{
  gsl_sort (times, 1, N_RUNS);
  printf ("%-28s %8zu × %6u   median %8.2f ms  (min %.2f, max %.2f)\n", name, n_rows, n_columns,
          gsl_stats_median_from_sorted_data (times, 1, N_RUNS), times[0], times[N_RUNS - 1]);
}

static void
measure (gsize n_rows, guint n_columns)
{
  g_autoptr (PlumeDataset) dataset = make_table (n_rows, n_columns);
  PlumeColumnChoice choices[G_N_ELEMENTS (cells_roles)];
  double guessing[N_RUNS], gathering[N_RUNS], listing[N_RUNS], finding[N_RUNS];

  for (int run = 0; run < N_RUNS; run++)
    {
      gint64 begin = g_get_monotonic_time ();

      plume_binding_guess (cells_inputs, dataset, choices);
      guessing[run] = 1e-3 * (double)(g_get_monotonic_time () - begin);
      begin = g_get_monotonic_time ();

      g_autoptr (PlumeBinding) binding =
          plume_binding_new (cells_inputs, dataset, NULL, "0", choices, NULL);

      gathering[run] = 1e-3 * (double)(g_get_monotonic_time () - begin);
      begin = g_get_monotonic_time ();

      g_auto (GStrv) titles = plume_binding_list_titles (binding);

      listing[run] = 1e-3 * (double)(g_get_monotonic_time () - begin);
      begin = g_get_monotonic_time ();

      g_autoptr (PlumeArray) numbers = NULL;
      g_autoptr (PlumeLabels) labels = NULL;

      g_assert_true (plume_binding_find_column (binding, titles[n_columns - 1], &numbers, &labels));
      finding[run] = 1e-3 * (double)(g_get_monotonic_time () - begin);
    }
  report ("guess roles", n_rows, n_columns, guessing);
  report ("gather features", n_rows, n_columns, gathering);
  report ("list titles", n_rows, n_columns, listing);
  report ("find a column by title", n_rows, n_columns, finding);
}

int
main (void)
{
  measure (10000, 1000);
  measure (400, 30000);
  measure (1000000, 10);
  return 0;
}
