/* demo-generative-pictures.c: sixteen digits by the local denoiser, from noise to pictures, to be
 * looked at: demo-generative-pictures FOLDER [R]. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/generative-pictures.h"
#include "figure/plume-export.h"
#include "generative/plume-empirical-score.h"
#include "generative/plume-gaussian-score.h"
#include "generative/plume-local-score.h"
#include "generative/plume-picture-measures.h"
#include "generative/plume-solver.h"

#define SAMPLES 16
#define STEPS   12
#define SEED    1

static void
write_figure (PlumeFigure *figure, const char *folder)
{
  for (int dark = 0; dark < 2; dark++)
    {
      g_autofree char *path =
          g_strdup_printf ("%s/%s%s.png", folder, figure->id, dark ? "-dark" : "");
      g_autoptr (GError) error = NULL;
      PlumeExport settings = {
        .format = PLUME_EXPORT_PNG, .width_mm = 183, .height_mm = 110, .dpi = 150, .dark = dark
      };

      if (!plume_export_figure (figure, NULL, 0, NULL, &settings, path, &error))
        g_printerr ("%s\n", error->message);
    }
}

static void
draw_end (const PlumePictures *set, const PlumeSampling *sampling, const char *folder)
{
  static const char *const titles[] = { "samples", "nearest", "samples", "nearest", NULL };
  g_autoptr (PlumeFigure) figure = plume_figure_new ("pictures", "Samples and what they resemble");
  gsize d = set->dimension, nearest[SAMPLES];
  double rms[SAMPLES];
  g_autofree double *cells = g_new (double, 2 * SAMPLES * d);

  plume_nearest_picture (set, SAMPLES, sampling->end, rms, nearest, NULL, NULL);
  for (gsize i = 0; i < SAMPLES; i++)
    {
      gsize cell = i / 8 * 16 + i % 8;

      printf ("%.2f ", rms[i]);
      for (gsize j = 0; j < d; j++)
        {
          cells[cell * d + j] = sampling->end[i * d + j];
          cells[(cell + 8) * d + j] = set->values[nearest[i] * d + j];
        }
    }
  printf ("rms to the nearest training picture\n");
  scene_add_picture_grid (plume_figure_add_axes (figure, "pictures", NULL, 1), "samples", 4, 8,
                          cells, set->height, set->width, titles);
  write_figure (figure, folder);
}

static void
draw_path (const PlumePictures *set, const PlumeSampling *sampling, const char *folder)
{
  g_autoptr (PlumeFigure) figure = plume_figure_new ("path", "From noise to a picture");

  scene_add_picture_grid (plume_figure_add_axes (figure, "path", NULL, 1), "path",
                          sampling->n_nodes, SAMPLES, sampling->path, set->height, set->width,
                          NULL);
  write_figure (figure, folder);
}

static void
draw_curves (const PlumePictures *set,
             const PlumeProcess *process,
             const PlumeSampling *sampling,
             const char *folder)
{
  g_autoptr (PlumeFigure) weights = plume_figure_new ("weights", "Training pictures that count");
  g_autoptr (PlumeFigure) spectrum = plume_figure_new ("spectrum", "Power spectrum");
  g_autoptr (PlumeScore) empirical = plume_empirical_score_new ((PlumePictures *)set, NULL);
  g_autoptr (PlumeScore) gaussian =
      plume_gaussian_score_new_from_samples (set->n, set->dimension, set->values, 1, NULL, NULL);
  const double *variances;
  gsize n_nodes = sampling->n_nodes, n_waves = set->width / 2 + 1, d = set->dimension;
  g_autoptr (PlumeArray) lambda = plume_array_new (n_nodes);
  g_autofree double *live = g_new (double, n_nodes *SAMPLES);
  g_autofree double *powers = g_new (double, n_nodes *n_waves);
  PlumeAxes *top = plume_figure_add_axes (spectrum, "spectra", NULL, 1);
  PlumeAxes *low = plume_figure_add_axes (spectrum, "map", NULL, 1);
  PlumeArray *noise = NULL, *end = NULL;

  for (gsize i = 0; i < n_nodes; i++)
    {
      PlumeMarginal at = plume_process_at (process, sampling->times[i]);
      const double *places = sampling->path + i * SAMPLES * d;
      PlumeArray *power = plume_power_spectrum (SAMPLES, set->height, set->width, places);

      lambda->values[i] = at.lambda;
      plume_empirical_score_get_weights (empirical, &at, SAMPLES, places, live + i * SAMPLES, NULL,
                                         NULL, NULL);
      memcpy (powers + i * n_waves, power->values, n_waves * sizeof (double));
      if (i == 0)
        noise = plume_array_ref (power);
      if (i + 1 == n_nodes)
        end = plume_array_ref (power);
      plume_array_unref (power);
    }
  scene_add_live_pictures (plume_figure_add_axes (weights, "weights", NULL, 1), lambda, SAMPLES,
                           live);
  plume_gaussian_score_get_components (gaussian, &variances, NULL, NULL);
  scene_add_speciation (weights->axes->pdata[0], variances[0]);
  write_figure (weights, folder);
  scene_add_spectrum (top, "noise", "noise", noise, (PlumeInk){ .colour = PLUME_COLOUR_GREY });
  scene_add_spectrum (top, "samples", "samples", end, (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  scene_add_spectrum_map (low, "map", lambda, n_waves, powers);
  write_figure (spectrum, folder);
  plume_array_unref (noise);
  plume_array_unref (end);
}

int
main (int argc, char **argv)
{
  g_autoptr (PlumePictures) set = plume_sample_digits (NULL);
  PlumeLocalOptions options = plume_local_options_init (set, argc > 2 ? (gsize)atoi (argv[2]) : 1);
  g_autoptr (PlumeScore) score = plume_local_score_new (set, &options, NULL);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeSamplingPlan plan = { .process = &process,
                             .score = score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = STEPS,
                             .noise = plume_noise_brownian (SEED, 1) };
  g_autofree double *start = g_new (double, SAMPLES * set->dimension);
  g_autoptr (PlumeSampling) sampling = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  if (argc < 2)
    return 2;
  g_mkdir_with_parents (argv[1], 0755);
  plume_noise_start (SEED, SAMPLES, set->dimension, start);
  sampling = plume_sample (&plan, SAMPLES, start, PLUME_KEEP_PATH, NULL, &error);
  if (sampling == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  printf ("%d digits in %u evaluations: %.2f s\n", SAMPLES, sampling->evaluations,
          (double)(g_get_monotonic_time () - begun) / 1e6);
  draw_end (set, sampling, argv[1]);
  draw_path (set, sampling, argv[1]);
  draw_curves (set, &process, sampling, argv[1]);
  return 0;
}
