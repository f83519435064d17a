/* plume-film-limits.h: limits that hold all frames of a film. Private to the lab. */
#pragma once

#include "lab/plume-film.h"

G_BEGIN_DECLS

PlumeFigure *plume_film_draw (const PlumeFilm *film,
                              PlumeEngine *engine,
                              guint number,
                              char **recipe,
                              PlumeTask *task,
                              GError **error);
/* Fills PLUME_MAX_AXES limits. */
gboolean plume_film_find_limits (const PlumeFilm *film,
                                 PlumeEngine *engine,
                                 PlumeLimits *limits,
                                 PlumeTask *task,
                                 GError **error);

G_END_DECLS
