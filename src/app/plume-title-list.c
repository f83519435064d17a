/* plume-title-list.c: many titles as a list model. */
#include "app/plume-title-list.h"

struct _PlumeTitle
{
  GObject parent_instance;

  char *text;
  guint index;
};

enum
{
  PROPERTY_TEXT = 1,
};

G_DEFINE_FINAL_TYPE (PlumeTitle, plume_title, G_TYPE_OBJECT)

static void
plume_title_get_property (GObject *object, guint property, GValue *value, GParamSpec *spec)
{
  if (property == PROPERTY_TEXT)
    g_value_set_string (value, PLUME_TITLE (object)->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, spec);
}

static void
plume_title_finalize (GObject *object)
{
  g_free (PLUME_TITLE (object)->text);
  G_OBJECT_CLASS (plume_title_parent_class)->finalize (object);
}

static void
plume_title_class_init (PlumeTitleClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = plume_title_finalize;
  object_class->get_property = plume_title_get_property;
  g_object_class_install_property (
      object_class, PROPERTY_TEXT,
      g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
plume_title_init (PlumeTitle *title)
{
}

const char *
plume_title_get_text (PlumeTitle *title)
{
  return title->text;
}

guint
plume_title_get_index (PlumeTitle *title)
{
  return title->index;
}

struct _PlumeTitleList
{
  GObject parent_instance;

  GStrv titles;
  guint length;
};

static GType
get_item_type (GListModel *model)
{
  return PLUME_TYPE_TITLE;
}

static guint
get_n_items (GListModel *model)
{
  return PLUME_TITLE_LIST (model)->length;
}

static gpointer
get_item (GListModel *model, guint index)
{
  PlumeTitleList *list = PLUME_TITLE_LIST (model);
  PlumeTitle *title;

  if (index >= list->length)
    return NULL;
  title = g_object_new (PLUME_TYPE_TITLE, NULL);
  title->text = g_strdup (list->titles[index]);
  title->index = index;
  return title;
}

static void
implement_list_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlumeTitleList,
                               plume_title_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list_model))

static void
plume_title_list_finalize (GObject *object)
{
  g_strfreev (PLUME_TITLE_LIST (object)->titles);
  G_OBJECT_CLASS (plume_title_list_parent_class)->finalize (object);
}

static void
plume_title_list_class_init (PlumeTitleListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = plume_title_list_finalize;
}

static void
plume_title_list_init (PlumeTitleList *list)
{
}

/**
 * plume_title_list_new:
 * @titles: (transfer full)
 */
PlumeTitleList *
plume_title_list_new (GStrv titles)
{
  PlumeTitleList *list = g_object_new (PLUME_TYPE_TITLE_LIST, NULL);

  list->titles = titles;
  list->length = g_strv_length (titles);
  return list;
}

const char *
plume_title_list_get (PlumeTitleList *list, guint index)
{
  return index < list->length ? list->titles[index] : NULL;
}
