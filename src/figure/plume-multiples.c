/* plume-multiples.c: figures side by side on common limits.
 *
 * A figure with several axes keeps them below each other in its column. Axes at the same place of
 * their figures move together, so only the outer ones are labelled.
 */
#include "figure/plume-multiples.h"

#include "figure/plume-ghost.h"

#include <math.h>

#define FIRST_LINK 1000 /* beyond those of figures, for axes that are alone in theirs */

static void
unite (double *from, double *to, double other_from, double other_to)
{
  if (!isfinite (other_from) || !isfinite (other_to))
    return;
  if (isnan (*from) || (other_from <= other_to ? other_from < *from : other_from > *from))
    *from = other_from;
  if (isnan (*to) || (other_from <= other_to ? other_to > *to : other_to < *to))
    *to = other_to;
}

/**
 * plume_limits_unite:
 * @limits: (array length=n_limits): by axes; what they hold grows
 * @layout: a figure of the same view, with limits of its own
 */
void
plume_limits_unite (PlumeLimits *limits, guint n_limits, const PlumeLayout *layout)
{
  for (guint i = 0; i < MIN (n_limits, layout->plots->len); i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      if (plot->space != NULL)
        continue;
      if (plot->axes->x.scale != PLUME_SCALE_CATEGORY)
        unite (&limits[i].x_from, &limits[i].x_to, plot->x_from, plot->x_to);
      if (plot->axes->y.scale != PLUME_SCALE_CATEGORY)
        unite (&limits[i].y_from, &limits[i].y_to, plot->y_from, plot->y_to);
    }
}

static void
set_limits (PlumeAxes *axes, const PlumeLimits *limits)
{
  if (isfinite (limits->x_from) && isfinite (limits->x_to))
    plume_axis_set_limits (&axes->x, limits->x_from, limits->x_to);
  if (isfinite (limits->y_from) && isfinite (limits->y_to))
    plume_axis_set_limits (&axes->y, limits->y_from, limits->y_to);
}

/* What moved together in one figure moves together in all of them. */
static void
link_with_others (PlumeAxes *axes, int link)
{
  if (axes->in_space)
    return;
  if (axes->link_x == 0)
    axes->link_x = link;
  if (axes->link_y == 0)
    axes->link_y = link;
}

/* Room where a figure, or one of its axes, is not there. */
static void
add_nothing (PlumeFigure *multiples, const char *id, const char *title)
{
  PlumeAxes *axes = plume_figure_add_axes (multiples, id, title, 1);

  plume_axis_set_limits (&axes->x, 0, 1);
  plume_axis_set_limits (&axes->y, 0, 1);
  axes->x.hidden = axes->y.hidden = TRUE;
}

static guint
count_axes (PlumeFigure *const *figures, guint n_figures)
{
  guint most = 1;

  for (guint i = 0; i < n_figures; i++)
    if (figures[i] != NULL)
      most = MAX (most, figures[i]->axes->len);
  return most;
}

/**
 * plume_figure_new_multiples:
 * @id: of the new figure
 * @figures: (array length=n_figures): of one view; %NULL leaves a place free
 * @titles: (array length=n_figures): translated, may hold Pango markup
 * @n_columns: how many stand side by side
 * @limits: (array length=n_limits): of the axes of each figure, see plume_limits_unite()
 *
 * Returns: (transfer full): one figure of them all, which shares their columns
 */
PlumeFigure *
plume_figure_new_multiples (const char *id,
                            PlumeFigure *const *figures,
                            guint n_figures,
                            const char *const *titles,
                            guint n_columns,
                            const PlumeLimits *limits,
                            guint n_limits)
{
  PlumeFigure *multiples = plume_figure_new (id, NULL);
  guint n_axes = count_axes (figures, n_figures);
  gboolean has_legend = FALSE;

  plume_figure_set_columns (multiples, n_columns);
  for (guint row = 0; row * n_columns < n_figures; row++)
    for (guint i = 0; i < n_axes; i++)
      for (guint column = 0; column < n_columns && row * n_columns + column < n_figures; column++)
        {
          guint place = row * n_columns + column;
          PlumeFigure *figure = figures[place];
          const char *title = i == 0 ? titles[place] : NULL;
          PlumeAxes *axes;

          g_autofree char *name = g_strdup_printf ("run-%u-%u", place + 1, i + 1);

          if (figure == NULL || figure->note != NULL || i >= figure->axes->len)
            {
              add_nothing (multiples, name, title);
              continue;
            }
          axes = plume_figure_add_axes_copy (multiples, g_ptr_array_index (figure->axes, i), name,
                                             title);
          if (i < n_limits)
            set_limits (axes, &limits[i]);
          link_with_others (axes, FIRST_LINK + (int)i);
          axes->no_legend |= has_legend && place > 0;
          has_legend |= place == 0;
        }
  return multiples;
}
