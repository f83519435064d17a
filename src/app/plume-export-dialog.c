/* plume-export-dialog.c: how a picture or its numbers leave Plume.
 *
 * The preview is painted by the painter that writes the file, on a worker thread.
 */
#include "app/plume-export-dialog.h"

#include "app/plume-export-parts.h"
#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include "app/plume-preferences.h"
#include <glib/gi18n.h>

#define PREVIEW_PIXELS 960
#define PREVIEW_LINES  60
#define PREVIEW_WIDTH  80 /* characters; what is longer goes on below */

struct _PlumeExportDialog
{
  AdwWindow parent_instance;

  GtkWidget *export;
  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *text;
  GtkLabel *failure;
  AdwComboRow *format;
  AdwComboRow *view;
  AdwComboRow *preset;
  GtkWidget *picture_group;
  GtkSpinButton *width;
  GtkSpinButton *height;
  GtkSpinButton *dpi;
  GtkSwitch *dark;
  GtkSwitch *transparent;

  PlumeStudy *study;
  GtkFileChooserNative *chooser;
  PlumePreview *preview;
  int wanted;     /* view, or −1 */
  gboolean ready; /* whether changes of controls are a person's */
};

/* Sizes in millimetres; the last entry of the drop-down is the person's own. */
static const struct
{
  double width, height;
} presets[] = { { 89, 62 }, { 183, 110 }, { 254, 142.875 } };

G_DEFINE_FINAL_TYPE (PlumeExportDialog, plume_export_dialog, ADW_TYPE_WINDOW)

static PlumeFormat
get_format (PlumeExportDialog *dialog)
{
  return (PlumeFormat)MIN (adw_combo_row_get_selected (dialog->format), PLUME_N_FORMATS - 1);
}

static PlumeExport
get_settings (PlumeExportDialog *dialog)
{
  return (PlumeExport){
    .width_mm = gtk_spin_button_get_value (dialog->width),
    .height_mm = gtk_spin_button_get_value (dialog->height),
    .dpi = gtk_spin_button_get_value (dialog->dpi),
    .dark = gtk_switch_get_active (dialog->dark),
    .transparent = gtk_switch_get_active (dialog->transparent),
    .colour_map = plume_preferences_get_colour_map (plume_preferences_get ()),
  };
}

/* The first lines of a file, in lines that are not too long. Caller frees. */
static char *
begin_of_text (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *valid =
      g_utf8_make_valid (data, (gssize)MIN (length, PREVIEW_LINES * PREVIEW_WIDTH));
  GString *text = g_string_new (NULL);
  const char *at = valid;
  guint n_lines = 0, column = 0;

  for (; *at != '\0' && n_lines < PREVIEW_LINES; at = g_utf8_next_char (at))
    {
      if (*at != '\n' && column == PREVIEW_WIDTH)
        {
          g_string_append_c (text, '\n');
          n_lines++;
          column = 0;
        }
      g_string_append_unichar (text, g_utf8_get_char (at));
      column = *at == '\n' ? 0 : column + 1;
      n_lines += *at == '\n';
    }
  if ((gsize)(at - valid) < length)
    g_string_append (text, "…");
  return g_string_free (text, FALSE);
}

/* A text view would lay its lines out while it is painted, and then find that its scrollbars have
 * no place yet. */
static void
show_text (PlumeExportDialog *dialog, GBytes *bytes)
{
  g_autofree char *text = begin_of_text (bytes);

  gtk_label_set_text (dialog->text, text);
  gtk_stack_set_visible_child_name (dialog->stack, "text");
}

static void
show_failure (PlumeExportDialog *dialog, const char *sentence)
{
  gtk_label_set_text (dialog->failure, sentence);
  gtk_stack_set_visible_child_name (dialog->stack, "failure");
}

static void
on_rendered (GBytes *bytes, GdkTexture *texture, const GError *error, gpointer user_data)
{
  PlumeExportDialog *dialog = user_data;

  gtk_widget_set_sensitive (dialog->export, bytes != NULL);
  if (texture != NULL)
    {
      gtk_picture_set_paintable (dialog->picture, GDK_PAINTABLE (texture));
      gtk_stack_set_visible_child_name (dialog->stack, "picture");
    }
  else if (bytes != NULL)
    show_text (dialog, bytes);
  else
    show_failure (dialog, error->message);
}

/* Pictures of any format are looked at as a PNG of the size of the preview. */
static void
render (PlumeExportDialog *dialog)
{
  PlumeFormat format = get_format (dialog);
  gboolean is_picture = plume_format_is_picture (format);
  PlumeExport settings = get_settings (dialog);

  settings.dpi = MIN (settings.dpi, PREVIEW_PIXELS / (settings.width_mm / 25.4));
  plume_preview_wish (dialog->preview,
                      plume_export_job_new (dialog->study, is_picture ? PLUME_FORMAT_PNG : format,
                                            adw_combo_row_get_selected (dialog->view), &settings),
                      is_picture);
}

/* Of the chosen view only, which may be one that is hidden. */
static void
want_view (PlumeExportDialog *dialog, int view)
{
  if (view == dialog->wanted)
    return;
  if (view >= 0)
    plume_study_want_view (dialog->study, (guint)view, TRUE);
  if (dialog->wanted >= 0)
    plume_study_want_view (dialog->study, (guint)dialog->wanted, FALSE);
  dialog->wanted = view;
}

static void
on_setting (PlumeExportDialog *dialog)
{
  gboolean is_picture = plume_format_is_picture (get_format (dialog));

  if (!dialog->ready)
    return;
  want_view (dialog, is_picture ? (int)adw_combo_row_get_selected (dialog->view) : -1);
  gtk_widget_set_visible (GTK_WIDGET (dialog->view), is_picture);
  gtk_widget_set_visible (dialog->picture_group, is_picture);
  render (dialog);
}

static void
on_preset (PlumeExportDialog *dialog)
{
  guint selected = adw_combo_row_get_selected (dialog->preset);

  if (!dialog->ready || selected >= G_N_ELEMENTS (presets))
    return;
  dialog->ready = FALSE;
  gtk_spin_button_set_value (dialog->width, presets[selected].width);
  gtk_spin_button_set_value (dialog->height, presets[selected].height);
  dialog->ready = TRUE;
  on_setting (dialog);
}

static void
on_size (PlumeExportDialog *dialog)
{
  if (!dialog->ready)
    return;
  dialog->ready = FALSE;
  adw_combo_row_set_selected (dialog->preset, G_N_ELEMENTS (presets));
  dialog->ready = TRUE;
  on_setting (dialog);
}

static void
on_published (PlumeStudy *study, PlumeExportDialog *dialog)
{
  render (dialog);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeExportDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;

  if (dialog->study == NULL)
    return;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      gtk_widget_set_sensitive (dialog->export, TRUE);
      show_failure (dialog, error->message);
      return;
    }
  plume_export_end (GTK_WINDOW (dialog), G_FILE (source));
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeExportDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = plume_export_job_finish (result, &error);
  g_autoptr (GFile) file = NULL;

  if (dialog->study == NULL)
    return;
  if (bytes == NULL)
    {
      gtk_widget_set_sensitive (dialog->export, TRUE);
      show_failure (dialog, error->message);
      return;
    }
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog->chooser));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_written, g_object_ref (dialog));
}

static void
on_chosen (GtkNativeDialog *chooser, int response, PlumeExportDialog *dialog)
{
  PlumeExport settings = get_settings (dialog);

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  gtk_widget_set_sensitive (dialog->export, FALSE);
  plume_export_job_run (plume_export_job_new (dialog->study, get_format (dialog),
                                              adw_combo_row_get_selected (dialog->view), &settings),
                        on_made, g_object_ref (dialog));
}

static void
on_export (GtkButton *button, PlumeExportDialog *dialog)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (dialog->study);
  const char *extension = plume_format_get_extension (get_format (dialog));
  guint view = adw_combo_row_get_selected (dialog->view);
  g_autofree char *name =
      plume_format_is_picture (get_format (dialog)) && experiment->n_views > 1
          ? g_strdup_printf ("%s-%s.%s", experiment->id, experiment->views[view].id, extension)
          : g_strdup_printf ("%s.%s", experiment->id, extension);

  g_clear_object (&dialog->chooser);
  dialog->chooser =
      plume_export_ask (GTK_WINDOW (dialog), _ ("Export"), name, G_CALLBACK (on_chosen), dialog);
}

static void
plume_export_dialog_dispose (GObject *object)
{
  PlumeExportDialog *dialog = PLUME_EXPORT_DIALOG (object);

  if (dialog->study != NULL)
    {
      g_signal_handlers_disconnect_by_data (dialog->study, dialog);
      want_view (dialog, -1);
    }
  g_clear_pointer (&dialog->preview, plume_preview_stop);
  g_clear_object (&dialog->study);
  g_clear_object (&dialog->chooser);
  G_OBJECT_CLASS (plume_export_dialog_parent_class)->dispose (object);
}

static void
plume_export_dialog_class_init (PlumeExportDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_export_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, export);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, text);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, preset);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, picture_group);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, dpi);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, dark);
  gtk_widget_class_bind_template_child (widget_class, PlumeExportDialog, transparent);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_setting);
  gtk_widget_class_bind_template_callback (widget_class, on_preset);
  gtk_widget_class_bind_template_callback (widget_class, on_size);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plume_export_dialog_init (PlumeExportDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  dialog->wanted = -1;
  plume_portions_discard_when_closed (GTK_WINDOW (dialog));
}

static void
offer_preferred (PlumeExportDialog *dialog, PlumePreferences *preferences)
{
  const char *preferred = plume_preferences_get_export_format (preferences);
  double width = plume_preferences_get_export_width (preferences);
  double height = width * presets[1].height / presets[1].width;
  guint preset = 0;

  for (guint format = 0; format < PLUME_N_FORMATS; format++)
    if (g_strcmp0 (plume_format_get_extension (format), preferred) == 0)
      adw_combo_row_set_selected (dialog->format, format);
  while (preset < G_N_ELEMENTS (presets) && presets[preset].width != width)
    preset++;
  adw_combo_row_set_selected (dialog->preset, preset);
  gtk_spin_button_set_value (dialog->width, width);
  gtk_spin_button_set_value (dialog->height,
                             preset < G_N_ELEMENTS (presets) ? presets[preset].height : height);
  gtk_spin_button_set_value (dialog->dpi, plume_preferences_get_export_dpi (preferences));
  gtk_switch_set_active (dialog->dark, plume_preferences_get_export_dark (preferences));
}

/**
 * plume_export_dialog_open:
 * @parent: a window with the action win.saved
 * @study: what to export
 * @view: which view is offered first
 */
void
plume_export_dialog_open (GtkWindow *parent, PlumeStudy *study, guint view)
{
  PlumeExportDialog *dialog =
      g_object_new (PLUME_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  dialog->study = g_object_ref (study);
  dialog->preview = plume_preview_new (on_rendered, dialog);
  plume_export_list_views (dialog->view, plume_study_get_experiment (study), view);
  offer_preferred (dialog, plume_preferences_get ());
  g_signal_connect (study, "published", G_CALLBACK (on_published), dialog);
  dialog->ready = TRUE;
  on_setting (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}
