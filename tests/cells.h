/* cells.h: a table of measurements on cells, a small experiment of the tests' own: many columns,
 * labels, stages, and a parameter that names a column.
 */
#pragma once

#include "core/plume-error.h"
#include "lab/plume-study.h"

#include <math.h>
#include <string.h>

static gint cells_runs; /* of the stage "sums" */

static const PlumeChoice cells_colours[] = { { "", "Automatic", NULL },
                                             { "total", "Sum of features", NULL },
                                             { NULL } };

static const PlumeParameter cells_parameters[] = {
  { .id = "colour",
    .title = "Colour",
    .help = "What the points are coloured by",
    .kind = PLUME_KIND_COLUMN,
    .input = "cells",
    .choices = cells_colours },
  { .id = "scale", .title = "Scale", .kind = PLUME_KIND_NUMBER, .value = 1, .from = 0.1, .to = 10 },
};

static const char *const cells_label_words[] = { "label",   "class",   "species", "type",
                                                 "cluster", "louvain", NULL };
static const char *const cells_stage_words[] = { "stage", "time", "day", "num_cells", NULL };
static const char *const cells_dose_words[] = { "dose", NULL };
static const PlumeUnit cells_dose_units[] = { { "mg", 1 }, { "g", 1000 }, { NULL } };
static const PlumeRole cells_roles[] = {
  { .id = "features", .title = "Features", .many = TRUE, .pairs = TRUE },
  { .id = "label", .title = "Label", .words = cells_label_words, .labels = TRUE, .optional = TRUE },
  { .id = "stage", .title = "Stage", .words = cells_stage_words, .labels = TRUE, .optional = TRUE },
  { .id = "dose",
    .title = "Dose",
    .words = cells_dose_words,
    .unit = "mg",
    .units = cells_dose_units,
    .optional = TRUE },
};

#define CELLS_ROWS 12

/* id 0 … 11; the cell's name; three measured columns; species; number of cells of the embryo */
static PlumeDataset *
cells_sample (GError **error)
{
  static const char *const species[] = { "mouse", "rat" };
  static const double stages[] = { 16, 2, 4 };
  PlumeDataset *dataset = plume_dataset_new ("cells");
  PlumeTable *table = plume_table_new ("cells");
  PlumeArray *ids = plume_array_new (CELLS_ROWS), *stage = plume_array_new (CELLS_ROWS);
  GStrv names = g_new0 (char *, CELLS_ROWS + 1), kinds = g_new0 (char *, CELLS_ROWS + 1);

  plume_table_add_numbers (table, "index", NULL, ids);
  for (guint i = 0; i < CELLS_ROWS; i++)
    {
      ids->values[i] = i;
      names[i] = g_strdup_printf ("cell %u", i + 1);
      kinds[i] = g_strdup (species[i % 2]);
      stage->values[i] = stages[i % 3];
    }
  plume_table_add_texts (table, "Cell", names);
  for (guint j = 0; j < 3; j++)
    {
      static const char *const titles[] = { "Actb", "Timeless", "Zfp42" };
      PlumeArray *values = plume_array_new (CELLS_ROWS);

      for (guint i = 0; i < CELLS_ROWS; i++)
        values->values[i] = 10 * j + i * i + 0.5;
      plume_table_add_numbers (table, titles[j], NULL, values);
    }
  plume_table_add_texts (table, "species", kinds);
  plume_table_add_numbers (table, "num_cells", NULL, stage);
  plume_dataset_take_table (dataset, table);
  return dataset;
}

static const PlumeSample cells_samples[] = { { "twelve", "Twelve cells", cells_sample } };
static const PlumeInput cells_inputs[] = {
  { .id = "cells",
    .title = "Cells",
    .roles = cells_roles,
    .n_roles = G_N_ELEMENTS (cells_roles),
    .samples = cells_samples,
    .n_samples = 1,
    .sample = "twelve" },
};

/* One sum a sample, over its features. */
static PlumeResult *
cells_sum (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeBlock *block = plume_reads_block (reads, "cells", 0, "features");
  PlumeArray *sums = plume_array_new (block->n_rows);

  g_atomic_int_inc (&cells_runs);
  for (gsize i = 0; i < block->n_rows; i++)
    for (gsize j = 0; j < block->n_columns; j++)
      sums->values[i] += block->dense != NULL ? block->dense->values[i * block->n_columns + j]
                                              : plume_sparse_get (block->sparse, i, j);
  return plume_result_new (sums, sums->length * 8, (GDestroyNotify)plume_array_unref);
}

static const PlumeStage cells_stages[] = { { "sums", "Sums", { "cells" }, cells_sum } };

/* The rows of one category. */
static PlumeArray *
cells_pick (const PlumeArray *values, const PlumeLabels *labels, guint name)
{
  PlumeArray *picked = plume_array_new (values->length);

  for (gsize i = 0; i < values->length; i++)
    picked->values[i] = labels->codes->values[i] == name ? values->values[i] : NAN;
  return picked;
}

static void
cells_draw (PlumeFigure *figure, const PlumeReads *reads)
{
  const PlumeBlock *block = plume_reads_block (reads, "cells", 0, "features");
  PlumeAxes *axes = plume_figure_add_axes (figure, "cells", NULL, 1);
  g_autoptr (PlumeArray) x = plume_block_get_column (block, 0);
  g_autoptr (PlumeArray) y = plume_block_get_column (block, block->n_columns > 1 ? 1 : 0);
  g_autoptr (PlumeArray) numbers = NULL;
  g_autoptr (PlumeLabels) labels = NULL;

  if (!plume_reads_any_column (reads, "cells", 0, plume_reads_text (reads, "colour"), &numbers,
                               &labels)
      && plume_reads_labels (reads, "cells", 0, "label") != NULL)
    labels = plume_labels_ref (plume_reads_labels (reads, "cells", 0, "label"));
  if (labels == NULL)
    {
      plume_axes_add_points (axes, "points", NULL, x, y,
                             (PlumeInk){ .colour = PLUME_COLOUR_GREY, .size = 6 });
      return;
    }
  for (guint i = 0; i < labels->n_names; i++)
    {
      g_autofree char *id = g_strdup_printf ("points-%u", i);
      g_autoptr (PlumeArray) across = cells_pick (x, labels, i);
      g_autoptr (PlumeArray) up = cells_pick (y, labels, i);

      plume_axes_add_points (
          axes, id, labels->names[i], across, up,
          (PlumeInk){ .colour = (PlumeColour)(PLUME_COLOUR_BLUE + i % 6), .size = 6 });
    }
}

static const PlumeView cells_views[] = {
  { "cells", "Cells", NULL, { "cells", "colour" }, cells_draw },
};

static void
cells_measure_samples (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         (double)plume_reads_block (reads, "cells", 0, "features")->n_rows, NAN);
}

static void
cells_measure_features (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         (double)plume_reads_block (reads, "cells", 0, "features")->n_columns, NAN);
}

static void
cells_measure_total (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PlumeArray *sums = plume_reads_result (reads, "sums");
  double total = 0;

  for (gsize i = 0; i < sums->length; i++)
    total += sums->values[i];
  plume_measurement_add (measurement, NULL, total, NAN);
}

static void
cells_measure_labels (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PlumeLabels *labels = plume_reads_labels (reads, "cells", 0, "label");

  for (guint i = 0; labels != NULL && i < labels->n_names; i++)
    {
      double count = 0;

      for (gsize row = 0; row < labels->codes->length; row++)
        count += labels->codes->values[row] == i;
      plume_measurement_add (measurement, labels->names[i], count, NAN);
    }
}

static const PlumeReadout cells_readouts[] = {
  { "samples", "Samples", NULL, NULL, NULL, NULL, { "cells" }, cells_measure_samples },
  { "features", "Features", NULL, NULL, NULL, NULL, { "cells" }, cells_measure_features },
  { "total", "Total", NULL, NULL, NULL, NULL, { "sums" }, cells_measure_total },
  { "labels", "Labels", NULL, NULL, "Labels", NULL, { "cells" }, cells_measure_labels },
};

static const PlumeExperiment cells = {
  .id = "cells",
  .title = "Cells",
  .summary = "Measurements on cells",
  .chapter = PLUME_CHAPTER_GEOMETRY,
  .version = 1,
  .authors = "Nobody",
  .paper = "Cells",
  .year = "2026",
  .link = "https://example.org",
  .about = "Cells.",
  .equations = "",
  .keywords = "",
  PLUME_TABLE_OF (parameters, cells_parameters),
  PLUME_TABLE_OF (inputs, cells_inputs),
  PLUME_TABLE_OF (stages, cells_stages),
  PLUME_TABLE_OF (views, cells_views),
  PLUME_TABLE_OF (readouts, cells_readouts),
};
