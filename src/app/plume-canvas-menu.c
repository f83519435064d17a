/* plume-canvas-menu.c: the context menu of a canvas: copy the picture or its numbers, reset the
 * view, export; and what the frame around it offers, where there is one.
 *
 * Copies are made by a worker thread from the immutable figure; only the clipboard is touched by
 * the main thread.
 */
#include "app/plume-canvas-private.h"

#include "app/plume-painters.h"
#include "figure/plume-export.h"
#include "lab/plume-recipe.h"
#include <glib/gi18n.h>

/* What "millimetre" of a copied picture is one unit on screen (1/96 inch), and how finely it is
 * painted. */
#define MM_A_UNIT (25.4 / 96)
#define COPY_DPI  192

typedef struct
{
  PlumeLayout *layout;
  GStrv hidden_marks;
  char *recipe;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  plume_layout_unref (copy->layout);
  g_strfreev (copy->hidden_marks);
  g_free (copy->recipe);
  g_free (copy);
}

static Copy *
copy_new (PlumeCanvas *canvas, gboolean with_recipe)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->layout = plume_layout_ref (canvas->layout);
  copy->hidden_marks = g_strdupv (canvas->hidden_marks);
  if (with_recipe)
    copy->recipe = plume_study_to_recipe (canvas->study);
  return copy;
}

static void
paint_copy (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Copy *copy = data;
  const PlumeLayout *layout = copy->layout;
  g_autofree PlumeLimits *limits = g_new (PlumeLimits, layout->plots->len);
  g_autofree char *description = plume_figure_describe (layout->figure);
  PlumeExport settings = {
    .selection = layout->selection,
    .format = PLUME_EXPORT_PNG,
    .width_mm = layout->width * MM_A_UNIT,
    .height_mm = layout->height * MM_A_UNIT,
    .dpi = COPY_DPI,
    .dark = layout->style.dark,
    .colour_map = layout->style.colour_map,
    .recipe = copy->recipe,
    .description = description,
  };
  GError *error = NULL;
  GBytes *bytes;

  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      limits[i] = PLUME_LIMITS_NONE;
      limits[i].x_from = plot->x_from;
      limits[i].x_to = plot->x_to;
      limits[i].y_from = plot->y_from;
      limits[i].y_to = plot->y_to;
      if (plot->space != NULL)
        {
          limits[i].z_from = plot->space->z_from;
          limits[i].z_to = plot->space->z_to;
          limits[i].camera = plot->space->camera;
        }
    }
  bytes = plume_export_figure_to_bytes (layout->figure, limits, layout->plots->len,
                                        (const char *const *)copy->hidden_marks, &settings, &error);
  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

static void
write_numbers (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Copy *copy = data;
  GString *csv = g_string_new (NULL);

  plume_figure_append_csv (copy->layout->figure, csv);
  g_task_return_pointer (task, g_string_free_to_bytes (csv), (GDestroyNotify)g_bytes_unref);
}

static void
take_copy (GObject *source, GAsyncResult *result, gpointer data)
{
  const char *mime_type = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkContentProvider) content = NULL;

  if (bytes == NULL)
    {
      plume_canvas_notice (PLUME_CANVAS (source), error->message);
      return;
    }
  content = gdk_content_provider_new_for_bytes (mime_type, bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (source)), content);
}

/**
 * plume_canvas_copy_picture:
 *
 * Puts the picture as it is seen, with its recipe, on the clipboard as PNG.
 */
void
plume_canvas_copy_picture (PlumeCanvas *canvas)
{
  g_autoptr (GTask) task = NULL;

  if (canvas->layout == NULL)
    return;
  task = g_task_new (canvas, NULL, take_copy, (gpointer) "image/png");
  g_task_set_task_data (task, copy_new (canvas, TRUE), copy_free);
  plume_painters_run (task, paint_copy);
}

/**
 * plume_canvas_copy_numbers:
 *
 * Puts the columns of all marks on the clipboard, as text with commas.
 */
void
plume_canvas_copy_numbers (PlumeCanvas *canvas)
{
  g_autoptr (GTask) task = NULL;

  if (canvas->layout == NULL)
    return;
  task = g_task_new (canvas, NULL, take_copy, (gpointer) "text/plain;charset=utf-8");
  g_task_set_task_data (task, copy_new (canvas, FALSE), copy_free);
  g_task_run_in_thread (task, write_numbers);
}

static void
on_copy_picture (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plume_canvas_copy_picture (PLUME_CANVAS (widget));
}

static void
on_copy_numbers (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plume_canvas_copy_numbers (PLUME_CANVAS (widget));
}

static void
on_reset_view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plume_canvas_reset_view (PLUME_CANVAS (widget));
}

static void
on_draw (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PlumeCanvas *canvas = PLUME_CANVAS (widget);

  plume_canvas_set_draws (canvas, !canvas->draws);
}

static void
on_select (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PlumeCanvas *canvas = PLUME_CANVAS (widget);

  plume_canvas_set_selects (canvas, !canvas->selects);
}

static void
on_clear_selection (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plume_canvas_clear_selection (PLUME_CANVAS (widget));
}

static void
on_copy_items (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plume_canvas_copy_items (PLUME_CANVAS (widget));
}

static void
on_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "export-requested");
}

void
plume_canvas_menu_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "canvas.copy-picture", NULL, on_copy_picture);
  gtk_widget_class_install_action (widget_class, "canvas.copy-numbers", NULL, on_copy_numbers);
  gtk_widget_class_install_action (widget_class, "canvas.reset-view", NULL, on_reset_view);
  gtk_widget_class_install_action (widget_class, "canvas.export", NULL, on_export);
  gtk_widget_class_install_action (widget_class, "canvas.draw", NULL, on_draw);
  gtk_widget_class_install_action (widget_class, "canvas.select", NULL, on_select);
  gtk_widget_class_install_action (widget_class, "canvas.clear-selection", NULL,
                                   on_clear_selection);
  gtk_widget_class_install_action (widget_class, "canvas.copy-items", NULL, on_copy_items);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "canvas.copy-picture", NULL);
}

/* Actions of a frame are left out where the canvas stands alone. */
static void
append_of_frame (GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu (PlumeCanvas *canvas)
{
  g_autoptr (GMenu) model = g_menu_new ();
  g_autoptr (GMenu) copy = g_menu_new ();
  g_autoptr (GMenu) select = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();
  g_autoptr (GMenu) frame = g_menu_new ();
  GtkWidget *menu;

  g_menu_append (copy, _ ("Copy _picture"), "canvas.copy-picture");
  g_menu_append (copy, _ ("Copy _numbers"), "canvas.copy-numbers");
  if (plume_canvas_can_draw (canvas))
    g_menu_append (rest, _ ("_Draw or stop drawing"), "canvas.draw");
  g_menu_append (rest, _ ("_Reset view"), "canvas.reset-view");
  g_menu_append (rest, _ ("_Export picture…"), "canvas.export");
  g_menu_append_section (model, NULL, G_MENU_MODEL (copy));
  if (canvas->can_select)
    {
      g_menu_append (select, _ ("_Select or stop selecting"), "canvas.select");
      g_menu_append (select, _ ("_Clear selection"), "canvas.clear-selection");
      g_menu_append (select, _ ("Copy selected _row numbers"), "canvas.copy-items");
      g_menu_append_section (model, NULL, G_MENU_MODEL (select));
    }
  g_menu_append_section (model, NULL, G_MENU_MODEL (rest));
  append_of_frame (frame, _ ("En_large or restore"), "view.enlarge");
  append_of_frame (frame, _ ("_Window of its own or back"), "view.detach");
  append_of_frame (frame, _ ("_Hide view"), "view.hide");
  g_menu_append_section (model, NULL, G_MENU_MODEL (frame));
  menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
  gtk_widget_set_parent (menu, GTK_WIDGET (canvas));
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  return menu;
}

void
plume_canvas_menu_popup (PlumeCanvas *canvas, double x, double y)
{
  gboolean chosen = plume_study_get_selection (canvas->study) != NULL;

  if (canvas->menu == NULL)
    canvas->menu = make_menu (canvas);
  gtk_widget_action_set_enabled (GTK_WIDGET (canvas), "canvas.clear-selection", chosen);
  gtk_widget_action_set_enabled (GTK_WIDGET (canvas), "canvas.copy-items", chosen);
  gtk_popover_set_pointing_to (GTK_POPOVER (canvas->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (canvas->menu));
}

void
plume_canvas_menu_dispose (PlumeCanvas *canvas)
{
  g_clear_pointer (&canvas->menu, gtk_widget_unparent);
}
