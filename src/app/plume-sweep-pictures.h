/* plume-sweep-pictures.h: the pictures of a sweep, painted on a worker thread from immutable
 * figures: one texture a run on common axes, or all of them as one file.
 */
#pragma once

#include "figure/plume-export.h"
#include "figure/plume-multiples.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _PlumeSweepPictures PlumeSweepPictures;

/* titles: one a run, Pango markup. */
PlumeSweepPictures *plume_sweep_pictures_new (guint n_columns, GStrv titles);
/* figure: nullable; in the order of the runs. */
void plume_sweep_pictures_add (PlumeSweepPictures *pictures, PlumeFigure *figure);
void plume_sweep_pictures_free (PlumeSweepPictures *pictures);

/* Both take over the pictures. */
void plume_sweep_pictures_paint (PlumeSweepPictures *pictures,
                                 int width,
                                 int height,
                                 double scale,
                                 gboolean dark,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (element-type GdkTexture): NULL where there is no figure. */
GPtrArray *plume_sweep_pictures_paint_finish (GAsyncResult *result);
void plume_sweep_pictures_export (PlumeSweepPictures *pictures,
                                  PlumeExportFormat format,
                                  gboolean dark,
                                  const char *recipe,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *plume_sweep_pictures_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS
