/* plume-recovery-bar.c: offers what a program that was killed left behind. */
#include "app/plume-recovery-bar.h"

#include "app/plume-number-format.h"
#include "app/plume-session.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-recipe.h"
#include <glib/gi18n.h>

struct _PlumeRecoveryBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *text;

  PlumeRemains *remains; /* nullable */
};

G_DEFINE_FINAL_TYPE (PlumeRecoveryBar, plume_recovery_bar, GTK_TYPE_WIDGET)

static guint restored_signal;

/* FOLDER/NUMBER-EXPERIMENT.plume */
static const PlumeExperiment *
find_experiment (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *id = strchr (name, '-'), *end = strrchr (name, '.');

  if (id == NULL || end == NULL)
    return NULL;
  *end = '\0';
  return plume_experiments_find (id + 1);
}

static void
offer (PlumeRecoveryBar *bar)
{
  GPtrArray *recipes = bar->remains->recipes;
  const PlumeExperiment *experiment =
      find_experiment (g_ptr_array_index (recipes, recipes->len - 1));
  g_autofree char *time = g_date_time_format (bar->remains->time, "%X");
  const char *title = experiment != NULL ? plume_translate (experiment->title) : _ ("A study");
  g_autofree char *text =
      recipes->len > 1
          ? g_strdup_printf (ngettext ("Plume has not ended properly. “%s” of %s and %u other "
                                       "study are still there.",
                                       "Plume has not ended properly. “%s” of %s and %u other "
                                       "studies are still there.",
                                       recipes->len - 1),
                             title, time, recipes->len - 1)
          : g_strdup_printf (_ ("Plume has not ended properly. “%s” of %s is still there."), title,
                             time);

  gtk_label_set_text (bar->text, text);
  gtk_widget_set_visible (GTK_WIDGET (bar), TRUE);
  gtk_revealer_set_reveal_child (bar->revealer, TRUE);
}

static void
hide (PlumeRecoveryBar *bar)
{
  gtk_revealer_set_reveal_child (bar->revealer, FALSE);
}

static void
on_revealed (PlumeRecoveryBar *bar)
{
  if (!gtk_revealer_get_child_revealed (bar->revealer)
      && !gtk_revealer_get_reveal_child (bar->revealer))
    gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
}

static void
free_recipe (gpointer recipe)
{
  if (recipe != NULL)
    plume_recipe_free (recipe);
}

/* What cannot be read keeps its place as NULL; the task's data say why. */
static void
read_recipes (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *paths = data;
  GPtrArray *recipes = g_ptr_array_new_with_free_func (free_recipe);
  GError *error = NULL;

  for (guint i = 0; i < paths->len && error == NULL; i++)
    g_ptr_array_add (recipes, plume_recipe_read_file (g_ptr_array_index (paths, i),
                                                      plume_experiments (), NULL, &error));
  if (error == NULL)
    g_task_return_pointer (task, recipes, (GDestroyNotify)g_ptr_array_unref);
  else
    {
      g_ptr_array_unref (recipes);
      g_task_return_error (task, error);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlumeRecoveryBar *bar = PLUME_RECOVERY_BAR (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recipes = g_task_propagate_pointer (G_TASK (result), &error);

  gtk_widget_set_sensitive (GTK_WIDGET (bar), TRUE);
  if (recipes == NULL) /* they stay, and so does the offer */
    {
      gtk_widget_activate_action (GTK_WIDGET (bar), "win.say", "s", error->message);
      return;
    }
  for (guint i = 0; i < recipes->len; i++)
    {
      g_autoptr (PlumeStudy) study = plume_study_new_from_recipe (g_ptr_array_index (recipes, i));

      plume_session_keep (plume_session_get (), study);
      g_signal_emit (bar, restored_signal, 0, study);
    }
  if (bar->remains != NULL)
    plume_session_discard (plume_session_get (), g_steal_pointer (&bar->remains));
  hide (bar);
}

static void
restore (GtkButton *button, PlumeRecoveryBar *bar)
{
  g_autoptr (GTask) task = g_task_new (bar, NULL, on_read, NULL);

  if (bar->remains == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (bar), FALSE); /* until they are read */
  g_task_set_task_data (task, g_ptr_array_ref (bar->remains->recipes),
                        (GDestroyNotify)g_ptr_array_unref);
  g_task_run_in_thread (task, read_recipes);
}

static void
discard (GtkButton *button, PlumeRecoveryBar *bar)
{
  if (bar->remains != NULL)
    plume_session_discard (plume_session_get (), g_steal_pointer (&bar->remains));
  hide (bar);
}

static void
plume_recovery_bar_dispose (GObject *object)
{
  PlumeRecoveryBar *bar = PLUME_RECOVERY_BAR (object);

  if (bar->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&bar->revealer)));
  g_clear_pointer (&bar->remains, plume_remains_free);
  G_OBJECT_CLASS (plume_recovery_bar_parent_class)->dispose (object);
}

static void
plume_recovery_bar_class_init (PlumeRecoveryBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_recovery_bar_dispose;
  restored_signal = g_signal_new ("restored", PLUME_TYPE_RECOVERY_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PLUME_TYPE_STUDY);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-recovery-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeRecoveryBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PlumeRecoveryBar, text);
  gtk_widget_class_bind_template_callback (widget_class, restore);
  gtk_widget_class_bind_template_callback (widget_class, discard);
  gtk_widget_class_bind_template_callback (widget_class, on_revealed);
}

static void
plume_recovery_bar_init (PlumeRecoveryBar *bar)
{
  gtk_widget_init_template (GTK_WIDGET (bar));
}

static void
find (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, plume_remains_find (data), (GDestroyNotify)plume_remains_free);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlumeRecoveryBar *bar = PLUME_RECOVERY_BAR (source);
  PlumeRemains *remains = g_task_propagate_pointer (G_TASK (result), NULL);

  if (remains == NULL)
    return;
  g_clear_pointer (&bar->remains, plume_remains_free);
  bar->remains = remains;
  offer (bar);
}

void
plume_recovery_bar_look (PlumeRecoveryBar *bar)
{
  g_autoptr (GTask) task = g_task_new (bar, NULL, on_found, NULL);

  g_task_set_task_data (task, g_strdup (plume_session_get_folder (plume_session_get ())), g_free);
  g_task_run_in_thread (task, find);
}
