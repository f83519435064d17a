/* plume-film-dialog.c: how a film leaves Plume.
 *
 * The film is made on a worker thread, while this window shows how far it is and can stop it.
 * Closing the window stops it too.
 */
#include "app/plume-film-dialog.h"

#include "app/plume-export-parts.h"
#include "app/plume-film-job.h"
#include "app/plume-number-format.h"
#include "app/plume-played.h"
#include "app/plume-portions.h"
#include "app/plume-slider-range.h"
#include "app/plume-title-button.h"
#include "core/plume-error.h"
#include <glib/gi18n.h>
#include <math.h>

#define PREVIEW_PIXELS 960
#define POLL           100 /* ms */

struct _PlumeFilmDialog
{
  AdwWindow parent_instance;

  GtkWidget *export;
  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *summary;
  GtkLabel *failure;
  GtkLabel *busy_text;
  GtkProgressBar *progress;
  GtkWidget *settings;
  AdwComboRow *format;
  AdwComboRow *view;
  PlumeTitleButton *parameter;
  AdwEntryRow *from;
  AdwEntryRow *to;
  GtkSwitch *there_and_back;
  GtkSwitch *steady;
  GtkSpinButton *duration;
  GtkSpinButton *rate;
  AdwComboRow *size;
  GtkSwitch *dark;

  PlumeStudy *study;
  GPtrArray *formats; /* PlumeFilmFormat: those that are available */
  GArray *list;       /* PlumePlayed */
  guint chosen;       /* of them */
  GtkFileChooserNative *chooser;
  PlumeTask *task; /* while a film is made */
  char *path;
  guint poll;
  gint64 begun;
  PlumePreview *preview;
  gboolean ready; /* whether changes of controls are a person's */
};

/* Pixels, in the order of the drop-down. */
static const struct
{
  int width, height;
} sizes[] = { { 1920, 1080 }, { 1280, 720 }, { 1080, 1080 }, { 1600, 900 } };

G_DEFINE_FINAL_TYPE (PlumeFilmDialog, plume_film_dialog, ADW_TYPE_WINDOW)

static const PlumeFilmFormat *
get_format (PlumeFilmDialog *dialog)
{
  return g_ptr_array_index (
      dialog->formats, MIN (adw_combo_row_get_selected (dialog->format), dialog->formats->len - 1));
}

static const PlumeParameter *
get_parameter (PlumeFilmDialog *dialog, PlumeAddress *address)
{
  *address = g_array_index (dialog->list, PlumePlayed, dialog->chosen).address;
  return plume_address_get_parameter (plume_study_get_experiment (dialog->study), address);
}

/* FALSE where an end of the range is no number. The course is the caller's. */
static gboolean
read_film (PlumeFilmDialog *dialog, PlumeFilm *film)
{
  guint size = MIN (adw_combo_row_get_selected (dialog->size), G_N_ELEMENTS (sizes) - 1);
  PlumeAddress address;
  const PlumeParameter *parameter = get_parameter (dialog, &address);
  gboolean logarithmic = plume_slider_range_of_parameter (parameter).logarithmic;
  double rate = gtk_spin_button_get_value (dialog->rate), from, to;
  gboolean has_range = plume_parse_number (gtk_editable_get_text (GTK_EDITABLE (dialog->from)),
                                           parameter->unit, &from)
                       && plume_parse_number (gtk_editable_get_text (GTK_EDITABLE (dialog->to)),
                                              parameter->unit, &to);

  *film = (PlumeFilm){
    .address = address,
    .view = adw_combo_row_get_selected (dialog->view),
    .width = sizes[size].width,
    .height = sizes[size].height,
    .rate = rate,
    .dpi = plume_film_find_dpi (sizes[size].width, sizes[size].height),
    .dark = gtk_switch_get_active (dialog->dark),
    .steady = gtk_switch_get_active (dialog->steady),
  };
  if (has_range)
    film->course = plume_film_course (
        from, to, (guint)MAX (lround (gtk_spin_button_get_value (dialog->duration) * rate), 1),
        logarithmic && from > 0 && to > 0, gtk_switch_get_active (dialog->there_and_back));
  return has_range;
}

static void
show_failure (PlumeFilmDialog *dialog, const char *sentence)
{
  gtk_label_set_text (dialog->failure, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), sentence != NULL);
}

static void
on_rendered (GBytes *bytes, GdkTexture *texture, const GError *error, gpointer user_data)
{
  gtk_picture_set_paintable (PLUME_FILM_DIALOG (user_data)->picture, GDK_PAINTABLE (texture));
}

/* The view as it is now, in the shape and the looks of the film. */
static void
render (PlumeFilmDialog *dialog)
{
  PlumeFilm film;
  PlumeExport settings;

  if (read_film (dialog, &film))
    plume_array_unref (film.course);
  settings = plume_film_get_settings (&film);
  settings.dpi *= MIN (1, (double)PREVIEW_PIXELS / film.width);
  plume_preview_wish (dialog->preview,
                      plume_export_job_new (dialog->study, PLUME_FORMAT_PNG, film.view, &settings),
                      TRUE);
}

static void
on_setting (PlumeFilmDialog *dialog)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean possible;
  PlumeFilm film;

  if (!dialog->ready)
    return;
  possible = read_film (dialog, &film);
  show_failure (dialog, NULL);
  if (possible)
    {
      PlumeFilmShape shape = { film.width, film.height, film.rate, (guint)film.course->length };

      text = g_strdup_printf (_ ("%u frames of %d × %d"), shape.n_frames, film.width, film.height);
      plume_array_unref (film.course);
      possible = plume_film_format_check (get_format (dialog), &shape, &error);
      show_failure (dialog, possible ? NULL : error->message);
    }
  gtk_label_set_text (dialog->summary,
                      text != NULL ? text : _ ("Write two numbers between which it moves."));
  gtk_widget_set_sensitive (dialog->export, possible);
  render (dialog);
}

static void
choose_parameter (PlumeFilmDialog *dialog, guint index)
{
  dialog->chosen = index;
  plume_title_button_set_text (dialog->parameter,
                               g_array_index (dialog->list, PlumePlayed, index).title);
}

static void
on_chosen_parameter (PlumeTitleButton *button, guint index, PlumeFilmDialog *dialog)
{
  PlumeAddress address;
  const PlumeParameter *parameter;
  PlumeSliderRange range;
  gboolean ready = dialog->ready; /* not before the formats are known */
  g_autofree char *from = NULL, *to = NULL;

  choose_parameter (dialog, index);
  parameter = get_parameter (dialog, &address);
  range = plume_slider_range_of_parameter (parameter);
  from = plume_format_with_unit (range.from, 6, parameter->unit);
  to = plume_format_with_unit (range.to, 6, parameter->unit);
  dialog->ready = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (dialog->from), from);
  gtk_editable_set_text (GTK_EDITABLE (dialog->to), to);
  dialog->ready = ready;
  on_setting (dialog);
}

static gboolean
on_poll (gpointer data)
{
  PlumeFilmDialog *dialog = data;
  double fraction = plume_task_get_progress (dialog->task);
  double elapsed = 1e-6 * (double)(g_get_monotonic_time () - dialog->begun);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, _ ("Making the film · %.0f\u2009%%"), 100 * fraction);
  if (fraction > 0.02 && elapsed > 1)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("about %.0f s left"),
                              ceil (elapsed * (1 - fraction) / fraction));
    }
  gtk_label_set_text (dialog->busy_text, text->str);
  gtk_progress_bar_set_fraction (dialog->progress, fraction);
  return G_SOURCE_CONTINUE;
}

static void
show_busy (PlumeFilmDialog *dialog, gboolean busy)
{
  gtk_widget_set_sensitive (dialog->export, !busy);
  gtk_widget_set_sensitive (dialog->settings, !busy);
  gtk_stack_set_visible_child_name (dialog->stack, busy ? "busy" : "picture");
  g_clear_handle_id (&dialog->poll, g_source_remove);
  if (!busy)
    return;
  dialog->begun = g_get_monotonic_time ();
  dialog->poll = g_timeout_add (POLL, on_poll, dialog);
  on_poll (dialog);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeFilmDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  gboolean made = plume_film_job_finish (result, &error);
  g_autoptr (GFile) file = NULL;

  if (dialog->study == NULL)
    return;
  show_busy (dialog, FALSE);
  g_clear_pointer (&dialog->task, plume_task_unref);
  if (!made)
    {
      if (!g_error_matches (error, PLUME_ERROR, PLUME_ERROR_CANCELLED))
        show_failure (dialog, error->message);
      return;
    }
  file = g_file_new_for_path (dialog->path);
  plume_export_end (GTK_WINDOW (dialog), file);
}

static void
on_chosen (GtkNativeDialog *chooser, int response, PlumeFilmDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  PlumeFilm film;

  if (response != GTK_RESPONSE_ACCEPT || file == NULL || dialog->task != NULL)
    return;
  g_free (dialog->path);
  dialog->path = g_file_get_path (file);
  if (dialog->path == NULL)
    {
      show_failure (dialog, _ ("A film can only be saved on this computer."));
      return;
    }
  if (!read_film (dialog, &film))
    return;
  dialog->task = plume_task_new ();
  show_failure (dialog, NULL);
  show_busy (dialog, TRUE);
  plume_film_job_run (plume_film_job_new (dialog->study, &film, get_format (dialog), dialog->path),
                      dialog->task, on_made, g_object_ref (dialog));
  plume_array_unref (film.course);
}

static void
on_export (GtkButton *button, PlumeFilmDialog *dialog)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (dialog->study);
  const char *extension = get_format (dialog)->extension;
  const char *view = experiment->views[adw_combo_row_get_selected (dialog->view)].id;
  g_autofree char *name =
      g_strdup_printf ("%s-%s%s%s", experiment->id, view, extension != NULL ? "." : "",
                       extension != NULL ? extension : "");

  g_clear_object (&dialog->chooser);
  dialog->chooser = plume_export_ask (GTK_WINDOW (dialog), _ ("Export a Film"), name,
                                      G_CALLBACK (on_chosen), dialog);
}

static void
on_stop (GtkButton *button, PlumeFilmDialog *dialog)
{
  if (dialog->task != NULL)
    plume_task_cancel (dialog->task);
}

static void
plume_film_dialog_dispose (GObject *object)
{
  PlumeFilmDialog *dialog = PLUME_FILM_DIALOG (object);

  g_clear_handle_id (&dialog->poll, g_source_remove);
  if (dialog->task != NULL)
    plume_task_cancel (dialog->task);
  g_clear_pointer (&dialog->task, plume_task_unref);
  g_clear_pointer (&dialog->list, g_array_unref);
  g_clear_pointer (&dialog->formats, g_ptr_array_unref);
  g_clear_pointer (&dialog->path, g_free);
  g_clear_pointer (&dialog->preview, plume_preview_stop);
  g_clear_object (&dialog->study);
  g_clear_object (&dialog->chooser);
  G_OBJECT_CLASS (plume_film_dialog_parent_class)->dispose (object);
}

static void
plume_film_dialog_class_init (PlumeFilmDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_film_dialog_dispose;
  g_type_ensure (PLUME_TYPE_TITLE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-film-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, export);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, busy_text);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, settings);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, parameter);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, from);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, to);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, there_and_back);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, steady);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, duration);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, rate);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, size);
  gtk_widget_class_bind_template_child (widget_class, PlumeFilmDialog, dark);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_setting);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_parameter);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plume_film_dialog_init (PlumeFilmDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  plume_portions_discard_when_closed (GTK_WINDOW (dialog));
}

/* Looking for plugins reads many files the first time, so a worker thread does it. */
static void
look_for_formats (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *formats = g_ptr_array_new ();

  for (const PlumeFilmFormat *const *format = plume_film_formats (); *format != NULL; format++)
    if ((*format)->is_available ())
      g_ptr_array_add (formats, (gpointer)*format);
  g_task_return_pointer (task, formats, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_formats_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlumeFilmDialog *dialog = PLUME_FILM_DIALOG (source);
  g_autoptr (GPtrArray) formats = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  if (dialog->study == NULL)
    return;
  for (guint i = 0; i < formats->len; i++)
    gtk_string_list_append (
        titles, plume_translate (((const PlumeFilmFormat *)g_ptr_array_index (formats, i))->title));
  dialog->formats = g_steal_pointer (&formats);
  adw_combo_row_set_model (dialog->format, G_LIST_MODEL (titles));
  dialog->ready = TRUE;
  on_setting (dialog);
}

static void
fill_parameters (PlumeFilmDialog *dialog, const PlumeAddress *address)
{
  g_autoptr (PlumeTitleList) titles = NULL;

  dialog->list = plume_played_list (dialog->study, address);
  titles = plume_played_list_titles (dialog->list);
  plume_title_button_set_titles (dialog->parameter, titles);
  choose_parameter (dialog, (guint)MAX (plume_played_find (dialog->list, address), 0));
}

/* Whether the view is another one where the values are. */
static gboolean
view_moves (PlumeStudy *study, guint view, const PlumeAddress *address, PlumeValues *others)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  const char *const *reads = experiment->views[view].reads;

  for (guint i = 0; i < PLUME_MAX_READS && reads[i] != NULL; i++)
    {
      int stage = plume_experiment_find_stage (experiment, reads[i]);

      if (g_str_equal (reads[i], experiment->parameters[address->parameter].id)
          || (stage >= 0
              && !plume_experiment_stage_is_same (experiment, stage, plume_study_get_values (study),
                                                  plume_study_get_inputs (study), others,
                                                  plume_study_get_inputs (study))))
        return TRUE;
    }
  return FALSE;
}

/* The first view on screen in which the parameter moves something; else the first one on screen. */
static guint
find_view (PlumeStudy *study, const PlumeAddress *address, const PlumePlaying *playing)
{
  PlumeValues *values = plume_study_get_values (study);
  double now = plume_values_get (values, address)->number;
  g_autoptr (PlumeValues) others = plume_values_with_number (
      values, address, now == playing->to ? playing->from : playing->to, NULL);
  guint n_views = plume_study_get_experiment (study)->n_views, first = n_views;

  for (guint i = 0; i < n_views; i++)
    if (plume_study_get_view_state (study, i)->shown)
      {
        if (others == NULL || view_moves (study, i, address, others))
          return i;
        first = MIN (first, i);
      }
  return first < n_views ? first : 0;
}

/**
 * plume_film_dialog_open:
 * @parent: a window with the action win.saved
 * @study: what to film
 * @address: which parameter is offered first, with the first view that it moves
 * @playing: and how it moves
 */
void
plume_film_dialog_open (GtkWindow *parent,
                        PlumeStudy *study,
                        const PlumeAddress *address,
                        const PlumePlaying *playing)
{
  PlumeFilmDialog *dialog = g_object_new (PLUME_TYPE_FILM_DIALOG, "transient-for", parent, NULL);
  const char *unit =
      plume_address_get_parameter (plume_study_get_experiment (study), address)->unit;
  g_autofree char *from = plume_format_with_unit (playing->from, 6, unit);
  g_autofree char *to = plume_format_with_unit (playing->to, 6, unit);
  g_autoptr (GTask) looking = g_task_new (dialog, NULL, on_formats_found, NULL);

  dialog->study = g_object_ref (study);
  dialog->preview = plume_preview_new (on_rendered, dialog);
  fill_parameters (dialog, address);
  plume_export_list_views (dialog->view, plume_study_get_experiment (study),
                           find_view (study, address, playing));
  gtk_editable_set_text (GTK_EDITABLE (dialog->from), from);
  gtk_editable_set_text (GTK_EDITABLE (dialog->to), to);
  gtk_switch_set_active (dialog->there_and_back, playing->there_and_back);
  gtk_switch_set_active (dialog->steady, TRUE);
  gtk_switch_set_active (dialog->dark,
                         adw_style_manager_get_dark (adw_style_manager_get_default ()));
  gtk_spin_button_set_value (dialog->duration,
                             playing->seconds * (playing->there_and_back ? 2 : 1));
  g_task_run_in_thread (looking, look_for_formats);
  gtk_window_present (GTK_WINDOW (dialog));
}
