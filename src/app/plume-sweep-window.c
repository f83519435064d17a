/* plume-sweep-window.c: what to sweep on the left, its pictures on the right as they come.
 *
 * Pictures are painted on a worker thread, one batch at a time, and once more where runs arrived
 * meanwhile, because each run may widen the axes of all.
 */
#include "app/plume-sweep-window.h"

#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include "app/plume-sweep-axis.h"
#include "app/plume-sweep-pictures.h"
#include "app/plume-tip.h"
#include "lab/plume-recipe.h"
#include <glib/gi18n.h>
#include <math.h>

#define LEAST_WIDTH 200
#define MOST_WIDTH  420
#define RATIO       0.7

struct _PlumeSweepWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *start, *stop, *export;
  GtkProgressBar *progress;
  PlumeSweepAxisGroup *first, *second;
  AdwComboRow *view;
  GtkStack *stack;
  GtkGrid *cells;

  PlumeStudy *study;
  GtkWindow *parent;   /* weak */
  PlumeSweep *sweep;   /* nullable */
  GStrv titles;        /* of the runs, Pango markup */
  GPtrArray *pictures; /* GtkPicture by run, owned by the grid */
  GtkFileChooserNative *chooser;
  gboolean painting, stale;
};

G_DEFINE_FINAL_TYPE (PlumeSweepWindow, plume_sweep_window, ADW_TYPE_WINDOW)

static void
say (PlumeSweepWindow *window, const char *sentence)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_set_title (toast, markup);
  adw_toast_overlay_add_toast (window->toasts, toast);
}

/* One parameter fills about a square, two stand across and down. */
static guint
get_n_columns (PlumeSweepWindow *window)
{
  return plume_sweep_get_n_axes (window->sweep) > 1
             ? plume_sweep_get_n_columns (window->sweep)
             : (guint)ceil (sqrt (plume_sweep_get_n_runs (window->sweep)));
}

static int
get_picture_width (PlumeSweepWindow *window)
{
  int width = gtk_widget_get_width (GTK_WIDGET (window->stack));
  int n = (int)get_n_columns (window);

  return CLAMP ((width - 36) / n - 18, LEAST_WIDTH, MOST_WIDTH);
}

static PlumeSweepPictures *
collect (PlumeSweepWindow *window)
{
  PlumeSweepPictures *pictures = plume_sweep_pictures_new (get_n_columns (window), window->titles);

  for (guint i = 0; i < plume_sweep_get_n_runs (window->sweep); i++)
    plume_sweep_pictures_add (pictures, plume_sweep_get_figure (window->sweep, i));
  return pictures;
}

static void paint (PlumeSweepWindow *window);

static void
on_painted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeSweepWindow) window = user_data;
  g_autoptr (GPtrArray) textures = plume_sweep_pictures_paint_finish (result);

  window->painting = FALSE;
  if (window->sweep == NULL || textures == NULL)
    return;
  if (textures->len == window->pictures->len)
    for (guint i = 0; i < textures->len; i++)
      if (g_ptr_array_index (textures, i) != NULL)
        gtk_picture_set_paintable (g_ptr_array_index (window->pictures, i),
                                   g_ptr_array_index (textures, i));
  if (window->stale)
    paint (window);
}

static void
paint (PlumeSweepWindow *window)
{
  int width = get_picture_width (window);

  if (window->painting)
    {
      window->stale = TRUE;
      return;
    }
  window->painting = TRUE;
  window->stale = FALSE;
  plume_sweep_pictures_paint (collect (window), width, (int)(RATIO * width),
                              gtk_widget_get_scale_factor (GTK_WIDGET (window)),
                              adw_style_manager_get_dark (adw_style_manager_get_default ()),
                              on_painted, g_object_ref (window));
}

static void
on_style (PlumeSweepWindow *window)
{
  if (window->sweep != NULL)
    paint (window);
}

static void
update (PlumeSweepWindow *window)
{
  gboolean running = window->sweep != NULL && plume_sweep_is_running (window->sweep);
  guint done = window->sweep != NULL ? plume_sweep_get_n_done (window->sweep) : 0;

  gtk_widget_set_visible (window->start, !running);
  gtk_widget_set_visible (window->stop, running);
  gtk_widget_set_visible (GTK_WIDGET (window->progress), running);
  gtk_widget_set_sensitive (window->export, done > 0);
  if (running)
    gtk_progress_bar_set_fraction (window->progress, plume_sweep_get_progress (window->sweep));
}

static void
show_failures (PlumeSweepWindow *window)
{
  for (guint i = 0; i < window->pictures->len; i++)
    {
      const char *failure = plume_sweep_get_failure (window->sweep, i);

      if (failure != NULL)
        plume_widget_set_tip (g_ptr_array_index (window->pictures, i), failure);
    }
}

static void
on_sweep_changed (gpointer user_data)
{
  PlumeSweepWindow *window = user_data;

  update (window);
  show_failures (window);
  paint (window);
}

static void
on_picture_clicked (GtkButton *button, PlumeSweepWindow *window)
{
  guint run = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "run"));
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeValues) values =
      plume_sweep_apply (window->sweep, run, plume_study_get_values (window->study), &error);

  if (values == NULL)
    {
      say (window, error->message);
      return;
    }
  plume_study_set_values (window->study, values, _ ("Take over from a sweep"));
  say (window, _ ("Values taken over; Undo in the main window brings the old ones back"));
}

static char *
describe_run (PlumeSweepWindow *window, guint run)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < plume_sweep_get_n_axes (window->sweep); i++)
    {
      g_autofree char *value = plume_sweep_describe_value (
          plume_address_get_parameter (experiment,
                                       &plume_sweep_get_axis (window->sweep, i)->address),
          plume_sweep_get_value (window->sweep, run, i));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
make_cell (PlumeSweepWindow *window, guint run)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *picture = gtk_picture_new ();
  int width = get_picture_width (window);

  gtk_label_set_markup (GTK_LABEL (label), window->titles[run]);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_size_request (picture, width, (int)(RATIO * width));
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sweep-cell");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  g_object_set_data (G_OBJECT (button), "run", GUINT_TO_POINTER (run));
  g_signal_connect (button, "clicked", G_CALLBACK (on_picture_clicked), window);
  g_ptr_array_add (window->pictures, picture);
  return button;
}

static void
fill_cells (PlumeSweepWindow *window)
{
  guint n_runs = plume_sweep_get_n_runs (window->sweep);
  int n_columns = (int)get_n_columns (window);
  GtkWidget *child;

  g_ptr_array_set_size (window->pictures, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (window->cells))) != NULL)
    gtk_grid_remove (window->cells, child);
  g_strfreev (window->titles);
  window->titles = g_new0 (char *, n_runs + 1);
  for (guint i = 0; i < n_runs; i++)
    {
      window->titles[i] = describe_run (window, i);
      gtk_grid_attach (window->cells, make_cell (window, i), (int)i % n_columns, (int)i / n_columns,
                       1, 1);
    }
  gtk_stack_set_visible_child_name (window->stack, "cells");
}

/* The axes that are chosen; FALSE with a toast where they cannot be swept. */
static gboolean
read_axes (PlumeSweepWindow *window, PlumeSweepAxis axes[PLUME_SWEEP_MAX_AXES], guint *n_axes)
{
  PlumeSweepAxisGroup *groups[PLUME_SWEEP_MAX_AXES] = { window->first, window->second };

  *n_axes = 0;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autoptr (GError) error = NULL;

      if (plume_sweep_axis_get (groups[i], &axes[*n_axes], &error))
        ++*n_axes;
      else if (error != NULL)
        {
          say (window, error->message);
          return FALSE;
        }
    }
  if (*n_axes == 2 && plume_address_equal (&axes[0].address, &axes[1].address))
    {
      say (window, _ ("Choose two different parameters, or one."));
      return FALSE;
    }
  return *n_axes > 0;
}

static void
start (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeSweepWindow *window = PLUME_SWEEP_WINDOW (widget);
  PlumeSweepAxis axes[PLUME_SWEEP_MAX_AXES];
  g_autoptr (GError) error = NULL;
  PlumeSweep *sweep;
  guint n_axes;

  if (!read_axes (window, axes, &n_axes))
    return;
  sweep = plume_sweep_new (
      plume_study_get_values (window->study), plume_study_get_inputs (window->study), axes, n_axes,
      adw_combo_row_get_selected (window->view), on_sweep_changed, window, &error);
  if (sweep == NULL)
    {
      say (window, error->message);
      return;
    }
  g_clear_pointer (&window->sweep, plume_sweep_close);
  window->sweep = sweep;
  fill_cells (window);
  update (window);
}

static void
stop (GtkWidget *widget, const char *action, GVariant *argument)
{
  if (PLUME_SWEEP_WINDOW (widget)->sweep != NULL)
    plume_sweep_stop (PLUME_SWEEP_WINDOW (widget)->sweep);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeSweepWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_file_get_uri (G_FILE (source));

  if (window->study == NULL)
    return;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say (window, error->message);
  else if (window->parent != NULL)
    {
      g_autofree char *name = g_file_get_basename (G_FILE (source));
      g_autofree char *text = g_strdup_printf (_ ("%s saved"), name);

      say (window, text);
      gtk_widget_activate_action (GTK_WIDGET (window->parent), "win.saved", "s", uri);
    }
}

static void
write_bytes (PlumeSweepWindow *window, GBytes *bytes)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (window->chooser));

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_written, g_object_ref (window));
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeSweepWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = plume_sweep_pictures_export_finish (result, &error);

  if (window->study == NULL)
    return;
  if (bytes == NULL)
    say (window, error->message);
  else
    write_bytes (window, bytes);
}

static void
on_picture_chosen (GtkNativeDialog *chooser, int response, PlumeSweepWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;
  g_autofree char *recipe = NULL;
  PlumeExportFormat format;

  if (response != GTK_RESPONSE_ACCEPT || name == NULL || window->sweep == NULL)
    return;
  if (!plume_export_format_from_name (name, &format))
    {
      say (window, _ ("Let the name end in .png, .svg or .pdf."));
      return;
    }
  recipe = plume_study_to_recipe (window->study);
  plume_sweep_pictures_export (collect (window), format, FALSE, recipe, on_exported,
                               g_object_ref (window));
}

static void
on_table_chosen (GtkNativeDialog *chooser, int response, PlumeSweepWindow *window)
{
  char *csv;
  g_autoptr (GBytes) bytes = NULL;

  if (response != GTK_RESPONSE_ACCEPT || window->sweep == NULL)
    return;
  csv = plume_sweep_to_csv (window->sweep);
  bytes = g_bytes_new_take (csv, strlen (csv));
  write_bytes (window, bytes);
}

static void
choose_file (PlumeSweepWindow *window, const char *ending, GCallback on_response)
{
  g_autofree char *name =
      g_strdup_printf ("%s-sweep.%s", plume_study_get_experiment (window->study)->id, ending);

  g_clear_object (&window->chooser);
  window->chooser = gtk_file_chooser_native_new (_ ("Export the Sweep"), GTK_WINDOW (window),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (window->chooser), name);
  g_signal_connect (window->chooser, "response", on_response, window);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static void
export_picture (GtkWidget *widget, const char *action, GVariant *argument)
{
  choose_file (PLUME_SWEEP_WINDOW (widget), g_variant_get_string (argument, NULL),
               G_CALLBACK (on_picture_chosen));
}

static void
export_table (GtkWidget *widget, const char *action, GVariant *argument)
{
  choose_file (PLUME_SWEEP_WINDOW (widget), "csv", G_CALLBACK (on_table_chosen));
}

static void
plume_sweep_window_dispose (GObject *object)
{
  PlumeSweepWindow *window = PLUME_SWEEP_WINDOW (object);

  g_clear_pointer (&window->sweep, plume_sweep_close);
  g_clear_object (&window->chooser);
  g_clear_weak_pointer (&window->parent);
  g_clear_object (&window->study);
  g_clear_pointer (&window->titles, g_strfreev);
  g_ptr_array_set_size (window->pictures, 0);
  G_OBJECT_CLASS (plume_sweep_window_parent_class)->dispose (object);
}

static void
plume_sweep_window_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_SWEEP_WINDOW (object)->pictures);
  G_OBJECT_CLASS (plume_sweep_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, start);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, stop);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, export);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, first);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, second);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, view);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepWindow, cells);
}

static void
plume_sweep_window_class_init (PlumeSweepWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_sweep_window_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_sweep_window_finalize;
  g_type_ensure (PLUME_TYPE_SWEEP_AXIS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-sweep-window.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "sweep.start", NULL, start);
  gtk_widget_class_install_action (widget_class, "sweep.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "sweep.picture", "s", export_picture);
  gtk_widget_class_install_action (widget_class, "sweep.table", NULL, export_table);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plume_sweep_window_init (PlumeSweepWindow *window)
{
  window->pictures = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (window));
  plume_portions_discard_when_closed (GTK_WINDOW (window));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (on_style),
                           window, G_CONNECT_SWAPPED);
}

static guint
find_first_shown (PlumeStudy *study)
{
  for (guint i = 0; i < plume_study_get_experiment (study)->n_views; i++)
    if (plume_study_get_view_state (study, i)->shown)
      return i;
  return 0;
}

void
plume_sweep_window_open (GtkWindow *parent, PlumeStudy *study, const PlumeAddress *address)
{
  PlumeSweepWindow *window = g_object_new (PLUME_TYPE_SWEEP_WINDOW, "transient-for", parent, NULL);
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  g_autoptr (GtkStringList) views = gtk_string_list_new (NULL);

  window->study = g_object_ref (study);
  g_set_weak_pointer (&window->parent, parent);
  adw_window_title_set_subtitle (window->title, plume_translate (experiment->title));
  plume_sweep_axis_set_study (window->first, study, address, FALSE);
  plume_sweep_axis_set_study (window->second, study, NULL, TRUE);
  for (guint i = 0; i < experiment->n_views; i++)
    gtk_string_list_append (views, plume_translate (experiment->views[i].title));
  adw_combo_row_set_model (window->view, G_LIST_MODEL (views));
  adw_combo_row_set_selected (window->view, find_first_shown (study));
  update (window);
  gtk_window_present (GTK_WINDOW (window));
}
