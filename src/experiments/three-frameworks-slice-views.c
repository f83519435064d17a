/* three-frameworks-slice-views.c: slices side by side, where the anomaly is, and what was measured.
 *
 * Pictures stand in a row, one unit apart, each named below. It only draws.
 */
#include "experiments/generative-pictures.h"
#include "experiments/three-frameworks-slices.h"
#include "generative/plume-picture-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define RANGE 2.0 /* of [−1, 1] */

typedef struct
{
  PlumeAxes *axes;
  GPtrArray *names;
} Row;

static Row
begin_row (PlumeFigure *figure, const char *id, double weight)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, id, NULL, weight);

  axes->equal_aspect = TRUE;
  axes->no_legend = TRUE;
  axes->y.hidden = TRUE;
  axes->y.reversed = TRUE;
  plume_axis_set_limits (&axes->y, -0.5, 0.5);
  return (Row){ axes, g_ptr_array_new () };
}

/* The next picture of the row; @values are n_rows × n_columns, stretched to the square. */
static PlumeMark *
add_picture (
    Row *row, const char *id, const char *name, gsize n_rows, gsize n_columns, const double *values)
{
  g_autoptr (PlumeArray) array = plume_array_new_copy (values, n_rows * n_columns);
  double x = row->names->len;
  PlumeMark *mark =
      plume_axes_add_image (row->axes, id, n_rows, n_columns, array, x - TF_PICTURE_HALF,
                            x + TF_PICTURE_HALF, -TF_PICTURE_HALF, TF_PICTURE_HALF);

  plume_mark_set_values (mark, array, PLUME_COLOUR_MAP_GREY, NULL);
  plume_mark_set_value_range (mark, -1, 1);
  g_ptr_array_add (row->names, (gpointer)name);
  return mark;
}

/* What is not a grey slice: a map from 0 on, with a bar */
static void
add_map (Row *row,
         const char *id,
         const char *name,
         gsize n_rows,
         gsize n_columns,
         const double *values,
         const char *title)
{
  PlumeMark *mark = add_picture (row, id, name, n_rows, n_columns, values);
  double greatest = 0;

  for (gsize i = 0; i < n_rows * n_columns; i++)
    greatest = MAX (greatest, values[i]);
  plume_mark_set_values (mark, mark->value, PLUME_COLOUR_MAP_MAGMA, title);
  plume_mark_set_value_range (mark, 0, greatest > 0 ? greatest : 1);
}

static void
end_row (Row *row)
{
  plume_axis_set (&row->axes->x, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_limits (&row->axes->x, -0.5, row->names->len - 0.5);
  g_ptr_array_add (row->names, NULL);
  plume_axis_set_categories (&row->axes->x, (const char *const *)row->names->pdata);
  g_ptr_array_unref (row->names);
}

static double *
find_difference (const TfRestoration *restoration, const double *truth)
{
  gsize d = restoration->side * restoration->side;
  double *difference = g_new (double, d);

  for (gsize j = 0; j < d; j++)
    difference[j] = fabs (restoration->mean[j] - truth[j]);
  return difference;
}

/* Borders of the pixels that are ill, as segments */
static void
add_outline (PlumeAxes *axes, const char *id, double x, gsize side, const gboolean *is_ill)
{
  GArray *ends[4];
  PlumeArray *columns[4];
  double pixel = 2 * TF_PICTURE_HALF / (double)side;

  for (guint k = 0; k < 4; k++)
    ends[k] = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize row = 0; row <= side; row++)
    for (gsize column = 0; column <= side; column++)
      {
        gboolean here = row < side && column < side && is_ill[row * side + column],
                 above = row > 0 && column < side && is_ill[(row - 1) * side + column],
                 before = column > 0 && row < side && is_ill[row * side + column - 1];
        double from[2] = { x - TF_PICTURE_HALF + (double)column * pixel,
                           -TF_PICTURE_HALF + (double)row * pixel };

        for (guint across = 0; across < 2; across++)
          if (here != (across == 0 ? above : before))
            {
              double to[2] = { from[0] + (across == 0 ? pixel : 0),
                               from[1] + (across == 0 ? 0 : pixel) };

              g_array_append_val (ends[0], from[0]);
              g_array_append_val (ends[1], from[1]);
              g_array_append_val (ends[2], to[0]);
              g_array_append_val (ends[3], to[1]);
            }
      }
  for (guint k = 0; k < 4; k++)
    columns[k] = plume_array_new_copy ((const double *)(gpointer)ends[k]->data, ends[k]->len);
  plume_axes_add_segments (axes, id, NULL, columns[0], columns[1], columns[2], columns[3],
                           (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .width = 0.7 });
  for (guint k = 0; k < 4; k++)
    {
      g_array_unref (ends[k]);
      plume_array_unref (columns[k]);
    }
}

/* What the task is about, as the title of its pictures */
static void
set_gain (PlumeAxes *axes, const TfRestoration *restoration, const TfAnomaly *anomaly)
{
  gsize d = restoration->side * restoration->side;
  double before, after;

  if (restoration->task == TF_TASK_ANOMALY)
    axes->title = anomaly->detection != NULL ? g_strdup_printf (
                      _ ("Found with an area under the curve of %.3f"), anomaly->detection->area)
                                             : g_strdup (_ ("Paint a lesion on the slice"));
  if (axes->title != NULL || restoration->truth == NULL)
    return;
  before = plume_psnr (d, restoration->given, restoration->truth, RANGE);
  after = plume_psnr (d, restoration->mean, restoration->truth, RANGE);
  if (isfinite (before) && isfinite (after))
    axes->title = g_strdup_printf (_ ("%.1f dB before, %.1f dB after"), before, after);
}

void
tf_draw_slices (PlumeFigure *figure, const PlumeReads *reads)
{
  static const char *const given[] = {
    [TF_TASK_ANOMALY] = N_ ("With the lesion"),
    [TF_TASK_DENOISING] = N_ ("Noisy"),
    [TF_TASK_LINES] = N_ ("Zeros filled in"),
    [TF_TASK_PROJECTIONS] = N_ ("Least squares"),
    [TF_TASK_HOLE] = N_ ("With a hole"),
    [TF_TASK_BLOCKS] = N_ ("Coarse"),
    [TF_TASK_TRANSLATION] = N_ ("As it was taken"),
  };
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  gsize side = restoration->side;
  Row row = begin_row (figure, "slices", 1);

  add_picture (&row, "given", _ (given[restoration->task]), side, side, restoration->given);
  if (restoration->is_ill != NULL)
    add_outline (row.axes, "lesion", 0, side, restoration->is_ill);
  if (restoration->expected != NULL)
    add_picture (&row, "expected", _ ("Expected at once"), side, side, restoration->expected);
  add_picture (&row, "restored",
               restoration->task == TF_TASK_ANOMALY       ? _ ("Made healthy")
               : restoration->task == TF_TASK_TRANSLATION ? _ ("Translated slice")
                                                          : _ ("Restored slice"),
               side, side, restoration->mean);
  if (restoration->truth != NULL)
    {
      g_autofree double *difference =
          find_difference (restoration, restoration->task == TF_TASK_ANOMALY ? restoration->given
                                                                             : restoration->truth);

      add_picture (&row, "truth", _ ("Truth"), side, side, restoration->truth);
      add_map (&row, "difference",
               restoration->task == TF_TASK_ANOMALY ? _ ("Difference") : _ ("Error"), side, side,
               difference, NULL);
    }
  set_gain (row.axes, restoration, plume_reads_result (reads, "anomaly"));
  end_row (&row);
}

/* Slices that the three frameworks make, all at the λ of the cursor */
void
tf_draw_columns (PlumeFigure *figure, const PlumeReads *reads)
{
  static const char *const stages[] = { "slices-ddpm", "slices-ncsn", "slices-sde" };
  const char *names[] = { "DDPM", "NCSN", "SDE", NULL };
  SceneClock clock = scene_read_clock (reads);
  double progress = plume_reads_number (reads, "progress"),
         lambda = scene_moment (&clock, progress).lambda;
  PlumeAxes *axes = plume_figure_add_axes (figure, "columns", NULL, 1);
  g_autofree double *pictures = NULL;
  gsize length = 0, side = 0;

  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    {
      const TfRun *run = plume_reads_result (reads, stages[f]);
      g_autofree double *places = scene_places_at (run->sampling, &clock, progress);

      if (f == 0)
        {
          length = run->sampling->n * run->sampling->d;
          side = (gsize)lround (sqrt ((double)run->sampling->d));
          pictures = g_new (double, TF_N_FRAMEWORKS *length);
        }
      memcpy (pictures + f * length, places, length * sizeof (double));
    }
  axes->title = g_strdup_printf ("<i>λ</i> = %s%.3g", lambda < 0 ? "−" : "", fabs (lambda));
  scene_add_picture_grid (axes, "pictures", TF_N_FRAMEWORKS, TF_GENERATED, pictures, side, side,
                          names);
}

static void
draw_curve (PlumeFigure *figure, const PlumeDetection *detection)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "roc", NULL, 1);
  g_autoptr (PlumeArray) guess = plume_array_new_linear (0, 1, 2);

  axes->title = g_strdup_printf (_ ("Area %.3f, Dice %.2f at %.2f"), detection->area,
                                 detection->dice, detection->threshold);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Healthy pixels called ill"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Ill pixels found"), NULL);
  plume_axis_set_limits (&axes->x, 0, 1);
  plume_axis_set_limits (&axes->y, 0, 1);
  plume_axes_add_line (axes, "guess", _ ("a guess"), guess, guess,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_line (axes, "curve", NULL, detection->false_positives, detection->true_positives,
                       (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });
}

void
tf_draw_anomaly (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  const TfAnomaly *anomaly = plume_reads_result (reads, "anomaly");
  Row row;

  if (restoration->task != TF_TASK_ANOMALY)
    {
      plume_figure_set_note (figure, _ ("Choose the task “Anomaly detection” to see where a slice "
                                        "differs from a healthy one"));
      return;
    }
  row = begin_row (figure, "slices", 1);
  add_picture (&row, "given", _ ("With the lesion"), anomaly->side, anomaly->side,
               restoration->given);
  add_map (&row, "map", _ ("Anomaly map"), anomaly->side, anomaly->side, anomaly->map,
           _ ("|<i>x</i> − <i>x̂</i>|"));
  add_outline (row.axes, "lesion", 0, anomaly->side, restoration->is_ill);
  add_outline (row.axes, "lesion-on-map", 1, anomaly->side, restoration->is_ill);
  if (anomaly->detection == NULL)
    row.axes->title = g_strdup (_ ("Paint a lesion on the slice"));
  end_row (&row);
  if (anomaly->detection != NULL)
    draw_curve (figure, anomaly->detection);
}

/* lg |y|, lines of k-space about frequency 0 in the middle; NaN where nothing is measured */
static double *
find_spectrum (const PlumeScan *scan, const double *data)
{
  gsize height = scan->plan.height, width = scan->plan.width;
  double *spectrum = g_new (double, height *width);

  for (gsize i = 0; i < height * width; i++)
    spectrum[i] = NAN;
  for (gsize row = 0; row < scan->n_rows; row++)
    for (gsize k = 0; k < width; k++)
      {
        const double *parts = data + 2 * (row * width + k);

        spectrum[(scan->lines[row] + height / 2) % height * width + (k + width / 2) % width] =
            log10 (MAX (hypot (parts[0], parts[1]), 1e-4));
      }
  return spectrum;
}

/* The numbers of a measurement as a picture, by its kind */
static void
add_data (Row *row, const PlumeScan *scan, const double *data)
{
  gsize height = scan->plan.height, width = scan->plan.width;
  g_autofree double *picture = NULL;
  PlumeMark *mark;

  if (scan->plan.kind == PLUME_SCAN_LINES)
    {
      picture = find_spectrum (scan, data);
      mark = add_picture (row, "data", _ ("Lines of <i>k</i>-space"), height, width, picture);
      plume_mark_set_values (mark, mark->value, PLUME_COLOUR_MAP_DEFAULT, _ ("lg |<i>y</i>|"));
    }
  else if (scan->plan.kind == PLUME_SCAN_PROJECTIONS)
    {
      mark = add_picture (row, "data", _ ("Projections"), scan->n_rows, scan->n_columns, data);
      plume_mark_set_values (mark, mark->value, PLUME_COLOUR_MAP_DEFAULT, _ ("Sum along rays"));
    }
  else if (scan->plan.kind == PLUME_SCAN_HOLE)
    {
      picture = g_new (double, height *width);
      for (gsize j = 0; j < height * width; j++)
        picture[j] = NAN;
      for (gsize i = 0; i < scan->n_data; i++)
        picture[scan->pixels[i]] = data[i];
      add_picture (row, "data", _ ("Pixels seen"), height, width, picture);
      return;
    }
  else
    {
      mark = add_picture (row, "data", _ ("Means of blocks"), scan->n_rows, scan->n_columns, data);
      plume_mark_set_value_range (mark, -(double)scan->plan.block, (double)scan->plan.block);
      return;
    }
  plume_mark_set_value_range (mark, 0, 0); /* that of the data */
}

void
tf_draw_measurement (PlumeFigure *figure, const PlumeReads *reads)
{
  static const char *const alone[] = {
    [PLUME_SCAN_LINES] = N_ ("Zeros filled in"),
    [PLUME_SCAN_PROJECTIONS] = N_ ("Least squares"),
    [PLUME_SCAN_HOLE] = N_ ("With a hole"),
    [PLUME_SCAN_BLOCKS] = N_ ("Coarse"),
  };
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  const PlumeScan *scan = restoration->scan;
  Row row;

  if (scan == NULL)
    {
      plume_figure_set_note (
          figure, _ ("Choose a reconstruction as the task to see what the scanner measures"));
      return;
    }
  row = begin_row (figure, "measurement", 1);
  add_data (&row, scan, restoration->data);
  add_picture (&row, "alone", _ (alone[scan->plan.kind]), restoration->side, restoration->side,
               restoration->given);
  add_picture (&row, "sample", _ ("One restoration"), restoration->side, restoration->side,
               restoration->sample);
  if (restoration->n > 1)
    add_map (&row, "deviation", _ ("How they differ"), restoration->side, restoration->side,
             restoration->deviation, NULL);
  row.axes->title = g_strdup_printf (_ ("%.0f %% of the numbers of a slice"),
                                     100 * (double)scan->n_data / (double)scan->dimension
                                         / (scan->plan.kind == PLUME_SCAN_LINES ? 2 : 1));
  end_row (&row);
}
