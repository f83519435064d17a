/* test-sweep.c: plume-cli sweep: one row a run, the same file however it came about. */
#include "cli-program.h"

#include <glib/gstdio.h>
#include <math.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPERIMENT "gas-chromatography"
#define COMMENT    "# plume-cli sweep " EXPERIMENT

static GPtrArray *
split_cells (const char *line)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  const char *begin = line;
  gboolean quoted = FALSE;

  for (;; line++)
    {
      quoted ^= *line == '"';
      if (*line != '\0' && (*line != ',' || quoted))
        continue;
      g_ptr_array_add (cells, g_strndup (begin, (gsize)(line - begin)));
      if (*line == '\0')
        return cells;
      begin = line + 1;
    }
}

/* The cell of a row, from 0, under a title; NULL where there is none. */
static char *
get_cell (const char *text, guint row, const char *title)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) titles = split_cells (lines[1]), cells = split_cells (lines[2 + row]);
  guint column;

  g_assert_cmpuint (titles->len, ==, cells->len);
  if (!g_ptr_array_find_with_equal_func (titles, title, g_str_equal, &column))
    return NULL;
  return g_strdup (g_ptr_array_index (cells, column));
}

static guint
count_lines (const char *text)
{
  guint lines = 0;

  for (; *text != '\0'; text++)
    lines += *text == '\n';
  return lines;
}

static void
assert_sentence (const Fixture *fixture, const char *pattern)
{
  if (!g_pattern_match_simple (pattern, fixture->errors))
    g_error ("'%s' does not match '%s'", fixture->errors, pattern);
}

/* A run of the sweep says what plume-cli run says, to the last digit. */
static void
test_a_row_is_a_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv"), *numbers = in_folder (fixture, "n.csv");
  static const char *const times[] = { "30", "30", "45", "45", "60", "60" };
  static const char *const factors[] = { "2", "3.5", "2", "3.5", "2", "3.5" };

  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--vary", "hold-up-time=30:60:3", "--vary",
                        "analytes[toluene].retention-factor=2,3.5", "--output", table, NULL),
                   ==, 0);

  g_autofree char *text = read_file (table);

  g_assert_true (g_str_has_prefix (text, COMMENT));
  g_assert_cmpuint (count_lines (text), ==, 2 + 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *time = g_strdup_printf ("hold-up-time=%s", times[i]);
      g_autofree char *factor =
          g_strdup_printf ("analytes[toluene].retention-factor=%s", factors[i]);
      g_autofree char *cell = get_cell (text, i, "hold-up-time");
      g_autofree char *other = get_cell (text, i, "analytes[toluene].retention-factor");
      g_autofree char *width = get_cell (text, i, "peak-width[toluene]");
      g_autofree char *said = g_strdup_printf ("peak-width,\"toluene\",%s,", width);

      g_assert_cmpstr (cell, ==, times[i]);
      g_assert_cmpstr (other, ==, factors[i]);
      g_assert_cmpint (
          run (fixture, "run", EXPERIMENT, "-s", time, "-s", factor, "--numbers", numbers, NULL),
          ==, 0);

      g_autofree char *alone = read_file (numbers);

      if (strstr (alone, said) == NULL)
        g_error ("row %u: no '%s'", i, said);
    }
}

static void
test_ranges_meet_their_ends (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *vary, *title, *values[6];
  } cases[] = {
    { "scale=0.1:0.7:4", "scale", { "0.1", "0.3", "0.5", "0.7" } },
    { "scale=0.1:10:3:log", "scale", { "0.1", "1", "10" } },
    { "scale=5:1:2", "scale", { "5", "1" } },
    { "scale=0.2:0.9:2", "scale", { "0.2", "0.9" } },     /* 0.2 + (0.9 − 0.2) is less */
    { "scale=0.1:1.7:2:log", "scale", { "0.1", "1.7" } }, /* 0.1 · (1.7 / 0.1) is more */
    { "scale=3:3:1", "scale", { "3" } },
    { "colour=total,", "colour", { "total", "\"\"" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.csv", i), *table = in_folder (fixture, name);

      g_assert_cmpint (
          run_cells (fixture, "sweep", "cells", "--vary", cases[i].vary, "-o", table, NULL), ==, 0);

      g_autofree char *text = read_file (table);
      guint row = 0;

      for (; cases[i].values[row] != NULL; row++)
        {
          g_autofree char *cell = get_cell (text, row, cases[i].title);

          g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cell, NULL),
                                          g_ascii_strtod (cases[i].values[row], NULL), 1e-15);
          if (row == 0 || cases[i].values[row + 1] == NULL)
            g_assert_cmpstr (cell, ==, cases[i].values[row]);
        }
      g_assert_cmpuint (count_lines (text), ==, 2 + row);
    }
}

static char *
sweep_thrice (Fixture *fixture, const char *jobs)
{
  g_autofree char *table = g_strdup_printf ("%s/jobs-%s.csv", fixture->folder, jobs);

  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--set", "fit-from=120", "--vary",
                        "hold-up-time=30:60:3", "--vary", "injection-shape=plug,decay", "--vary",
                        "fit=off,on", "--jobs", jobs, "-o", table, NULL),
                   ==, 1);
  g_assert_null (strchr (fixture->errors, '\r')); /* a progress line is for terminals */
  return read_file (table);
}

static void
test_the_same_file_for_any_number_of_jobs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = sweep_thrice (fixture, "1"), *two = sweep_thrice (fixture, "2"),
                  *seven = sweep_thrice (fixture, "7");

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, ==, seven);
}

/* The column of the failure holds the sentence; all other runs are there. */
static void
test_failed_runs_say_why (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv");

  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--set", "fit=on", "--vary",
                        "injection-shape=decay,plug", "-o", table, NULL),
                   ==, 1);
  assert_sentence (fixture, "*1 of 2 runs failed*failure*");

  g_autofree char *text = read_file (table);
  g_autofree char *first = get_cell (text, 0, "failure"), *second = get_cell (text, 1, "failure");
  g_autofree char *fitted = get_cell (text, 1, "retention-time[toluene]");

  g_assert_true (g_pattern_match_simple ("*fit assumes a plug*", first));
  g_assert_cmpstr (second, ==, "");
  g_assert_cmpfloat (g_ascii_strtod (fitted, NULL), >, 0);
  /* complete as it is, it still says that a run failed */
  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--set", "fit=on", "--vary",
                        "injection-shape=decay,plug", "-o", table, NULL),
                   ==, 1);
}

/* Wherever the file was cut off, the rest is written anew; what was whole is not computed again. */
static void
test_a_cut_file_is_gone_on_with (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv");
  const char *const vary = "injection-shape=plug,decay", *const fit = "fit=off,on";

  g_assert_cmpint (
      run (fixture, "sweep", EXPERIMENT, "--vary", vary, "--vary", fit, "-o", table, NULL), ==, 1);

  g_autofree char *whole = read_file (table);
  gsize length = strlen (whole), first = (gsize)(strchr (whole, '\n') - whole) + 1;

  for (gsize cut = first; cut < length; cut += 1999)
    {
      g_assert_true (g_file_set_contents (table, whole, (gssize)cut, NULL));
      g_assert_cmpint (
          run (fixture, "sweep", EXPERIMENT, "--vary", vary, "--vary", fit, "-o", table, NULL), ==,
          1);

      g_autofree char *again = read_file (table);

      g_assert_cmpstr (again, ==, whole);
    }

  /* from a row that is not of the sweep on, too */
  g_autofree char *damaged = g_strdup (whole);

  memset (strstr (damaged, "\nplug,on,") + 1, 'x', 4);
  g_assert_true (g_file_set_contents (table, damaged, -1, NULL));
  g_assert_cmpint (
      run (fixture, "sweep", EXPERIMENT, "--vary", vary, "--vary", fit, "-o", table, NULL), ==, 1);

  g_autofree char *mended = read_file (table);

  g_assert_cmpstr (mended, ==, whole);
}

static void
test_rows_that_are_there_stay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv");

  g_assert_cmpint (
      run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2,3", "-o", table, NULL), ==, 0);

  g_autofree char *whole = read_file (table);
  g_autofree char *total = get_cell (whole, 0, "total");
  g_auto (GStrv) parts = g_strsplit (whole, total, 2);
  g_autofree char *marked = g_strconcat (parts[0], "4711", parts[1], NULL);

  strrchr (marked, '\n')[-1] = '\0'; /* the last line is not whole */
  g_assert_true (g_file_set_contents (table, marked, -1, NULL));
  g_assert_cmpint (
      run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2,3", "-o", table, NULL), ==, 0);

  g_autofree char *again = read_file (table);
  g_autofree char *kept = get_cell (again, 0, "total"), *last = get_cell (again, 2, "total");

  g_assert_cmpstr (kept, ==, "4711");
  g_assert_cmpstr (last, ==, total);
  g_assert_cmpuint (count_lines (again), ==, 2 + 3);
}

static GPid
start_long_sweep (const char *table)
{
  char *const arguments[] = { (char *)g_getenv ("PLUME_CLI"),
                              (char *)"sweep",
                              (char *)EXPERIMENT,
                              (char *)"--vary",
                              (char *)"hold-up-time=30:60:300",
                              (char *)"--jobs",
                              (char *)"2",
                              (char *)"-o",
                              (char *)table,
                              NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **)arguments, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL
                     | G_SPAWN_STDOUT_TO_DEV_NULL,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

/* Stops a sweep by a signal once it has written some rows; returns what it left, and its status. */
static char *
stop_long_sweep (const char *table, int number, int *status)
{
  GPid pid = start_long_sweep (table);

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (table, &text, NULL, NULL) && count_lines (text) > 10)
        break;
      g_usleep (5000);
    }
  kill (pid, number);
  g_assert_cmpint (waitpid (pid, status, 0), ==, pid);
  return read_file (table);
}

static int
finish_long_sweep (const char *table)
{
  GPid pid = start_long_sweep (table);
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WEXITSTATUS (status);
}

static void
test_a_stopped_sweep_goes_on (Fixture *fixture, gconstpointer data)
{
  static const int numbers[] = { SIGKILL, SIGINT, SIGTERM };
  g_autofree char *at_once = in_folder (fixture, "at-once.csv"), *table = in_folder (fixture, "t");

  g_assert_cmpint (finish_long_sweep (at_once), ==, 0);

  g_autofree char *whole = read_file (at_once);

  g_assert_cmpuint (count_lines (whole), ==, 302);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      int status;
      g_autofree char *part = stop_long_sweep (table, numbers[i], &status);

      g_assert_cmpuint (count_lines (part), >, 10);
      g_assert_cmpuint (count_lines (part), <, 302);
      if (numbers[i] == SIGKILL)
        g_assert_true (WIFSIGNALED (status));
      else
        g_assert_cmpint (WEXITSTATUS (status), ==, 1);
      g_assert_cmpint (finish_long_sweep (table), ==, 0);

      g_autofree char *text = read_file (table);

      g_assert_cmpstr (text, ==, whole);
      g_unlink (table);
    }
}

static void
test_two_sweeps_do_not_write_one_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv"), *pipe = in_folder (fixture, "pipe");
  GPid pid = start_long_sweep (table);

  for (guint i = 0; i < 3000 && !g_file_test (table, G_FILE_TEST_EXISTS); i++)
    g_usleep (5000);
  g_assert_cmpint (
      run (fixture, "sweep", EXPERIMENT, "--vary", "hold-up-time=30:60:300", "-o", table, NULL), ==,
      3);
  assert_sentence (fixture, "plume-cli: t.csv is being written by another sweep; *\n");
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);

  /* nor does one take the place of what is no file */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", "-o", pipe, NULL),
                   ==, 3);
  assert_sentence (fixture, "*pipe is no file*");
  g_assert_false (g_file_test (pipe, G_FILE_TEST_IS_REGULAR));
}

static void
test_a_link_stays_a_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv"), *link = in_folder (fixture, "link.csv");

  g_assert_true (g_file_set_contents (table, "", 0, NULL));
  g_assert_cmpint (symlink (table, link), ==, 0);
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", "-o", link, NULL),
                   ==, 0);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));

  g_autofree char *text = read_file (table);

  g_assert_cmpuint (count_lines (text), ==, 2 + 2);
}

/* mpirun and the arguments of a sweep, up to NULL; FALSE where there is no Open MPI here. */
static gboolean
run_ranks (const Fixture *fixture, const char *n_ranks, int *code, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *mpirun = g_find_program_in_path ("mpirun"), *version = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;
  int status;
  char *argument;

  if (mpirun == NULL || g_getenv ("PLUME_MPI_CLI") == NULL
      || !g_spawn_command_line_sync ("mpirun --version", &version, NULL, NULL, NULL)
      || strstr (version, "Open MPI") == NULL)
    return FALSE;
  for (const char *const *word =
           (const char *const[]){ mpirun, "--allow-run-as-root", "--oversubscribe", "-n", n_ranks,
                                  g_getenv ("PLUME_MPI_CLI"), "sweep", NULL };
       *word != NULL; word++)
    g_ptr_array_add (arguments, (char *)*word);
  va_start (list, code);
  while ((argument = va_arg (list, char *)) != NULL)
    g_ptr_array_add (arguments, argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  g_spawn_sync (fixture->folder, (char **)arguments->pdata, NULL,
                G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  *code = WEXITSTATUS (status);
  return TRUE;
}

/* Alone or among ranks, from the beginning or from the middle. */
static void
test_the_same_file_from_any_number_of_ranks (Fixture *fixture, gconstpointer data)
{
  static const char *const ranks[] = { "1", "2", "4" };
  g_autofree char *table = in_folder (fixture, "alone.csv"),
                  *other = in_folder (fixture, "ranks.csv");
  int code;

  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--vary", "hold-up-time=30:60:2", "--vary",
                        "injection-shape=plug,decay", "--vary", "fit=off,on", "-o", table, NULL),
                   ==, 1);

  g_autofree char *whole = read_file (table);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ranks); i++)
    {
      gsize cut = i % 2 == 0 ? 0 : strlen (whole) / 3;

      g_assert_true (g_file_set_contents (other, whole, (gssize)cut, NULL));
      if (!run_ranks (fixture, ranks[i / 2], &code, EXPERIMENT, "--vary", "hold-up-time=30:60:2",
                      "--vary", "injection-shape=plug,decay", "--vary", "fit=off,on", "-o", other,
                      NULL))
        {
          g_test_skip ("no Open MPI");
          return;
        }
      g_assert_cmpint (code, ==, 1); /* some runs cannot be fitted */

      g_autofree char *text = read_file (other);

      g_assert_cmpstr (text, ==, whole);
    }
  run_ranks (fixture, "3", &code, EXPERIMENT, "--vary", "hold-up-time=30", "-o", other, NULL);
  g_assert_cmpint (code, ==, 3); /* another sweep */
  run_ranks (fixture, "3", &code, EXPERIMENT, "-o", other, NULL);
  g_assert_cmpint (code, ==, 2);
}

static void
test_other_files_are_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv"), *other = in_folder (fixture, "mine.csv");

  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", "-o", table, NULL),
                   ==, 0);

  g_autofree char *before = read_file (table);

  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,3", "-o", table, NULL),
                   ==, 3);
  assert_sentence (fixture, "plume-cli: t.csv holds another sweep; *--output\n");
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--set", "colour=total", "--vary",
                              "scale=1,2", "-o", table, NULL),
                   ==, 3);
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--role", "features=Actb", "--vary",
                              "scale=1,2", "-o", table, NULL),
                   ==, 3);

  g_autofree char *after = read_file (table);

  g_assert_cmpstr (before, ==, after);
  g_assert_true (g_file_set_contents (other, "a,b\n1,2\n", -1, NULL));
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", "-o", other, NULL),
                   ==, 3);
  assert_sentence (fixture, "*mine.csv*no sweep*");

  g_autofree char *mine = read_file (other);

  g_assert_cmpstr (mine, ==, "a,b\n1,2\n");
}

static void
test_wrong_arguments_are_2 (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *vary, *pattern;
  } cases[] = {
    { "scale", "*--vary name=from:to:count*" }, { "scale=", "*--vary name=from:to:count*" },
    { "scale=1:2", "*from:to:count*" },         { "scale=1:2:0", "*from:to:count*" },
    { "scale=1:2:2.5", "*from:to:count*" },     { "scale=1:2:3:lin", "*from:to:count*" },
    { "scale=1:2:1e9", "*from:to:count*" },     { "scale=-1:2:3:log", "*logarithmic*" },
    { "scale=1,11", "*out of range*" },         { "scale=1,two", "*number*two*" },
    { "snail=1,2", "*no parameter 'snail'*" },
  };
  g_autofree char *table = in_folder (fixture, "t.csv");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (
          run_cells (fixture, "sweep", "cells", "--vary", cases[i].vary, "-o", table, NULL), ==, 2);
      assert_sentence (fixture, cases[i].pattern);
      g_assert_cmpuint (count_lines (fixture->errors), ==, 1);
    }
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "-o", table, NULL), ==, 2);
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", NULL), ==, 2);
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", "--vary",
                              "scale=1,2", "-o", table, NULL),
                   ==, 2);
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--vary", "scale=1,2", "--jobs", "-1",
                              "-o", table, NULL),
                   ==, 2);
  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--vary", "times=1:2:3", "-o", table, NULL),
                   ==, 2);
  g_assert_false (g_file_test (table, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run_cells (fixture, "sweep", "cells", "--data", "/nowhere/x.csv", "--vary",
                              "scale=1,2", "-o", table, NULL),
                   ==, 3);
}

/* Each figure is the study of its run. */
static void
test_figures_are_of_their_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv");
  g_autofree char *first = in_folder (fixture, "1-chromatogram.svg"),
                  *second = in_folder (fixture, "2-chromatogram.svg"),
                  *column = in_folder (fixture, "2-column.svg");

  g_assert_cmpint (run (fixture, "sweep", EXPERIMENT, "--vary", "hold-up-time=30,40", "-o", table,
                        "--figures", fixture->folder, "--format", "svg", "--view", "column",
                        "--view", "chromatogram", "--jobs", "2", NULL),
                   ==, 0);
  g_assert_true (g_file_test (column, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run (fixture, "run", second, NULL), ==, 0);

  g_autofree char *said = g_steal_pointer (&fixture->output);

  g_assert_cmpint (run (fixture, "run", EXPERIMENT, "--set", "hold-up-time=40", NULL), ==, 0);
  g_assert_cmpstr (said, ==, fixture->output);
}

/* What is written to a terminal of that breadth during a sweep of some seconds. */
static char *
watch_terminal (const char *table, unsigned short columns)
{
  struct winsize size = { .ws_row = 24, .ws_col = columns };
  g_autoptr (GString) seen = g_string_new (NULL);
  char buffer[4096];
  ssize_t length;
  int terminal;
  pid_t pid = forkpty (&terminal, NULL, NULL, &size);

  if (pid == 0)
    {
      execl (g_getenv ("PLUME_CLI"), "plume-cli", "sweep", EXPERIMENT, "--vary",
             "hold-up-time=30:60:250", "--jobs", "1", "-o", table, NULL);
      _exit (127);
    }
  while ((length = read (terminal, buffer, sizeof buffer)) > 0)
    g_string_append_len (seen, buffer, length);
  close (terminal);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  return g_string_free (g_steal_pointer (&seen), FALSE);
}

static void
test_progress_fits_the_terminal (Fixture *fixture, gconstpointer data)
{
  static const unsigned short columns[] = { 80, 40, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.csv", i), *table = in_folder (fixture, name);
      g_autofree char *seen = watch_terminal (table, columns[i]);
      g_auto (GStrv) lines = g_strsplit (seen, "\r\033[K", -1);

      g_assert_cmpuint (g_strv_length (lines), >, 4);
      for (char **line = lines + 1; line[1] != NULL; line++)
        g_assert_cmpuint (strlen (*line), <, columns[i]);
      g_assert_cmpint (lines[2][0] == '[', ==, columns[i] > 12);
      g_assert_cmpint (strstr (lines[2], "/250") != NULL, ==, columns[i] > 12);
      g_assert_nonnull (strchr (lines[2], '%'));
      /* how long it takes, once that can be told */
      g_assert_cmpint (g_regex_match_simple ("/250  [0-9]+:[0-9][0-9]\r", seen, 0, 0), ==,
                       columns[i] > 12);
    }
}

#define STATEMENT(name, function)                                                                  \
  g_test_add ("/sweep/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("a-row-is-a-run", test_a_row_is_a_run);
  STATEMENT ("ranges-meet-their-ends", test_ranges_meet_their_ends);
  STATEMENT ("the-same-file-for-any-number-of-jobs", test_the_same_file_for_any_number_of_jobs);
  STATEMENT ("failed-runs-say-why", test_failed_runs_say_why);
  STATEMENT ("a-cut-file-is-gone-on-with", test_a_cut_file_is_gone_on_with);
  STATEMENT ("rows-that-are-there-stay", test_rows_that_are_there_stay);
  STATEMENT ("a-stopped-sweep-goes-on", test_a_stopped_sweep_goes_on);
  STATEMENT ("two-sweeps-do-not-write-one-file", test_two_sweeps_do_not_write_one_file);
  STATEMENT ("a-link-stays-a-link", test_a_link_stays_a_link);
  STATEMENT ("the-same-file-from-any-number-of-ranks", test_the_same_file_from_any_number_of_ranks);
  STATEMENT ("other-files-are-left-alone", test_other_files_are_left_alone);
  STATEMENT ("wrong-arguments-are-2", test_wrong_arguments_are_2);
  STATEMENT ("figures-are-of-their-runs", test_figures_are_of_their_runs);
  STATEMENT ("progress-fits-the-terminal", test_progress_fits_the_terminal);
  return g_test_run ();
}
