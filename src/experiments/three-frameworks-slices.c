/* three-frameworks-slices.c: the survey's headline tasks in miniature, with exact scores of healthy
 * slices: denoising, anomaly detection, reconstruction, filling, sharpening, translation.
 *
 * Each is a start on the way from noise to data, a source of scores, and a solver of the table:
 * what tells tasks apart is where they start and what they know. It draws nothing.
 */
#include "experiments/three-frameworks-slices.h"

#include "core/plume-error.h"
#include "generative/plume-empirical-score.h"
#include "generative/plume-gaussian-score.h"
#include "generative/plume-local-score.h"
#include "generative/plume-phantom.h"
#include "generative/plume-slices.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_SLICES  200
#define PHANTOM_SIDE 64

static const gsize sides[] = { 16, 32, 64 };

/* Two volumes: the same heads in two contrasts */
PlumeDataset *
tf_make_phantoms (GError **error)
{
  static const char *const names[PLUME_N_CONTRASTS] = { "resonance", "attenuation" };
  gsize d = PHANTOM_SIDE * PHANTOM_SIDE;
  PlumeDataset *dataset = plume_dataset_new ("phantoms");

  for (guint contrast = 0; contrast < PLUME_N_CONTRASTS; contrast++)
    {
      PlumeArray *values = plume_array_new (TF_PHANTOMS * d);

      for (gsize i = 0; i < TF_PHANTOMS; i++)
        plume_phantom_draw (TF_PHANTOM_SEED, i, contrast, PHANTOM_SIDE, values->values + i * d);
      plume_dataset_take_grid (dataset, names[contrast], 3,
                               (gsize[]){ TF_PHANTOMS, PHANTOM_SIDE, PHANTOM_SIDE }, values);
    }
  return dataset;
}

static void
free_stack (gpointer data)
{
  TfStack *stack = data;

  g_free (stack->slices);
  g_free (stack->other);
  g_free (stack);
}

/* The slices of all files: volumes one after the other, single pictures together as one volume */
static gboolean
cut_all (const PlumeReads *reads,
         const PlumeSlicePlan *plan,
         GArray *first,
         GArray *second,
         PlumeTask *task,
         GError **error)
{
  guint n_volumes = 0;

  for (guint i = 0; i < plume_reads_n_datasets (reads, "slices"); i++)
    {
      const PlumeDataset *dataset = plume_reads_dataset (reads, "slices", i);

      for (guint k = 0; k < plume_dataset_get_n_grids (dataset); k++)
        {
          guint n = plume_slices_count_dimensions (plume_dataset_get_grid (dataset, k));

          if (n == 3)
            n_volumes++;
          if (n < 2 || n_volumes > 2)
            continue;
          if (!plume_slices_cut (dataset, k, plan, n_volumes < 2 ? first : second, task, error))
            return FALSE;
        }
    }
  return TRUE;
}

PlumeResult *
tf_cut_slices (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PlumeSlicePlan plan = plume_slice_plan_init (sides[plume_reads_integer (reads, "slice-side")]);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) second = g_array_new (FALSE, FALSE, sizeof (double));
  double from = plume_reads_number (reads, "slice-from"),
         to = plume_reads_number (reads, "slice-to");
  gsize d = plan.side * plan.side;
  TfStack *stack;

  plan.axis = (PlumeSliceAxis)plume_reads_integer (reads, "slice-axis");
  plan.from = MIN (from, to);
  plan.to = MAX (from, to);
  plan.most = MOST_SLICES;
  if (!cut_all (reads, &plan, first, second, task, error))
    return NULL;
  if (first->len < 3 * d)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("slices found in %s: %zu"
                      "; one to examine and two to know are needed, so open a volume, or more "
                      "pictures"),
                   plume_reads_n_datasets (reads, "slices") > 0
                       ? plume_reads_dataset_name (reads, "slices", 0)
                       : _ ("nothing"),
                   first->len / d);
      return NULL;
    }
  stack = g_new0 (TfStack, 1);
  stack->side = plan.side;
  stack->n = first->len / d;
  stack->n_other = second->len / d;
  stack->slices = (double *)(gpointer)g_array_free (g_steal_pointer (&first), FALSE);
  stack->other = (double *)(gpointer)g_array_free (g_steal_pointer (&second), FALSE);
  return plume_result_new (stack, sizeof *stack + (stack->n + stack->n_other) * d * sizeof (double),
                           free_stack);
}

static void
free_slices (gpointer data)
{
  TfSlices *slices = data;

  g_clear_pointer (&slices->known, plume_pictures_unref);
  g_clear_pointer (&slices->other, plume_pictures_unref);
  g_free (slices->examined);
  g_free (slices->partner);
  g_free (slices);
}

/* Those that the scores may know: all, or all but the examined one and its neighbours in a volume,
 * which look nearly like it */
static PlumePictures *
find_known (
    gsize n, const double *values, gsize side, gsize index, gboolean held_out, GError **error)
{
  gsize d = side * side, kept = 0, neighbours = n > 8 ? 1 : 0;
  g_autofree double *known = g_new (double, n *d);

  for (gsize i = 0; i < n; i++)
    if (!held_out || i + neighbours < index || i > index + neighbours)
      memcpy (known + kept++ * d, values + i * d, d * sizeof (double));
  return plume_pictures_new (kept, side, side, known, NULL, error);
}

/* A person's own slice in place of one of the volume; FALSE where there is none or it is dark. */
static gboolean
take_own (const PlumeReads *reads, gsize side, double *examined, PlumeTask *task, GError **error)
{
  PlumeSlicePlan plan = plume_slice_plan_init (side);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  const PlumeDataset *dataset = plume_reads_dataset (reads, "own-slice", 0);
  gsize d = side * side, n;

  plan.axis = (PlumeSliceAxis)plume_reads_integer (reads, "slice-axis");
  plan.least_tissue = 0;
  for (guint k = 0; k < plume_dataset_get_n_grids (dataset) && values->len == 0; k++)
    if (plume_slices_count_dimensions (plume_dataset_get_grid (dataset, k)) >= 2
        && !plume_slices_cut (dataset, k, &plan, values, task, error))
      return FALSE;
  n = values->len / d;
  if (n == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no picture; give one of rows × columns, or a volume"),
                   plume_dataset_get_name (dataset));
      return FALSE;
    }
  memcpy (examined,
          (const double *)(gpointer)values->data
              + MIN ((gsize)(plume_reads_number (reads, "slice-number") * (double)n), n - 1) * d,
          d * sizeof (double));
  return TRUE;
}

PlumeResult *
tf_choose_slices (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const TfStack *stack = plume_reads_result (reads, "slice-stack");
  gsize d = stack->side * stack->side,
        index = MIN ((gsize)(plume_reads_number (reads, "slice-number") * (double)stack->n),
                     stack->n - 1);
  gboolean is_own = plume_reads_n_datasets (reads, "own-slice") > 0,
           held_out = plume_reads_switch (reads, "slice-held-out") && !is_own;
  TfSlices *slices = g_new0 (TfSlices, 1);
  g_autoptr (PlumeResult) result = plume_result_new (
      slices, sizeof *slices + (stack->n + stack->n_other) * d * sizeof (float), free_slices);

  slices->side = stack->side;
  slices->examined = g_memdup2 (stack->slices + index * d, d * sizeof (double));
  if (is_own && !take_own (reads, stack->side, slices->examined, task, error))
    return NULL;
  slices->known = find_known (stack->n, stack->slices, stack->side, index, held_out, error);
  if (slices->known == NULL)
    return NULL;
  if (stack->n_other < 3)
    return g_steal_pointer (&result);
  held_out = held_out && stack->n_other == stack->n;
  slices->other = find_known (stack->n_other, stack->other, stack->side, index, held_out, error);
  if (slices->other == NULL)
    return NULL;
  if (stack->n_other == stack->n && !is_own)
    slices->partner = g_memdup2 (stack->other + index * d, d * sizeof (double));
  return g_steal_pointer (&result);
}

static void
free_scores (gpointer data)
{
  TfScores *scores = data;

  g_clear_pointer (&scores->known, plume_score_unref);
  g_clear_pointer (&scores->other, plume_score_unref);
  g_free (scores);
}

static PlumeScore *
make_score (const PlumeReads *reads, PlumePictures *pictures, PlumeTask *task, GError **error)
{
  int kind = plume_reads_integer (reads, "slice-score");
  PlumeEmpiricalOptions empirical = { 0 };
  PlumeLocalOptions local;

  if (kind == 1)
    return plume_empirical_score_new (pictures, &empirical);
  if (kind == 2)
    return plume_gaussian_score_new_from_samples (pictures->n, pictures->dimension,
                                                  pictures->values, pictures->n, task, error);
  local = plume_local_options_init (pictures, (gsize)plume_reads_integer (reads, "slice-shift"));
  return plume_local_score_new (pictures, &local, error);
}

static gboolean
find_widest (const PlumePictures *pictures, double *widest, PlumeTask *task, GError **error)
{
  gsize d = pictures->dimension;
  double greatest = 0;

  for (gsize i = 0; i < pictures->n; i++)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      for (gsize k = 0; k < i; k++)
        {
          const float *one = pictures->values + i * d, *other = pictures->values + k * d;
          double sum = 0;

          for (gsize j = 0; j < d; j++)
            sum += (double)(one[j] - other[j]) * (double)(one[j] - other[j]);
          greatest = MAX (greatest, sum);
        }
    }
  *widest = sqrt (greatest);
  return TRUE;
}

PlumeResult *
tf_make_scores (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const TfSlices *slices = plume_reads_result (reads, "examined-slice");
  TfScores *scores = g_new0 (TfScores, 1);
  g_autoptr (PlumeResult) result = plume_result_new (
      scores, 2 * slices->known->n * slices->known->dimension * sizeof (double), free_scores);

  if (!find_widest (slices->known, &scores->widest, task, error))
    return NULL;
  scores->known = make_score (reads, slices->known, task, error);
  if (scores->known == NULL)
    return NULL;
  if (slices->other != NULL)
    {
      scores->other = make_score (reads, slices->other, task, error);
      if (scores->other == NULL)
        return NULL;
    }
  return g_steal_pointer (&result);
}
