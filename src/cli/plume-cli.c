/* plume-cli.c: Plume without a screen.
 *
 * It works through the same lab as the window and knows no experiment. Exit codes: 0 done, 1
 * compute error, 2 usage, 3 bad data.
 */
#include "cli/cli.h"
#include "core/plume-error.h"
#include "core/plume-locale.h"
#include "core/plume-parallel.h"

#include <glib/gi18n.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const CliCommand commands[] = {
  { "list", cli_list, cli_list_entries, N_ ("list all experiments") },
  { "describe", cli_describe, cli_describe_entries,
    N_ ("list the parameters, inputs, views and read-outs of one") },
  { "run", cli_run, cli_run_entries, N_ ("compute; export figures and numbers") },
  { "sweep", cli_sweep, cli_sweep_entries, N_ ("compute many times; write a table of numbers") },
  { "film", cli_film, cli_film_entries, N_ ("film a view while a parameter moves") },
  { "thumbnail", cli_thumbnail, NULL, N_ ("draw a recipe small, as file managers do") },
  { "validate", cli_validate, NULL, N_ ("check recipes and exported figures") },
  { "complete", cli_complete, NULL, NULL },
  { NULL },
};

const CliCommand *
cli_commands (void)
{
  return commands;
}

int
cli_fail (const GError *error)
{
  fprintf (stderr, "plume-cli: %s\n", error->message);
  if (error->domain != PLUME_ERROR)
    return CLI_DATA_ERROR;
  return error->code == PLUME_ERROR_DATA    ? CLI_DATA_ERROR
         : error->code == PLUME_ERROR_USAGE ? CLI_USAGE_ERROR
                                            : CLI_COMPUTE_ERROR;
}

int
cli_fail_usage (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "plume-cli: %s\n", text);
  return CLI_USAGE_ERROR;
}

static void
print_help (FILE *stream)
{
  fprintf (stream, "%s\n\n", _ ("Usage: plume-cli COMMAND [ARGUMENT…]"));
  for (const CliCommand *command = commands; command->name != NULL; command++)
    if (command->summary != NULL)
      fprintf (stream, "  %-9s  %s\n", command->name, _ (command->summary));
  fprintf (stream, "\n%s\n", _ ("'plume-cli COMMAND --help' tells what a command takes."));
}

int
main (int argc, char **argv)
{
  plume_parallel_wait_passively (argv);
  plume_locale_begin ();
  setlocale (LC_NUMERIC, "C"); /* numbers in files and arguments never follow the locale */
  gsl_set_error_handler_off ();

  if (argc < 2)
    {
      print_help (stderr);
      return CLI_USAGE_ERROR;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0
      || strcmp (argv[1], "help") == 0)
    {
      print_help (stdout);
      return CLI_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("plume-cli %s\n", PLUME_VERSION);
      return CLI_DONE;
    }
  for (const CliCommand *command = commands; command->name != NULL; command++)
    if (strcmp (argv[1], command->name) == 0)
      {
        g_autofree char *name = g_strconcat ("plume-cli ", command->name, NULL);

        g_set_prgname (name); /* what --help calls it */
        return command->run (argc - 1, argv + 1);
      }
  return cli_fail_usage (_ ("there is no command '%s'; 'plume-cli --help' lists them"), argv[1]);
}
