/* plume-recent.c: studies and data that were opened or saved last.
 *
 * A list that follows GtkRecentManager; a row opens its file by the action win.open-uri. Where
 * there is nothing it takes no room. Files that are gone are left out.
 */
#include "app/plume-recent.h"

#include <glib/gi18n.h>

#define RECIPE_TYPE "application/x-plume"

struct _PlumeRecent
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStringList *uris;
  guint max;
};

G_DEFINE_FINAL_TYPE (PlumeRecent, plume_recent, GTK_TYPE_WIDGET)

enum
{
  MAX = 1,
};

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified (*(GtkRecentInfo *const *)b),
                              gtk_recent_info_get_modified (*(GtkRecentInfo *const *)a));
}

static GPtrArray *
list_own (GtkRecentManager *manager)
{
  GList *items = gtk_recent_manager_get_items (manager);
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_recent_info_unref);

  for (GList *link = items; link != NULL; link = link->next)
    if (gtk_recent_info_has_application (link->data, g_get_application_name ())
        && gtk_recent_info_is_local (link->data) && gtk_recent_info_exists (link->data))
      g_ptr_array_add (own, gtk_recent_info_ref (link->data));
  g_list_free_full (items, (GDestroyNotify)gtk_recent_info_unref);
  g_ptr_array_sort (own, compare_times);
  return own;
}

static void
update (PlumeRecent *recent)
{
  g_autoptr (GPtrArray) own = list_own (gtk_recent_manager_get_default ());
  g_autoptr (GPtrArray) uris = g_ptr_array_new ();

  for (guint i = 0; i < MIN (own->len, recent->max); i++)
    g_ptr_array_add (uris, (gpointer)gtk_recent_info_get_uri (g_ptr_array_index (own, i)));
  gtk_widget_set_visible (GTK_WIDGET (recent), uris->len > 0);
  g_ptr_array_add (uris, NULL);
  gtk_string_list_splice (recent->uris, 0, g_list_model_get_n_items (G_LIST_MODEL (recent->uris)),
                          (const char *const *)uris->pdata);
}

static char *
get_name (GtkListItem *item, const char *uri)
{
  g_autoptr (GFile) file = uri != NULL ? g_file_new_for_uri (uri) : NULL;
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;

  return name != NULL ? g_filename_display_name (name) : NULL;
}

static char *
get_place (GtkListItem *item, const char *uri)
{
  g_autoptr (GFile) file = uri != NULL ? g_file_new_for_uri (uri) : NULL;

  return file != NULL ? g_file_get_parse_name (file) : NULL;
}

static void
on_activated (GtkListView *view, guint position, PlumeRecent *recent)
{
  const char *uri = gtk_string_list_get_string (recent->uris, position);

  if (uri != NULL)
    gtk_widget_activate_action (GTK_WIDGET (recent), "win.open-uri", "s", uri);
}

static void
plume_recent_set_property (GObject *object, guint property, const GValue *value, GParamSpec *spec)
{
  PLUME_RECENT (object)->max = g_value_get_uint (value);
  update (PLUME_RECENT (object));
}

static void
plume_recent_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_RECENT (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_recent_parent_class)->dispose (object);
}

static void
plume_recent_class_init (PlumeRecentClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_recent_dispose;
  G_OBJECT_CLASS (class)->set_property = plume_recent_set_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), MAX,
      g_param_spec_uint ("max", NULL, NULL, 0, 100, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/plumelab/Plume/plume-recent.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeRecent, box);
  gtk_widget_class_bind_template_child (widget_class, PlumeRecent, uris);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, get_name);
  gtk_widget_class_bind_template_callback (widget_class, get_place);
}

static void
plume_recent_init (PlumeRecent *recent)
{
  gtk_widget_init_template (GTK_WIDGET (recent));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (update),
                           recent, G_CONNECT_SWAPPED);
}

void
plume_recent_note (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *guessed = g_content_type_guess (uri, NULL, 0, NULL);
  g_autofree char *type = g_content_type_get_mime_type (guessed);
  GtkRecentData data = {
    .mime_type = g_str_has_suffix (uri, ".plume") || type == NULL ? (char *)RECIPE_TYPE : type,
    .app_name = (char *)g_get_application_name (),
    .app_exec = (char *)"plume %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}
