/* plume-film-job.h: a film that is made on a worker thread while the window goes on. It knows no
 * widgets. */
#pragma once

#include "lab/plume-film.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PlumeFilmJob PlumeFilmJob;

/* Takes what it needs from the study as it is now. film: what the study does not know: address,
 * view, size, rate, looks; its course is copied. */
PlumeFilmJob *plume_film_job_new (PlumeStudy *study,
                                  const PlumeFilm *film,
                                  const PlumeFilmFormat *format,
                                  const char *path);
void plume_film_job_free (PlumeFilmJob *job);
/* Takes over the job; the task stops it and is told of the progress. */
void plume_film_job_run (PlumeFilmJob *job,
                         PlumeTask *task,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean plume_film_job_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeFilmJob, plume_film_job_free)

G_END_DECLS
