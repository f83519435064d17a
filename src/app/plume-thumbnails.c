/* plume-thumbnails.c: small pictures of the experiments, painted by Plume's own painter. */
#include "app/plume-thumbnails.h"

#include "core/plume-parallel.h"
#include "lab/plume-glimpse.h"
#include <adwaita.h>
#include <locale.h>
#include <sys/resource.h>

/* Large enough for what the figure says beside its data, which the window then makes small. */
#define WIDTH_MM  96.0
#define HEIGHT_MM 50.0
#define DPI       120.0
#define NICENESS  15

/* What the thread is to do; it comes back with the picture or without. */
typedef struct
{
  PlumeThumbnails *thumbnails; /* in the thread not touched */
  const PlumeExperiment *experiment;
  gboolean dark;
  char *path;
  gboolean paint; /* else the file is read */
  PlumeTask *task;
  GdkTexture *texture;
} Order;

struct _PlumeThumbnails
{
  GObject parent_instance;

  char *folder;
  GHashTable *textures; /* path → GdkTexture, NULL while it is looked for */
  GQueue missing;       /* Order: to be painted */
  gboolean may_paint;
  PlumeTask *task;
  GThreadPool *painter;
};

G_DEFINE_FINAL_TYPE (PlumeThumbnails, plume_thumbnails, G_TYPE_OBJECT)

static guint ready_signal;

static void
free_order (gpointer data)
{
  Order *order = data;

  g_object_unref (order->thumbnails);
  g_clear_object (&order->texture);
  plume_task_unref (order->task);
  g_free (order->path);
  g_free (order);
}

static GBytes *
paint (const PlumeExperiment *experiment, gboolean dark, PlumeTask *task)
{
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  PlumeExport settings = {
    .format = PLUME_EXPORT_PNG,
    .width_mm = WIDTH_MM,
    .height_mm = HEIGHT_MM,
    .dpi = DPI,
    .dark = dark,
  };

  return plume_glimpse_paint (values, inputs, NULL, &settings, task, NULL);
}

static void
paint_file (Order *order)
{
  g_autofree char *folder = g_path_get_dirname (order->path);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  setpriority (PRIO_PROCESS, 0, NICENESS); /* of this thread only */
  plume_parallel_set_threads (1);
  bytes = paint (order->experiment, order->dark, order->task);
  if (bytes == NULL)
    return;
  order->texture = gdk_texture_new_from_bytes (bytes, NULL);
  data = g_bytes_get_data (bytes, &length);
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (order->path, data, (gssize)length, NULL); /* else painted again next time */
}

static gboolean
deliver (gpointer data)
{
  Order *order = data;
  PlumeThumbnails *thumbnails = order->thumbnails;

  if (order->texture != NULL)
    {
      g_hash_table_insert (thumbnails->textures, g_strdup (order->path),
                           g_object_ref (order->texture));
      g_signal_emit (thumbnails, ready_signal, 0, order->experiment);
    }
  else if (!order->paint && thumbnails->painter != NULL)
    {
      order->paint = TRUE;
      g_queue_push_tail (&thumbnails->missing, order);
      if (thumbnails->may_paint)
        plume_thumbnails_paint_missing (thumbnails);
      return G_SOURCE_REMOVE;
    }
  free_order (order);
  return G_SOURCE_REMOVE;
}

static void
carry_out (gpointer data, gpointer user_data)
{
  Order *order = data;

  if (!plume_task_is_cancelled (order->task) && order->paint)
    paint_file (order);
  else if (!plume_task_is_cancelled (order->task))
    order->texture = gdk_texture_new_from_filename (order->path, NULL);
  g_idle_add (deliver, order);
}

/* Files that only have to be read come first. */
static int
compare_orders (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return ((const Order *)a)->paint - ((const Order *)b)->paint;
}

static void
plume_thumbnails_finalize (GObject *object)
{
  PlumeThumbnails *thumbnails = PLUME_THUMBNAILS (object);

  plume_thumbnails_stop (thumbnails);
  g_hash_table_unref (thumbnails->textures);
  plume_task_unref (thumbnails->task);
  g_free (thumbnails->folder);
  G_OBJECT_CLASS (plume_thumbnails_parent_class)->finalize (object);
}

static void
plume_thumbnails_class_init (PlumeThumbnailsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = plume_thumbnails_finalize;
  ready_signal = g_signal_new ("ready", PLUME_TYPE_THUMBNAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
unref_texture (gpointer texture)
{
  if (texture != NULL)
    g_object_unref (texture);
}

static void
plume_thumbnails_init (PlumeThumbnails *thumbnails)
{
  thumbnails->folder = g_build_filename (g_get_user_cache_dir (), "plume", "thumbnails", NULL);
  thumbnails->textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_texture);
  thumbnails->task = plume_task_new ();
  thumbnails->painter = g_thread_pool_new (carry_out, NULL, 1, TRUE, NULL);
  g_thread_pool_set_sort_function (thumbnails->painter, compare_orders, NULL);
}

PlumeThumbnails *
plume_thumbnails_get (void)
{
  GObject *application = G_OBJECT (g_application_get_default ());
  PlumeThumbnails *thumbnails = g_object_get_data (application, "thumbnails");

  if (thumbnails == NULL)
    {
      thumbnails = g_object_new (PLUME_TYPE_THUMBNAILS, NULL);
      g_object_set_data_full (application, "thumbnails", thumbnails, g_object_unref);
    }
  return thumbnails;
}

GdkPaintable *
plume_thumbnails_find (PlumeThumbnails *thumbnails,
                       const PlumeExperiment *experiment,
                       gboolean dark)
{
  /* there are words and numbers in it */
  g_autofree char *path =
      g_strdup_printf ("%s/%s-%u-%s-%s-%s-%s.png", thumbnails->folder, experiment->id,
                       experiment->version, PLUME_VERSION, g_get_language_names ()[0],
                       setlocale (LC_NUMERIC, NULL), dark ? "dark" : "light");
  gpointer texture = NULL;
  Order *order;

  if (g_hash_table_lookup_extended (thumbnails->textures, path, NULL, &texture)
      || thumbnails->painter == NULL)
    return texture;
  order = g_new0 (Order, 1);
  order->thumbnails = g_object_ref (thumbnails);
  order->experiment = experiment;
  order->dark = dark;
  order->path = g_strdup (path);
  order->task = plume_task_ref (thumbnails->task);
  g_hash_table_insert (thumbnails->textures, g_steal_pointer (&path), NULL);
  g_thread_pool_push (thumbnails->painter, order, NULL);
  return NULL;
}

void
plume_thumbnails_paint_missing (PlumeThumbnails *thumbnails)
{
  Order *order;

  thumbnails->may_paint = TRUE;
  while (thumbnails->painter != NULL && (order = g_queue_pop_head (&thumbnails->missing)) != NULL)
    g_thread_pool_push (thumbnails->painter, order, NULL);
}

void
plume_thumbnails_stop (PlumeThumbnails *thumbnails)
{
  GThreadPool *painter = g_steal_pointer (&thumbnails->painter);

  plume_task_cancel (thumbnails->task);
  if (painter != NULL)
    g_thread_pool_free (painter, FALSE, TRUE); /* what waits sees that it is cancelled */
  g_queue_clear_full (&thumbnails->missing, free_order);
}

/* A picture that follows its thumbnail; ends with the picture. */
typedef struct
{
  GtkPicture *picture;
  const PlumeExperiment *experiment;
} Shown;

static void
update_picture (Shown *shown)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_picture_set_paintable (
      shown->picture, plume_thumbnails_find (plume_thumbnails_get (), shown->experiment, dark));
}

static void
on_ready (PlumeThumbnails *thumbnails, const PlumeExperiment *experiment, GtkPicture *picture)
{
  Shown *shown = g_object_get_data (G_OBJECT (picture), "shown");

  if (shown->experiment == experiment)
    update_picture (shown);
}

static void
on_style (AdwStyleManager *manager, GParamSpec *spec, GtkPicture *picture)
{
  update_picture (g_object_get_data (G_OBJECT (picture), "shown"));
}

void
plume_thumbnails_show (PlumeThumbnails *thumbnails,
                       GtkPicture *picture,
                       const PlumeExperiment *experiment)
{
  Shown *shown = g_new (Shown, 1);

  *shown = (Shown){ picture, experiment };
  g_object_set_data_full (G_OBJECT (picture), "shown", shown, g_free);
  g_signal_connect_object (thumbnails, "ready", G_CALLBACK (on_ready), picture, 0);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (on_style),
                           picture, 0);
  update_picture (shown);
}
