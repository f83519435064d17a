/* plume-session.c: keeps open studies in files while the program runs. */
#include "app/plume-session.h"

#include "lab/plume-recipe.h"
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define INTERVAL 1000 /* ms between writes while a study changes */
#define LOCK     "lock"

struct _PlumeSession
{
  GObject parent_instance;

  char *parent; /* folder of all sessions */
  char *folder; /* of this one; NULL until there is something to keep */
  int lock;
  guint n_files;
  gboolean failed;
  GThreadPool *writer; /* one thread, so that files are written in the order of the changes */
};

typedef struct
{
  PlumeSession *session; /* not owned: it ends all of these when it ends */
  PlumeStudy *study;     /* not owned: this ends with it */
  char *path;            /* nullable */
  PlumeRecipe *opened;   /* the state which is not worth keeping; nullable */
  char *opened_as;       /* the same, once it has been written */
  guint timer;
  gboolean held;
} Kept;

/* What the writer's thread does next: a file to write or to remove, or a session to remove. */
typedef struct
{
  char *path;
  char *text;
  PlumeRemains *remains;
} Deed;

G_DEFINE_FINAL_TYPE (PlumeSession, plume_session, G_TYPE_OBJECT)

static guint failed_signal;

static gboolean
report_failure (gpointer data)
{
  GTask *report = data;
  PlumeSession *session = g_task_get_source_object (report);

  if (!session->failed)
    g_signal_emit (session, failed_signal, 0, g_task_get_task_data (report));
  session->failed = TRUE;
  return G_SOURCE_REMOVE;
}

static void
fail (PlumeSession *session, const char *reason)
{
  GTask *report = g_task_new (session, NULL, NULL, NULL);

  g_task_set_task_data (
      report, g_strdup_printf (_ ("Studies are not kept for the case of a crash: %s"), reason),
      g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT, report_failure, report, g_object_unref);
}

static void
remove_session (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
do_deed (gpointer data, gpointer user_data)
{
  Deed *deed = data;
  PlumeSession *session = user_data;
  g_autoptr (GError) error = NULL;

  if (deed->remains != NULL)
    {
      remove_session (deed->remains->folder);
      plume_remains_free (deed->remains);
    }
  else if (deed->text == NULL)
    g_unlink (deed->path);
  else if (!plume_recipe_write_file (deed->path, deed->text, &error))
    fail (session, error->message);
  g_free (deed->path);
  g_free (deed->text);
  g_free (deed);
}

static void
push (PlumeSession *session, char *path, char *text, PlumeRemains *remains)
{
  Deed *deed = g_new (Deed, 1);

  *deed = (Deed){ .path = path, .text = text, .remains = remains };
  g_thread_pool_push (session->writer, deed, NULL);
}

/* A file descriptor that holds the lock of a session's folder, or −1 where another process does. */
static int
take_lock (const char *folder, int flags)
{
  g_autofree char *path = g_build_filename (folder, LOCK, NULL);
  int lock = g_open (path, O_RDWR | O_CLOEXEC | flags, 0600);

  if (lock >= 0 && flock (lock, LOCK_EX | LOCK_NB) != 0)
    {
      close (lock);
      return -1;
    }
  return lock;
}

static gboolean
ensure_folder (PlumeSession *session)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *folder = g_build_filename (session->parent, id, NULL);

  if (session->folder != NULL)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    session->lock = take_lock (folder, O_CREAT);
  if (session->lock < 0)
    {
      fail (session, g_strerror (errno));
      return FALSE;
    }
  session->folder = g_steal_pointer (&folder);
  return TRUE;
}

/* Studies are opened while their samples are still being made, which a recipe waits for: so it is
 * written when it is needed first. */
static const char *
get_opened_as (Kept *kept)
{
  if (kept->opened != NULL)
    kept->opened_as = plume_recipe_write (kept->opened);
  g_clear_pointer (&kept->opened, plume_recipe_free);
  return kept->opened_as;
}

static void
save (Kept *kept)
{
  PlumeSession *session = kept->session;
  g_autofree char *text = plume_study_to_recipe (kept->study);
  gboolean is_worth_it = g_strcmp0 (text, get_opened_as (kept)) != 0;

  g_clear_handle_id (&kept->timer, g_source_remove);
  if (session->writer == NULL || (!is_worth_it && kept->path == NULL) || !ensure_folder (session))
    return;
  if (kept->path == NULL)
    kept->path = g_strdup_printf ("%s/%u-%s.plume", session->folder, session->n_files++,
                                  plume_study_get_experiment (kept->study)->id);
  push (session, g_strdup (kept->path), is_worth_it ? g_steal_pointer (&text) : NULL, NULL);
}

static gboolean
on_timer (gpointer data)
{
  Kept *kept = data;

  kept->timer = 0;
  save (kept);
  return G_SOURCE_REMOVE;
}

/* Once a second while it changes, and at once where a drag ends. */
static void
on_changed (PlumeStudy *study, Kept *kept)
{
  gboolean was_held = kept->held;

  kept->held = plume_study_is_held (study);
  if (was_held && !kept->held)
    save (kept);
  else if (kept->timer == 0)
    kept->timer = g_timeout_add (INTERVAL, on_timer, kept);
}

static void
forget (gpointer data)
{
  Kept *kept = data;

  g_clear_handle_id (&kept->timer, g_source_remove);
  if (kept->path != NULL && kept->session->writer != NULL)
    push (kept->session, g_strdup (kept->path), NULL, NULL);
  g_object_unref (kept->session);
  g_free (kept->path);
  plume_recipe_free (kept->opened);
  g_free (kept->opened_as);
  g_free (kept);
}

static void
plume_session_finalize (GObject *object)
{
  plume_session_close (PLUME_SESSION (object));
  g_free (PLUME_SESSION (object)->parent);
  G_OBJECT_CLASS (plume_session_parent_class)->finalize (object);
}

static void
plume_session_class_init (PlumeSessionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = plume_session_finalize;
  failed_signal = g_signal_new ("failed", PLUME_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plume_session_init (PlumeSession *session)
{
  session->lock = -1;
  session->writer = g_thread_pool_new (do_deed, session, 1, FALSE, NULL);
}

/**
 * plume_session_new:
 * @folder: where sessions are; made when there is something to keep
 */
PlumeSession *
plume_session_new (const char *folder)
{
  PlumeSession *session = g_object_new (PLUME_TYPE_SESSION, NULL);

  session->parent = g_strdup (folder);
  return session;
}

PlumeSession *
plume_session_get (void)
{
  GObject *application = G_OBJECT (g_application_get_default ());
  PlumeSession *session = g_object_get_data (application, "session");

  if (session == NULL)
    {
      g_autofree char *folder =
          g_build_filename (g_get_user_state_dir (), "plume", "sessions", NULL);

      session = plume_session_new (folder);
      g_object_set_data_full (application, "session", session, g_object_unref);
    }
  return session;
}

const char *
plume_session_get_folder (PlumeSession *session)
{
  return session->parent;
}

static Kept *
follow (PlumeSession *session, PlumeStudy *study)
{
  Kept *kept = g_object_get_data (G_OBJECT (study), "kept");

  if (kept != NULL)
    return kept;
  kept = g_new0 (Kept, 1);
  kept->session = g_object_ref (session);
  kept->study = study;
  kept->opened = plume_study_copy_recipe (study);
  g_object_set_data_full (G_OBJECT (study), "kept", kept, forget);
  g_signal_connect (study, "changed", G_CALLBACK (on_changed), kept);
  return kept;
}

void
plume_session_follow (PlumeSession *session, PlumeStudy *study)
{
  follow (session, study);
}

void
plume_session_keep (PlumeSession *session, PlumeStudy *study)
{
  Kept *kept = follow (session, study);

  g_clear_pointer (&kept->opened, plume_recipe_free);
  g_clear_pointer (&kept->opened_as, g_free);
  save (kept);
}

void
plume_session_discard (PlumeSession *session, PlumeRemains *remains)
{
  if (session->writer != NULL)
    push (session, NULL, NULL, remains);
  else
    plume_remains_free (remains);
}

void
plume_session_close (PlumeSession *session)
{
  GThreadPool *writer = g_steal_pointer (&session->writer);

  if (writer != NULL)
    g_thread_pool_free (writer, FALSE, TRUE);
  if (session->folder != NULL)
    remove_session (session->folder);
  g_clear_pointer (&session->folder, g_free);
  if (session->lock >= 0)
    close (session->lock);
  session->lock = -1;
}

static gint64
get_time (const char *path)
{
  GStatBuf facts;

  return g_stat (path, &facts) == 0
             ? (gint64)facts.st_mtim.tv_sec * G_USEC_PER_SEC + facts.st_mtim.tv_nsec / 1000
             : 0;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = get_time (*(char *const *)a), y = get_time (*(char *const *)b);

  return x < y ? -1 : x > y;
}

/* NULL where the program of the session lives, or where it left nothing; then the folder goes. */
static PlumeRemains *
examine (char *folder)
{
  int lock = take_lock (folder, 0);
  PlumeRemains *remains;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (lock < 0)
    {
      g_free (folder);
      return NULL;
    }
  remains = g_new0 (PlumeRemains, 1);
  *remains = (PlumeRemains){ g_ptr_array_new_with_free_func (g_free), NULL, folder, lock };
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".plume"))
      g_ptr_array_add (remains->recipes, g_build_filename (folder, name, NULL));
  if (remains->recipes->len == 0)
    {
      remove_session (folder);
      plume_remains_free (remains);
      return NULL;
    }
  g_ptr_array_sort (remains->recipes, compare_times);
  remains->time = g_date_time_new_from_unix_local (
      get_time (g_ptr_array_index (remains->recipes, remains->recipes->len - 1)) / G_USEC_PER_SEC);
  return remains;
}

PlumeRemains *
plume_remains_find (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  PlumeRemains *newest = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      PlumeRemains *remains = examine (g_build_filename (folder, name, NULL));

      if (remains == NULL)
        continue;
      if (newest != NULL && g_date_time_compare (newest->time, remains->time) >= 0)
        plume_remains_free (remains);
      else
        {
          g_clear_pointer (&newest, plume_remains_free);
          newest = remains;
        }
    }
  return newest;
}

void
plume_remains_free (PlumeRemains *remains)
{
  g_ptr_array_unref (remains->recipes);
  g_clear_pointer (&remains->time, g_date_time_unref);
  g_free (remains->folder);
  close (remains->lock);
  g_free (remains);
}
