/* bench-slices.c: how long a volume takes to read, a slice to measure, and a lesion to find; the
 * budget of a task at its defaults is 100 ms.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "data/plume-reader.h"
#include "generative/plume-local-score.h"
#include "generative/plume-phantom.h"
#include "generative/plume-scan.h"
#include "generative/plume-slices.h"
#include "generative/plume-solver.h"

#ifdef HAVE_NIFTI
#include <nifti/nifti1.h>
#endif

#define REPEATS 7
#define KNOWN   120
#define SAMPLES 8

static int
compare (const void *a, const void *b)
{
  double one = *(const double *)a, other = *(const double *)b;

  return (one > other) - (one < other);
}

static void
measure (const char *name, void (*work) (gpointer), gpointer data)
{
  double seconds[REPEATS];

  for (guint i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      work (data);
      seconds[i] = (double)(g_get_monotonic_time () - start) * 1e-6;
    }
  qsort (seconds, REPEATS, sizeof *seconds, compare);
  g_print ("%s: median %.2f ms (min %.2f, max %.2f)\n", name, seconds[REPEATS / 2] * 1e3,
           seconds[0] * 1e3, seconds[REPEATS - 1] * 1e3);
}

#ifdef HAVE_NIFTI
static void
read_volume (gpointer data)
{
  g_autoptr (PlumeDataset) dataset = plume_dataset_read_bytes (data, "volume.nii", NULL, NULL);

  g_assert_nonnull (dataset);
}

static void
cut_volume (gpointer data)
{
  PlumeSlicePlan plan = plume_slice_plan_init (32);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  plan.least_tissue = 0;
  g_assert_true (plume_slices_cut (data, 0, &plan, values, NULL, NULL));
}

/* 256³ voxels of 16 bits, as scanners write them */
static void
measure_volume (void)
{
  nifti_1_header header = { .sizeof_hdr = 348,
                            .dim = { 3, 256, 256, 256, 1, 1, 1, 1 },
                            .datatype = DT_INT16,
                            .bitpix = 16,
                            .pixdim = { 1, 1, 1, 1 },
                            .vox_offset = 352,
                            .magic = "n+1" };
  gsize length = 352 + 2 * ((gsize)1 << 24);
  guint8 *file = g_malloc (length);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;

  for (gsize i = 0; i < length; i++)
    file[i] = (guint8)(i * 2654435761u >> 24);
  memcpy (file, &header, sizeof header);
  bytes = g_bytes_new_take (file, length);
  measure ("NIfTI, 16.8 million voxels of 16 bits", read_volume, bytes);
  dataset = plume_dataset_read_bytes (bytes, "volume.nii", NULL, NULL);
  measure ("its 256 slices, 32 pixels a side", cut_volume, dataset);
}
#endif

typedef struct
{
  PlumeProcess process;
  PlumeScore *score;
  double *start;
} Walk;

static void
walk_back (gpointer data)
{
  Walk *walk = data;
  PlumeSamplingPlan plan = { .process = &walk->process,
                             .score = walk->score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = 12,
                             .from = 0.25,
                             .to = 1e-3,
                             .noise = plume_noise_brownian (1, 1) };
  g_autoptr (PlumeSampling) sampling =
      plume_sample (&plan, SAMPLES, walk->start, PLUME_KEEP_END, NULL, NULL);

  g_assert_nonnull (sampling);
}

typedef struct
{
  PlumeScan *scan;
  double *data, *picture;
} Measurement;

static void
reconcile (gpointer data)
{
  Measurement *measurement = data;

  plume_scan_reconcile (measurement->scan, measurement->data, 0.1, 12, measurement->picture);
}

static void
measure_side (gsize side)
{
  gsize d = side * side;
  g_autofree double *values = g_new (double, KNOWN *d), *start = g_new (double, SAMPLES *d);
  g_autoptr (PlumePictures) pictures = NULL;
  PlumeScanPlan plan = {
    .kind = PLUME_SCAN_PROJECTIONS, .height = side, .width = side, .directions = 10
  };
  Measurement measurement = { plume_scan_new (&plan, NULL) };
  g_autofree char *scan = g_strdup_printf ("12 steps on 10 projections, %zu", side);

  for (gsize i = 0; i < KNOWN; i++)
    plume_phantom_draw (1, i, PLUME_CONTRAST_RESONANCE, side, values + i * d);
  pictures = plume_pictures_new (KNOWN, side, side, values, NULL, NULL);
  plume_noise_start (1, SAMPLES, d, start);
  for (gsize shift = 0; shift < 2; shift++)
    {
      PlumeLocalOptions options = plume_local_options_init (pictures, shift);
      g_autoptr (PlumeScore) score = plume_local_score_new (pictures, &options, NULL);
      Walk walk = { plume_process_init (plume_process_type_find ("vp-linear"), NULL), score,
                    start };
      g_autofree char *name = g_strdup_printf ("12 steps of 8 slices, %zu, R = %zu", side, shift);

      measure (name, walk_back, &walk);
    }
  measurement.data = g_new (double, measurement.scan->n_data);
  measurement.picture = start;
  plume_scan_apply (measurement.scan, values, measurement.data);
  measure (scan, reconcile, &measurement);
  g_free (measurement.data);
  plume_scan_unref (measurement.scan);
}

int
main (void)
{
#ifdef HAVE_NIFTI
  measure_volume ();
#endif
  measure_side (32);
  measure_side (64);
  return 0;
}
