/* cli-film.c: plume-cli film ID|RECIPE --vary name=from:to:count --output FILE: a view while one
 * parameter moves, as a film or as a folder of pictures. */
#include "cli/cli-study.h"
#include "cli/cli.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "lab/plume-film.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MEMO_BYTES  ((gsize)1 << 28)
#define MOST_FRAMES 100000

/* What the command line says. */
typedef struct
{
  CliWish wish;
  char *vary, *view, *size, *output;
  double rate;
  int threads;
  gboolean dark, there_and_back, moving;
} Options;

static void
clear_options (Options *options)
{
  cli_wish_clear (&options->wish);
  g_free (options->vary);
  g_free (options->view);
  g_free (options->size);
  g_free (options->output);
}

/* "1280x720" in pixels, or one of the presets. */
static gboolean
parse_size (const char *text, int *width, int *height, GError **error)
{
  static const struct
  {
    const char *name;
    int width, height;
  } presets[] = {
    { "1080p", 1920, 1080 }, { "720p", 1280, 720 }, { "square", 1080, 1080 }, { "slide", 1600, 900 }
  };
  char rest;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (text == NULL || strcmp (text, presets[i].name) == 0)
      {
        *width = presets[i].width;
        *height = presets[i].height;
        return TRUE;
      }
  if (sscanf (text, "%5dx%5d%c", width, height, &rest) == 2)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("--size %s: write 1080p, 720p, square, slide, or WIDTHxHEIGHT in pixels"), text);
  return FALSE;
}

static gboolean
parse_finite (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

/* name=from:to:count[:log] */
static gboolean
parse_vary (PlumeFilm *film, const Options *options, GError **error)
{
  const char *bracket = strstr (options->vary, "].");
  const char *equals = strchr (bracket != NULL ? bracket : options->vary, '=');
  g_autofree char *name =
      equals != NULL ? g_strndup (options->vary, (gsize)(equals - options->vary)) : NULL;
  g_auto (GStrv) parts = g_strsplit (equals != NULL ? equals + 1 : "", ":", 5);
  guint n_parts = g_strv_length (parts);
  gboolean logarithmic = n_parts == 4 && strcmp (parts[3], "log") == 0;
  const PlumeParameter *parameter;
  double from, to, count;

  if ((n_parts != 3 && !logarithmic) || !parse_finite (parts[0], &from)
      || !parse_finite (parts[1], &to) || !parse_finite (parts[2], &count) || count != floor (count)
      || count < 1 || count > MOST_FRAMES || (logarithmic && !(from > 0 && to > 0)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--vary %s: write name=from:to:count, or name=from:to:count:log between "
                      "positive numbers"),
                   options->vary);
      return FALSE;
    }
  if (!plume_address_parse (film->values, name, &film->address, error))
    return FALSE;
  parameter = plume_address_get_parameter (film->values->experiment, &film->address);
  if (parameter->kind != PLUME_KIND_NUMBER && parameter->kind != PLUME_KIND_INTEGER)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--vary %s: only numbers can be filmed"), name);
      return FALSE;
    }
  film->course = plume_film_course (from, to, (guint)count, logarithmic, options->there_and_back);
  return TRUE;
}

static gboolean
choose_view (PlumeFilm *film, const char *id, GError **error)
{
  int view = id != NULL ? plume_experiment_find_view (film->values->experiment, id) : 0;

  film->view = (guint)MAX (view, 0);
  if (view >= 0)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no view '%s'"),
               film->values->experiment->id, id);
  return FALSE;
}

static gboolean
make_film (CliStudy *study, const Options *options, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (study->experiment, MEMO_BYTES);
  const PlumeFilmFormat *format = plume_film_format_from_name (options->output, error);
  PlumeFilm film = {
    .inputs = study->inputs,
    .views = study->views,
    .selection = study->selection,
    .rate = options->rate,
    .dark = options->dark,
    .steady = !options->moving,
  };
  gboolean made;

  if (format == NULL || !parse_size (options->size, &film.width, &film.height, error)
      || !cli_study_act (study, engine, &study->values, options->wish.actions, task, error))
    return FALSE;
  film.values = study->values;
  film.dpi = plume_film_find_dpi (film.width, film.height);
  if (!choose_view (&film, options->view, error) || !parse_vary (&film, options, error))
    return FALSE;
  made = plume_film_render (&film, format, options->output, task, error);
  plume_array_unref (film.course);
  return made;
}

static int
film (const Options *options, const char *source)
{
  PlumeTask *task = cli_progress_begin ();
  CliStudy study = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (options->threads > 0)
    plume_parallel_set_threads (options->threads);
  done = cli_study_prepare (&study, &options->wish, source, task, &error)
         && make_film (&study, options, task, &error);
  cli_progress_end (task);
  cli_study_print_notes (&study);
  cli_study_clear (&study);
  return done ? CLI_DONE : cli_fail (error);
}

GOptionEntry *
cli_film_entries (gpointer data)
{
  Options *options = data;
  const GOptionEntry entries[] = {
    { "vary", 0, 0, G_OPTION_ARG_STRING, CLI_INTO (options, vary),
      N_ ("the parameter that moves, over so many frames"), "NAME=FROM:TO:COUNT[:log]" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, CLI_INTO (options, output),
      N_ ("write a film: .webm, .gif, or a new folder of PNG pictures, with a slash"),
      "FILE|FOLDER/" },
    { "view", 'v', 0, G_OPTION_ARG_STRING, CLI_INTO (options, view),
      N_ ("view to film (the first if not given)"), "VIEW" },
    { "size", 0, 0, G_OPTION_ARG_STRING, CLI_INTO (options, size),
      N_ ("1080p, 720p, square, slide or WIDTHxHEIGHT in pixels (1080p)"), "SIZE" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, CLI_INTO (options, rate), N_ ("frames a second (25)"),
      "RATE" },
    { "there-and-back", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, there_and_back),
      N_ ("turn round in the middle, to end where it began"), NULL },
    { "moving-axes", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, moving),
      N_ ("let axes and legends follow each frame instead of holding all"), NULL },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.settings),
      N_ ("set a parameter; a table takes JSON or @file"), "NAME=VALUE" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, CLI_INTO (options, wish.data),
      N_ ("bind a file, sample:ID or none to an input"), "[INPUT=]FILE" },
    { "role", 'r', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.roles),
      N_ ("give a role its column, or columns: a,b..d,x*, ^all,but,these, @BLOCK; "
          ":transposed behind it where columns are samples"),
      "ROLE=COLUMNS|COLUMN=ROLE[:UNIT]" },
    { "do", 0, 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.actions),
      N_ ("carry out an action first"), "ACTION" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, dark), N_ ("dark style"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, CLI_INTO (options, threads),
      N_ ("number of threads (one a core)"), "N" },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

int
cli_film (int argc, char **argv)
{
  Options options = { .rate = 25 };
  g_autofree GOptionEntry *entries = cli_film_entries (&options);
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|RECIPE"));
  g_autoptr (GError) error = NULL;
  int result;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Films a view while one parameter moves."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    result = cli_fail_usage ("%s", error->message);
  else if (argc != 2)
    result = cli_fail_usage (
        _ ("film takes one experiment or recipe; 'plume-cli list' lists experiments"));
  else if (options.vary == NULL || options.output == NULL)
    result = cli_fail_usage (_ ("film needs --vary NAME=FROM:TO:COUNT and --output FILE"));
  else
    result = film (&options, argv[1]);
  clear_options (&options);
  return result;
}
