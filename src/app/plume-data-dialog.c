/* plume-data-dialog.c: from a file to an input.
 *
 * Reading and checking run on worker threads. Every check carries a number; an answer that is not
 * to the newest question is dropped. Rows of roles are built one a portion, while the first check
 * goes on.
 */
#include "app/plume-data-dialog.h"

#include "app/plume-data-loader.h"
#include "app/plume-data-preview.h"
#include "app/plume-features-row.h"
#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include "app/plume-role-row.h"
#include "core/plume-error.h"
#include <glib/gi18n.h>

struct _PlumeDataDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkWidget *use;
  GtkProgressBar *progress;
  GtkLabel *reading;
  AdwStatusPage *failure;
  GtkLabel *summary;
  AdwComboRow *input_row;
  AdwPreferencesGroup *roles_group;
  AdwActionRow *overlay_row;
  GtkSwitch *overlay;
  GtkLabel *message;
  GtkColumnView *preview;

  PlumeStudy *study;
  int input; /* −1 until known */
  int index; /* of the binding that is edited, −1 for a new one */
  PlumeTask *task;
  PlumeLoaded *loaded;
  PlumeBinding *binding;  /* nullable: what Use binds */
  GPtrArray *role_rows;   /* one a role: PlumeRoleRow or PlumeFeaturesRow, owned by the group; NULL
                             until it is built, and where there is no table */
  GArray *choices;        /* PlumeColumnChoice, one a role: what rows begin with */
  PlumeTitleList *titles; /* nullable: of the columns, where there is a table */
  guint portions;         /* while rows are being built */
  guint n_built;          /* roles that are done */
  PlumeTask *check;       /* nullable: what the newest question is worked on with */
  gboolean previewed;     /* whether the preview shows this input */
  guint question;
  guint poll;
};

typedef struct
{
  PlumeDataDialog *dialog;
  guint question;
} Question;

G_DEFINE_FINAL_TYPE (PlumeDataDialog, plume_data_dialog, ADW_TYPE_WINDOW)

static const PlumeInput *
get_input (PlumeDataDialog *dialog)
{
  return &plume_study_get_experiment (dialog->study)->inputs[dialog->input];
}

static PlumeTable *
get_table (PlumeDataDialog *dialog)
{
  PlumeDataset *dataset = dialog->loaded->dataset;

  return plume_dataset_get_n_tables (dataset) > 0 ? plume_dataset_get_table (dataset, 0) : NULL;
}

/* " · 150 samples": a macro, since formats have to be literal. */
#define APPEND_COUNT(summary, one, several, count)                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *number = plume_format_number ((double)(count), 9);                            \
                                                                                                   \
    g_string_append (summary, " · ");                                                              \
    g_string_append_printf (summary, g_dngettext (GETTEXT_PACKAGE, one, several, count), number);  \
  }                                                                                                \
  G_STMT_END

/* The first block of a role of many columns. */
static const PlumeBlock *
find_block (const PlumeBinding *binding)
{
  for (guint i = 0; binding != NULL && i < binding->input->n_roles; i++)
    if (binding->blocks[i] != NULL)
      return binding->blocks[i];
  return NULL;
}

/* "iris.csv · 150 samples · 4 features · no missing cells", and what the reader had to remark. */
static void
summarize (PlumeDataDialog *dialog)
{
  PlumeDataset *dataset = dialog->loaded->dataset;
  const char *const *notes = plume_dataset_get_notes (dataset);
  g_autoptr (GString) summary = g_string_new (plume_dataset_get_name (dataset));
  const PlumeBlock *block = find_block (dialog->binding);

  if (block != NULL)
    {
      APPEND_COUNT (summary, "%s sample", "%s samples", block->n_rows);
      APPEND_COUNT (summary, "%s feature", "%s features", block->n_columns);
      if (dialog->binding->n_missing > 0)
        APPEND_COUNT (summary, "%s missing cell", "%s missing cells", dialog->binding->n_missing);
      else
        g_string_append_printf (summary, " · %s", _ ("no missing cells"));
    }
  else if (get_table (dialog) != NULL)
    APPEND_COUNT (summary, "%s row", "%s rows", plume_table_get_n_rows (get_table (dialog)));
  for (guint i = 0; notes != NULL && notes[i] != NULL && i < 4; i++)
    g_string_append_printf (summary, "\n%s", notes[i]);
  gtk_label_set_text (dialog->summary, summary->str);
}

/* What roles of many columns hold now; roles that columns cannot play while those are samples. */
static void
show_binding (PlumeDataDialog *dialog)
{
  const PlumeInput *input = get_input (dialog);
  gboolean turned = FALSE;

  for (guint i = 0; i < dialog->role_rows->len; i++)
    if (input->roles[i].many && g_ptr_array_index (dialog->role_rows, i) != NULL)
      {
        plume_features_row_show (g_ptr_array_index (dialog->role_rows, i),
                                 dialog->binding->taken[i]);
        turned = turned || dialog->binding->choices[i].transposed;
      }
  for (guint i = 0; i < dialog->role_rows->len; i++)
    if (!input->roles[i].many && g_ptr_array_index (dialog->role_rows, i) != NULL)
      gtk_widget_set_sensitive (g_ptr_array_index (dialog->role_rows, i), !turned);
}

static void
on_bound (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (PlumeDataDialog) dialog = question->dialog;
  g_autoptr (GError) error = NULL;
  PlumeBinding *binding = plume_data_bind_finish (result, &error);

  if (question->question != dialog->question || dialog->study == NULL)
    {
      g_clear_pointer (&binding, plume_binding_unref);
      return;
    }
  if (g_error_matches (error, PLUME_ERROR, PLUME_ERROR_CANCELLED))
    return;
  g_clear_pointer (&dialog->binding, plume_binding_unref);
  dialog->binding = binding;
  gtk_widget_set_sensitive (dialog->use, binding != NULL);
  if (binding != NULL)
    show_binding (dialog);
  if (binding != NULL && !dialog->previewed) /* Return uses what was guessed */
    gtk_widget_grab_focus (dialog->use);
  if (binding != NULL || !dialog->previewed)
    plume_data_preview_show (dialog->preview, get_input (dialog), dialog->loaded->dataset, binding);
  dialog->previewed = TRUE;
  summarize (dialog);
  gtk_label_set_text (dialog->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (dialog->message), error != NULL);
}

static PlumeColumnChoice
get_choice (PlumeDataDialog *dialog, guint role)
{
  GtkWidget *row = g_ptr_array_index (dialog->role_rows, role);

  if (row == NULL)
    return g_array_index (dialog->choices, PlumeColumnChoice, role);
  return PLUME_IS_FEATURES_ROW (row) ? plume_features_row_get_choice (PLUME_FEATURES_ROW (row))
                                     : plume_role_row_get_choice (PLUME_ROLE_ROW (row));
}

/* Asks whether the columns fit their roles as they are chosen now. */
static void
check (PlumeDataDialog *dialog)
{
  g_autofree PlumeColumnChoice *choices = g_new (PlumeColumnChoice, dialog->role_rows->len + 1);
  Question *question = g_new (Question, 1);

  for (guint i = 0; i < dialog->role_rows->len; i++)
    choices[i] = get_choice (dialog, i);
  gtk_widget_set_sensitive (dialog->use, FALSE);
  if (dialog->check != NULL)
    plume_task_cancel (dialog->check);
  g_clear_pointer (&dialog->check, plume_task_unref);
  dialog->check = plume_task_new ();
  question->dialog = g_object_ref (dialog);
  question->question = ++dialog->question;
  plume_data_bind_async (get_input (dialog), dialog->loaded,
                         dialog->role_rows->len > 0 ? choices : NULL, dialog->check, on_bound,
                         question);
}

/* A column that gets a role of its own is no feature any more. */
static void
on_role_changed (PlumeRoleRow *row, PlumeDataDialog *dialog)
{
  for (guint i = 0; i < dialog->role_rows->len; i++)
    if (PLUME_IS_FEATURES_ROW (g_ptr_array_index (dialog->role_rows, i)))
      plume_features_row_drop (g_ptr_array_index (dialog->role_rows, i),
                               plume_role_row_get_choice (row).column);
  check (dialog);
}

/* None, and the titles with their units. */
static PlumeTitleList *
list_titles (PlumeTable *table)
{
  guint n_columns = plume_table_get_n_columns (table);
  GStrv titles = g_new0 (char *, n_columns + 2);

  titles[0] = g_strdup (_ ("No column"));
  for (guint i = 0; i < n_columns; i++)
    {
      const char *title = plume_table_get_title (table, i), *unit = plume_table_get_unit (table, i);

      titles[i + 1] = unit != NULL && *unit != '\0' ? g_strdup_printf ("%s (%s)", title, unit)
                                                    : g_strdup (title);
    }
  return plume_title_list_new (titles);
}

/* A role of one column needs a table. */
static gboolean
has_row (PlumeDataDialog *dialog, guint role)
{
  return get_input (dialog)->roles[role].many || dialog->titles != NULL;
}

static void
build_row (PlumeDataDialog *dialog, guint index)
{
  const PlumeRole *role = &get_input (dialog)->roles[index];
  PlumeColumnChoice choice = g_array_index (dialog->choices, PlumeColumnChoice, index);
  g_autofree char *class = g_strdup_printf ("role-%u", index % PLUME_PREVIEW_COLOURS);
  GtkWidget *row;

  if (role->many)
    {
      row = plume_features_row_new (role, dialog->loaded->dataset, choice);
      g_signal_connect_swapped (row, "changed", G_CALLBACK (check), dialog);
    }
  else
    {
      row = plume_role_row_new (role, dialog->titles, choice);
      g_signal_connect (row, "changed", G_CALLBACK (on_role_changed), dialog);
    }
  gtk_widget_add_css_class (row, class);
  adw_preferences_group_add (dialog->roles_group, row);
  g_ptr_array_index (dialog->role_rows, index) = row;
}

/* A PlumePortionFunc: the next row. */
static gboolean
build_portion (gpointer data)
{
  PlumeDataDialog *dialog = data;
  guint index = dialog->n_built++;

  if (has_row (dialog, index))
    build_row (dialog, index);
  if (dialog->n_built < dialog->role_rows->len)
    return TRUE;
  dialog->portions = 0;
  if (dialog->binding != NULL)
    show_binding (dialog);
  return FALSE;
}

static void
remove_rows (PlumeDataDialog *dialog)
{
  g_clear_handle_id (&dialog->portions, plume_portions_remove);
  for (guint i = 0; i < dialog->role_rows->len; i++)
    if (g_ptr_array_index (dialog->role_rows, i) != NULL)
      adw_preferences_group_remove (dialog->roles_group, g_ptr_array_index (dialog->role_rows, i));
  g_ptr_array_set_size (dialog->role_rows, 0);
  g_array_set_size (dialog->choices, 0);
}

static void
begin_rows (PlumeDataDialog *dialog, const PlumeColumnChoice *choices)
{
  const PlumeColumnChoice none = { -1, -1, PLUME_COLUMNS_GUESSED };
  guint n_roles = get_input (dialog)->n_roles;

  remove_rows (dialog);
  for (guint i = 0; i < n_roles; i++)
    g_array_append_vals (dialog->choices, has_row (dialog, i) ? &choices[i] : &none, 1);
  g_ptr_array_set_size (dialog->role_rows, (int)n_roles);
  dialog->n_built = 0;
  if (n_roles > 0)
    dialog->portions = plume_portions_add (build_portion, dialog);
}

static void
show_input (PlumeDataDialog *dialog, const PlumeColumnChoice *choices)
{
  const PlumeInput *input = get_input (dialog);
  gboolean has_others = plume_study_get_inputs (dialog->study)->bindings[dialog->input]->len > 0;

  if (dialog->titles == NULL && get_table (dialog) != NULL)
    dialog->titles = list_titles (get_table (dialog));
  g_clear_pointer (&dialog->binding, plume_binding_unref);
  begin_rows (dialog, choices);
  gtk_widget_set_visible (GTK_WIDGET (dialog->overlay_row),
                          input->many && has_others && dialog->index < 0);
  dialog->previewed = FALSE;
  check (dialog);
}

static void
on_input_selected (AdwComboRow *row, GParamSpec *property, PlumeDataDialog *dialog)
{
  if (dialog->loaded == NULL || (int)adw_combo_row_get_selected (row) == dialog->input)
    return;
  dialog->input = (int)adw_combo_row_get_selected (row);
  show_input (dialog, dialog->loaded->guesses[dialog->input]);
}

static void
show_loaded (PlumeDataDialog *dialog, const PlumeColumnChoice *choices)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (dialog->study);
  g_autoptr (GtkStringList) inputs = gtk_string_list_new (NULL);

  summarize (dialog);
  if (dialog->input < 0)
    dialog->input = dialog->loaded->suitable;
  for (guint i = 0; i < experiment->n_inputs; i++)
    gtk_string_list_append (inputs, plume_translate (experiment->inputs[i].title));
  adw_combo_row_set_model (dialog->input_row, G_LIST_MODEL (inputs));
  adw_combo_row_set_selected (dialog->input_row, (guint)dialog->input);
  gtk_widget_set_visible (GTK_WIDGET (dialog->input_row),
                          experiment->n_inputs > 1 && dialog->index < 0);
  show_input (dialog, choices != NULL ? choices : dialog->loaded->guesses[dialog->input]);
  gtk_stack_set_visible_child_name (dialog->stack, "columns");
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeDataDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeLoaded) loaded = plume_data_load_finish (result, &error);

  g_clear_handle_id (&dialog->poll, g_source_remove);
  if (dialog->study == NULL || g_error_matches (error, PLUME_ERROR, PLUME_ERROR_CANCELLED))
    return;
  if (loaded == NULL)
    {
      g_autofree char *sentence = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (dialog->failure, sentence);
      gtk_stack_set_visible_child_name (dialog->stack, "failure");
      return;
    }
  dialog->loaded = g_steal_pointer (&loaded);
  show_loaded (dialog, NULL);
}

static gboolean
on_poll (gpointer data)
{
  PlumeDataDialog *dialog = data;
  double fraction = plume_task_get_progress (dialog->task);

  if (fraction > 0)
    gtk_progress_bar_set_fraction (dialog->progress, fraction);
  else
    gtk_progress_bar_pulse (dialog->progress);
  return G_SOURCE_CONTINUE;
}

static void
on_use (GtkButton *button, PlumeDataDialog *dialog)
{
  PlumeInputs *old = plume_study_get_inputs (dialog->study);
  gboolean add = get_input (dialog)->many && gtk_switch_get_active (dialog->overlay)
                 && gtk_widget_get_visible (GTK_WIDGET (dialog->overlay_row));
  g_autoptr (PlumeInputs) inputs =
      dialog->index >= 0 ? plume_inputs_with_replaced (old, (guint)dialog->input,
                                                       (guint)dialog->index, dialog->binding)
                         : plume_inputs_with (old, (guint)dialog->input, dialog->binding, add);

  plume_study_set_inputs (dialog->study, inputs,
                          dialog->index >= 0 ? _ ("Choose columns") : _ ("Open data"));
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
plume_data_dialog_dispose (GObject *object)
{
  PlumeDataDialog *dialog = PLUME_DATA_DIALOG (object);

  if (dialog->task != NULL)
    plume_task_cancel (dialog->task);
  if (dialog->check != NULL)
    plume_task_cancel (dialog->check);
  g_clear_pointer (&dialog->check, plume_task_unref);
  dialog->question++;
  g_clear_handle_id (&dialog->portions, plume_portions_remove);
  g_clear_object (&dialog->titles);
  g_clear_handle_id (&dialog->poll, g_source_remove);
  g_clear_pointer (&dialog->task, plume_task_unref);
  g_clear_pointer (&dialog->loaded, plume_loaded_unref);
  g_clear_pointer (&dialog->binding, plume_binding_unref);
  g_clear_object (&dialog->study);
  G_OBJECT_CLASS (plume_data_dialog_parent_class)->dispose (object);
}

static void
plume_data_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_DATA_DIALOG (object)->role_rows);
  g_array_unref (PLUME_DATA_DIALOG (object)->choices);
  G_OBJECT_CLASS (plume_data_dialog_parent_class)->finalize (object);
}

static void
plume_data_dialog_class_init (PlumeDataDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_data_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_data_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-data-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, use);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, reading);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, input_row);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, roles_group);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, overlay_row);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, message);
  gtk_widget_class_bind_template_child (widget_class, PlumeDataDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
  gtk_widget_class_bind_template_callback (widget_class, on_input_selected);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plume_data_dialog_init (PlumeDataDialog *dialog)
{
  dialog->input = -1;
  dialog->index = -1;
  dialog->role_rows = g_ptr_array_new ();
  dialog->choices = g_array_new (FALSE, FALSE, sizeof (PlumeColumnChoice));
  gtk_widget_init_template (GTK_WIDGET (dialog));
  plume_portions_discard_when_closed (GTK_WINDOW (dialog));
}

static PlumeDataDialog *
dialog_new (GtkWindow *parent, PlumeStudy *study)
{
  PlumeDataDialog *dialog = g_object_new (PLUME_TYPE_DATA_DIALOG, "transient-for", parent, NULL);

  dialog->study = g_object_ref (study);
  return dialog;
}

/**
 * plume_data_dialog_open:
 * @parent: the window
 * @study: whose input is to be filled
 * @input: index of the input, −1 for the first one that the file suits
 * @file: what to read
 */
void
plume_data_dialog_open (GtkWindow *parent, PlumeStudy *study, int input, GFile *file)
{
  PlumeDataDialog *dialog = dialog_new (parent, study);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_strdup_printf (_ ("Reading %s"), name);

  dialog->input = input;
  dialog->task = plume_task_new ();
  gtk_label_set_text (dialog->reading, text);
  dialog->poll = g_timeout_add (100, on_poll, dialog);
  plume_data_load_async (file, plume_study_get_experiment (study), dialog->task, on_loaded,
                         g_object_ref (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
plume_data_dialog_edit (GtkWindow *parent, PlumeStudy *study, guint input, guint index)
{
  PlumeDataDialog *dialog = dialog_new (parent, study);
  const PlumeBinding *binding =
      g_ptr_array_index (plume_study_get_inputs (study)->bindings[input], index);

  dialog->input = (int)input;
  dialog->index = (int)index;
  dialog->loaded = plume_loaded_new (binding->path, binding->digest, binding->dataset);
  show_loaded (dialog, binding->choices);
  gtk_window_present (GTK_WINDOW (dialog));
}
