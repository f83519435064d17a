/* momentum-sampling-pictures.c: the same solvers on handwritten digits, guided towards one of them:
 * where parts of a picture leave the range of the training pictures.
 *
 * The score is the exact one of the set of pictures; no network is trained.
 */
#include "experiments/momentum-sampling.h"

#include "core/plume-error.h"
#include "experiments/generative-pictures.h"
#include "generative/plume-empirical-score.h"
#include "generative/plume-guidance.h"
#include "generative/plume-picture-measures.h"
#include "generative/plume-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_ROWS     2 /* of pictures of one solver */
#define N_COLUMNS  6
#define N_PICTURES (N_ROWS * N_COLUMNS)
#define POOL       4    /* pixels */
#define THRESHOLD  3    /* standard deviations of a pixel */
#define WIDTH      0.02 /* of each picture of the set, in units of half its range */

typedef struct
{
  PlumePictures *all;
  PlumeScore *base, *guide;
  PlumeArray *deviation;
} Digits;

typedef struct
{
  gsize height, width;
  MsSolver solvers[2];
  double *pictures[2]; /* N_PICTURES × height × width; NULL: nothing to compare with */
  guint8 *over[2];     /* N_PICTURES × blocks: whether out of range */
  double score[2];     /* mean over the pictures */
} Pictures;

static void
free_digits (gpointer data)
{
  Digits *digits = data;

  g_clear_pointer (&digits->base, plume_score_unref);
  g_clear_pointer (&digits->guide, plume_score_unref);
  g_clear_pointer (&digits->all, plume_pictures_unref);
  g_clear_pointer (&digits->deviation, plume_array_unref);
  g_free (digits);
}

PlumeResult *
ms_compute_digits (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PlumeEmpiricalOptions options = { .width = WIDTH };
  int digit = plume_reads_integer (reads, "digit");
  Digits *digits = g_new0 (Digits, 1);
  g_autoptr (PlumeResult) result = plume_result_new (digits, 32 << 20, free_digits);
  g_autoptr (PlumePictures) chosen = NULL;

  digits->all = plume_sample_digits (error);
  if (digits->all == NULL)
    return NULL;
  chosen = plume_pictures_select (digits->all, digits->all->n, digit, error);
  if (chosen == NULL)
    return NULL;
  digits->deviation = plume_pixel_deviations (digits->all);
  digits->base = plume_empirical_score_new (digits->all, &options);
  digits->guide = plume_empirical_score_new (chosen, &options);
  return g_steal_pointer (&result);
}

static void
free_pictures (gpointer data)
{
  Pictures *pictures = data;

  for (guint k = 0; k < 2; k++)
    {
      g_free (pictures->pictures[k]);
      g_free (pictures->over[k]);
    }
  g_free (pictures);
}

/* Per block whether one of its pixels is out of range, and the artefact score of each picture */
static void
judge (Pictures *pictures, guint k, const Digits *digits)
{
  gsize height = pictures->height, width = pictures->width, size = height * width;
  gsize columns = width / POOL, blocks = height / POOL * columns;
  double usual = 0;

  for (gsize j = 0; j < size; j++)
    usual += digits->deviation->values[j] / (double)size;
  pictures->over[k] = g_new0 (guint8, N_PICTURES * blocks);
  for (gsize i = 0; i < N_PICTURES; i++)
    {
      const double *picture = pictures->pictures[k] + i * size;

      for (gsize j = 0; j < size; j++)
        {
          double deviation = MAX (digits->deviation->values[j], 0.1 * usual);
          gsize row = j / width / POOL, column = j % width / POOL;

          if (row < height / POOL && column < columns
              && !(fabs (picture[j] - digits->all->mean[j]) <= THRESHOLD * deviation))
            pictures->over[k][i * blocks + row * columns + column] = 1;
        }
      pictures->score[k] += plume_artefact_score (height, width, picture, digits->all->mean,
                                                  digits->deviation->values, POOL, THRESHOLD)
                            / N_PICTURES;
    }
}

PlumeResult *
ms_compute_pictures (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const Digits *digits = plume_reads_result (reads, "digits");
  SceneClock clock = scene_read_clock (reads);
  PlumeMarginal end = plume_process_at (&clock.process, clock.to);
  gsize d = digits->all->dimension;
  Pictures *pictures = g_new0 (Pictures, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (pictures, 2 * N_PICTURES * d * 9, free_pictures);
  g_autofree double *start =
      scene_start_new (&clock, plume_reads_seed (reads, "seed"), N_PICTURES, d);
  PlumeGuidanceParts parts = plume_guidance_parts_init ();
  g_autoptr (PlumeScore) score = NULL;

  parts.base = digits->base;
  parts.guide = digits->guide;
  parts.scale = plume_reads_number (reads, "guidance");
  score = plume_guidance_find ("classifier-free")->make (&parts, error);
  if (score == NULL)
    return NULL;
  pictures->height = digits->all->height;
  pictures->width = digits->all->width;
  pictures->solvers[0] = ms_read_solver (reads);
  for (guint k = 0; k < 2; k++)
    {
      PlumeSamplingPlan plan = {
        .process = &clock.process,
        .score = score,
        .grid = plume_time_grid_find (ms_grids[plume_reads_integer (reads, "grid")].id),
        .budget = (guint)plume_reads_integer (reads, "steps") * score->cost,
        .from = clock.from,
        .to = clock.to
      };
      g_autoptr (PlumeSampling) sampling = NULL;

      if (k == 1 && !ms_read_compared (reads, &pictures->solvers[1]))
        continue;
      plan.solver = pictures->solvers[k].row;
      plan.options = pictures->solvers[k].options;
      sampling = plume_sample (&plan, N_PICTURES, start, PLUME_KEEP_END, task, error);
      if (sampling == NULL)
        return NULL;
      pictures->pictures[k] = g_new (double, N_PICTURES *d);
      for (gsize i = 0; i < N_PICTURES * d; i++)
        pictures->pictures[k][i] = sampling->end[i] / end.alpha;
      judge (pictures, k, digits);
    }
  return g_steal_pointer (&result);
}

/* Each block that is out of range as a small square; the grid of scene_add_picture_grid() */
static void
outline (PlumeAxes *axes, const Pictures *pictures, guint n_solvers)
{
  gsize height = pictures->height, width = pictures->width, columns = width / POOL;
  gsize blocks = height / POOL * columns, n = 0, at = 0;
  gsize gap = (gsize)fmax (1, round ((double)MIN (height, width) / 14));
  double pitch = (double)(height + gap), top = -0.5 * (double)height / pitch;
  g_autoptr (PlumeArray) x = NULL;
  g_autoptr (PlumeArray) y = NULL;

  for (guint k = 0; k < n_solvers; k++)
    for (gsize i = 0; i < N_PICTURES * blocks; i++)
      n += pictures->over[k][i];
  if (n == 0)
    return;
  x = plume_array_new (6 * n);
  y = plume_array_new (6 * n);
  for (guint k = 0; k < n_solvers; k++)
    for (gsize i = 0; i < N_PICTURES * blocks; i++)
      if (pictures->over[k][i])
        {
          static const double corner[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
          gsize picture = i / blocks, block = i % blocks;
          gsize left = picture % N_COLUMNS * (width + gap) + block % columns * POOL,
                row = block / columns * POOL, line = k * N_ROWS + picture / N_COLUMNS;

          for (guint c = 0; c < 5; c++)
            {
              x->values[at] = ((double)left + POOL * corner[c][0]) / pitch;
              y->values[at++] = top + (double)line + ((double)row + POOL * corner[c][1]) / pitch;
            }
          x->values[at] = y->values[at] = NAN;
          at++;
        }
  plume_axes_add_line (axes, "out-of-range", NULL, x, y,
                       (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .width = 0.7 });
}

void
ms_draw_pictures (PlumeFigure *figure, const PlumeReads *reads)
{
  const Pictures *pictures = plume_reads_result (reads, "pictures");
  guint n_solvers = pictures->pictures[1] != NULL ? 2 : 1;
  gsize length = N_PICTURES * pictures->height * pictures->width;
  g_autofree double *all = g_new (double, n_solvers *length);
  const char *titles[2 * N_ROWS + 1] = { NULL };
  g_autofree char *title = n_solvers == 2
                               ? g_strdup_printf (_ ("Artefact score %.3g above, %.3g below"),
                                                  pictures->score[0], pictures->score[1])
                               : g_strdup_printf (_ ("Artefact score %.3g"), pictures->score[0]);
  PlumeAxes *axes = plume_figure_add_axes (figure, "pictures", title, 1);

  for (guint k = 0; k < n_solvers; k++)
    {
      for (guint row = 0; row < N_ROWS; row++)
        titles[k * N_ROWS + row] = row == 0 ? pictures->solvers[k].name : "";
      for (gsize i = 0; i < length; i++)
        all[k * length + i] = pictures->pictures[k][i];
    }
  scene_add_picture_grid (axes, "ends", n_solvers * N_ROWS, N_COLUMNS, all, pictures->height,
                          pictures->width, titles);
  outline (axes, pictures, n_solvers);
}
