/* plume-film.h: a view while one parameter moves, as a film.
 *
 * Values are computed one after the other by one engine, and painted behind it by all cores; the
 * pixels are those of a PNG of the same size. It knows no window and no format by name.
 */
#pragma once

#include "figure/plume-film-format.h"
#include "lab/plume-study.h"

G_BEGIN_DECLS

/**
 * PlumeFilm:
 * @address: a number or an integer that moves
 * @course: its value in every frame
 * @views: (nullable): by view: limits and hidden marks
 * @selection: (nullable): what is chosen
 * @steady: whether axes that nobody has limited keep the same limits, which hold all frames, and
 * legends their places
 * @dpi: pixels an inch; see plume_film_find_dpi()
 */
typedef struct
{
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumeAddress address;
  PlumeArray *course;
  guint view;
  const PlumeViewState *views;
  PlumeSelection *selection;
  int width, height;
  double rate;
  double dpi;
  gboolean dark;
  gboolean steady;
} PlumeFilm;

PlumeArray *plume_film_course (
    double from, double to, guint n_frames, gboolean logarithmic, gboolean there_and_back);
double plume_film_find_dpi (int width, int height);
PlumeExport plume_film_get_settings (const PlumeFilm *film);
gboolean plume_film_render (const PlumeFilm *film,
                            const PlumeFilmFormat *format,
                            const char *path,
                            PlumeTask *task,
                            GError **error);

G_END_DECLS
