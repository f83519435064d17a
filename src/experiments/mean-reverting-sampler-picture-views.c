/* mean-reverting-sampler-picture-views.c: restored pictures, the way back of three samplers,
 * quality against evaluations, and how sure a restoration is. It only draws and tells.
 */
#include "experiments/mean-reverting-sampler-pictures.h"

#include "experiments/generative-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_ROWS    8
#define FILM_COLUMNS 8

/* Rows of pictures that become one grid */
typedef struct
{
  double *values;
  const char *titles[MOST_ROWS + 1];
  guint n;
  gsize length; /* of a row */
} Rows;

/* Noise leaves the range that a screen has. */
static void
add_row (Rows *rows, const char *title, const double *values)
{
  double *target = rows->values + rows->n * rows->length;

  for (gsize i = 0; i < rows->length; i++)
    target[i] = CLAMP (values[i], -1, 1);
  rows->titles[rows->n++] = title;
}

/* PSNR beside a name, where the clean picture is known */
static char *
with_psnr (const char *name, double psnr)
{
  /* what made a picture, and its decibels against the clean one */
  return !isfinite (psnr) ? g_strdup (name) : g_strdup_printf (_ ("%s, %.1f dB"), name, psnr);
}

void
mrs_draw_restoration (PlumeFigure *figure, const PlumeReads *reads)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  const MrsPictureMoment *moment = plume_reads_result (reads, "picture-moment");
  const MrsQuality *quality = plume_reads_result (reads, "picture-quality");
  gboolean is_mean = plume_reads_integer (reads, "draws") > 1;
  Rows rows = { .length = restoration->n * restoration->d };
  g_autofree char *degraded = with_psnr (_ ("Degraded"), quality->psnr[MRS_DEGRADED]),
                  *restored = with_psnr (_ ("Restored"), quality->psnr[MRS_RESTORED]),
                  *mean = with_psnr (_ ("Mean of draws"), quality->psnr[MRS_MEAN]);
  g_autofree double *values = rows.values = g_new (double, MOST_ROWS *rows.length);
  PlumeAxes *axes = plume_figure_add_axes (figure, "pictures", NULL, 1);

  if (restoration->clean != NULL)
    add_row (&rows, _ ("Clean"), restoration->clean);
  add_row (&rows, degraded, restoration->degraded);
  add_row (&rows, _ ("Pictures now"), moment->now);
  add_row (&rows, _ ("Taken for"), moment->taken);
  add_row (&rows, restored, quality->restored);
  if (is_mean)
    add_row (&rows, mean, quality->mean);
  add_row (&rows, _ ("Nearest known"), quality->nearest);
  scene_add_picture_grid (axes, "pictures", rows.n, restoration->n, values, restoration->height,
                          restoration->width, rows.titles);
}

/* One picture of a run at moments from μ with noise to the end, and what it was. */
static void
add_film (double *row,
          const MrsRestoration *restoration,
          const PlumeSampling *sampling,
          const SceneClock *clock)
{
  gsize d = restoration->d;

  for (guint k = 0; k < FILM_COLUMNS; k++)
    {
      g_autofree double *places =
          mrs_picture_places (restoration, sampling, clock, (double)k / (FILM_COLUMNS - 1));

      for (gsize j = 0; j < d; j++)
        row[k * d + j] = CLAMP (places[j], -1, 1);
    }
  for (gsize j = 0; j < d; j++)
    row[FILM_COLUMNS * d + j] = restoration->clean != NULL ? restoration->clean[j] : NAN;
}

void
mrs_draw_film (PlumeFigure *figure, const PlumeReads *reads)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  const MrsPictureRun *run = plume_reads_result (reads, "picture-run");
  const MrsPictureRivals *rivals = plume_reads_result (reads, "picture-rivals");
  SceneClock clock = mrs_read_clock (reads);
  gsize columns = FILM_COLUMNS + (restoration->clean != NULL ? 1 : 0),
        length = (FILM_COLUMNS + 1) * restoration->d;
  g_autofree double *row = g_new (double, length),
                    *rows = g_new (double, (1 + MRS_N_PICTURE_RIVALS) * length);
  const char *titles[MRS_N_PICTURE_RIVALS + 2] = { _ ("MRS") };
  g_autofree char *title = g_strdup_printf (_ ("%u evaluations"), run->sampling->evaluations);
  PlumeAxes *axes = plume_figure_add_axes (figure, "film", title, 1);

  for (guint k = 0; k <= MRS_N_PICTURE_RIVALS; k++)
    {
      add_film (row, restoration, k == 0 ? run->sampling : rivals->sampling[k - 1], &clock);
      memcpy (rows + k * columns * restoration->d, row, columns * restoration->d * sizeof (double));
      if (k > 0)
        titles[k] = _ (mrs_picture_rival_titles[k - 1]);
    }
  scene_add_picture_grid (axes, "film", 1 + MRS_N_PICTURE_RIVALS, columns, rows,
                          restoration->height, restoration->width, titles);
}

void
mrs_draw_picture_race (PlumeFigure *figure, const PlumeReads *reads)
{
  static const PlumeColour colours[MRS_N_PICTURE_LANES] = {
    PLUME_COLOUR_SKY,    PLUME_COLOUR_VERMILION, PLUME_COLOUR_GREY,
    PLUME_COLOUR_ORANGE, PLUME_COLOUR_GREEN,     PLUME_COLOUR_PURPLE,
  };
  const MrsPictureRace *race = plume_reads_result (reads, "picture-race");
  guint measure = (guint)plume_reads_integer (reads, "picture-measure");
  double reach = measure == 0 ? 1 : 0.05; /* what is much worse than μ leaves the picture */
  PlumeAxes *axes;

  if (isnan (race->reference[0]))
    {
      plume_figure_set_note (figure, _ ("How good a restoration is can be told only where the "
                                        "clean picture is known."));
      return;
    }
  axes = plume_figure_add_axes (figure, "quality", NULL, 1);
  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Evaluations of the denoiser"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, measure == 0 ? _ ("PSNR") : _ ("SSIM"),
                  measure == 0 ? "dB" : NULL);
  for (guint k = 0; k < MRS_N_PICTURE_LANES; k++)
    if (race->n[k] > 0)
      {
        g_autoptr (PlumeArray) evaluations =
            plume_array_new_copy (race->evaluations[k], race->n[k]);
        g_autoptr (PlumeArray) value = plume_array_new_copy (race->value[measure][k], race->n[k]);
        g_autofree char *points = g_strdup_printf ("%s-points", race->id[k]);
        PlumeInk ink = { .colour = colours[k] };

        for (guint i = 0; i < race->n[k]; i++)
          reach = fmax (reach, race->value[measure][k][i] - race->reference[measure]);
        plume_axes_add_line (axes, race->id[k], _ (race->title[k]), evaluations, value, ink);
        plume_axes_add_points (axes, points, NULL, evaluations, value, ink);
      }
  plume_axis_set_limits (&axes->y, race->reference[measure] - 0.5 * reach,
                         race->reference[measure] + 1.2 * reach);
  plume_axes_add_horizontal_rule (
      axes, "degraded", _ ("degraded"), race->reference[measure],
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
}

void
mrs_draw_spread (PlumeFigure *figure, const PlumeReads *reads)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  const MrsQuality *quality = plume_reads_result (reads, "picture-quality");
  const char *titles[3] = { _ ("Spread of draws"), _ ("Error of their mean"), NULL };
  gsize length = restoration->n * restoration->d;
  guint n = restoration->clean != NULL ? 2 : 1;
  g_autofree double *rows = g_new (double, 2 * length);
  double greatest = 1e-6;
  PlumeAxes *axes;
  PlumeMark *mark;

  if (plume_reads_integer (reads, "draws") < 2)
    {
      plume_figure_set_note (figure, _ ("One draw has no spread; take more draws."));
      return;
    }
  memcpy (rows, quality->deviation, length * sizeof (double));
  for (gsize i = 0; i < length && n == 2; i++)
    rows[length + i] = fabs (quality->mean[i] - restoration->clean[i]);
  for (gsize i = 0; i < n * length; i++)
    greatest = fmax (greatest, rows[i]);
  titles[n] = NULL;
  axes = plume_figure_add_axes (figure, "spread", NULL, 1);
  mark = scene_add_picture_grid (axes, "spread", n, restoration->n, rows, restoration->height,
                                 restoration->width, titles);
  plume_mark_set_values (mark, mark->value, PLUME_COLOUR_MAP_DEFAULT,
                         _ ("Difference, of a range of 2"));
  plume_mark_set_value_range (mark, 0, greatest);
}

static void
measure_qualities (PlumeMeasurement *measurement, const PlumeReads *reads, gboolean is_psnr)
{
  /* Translators: of pictures: the degraded ones, the restored ones, the mean of several draws. */
  static const char *const labels[MRS_N_QUALITIES] = { N_ ("Degraded"), N_ ("Restored"),
                                                       N_ ("Mean of draws") };
  const MrsQuality *quality = plume_reads_result (reads, "picture-quality");

  for (guint k = 0; k < MRS_N_QUALITIES; k++)
    plume_measurement_add (measurement, _ (labels[k]),
                           is_psnr ? quality->psnr[k] : quality->ssim[k], NAN);
}

void
mrs_measure_psnr (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_qualities (measurement, reads, TRUE);
}

void
mrs_measure_ssim (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_qualities (measurement, reads, FALSE);
}

void
mrs_measure_novelty (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (
      measurement, NULL,
      ((const MrsQuality *)plume_reads_result (reads, "picture-quality"))->distance, NAN);
}
