/* plume-help-item.h: one entry of a help page as an item of a list model. */
#pragma once

#include "lab/plume-help.h"
#include <gio/gio.h>

G_BEGIN_DECLS

#define PLUME_TYPE_HELP_ITEM (plume_help_item_get_type ())
G_DECLARE_FINAL_TYPE (PlumeHelpItem, plume_help_item, PLUME, HELP_ITEM, GObject)

/**
 * plume_help_page_new_model:
 * @experiment: an experiment
 *
 * Returns: (transfer full): the entries of its help page, PlumeHelpItem
 */
GListModel *plume_help_page_new_model (const PlumeExperiment *experiment);

const PlumeHelpEntry *plume_help_item_get_entry (PlumeHelpItem *item);
/* Whether the item before it is of another section or another group. */
gboolean plume_help_item_begins_section (PlumeHelpItem *item);
gboolean plume_help_item_begins_group (PlumeHelpItem *item);

G_END_DECLS
