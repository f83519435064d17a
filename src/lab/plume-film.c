/* plume-film.c: the making of a film.
 *
 * The calling thread computes the figures in their order and hands each to a pool of painters, a
 * few frames ahead of the oldest that is not written yet; what is painted and encoded it writes, in
 * order again. So the bytes do not depend on the number of threads, and memory holds a few frames
 * however long the film is.
 */
#include "lab/plume-film.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "figure/plume-export-private.h"
#include "lab/plume-film-limits.h"
#include "lab/plume-recipe.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MEMO_BYTES   ((gsize)1 << 28)
#define SLIDE_INCHES 5.625 /* the short side of a slide, on which text has its size on paper */

/**
 * Frame: a picture on its way into the film.
 * @before: (nullable): the frame before it, until this one is encoded
 * @surface: its pixels once it is painted, unless there is an error
 */
typedef struct _Frame Frame;
struct _Frame
{
  gatomicrefcount references;
  guint number;
  PlumeFigure *figure;
  char *recipe;
  Frame *before;
  gboolean painted, done; /* under the mutex */
  cairo_surface_t *surface;
  GBytes *bytes;
  GError *error;
};

typedef struct
{
  const PlumeFilm *film;
  const PlumeFilmFormat *format;
  PlumeFilmShape shape;
  const PlumeLimits *limits; /* nullable */
  GMutex mutex;
  GCond changed;
  GThreadPool *painters;
  GQueue frames; /* those that are begun and not written, oldest first */
  Frame *newest; /* nullable */
  gpointer writer;
} Shooting;

/**
 * plume_film_course:
 * @from: value of the first frame
 * @to: value of the last one, or of the turning point
 * @n_frames: at least 1
 * @logarithmic: whether frames are factors apart; both ends positive
 * @there_and_back: whether the film ends where it began, so that it can begin again without a jump
 *
 * Returns: (transfer full): @n_frames values; the ends are exact
 */
PlumeArray *
plume_film_course (
    double from, double to, guint n_frames, gboolean logarithmic, gboolean there_and_back)
{
  PlumeArray *course = plume_array_new (n_frames);
  double n_steps = there_and_back ? n_frames / 2 : n_frames - 1.0;

  for (guint i = 0; i < n_frames; i++)
    {
      double step = there_and_back ? MIN (i, n_frames - i) : i;
      double share = n_steps > 0 ? MIN (step / n_steps, 1) : 0;

      course->values[i] = share <= 0    ? from
                          : share >= 1  ? to
                          : logarithmic ? from * pow (to / from, share)
                                        : from + share * (to - from);
    }
  return course;
}

/**
 * plume_film_find_dpi:
 * @width: pixels
 * @height: pixels
 *
 * Returns: pixels an inch at which the short side is that of a slide of 10 × 5.625 inches, so that
 * text is as large in every film, whatever its size: 192 at 1920 × 1080
 */
double
plume_film_find_dpi (int width, int height)
{
  return MIN (width, height) / SLIDE_INCHES;
}

/**
 * plume_film_get_settings:
 *
 * Returns: the settings of a picture that has the pixels of a frame
 */
PlumeExport
plume_film_get_settings (const PlumeFilm *film)
{
  return (PlumeExport){
    .format = PLUME_EXPORT_PNG,
    .width_mm = film->width * 25.4 / film->dpi,
    .height_mm = film->height * 25.4 / film->dpi,
    .dpi = film->dpi,
    .dark = film->dark,
    .selection = film->selection,
  };
}

static void
frame_unref (Frame *frame)
{
  if (frame == NULL || !g_atomic_ref_count_dec (&frame->references))
    return;
  frame_unref (frame->before);
  plume_figure_unref (frame->figure);
  g_clear_pointer (&frame->surface, cairo_surface_destroy);
  g_clear_pointer (&frame->bytes, g_bytes_unref);
  g_clear_error (&frame->error);
  g_free (frame->recipe);
  g_free (frame);
}

static void
paint (Frame *frame, const Shooting *shooting)
{
  const PlumeFilm *film = shooting->film;
  const PlumeViewState *state = film->views != NULL ? &film->views[film->view] : NULL;
  PlumeExport settings = plume_film_get_settings (film);
  const PlumeLimits *limits = shooting->limits;

  if (limits == NULL && state != NULL)
    limits = state->limits;
  frame->surface = plume_export_figure_to_surface (
      frame->figure, limits, limits != NULL ? PLUME_MAX_AXES : 0,
      state != NULL ? (const char *const *)state->hidden_marks : NULL, &settings, &frame->error);
}

static void
encode (Frame *frame, const Shooting *shooting)
{
  PlumeExport settings = plume_film_get_settings (shooting->film);
  g_autofree char *title = plume_export_plain_title (frame->figure);
  g_autofree char *description = NULL;
  PlumeFilmFrame picture = {
    .number = frame->number,
    .surface = frame->surface,
    .before = frame->before != NULL ? frame->before->surface : NULL,
    .shape = &shooting->shape,
    .title = title,
    .settings = &settings,
  };

  if (shooting->format->keeps_recipes)
    {
      description = plume_figure_describe (frame->figure);
      settings.recipe = frame->recipe;
      settings.description = description;
    }
  frame->bytes = shooting->format->encode (&picture, &frame->error);
}

/* A painter's work. Frames are begun in their order, so the one before is painted or being painted
 * by somebody who waits for nothing. */
static void
make_frame (gpointer data, gpointer user_data)
{
  Frame *frame = data;
  Shooting *shooting = user_data;

  plume_parallel_set_threads (1); /* each core has a frame of its own */
  paint (frame, shooting);
  g_mutex_lock (&shooting->mutex);
  frame->painted = TRUE;
  g_cond_broadcast (&shooting->changed);
  while (frame->before != NULL && !frame->before->painted)
    g_cond_wait (&shooting->changed, &shooting->mutex);
  g_mutex_unlock (&shooting->mutex);
  if (frame->surface != NULL)
    encode (frame, shooting);
  g_clear_pointer (&frame->before, frame_unref);
  g_mutex_lock (&shooting->mutex);
  frame->done = TRUE;
  g_cond_broadcast (&shooting->changed);
  g_mutex_unlock (&shooting->mutex);
}

static PlumeValues *
values_of_frame (const PlumeFilm *film, guint number, GError **error)
{
  const PlumeParameter *parameter =
      plume_address_get_parameter (film->values->experiment, &film->address);
  double value = film->course->values[number];

  return plume_values_with_number (film->values, &film->address,
                                   parameter->kind == PLUME_KIND_INTEGER ? round (value) : value,
                                   error);
}

/* Before the first frame, not after the hundredth. */
static gboolean
check_course (const PlumeFilm *film, GError **error)
{
  for (guint i = 0; i < film->course->length; i++)
    {
      g_autoptr (PlumeValues) values = values_of_frame (film, i, error);

      if (values == NULL)
        return FALSE;
    }
  return TRUE;
}

/**
 * plume_film_draw:
 * @number: of the frame
 *
 * Returns: (transfer full) (nullable): the frame's figure; private to the making of films
 */
PlumeFigure *
plume_film_draw (const PlumeFilm *film,
                 PlumeEngine *engine,
                 guint number,
                 char **recipe,
                 PlumeTask *task,
                 GError **error)
{
  g_autoptr (PlumeValues) values = values_of_frame (film, number, error);
  g_autofree gboolean *views = g_new0 (gboolean, film->values->experiment->n_views + 1);
  g_autoptr (PlumePublication) publication = NULL;
  PlumeWish wish = { .values = values, .inputs = film->inputs, .views = views };

  if (values == NULL)
    return NULL;
  views[film->view] = TRUE;
  publication = plume_engine_evaluate (engine, &wish, task, error);
  if (publication == NULL)
    return NULL;
  if (recipe != NULL)
    *recipe = plume_recipe_to_text (values, film->inputs, film->views, film->selection);
  if (publication->figures[film->view] != NULL)
    return plume_figure_ref (publication->figures[film->view]);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE, _ ("Frame %u of %zu has no picture: %s"),
               number + 1, film->course->length, publication->errors[film->view]->message);
  return NULL;
}

static gboolean
begin_frame (Shooting *shooting, PlumeEngine *engine, guint number, PlumeTask *task, GError **error)
{
  Frame *frame = g_new0 (Frame, 1);

  g_atomic_ref_count_init (&frame->references);
  frame->number = number;
  frame->figure =
      plume_film_draw (shooting->film, engine, number,
                       shooting->format->keeps_recipes ? &frame->recipe : NULL, task, error);
  if (frame->figure == NULL)
    {
      frame_unref (frame);
      return FALSE;
    }
  if (shooting->format->compares && shooting->newest != NULL)
    {
      g_atomic_ref_count_inc (&shooting->newest->references);
      frame->before = shooting->newest;
    }
  frame_unref (shooting->newest);
  g_atomic_ref_count_inc (&frame->references);
  shooting->newest = frame;
  g_queue_push_tail (&shooting->frames, frame);
  g_thread_pool_push (shooting->painters, frame, NULL);
  return TRUE;
}

static gboolean
write_oldest (Shooting *shooting, GError **error)
{
  Frame *frame = g_queue_pop_head (&shooting->frames);
  gboolean written = FALSE;

  g_mutex_lock (&shooting->mutex);
  while (!frame->done)
    g_cond_wait (&shooting->changed, &shooting->mutex);
  g_mutex_unlock (&shooting->mutex);
  if (frame->bytes != NULL)
    written = shooting->format->write (shooting->writer, frame->bytes, error);
  else
    g_propagate_error (error, g_steal_pointer (&frame->error));
  g_clear_pointer (&frame->bytes, g_bytes_unref);
  frame_unref (frame);
  return written;
}

static gboolean
shoot (Shooting *shooting, PlumeEngine *engine, PlumeTask *task, GError **error)
{
  guint n_frames = shooting->shape.n_frames;
  guint ahead = 2 * (guint)g_thread_pool_get_max_threads (shooting->painters) + 1;

  for (guint i = 0; i < n_frames; i++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)i / n_frames, (i + 1.0) / n_frames);

      if (!plume_task_check (task, error) || !begin_frame (shooting, engine, i, part, error))
        return FALSE;
      plume_task_set_progress (part, 1);
      if (shooting->frames.length >= ahead && !write_oldest (shooting, error))
        return FALSE;
    }
  while (shooting->frames.length > 0)
    if (!plume_task_check (task, error) || !write_oldest (shooting, error))
      return FALSE;
  return TRUE;
}

/* Painters that have begun come to their end; what they made goes with the rest. */
static void
end_shooting (Shooting *shooting)
{
  g_thread_pool_free (shooting->painters, TRUE, TRUE);
  frame_unref (shooting->newest);
  g_queue_clear_full (&shooting->frames, (GDestroyNotify)frame_unref);
  g_mutex_clear (&shooting->mutex);
  g_cond_clear (&shooting->changed);
}

static gboolean
render (Shooting *shooting, PlumeEngine *engine, const char *path, PlumeTask *task, GError **error)
{
  gboolean done;

  shooting->writer = shooting->format->open (path, &shooting->shape, error);
  if (shooting->writer == NULL)
    return FALSE;
  g_mutex_init (&shooting->mutex);
  g_cond_init (&shooting->changed);
  shooting->painters =
      g_thread_pool_new (make_frame, shooting, plume_parallel_get_threads (), TRUE, NULL);
  done = shoot (shooting, engine, task, error);
  end_shooting (shooting);
  if (done)
    done = plume_task_check (task, error) && shooting->format->finish (shooting->writer, error);
  shooting->format->free (shooting->writer);
  return done;
}

/**
 * plume_film_render:
 * @film: what is filmed
 * @format: as what
 * @path: where to: a file that is replaced, or a folder that is new or empty
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_DATA where it cannot be written, %PLUME_ERROR_COMPUTE
 * where a frame has no picture, %PLUME_ERROR_CANCELLED
 *
 * Returns: whether the film is there, whole; if not, nothing of it is
 */
gboolean
plume_film_render (const PlumeFilm *film,
                   const PlumeFilmFormat *format,
                   const char *path,
                   PlumeTask *task,
                   GError **error)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (film->values->experiment, MEMO_BYTES);
  g_autoptr (PlumeTask) looking = plume_task_new_part (task, 0, film->steady ? 0.5 : 0);
  g_autoptr (PlumeTask) shooting_task = plume_task_new_part (task, film->steady ? 0.5 : 0, 1);
  PlumeLimits limits[PLUME_MAX_AXES];
  Shooting shooting = {
    .film = film,
    .format = format,
    .shape = { film->width, film->height, film->rate, (guint)film->course->length },
    .frames = G_QUEUE_INIT,
  };

  if (!plume_film_format_check (format, &shooting.shape, error) || !check_course (film, error))
    return FALSE;
  if (film->steady)
    {
      if (!plume_film_find_limits (film, engine, limits, looking, error))
        return FALSE;
      shooting.limits = limits;
    }
  return render (&shooting, engine, path, shooting_task, error);
}
