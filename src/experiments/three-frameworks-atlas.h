/* three-frameworks-atlas.h: what the stage of the literature hands to its views. Private to its
 * files.
 */
#pragma once

#include "lab/plume-experiment.h"

G_BEGIN_DECLS

#define TF_MOST_TASKS 12
#define TF_MOST_YEARS 24
#define TF_MOST_NODES 9  /* categories of a level of the flows, the rest is one */
#define TF_MOST_WORKS 10 /* that are listed */

/* as tf_level_columns */
enum
{
  TF_LEVEL_FRAMEWORK,
  TF_LEVEL_TASK,
  TF_LEVEL_MODALITY,
  TF_N_LEVELS,
};

/**
 * TfLevel: categories of one column of texts, most frequent first
 * @n: at most TF_MOST_NODES + 2
 * @names: (array length=n)
 * @totals: (array length=n): works; one that names several categories counts a part in each
 */
typedef struct
{
  guint n;
  GStrv names;
  double *totals;
} TfLevel;

/**
 * TfAtlas:
 * @problem: (nullable): why the table cannot be counted
 * @n_found: works that have all words of the search, of @n_all
 * @tasks: (nullable): most frequent first, at most TF_MOST_TASKS
 * @first: @n_years: of @counts, which is tasks × years
 * @levels: @flows: works from category to category of the next level
 * @titles: @places: (array zero-terminated=1): the newest works, and where each was published and
 * can be read
 */
typedef struct
{
  const char *problem;
  guint n_found, n_all;
  GStrv tasks;
  guint n_tasks;
  int first, n_years;
  double *counts;
  TfLevel levels[TF_N_LEVELS];
  double *flows[TF_N_LEVELS - 1];
  GStrv titles, places;
} TfAtlas;

PlumeResult *tf_count_works (const PlumeReads *reads, PlumeTask *task, GError **error);

void tf_draw_literature (PlumeFigure *figure, const PlumeReads *reads);
void tf_draw_flows (PlumeFigure *figure, const PlumeReads *reads);
void tf_draw_works (PlumeFigure *figure, const PlumeReads *reads);

G_END_DECLS
