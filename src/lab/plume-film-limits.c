/* plume-film-limits.c: where the axes of a film end when they are not to move: at the ends of all
 * their frames together, as each frame would have chosen them. A legend stands where most frames
 * would have it; where no frame has one, names stay at their lines. */
#include "lab/plume-film-limits.h"

#include <math.h>

#define MOST_LOOKED_AT 25 /* frames by which the place of a legend is found */

typedef guint Votes[PLUME_MAX_AXES][PLUME_N_LEGEND_PLACES];

/* Widens from…to, which may be reversed, so that it holds the others; NaN holds nothing yet. */
static void
widen (double *from, double *to, double other_from, double other_to)
{
  gboolean reversed = other_from > other_to;

  *from = reversed ? fmax (*from, other_from) : fmin (*from, other_from);
  *to = reversed ? fmin (*to, other_to) : fmax (*to, other_to);
}

static gboolean
is_free (const PlumeAxis *axis)
{
  return axis->from == axis->to && axis->scale != PLUME_SCALE_CATEGORY;
}

static void
widen_by_plot (PlumeLimits *limits, const PlumePlot *plot)
{
  if (is_free (&plot->axes->x))
    widen (&limits->x_from, &limits->x_to, plot->x_from, plot->x_to);
  if (is_free (&plot->axes->y))
    widen (&limits->y_from, &limits->y_to, plot->y_from, plot->y_to);
  if (plot->space != NULL && is_free (&plot->axes->z))
    widen (&limits->z_from, &limits->z_to, plot->space->z_from, plot->space->z_to);
}

/* What a person has set stays. */
static void
keep_set (PlumeLimits *limits, const PlumeLimits *set)
{
  double *const found[] = { &limits->x_from, &limits->x_to,   &limits->y_from,
                            &limits->y_to,   &limits->z_from, &limits->z_to };
  const double values[] = {
    set->x_from, set->x_to, set->y_from, set->y_to, set->z_from, set->z_to
  };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    if (isfinite (values[i]))
      *found[i] = values[i];
  limits->camera = set->camera;
}

static PlumeLayout *
lay_out (const PlumeFilm *film, PlumeFigure *figure, const PlumeLimits *limits)
{
  PlumeExport settings = plume_film_get_settings (film);
  PlumeStyle style = plume_style_file (settings.dark, settings.dpi);
  const PlumeViewState *state = film->views != NULL ? &film->views[film->view] : NULL;

  return plume_layout_new (figure, &style, settings.width_mm / 25.4 * 72,
                           settings.height_mm / 25.4 * 72, limits,
                           limits != NULL ? PLUME_MAX_AXES : 0,
                           state != NULL ? (const char *const *)state->hidden_marks : NULL);
}

static void
look_at (const PlumeFilm *film, PlumeFigure *figure, PlumeLimits *limits)
{
  g_autoptr (PlumeLayout) layout =
      lay_out (film, figure, film->views != NULL ? film->views[film->view].limits : NULL);

  for (guint i = 0; i < MIN (layout->plots->len, PLUME_MAX_AXES); i++)
    widen_by_plot (&limits[i], g_ptr_array_index (layout->plots, i));
}

static gboolean
widen_by_frames (const PlumeFilm *film,
                 PlumeEngine *engine,
                 PlumeLimits *limits,
                 PlumeTask *task,
                 GError **error)
{
  guint n_frames = (guint)film->course->length;

  for (guint i = 0; i < n_frames; i++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)i / n_frames, (i + 1.0) / n_frames);
      g_autoptr (PlumeFigure) figure = NULL;

      if (!plume_task_check (task, error))
        return FALSE;
      figure = plume_film_draw (film, engine, i, NULL, part, error);
      if (figure == NULL)
        return FALSE;
      look_at (film, figure, limits);
      plume_task_set_progress (part, 1);
    }
  return TRUE;
}

static void
vote (const PlumeFilm *film, PlumeFigure *figure, const PlumeLimits *limits, Votes votes)
{
  g_autoptr (PlumeLayout) layout = lay_out (film, figure, limits);

  for (guint i = 0; i < MIN (layout->plots->len, PLUME_MAX_AXES); i++)
    votes[i][((const PlumePlot *)g_ptr_array_index (layout->plots, i))->place]++;
}

/* The limits are those of the whole film. */
static gboolean
place_legends (const PlumeFilm *film,
               PlumeEngine *engine,
               PlumeLimits *limits,
               PlumeTask *task,
               GError **error)
{
  guint n_frames = (guint)film->course->length;
  Votes votes = { 0 };

  for (guint i = 0; i < n_frames; i += 1 + (n_frames - 1) / MOST_LOOKED_AT)
    {
      g_autoptr (PlumeFigure) figure = NULL;

      if (!plume_task_check (task, error))
        return FALSE;
      figure = plume_film_draw (film, engine, i, NULL, NULL, error);
      if (figure == NULL)
        return FALSE;
      vote (film, figure, limits, votes);
    }
  for (guint i = 0; i < PLUME_MAX_AXES; i++)
    for (guint place = PLUME_LEGEND_FREE + 1; place < PLUME_N_LEGEND_PLACES; place++)
      if (votes[i][place]
          > (limits[i].legend == PLUME_LEGEND_FREE ? 0 : votes[i][limits[i].legend]))
        limits[i].legend = place;
  return TRUE;
}

/**
 * plume_film_find_limits:
 * @film: a film
 * @engine: computes its figures, and remembers them for the film itself
 * @limits: (out) (array fixed-size=16): limits of the axes of every frame, and the places of their
 * legends
 * @task: (nullable): cancels
 * @error: why a frame has no figure
 */
gboolean
plume_film_find_limits (const PlumeFilm *film,
                        PlumeEngine *engine,
                        PlumeLimits *limits,
                        PlumeTask *task,
                        GError **error)
{
  for (guint i = 0; i < PLUME_MAX_AXES; i++)
    limits[i] = PLUME_LIMITS_NONE;
  if (!widen_by_frames (film, engine, limits, task, error))
    return FALSE;
  for (guint i = 0; film->views != NULL && i < PLUME_MAX_AXES; i++)
    keep_set (&limits[i], &film->views[film->view].limits[i]);
  return place_legends (film, engine, limits, task, error);
}
