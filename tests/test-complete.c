/* test-complete.c: what plume-cli offers to shells, and that bash takes it. */
#include "cli-program.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define EXPERIMENT "gas-chromatography"

/* Whether a candidate, without what stands behind its tab, is among the lines. */
static gboolean
is_offered (const char *lines, const char *candidate)
{
  g_auto (GStrv) offered = g_strsplit (lines, "\n", -1);

  for (char **line = offered; *line != NULL; line++)
    {
      (*line)[strcspn (*line, "\t")] = '\0';
      if (strcmp (*line, candidate) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_words_are_continued (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *words[5], *offered, *not_offered;
  } cases[] = {
    { { "" }, "sweep", "complete" },
    { { "sw" }, "sweep", "run" },
    { { "run", "" }, EXPERIMENT, "--set" },
    { { "describe", "gas" }, EXPERIMENT, "dpm-solver" },
    { { "describe", "--" }, "--json", "--set" },
    { { "run", "--s" }, "--set", "--jobs" },
    { { "sweep", EXPERIMENT, "--" }, "--jobs", "--numbers" },
    { { "run", EXPERIMENT, "--set", "hold" }, "hold-up-time=", "injection-shape=" },
    { { "run", EXPERIMENT, "-s", "ana" }, "analytes[", "analytes=" },
    { { "run", EXPERIMENT, "-s", "analytes[tol" },
      "analytes[toluene].retention-factor=",
      "analytes[benzene].retention-factor=" },
    { { "run", EXPERIMENT, "--set", "injection-shape=" },
      "injection-shape=gaussian",
      "injection-shape=on" },
    { { "run", EXPERIMENT, "--set=fit=o" }, "--set=fit=on", "--set=fit=plug" },
    { { "sweep", EXPERIMENT, "--vary", "injection-shape=plug,d" },
      "injection-shape=plug,decay",
      "injection-shape=plug,plug" },
    { { "run", EXPERIMENT, "--data", "" }, "sample:btex", "chromatogram" },
    { { "run", EXPERIMENT, "-d", "measured=" }, "measured=none", "none" },
    { { "run", EXPERIMENT, "--role", "sig" }, "signal=", "time=" },
    { { "run", EXPERIMENT, "-v", "" }, "van-deemter", "take-fit" },
    { { "run", EXPERIMENT, "--do", "" }, "take-fit", "column" },
    { { "run", "phase-spirals", "--write", "" }, "mock=", "mock" },
    { { "run", EXPERIMENT, "--size", "" }, "slide", "png" },
    { { "sweep", EXPERIMENT, "--format", "p" }, "pdf", "svg" },
    { { "run", "--export-all", "/us" }, "/usr/", "/us" },
    { { "validate", "/us" }, "/usr/", EXPERIMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const *words = cases[i].words;

      g_assert_cmpint (
          run (fixture, "complete", "--", words[0], words[1], words[2], words[3], words[4], NULL),
          ==, 0);
      if (!is_offered (fixture->output, cases[i].offered)
          || is_offered (fixture->output, cases[i].not_offered))
        g_error ("'%s' %s: '%s'", words[0], cases[i].offered, fixture->output);
    }
}

/* The parameters of a recipe are those of its experiment. */
static void
test_recipes_and_files_are_known (Fixture *fixture, gconstpointer data)
{
  g_autofree char *recipe = in_folder (fixture, "study.plume");
  g_autofree char *begun = in_folder (fixture, "stu");

  g_assert_cmpint (run (fixture, "run", EXPERIMENT, "--recipe", recipe, NULL), ==, 0);
  g_assert_cmpint (run (fixture, "complete", "run", begun, NULL), ==, 0);
  g_assert_true (is_offered (fixture->output, recipe));
  g_assert_cmpint (run (fixture, "complete", "run", recipe, "--set", "hold", NULL), ==, 0);
  g_assert_true (is_offered (fixture->output, "hold-up-time="));
}

/* Calls the function with the first group of every match; returns how many there are. */
static guint
for_each_match (const char *pattern,
                const char *text,
                void (*function) (Fixture *fixture, const char *found, const char *about),
                Fixture *fixture,
                const char *about)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n_matches = 0;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL), n_matches++)
    {
      g_autofree char *found = g_match_info_fetch (match, 1);

      function (fixture, found, about);
    }
  return n_matches;
}

static void
assert_offered (Fixture *fixture, const char *option, const char *command)
{
  if (!is_offered (fixture->output, option))
    g_error ("%s: %s is not offered", command, option);
}

static void
assert_options_offered (Fixture *fixture, const char *command, const char *about)
{
  g_assert_cmpint (run (fixture, command, "--help", NULL), ==, 0);

  g_autofree char *help = g_steal_pointer (&fixture->output);

  g_assert_cmpint (run (fixture, "complete", command, "--", NULL), ==, 0);
  g_assert_cmpuint (
      for_each_match ("^  (?:-\\w, )?(--[a-z-]+)", help, assert_offered, fixture, command), >, 0);
}

/* Every command that --help tells, and every long name that its own tells. */
static void
test_all_options_are_offered (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, "--help", NULL), ==, 0);

  g_autofree char *help = g_steal_pointer (&fixture->output);

  g_assert_cmpuint (for_each_match ("^  ([a-z]+)  ", help, assert_options_offered, fixture, NULL),
                    >=, 5);
}

static void
test_nothing_is_said_of_what_is_unknown (Fixture *fixture, gconstpointer data)
{
  static const char *const words[][4] = {
    { NULL },
    { "dance", "" },
    { "run", "snail", "--set", "" },
    { "run", EXPERIMENT, "--set", "snail=" },
    { "run", EXPERIMENT, "--set", "analytes[7].snail=" },
    { "run", EXPERIMENT, "--set", "analytes[.=" },
    { "run", "/nowhere/x.plume", "--set", "" },
    { "run", EXPERIMENT, "--data", "/nowhere/" },
    { "run", EXPERIMENT, "--export-all", "/nowhere/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_assert_cmpint (
          run (fixture, "complete", words[i][0], words[i][1], words[i][2], words[i][3], NULL), ==,
          0);
      g_assert_cmpstr (fixture->errors, ==, "");
      if (words[i][0] != NULL && strcmp (words[i][0], "dance") != 0
          && !g_str_has_suffix (words[i][3], "/"))
        g_assert_cmpstr (fixture->output, ==, "");
    }
}

static char *
find_script (void)
{
  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "completions",
                           "plume-cli.bash", NULL);
}

/* What bash puts into COMPREPLY for a line, as its own completion calls the function. */
static char *
reply (const char *line)
{
  static const char flow[] =
      "source \"$1\"; complete -p plume-cli > /dev/null || exit 1; COMP_LINE=$2; "
      "COMP_POINT=${#COMP_LINE}; _plume_cli \"$PLUME_CLI\"; printf '%s\\n' \"${COMPREPLY[@]}\"";
  g_autofree char *script = find_script ();
  const char *const arguments[] = { "bash", "--norc", "--noprofile", "-c", flow,
                                    "bash", script,   line,          NULL };
  g_autoptr (GError) error = NULL;
  char *output;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

/* Bash replaces what stands behind the last = or : only, unless it is quoted. */
static void
test_bash_gets_what_it_replaces (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *line, *offered;
  } cases[] = {
    { "plume-cli ", "sweep" },
    { "plume-cli run gas", EXPERIMENT },
    { "plume-cli run gas-chromatography --set hol", "hold-up-time=" },
    { "plume-cli run gas-chromatography --set injection-shape=ga", "gaussian" },
    { "plume-cli run gas-chromatography --data measured=sample:b", "btex" },
    { "plume-cli run gas-chromatography --set \"analytes[tol",
      "analytes[toluene].retention-factor=" },
    { "plume-cli run gas-chromatography --set \"injection-shape=ga", "injection-shape=gaussian" },
  };
  g_autofree char *bash = g_find_program_in_path ("bash");

  if (bash == NULL)
    {
      g_test_skip ("no bash");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *offered = reply (cases[i].line);

      if (!is_offered (offered, cases[i].offered))
        g_error ("%s: '%s'", cases[i].line, offered);
    }
}

/* Reads the terminal until the text is there, ten seconds at most. */
static gboolean
wait_for (int terminal, const char *text)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  struct pollfd ready = { .fd = terminal, .events = POLLIN };
  char buffer[4096];

  while (strstr (seen->str, text) == NULL && g_get_monotonic_time () < end)
    if (poll (&ready, 1, 100) > 0)
      {
        ssize_t length = read (terminal, buffer, sizeof buffer);

        if (length <= 0)
          break;
        g_string_append_len (seen, buffer, length);
      }
  if (strstr (seen->str, text) != NULL)
    return TRUE;
  g_test_message ("'%s' is not in '%s'", text, seen->str);
  return FALSE;
}

static void
type (int terminal, const char *keys)
{
  g_assert_cmpint (write (terminal, keys, strlen (keys)), ==, (gssize)strlen (keys));
}

/* A person at a terminal presses Tab. */
static void
test_tab_completes_in_bash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bash = g_find_program_in_path ("bash"), *script = find_script ();
  g_autofree char *folder = g_path_get_dirname (g_getenv ("PLUME_CLI"));
  g_autofree char *path = g_strconcat (folder, ":", g_getenv ("PATH"), NULL);
  g_autofree char *source = g_strdup_printf ("source '%s'; echo re''ady\n", script);
  struct winsize size = { .ws_row = 24, .ws_col = 200 };
  int terminal;
  pid_t pid;

  if (bash == NULL)
    {
      g_test_skip ("no bash");
      return;
    }
  pid = forkpty (&terminal, NULL, NULL, &size);
  if (pid == 0)
    {
      g_setenv ("PATH", path, TRUE);
      g_setenv ("TERM", "dumb", TRUE);
      execl (bash, "bash", "--norc", "--noprofile", "-i", NULL);
      _exit (127);
    }
  type (terminal, source);
  g_assert_true (wait_for (terminal, "ready"));
  type (terminal, "plume-cli run gas-chr\t");
  g_assert_true (wait_for (terminal, EXPERIMENT " "));
  type (terminal, "--set injection-sh\t");
  g_assert_true (wait_for (terminal, "injection-shape="));
  type (terminal, "gau\t");
  g_assert_true (wait_for (terminal, "gaussian "));
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (terminal);
}

#define STATEMENT(name, function)                                                                  \
  g_test_add ("/complete/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("words-are-continued", test_words_are_continued);
  STATEMENT ("recipes-and-files-are-known", test_recipes_and_files_are_known);
  STATEMENT ("all-options-are-offered", test_all_options_are_offered);
  STATEMENT ("nothing-is-said-of-what-is-unknown", test_nothing_is_said_of_what_is_unknown);
  STATEMENT ("bash-gets-what-it-replaces", test_bash_gets_what_it_replaces);
  STATEMENT ("tab-completes-in-bash", test_tab_completes_in_bash);
  return g_test_run ();
}
