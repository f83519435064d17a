/* test-film.c: films: what their frames are, and that they are whole or not there. */
#include "config.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-gif.h"
#include "gif-reader.h"
#include "lab/plume-film-limits.h"
#include "lab/plume-recipe.h"
#include "rod.h"

#include "core/plume-parallel.h"

#include <glib/gstdio.h>

#ifdef HAVE_GSTREAMER
#include <gst/gst.h>
#endif

typedef struct
{
  char *folder;
  PlumeFilm film;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rod_behaviour = (typeof (rod_behaviour)){ 0 };
  fixture->folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  fixture->film = (PlumeFilm){
    .values = plume_values_new (&rod),
    .inputs = plume_inputs_new (&rod, TRUE),
    .address = PLUME_ADDRESS (plume_experiment_find_parameter (&rod, "time")),
    .course = plume_film_course (0.1, 2, 7, FALSE, FALSE),
    .width = 320,
    .height = 180,
    .rate = 30,
    .dpi = plume_film_find_dpi (320, 180),
  };
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_all (inside);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  plume_values_unref (fixture->film.values);
  plume_inputs_unref (fixture->film.inputs);
  plume_array_unref (fixture->film.course);
}

static char *
in_folder (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}

static GBytes *
make (Fixture *fixture, const PlumeFilmFormat *format, const char *name)
{
  g_autofree char *path = in_folder (fixture, name);
  g_autoptr (GError) error = NULL;

  plume_film_render (&fixture->film, format, path, NULL, &error);
  g_assert_no_error (error);
  return format->extension != NULL ? read_file (path) : NULL;
}

/* What "run" would export with the parameter at the value of a frame. */
static PlumeFigure *
draw_alone (const Fixture *fixture, guint number, PlumeValues **values)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (&rod, 1 << 24);
  PlumeWish wish = { .inputs = fixture->film.inputs };
  g_autoptr (PlumePublication) publication = NULL;

  *values = plume_values_with_number (fixture->film.values, &fixture->film.address,
                                      fixture->film.course->values[number], NULL);
  wish.values = *values;
  publication = plume_engine_evaluate (engine, &wish, NULL, NULL);
  return plume_figure_ref (publication->figures[0]);
}

static void
ends_are_exact (void)
{
  g_autoptr (PlumeArray) linear = plume_film_course (0.1, 0.7, 4, FALSE, FALSE);
  g_autoptr (PlumeArray) logarithmic = plume_film_course (1e-3, 10, 5, TRUE, FALSE);
  g_autoptr (PlumeArray) back = plume_film_course (1, 4, 6, FALSE, TRUE);
  g_autoptr (PlumeArray) one = plume_film_course (1, 4, 1, FALSE, TRUE);
  const double there[] = { 1, 2, 3, 4, 3, 2 };

  g_assert_true (linear->values[0] == 0.1 && linear->values[3] == 0.7);
  g_assert_cmpfloat_with_epsilon (linear->values[1], 0.3, 1e-15);
  g_assert_true (logarithmic->values[0] == 1e-3 && logarithmic->values[4] == 10);
  g_assert_cmpfloat_with_epsilon (logarithmic->values[2], 0.1, 1e-15);
  for (guint i = 0; i < 6; i++) /* and begins again without a frame twice */
    g_assert_cmpfloat_with_epsilon (back->values[i], there[i], 1e-15);
  g_assert_true (one->values[0] == 1);
}

static void
pictures_are_those_of_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = in_folder (fixture, "frames");

  make (fixture, &plume_film_pictures, "frames");
  g_assert_cmpuint (count_files (folder), ==, 7);
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("frame-%04u.png", i + 1);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (PlumeValues) values = NULL;
      g_autoptr (PlumeFigure) figure = draw_alone (fixture, i, &values);
      g_autofree char *recipe = plume_recipe_to_text (values, fixture->film.inputs, NULL, NULL);
      g_autofree char *description = plume_figure_describe (figure);
      PlumeExport settings = { .width_mm = 254,
                               .height_mm = 142.875,
                               .dpi = 32,
                               .recipe = recipe,
                               .description = description };
      g_autoptr (GBytes) alone =
          plume_export_figure_to_bytes (figure, NULL, 0, NULL, &settings, NULL);
      g_autoptr (GBytes) frame = read_file (path);

      g_assert_true (g_bytes_equal (alone, frame));
    }
}

static void
text_is_as_large_in_every_film (void)
{
  g_assert_cmpfloat_with_epsilon (plume_film_find_dpi (1920, 1080), 192, 1e-12);
  g_assert_cmpfloat_with_epsilon (plume_film_find_dpi (1080, 1080), 192, 1e-12);
  g_assert_cmpfloat_with_epsilon (plume_film_find_dpi (1280, 720), 128, 1e-12);
}

static guint32
get_pixel (cairo_surface_t *surface, guint x, guint y)
{
  const guint8 *row =
      cairo_image_surface_get_data (surface) + y * (guint)cairo_image_surface_get_stride (surface);

  return ((const guint32 *)(gconstpointer)row)[x] & 0xffffff;
}

static void
gif_shows_the_frames (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make (fixture, &plume_film_gif, "film.gif");
  PlumeExport settings = plume_film_get_settings (&fixture->film);
  guint total = 0;
  Gif gif;

  gif_read (&gif, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpuint (gif.width, ==, 320);
  g_assert_cmpuint (gif.height, ==, 180);
  g_assert_true (gif.again);
  g_assert_cmpuint (gif.frames->len, ==, 7);
  for (guint i = 0; i < 7; i++)
    {
      g_autoptr (PlumeValues) values = NULL;
      g_autoptr (PlumeFigure) figure = draw_alone (fixture, i, &values);
      cairo_surface_t *surface =
          plume_export_figure_to_surface (figure, NULL, 0, NULL, &settings, NULL);
      const guint32 *screen = g_ptr_array_index (gif.frames, i);
      double sum = 0;

      for (guint j = 0; j < 320 * 180; j++)
        for (int shift = 0; shift < 24; shift += 8)
          sum += fabs ((double)(screen[j] >> shift & 255)
                       - (double)(get_pixel (surface, j % 320, j / 320) >> shift & 255));
      g_assert_cmpfloat (sum / (3 * 320 * 180), <, 0.5); /* of 255 */
      total += g_array_index (gif.delays, guint, i);
      g_assert_cmpuint (total, ==, (guint)lround ((i + 1) * 100 / 30.0));
      cairo_surface_destroy (surface);
    }
  gif_clear (&gif);
}

/* Pixels of n colours without any order, so that the dictionary is begun anew many times. */
static cairo_surface_t *
noise (guint n_colours, guint64 seed)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 200);
  guint32 *pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)seed);

  for (guint i = 0; i < 300 * 200; i++)
    {
      guint32 colour = (guint32)g_rand_int_range (rand, 0, (gint32)n_colours) * 2654435761u;

      pixels[i] = 0xff000000u | colour >> 8;
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
check_exact (const Gif *gif, guint number, cairo_surface_t *surface)
{
  const guint32 *screen = g_ptr_array_index (gif->frames, number);

  for (guint i = 0; i < 300 * 200; i++)
    g_assert_cmphex (screen[i], ==, get_pixel (surface, i % 300, i / 300));
}

static void
gif_keeps_255_colours (void)
{
  static const guint numbers[] = { 1, 2, 3, 4, 5, 16, 17, 255 };
  cairo_surface_t *before = NULL;
  g_autoptr (GByteArray) film = g_byte_array_new ();
  g_autoptr (GBytes) head = plume_gif_begin (300, 200), end = plume_gif_end ();
  GPtrArray *surfaces = g_ptr_array_new_with_free_func ((GDestroyNotify)cairo_surface_destroy);
  Gif gif;

  g_byte_array_append (film, g_bytes_get_data (head, NULL), (guint)g_bytes_get_size (head));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (numbers); i++)
    {
      cairo_surface_t *surface = noise (numbers[i / 2], i / 3); /* some twice the same */
      g_autoptr (GBytes) frame = plume_gif_frame (surface, before, 4);

      g_byte_array_append (film, g_bytes_get_data (frame, NULL), (guint)g_bytes_get_size (frame));
      g_ptr_array_add (surfaces, surface);
      before = surface;
    }
  g_byte_array_append (film, g_bytes_get_data (end, NULL), (guint)g_bytes_get_size (end));
  gif_read (&gif, film->data, film->len);
  g_assert_cmpuint (gif.frames->len, ==, surfaces->len);
  for (guint i = 0; i < surfaces->len; i++)
    check_exact (&gif, i, g_ptr_array_index (surfaces, i));
  gif_clear (&gif);
  g_ptr_array_unref (surfaces);
}

/* Codes grow by a bit as the dictionary does, and so may the one that ends the frame. */
static void
gif_of_every_length_ends_well (void)
{
  for (int width = 1; width <= 1400; width++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, 1);
      guint32 *pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
      g_autoptr (GRand) rand = g_rand_new_with_seed (7);
      g_autoptr (GByteArray) film = g_byte_array_new ();
      g_autoptr (GBytes) head = plume_gif_begin (width, 1), end = plume_gif_end (), frame = NULL;
      Gif gif;

      for (int i = 0; i < width; i++)
        pixels[i] = 0xff000000u | (guint32)g_rand_int_range (rand, 0, 200);
      cairo_surface_mark_dirty (surface);
      frame = plume_gif_frame (surface, NULL, 4);
      for (guint i = 0; i < 3; i++)
        {
          GBytes *part = i == 0 ? head : i == 1 ? frame : end;

          g_byte_array_append (film, g_bytes_get_data (part, NULL), (guint)g_bytes_get_size (part));
        }
      gif_read (&gif, film->data, film->len);
      for (int i = 0; i < width; i++)
        g_assert_cmphex (((const guint32 *)g_ptr_array_index (gif.frames, 0))[i], ==,
                         pixels[i] & 0xffffff);
      gif_clear (&gif);
      cairo_surface_destroy (surface);
    }
}

/* A smooth ramp of 60,000 colours, with a flat ground that stays what it is. */
static void
gif_chooses_colours_well (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 200);
  guint32 *pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  g_autoptr (GByteArray) film = g_byte_array_new ();
  g_autoptr (GBytes) head = plume_gif_begin (300, 200), end = plume_gif_end (), frame = NULL;
  double worst = 0, sum = 0;
  Gif gif;

  for (guint i = 0; i < 300 * 200; i++)
    pixels[i] = i % 300 < 100
                    ? 0xfff6f5f4u
                    : 0xff000000u | (i % 300 - 100) << 16 | (i / 300) << 8 | (i % 300) / 3;
  cairo_surface_mark_dirty (surface);
  frame = plume_gif_frame (surface, NULL, 4);
  for (guint i = 0; i < 3; i++)
    {
      GBytes *part = i == 0 ? head : i == 1 ? frame : end;

      g_byte_array_append (film, g_bytes_get_data (part, NULL), (guint)g_bytes_get_size (part));
    }
  gif_read (&gif, film->data, film->len);
  for (guint i = 0; i < 300 * 200; i++)
    {
      guint32 seen = ((const guint32 *)g_ptr_array_index (gif.frames, 0))[i],
              meant = pixels[i] & 0xffffff;

      if (meant == 0xf6f5f4)
        g_assert_cmphex (seen, ==, meant);
      for (int shift = 0; shift < 24; shift += 8)
        {
          double difference = fabs ((double)(seen >> shift & 255) - (double)(meant >> shift & 255));

          worst = MAX (worst, difference);
          sum += difference;
        }
    }
  /* 40,000 colours on a plane of 200 × 200 in 255 boxes: 12.5 × 12.5, so 6.3 and 3.1 at best */
  g_assert_cmpfloat (worst, <=, 20);
  g_assert_cmpfloat (sum / (2.0 * 200 * 200), <, 4.5);
  gif_clear (&gif);
  cairo_surface_destroy (surface);
}

static void
threads_change_no_byte (Fixture *fixture, gconstpointer data)
{
  int n_threads = plume_parallel_get_threads ();
  g_autoptr (GBytes) one = NULL, four = NULL;

  plume_parallel_set_threads (1);
  one = make (fixture, &plume_film_gif, "one.gif");
  plume_parallel_set_threads (4);
  four = make (fixture, &plume_film_gif, "four.gif");
  plume_parallel_set_threads (n_threads);
  g_assert_true (g_bytes_equal (one, four));
}

static gpointer
cancel_later (gpointer task)
{
  while (plume_task_get_progress (task) < 0.3)
    g_usleep (1000);
  plume_task_cancel (task);
  return NULL;
}

static void
stopped_film_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  rod_behaviour.slow_milliseconds = 20;
  for (const PlumeFilmFormat *const *format = plume_film_formats (); *format != NULL; format++)
    {
      g_autofree char *path = in_folder (fixture, (*format)->id);
      g_autoptr (PlumeTask) task = plume_task_new ();
      g_autoptr (GError) error = NULL;
      GThread *thread;

      if (!(*format)->is_available ())
        continue;
      thread = g_thread_new ("cancel", cancel_later, task);
      g_assert_false (plume_film_render (&fixture->film, *format, path, task, &error));
      g_thread_join (thread);
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
      g_assert_cmpuint (count_files (fixture->folder), ==, 0);
    }
}

static void
refuse (Fixture *fixture, const PlumeFilmFormat *format, const char *name, int code)
{
  g_autofree char *path = in_folder (fixture, name);
  guint n_files = count_files (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (plume_film_render (&fixture->film, format, path, NULL, &error));
  g_assert_error (error, PLUME_ERROR, code);
  g_assert_cmpuint (count_files (fixture->folder), ==, n_files);
}

static void
impossible_films_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *full = in_folder (fixture, "full");
  g_autofree char *inside = in_folder (fixture, "full/something");

  fixture->film.rate = 60;
  refuse (fixture, &plume_film_gif, "film.gif", PLUME_ERROR_USAGE);
  fixture->film.rate = 25;
  fixture->film.width = 20;
  refuse (fixture, &plume_film_gif, "film.gif", PLUME_ERROR_USAGE);
  fixture->film.width = 320;
  g_assert_cmpint (g_mkdir (full, 0777), ==, 0);
  g_assert_true (g_file_set_contents (inside, "mine", 4, NULL));
  refuse (fixture, &plume_film_pictures, "full", PLUME_ERROR_DATA);
  g_assert_true (g_file_test (inside, G_FILE_TEST_EXISTS));
  refuse (fixture, &plume_film_gif, "nowhere/film.gif", PLUME_ERROR_DATA);
  plume_array_unref (fixture->film.course);
  fixture->film.course = plume_film_course (1, 1000, 5, FALSE, FALSE); /* the last is too late */
  refuse (fixture, &plume_film_gif, "film.gif", PLUME_ERROR_USAGE);
  g_assert_cmpint (rod_behaviour.begun, ==, 0);
}

static void
frame_without_picture_is_named (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "film.gif");
  g_autoptr (GError) error = NULL;
  PlumeValues *closed = plume_values_with_number (
      fixture->film.values, &PLUME_ADDRESS (plume_experiment_find_parameter (&rod, "boundary")), 1,
      NULL);

  plume_values_unref (fixture->film.values);
  fixture->film.values = closed;
  fixture->film.address = PLUME_ADDRESS (plume_experiment_find_parameter (&rod, "diffusivity"));
  plume_array_unref (fixture->film.course);
  fixture->film.course = plume_film_course (50, 150, 5, FALSE, FALSE);
  g_assert_false (plume_film_render (&fixture->film, &plume_film_gif, path, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
  g_assert_nonnull (strstr (error->message, "4"));
  g_assert_nonnull (strstr (error->message, "lower the diffusivity"));
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

/* The peak 1/√(4πDt) sinks, so the axes that hold all frames are those of the first. */
static void
steady_axes_hold_all_frames (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (&rod, 1 << 24);
  PlumeExport settings = plume_film_get_settings (&fixture->film);
  PlumeStyle style = plume_style_file (FALSE, settings.dpi);
  PlumeLimits limits[PLUME_MAX_AXES];
  double first_to = 0;

  g_assert_true (plume_film_find_limits (&fixture->film, engine, limits, NULL, NULL));
  for (guint i = 0; i < 7; i++)
    {
      g_autoptr (PlumeValues) values = NULL;
      g_autoptr (PlumeFigure) figure = draw_alone (fixture, i, &values);
      g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 720, 405, NULL, 0, NULL);
      const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);

      if (i == 0)
        first_to = plot->y_to;
      g_assert_cmpfloat (limits[0].x_from, <=, plot->x_from);
      g_assert_cmpfloat (limits[0].x_to, >=, plot->x_to);
      g_assert_cmpfloat (limits[0].y_from, <=, plot->y_from);
      g_assert_cmpfloat (limits[0].y_to, >=, plot->y_to);
      g_assert_cmpfloat (plot->y_to, <=, first_to);
    }
  g_assert_cmpfloat (limits[0].y_to, ==, first_to);
  g_assert_true (isnan (limits[1].x_from));
}

static PlumeLayout *
lay_out (const PlumeFilm *film, PlumeEngine *engine, guint number, const PlumeLimits *limits)
{
  PlumeExport settings = plume_film_get_settings (film);
  PlumeStyle style = plume_style_file (FALSE, settings.dpi);
  g_autoptr (PlumeFigure) figure = plume_film_draw (film, engine, number, NULL, NULL, NULL);

  return plume_layout_new (figure, &style, settings.width_mm / 25.4 * 72,
                           settings.height_mm / 25.4 * 72, limits,
                           limits != NULL ? PLUME_MAX_AXES : 0, NULL);
}

/* Whether frames, ends of axes and legends stand where they stood. */
static gboolean
stands_still (const PlumeLayout *before, const PlumeLayout *now)
{
  for (guint i = 0; i < now->plots->len; i++)
    {
      const PlumePlot *a = g_ptr_array_index (before->plots, i),
                      *b = g_ptr_array_index (now->plots, i);

      if (memcmp (&a->frame, &b->frame, sizeof a->frame) != 0 || a->x_from != b->x_from
          || a->x_to != b->x_to || a->y_from != b->y_from || a->y_to != b->y_to
          || a->place != b->place || a->legend->len != b->legend->len)
        return FALSE;
      for (guint k = 0; k < a->legend->len; k++)
        if (memcmp (&g_array_index (a->legend, PlumeLegendEntry, k).box,
                    &g_array_index (b->legend, PlumeLegendEntry, k).box, sizeof (PlumeRect))
            != 0)
          return FALSE;
    }
  return TRUE;
}

/* Peaks that run through a column drive its legend from one corner to the other, unless it is told
 * where to stand. */
static void
legends_stand_still (void)
{
  const PlumeExperiment *column = plume_experiments_find ("gas-chromatography");
  g_autoptr (PlumeEngine) engine = plume_engine_new (column, 1 << 28);
  g_autoptr (PlumeValues) values = plume_values_new (column);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (column, TRUE);
  g_autoptr (PlumeArray) course = plume_film_course (20, 400, 7, FALSE, FALSE);
  const PlumeFilm film = {
    .values = values,
    .inputs = inputs,
    .address = PLUME_ADDRESS (plume_experiment_find_parameter (column, "time")),
    .course = course,
    .view = (guint)plume_experiment_find_view (column, "column"),
    .width = 1280,
    .height = 720,
    .dpi = plume_film_find_dpi (1280, 720),
  };
  PlumeLimits limits[PLUME_MAX_AXES];
  guint n_free = 0, n_steady = 0;

  g_assert_true (plume_film_find_limits (&film, engine, limits, NULL, NULL));
  for (guint i = 1; i < course->length; i++)
    {
      g_autoptr (PlumeLayout) free_before = lay_out (&film, engine, i - 1, NULL);
      g_autoptr (PlumeLayout) free_now = lay_out (&film, engine, i, NULL);
      g_autoptr (PlumeLayout) before = lay_out (&film, engine, i - 1, limits);
      g_autoptr (PlumeLayout) now = lay_out (&film, engine, i, limits);

      n_free += stands_still (free_before, free_now);
      n_steady += stands_still (before, now);
    }
  g_assert_cmpuint (n_free, <, course->length - 1);
  g_assert_cmpuint (n_steady, ==, course->length - 1);
}

static void
steady_film_differs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) moving = make (fixture, &plume_film_gif, "moving.gif"), steady = NULL;

  fixture->film.steady = TRUE;
  steady = make (fixture, &plume_film_gif, "steady.gif");
  g_assert_false (g_bytes_equal (moving, steady));
}

#ifdef HAVE_GSTREAMER
static void
on_handoff (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer n_frames)
{
  (*(guint *)n_frames)++;
}

static guint
count_frames (const char *path)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch (
      "filesrc name=file ! matroskademux ! fakesink name=sink signal-handoffs=true sync=false",
      NULL);
  g_autoptr (GstElement) file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  guint n_frames = 0;

  g_object_set (file, "location", path, NULL);
  g_signal_connect (sink, "handoff", G_CALLBACK (on_handoff), &n_frames);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return n_frames;
}

static void
webm_has_all_frames (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "film.webm");
  g_autoptr (GBytes) bytes = NULL;

  if (!plume_film_webm.is_available ())
    {
      g_test_skip ("the plugins of GStreamer are not installed");
      return;
    }
  bytes = make (fixture, &plume_film_webm, "film.webm");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 4, "\x1a\x45\xdf\xa3", 4);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_assert_cmpuint (count_frames (path), ==, 7);
}
#endif

static void
names_say_the_format (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_film_format_from_name ("a.b/film.GIF", NULL) == &plume_film_gif);
  g_assert_true (plume_film_format_from_name ("film.webm", NULL) == &plume_film_webm);
  g_assert_true (plume_film_format_from_name ("film.gif/", NULL) == &plume_film_pictures);
  g_assert_null (plume_film_format_from_name ("film.mp4", &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

#define STATEMENT(path, function)                                                                  \
  g_test_add ("/film/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/film/ends-are-exact", ends_are_exact);
  g_test_add_func ("/film/text-is-as-large-in-every-film", text_is_as_large_in_every_film);
  g_test_add_func ("/film/names-say-the-format", names_say_the_format);
  g_test_add_func ("/film/gif/keeps-255-colours", gif_keeps_255_colours);
  g_test_add_func ("/film/gif/of-every-length-ends-well", gif_of_every_length_ends_well);
  g_test_add_func ("/film/gif/chooses-colours-well", gif_chooses_colours_well);
  STATEMENT ("gif/shows-the-frames", gif_shows_the_frames);
  STATEMENT ("pictures-are-those-of-run", pictures_are_those_of_run);
  STATEMENT ("threads-change-no-byte", threads_change_no_byte);
  STATEMENT ("stopped-film-leaves-nothing", stopped_film_leaves_nothing);
  STATEMENT ("impossible-films-are-refused", impossible_films_are_refused);
  STATEMENT ("frame-without-picture-is-named", frame_without_picture_is_named);
  STATEMENT ("steady-axes-hold-all-frames", steady_axes_hold_all_frames);
  g_test_add_func ("/film/legends-stand-still", legends_stand_still);
  STATEMENT ("steady-film-differs", steady_film_differs);
#ifdef HAVE_GSTREAMER
  STATEMENT ("webm-has-all-frames", webm_has_all_frames);
#endif
  return g_test_run ();
}
