/* cli-program.h: plume-cli as other programs call it, in a folder of its own. */
#pragma once

#include <glib.h>
#include <stdio.h>
#include <sys/wait.h>

typedef struct
{
  char *folder;
  int status;
  char *output, *errors;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      remove (path);
    }
  remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->output);
  g_free (fixture->errors);
}

G_GNUC_UNUSED static char *
in_folder (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static int
run_program (Fixture *fixture, const char *program, va_list list)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *argument;

  g_ptr_array_add (arguments, (char *)g_getenv (program));
  while ((argument = va_arg (list, char *)) != NULL)
    g_ptr_array_add (arguments, argument);
  g_ptr_array_add (arguments, NULL);
  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->errors, g_free);
  g_spawn_sync (NULL, (char **)arguments->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                &fixture->output, &fixture->errors, &fixture->status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (fixture->status, NULL) || WIFEXITED (fixture->status));
  return WEXITSTATUS (fixture->status);
}

/* Runs plume-cli with the arguments, up to NULL; returns its exit code. */
G_GNUC_UNUSED static int
run (Fixture *fixture, ...)
{
  va_list list;

  va_start (list, fixture);
  int code = run_program (fixture, "PLUME_CLI", list);

  va_end (list);
  return code;
}

/* The same for the command line that knows the experiment of cells.h. */
G_GNUC_UNUSED static int
run_cells (Fixture *fixture, ...)
{
  va_list list;

  va_start (list, fixture);
  int code = run_program (fixture, "PLUME_CELLS_CLI", list);

  va_end (list);
  return code;
}

G_GNUC_UNUSED static char *
read_file (const char *path)
{
  char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  return contents;
}
