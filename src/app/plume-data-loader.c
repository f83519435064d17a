/* plume-data-loader.c: files become data sets, and data sets bindings, on worker threads. */
#include "app/plume-data-loader.h"

#include "core/plume-error.h"
#include "data/plume-reader.h"
#include <glib/gi18n.h>

typedef struct
{
  GFile *file;
  const PlumeExperiment *experiment;
  PlumeTask *task;
} Load;

typedef struct
{
  const PlumeInput *input;
  PlumeLoaded *loaded;
  PlumeColumnChoice *choices;
  PlumeTask *task;
} Bind;

static void
loaded_clear (gpointer data)
{
  PlumeLoaded *loaded = data;

  g_free (loaded->path);
  g_free (loaded->digest);
  g_clear_pointer (&loaded->dataset, plume_dataset_unref);
  for (guint i = 0; i < loaded->n_guesses; i++)
    g_free (loaded->guesses[i]);
  g_free (loaded->guesses);
}

/* A file that was read before. */
PlumeLoaded *
plume_loaded_new (const char *path, const char *digest, PlumeDataset *dataset)
{
  PlumeLoaded *loaded = g_atomic_rc_box_new0 (PlumeLoaded);

  loaded->path = g_strdup (path);
  loaded->digest = g_strdup (digest);
  loaded->dataset = plume_dataset_ref (dataset);
  return loaded;
}

PlumeLoaded *
plume_loaded_ref (PlumeLoaded *loaded)
{
  return g_atomic_rc_box_acquire (loaded);
}

void
plume_loaded_unref (PlumeLoaded *loaded)
{
  g_atomic_rc_box_release_full (loaded, loaded_clear);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->file);
  plume_task_unref (load->task);
  g_free (load);
}

static void
bind_free (gpointer data)
{
  Bind *bind = data;

  plume_loaded_unref (bind->loaded);
  g_free (bind->choices);
  plume_task_unref (bind->task);
  g_free (bind);
}

static void
guess_columns (PlumeLoaded *loaded, const PlumeExperiment *experiment)
{
  loaded->n_guesses = experiment->n_inputs;
  loaded->guesses = g_new0 (PlumeColumnChoice *, experiment->n_inputs + 1);
  for (guint i = experiment->n_inputs; i-- > 0;)
    {
      const PlumeInput *input = &experiment->inputs[i];

      loaded->guesses[i] = g_new0 (PlumeColumnChoice, input->n_roles + 1);
      if (plume_binding_guess (input, loaded->dataset, loaded->guesses[i]))
        loaded->suitable = (int)i;
    }
}

static PlumeLoaded *
load_file (const Load *load, GError **error)
{
  g_autofree char *given = g_file_get_path (load->file);
  g_autofree char *path = given != NULL ? plume_reader_find_main_file (given) : NULL;
  g_autofree char *name = g_file_get_basename (load->file);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  PlumeLoaded *loaded;

  if (path == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("“%s” is not on this computer; copy it here first."), name);
      return NULL;
    }
  file = g_file_new_for_path (path);
  bytes = g_file_load_bytes (file, NULL, NULL, error);
  if (bytes == NULL)
    return NULL;
  dataset = plume_dataset_read_bytes_at (bytes, path, load->task, error);
  if (dataset == NULL)
    return NULL;
  loaded = g_atomic_rc_box_new0 (PlumeLoaded);
  loaded->path = g_steal_pointer (&path);
  loaded->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  loaded->dataset = g_steal_pointer (&dataset);
  guess_columns (loaded, load->experiment);
  return loaded;
}

static void
run_load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PlumeLoaded *loaded = load_file (data, &error);

  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify)plume_loaded_unref);
  else
    g_task_return_error (task, error);
}

/**
 * plume_data_load_async:
 * @file: what to read
 * @experiment: for whose inputs columns are guessed
 * @task: for progress and cancelling
 */
void
plume_data_load_async (GFile *file,
                       const PlumeExperiment *experiment,
                       PlumeTask *task,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) worker = g_task_new (NULL, NULL, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->file = g_object_ref (file);
  load->experiment = experiment;
  load->task = plume_task_ref (task);
  g_task_set_task_data (worker, load, load_free);
  g_task_run_in_thread (worker, run_load);
}

PlumeLoaded *
plume_data_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_bind (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Bind *bind = data;
  GError *error = NULL;
  PlumeBinding *binding =
      plume_binding_make (bind->input, bind->loaded->dataset, bind->loaded->path,
                          bind->loaded->digest, bind->choices, bind->task, &error);

  if (binding != NULL)
    g_task_return_pointer (task, binding, (GDestroyNotify)plume_binding_unref);
  else
    g_task_return_error (task, error);
}

void
plume_data_bind_async (const PlumeInput *input,
                       PlumeLoaded *loaded,
                       const PlumeColumnChoice *choices,
                       PlumeTask *task,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) worker = g_task_new (NULL, NULL, callback, user_data);
  Bind *bind = g_new0 (Bind, 1);

  bind->input = input;
  bind->loaded = plume_loaded_ref (loaded);
  bind->task = plume_task_ref (task);
  bind->choices = choices != NULL ? g_memdup2 (choices, sizeof *choices * input->n_roles) : NULL;
  g_task_set_task_data (worker, bind, bind_free);
  g_task_run_in_thread (worker, run_bind);
}

PlumeBinding *
plume_data_bind_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
