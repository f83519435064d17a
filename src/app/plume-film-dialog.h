/* plume-film-dialog.h: the window in which a person makes a film: what moves, how long, how large,
 * and as which file. */
#pragma once

#include "app/plume-transport.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_FILM_DIALOG (plume_film_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlumeFilmDialog, plume_film_dialog, PLUME, FILM_DIALOG, AdwWindow)

void plume_film_dialog_open (GtkWindow *parent,
                             PlumeStudy *study,
                             const PlumeAddress *address,
                             const PlumePlaying *playing);

G_END_DECLS
