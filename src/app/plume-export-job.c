/* plume-export-job.c: what an export holds, and its bytes, made on a worker thread from immutable
 * things only. */
#include "app/plume-export-job.h"

#include "app/plume-painters.h"
#include "core/plume-error.h"
#include "lab/plume-recipe.h"
#include <glib/gi18n.h>

struct _PlumeExportJob
{
  PlumeFormat format;
  guint view;
  PlumeExport settings;
  PlumePublication *publication, *pinned; /* each nullable */
  PlumeFigure *figure;                    /* nullable: of the view, with what is pinned */
  PlumeLimits limits[PLUME_MAX_AXES];
  GStrv hidden_marks;
  char *recipe;
};

gboolean
plume_format_is_picture (PlumeFormat format)
{
  return format <= PLUME_FORMAT_PDF;
}

const char *
plume_format_get_extension (PlumeFormat format)
{
  static const char *const extensions[] = { "png", "svg", "pdf", "csv", "json", "plume" };

  return extensions[format];
}

/**
 * plume_export_job_new:
 * @study: a study with a publication
 * @format: of the file
 * @view: of a picture
 * @settings: size, resolution and style of a picture
 */
PlumeExportJob *
plume_export_job_new (PlumeStudy *study,
                      PlumeFormat format,
                      guint view,
                      const PlumeExport *settings)
{
  PlumeExportJob *job = g_new0 (PlumeExportJob, 1);
  const PlumeViewState *state = plume_study_get_view_state (study, view);
  PlumePublication *publication = plume_study_get_publication (study);

  job->format = format;
  job->view = view;
  job->settings = *settings;
  job->settings.format = format == PLUME_FORMAT_SVG   ? PLUME_EXPORT_SVG
                         : format == PLUME_FORMAT_PDF ? PLUME_EXPORT_PDF
                                                      : PLUME_EXPORT_PNG;
  job->figure = plume_study_get_figure (study, view);
  if (job->figure != NULL)
    plume_figure_ref (job->figure);
  job->publication = publication != NULL ? plume_publication_ref (publication) : NULL;
  job->pinned = plume_study_get_pinned (study);
  if (job->pinned != NULL)
    plume_publication_ref (job->pinned);
  memcpy (job->limits, state->limits, sizeof job->limits);
  job->hidden_marks = g_strdupv (state->hidden_marks);
  job->settings.selection = plume_study_get_selection (study);
  if (job->settings.selection != NULL)
    plume_selection_ref (job->settings.selection);
  job->recipe = plume_study_to_recipe (study);
  return job;
}

void
plume_export_job_free (PlumeExportJob *job)
{
  g_clear_pointer (&job->publication, plume_publication_unref);
  g_clear_pointer (&job->pinned, plume_publication_unref);
  g_clear_pointer (&job->figure, plume_figure_unref);
  g_strfreev (job->hidden_marks);
  plume_selection_unref (job->settings.selection);
  g_free (job->recipe);
  g_free (job);
}

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

/* Why there is no picture of the view. */
static const char *
get_reason (const PlumeExportJob *job)
{
  const GError *failure = job->publication->errors[job->view];

  if (job->figure != NULL)
    return job->figure->note;
  return failure != NULL ? failure->message : _ ("This view is being computed.");
}

static GBytes *
make_picture (PlumeExportJob *job, GError **error)
{
  PlumeFigure *figure = job->figure;
  g_autofree char *description = NULL;

  if (figure == NULL || figure->note != NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE, get_reason (job));
      return NULL;
    }
  description = plume_figure_describe (figure);
  job->settings.description = description;
  job->settings.recipe = job->recipe;
  return plume_export_figure_to_bytes (figure, job->limits, MIN (figure->axes->len, PLUME_MAX_AXES),
                                       (const char *const *)job->hidden_marks, &job->settings,
                                       error);
}

GBytes *
plume_export_job_make (PlumeExportJob *job, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (job->format == PLUME_FORMAT_RECIPE)
    return take_text (g_strdup (job->recipe));
  if (job->publication == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                           _ ("There is nothing to export before the first result is there."));
      return NULL;
    }
  if (job->format == PLUME_FORMAT_CSV)
    return take_text (plume_publication_to_csv (job->publication, job->pinned));
  if (job->format != PLUME_FORMAT_JSON)
    return make_picture (job, error);
  node = plume_publication_to_json (job->publication, job->pinned);
  return take_text (json_to_string (node, TRUE));
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = plume_export_job_make (data, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
plume_export_job_run (PlumeExportJob *job, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, job, (GDestroyNotify)plume_export_job_free);
  plume_painters_run (task, run);
}

GBytes *
plume_export_job_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
