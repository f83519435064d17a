/* plume-thumbnails.h: small pictures of the experiments, painted by Plume's own painter.
 *
 * They are kept in a folder for caches, called ID-VERSION-PROGRAM-STYLE.png, and painted anew
 * where they are missing: each experiment as it opens, its first view, by one quiet thread that
 * works on one core.
 *
 * Signal: "ready" (const PlumeExperiment *: its picture is there now).
 */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_THUMBNAILS (plume_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (PlumeThumbnails, plume_thumbnails, PLUME, THUMBNAILS, GObject)

/* Those of the running application (transfer none). */
PlumeThumbnails *plume_thumbnails_get (void);
/* The picture (transfer none), or NULL where it has to be looked for; "ready" follows. */
GdkPaintable *plume_thumbnails_find (PlumeThumbnails *thumbnails,
                                     const PlumeExperiment *experiment,
                                     gboolean dark);
/* Painting what was looked for and is in no file may begin; to be called when the first figure of
 * the window is there. */
void plume_thumbnails_paint_missing (PlumeThumbnails *thumbnails);
/* The program ends. */
void plume_thumbnails_stop (PlumeThumbnails *thumbnails);

/* Keeps a picture up to date with the experiment's thumbnail and the style of the window. */
void plume_thumbnails_show (PlumeThumbnails *thumbnails,
                            GtkPicture *picture,
                            const PlumeExperiment *experiment);

G_END_DECLS
