/* heat-geodesic-embedding-views.c: the picture, heat on it, the data as they lie in space, and two
 * methods with a curtain between them. It only draws.
 */
#include "experiments/heat-geodesic-embedding.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FEW 2000 /* points up to which each is drawn large */

#define DECADES   12.0 /* of heat that are told apart */
#define MOST_SEEN 12   /* categories that a legend beside a small picture can hold */

static double
point_size (gsize n)
{
  return n <= FEW ? 1 : n <= 10 * FEW ? 0.6 : 0.4;
}

/* One number or category a point onto a mark that has the same points. */
static void
colour_mark (PlumeMark *mark, const HgColouring *colouring, const char *title)
{
  if (colouring->codes != NULL)
    plume_mark_set_categories (mark, colouring->codes, (const char *const *)colouring->names);
  else if (colouring->values != NULL)
    plume_mark_set_values (mark, colouring->values, colouring->map, title);
}

/* The points of a picture, in the plane or in space. */
static PlumeMark *
add_picture (PlumeAxes *axes, const char *id, const PlumePoints *places, double factor)
{
  g_autoptr (PlumeArray) x = plume_points_get_coordinate (places, 0);
  g_autoptr (PlumeArray) y = plume_points_get_coordinate (places, 1);
  PlumeInk ink = { .colour = PLUME_COLOUR_BLUE, .size = factor * point_size (places->n) };

  if (places->p > 2)
    {
      g_autoptr (PlumeArray) z = plume_points_get_coordinate (places, 2);

      plume_axes_set_space (axes, -60, 20);
      return plume_axes_add_points_in_space (axes, id, NULL, x, y, z, ink);
    }
  if (places->n >= HG_MANY)
    return plume_axes_add_density (axes, id, NULL, x, y, ink);
  return plume_axes_add_points (axes, id, NULL, x, y, ink);
}

static void
dress_axes (PlumeAxes *axes, const HgPicture *picture)
{
  gboolean is_metric = picture->unit != 0;

  axes->equal_aspect = TRUE;
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, is_metric ? _ ("First dimension") : NULL, NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, is_metric ? _ ("Second dimension") : NULL, NULL);
  if (picture->places != NULL && picture->places->p > 2)
    plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, is_metric ? _ ("Third dimension") : NULL, NULL);
  axes->x.hidden = axes->y.hidden = axes->z.hidden = !is_metric;
}

static void
draw_picture (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgColouring *colouring = plume_reads_result (reads, "colouring");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  const HgStress *stress = plume_reads_result (reads, "stress");
  PlumeAxes *axes;
  PlumeMark *mark;

  if (picture->places == NULL)
    {
      plume_figure_set_note (figure, picture->sentence);
      return;
    }
  axes = plume_figure_add_axes (figure, "picture", NULL, 1);
  dress_axes (axes, picture);
  mark = add_picture (axes, "points", picture->places, 1);
  if (stress->values != NULL)
    plume_mark_set_values (mark, stress->values, PLUME_COLOUR_MAP_MAGMA, _ ("Local stress"));
  else
    colour_mark (mark, colouring, colouring->title);
  plume_mark_set_items (mark, graph->items);
}

/* A click chooses from where heat spreads. */
static void
pick_source (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes)
{
  g_autofree char *text = g_strdup_printf ("%zu", pick->item + 1);

  if (pick->item != G_MAXSIZE)
    plume_changes_set_text (changes, text, "source");
}

static void
draw_heat (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgWarmth *warmth = plume_reads_result (reads, "warmth");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  PlumeAxes *axes;
  PlumeMark *mark;
  HgColouring colouring = { .values = warmth->decades, .map = PLUME_COLOUR_MAP_MAGMA };

  if (picture->places == NULL || warmth->sentence != NULL)
    {
      plume_figure_set_note (figure,
                             picture->places == NULL ? picture->sentence : warmth->sentence);
      return;
    }
  axes = plume_figure_add_axes (figure, "heat", NULL, 1);
  dress_axes (axes, picture);
  mark = add_picture (axes, "points", picture->places, 1);
  colour_mark (mark, &colouring, _ ("Heat log<sub>10</sub> <i>H</i><sub>t</sub>"));
  plume_mark_set_value_range (mark, warmth->greatest - DECADES, warmth->greatest);
  plume_mark_set_items (mark, graph->items);
  if (picture->places->p == 2)
    {
      g_autoptr (PlumeArray) x = plume_array_new (warmth->n_sources);
      g_autoptr (PlumeArray) y = plume_array_new (warmth->n_sources);

      for (gsize i = 0; i < warmth->n_sources; i++)
        {
          x->values[i] = picture->places->values[2 * warmth->sources[i]];
          y->values[i] = picture->places->values[2 * warmth->sources[i] + 1];
        }
      plume_axes_add_points (
          axes, "sources", NULL, x, y,
          (PlumeInk){
              .colour = PLUME_COLOUR_TEXT, .marker = PLUME_MARKER_RING, .size = 3, .opacity = 1 });
    }
}

static void
draw_original (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgColouring *colouring = plume_reads_result (reads, "colouring");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  g_autoptr (PlumePoints) seen = hg_data_in_space (data, graph);
  PlumeAxes *axes;
  PlumeMark *mark;

  if (seen == NULL)
    {
      plume_figure_set_note (figure, _ ("The data have fewer than two columns to be shown."));
      return;
    }
  axes = plume_figure_add_axes (figure, "original", NULL, 1);
  axes->equal_aspect = data->shape != NULL;
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, data->axis_titles[0], NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, data->axis_titles[1], NULL);
  mark = add_picture (axes, "points", seen, 0.8);
  if (seen->p > 2)
    plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, data->axis_titles[2], NULL);
  colour_mark (mark, colouring, NULL);
  axes->no_legend = TRUE;
  plume_mark_set_items (mark, graph->items);
}

/* Root of the mean square of all places, about their mean. */
static double
spread (const PlumePoints *places)
{
  double sum = 0;

  for (gsize c = 0; c < 2; c++)
    {
      double mean = 0;

      for (gsize i = 0; i < places->n; i++)
        mean += places->values[i * places->p + c];
      mean /= (double)places->n;
      for (gsize i = 0; i < places->n; i++)
        sum += pow (places->values[i * places->p + c] - mean, 2);
    }
  return sqrt (sum / (double)places->n);
}

/* The points of one side of the curtain, at the scale of both. */
static void
add_side (PlumeAxes *axes,
          const char *id,
          const HgPicture *picture,
          const HgColouring *colouring,
          const HgGraph *graph,
          double curtain,
          gboolean left)
{
  const PlumePoints *places = picture->places;
  double scale = 1 / spread (places);
  gsize n = 0;
  g_autofree guint32 *chosen = g_new (guint32, places->n);

  for (gsize i = 0; i < places->n; i++)
    if ((places->values[i * places->p] * scale <= curtain) == left)
      chosen[n++] = (guint32)i;
  if (n == 0)
    return;

  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) y = plume_array_new (n);
  g_autoptr (PlumeArray) colour = plume_array_new (n);
  g_autoptr (PlumeArray) items = plume_array_new (n);
  const PlumeArray *source = colouring->codes != NULL ? colouring->codes : colouring->values;
  HgColouring part = *colouring;
  PlumeMark *mark;

  for (gsize i = 0; i < n; i++)
    {
      x->values[i] = places->values[chosen[i] * places->p] * scale;
      y->values[i] = places->values[chosen[i] * places->p + 1] * scale;
      colour->values[i] = source != NULL ? source->values[chosen[i]] : 0;
      items->values[i] = graph->items != NULL ? graph->items->values[chosen[i]] : chosen[i];
    }
  mark = (n >= HG_MANY ? plume_axes_add_density : plume_axes_add_points) (
      axes, id, NULL, x, y,
      (PlumeInk){ .colour = left ? PLUME_COLOUR_BLUE : PLUME_COLOUR_VERMILION,
                  .size = point_size (places->n) });
  if (part.codes != NULL)
    part.codes = colour;
  else if (part.values != NULL)
    part.values = colour;
  colour_mark (mark, &part, NULL);
  if (part.codes == NULL && part.values != NULL)
    {
      double low, high;

      plume_array_range (source, &low, &high);
      plume_mark_set_value_range (mark, low, high);
    }
  plume_mark_set_items (mark, items);
}

/* Above all points of both, in units of the spread. */
static double
find_top (const PlumePoints *a, const PlumePoints *b)
{
  const PlumePoints *both[] = { a, b };
  double scales[] = { spread (a), spread (b) }, top = 0;

  for (guint side = 0; side < 2; side++)
    for (gsize i = 0; i < both[side]->n; i++)
      top = MAX (top, both[side]->values[i * both[side]->p + 1] / scales[side]);
  return 1.15 * top;
}

#define CURTAIN_REACH 2.4 /* of the axes, in units of the spread */

static void
draw_curtain (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgPicture *a = plume_reads_result (reads, "picture"),
                  *b = plume_reads_result (reads, "other-picture");
  const HgColouring *colouring = plume_reads_result (reads, "colouring");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  double curtain = CURTAIN_REACH * (2 * plume_reads_number (reads, "curtain") - 1);
  PlumeInk ink = { .colour = PLUME_COLOUR_TEXT };
  PlumeAxes *axes;
  double top;

  if (a->places == NULL || b->places == NULL)
    {
      plume_figure_set_note (figure, a->places == NULL ? a->sentence : b->sentence);
      return;
    }
  top = find_top (a->places, b->places);
  axes = plume_figure_add_axes (figure, "curtain", NULL, 1);
  axes->equal_aspect = axes->no_legend = TRUE;
  axes->x.hidden = axes->y.hidden = TRUE;
  plume_axis_set_limits (&axes->x, -CURTAIN_REACH, CURTAIN_REACH);
  add_side (axes, "left", a, colouring, graph, curtain, TRUE);
  add_side (axes, "right", b, colouring, graph, curtain, FALSE);
  plume_axes_add_vertical_rule (axes, "divider", NULL, curtain, ink);
  plume_axes_add_text (axes, "left-title", curtain, top, _ (hg_method_choices[a->method].title), 1,
                       1, ink);
  plume_axes_add_text (axes, "right-title", curtain, top, _ (hg_method_choices[b->method].title),
                       -1, 1, ink);
  plume_axes_add_handle (axes, "curtain", NULL, curtain, 0, PLUME_DRAG_HORIZONTAL, ink);
}

static void
drag_curtain (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  plume_changes_set_number (changes, CLAMP (0.5 * (x / CURTAIN_REACH + 1), 0, 1), "curtain");
}

static void
draw_methods (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgGallery *gallery = plume_reads_result (reads, "gallery");
  const HgColouring *colouring = plume_reads_result (reads, "colouring");
  const HgGraph *graph = plume_reads_result (reads, "graph");

  plume_figure_set_columns (figure, 4);
  for (guint i = 0; i < gallery->n; i++)
    {
      const HgPicture *picture = gallery->pictures[i];
      const char *title = _ (hg_method_choices[picture->method].title);
      PlumeAxes *axes =
          plume_figure_add_axes (figure, hg_method_choices[picture->method].id, NULL, 1);
      PlumeMark *mark;

      if (isfinite (gallery->trust[i]))
        axes->title =
            g_strdup_printf ("%s · %.2f / %.2f", title, gallery->trust[i], gallery->continuity[i]);
      else
        axes->title = g_strdup (title);
      axes->equal_aspect = axes->no_legend = TRUE;
      axes->x.hidden = axes->y.hidden = axes->z.hidden = TRUE;
      if (picture->places == NULL)
        continue;
      mark = add_picture (axes, hg_method_choices[picture->method].id, picture->places, 0.5);
      colour_mark (mark, colouring, NULL);
      plume_mark_set_items (mark, graph->items);
    }
  if (gallery->n == 0)
    plume_figure_set_note (figure, _ ("The methods are being computed."));
}

/* How many percent of the points spread less than so far. */
static void
add_spreads (PlumeFigure *figure, const HgStability *stability)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "spreads", NULL, 0.35);
  gsize m = stability->shares->length;
  g_autoptr (PlumeArray) percents =
      plume_array_new_linear (50.0 / (double)m, 100 - 50.0 / (double)m, m);
  g_autofree char *label = g_strdup_printf (_ ("median %.2g %%"), stability->median);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Spread, of the extent of the picture"), "%");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Points below"), "%");
  axes->x.includes_zero = axes->y.includes_zero = TRUE;
  plume_axes_add_line (axes, "spreads", NULL, stability->shares, percents,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_vertical_rule (
      axes, "median", label, stability->median,
      (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .dash = PLUME_DASH_DASHED });
}

static void
draw_stability (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "embedding");
  const HgStability *stability = plume_reads_result (reads, "stability");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  PlumeAxes *axes;
  PlumeMark *mark;
  double least, most;

  if (stability->sentence != NULL)
    {
      plume_figure_set_note (figure, stability->sentence);
      return;
    }
  axes = plume_figure_add_axes (figure, "stability", NULL, 1);
  dress_axes (axes, picture);
  mark = add_picture (axes, "points", picture->places, 0.6);
  plume_mark_set_values (mark, stability->spread, PLUME_COLOUR_MAP_DEFAULT, _ ("Spread (%)"));
  plume_array_range (stability->spread, &least, &most);
  plume_mark_set_value_range (mark, 0, most);
  plume_mark_set_items (mark, graph->items);
  if (picture->places->p == 2)
    plume_axes_add_line (axes, "ellipses", NULL, stability->x, stability->y,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.5, .opacity = 0.6 });
  add_spreads (figure, stability);
}

/* Edges from one of the bridges to another as a line with gaps, and a dot in the middle of each to
 * be clicked on. */
static void
add_bridges (PlumeAxes *axes,
             const char *id,
             const char *label,
             const HgBridges *bridges,
             gsize from,
             gsize to,
             const PlumePoints *places,
             PlumeInk ink)
{
  gsize d = MIN (places->p, 3), n = to - from;
  PlumeArray *line[3] = { NULL }, *middle[3] = { NULL };
  g_autofree char *dots = g_strconcat (id, "-middle", NULL);

  for (gsize c = 0; c < d; c++)
    {
      line[c] = plume_array_new (3 * n);
      middle[c] = plume_array_new (n);
      for (gsize b = 0; b < n; b++)
        {
          const guint32 *ends = bridges->ends + 2 * (from + b);

          line[c]->values[3 * b] = places->values[ends[0] * places->p + c];
          line[c]->values[3 * b + 1] = places->values[ends[1] * places->p + c];
          line[c]->values[3 * b + 2] = NAN;
          middle[c]->values[b] = 0.5 * (line[c]->values[3 * b] + line[c]->values[3 * b + 1]);
        }
    }
  if (n > 0 && d > 2)
    {
      plume_axes_add_line_in_space (axes, id, label, line[0], line[1], line[2], ink);
      plume_axes_add_points_in_space (axes, dots, NULL, middle[0], middle[1], middle[2], ink);
    }
  else if (n > 0)
    {
      plume_axes_add_line (axes, id, label, line[0], line[1], ink);
      plume_axes_add_points (axes, dots, NULL, middle[0], middle[1], ink);
    }
  for (gsize c = 0; c < d; c++)
    {
      plume_array_unref (line[c]);
      plume_array_unref (middle[c]);
    }
}

static void
add_edges (PlumeAxes *axes, const HgBridges *bridges, const PlumePoints *places)
{
  PlumeInk worst = { .colour = PLUME_COLOUR_VERMILION, .width = 0.8, .size = 0.6, .opacity = 0.9 };
  PlumeInk cut = { .colour = PLUME_COLOUR_GREY,
                   .width = 0.5,
                   .size = 0.3,
                   .opacity = 0.4,
                   .dash = PLUME_DASH_DOTTED };

  add_bridges (axes, "cut", _ ("cut"), bridges, 0, bridges->n_cut, places, cut);
  add_bridges (axes, "bridges", _ ("short circuits"), bridges, bridges->n_cut, bridges->n, places,
               worst);
}

/* The points of a set of places, quiet behind the edges. */
static void
add_quietly (PlumeAxes *axes,
             const PlumePoints *places,
             const HgColouring *colouring,
             const HgGraph *graph)
{
  PlumeMark *mark = add_picture (axes, "points", places, 0.6);

  colour_mark (mark, colouring, NULL);
  axes->no_legend = colouring->codes != NULL;
  plume_mark_set_items (mark, graph->items);
}

static void
draw_bridges (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgColouring *colouring = plume_reads_result (reads, "colouring");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  const HgBridges *bridges = plume_reads_result (reads, "bridges");
  g_autoptr (PlumePoints) seen = hg_data_in_space (data, graph);
  PlumeAxes *axes;

  if (picture->places == NULL)
    {
      plume_figure_set_note (figure, picture->sentence);
      return;
    }
  plume_figure_set_columns (figure, seen != NULL ? 2 : 1);
  axes = plume_figure_add_axes (figure, "bridges", NULL, 1);
  dress_axes (axes, picture);
  add_quietly (axes, picture->places, colouring, graph);
  add_edges (axes, bridges, picture->places);
  if (seen == NULL)
    return;
  axes = plume_figure_add_axes (figure, "bridges-in-data", NULL, 1);
  axes->equal_aspect = data->shape != NULL;
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, data->axis_titles[0], NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, data->axis_titles[1], NULL);
  add_quietly (axes, seen, colouring, graph);
  if (seen->p > 2)
    plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, data->axis_titles[2], NULL);
  axes->no_legend = TRUE;
  add_edges (axes, bridges, seen);
}

/* A click on an edge cuts it and all that are worse. */
static void
pick_bridge (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes)
{
  const HgBridges *bridges = plume_reads_result (reads, "bridges");
  gsize rank;

  if (pick->mark == NULL || g_str_equal (pick->mark, "points"))
    return;
  rank = g_str_has_suffix (pick->mark, "-middle") ? pick->index : pick->index / 3;
  if (g_str_has_prefix (pick->mark, "bridges"))
    rank += bridges->n_cut;
  plume_changes_set_number (changes, (double)(rank + 1), "bridges-cut");
}

const PlumeView hg_views[HG_N_VIEWS] = {
  { "embedding",
    N_ ("Embedding"),
    N_ ("Points that heat joins lie near each other; a click lets heat spread from a point"),
    { "picture", "colouring", "stress", "graph" },
    draw_picture,
    .pick = pick_source },
  { "original",
    N_ ("Data"),
    N_ ("The shape that was made, without its noise, or the first principal components"),
    { "prepared", "colouring", "graph" },
    draw_original,
    .pick = pick_source },
  { "heat",
    N_ ("Heat from a point"),
    N_ ("Twelve decades of heat; a click moves its source"),
    { "picture", "warmth", "graph" },
    draw_heat,
    .pick = pick_source },
  { "shepard",
    N_ ("Distances kept"),
    N_ ("Distance in the picture against that on the data, for many pairs"),
    { "kept" },
    hg_draw_shepard },
  { "curves",
    N_ ("Times"),
    N_ ("Entropy of the spreading heat over time; a click sets the time"),
    { "curves", "walk", "time" },
    hg_draw_curves,
    .hidden = TRUE,
    .pick = hg_pick_time },
  { "spectrum", N_ ("Spectrum"), NULL, { "spectrum", "time" }, hg_draw_spectrum, .hidden = TRUE },
  { "methods",
    N_ ("Methods"),
    N_ ("The same graph and colours; after each name its trustworthiness and continuity, of 12 "
        "neighbours"),
    { "gallery", "colouring", "graph" },
    draw_methods,
    .hidden = TRUE },
  { "curtain",
    N_ ("Curtain"),
    N_ ("Two methods in one picture; drag the line"),
    { "picture", "other-picture", "colouring", "graph", "curtain" },
    draw_curtain,
    drag_curtain,
    .hidden = TRUE },
  { "columns",
    N_ ("Columns"),
    N_ ("Columns of the data as they are, above, and smoothed by heat, below"),
    { "picture", "smoothed", "graph" },
    hg_draw_columns,
    .hidden = TRUE },
  { "stages",
    N_ ("Withheld stage"),
    N_ ("A stage of time told from its neighbours by optimal transport, over the real one"),
    { "picture", "withheld-stage", "graph" },
    hg_draw_stages,
    .hidden = TRUE },
  { "stability",
    N_ ("Stability"),
    N_ ("How far points move when the edges of the graph are drawn again twenty times; in the "
        "plane, ellipses of one standard deviation about some of them"),
    { "embedding", "stability", "graph" },
    draw_stability,
    .hidden = TRUE,
    .pick = pick_source },
  { "bridges",
    N_ ("Short Circuits"),
    N_ ("Edges without which the way between their ends is longest, in the picture and in the "
        "data; "
        "a click on one cuts it and all that are worse"),
    { "prepared", "picture", "colouring", "graph", "bridges" },
    draw_bridges,
    .hidden = TRUE,
    .pick = pick_bridge },
  { "matrix",
    N_ ("Distance matrix"),
    N_ ("In the order of the first spectral coordinate"),
    { "matrix" },
    hg_draw_matrix,
    .hidden = TRUE },
};
