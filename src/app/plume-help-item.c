/* plume-help-item.c: one entry of a help page as an item of a list model. */
#include "app/plume-help-item.h"

struct _PlumeHelpItem
{
  GObject parent_instance;

  GPtrArray *page;
  guint index;
};

G_DEFINE_FINAL_TYPE (PlumeHelpItem, plume_help_item, G_TYPE_OBJECT)

static void
plume_help_item_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_HELP_ITEM (object)->page);
  G_OBJECT_CLASS (plume_help_item_parent_class)->finalize (object);
}

static void
plume_help_item_class_init (PlumeHelpItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = plume_help_item_finalize;
}

static void
plume_help_item_init (PlumeHelpItem *item)
{
}

GListModel *
plume_help_page_new_model (const PlumeExperiment *experiment)
{
  GListStore *store = g_list_store_new (PLUME_TYPE_HELP_ITEM);
  g_autoptr (GPtrArray) page = plume_help_new (experiment);

  for (guint i = 0; i < page->len; i++)
    {
      g_autoptr (PlumeHelpItem) item = g_object_new (PLUME_TYPE_HELP_ITEM, NULL);

      item->page = g_ptr_array_ref (page);
      item->index = i;
      g_list_store_append (store, item);
    }
  return G_LIST_MODEL (store);
}

const PlumeHelpEntry *
plume_help_item_get_entry (PlumeHelpItem *item)
{
  return g_ptr_array_index (item->page, item->index);
}

static const PlumeHelpEntry *
get_before (PlumeHelpItem *item)
{
  return item->index > 0 ? g_ptr_array_index (item->page, item->index - 1) : NULL;
}

gboolean
plume_help_item_begins_section (PlumeHelpItem *item)
{
  const PlumeHelpEntry *before = get_before (item);

  return before == NULL
         || !g_str_equal (before->section, plume_help_item_get_entry (item)->section);
}

gboolean
plume_help_item_begins_group (PlumeHelpItem *item)
{
  const PlumeHelpEntry *entry = plume_help_item_get_entry (item);

  return entry->group != NULL
         && (plume_help_item_begins_section (item)
             || g_strcmp0 (get_before (item)->group, entry->group) != 0);
}
