/* plume-export-parts.c: what the dialogs of pictures and of films share. */
#include "app/plume-export-parts.h"

#include "app/plume-number-format.h"
#include "app/plume-painters.h"
#include <glib/gi18n.h>

/* A job, and whether a texture is made of its bytes. */
typedef struct
{
  PlumeExportJob *job;
  gboolean is_picture;
  GBytes *bytes;
  GdkTexture *texture;
} Order;

struct _PlumePreview
{
  PlumePreviewFunc show; /* NULL once nobody looks any more */
  gpointer user_data;
  Order *next; /* nullable: what is wished while another is made */
  gboolean making;
};

static void
free_order (Order *order)
{
  if (order == NULL)
    return;
  g_clear_pointer (&order->job, plume_export_job_free);
  g_clear_pointer (&order->bytes, g_bytes_unref);
  g_clear_object (&order->texture);
  g_free (order);
}

static void
clear_preview (gpointer data)
{
  free_order (((PlumePreview *)data)->next);
}

/**
 * plume_preview_new:
 * @show: called in the main loop with what was wished last
 * @user_data: for @show
 *
 * Returns: (transfer full): to be given back by plume_preview_stop()
 */
PlumePreview *
plume_preview_new (PlumePreviewFunc show, gpointer user_data)
{
  PlumePreview *preview = g_rc_box_new0 (PlumePreview);

  preview->show = show;
  preview->user_data = user_data;
  return preview;
}

static void
make (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;

  order->bytes = plume_export_job_make (order->job, &error);
  if (order->bytes != NULL && order->is_picture)
    order->texture = gdk_texture_new_from_bytes (order->bytes, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void begin (PlumePreview *preview, Order *order);

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlumePreview *preview = user_data;
  Order *order = g_task_get_task_data (G_TASK (result)), *next = g_steal_pointer (&preview->next);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  preview->making = FALSE;
  if (preview->show != NULL && next != NULL)
    begin (preview, next);
  else if (preview->show != NULL)
    preview->show (error == NULL ? order->bytes : NULL, error == NULL ? order->texture : NULL,
                   error, preview->user_data);
  else
    free_order (next);
  g_rc_box_release_full (preview, clear_preview);
}

static void
begin (PlumePreview *preview, Order *order)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_made, g_rc_box_acquire (preview));

  preview->making = TRUE;
  g_task_set_task_data (task, order, (GDestroyNotify)free_order);
  plume_painters_run (task, make);
}

/**
 * plume_preview_wish:
 * @job: (transfer full): what is to be shown
 * @is_picture: whether its bytes are a picture
 *
 * One is made at a time, on a worker thread; of those wished meanwhile only the last.
 */
void
plume_preview_wish (PlumePreview *preview, PlumeExportJob *job, gboolean is_picture)
{
  Order *order = g_new0 (Order, 1);

  order->job = job;
  order->is_picture = is_picture;
  if (!preview->making)
    {
      begin (preview, order);
      return;
    }
  free_order (preview->next);
  preview->next = order;
}

/* Nothing is shown any more; what is being made comes to its end. */
void
plume_preview_stop (PlumePreview *preview)
{
  preview->show = NULL;
  g_rc_box_release_full (preview, clear_preview);
}

void
plume_export_list_views (AdwComboRow *row, const PlumeExperiment *experiment, guint selected)
{
  g_autoptr (GtkStringList) views = gtk_string_list_new (NULL);

  for (guint i = 0; i < experiment->n_views; i++)
    gtk_string_list_append (views, plume_translate (experiment->views[i].title));
  adw_combo_row_set_model (row, G_LIST_MODEL (views));
  adw_combo_row_set_selected (row, selected);
}

/**
 * plume_export_ask:
 * @title: of the file chooser
 * @name: that is proposed
 * @chosen: its response
 *
 * Returns: (transfer full): the chooser that is shown
 */
GtkFileChooserNative *
plume_export_ask (
    GtkWindow *dialog, const char *title, const char *name, GCallback chosen, gpointer user_data)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, dialog, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", chosen, user_data);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
  return chooser;
}

/* Tells the window behind, which has the action win.saved, and closes. */
void
plume_export_end (GtkWindow *dialog, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (dialog)), "win.saved", "s",
                              uri);
  gtk_window_close (dialog);
}
