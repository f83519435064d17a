/* three-frameworks-atlas-views.c: the literature as a map of counts, as flows (Sankey 1898), and as
 * a list with addresses. It only draws.
 */
#include "experiments/three-frameworks-atlas.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define NODE_WIDTH 0.05 /* levels are 1 apart */
#define GAP        0.02 /* between nodes, of the height of all works */
#define BEND       25   /* points along a flow */
#define TITLE      104  /* letters of a title that are shown */

static const TfAtlas *
read_atlas (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfAtlas *atlas = plume_reads_result (reads, "works");

  if (atlas->problem == NULL)
    return atlas;
  plume_figure_set_note (figure, atlas->problem);
  return NULL;
}

static char *
make_title (const TfAtlas *atlas)
{
  return g_strdup_printf (_ ("%u of %u works"), atlas->n_found, atlas->n_all);
}

void
tf_draw_literature (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfAtlas *atlas = read_atlas (figure, reads);
  gsize n_tasks, n_years;
  g_autoptr (PlumeArray) values = NULL;
  g_autofree const char **task_names = NULL;
  g_auto (GStrv) year_names = NULL;
  PlumeAxes *axes;
  PlumeMark *mark;

  if (atlas == NULL)
    return;
  n_tasks = atlas->n_tasks;
  n_years = (gsize)atlas->n_years;
  values = plume_array_new (n_tasks * n_years);
  task_names = g_new0 (const char *, n_tasks + 1);
  year_names = g_new0 (char *, n_years + 1);
  axes = plume_figure_add_axes (figure, "literature", NULL, 1);
  axes->title = make_title (atlas);
  for (gsize k = 0; k < n_tasks; k++)
    {
      /* the most frequent at the top */
      task_names[n_tasks - 1 - k] = atlas->tasks[k];
      for (gsize y = 0; y < n_years; y++)
        values->values[(n_tasks - 1 - k) * n_years + y] = atlas->counts[k * n_years + y];
    }
  for (gsize y = 0; y < n_years; y++)
    year_names[y] = g_strdup_printf ("%d", atlas->first + (int)y);
  plume_axis_set (&axes->x, PLUME_SCALE_CATEGORY, _ ("Year"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&axes->x, (const char *const *)year_names);
  plume_axis_set_categories (&axes->y, task_names);
  mark = plume_axes_add_image (axes, "works", n_tasks, n_years, values, -0.5, (double)n_years - 0.5,
                               -0.5, (double)n_tasks - 0.5);
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_DEFAULT, _ ("Works"));
}

/* Tops of the nodes of a level, which is as tall as the tallest and hangs in its middle */
static double *
place_nodes (const TfLevel *level, double n_works, guint most)
{
  double *tops = g_new (double, level->n), gap = GAP * n_works, top;

  top = 0.5 * gap * (double)(most - level->n);
  for (guint i = 0; i < level->n; i++)
    {
      tops[i] = top;
      top += level->totals[i] + gap;
    }
  return tops;
}

/* The hue of a category; what is not said, or not one thing, has none */
static PlumeColour
colour_of (const TfLevel *level, guint index)
{
  if (strcmp (level->names[index], _ ("not said")) == 0
      || strcmp (level->names[index], _ ("others")) == 0)
    return PLUME_COLOUR_GREY;
  return (PlumeColour)(index % PLUME_COLOUR_GREY);
}

/* All flows out of a node, as one band with gaps: level at the ends, bent between */
static void
add_flows (PlumeAxes *axes,
           guint level,
           guint node,
           const TfAtlas *atlas,
           const double *const *tops,
           double *arrived)
{
  const TfLevel *next = &atlas->levels[level + 1];
  const double *flows = atlas->flows[level] + node * next->n;
  g_autoptr (PlumeArray) x = plume_array_new (next->n * (BEND + 1));
  g_autoptr (PlumeArray) low = plume_array_new (next->n * (BEND + 1));
  g_autoptr (PlumeArray) high = plume_array_new (next->n * (BEND + 1));
  g_autofree char *id = g_strdup_printf ("flows-%u-%u", level + 1, node + 1);
  double left = 0;

  for (guint k = 0; k < next->n; k++)
    {
      double from = tops[level][node] + left, to = tops[level + 1][k] + arrived[k];

      for (guint i = 0; i <= BEND; i++)
        {
          gsize place = k * (BEND + 1) + i;
          double part = (double)i / (BEND - 1), bent = part * part * (3 - 2 * part),
                 y = i < BEND && flows[k] > 0 ? from + bent * (to - from) : NAN;

          x->values[place] = isnan (y) ? NAN : level + NODE_WIDTH + part * (1 - 2 * NODE_WIDTH);
          low->values[place] = y;
          high->values[place] = y + flows[k];
        }
      left += flows[k];
      arrived[k] += flows[k];
    }
  plume_axes_add_band (
      axes, id, NULL, x, low, high,
      (PlumeInk){ .colour = colour_of (&atlas->levels[level], node), .opacity = 0.35 });
}

/* The nodes of a level, and their names beside them */
static void
add_nodes (PlumeAxes *axes, guint level, const TfAtlas *atlas, const double *tops)
{
  const TfLevel *nodes = &atlas->levels[level];
  g_autoptr (PlumeArray) label_x = plume_array_new (nodes->n);
  g_autoptr (PlumeArray) label_y = plume_array_new (nodes->n);
  g_auto (GStrv) labels = g_new0 (char *, nodes->n + 1);
  g_autofree char *names_id = g_strdup_printf ("names-%u", level + 1);

  for (guint i = 0; i < nodes->n; i++)
    {
      g_autoptr (PlumeArray) x = plume_array_new_linear (level - NODE_WIDTH, level + NODE_WIDTH, 2);
      g_autoptr (PlumeArray) low = plume_array_new_linear (tops[i], tops[i], 2);
      double bottom = tops[i] + nodes->totals[i];
      g_autoptr (PlumeArray) high = plume_array_new_linear (bottom, bottom, 2);
      g_autofree char *id = g_strdup_printf ("node-%u-%u", level + 1, i + 1);
      g_autofree char *name = g_markup_escape_text (nodes->names[i], -1);

      plume_axes_add_band (axes, id, NULL, x, low, high,
                           (PlumeInk){ .colour = colour_of (nodes, i), .opacity = 1 });
      label_x->values[i] = level + (level == 0 ? -1.4 : 1.4) * NODE_WIDTH;
      label_y->values[i] = tops[i] + 0.5 * nodes->totals[i];
      labels[i] = g_strdup_printf ("%s  %.3g", name, nodes->totals[i]);
    }
  plume_axes_add_texts (axes, names_id, label_x, label_y, labels, level == 0 ? 1 : -1, 0,
                        (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
}

void
tf_draw_flows (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfAtlas *atlas = read_atlas (figure, reads);
  double *tops[TF_N_LEVELS];
  double n_works;
  guint most = 0;
  PlumeAxes *axes;

  if (atlas == NULL)
    return;
  n_works = atlas->n_found;
  for (guint i = 0; i < TF_N_LEVELS; i++)
    most = MAX (most, atlas->levels[i].n);
  for (guint i = 0; i < TF_N_LEVELS; i++)
    tops[i] = place_nodes (&atlas->levels[i], n_works, most);
  axes = plume_figure_add_axes (figure, "flows", NULL, 1);
  axes->title =
      g_strdup_printf (_ ("%u works, from framework to task to modality"), atlas->n_found);
  axes->x.hidden = axes->y.hidden = TRUE;
  axes->y.reversed = TRUE;
  axes->no_legend = TRUE;
  plume_axis_set_limits (&axes->x, -0.55, TF_N_LEVELS - 1 + 0.45);
  plume_axis_set_limits (&axes->y, -0.02 * n_works, n_works * (1.02 + GAP * (most - 1)));
  for (guint level = 0; level + 1 < TF_N_LEVELS; level++)
    {
      g_autofree double *arrived = g_new0 (double, atlas->levels[level + 1].n);

      for (guint node = 0; node < atlas->levels[level].n; node++)
        add_flows (axes, level, node, atlas, (const double *const *)tops, arrived);
    }
  for (guint level = 0; level < TF_N_LEVELS; level++)
    add_nodes (axes, level, atlas, tops[level]);
  for (guint i = 0; i < TF_N_LEVELS; i++)
    g_free (tops[i]);
}

/* As much of a text as has room, at the end of a word where there is one near */
static char *
shorten (const char *text, glong letters)
{
  g_autofree char *part = NULL;
  char *blank;

  if (g_utf8_strlen (text, -1) <= letters)
    return g_markup_escape_text (text, -1);
  part = g_utf8_substring (text, 0, letters - 1);
  blank = strrchr (part, ' ');
  if (blank != NULL && strlen (blank) < 12)
    *blank = '\0';
  return g_markup_printf_escaped ("%s…", part);
}

void
tf_draw_works (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfAtlas *atlas = read_atlas (figure, reads);
  g_autoptr (PlumeArray) x = NULL;
  g_autoptr (PlumeArray) upper = NULL;
  g_autoptr (PlumeArray) lower = NULL;
  g_auto (GStrv) titles = NULL;
  g_auto (GStrv) places = NULL;
  PlumeAxes *axes;
  guint n;

  if (atlas == NULL)
    return;
  n = g_strv_length (atlas->titles);
  x = plume_array_new (n);
  upper = plume_array_new (n);
  lower = plume_array_new (n);
  titles = g_new0 (char *, n + 1);
  places = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      upper->values[i] = i;
      lower->values[i] = i + 0.43;
      titles[i] = shorten (atlas->titles[i], TITLE);
      places[i] = shorten (atlas->places[i], TITLE + 12);
    }
  axes = plume_figure_add_axes (figure, "works", NULL, 1);
  axes->title = g_strdup_printf (_ ("The newest %u of %u works"), n, atlas->n_found);
  axes->x.hidden = axes->y.hidden = TRUE;
  axes->y.reversed = TRUE;
  axes->no_legend = TRUE;
  plume_axis_set_limits (&axes->x, 0, 1);
  plume_axis_set_limits (&axes->y, -0.5, MAX (n, TF_MOST_WORKS) - 0.2);
  plume_axes_add_texts (axes, "titles", x, upper, titles, -1, 0,
                        (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
  plume_axes_add_texts (axes, "places", x, lower, places, -1, 0,
                        (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
}
