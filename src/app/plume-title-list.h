/* plume-title-list.h: many titles as a list model: a table of genes has 30,000 columns.
 *
 * Items are made when they are looked at, so that the list costs what its texts cost.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLUME_TYPE_TITLE (plume_title_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTitle, plume_title, PLUME, TITLE, GObject)

/* Property "text", for filters. */
const char *plume_title_get_text (PlumeTitle *title);
/* Its place in the whole list, whatever is filtered out. */
guint plume_title_get_index (PlumeTitle *title);

#define PLUME_TYPE_TITLE_LIST (plume_title_list_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTitleList, plume_title_list, PLUME, TITLE_LIST, GObject)

PlumeTitleList *plume_title_list_new (GStrv titles);
const char *plume_title_list_get (PlumeTitleList *list, guint index);

G_END_DECLS
