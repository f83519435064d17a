/* plume-tile-layout.h: the places of the views: the first one large, the others in rows of two
 * below it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_TILE_LAYOUT (plume_tile_layout_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTileLayout, plume_tile_layout, PLUME, TILE_LAYOUT, GtkLayoutManager)

G_END_DECLS
