/* plume-inputs.h: which data sets are bound to an experiment's inputs, and which column plays which
 * role; an immutable set.
 */
#pragma once

#include "lab/plume-column-set.h"
#include "lab/plume-experiment.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PlumeColumnChoice:
 * @column: index into the main table, −1 where the role is not filled; of roles of one column
 * @unit: index into the role's units, −1 for the role's own unit
 * @columns: (nullable): interned, of roles of many columns: a set of columns of the main table
 * ("0-3,7"), a block ("@obsm/X_pca"), %PLUME_COLUMNS_NONE, or %PLUME_COLUMNS_GUESSED, which %NULL
 * stands for, too
 * @transposed: of roles of many columns: whether columns are samples and rows features
 */
typedef struct
{
  int column;
  int unit;
  const char *columns;
  gboolean transposed;
} PlumeColumnChoice;

/**
 * PlumeBinding:
 *
 * One data set in its roles. Immutable; but what a lazy sample holds, from @dataset to @key, is
 * there only once it is filled, which plume_binding_fill() does and stages never need to care
 * about.
 * @path: (nullable): absolute path of the file; %NULL for a sample
 * @sample: (nullable): id of the built-in sample
 * @digest: SHA-256 of the file, hexadecimal
 * @choices: one a role
 * @columns: one a role; values in the role's unit, %NULL where not filled
 * @blocks: one a role: what a role of many columns holds, %NULL where not filled
 * @labels: one a role: what a role of labels holds, %NULL where not filled
 * @taken: one a role, interned: which columns or block a role of many columns holds, as in
 * @choices, but never guessed
 * @n_missing: missing values in all blocks
 * @chosen: of a sample: whether somebody has given it other roles than its own
 */
typedef struct
{
  const PlumeInput *input;
  char *path;
  char *sample;
  char *digest;
  PlumeDataset *dataset;
  PlumeColumnChoice *choices;
  PlumeArray **columns;
  PlumeBlock **blocks;
  PlumeLabels **labels;
  const char **taken;
  gsize n_missing;
  gboolean chosen;
  char *key;    /* digest and choices: what the engine hashes */
  gsize filled; /* whether all that is there */
} PlumeBinding;

PlumeBinding *plume_binding_ref (PlumeBinding *binding);
void plume_binding_unref (PlumeBinding *binding);

/* Guesses roles (choices NULL) or takes them, checks the columns; PLUME_ERROR_DATA names file, row,
 * column and remedy. */
PlumeBinding *plume_binding_new (const PlumeInput *input,
                                 PlumeDataset *dataset,
                                 const char *path,
                                 const char *digest,
                                 const PlumeColumnChoice *choices,
                                 GError **error);
/* The same for much data: gathering columns can be cancelled. */
PlumeBinding *plume_binding_make (const PlumeInput *input,
                                  PlumeDataset *dataset,
                                  const char *path,
                                  const char *digest,
                                  const PlumeColumnChoice *choices,
                                  PlumeTask *task,
                                  GError **error);
PlumeBinding *
plume_binding_new_sample (const PlumeInput *input, const char *sample, GError **error);
/* The same, made by whoever reads it first: at once, for the main thread. */
PlumeBinding *
plume_binding_new_lazy_sample (const PlumeInput *input, const char *sample, GError **error);
/* Makes what a lazy sample holds, unless it is there; others wait for whoever began. Any thread. */
void plume_binding_fill (PlumeBinding *binding);
gboolean plume_binding_is_filled (const PlumeBinding *binding); /* at once, any thread */
/* Reads a file; blocking, for worker threads and the command line. */
PlumeBinding *plume_binding_new_for_file (const PlumeInput *input,
                                          const char *path,
                                          PlumeTask *task,
                                          GError **error);
/* The roles as guessed from titles and units; choices has one entry a role. FALSE where a needed
 * role finds no column. */
gboolean
plume_binding_guess (const PlumeInput *input, PlumeDataset *dataset, PlumeColumnChoice *choices);
/* The same data in other roles. */
PlumeBinding *plume_binding_with_choices (PlumeBinding *binding,
                                          const PlumeColumnChoice *choices,
                                          GError **error);

/* Which columns or which block a role of many columns gets: a set of columns, "@block" or
 * PLUME_COLUMNS_NONE; interned. Linear in the size of the table. */
const char *plume_binding_resolve (const PlumeInput *input,
                                   PlumeDataset *dataset,
                                   const PlumeColumnChoice *choices,
                                   guint role);
/* What a person wrote for a role, such as "a,b" or "@X", put into choices. */
gboolean plume_choices_set_text (const PlumeInput *input,
                                 PlumeDataset *dataset,
                                 guint role,
                                 const char *text,
                                 PlumeColumnChoice *choices,
                                 GError **error);

/* Samples of the bound data: rows of its blocks, or of its table. */
gsize plume_binding_get_n_samples (const PlumeBinding *binding);
/* As plume_reads_any_column(). */
gboolean plume_binding_find_column (const PlumeBinding *binding,
                                    const char *title,
                                    PlumeArray **numbers,
                                    PlumeLabels **labels);
/* All titles that plume_binding_find_column() finds, in the order in which it looks. */
GStrv plume_binding_list_titles (const PlumeBinding *binding);
/* A block of the data set by name, or a grid of two dimensions as one. */
PlumeBlock *plume_dataset_make_block (PlumeDataset *dataset, const char *name);

typedef struct
{
  const PlumeExperiment *experiment;
  GPtrArray **bindings; /* by input: PlumeBinding */
} PlumeInputs;

PlumeInputs *plume_inputs_new (const PlumeExperiment *experiment, gboolean with_samples);
/* With the samples with which the experiment opens, lazy ones. */
PlumeInputs *plume_inputs_new_lazy (const PlumeExperiment *experiment);
PlumeInputs *plume_inputs_ref (PlumeInputs *inputs);
void plume_inputs_unref (PlumeInputs *inputs);
/* Replaces what is bound, or adds to it where the input takes many and add is TRUE. */
PlumeInputs *
plume_inputs_with (const PlumeInputs *inputs, guint input, PlumeBinding *binding, gboolean add);
PlumeInputs *plume_inputs_without (const PlumeInputs *inputs, guint input, guint index);
PlumeInputs *plume_inputs_with_replaced (const PlumeInputs *inputs,
                                         guint input,
                                         guint index,
                                         PlumeBinding *binding);

JsonNode *plume_inputs_to_json (const PlumeInputs *inputs);
/* folder: where relative and vanished files are looked for too (nullable). */
PlumeInputs *plume_inputs_from_json (const PlumeExperiment *experiment,
                                     JsonObject *object,
                                     const char *folder,
                                     PlumeTask *task,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeBinding, plume_binding_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeInputs, plume_inputs_unref)

G_END_DECLS
