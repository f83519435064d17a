/* mean-reverting-sampler-pictures.c: what is to be restored, and from what it is known: clean
 * pictures, how they look degraded, and the denoiser of these pairs.
 *
 * Training-free: with p_0 the pictures of a set and p(μ | x_0) known, x̂0 (x_t, μ) is a mean of the
 * set with the weights of x_t and of μ together; patch by patch it makes new pictures (Kamb &
 * Ganguli 2024, arXiv 2412.20292). Nothing is sampled here.
 */
#include "experiments/mean-reverting-sampler-pictures.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define WINDOW       32 /* pixels a side of the windows of a photograph */
#define STRIDE       16
#define MOST_WINDOWS 20000
#define QUICK        64 /* pairs while a control is held */

static void
restoration_free (gpointer data)
{
  MrsRestoration *restoration = data;

  g_clear_pointer (&restoration->score, plume_score_unref);
  g_clear_pointer (&restoration->quick, plume_score_unref);
  g_clear_pointer (&restoration->set, plume_pictures_unref);
  g_free (restoration->clean);
  g_free (restoration->degraded);
  g_free (restoration);
}

static PlumeDataset *
find_own (const PlumeReads *reads, GError **error)
{
  if (plume_reads_n_datasets (reads, "own-pictures") > 0)
    return plume_reads_dataset (reads, "own-pictures", 0);
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("There are no own pictures; open some (PNG, or an array of pictures × "
                          "rows × columns) as the input “Own pictures”, or restore digits."));
  return NULL;
}

/* The windows of a photograph, as far apart as a great one needs. */
static PlumePictures *
cut_photograph (const PlumeDataset *dataset, const PlumeGrid *grid, GError **error)
{
  gsize stride = STRIDE;

  while (grid->shape[0] / stride * (grid->shape[1] / stride) > MOST_WINDOWS)
    stride *= 2;
  return plume_pictures_new_from_windows (dataset, WINDOW, WINDOW, stride, error);
}

/* A set of pictures of one size; one picture alone is a photograph, which is cut. */
static PlumePictures *
read_own_clean (const PlumeReads *reads, GError **error)
{
  const PlumeDataset *dataset = find_own (reads, error);
  const PlumeGrid *flat = NULL;

  if (dataset == NULL)
    return NULL;
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);

      if (grid->n_dimensions > 2 || (grid->n_dimensions == 2 && flat != NULL))
        return plume_pictures_new_from_dataset (dataset, error);
      if (grid->n_dimensions == 2)
        flat = grid;
    }
  return flat != NULL ? cut_photograph (dataset, flat, error)
                      : plume_pictures_new_from_dataset (dataset, error);
}

/* Own degraded pictures, of the size of the set: μ as it stands in the file. */
static gboolean
read_own_degraded (MrsRestoration *restoration, const PlumeReads *reads, GError **error)
{
  const PlumeDataset *dataset = find_own (reads, error);
  gsize d = restoration->d, most = restoration->n;
  const PlumeGrid *found = NULL;

  if (dataset == NULL)
    return FALSE;
  restoration->n = 0;
  restoration->degraded = g_new (double, most *d);
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset) && restoration->n < most; i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);
      guint n_dimensions = grid->n_dimensions;
      gsize n;

      if (n_dimensions != 2 && n_dimensions != 3)
        continue;
      found = grid;
      if (grid->shape[n_dimensions - 2] != restoration->height
          || grid->shape[n_dimensions - 1] != restoration->width)
        continue;
      n = MIN (n_dimensions == 3 ? grid->shape[0] : 1, most - restoration->n);
      memcpy (restoration->degraded + restoration->n * d, grid->values->values,
              n * d * sizeof (double));
      restoration->n += n;
    }
  plume_pictures_to_range (restoration->n * d, restoration->degraded);
  if (restoration->n > 0)
    return TRUE;
  if (found != NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s has %zu × %zu"
                    " pixels and digits have %zu × %zu"
                    "; give degraded pictures of that size."),
                 plume_reads_dataset_name (reads, "own-pictures", 0),
                 found->shape[found->n_dimensions - 2], found->shape[found->n_dimensions - 1],
                 restoration->height, restoration->width);
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s holds no pictures; give an array of pictures × rows × columns."),
                 plume_reads_dataset_name (reads, "own-pictures", 0));
  return FALSE;
}

static double
pixel (const PlumePictures *pictures, gsize picture, gsize j)
{
  gsize at = picture * pictures->dimension + j;

  return pictures->exact != NULL ? pictures->exact[at] : pictures->values[at];
}

/* Pictures that the set does not know, counted from the end; or the first of those it knows. */
static gsize
choose_picture (const PlumeReads *reads, const PlumePictures *all, gsize n_known, gsize i)
{
  gsize number = (gsize)plume_reads_integer (reads, "first-picture") - 1 + i;

  return plume_reads_switch (reads, "known-pictures") ? number % n_known
                                                      : all->n - 1 - number % (all->n - n_known);
}

static const PlumeDegradation *
read_degradation (const PlumeReads *reads)
{
  return plume_degradation_find (mrs_degradations[plume_reads_integer (reads, "degradation")].id);
}

static void
degrade_chosen (MrsRestoration *restoration,
                const PlumeReads *reads,
                const PlumePictures *all,
                gsize n_known)
{
  gsize d = restoration->d;

  restoration->clean = g_new (double, restoration->n *d);
  restoration->degraded = g_new (double, restoration->n *d);
  for (gsize i = 0; i < restoration->n; i++)
    {
      gsize picture = choose_picture (reads, all, n_known, i);

      for (gsize j = 0; j < d; j++)
        restoration->clean[i * d + j] = pixel (all, picture, j);
      plume_degradation_apply (read_degradation (reads), restoration->height, restoration->width,
                               plume_reads_number (reads, "degradation-strength"),
                               plume_reads_seed (reads, "seed"), picture,
                               restoration->clean + i * d, restoration->degraded + i * d);
    }
}

/* What is expected of the known pictures when they are degraded. */
static PlumePictures *
make_partners (const PlumePictures *set, const PlumeReads *reads, PlumeTask *task, GError **error)
{
  gsize d = set->dimension;
  g_autofree double *degraded = g_new (double, set->n *d);
  g_autofree double *clean = g_new (double, d);

  for (gsize i = 0; i < set->n; i++)
    {
      for (gsize j = 0; j < d; j++)
        clean[j] = pixel (set, i, j);
      plume_degradation_distort (read_degradation (reads), set->height, set->width,
                                 plume_reads_number (reads, "degradation-strength"),
                                 plume_reads_seed (reads, "seed"), clean, degraded + i * d);
      if (!plume_task_check (task, error))
        return NULL;
    }
  return plume_pictures_new (set->n, set->height, set->width, degraded, NULL, error);
}

/* The denoiser of the first @n pairs. */
static PlumeScore *
make_score (const MrsRestoration *restoration,
            gsize n,
            PlumePictures *partners,
            const PlumeReads *reads,
            GError **error)
{
  gboolean is_local = plume_reads_integer (reads, "picture-denoiser") == 0;
  gsize shift = is_local ? (gsize)plume_reads_integer (reads, "patch-shift") : 0;
  double side = (double)MAX (restoration->height, restoration->width);
  g_autoptr (PlumePictures) clean = plume_pictures_slice (restoration->set, 0, n, error);
  g_autoptr (PlumePictures) degraded =
      clean != NULL ? plume_pictures_slice (partners, 0, n, error) : NULL;
  PlumeLocalOptions options;

  if (degraded == NULL)
    return NULL;
  options = plume_local_options_init (clean, shift);
  options.radius = is_local ? plume_radius_init (plume_reads_number (reads, "patch-radius"))
                            : (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { side } };
  options.single = TRUE;
  options.partners = degraded;
  options.observations = options.centre = restoration->degraded;
  options.n_observations = options.n_centres = restoration->n;
  options.tau =
      hypot (plume_reads_number (reads, "tolerance"),
             plume_degradation_noise (read_degradation (reads),
                                      plume_reads_number (reads, "degradation-strength")));
  return plume_local_score_new (clean, &options, error);
}

static gboolean
make_scores (MrsRestoration *restoration, const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_autoptr (PlumePictures) partners = make_partners (restoration->set, reads, task, error);
  gsize n = restoration->set->n;

  if (partners == NULL)
    return FALSE;
  restoration->score = make_score (restoration, n, partners, reads, error);
  if (restoration->score == NULL)
    return FALSE;
  restoration->quick = make_score (restoration, MIN (n, QUICK), partners, reads, NULL);
  if (restoration->quick == NULL) /* the first ones of a photograph may all be the same sky */
    restoration->quick = plume_score_ref (restoration->score);
  return TRUE;
}

static void
clean_set_free (gpointer data)
{
  plume_pictures_unref (data);
}

PlumeResult *
mrs_compute_clean_set (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PlumePictures *all = plume_reads_integer (reads, "clean-pictures") == MRS_OWN_CLEAN
                           ? read_own_clean (reads, error)
                           : plume_sample_digits (error);

  return all != NULL ? plume_result_new (all, plume_pictures_get_bytes (all), clean_set_free)
                     : NULL;
}

PlumeResult *
mrs_compute_restoration (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumePictures *all = plume_reads_result (reads, "clean-set");
  MrsRestoration *restoration = g_new0 (MrsRestoration, 1);
  gsize n = MIN ((gsize)plume_reads_integer (reads, "pictures"), MAX (all->n / 3, 1)),
        n_known =
            CLAMP ((gsize)plume_reads_integer (reads, "training-pictures"), 2, MAX (all->n - n, 2));
  g_autoptr (PlumeResult) result = plume_result_new (
      restoration,
      sizeof *restoration
          + (3 * n_known * sizeof (float) + 4 * n * sizeof (double)) * all->dimension,
      restoration_free);

  if (all->n < 3)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("two own pictures are too few to know some and restore others; give "
                              "three or more."));
      return NULL;
    }
  restoration->n = n;
  restoration->height = all->height;
  restoration->width = all->width;
  restoration->d = all->dimension;
  restoration->set = plume_pictures_slice (all, 0, n_known, error);
  if (restoration->set == NULL)
    return NULL;
  if (plume_reads_integer (reads, "clean-pictures") != MRS_OWN_DEGRADED)
    degrade_chosen (restoration, reads, all, n_known);
  else if (!read_own_degraded (restoration, reads, error))
    return NULL;
  return make_scores (restoration, reads, task, error) ? g_steal_pointer (&result) : NULL;
}
