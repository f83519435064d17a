/* heat-geodesic-embedding-charts.c: charts beside the picture: distances kept, times, spectrum,
 * columns, withheld stages, the distance matrix. It only draws.
 */
#include "experiments/heat-geodesic-embedding.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
hg_draw_shepard (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgKept *kept = plume_reads_result (reads, "kept");
  const PlumeShepard *shepard = kept->shepard;
  PlumeInk data = { .colour = PLUME_COLOUR_GREY, .size = 0.5 },
           line = { .colour = PLUME_COLOUR_VERMILION };
  g_autoptr (PlumeArray) ends = NULL;
  PlumeAxes *axes;
  double low, high;

  if (shepard == NULL)
    {
      plume_figure_set_note (figure, kept->sentence);
      return;
    }
  axes = plume_figure_add_axes (figure, "distances", NULL, 1);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR,
                  kept->is_truth ? _ ("True geodesic distance") : _ ("Shortest path on the graph"),
                  NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Distance in the picture"), NULL);
  axes->x.includes_zero = axes->y.includes_zero = TRUE;
  plume_axes_add_density (axes, "pairs", NULL, shepard->meant, shepard->drawn, data);
  plume_array_range (shepard->meant, &low, &high);
  ends = plume_array_new_linear (0, high, 2);
  plume_axes_add_line (
      axes, "equal", _ ("equal"), ends, ends,
      (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DASHED, .width = 0.7 });
  plume_axes_add_band (axes, "quartiles", NULL, shepard->middle, shepard->low, shepard->high, line);
  plume_axes_add_line (axes, "median", _ ("median and quartiles"), shepard->middle, shepard->median,
                       line);
}

/* Known at all times where all columns of heat are. */
static gboolean
knows_trace (const HgCurves *curves)
{
  return isfinite (curves->trace->values[curves->trace->length - 1]);
}

static void
draw_trace (PlumeFigure *figure, const HgCurves *curves, double time)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "trace", NULL, 0.7);
  PlumeInk now = { .colour = PLUME_COLOUR_TEXT, .width = 0.7 };

  axes->link_x = 1;
  axes->no_legend = TRUE;
  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Diffusion time <i>t</i>"), _ ("1/weight"));
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Trace tr <i>H</i><sub>t</sub>"), NULL);
  plume_axes_add_line (axes, "trace", NULL, curves->times, curves->trace,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREEN });
  plume_axes_add_vertical_rule (axes, "time-of-trace", NULL, time, now);
}

void
hg_draw_curves (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgCurves *curves = plume_reads_result (reads, "curves");
  const HgWalk *walk = plume_reads_result (reads, "walk");
  double time = plume_reads_number (reads, "time");
  PlumeInk now = { .colour = PLUME_COLOUR_TEXT, .width = 0.7 },
           mark = { .colour = PLUME_COLOUR_VERMILION, .width = 0.7, .dash = PLUME_DASH_DASHED },
           bound = { .colour = PLUME_COLOUR_GREY, .width = 0.7, .dash = PLUME_DASH_DOTTED };
  PlumeAxes *heat = plume_figure_add_axes (figure, "entropy", NULL, 1);

  heat->link_x = 1;
  heat->no_legend = TRUE;
  plume_axis_set (&heat->x, PLUME_SCALE_LOG, _ ("Diffusion time <i>t</i>"), _ ("1/weight"));
  plume_axis_set (&heat->y, PLUME_SCALE_LINEAR, _ ("Entropy of a point’s heat"), _ ("nat"));
  plume_axes_add_line (heat, "entropy", NULL, curves->times, curves->entropy,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_vertical_rule (heat, "knee", _ ("knee"), curves->knee, mark);
  if (curves->hops > 0)
    plume_axes_add_vertical_rule (heat, "hops", _ ("hops"), curves->hops, bound);
  if (curves->collapse > 0)
    plume_axes_add_vertical_rule (heat, "collapse", _ ("1/λ<sub>2</sub>"), curves->collapse, bound);
  plume_axes_add_vertical_rule (heat, "time", NULL, time, now);
  if (knows_trace (curves))
    draw_trace (figure, curves, time);
  if (walk->entropy != NULL)
    {
      PlumeAxes *axes = plume_figure_add_axes (figure, "von-neumann", NULL, 0.7);

      axes->no_legend = TRUE;
      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Steps of the walk"), NULL);
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Von Neumann entropy"), _ ("nat"));
      plume_axes_add_line (axes, "von-neumann", NULL, walk->steps, walk->entropy,
                           (PlumeInk){ .colour = PLUME_COLOUR_PURPLE });
      plume_axes_add_vertical_rule (axes, "walk-knee", NULL, walk->knee, mark);
    }
}

void
hg_pick_time (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes)
{
  const HgCurves *curves = plume_reads_result (reads, "curves");
  guint n_of_time = knows_trace (curves) ? 2 : 1; /* charts; the walk's is beyond them */

  if (pick->axes < n_of_time && isfinite (pick->x) && pick->x > 0)
    plume_changes_set_number (changes, CLAMP (pick->x, 1e-3, 1e6), "time");
}

void
hg_draw_spectrum (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgSpectrum *spectrum = plume_reads_result (reads, "spectrum");
  double time = plume_reads_number (reads, "time");
  gsize n = spectrum->eigenvalues->length;
  g_autoptr (PlumeArray) index = plume_array_new_linear (1, (double)n, n);
  g_autoptr (PlumeArray) left = plume_array_new (n);
  PlumeAxes *values = plume_figure_add_axes (figure, "eigenvalues", NULL, 1),
            *heat = plume_figure_add_axes (figure, "heat-left", NULL, 1);

  for (gsize k = 0; k < n; k++)
    left->values[k] = exp (-time * spectrum->eigenvalues->values[k]);
  values->link_x = heat->link_x = 1;
  values->no_legend = heat->no_legend = TRUE;
  plume_axis_set (&values->x, PLUME_SCALE_LINEAR, _ ("Number <i>k</i>"), NULL);
  plume_axis_set (&heat->x, PLUME_SCALE_LINEAR, _ ("Number <i>k</i>"), NULL);
  plume_axis_set (&values->y, PLUME_SCALE_LINEAR, _ ("Eigenvalue <i>λ</i><sub>k</sub>"), NULL);
  plume_axis_set (&heat->y, PLUME_SCALE_LINEAR, _ ("Heat left, exp (−<i>tλ</i><sub>k</sub>)"),
                  NULL);
  values->y.includes_zero = heat->y.includes_zero = TRUE;
  plume_axes_add_points (values, "eigenvalues", NULL, index, spectrum->eigenvalues,
                         (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_line (heat, "heat-left", NULL, index, left,
                       (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });
}

/* The picture in small, coloured by one column. */
static void
add_column (PlumeFigure *figure,
            const HgPicture *picture,
            const HgGraph *graph,
            const char *id,
            const char *title,
            PlumeArray *values,
            double low,
            double high)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, id, title, 1);
  g_autoptr (PlumeArray) x = plume_points_get_coordinate (picture->places, 0);
  g_autoptr (PlumeArray) y = plume_points_get_coordinate (picture->places, 1);
  PlumeMark *mark = (x->length >= HG_MANY ? plume_axes_add_density : plume_axes_add_points) (
      axes, id, NULL, x, y,
      (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .size = x->length > 2000 ? 0.3 : 0.5 });

  axes->equal_aspect = axes->no_legend = TRUE;
  axes->x.hidden = axes->y.hidden = TRUE;
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_DEFAULT, NULL);
  plume_mark_set_value_range (mark, low, high);
  plume_mark_set_items (mark, graph->items);
}

void
hg_draw_columns (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgSmoothed *smoothed = plume_reads_result (reads, "smoothed");
  const HgGraph *graph = plume_reads_result (reads, "graph");

  if (picture->places == NULL || smoothed->n == 0)
    {
      plume_figure_set_note (figure, picture->places == NULL ? picture->sentence
                                                             : _ ("There are no columns to show."));
      return;
    }
  plume_figure_set_columns (figure, smoothed->n);
  for (guint raw = 0; raw < 2; raw++)
    for (guint c = 0; c < smoothed->n; c++)
      {
        double low, high;
        g_autofree char *id = g_strdup_printf (raw == 0 ? "raw-%u" : "smoothed-%u", c + 1);

        plume_array_range (smoothed->raw[c], &low, &high);
        add_column (figure, picture, graph, id, raw == 0 ? smoothed->titles[c] : NULL,
                    raw == 0 ? smoothed->raw[c] : smoothed->smooth[c], low, high);
      }
}

/* Two columns of a set of places as a mark. */
static void
add_places (
    PlumeAxes *axes, const char *id, const char *label, const PlumePoints *places, PlumeInk ink)
{
  g_autoptr (PlumeArray) x = plume_points_get_coordinate (places, 0);
  g_autoptr (PlumeArray) y = plume_points_get_coordinate (places, 1);

  plume_axes_add_points (axes, id, label, x, y, ink);
}

#define N_BARS 3

/* W₁, W₂ and √MMD² of what was told, of the two neighbours, and of random pairs. */
static void
add_bars (PlumeFigure *figure, const HgWithheld *withheld)
{
  static const char *const ids[HG_N_GUESSES] = { "interpolated", "previous", "next", "random" };
  static const char *const labels[HG_N_GUESSES] = { N_ ("interpolated"), N_ ("stage before"),
                                                    N_ ("stage after"), N_ ("random pairs") };
  static const PlumeColour colours[HG_N_GUESSES] = { PLUME_COLOUR_VERMILION, PLUME_COLOUR_SKY,
                                                     PLUME_COLOUR_GREEN, PLUME_COLOUR_GREY };
  static const char *const categories[] = { "<i>W</i><sub>1</sub>", "<i>W</i><sub>2</sub>",
                                            N_ ("MMD"), NULL };
  PlumeAxes *axes = plume_figure_add_axes (figure, "measures", NULL, 0.5);

  plume_axis_set (&axes->x, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&axes->x, categories);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Distance to the real stage"), NULL);
  axes->y.includes_zero = TRUE;
  for (guint g = 0; g < HG_N_GUESSES; g++)
    {
      g_autoptr (PlumeArray) left = plume_array_new (N_BARS);
      g_autoptr (PlumeArray) right = plume_array_new (N_BARS);
      g_autoptr (PlumeArray) height = plume_array_new (N_BARS);

      for (guint i = 0; i < N_BARS; i++)
        {
          left->values[i] = i - 0.4 + 0.2 * g;
          right->values[i] = left->values[i] + 0.17;
          height->values[i] = withheld->distance[g][i];
        }
      plume_axes_add_bars (axes, ids[g], _ (labels[g]), left, right, height,
                           (PlumeInk){ .colour = colours[g], .opacity = 0.8 });
    }
}

void
hg_draw_stages (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgWithheld *withheld = plume_reads_result (reads, "withheld-stage");
  PlumeAxes *axes;

  if (picture->places == NULL || withheld->sentence != NULL)
    {
      plume_figure_set_note (figure,
                             picture->places == NULL ? picture->sentence : withheld->sentence);
      return;
    }
  axes = plume_figure_add_axes (figure, "stages", withheld->title, 1);
  axes->equal_aspect = TRUE;
  axes->x.hidden = axes->y.hidden = TRUE;
  add_places (axes, "all", NULL, withheld->all,
              (PlumeInk){ .colour = PLUME_COLOUR_FAINT, .size = 0.8, .opacity = 1 });
  add_places (axes, "real", _ ("real stage"), withheld->real,
              (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .size = 1 });
  add_places (axes, "told", _ ("interpolated"), withheld->told,
              (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .marker = PLUME_MARKER_RING });
  add_bars (figure, withheld);
}

void
hg_draw_matrix (PlumeFigure *figure, const PlumeReads *reads)
{
  const HgMatrix *matrix = plume_reads_result (reads, "matrix");
  PlumeAxes *axes;
  PlumeMark *mark;
  gsize m = matrix->m;

  if (m == 0)
    {
      plume_figure_set_note (figure, matrix->sentence);
      return;
    }
  axes = plume_figure_add_axes (figure, "matrix", NULL, 1);
  axes->equal_aspect = TRUE;
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Place in the order"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Place in the order"), NULL);
  axes->y.reversed = TRUE;
  mark = plume_axes_add_image (axes, "distances", m, m, matrix->values, 0.5, (double)m + 0.5, 0.5,
                               (double)m + 0.5);
  plume_mark_set_values (mark, matrix->values, PLUME_COLOUR_MAP_DEFAULT,
                         _ ("Distance <i>d</i><sub>t</sub>"));
}
