/* plume-about-window.h: what Plume is, whose work and data it stands on, under which licences. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void plume_about_window_open (GtkWindow *parent);

G_END_DECLS
