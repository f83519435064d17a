/* three-frameworks-views.c: three planes at the same λ, the clocks themselves, and what each budget
 * buys. DDPM is blue, NCSN vermilion and the SDE green everywhere. It only draws.
 */
#include "experiments/three-frameworks-slices.h"

#include "generative/plume-noise-ladder.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const names[TF_N_FRAMEWORKS] = { N_ ("DDPM"), N_ ("NCSN"), N_ ("SDE") };
static const char *const stages[TF_N_FRAMEWORKS] = { "ddpm", "ncsn", "sde-run" };
static const char *const ids[TF_N_FRAMEWORKS] = { "ddpm", "ncsn", "sde" };

static void
draw_framework (PlumeFigure *figure, const PlumeReads *reads, TfFramework which)
{
  const TfRun *run = plume_reads_result (reads, stages[which]);
  SceneClock clock = scene_read_clock (reads);
  PlumeAxes *axes = scene_plane_begin (figure, reads);
  double progress = plume_reads_number (reads, "progress"),
         lambda = scene_moment (&clock, progress).lambda;
  PlumeInk ink = { .colour = scene_colour (which), .width = 0.5, .opacity = 0.5 };

  g_free (axes->title);
  axes->title =
      g_strdup_printf (lambda < run->first - 1e-9 ? _ ("%s has not begun; <i>λ</i> = %s%.3g")
                                                  : _ ("%s, <i>λ</i> = %s%.3g"),
                       _ (names[which]), lambda < 0 ? "−" : "", fabs (lambda));
  scene_plane_add_paths (axes, "paths", NULL, run->sampling, &clock, progress,
                         (guint)plume_reads_integer (reads, "trajectories"), ink);
  ink.opacity = 0;
  ink.size = 0.6;
  scene_plane_add_places (axes, "places", NULL, run->sampling, &clock, progress, ink);
  scene_plane_add_handles (axes, reads);
}

static void
draw_ddpm (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_framework (figure, reads, TF_DDPM);
}

static void
draw_ncsn (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_framework (figure, reads, TF_NCSN);
}

static void
draw_sde (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_framework (figure, reads, TF_SDE);
}

#define CLOCK_POINTS 201

/* λ over the share of the framework's own time, and how much of the training falls on a unit of λ:
 * uniform time and weight 1 on ε for DDPM (2σ²/g² of λ), uniform levels of λ for NCSN, and the
 * likelihood weight g²/σ² of an SDE, which is uniform in λ too. */
static void
add_clock (PlumeAxes *clocks,
           PlumeAxes *weights,
           TfFramework which,
           const PlumeProcess *process,
           double end,
           gboolean uniform)
{
  g_autoptr (PlumeArray) share = plume_array_new_linear (1, 0, CLOCK_POINTS);
  g_autoptr (PlumeArray) lambda = plume_array_new (CLOCK_POINTS);
  g_autoptr (PlumeArray) weight = plume_array_new (CLOCK_POINTS);
  double sum = 0;
  PlumeInk ink = { .colour = scene_colour (which) };

  if (which == TF_DDPM) /* it may well lie on the SDE's */
    ink.dash = PLUME_DASH_DASHED;
  for (guint i = 0; i < CLOCK_POINTS; i++)
    {
      double t = end + share->values[i] * (process->last - end), f, g_squared;
      PlumeMarginal at = plume_process_at (process, t);

      lambda->values[i] = at.lambda;
      plume_process_rates (process, t, &f, &g_squared);
      weight->values[i] = uniform ? 1 : 2 * at.sigma * at.sigma / g_squared;
    }
  for (guint i = 0; i + 1 < CLOCK_POINTS; i++)
    sum += 0.5 * (weight->values[i] + weight->values[i + 1])
           * (lambda->values[i + 1] - lambda->values[i]);
  for (guint i = 0; i < CLOCK_POINTS; i++)
    {
      weight->values[i] /= sum;
      share->values[i] = 1 - share->values[i];
    }
  plume_axes_add_line (clocks, ids[which], _ (names[which]), share, lambda, ink);
  plume_axes_add_line (weights, ids[which], _ (names[which]), lambda, weight, ink);
}

static void
draw_clocks (PlumeFigure *figure, const PlumeReads *reads)
{
  SceneClock clock = scene_read_clock (reads);
  g_autoptr (PlumeArray) table = NULL;
  PlumeProcess ddpm = tf_ddpm_process (reads, &table), ncsn = tf_ncsn_process (reads),
               sde = tf_sde_process (reads);
  PlumeAxes *clocks = plume_figure_add_axes (figure, "clocks", NULL, 1),
            *weights = plume_figure_add_axes (figure, "weights", NULL, 1);
  double now = scene_moment (&clock, plume_reads_number (reads, "progress")).lambda;

  plume_axis_set (&clocks->x, PLUME_SCALE_LINEAR, _ ("Share of the way from noise to data"), NULL);
  plume_axis_set (&clocks->y, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&weights->x, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&weights->y, PLUME_SCALE_LINEAR, _ ("Weight of training"), NULL);
  weights->y.includes_zero = TRUE;
  weights->no_legend = TRUE;
  add_clock (clocks, weights, TF_SDE, &sde, clock.to, TRUE);
  add_clock (clocks, weights, TF_NCSN, &ncsn, 0, TRUE);
  add_clock (clocks, weights, TF_DDPM, &ddpm, 1.0 / (double)(table->length - 1), FALSE);
  plume_axes_add_horizontal_rule (clocks, "now", NULL, now,
                                  (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
  plume_axes_add_vertical_rule (weights, "now", NULL, now,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

static void
draw_quality (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfQuality *quality = plume_reads_result (reads, "quality");
  double budget = plume_reads_integer (reads, "evaluations");
  PlumeAxes *axes;

  if (quality->n_done == 0)
    {
      plume_figure_set_note (figure, _ ("Measured as soon as the controls rest"));
      return;
    }
  axes = plume_figure_add_axes (figure, "quality", NULL, 1);
  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Evaluations of the score"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Sliced <i>W</i><sub>2</sub> to the data"), NULL);
  plume_axis_set_limits (&axes->x, 8, 420);
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    {
      g_autofree char *points = g_strdup_printf ("%s-points", ids[f]),
                      *band = g_strdup_printf ("%s-band", ids[f]);
      PlumeInk ink = { .colour = scene_colour (f) };

      plume_axes_add_band (axes, band, NULL, quality->budget, quality->low[f], quality->high[f],
                           ink);
      plume_axes_add_line (axes, ids[f], _ (names[f]), quality->budget, quality->distance[f], ink);
      plume_axes_add_points (axes, points, NULL, quality->budget, quality->distance[f], ink);
    }
  plume_axes_add_horizontal_rule (
      axes, "floor", _ ("two draws of the data"), quality->floor,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_vertical_rule (axes, "budget", NULL, budget,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

/* The variance of a level's cloud while it takes its steps, in units of σ² */
static void
draw_levels (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfRun *run = plume_reads_result (reads, "ncsn");
  guint most = MAX (run->steps, 20);
  g_autoptr (PlumeArray) step = plume_array_new_linear (0, most, most + 1);
  g_autoptr (PlumeArray) variance = plume_array_new (most + 1);
  g_autoptr (PlumeArray) count = plume_array_new (59);
  g_autoptr (PlumeArray) left = plume_array_new (59);
  PlumeAxes *within = plume_figure_add_axes (figure, "within", NULL, 1),
            *over = plume_figure_add_axes (figure, "over", NULL, 1);

  for (guint i = 0; i <= most; i++)
    variance->values[i] = plume_noise_ladder_variance (run->step, run->ratio, i);
  for (guint i = 0; i < 59; i++)
    {
      double ratio = exp ((run->last - run->first) / (i + 1.0)), c;

      c = plume_noise_ladder_step (ratio, run->steps);
      count->values[i] = (i + 2.0) * run->steps;
      left->values[i] = plume_noise_ladder_variance (c, ratio, run->steps);
    }
  within->title = g_strdup_printf (_ ("%u levels, ratio %.2f, step <i>δ</i> = %.2g <i>σ</i>²"),
                                   run->levels, run->ratio, run->step);
  plume_axis_set (&within->x, PLUME_SCALE_LINEAR, _ ("Langevin steps at one level"), NULL);
  plume_axis_set (&within->y, PLUME_SCALE_LOG, _ ("Variance"), "<i>σ</i>²");
  plume_axes_add_line (within, "variance", NULL, step, variance,
                       (PlumeInk){ .colour = scene_colour (TF_NCSN) });
  plume_axes_add_horizontal_rule (
      within, "wanted", NULL, 1,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_vertical_rule (within, "steps", NULL, run->steps,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
  plume_axis_set (&over->x, PLUME_SCALE_LINEAR, _ ("Evaluations, all levels"), NULL);
  plume_axis_set (&over->y, PLUME_SCALE_LOG, _ ("Variance left at best"), "<i>σ</i>²");
  plume_axes_add_line (over, "left", NULL, count, left,
                       (PlumeInk){ .colour = scene_colour (TF_NCSN) });
  plume_axes_add_horizontal_rule (
      over, "wanted", NULL, 1,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_vertical_rule (over, "budget", NULL, run->levels * (double)run->steps,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

static void
draw_forward (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfForward *forward = plume_reads_result (reads, "forward");
  PlumeAxes *axes = plume_figure_add_axes (figure, "forward", NULL, 1);
  SceneClock clock = scene_read_clock (reads);
  double first = scene_moment (&clock, 0).lambda, last = scene_moment (&clock, 1).lambda,
         greatest = 0;
  PlumeMark *mark;

  /* the data are a few sharp columns: the colours are those of the noisier three quarters */
  for (gsize i = 0; i < forward->density->length; i++)
    if (i % forward->n_columns < forward->n_columns * 3 / 4)
      greatest = MAX (greatest, forward->density->values[i]);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("First coordinate <i>x</i>"), NULL);
  plume_axis_set_limits (&axes->x, first, last);
  plume_axis_set_limits (&axes->y, forward->from, forward->to);
  mark = plume_axes_add_image (axes, "density", forward->n_rows, forward->n_columns,
                               forward->density, first, last, forward->from, forward->to);
  plume_mark_set_values (mark, forward->density, PLUME_COLOUR_MAP_DEFAULT,
                         _ ("Density <i>p</i><sub>λ</sub>"));
  plume_mark_set_value_range (mark, 0, greatest);
  plume_axes_add_vertical_rule (
      axes, "now", NULL, scene_moment (&clock, plume_reads_number (reads, "progress")).lambda,
      (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

#define MOST_TASKS 12
#define MOST_YEARS 24

/**
 * Counts: works by task, most frequent first, and year
 */
typedef struct
{
  GPtrArray *tasks;
  int first, n_years;
  guint n_found, n_all;
  double *counts; /* tasks × years */
} Counts;

static gboolean
row_matches (const PlumeTable *table, gsize row, const char *words)
{
  g_auto (GStrv) wanted = g_strsplit_set (words, " ,", -1);

  for (guint w = 0; wanted[w] != NULL; w++)
    {
      g_autofree char *word = g_utf8_casefold (wanted[w], -1);
      gboolean found = *word == '\0';

      for (guint c = 0; !found && c < plume_table_get_n_columns (table); c++)
        if (!plume_table_is_numeric (table, c))
          {
            const char *text = plume_table_get_text (table, c, row);
            g_autofree char *folded = g_utf8_casefold (text != NULL ? text : "", -1);

            found = strstr (folded, word) != NULL;
          }
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static int
compare_frequency (gconstpointer a, gconstpointer b, gpointer frequencies)
{
  const char *one = *(const char *const *)a, *other = *(const char *const *)b;
  int more = GPOINTER_TO_INT (g_hash_table_lookup (frequencies, other))
             - GPOINTER_TO_INT (g_hash_table_lookup (frequencies, one));

  return more != 0 ? more : strcmp (one, other);
}

static Counts
count_works (const PlumeTable *table, guint task, const PlumeArray *years, const char *words)
{
  g_autoptr (GHashTable) frequencies = g_hash_table_new (g_str_hash, g_str_equal);
  Counts counts = { .tasks = g_ptr_array_new (), .n_all = (guint)plume_table_get_n_rows (table) };
  double low = G_MAXDOUBLE, high = 0;

  for (gsize row = 0; row < counts.n_all; row++)
    {
      const char *name = plume_table_get_text (table, task, row);
      int before;

      if (name == NULL || !isfinite (years->values[row]) || !row_matches (table, row, words))
        continue;
      before = GPOINTER_TO_INT (g_hash_table_lookup (frequencies, name));
      if (before == 0)
        g_ptr_array_add (counts.tasks, (gpointer)name);
      g_hash_table_insert (frequencies, (gpointer)name, GINT_TO_POINTER (before + 1));
      low = MIN (low, years->values[row]);
      high = MAX (high, years->values[row]);
      counts.n_found++;
    }
  if (counts.n_found == 0)
    return counts;
  g_ptr_array_sort_with_data (counts.tasks, compare_frequency, frequencies);
  g_ptr_array_set_size (counts.tasks, (gint)MIN (counts.tasks->len, MOST_TASKS));
  counts.first = (int)MAX (low, high - MOST_YEARS + 1);
  counts.n_years = (int)high - counts.first + 1;
  counts.counts = g_new0 (double, counts.tasks->len *(gsize)counts.n_years);
  for (gsize row = 0; row < counts.n_all; row++)
    {
      const char *name = plume_table_get_text (table, task, row);
      int year;

      if (name == NULL || !isfinite (years->values[row]) || !row_matches (table, row, words))
        continue;
      year = (int)years->values[row] - counts.first;
      for (guint k = 0; year >= 0 && k < counts.tasks->len; k++)
        if (strcmp (name, g_ptr_array_index (counts.tasks, k)) == 0)
          counts.counts[(gsize)k * (gsize)counts.n_years + (gsize)year] += 1;
    }
  return counts;
}

static void
draw_counts (PlumeFigure *figure, const Counts *counts)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "literature", NULL, 1);
  gsize n_tasks = counts->tasks->len, n_years = (gsize)counts->n_years;
  g_autoptr (PlumeArray) values = plume_array_new (n_tasks * n_years);
  g_autofree const char **task_names = g_new0 (const char *, n_tasks + 1);
  g_auto (GStrv) year_names = g_new0 (char *, n_years + 1);
  PlumeMark *mark;
  double greatest = 1;

  axes->title = g_strdup_printf (_ ("%u of %u works"), counts->n_found, counts->n_all);
  for (gsize k = 0; k < n_tasks; k++)
    {
      /* the most frequent at the top */
      task_names[n_tasks - 1 - k] = g_ptr_array_index (counts->tasks, k);
      for (gsize y = 0; y < n_years; y++)
        {
          values->values[(n_tasks - 1 - k) * n_years + y] = counts->counts[k * n_years + y];
          greatest = MAX (greatest, counts->counts[k * n_years + y]);
        }
    }
  for (gsize y = 0; y < n_years; y++)
    year_names[y] = g_strdup_printf ("%d", counts->first + (int)y);
  plume_axis_set (&axes->x, PLUME_SCALE_CATEGORY, _ ("Year"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&axes->x, (const char *const *)year_names);
  plume_axis_set_categories (&axes->y, task_names);
  mark = plume_axes_add_image (axes, "works", n_tasks, n_years, values, -0.5, (double)n_years - 0.5,
                               -0.5, (double)n_tasks - 0.5);
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_DEFAULT, _ ("Works"));
}

static void
draw_literature (PlumeFigure *figure, const PlumeReads *reads)
{
  PlumeDataset *dataset;
  PlumeTable *table;
  PlumeArray *years;
  Counts counts;
  int task;

  if (plume_reads_n_datasets (reads, "literature") == 0)
    {
      plume_figure_set_note (figure, _ ("Open a table of works with the columns task and year"));
      return;
    }
  dataset = plume_reads_dataset (reads, "literature", 0);
  table = plume_dataset_get_table (dataset, 0);
  task = plume_table_find_column (table, "task");
  if (task < 0 || plume_table_is_numeric (table, (guint)task))
    {
      plume_figure_set_note (
          figure, _ ("This table has no column of texts named task; rename the column by which the "
                     "works are to be counted"));
      return;
    }
  years = plume_reads_column (reads, "literature", 0, "year");
  counts = count_works (table, (guint)task, years, plume_reads_text (reads, "search"));
  if (counts.n_found == 0)
    plume_figure_set_note (figure, _ ("No work has all of these words; search for fewer"));
  else
    draw_counts (figure, &counts);
  g_ptr_array_unref (counts.tasks);
  g_free (counts.counts);
}

#define CLOCKS                                                                                     \
  "ddpm-steps", "level-least", "level-greatest", "sde", "density-of-data", SCENE_CLOCK_READS

const PlumeView tf_views[TF_N_VIEWS] = {
  { "ddpm",
    N_ ("Denoising diffusion (DDPM)"),
    N_ ("Steps back through the chain that added the noise. All three planes show the same λ, in "
        "coordinates that do not grow with the noise."),
    { SCENE_PLANE_READS, "ddpm", "trajectories" },
    draw_ddpm,
    scene_drag,
    FALSE },
  { "ncsn",
    N_ ("Noise-conditioned score (NCSN)"),
    N_ ("Annealed Langevin dynamics: many small steps at each of a ladder of noise levels."),
    { SCENE_PLANE_READS, "ncsn", "trajectories" },
    draw_ncsn,
    scene_drag,
    FALSE },
  { "sde",
    N_ ("Stochastic differential equation"),
    N_ ("A reverse SDE or its probability flow, with any solver."),
    { SCENE_PLANE_READS, "sde-run", "trajectories" },
    draw_sde,
    scene_drag,
    FALSE },
  { "slices",
    N_ ("Medical slices"),
    N_ ("A task of medical imaging, done with the score of healthy slices; paint a lesion on the "
        "slice with the brush."),
    { "restoration", "anomaly", "task", TF_LESION_READS },
    tf_draw_slices,
    NULL,
    FALSE,
    tf_paint_lesion },
  { "anomaly",
    N_ ("Anomaly"),
    N_ ("Where the slice differs from what comes back when it is noised and denoised, and how well "
        "that finds the painted lesion, whatever the threshold."),
    { "restoration", "anomaly", "task", TF_LESION_READS },
    tf_draw_anomaly,
    NULL,
    TRUE,
    tf_paint_lesion },
  { "measurement",
    N_ ("What was measured"),
    N_ ("The numbers of the scanner, the slice that they give alone, one that is likely as well, "
        "and where such slices differ."),
    { "restoration" },
    tf_draw_measurement,
    NULL,
    TRUE },
  { "clocks",
    N_ ("Three clocks"),
    N_ ("Where each framework spends its steps, and where its training, on one axis of λ."),
    { CLOCKS, "beta-start", "beta-end", "progress" },
    draw_clocks,
    NULL,
    FALSE },
  { "quality",
    N_ ("Quality over budget"),
    N_ ("Distance of the samples to the data at the same number of evaluations, with its standard "
        "error; the dotted line is what two draws of the data differ by."),
    { "quality", "evaluations" },
    draw_quality,
    NULL,
    FALSE },
  { "levels",
    N_ ("Why many levels"),
    N_ ("A level begins with the variance that the one before left. Few levels lie far apart, and "
        "no step size brings the variance down to 1."),
    { "ncsn" },
    draw_levels,
    NULL,
    TRUE },
  { "forward",
    N_ ("Data dissolving"),
    N_ ("The law of the first coordinate, from noise on the left to data on the right."),
    { "forward", SCENE_CLOCK_READS, "progress" },
    draw_forward,
    NULL,
    TRUE },
  { "literature",
    N_ ("Atlas of the literature"),
    N_ ("Works of medical imaging by task and year, from a table of your own or the landmarks; the "
        "search goes through all its texts."),
    { "literature", "search" },
    draw_literature,
    NULL,
    TRUE },
};
