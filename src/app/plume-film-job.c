/* plume-film-job.c: what a film is made of, taken from a study, and the thread that makes it. */
#include "app/plume-film-job.h"

struct _PlumeFilmJob
{
  PlumeFilm film;
  PlumeViewState *views;
  const PlumeFilmFormat *format;
  char *path;
  PlumeTask *task;
};

static PlumeViewState *
copy_views (PlumeStudy *study)
{
  guint n_views = plume_study_get_experiment (study)->n_views;
  PlumeViewState *views = g_new (PlumeViewState, n_views + 1);

  for (guint i = 0; i < n_views; i++)
    {
      views[i] = *plume_study_get_view_state (study, i);
      views[i].hidden_marks = g_strdupv (views[i].hidden_marks);
    }
  return views;
}

/**
 * plume_film_job_new:
 * @study: what is filmed
 * @film: how
 * @format: as what
 * @path: where to
 */
PlumeFilmJob *
plume_film_job_new (PlumeStudy *study,
                    const PlumeFilm *film,
                    const PlumeFilmFormat *format,
                    const char *path)
{
  PlumeFilmJob *job = g_new0 (PlumeFilmJob, 1);
  PlumeSelection *selection = plume_study_get_selection (study);

  job->film = *film;
  job->film.values = plume_values_ref (plume_study_get_values (study));
  job->film.inputs = plume_inputs_ref (plume_study_get_inputs (study));
  job->film.course = plume_array_ref (film->course);
  job->film.selection = selection != NULL ? plume_selection_ref (selection) : NULL;
  job->film.views = job->views = copy_views (study);
  job->format = format;
  job->path = g_strdup (path);
  return job;
}

void
plume_film_job_free (PlumeFilmJob *job)
{
  for (guint i = 0; i < job->film.values->experiment->n_views; i++)
    g_strfreev (job->views[i].hidden_marks);
  g_free (job->views);
  plume_values_unref (job->film.values);
  plume_inputs_unref (job->film.inputs);
  plume_array_unref (job->film.course);
  plume_selection_unref (job->film.selection);
  g_clear_pointer (&job->task, plume_task_unref);
  g_free (job->path);
  g_free (job);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PlumeFilmJob *job = data;
  GError *error = NULL;

  if (plume_film_render (&job->film, job->format, job->path, job->task, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
plume_film_job_run (PlumeFilmJob *job,
                    PlumeTask *task,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) async = g_task_new (NULL, NULL, callback, user_data);

  job->task = plume_task_ref (task);
  g_task_set_task_data (async, job, (GDestroyNotify)plume_film_job_free);
  g_task_run_in_thread (async, run);
}

gboolean
plume_film_job_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
