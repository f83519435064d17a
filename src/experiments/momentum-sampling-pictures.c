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
#include <string.h>

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

/**
 * Pictures:
 * @pictures: (nullable): N_PICTURES × height × width; %NULL: nothing to compare with
 * @over: N_PICTURES × blocks: whether out of range
 * @score: mean over the pictures
 */
typedef struct
{
  gsize height, width;
  MsSolver solver;
  double *pictures;
  guint8 *over;
  double score;
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

  g_free (pictures->pictures);
  g_free (pictures->over);
  g_free (pictures);
}

/* Per block whether one of its pixels is out of range, and the artefact score of each picture */
static void
judge (Pictures *pictures, const Digits *digits)
{
  gsize height = pictures->height, width = pictures->width, size = height * width;
  gsize columns = width / POOL, blocks = height / POOL * columns;
  double usual = 0;

  for (gsize j = 0; j < size; j++)
    usual += digits->deviation->values[j] / (double)size;
  pictures->over = g_new0 (guint8, N_PICTURES * blocks);
  for (gsize i = 0; i < N_PICTURES; i++)
    {
      const double *picture = pictures->pictures + i * size;

      for (gsize j = 0; j < size; j++)
        {
          double deviation = MAX (digits->deviation->values[j], 0.1 * usual);
          gsize row = j / width / POOL, column = j % width / POOL;

          if (row < height / POOL && column < columns
              && !(fabs (picture[j] - digits->all->mean[j]) <= THRESHOLD * deviation))
            pictures->over[i * blocks + row * columns + column] = 1;
        }
      pictures->score += plume_artefact_score (height, width, picture, digits->all->mean,
                                               digits->deviation->values, POOL, THRESHOLD)
                         / N_PICTURES;
    }
}

static PlumeResult *
compute_pictures (const PlumeReads *reads, const MsSolver *solver, PlumeTask *task, GError **error)
{
  const Digits *digits = plume_reads_result (reads, "digits");
  SceneClock clock = scene_read_clock (reads);
  PlumeMarginal end = plume_process_at (&clock.process, clock.to);
  gsize d = digits->all->dimension;
  Pictures *pictures = g_new0 (Pictures, 1);
  g_autoptr (PlumeResult) result = plume_result_new (pictures, N_PICTURES * d * 9, free_pictures);
  g_autofree double *start = NULL;
  PlumeGuidanceParts parts = plume_guidance_parts_init ();
  g_autoptr (PlumeScore) score = NULL;
  g_autoptr (PlumeSampling) sampling = NULL;
  PlumeSamplingPlan plan = { .process = &clock.process, .from = clock.from, .to = clock.to };

  if (solver == NULL)
    return g_steal_pointer (&result);
  parts.base = digits->base;
  parts.guide = digits->guide;
  parts.scale = plume_reads_number (reads, "guidance");
  score = plume_guidance_find ("classifier-free")->make (&parts, error);
  if (score == NULL)
    return NULL;
  plan.score = score;
  plan.solver = solver->row;
  plan.options = solver->options;
  plan.grid = plume_time_grid_find (ms_grids[plume_reads_integer (reads, "grid")].id);
  plan.budget = (guint)plume_reads_integer (reads, "steps") * score->cost;
  start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), N_PICTURES, d);
  sampling = plume_sample (&plan, N_PICTURES, start, PLUME_KEEP_END, task, error);
  if (sampling == NULL)
    return NULL;
  pictures->solver = *solver;
  pictures->height = digits->all->height;
  pictures->width = digits->all->width;
  pictures->pictures = g_new (double, N_PICTURES *d);
  for (gsize i = 0; i < N_PICTURES * d; i++)
    pictures->pictures[i] = sampling->end[i] / end.alpha;
  judge (pictures, digits);
  return g_steal_pointer (&result);
}

PlumeResult *
ms_compute_pictures (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  MsSolver solver = ms_read_solver (reads);

  return compute_pictures (reads, &solver, task, error);
}

PlumeResult *
ms_compute_other_pictures (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  MsSolver solver;

  return compute_pictures (reads, ms_read_compared (reads, &solver) ? &solver : NULL, task, error);
}

/* Each block that is out of range as a small square; the grid of scene_add_picture_grid() */
static void
outline (PlumeAxes *axes, const Pictures *const *pictures, guint n_solvers)
{
  gsize height = pictures[0]->height, width = pictures[0]->width, columns = width / POOL;
  gsize blocks = height / POOL * columns, n = 0, at = 0;
  gsize gap = (gsize)fmax (1, round ((double)MIN (height, width) / 14));
  double pitch = (double)(height + gap), top = -0.5 * (double)height / pitch;
  g_autoptr (PlumeArray) x = NULL;
  g_autoptr (PlumeArray) y = NULL;

  for (guint k = 0; k < n_solvers; k++)
    for (gsize i = 0; i < N_PICTURES * blocks; i++)
      n += pictures[k]->over[i];
  if (n == 0)
    return;
  x = plume_array_new (6 * n);
  y = plume_array_new (6 * n);
  for (guint k = 0; k < n_solvers; k++)
    for (gsize i = 0; i < N_PICTURES * blocks; i++)
      if (pictures[k]->over[i])
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
  const Pictures *both[2] = { plume_reads_result (reads, "pictures"),
                              plume_reads_result (reads, "other-pictures") };
  guint n_solvers = both[1]->pictures != NULL ? 2 : 1;
  gsize length = N_PICTURES * both[0]->height * both[0]->width;
  g_autofree double *all = g_new (double, n_solvers *length);
  const char *titles[2 * N_ROWS + 1] = { NULL };
  g_autofree char *title = n_solvers == 2
                               ? g_strdup_printf (_ ("Artefact score %.3g above, %.3g below"),
                                                  both[0]->score, both[1]->score)
                               : g_strdup_printf (_ ("Artefact score %.3g"), both[0]->score);
  PlumeAxes *axes = plume_figure_add_axes (figure, "pictures", title, 1);

  for (guint k = 0; k < n_solvers; k++)
    {
      for (guint row = 0; row < N_ROWS; row++)
        titles[k * N_ROWS + row] = row == 0 ? both[k]->solver.name : "";
      memcpy (all + k * length, both[k]->pictures, length * sizeof (double));
    }
  scene_add_picture_grid (axes, "ends", n_solvers * N_ROWS, N_COLUMNS, all, both[0]->height,
                          both[0]->width, titles);
  outline (axes, both, n_solvers);
}
