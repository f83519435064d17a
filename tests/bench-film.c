/* bench-film.c: frames a second of a 1080p film of a cheap parameter: computed and painted only,
 * and as each format; medians of several films. */
#include "experiments/plume-experiments.h"
#include "lab/plume-film.h"

#include <glib/gstdio.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdio.h>
#include <time.h>

#define N_FILMS  5
#define N_FRAMES 50

/* A format that keeps nothing, to measure what comes before it. */
static gboolean
is_available (void)
{
  return TRUE;
}

static gpointer
open_nothing (const char *path, const PlumeFilmShape *shape, GError **error)
{
  return g_new0 (int, 1);
}

static GBytes *
encode_nothing (const PlumeFilmFrame *frame, GError **error)
{
  return g_bytes_new_static ("", 0);
}

static gboolean
write_nothing (gpointer writer, GBytes *frame, GError **error)
{
  return TRUE;
}

static gboolean
finish_nothing (gpointer writer, GError **error)
{
  return TRUE;
}

static const PlumeFilmFormat nothing = {
  .id = "painted only",
  .title = "nothing",
  .fastest = 1000,
  .is_available = is_available,
  .open = open_nothing,
  .encode = encode_nothing,
  .write = write_nothing,
  .finish = finish_nothing,
  .free = g_free,
};

static void
remove_film (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *picture = g_build_filename (path, name, NULL);

      g_remove (picture);
    }
  g_remove (path);
}

static void
measure (PlumeFilm *film, const PlumeFilmFormat *format, const char *folder)
{
  double rates[N_FILMS], processor[N_FILMS];
  g_autofree char *path = g_build_filename (folder, "film", NULL);

  for (int i = 0; i < N_FILMS; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      clock_t begin_clock = clock ();
      g_autoptr (GError) error = NULL;

      if (!plume_film_render (film, format, path, NULL, &error))
        g_error ("%s", error->message);
      rates[i] = N_FRAMES / (1e-6 * (double)(g_get_monotonic_time () - begin));
      processor[i] = 1e3 * (double)(clock () - begin_clock) / CLOCKS_PER_SEC / N_FRAMES;
      remove_film (path);
    }
  gsl_sort (rates, 1, N_FILMS);
  gsl_sort (processor, 1, N_FILMS);
  printf ("%-16s %-14s %d × %d  median %6.1f frames/s  (min %.1f, max %.1f), %5.1f ms of "
          "processor a frame\n",
          film->values->experiment->id, format->id, film->width, film->height,
          gsl_stats_median_from_sorted_data (rates, 1, N_FILMS), rates[0], rates[N_FILMS - 1],
          gsl_stats_median_from_sorted_data (processor, 1, N_FILMS));
}

int
main (int argc, char **argv)
{
  const PlumeExperiment *experiment = plume_experiments_find ("gas-chromatography");
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  g_autoptr (PlumeArray) course = plume_film_course (0, 560, N_FRAMES, FALSE, FALSE);
  g_autofree char *folder = g_dir_make_tmp ("plume-film-XXXXXX", NULL);
  PlumeFilm film = {
    .values = values,
    .inputs = inputs,
    .address = PLUME_ADDRESS (plume_experiment_find_parameter (experiment, "time")),
    .course = course,
    .view = (guint)plume_experiment_find_view (experiment, "column"),
    .width = 1920,
    .height = 1080,
    .rate = 25,
    .dpi = plume_film_find_dpi (1920, 1080),
  };

  gsl_set_error_handler_off ();
  setvbuf (stdout, NULL, _IOLBF, 0);
  measure (&film, &nothing, folder);
  for (const PlumeFilmFormat *const *format = plume_film_formats (); *format != NULL; format++)
    if ((*format)->is_available ())
      measure (&film, *format, folder);
  g_rmdir (folder);
  return 0;
}
