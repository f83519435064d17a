/* plume-data-loader.h: files become data sets, and data sets bindings, on worker threads. It knows
 * no widgets. */
#pragma once

#include "lab/plume-inputs.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlumeLoaded: a file that was read. Immutable.
 * @guesses: (nullable): by input: one choice a role
 * @suitable: the first input whose needed roles all find columns, 0 where there is none
 */
typedef struct
{
  char *path;
  char *digest;
  PlumeDataset *dataset;
  guint n_guesses;
  PlumeColumnChoice **guesses;
  int suitable;
} PlumeLoaded;

PlumeLoaded *plume_loaded_new (const char *path, const char *digest, PlumeDataset *dataset);
PlumeLoaded *plume_loaded_ref (PlumeLoaded *loaded);
void plume_loaded_unref (PlumeLoaded *loaded);

/* Reads the file, and guesses its columns for each input of the experiment. */
void plume_data_load_async (GFile *file,
                            const PlumeExperiment *experiment,
                            PlumeTask *task,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
PlumeLoaded *plume_data_load_finish (GAsyncResult *result, GError **error);

/* choices: nullable, one a role: guessed where NULL. task: cancels gathering columns. */
void plume_data_bind_async (const PlumeInput *input,
                            PlumeLoaded *loaded,
                            const PlumeColumnChoice *choices,
                            PlumeTask *task,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
PlumeBinding *plume_data_bind_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLoaded, plume_loaded_unref)

G_END_DECLS
