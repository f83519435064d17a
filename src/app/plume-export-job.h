/* plume-export-job.h: what an export holds, and its bytes, made on a worker thread. It knows no
 * widgets. */
#pragma once

#include "figure/plume-export.h"
#include "lab/plume-study.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* The order of the drop-down in the dialog. */
typedef enum
{
  PLUME_FORMAT_PNG,
  PLUME_FORMAT_SVG,
  PLUME_FORMAT_PDF,
  PLUME_FORMAT_CSV,
  PLUME_FORMAT_JSON,
  PLUME_FORMAT_RECIPE,
  PLUME_N_FORMATS,
} PlumeFormat;

typedef struct _PlumeExportJob PlumeExportJob;

/* Takes what it needs from the study as it is now. settings: of pictures; its recipe and
 * description are filled in here. */
PlumeExportJob *plume_export_job_new (PlumeStudy *study,
                                      PlumeFormat format,
                                      guint view,
                                      const PlumeExport *settings);
void plume_export_job_free (PlumeExportJob *job);
/* The bytes of the file; for worker threads. */
GBytes *plume_export_job_make (PlumeExportJob *job, GError **error);
/* The same on one of its own. Takes over the job. Finish gives GBytes. */
void plume_export_job_run (PlumeExportJob *job, GAsyncReadyCallback callback, gpointer user_data);
GBytes *plume_export_job_finish (GAsyncResult *result, GError **error);

gboolean plume_format_is_picture (PlumeFormat format);
const char *plume_format_get_extension (PlumeFormat format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeExportJob, plume_export_job_free)

G_END_DECLS
