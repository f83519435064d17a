/* plume-export-parts.h: what the dialogs of pictures and of films share: a preview that keeps up
 * with its settings, the views to choose from, the place of the file, and the end. */
#pragma once

#include "app/plume-export-job.h"
#include <adwaita.h>

G_BEGIN_DECLS

typedef struct _PlumePreview PlumePreview;

/**
 * PlumePreviewFunc:
 * @bytes: (nullable): what was made; %NULL with @error
 * @texture: (nullable): of a picture; %NULL with @error
 */
typedef void (*PlumePreviewFunc) (GBytes *bytes,
                                  GdkTexture *texture,
                                  const GError *error,
                                  gpointer user_data);

PlumePreview *plume_preview_new (PlumePreviewFunc show, gpointer user_data);
void plume_preview_wish (PlumePreview *preview, PlumeExportJob *job, gboolean is_picture);
void plume_preview_stop (PlumePreview *preview);

void plume_export_list_views (AdwComboRow *row, const PlumeExperiment *experiment, guint selected);
GtkFileChooserNative *plume_export_ask (
    GtkWindow *dialog, const char *title, const char *name, GCallback chosen, gpointer user_data);
void plume_export_end (GtkWindow *dialog, GFile *file);

G_END_DECLS
