/* momentum-sampling-views.c: the plane of stability, trajectories, artefacts and races as pictures.
 */
#include "experiments/momentum-sampling.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CHOSEN   PLUME_COLOUR_BLUE
#define COMPARED PLUME_COLOUR_VERMILION

static const PlumeColour family_colours[MS_N_FAMILIES] = { PLUME_COLOUR_ORANGE, PLUME_COLOUR_GREEN,
                                                           PLUME_COLOUR_PURPLE };

/* A range that holds most numbers, so that few far ones do not shrink the picture */
static void
usual_range (const MsEigenvalues *eigenvalues, double *low, double *high)
{
  gsize n = 2 * eigenvalues->n * eigenvalues->n_steps;

  for (gsize i = 0; i < n; i++)
    if (isfinite (eigenvalues->zeta[i]))
      {
        *low = MIN (*low, eigenvalues->zeta[i]);
        *high = MAX (*high, eigenvalues->zeta[i]);
      }
}

static void
set_zeta_limits (PlumeAxes *axes, const MsRegion *region, const MsEigenvalues *eigenvalues)
{
  double low = region->box.re_from, high = region->box.re_to, width = high - low;
  double least = low, most = high;

  usual_range (eigenvalues, &least, &most);
  plume_axis_set_limits (&axes->x, MAX (MIN (low, least - 0.05 * width), low - 3 * width),
                         MIN (MAX (high, most + 0.05 * width), high + 0.7 * width));
}

static void
add_eigenvalues (PlumeAxes *axes, const MsEigenvalues *eigenvalues, gboolean against_lambda)
{
  gsize n = eigenvalues->n * 2;
  g_autoptr (PlumeArray) re = plume_array_new (n * eigenvalues->n_steps);
  g_autoptr (PlumeArray) y = plume_array_new (n * eigenvalues->n_steps);
  g_autoptr (PlumeArray) lambda = plume_array_new (n * eigenvalues->n_steps);
  PlumeMark *mark;

  for (guint i = 0; i < eigenvalues->n_steps; i++)
    for (gsize j = 0; j < n; j++)
      {
        re->values[i * n + j] = eigenvalues->zeta[i * n + j];
        lambda->values[i * n + j] = eigenvalues->lambda[i];
        y->values[i * n + j] = against_lambda ? eigenvalues->lambda[i] : 0;
      }
  mark = plume_axes_add_points (axes, against_lambda ? "steps" : "eigenvalues", NULL, re, y,
                                (PlumeInk){ .size = 0.9, .opacity = 0.7 });
  plume_mark_set_values (mark, lambda, PLUME_COLOUR_MAP_VIRIDIS,
                         against_lambda ? NULL : _ ("Log-SNR <i>λ</i>"));
}

/* From the least to the greatest ζ of the true trajectories, one stroke a step */
static void
add_pilot (PlumeAxes *axes, const MsEigenvalues *pilot)
{
  gsize n = pilot->n * 2;
  g_autoptr (PlumeArray) from = plume_array_new (pilot->n_steps);
  g_autoptr (PlumeArray) to = plume_array_new (pilot->n_steps);
  g_autoptr (PlumeArray) lambda = plume_array_new_copy (pilot->lambda, pilot->n_steps);

  for (guint i = 0; i < pilot->n_steps; i++)
    {
      from->values[i] = HUGE_VAL;
      to->values[i] = -HUGE_VAL;
      for (gsize j = 0; j < n; j++)
        {
          from->values[i] = MIN (from->values[i], pilot->zeta[i * n + j]);
          to->values[i] = MAX (to->values[i], pilot->zeta[i * n + j]);
        }
    }
  plume_axes_add_segments (axes, "true-trajectories", _ ("true trajectories"), from, lambda, to,
                           lambda,
                           (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 3, .opacity = 0.45 });
}

static void
draw_stability (PlumeFigure *figure, const PlumeReads *reads)
{
  const MsRegion *region = plume_reads_result (reads, "region"),
                 *other = plume_reads_result (reads, "other-region");
  const MsEigenvalues *running = plume_reads_result (reads, "eigenvalues"),
                      *pilot = plume_reads_result (reads, "pilot");
  PlumeAxes *axes = plume_figure_add_axes (figure, "plane", NULL, 2),
            *steps = plume_figure_add_axes (figure, "steps", NULL, 1);
  const PlumeStabilityBox *box = &region->box;
  PlumeMark *mark = plume_axes_add_image (axes, "region", region->n, region->n, region->damping,
                                          box->re_from, box->re_to, box->im_from, box->im_to);
  double first, last;

  plume_mark_set_values (mark, region->damping, PLUME_COLOUR_MAP_MIST, NULL);
  plume_mark_set_value_range (mark, -0.6, 1);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Re <i>ζ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Im <i>ζ</i>"), NULL);
  plume_axis_set_limits (&axes->y, 1.1 * box->im_from, 1.1 * box->im_to);
  set_zeta_limits (axes, region, pilot);
  axes->link_x = 1;
  if (other->re != NULL && other->solver.in_data == region->solver.in_data)
    plume_axes_add_line (
        axes, "compared-boundary", other->solver.name, other->re, other->im,
        (PlumeInk){ .colour = COMPARED, .dash = PLUME_DASH_DASHED, .opacity = 0.8 });
  plume_axes_add_line (axes, "boundary", region->solver.name, region->re, region->im,
                       (PlumeInk){ .colour = CHOSEN });
  add_eigenvalues (axes, running, FALSE);
  if (region->solver.kind != PLUME_MOMENTUM_NONE)
    plume_axes_add_handle (axes, "reach", NULL, region->interval, 0, PLUME_DRAG_HORIZONTAL,
                           (PlumeInk){ .colour = CHOSEN });

  plume_axis_set (&steps->x, PLUME_SCALE_LINEAR,
                  region->solver.in_data
                      ? _ ("Re <i>ζ</i>, <i>ζ</i> = Δ(1/<i>κ</i>) ∂<i>x̂</i>₀/∂<i>w</i>")
                      : _ ("Re <i>ζ</i>, <i>ζ</i> = <i>δ</i> ∂<i>ε̂</i>/∂<i>z</i>"),
                  NULL);
  plume_axis_set (&steps->y, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  /* with room for the legend above */
  first = pilot->lambda[0];
  last = pilot->lambda[pilot->n_steps - 1];
  plume_axis_set_limits (&steps->y, first - 0.1 * (last - first), last + 0.45 * (last - first));
  set_zeta_limits (steps, region, pilot);
  steps->link_x = 1;
  plume_axes_add_vertical_rule (steps, "zero", NULL, 0,
                                (PlumeInk){ .colour = CHOSEN, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_line (steps, "limits", _ ("stable right of it"), region->limits, region->lambda,
                       (PlumeInk){ .colour = CHOSEN });
  add_pilot (steps, pilot);
  add_eigenvalues (steps, running, TRUE);
}

/* Larger β reach less; found by halving, for averaged answers have no closed form. */
static void
drag_stability (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  MsSolver solver = ms_read_solver (reads);
  g_auto (MsSteps) steps = { 0 };
  double low = 0.05, high = 1;

  if (strcmp (handle, "reach") != 0 || solver.kind == PLUME_MOMENTUM_NONE
      || !ms_read_steps (reads, &steps, NULL))
    return;
  for (guint i = 0; i < 10; i++)
    {
      double middle = (low + high) / 2;
      PlumeMultistep multistep;

      solver.momentum = middle;
      multistep = ms_multistep (&solver, &steps, steps.n_steps - 1);
      if (plume_stability_interval (&multistep) < x)
        low = middle;
      else
        high = middle;
    }
  if (plume_reads_integer (reads, "set-by") == 1)
    plume_changes_set_number (changes, solver.order - 1 + (low + high) / 2, "strength");
  else
    plume_changes_set_number (changes, (low + high) / 2, "momentum");
}

static gboolean
has_escaped (const MsRun *run, gsize i)
{
  return !(run->artefact.distance[i] <= MS_ESCAPE);
}

/* Those samples that escaped, or those that did not, as a sampling of their own */
static PlumeSampling *
pick (const MsRun *run, gboolean escaped, gsize most)
{
  const PlumeSampling *all = run->sampling;
  PlumeSampling *picked = g_new0 (PlumeSampling, 1);
  gsize n = 0;

  for (gsize i = 0; i < MIN (all->n, most); i++)
    n += has_escaped (run, i) == escaped;
  picked->n = n;
  picked->d = 2;
  picked->n_nodes = all->n_nodes;
  picked->times = g_memdup2 (all->times, all->n_nodes * sizeof (double));
  picked->end = g_new (double, 2 * n);
  picked->path = g_new (double, 2 * n * all->n_nodes);
  for (gsize i = 0, to = 0; i < MIN (all->n, most); i++)
    {
      if (has_escaped (run, i) != escaped)
        continue;
      memcpy (picked->end + 2 * to, all->end + 2 * i, 2 * sizeof (double));
      for (guint node = 0; node < all->n_nodes; node++)
        memcpy (picked->path + (node * n + to) * 2, all->path + (node * all->n + i) * 2,
                2 * sizeof (double));
      to++;
    }
  return picked;
}

static void
draw_plane (PlumeFigure *figure, const PlumeReads *reads)
{
  const MsRun *run = plume_reads_result (reads, "run");
  PlumeAxes *axes = scene_plane_begin (figure, reads);
  SceneClock clock = scene_read_clock (reads);
  double progress = plume_reads_number (reads, "progress");
  gsize followed = (gsize)plume_reads_integer (reads, "trajectories");

  for (guint escaped = 0; escaped < 2; escaped++)
    {
      g_autoptr (PlumeSampling) few = pick (run, escaped == 1, followed),
                                all = pick (run, escaped == 1, G_MAXSIZE);
      PlumeColour colour = escaped ? COMPARED : CHOSEN;

      if (few->n > 0)
        scene_plane_add_paths (axes, escaped ? "escaped-paths" : "paths", NULL, few, &clock,
                               progress, (guint)few->n,
                               (PlumeInk){ .colour = colour, .width = 0.5, .opacity = 0.45 });
      if (all->n > 0)
        scene_plane_add_places (axes, escaped ? "escaped" : "bounded",
                                escaped ? _ ("escaped in the end") : _ ("within the data"), all,
                                &clock, progress, (PlumeInk){ .colour = colour, .size = 0.6 });
    }
  scene_plane_add_handles (axes, reads);
}

/* Handles stand on the scaled ellipses, the table holds the widths without the factor */
static void
drag_plane (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const SceneDensity *density = scene_read_density (reads);
  const char *dash = strrchr (handle, '-');
  guint k = dash != NULL ? (guint)g_ascii_strtoull (dash + 1, NULL, 10) : G_MAXUINT;
  double factor = plume_reads_number (reads, "width-factor");

  if (k < density->n_components
      && (g_str_has_prefix (handle, "long-") || g_str_has_prefix (handle, "short-")))
    {
      x = density->components[k].x + (x - density->components[k].x) / factor;
      y = density->components[k].y + (y - density->components[k].y) / factor;
    }
  scene_drag (handle, x, y, reads, changes);
}

static int
compare_numbers (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* The share of samples farther than a distance, as a falling step curve through all of them */
static void
add_distances (
    PlumeAxes *axes, const char *id, const char *label, const MsArtefact *artefact, PlumeInk ink)
{
  gsize n = artefact->n, kept = 0;
  g_autofree double *sorted = g_memdup2 (artefact->distance, n * sizeof (double));
  g_autoptr (PlumeArray) x = NULL;
  g_autoptr (PlumeArray) y = NULL;

  for (gsize i = 0; i < n; i++)
    if (isfinite (sorted[i]))
      sorted[kept++] = sorted[i];
  if (kept == 0)
    return;
  qsort (sorted, kept, sizeof (double), compare_numbers);
  x = plume_array_new_copy (sorted, kept);
  y = plume_array_new (kept);
  for (gsize i = 0; i < kept; i++)
    y->values[i] = 100 * (double)(n - i) / (double)n;
  plume_axes_add_line (axes, id, label, x, y, ink);
}

static void
draw_artefacts (PlumeFigure *figure, const PlumeReads *reads)
{
  const MsRun *run = plume_reads_result (reads, "run"),
              *other = plume_reads_result (reads, "other-run");
  const SceneDensity *density = scene_read_density (reads);
  const PlumeSampling *exact = plume_reads_result (reads, "exact");
  SceneClock clock = scene_read_clock (reads);
  PlumeMarginal end = plume_process_at (&clock.process, clock.to);
  PlumeAxes *axes = plume_figure_add_axes (figure, "distances", NULL, 1);
  MsArtefact truth;

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Mahalanobis distance to the nearest component"),
                  NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Samples farther away"), "%");
  plume_axis_set_limits (&axes->y, 0, 102);
  ms_artefact_measure (&truth, density->mixture, &end, exact->n, exact->end);
  plume_axis_set_limits (
      &axes->x, 0.2,
      1.3 * CLAMP (8 * MAX (run->artefact.largest, other->artefact.largest), 20, 1e12));
  add_distances (axes, "exact", _ ("exact"), &truth,
                 (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 2 });
  if (other->sampling != NULL)
    add_distances (axes, "compared", other->solver.name, &other->artefact,
                   (PlumeInk){ .colour = COMPARED });
  add_distances (axes, "chosen", run->solver.name, &run->artefact, (PlumeInk){ .colour = CHOSEN });
  plume_axes_add_vertical_rule (
      axes, "threshold", _ ("escaped"), MS_ESCAPE,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DASHED });
  g_free (truth.distance);
}

static void
add_family (
    PlumeAxes *axes, guint family, const MsTradeOff *trade, const double *values, double factor)
{
  g_autoptr (PlumeArray) x = plume_array_new_copy (trade->momentum, trade->n);
  g_autoptr (PlumeArray) y = plume_array_new (trade->n);
  static const char *const ids[MS_N_FAMILIES] = { "heavy-ball", "ghvb", "vghvb" };

  for (guint i = 0; i < trade->n; i++)
    y->values[i] = factor * values[i];
  plume_axes_add_line (axes, ids[family], _ (ms_family_names[family]), x, y,
                       (PlumeInk){ .colour = family_colours[family] });
}

static void
draw_trade_off (PlumeFigure *figure, const PlumeReads *reads)
{
  const MsTradeOff *trade = plume_reads_result (reads, "trade-off");
  MsSolver solver = ms_read_solver (reads);
  g_autofree char *title = g_strdup_printf (_ ("Order %u, %d steps"), trade->order,
                                            plume_reads_integer (reads, "steps"));
  PlumeAxes *errors = plume_figure_add_axes (figure, "errors", title, 1),
            *escaped = plume_figure_add_axes (figure, "artefacts", NULL, 1);
  PlumeAxes *both[2] = { errors, escaped };

  for (guint i = 0; i < 2; i++)
    {
      plume_axis_set (&both[i]->x, PLUME_SCALE_LINEAR, _ ("Damping <i>β</i> (1: none)"), NULL);
      plume_axis_set_limits (&both[i]->x, 0, 1.02);
      both[i]->link_x = 1;
      for (guint f = 0; f < MS_N_FAMILIES; f++)
        add_family (both[i], f, trade, i == 0 ? trade->error[f] : trade->escaped[f],
                    i == 0 ? 1 : 100);
      plume_axes_add_vertical_rule (both[i], "now", NULL, solver.momentum,
                                    (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.6 });
    }
  escaped->no_legend = TRUE;
  plume_axis_set (&errors->y, PLUME_SCALE_LOG, _ ("Error"), NULL);
  plume_axis_set (&escaped->y, PLUME_SCALE_LINEAR, _ ("Escaped"), "%");
  plume_axis_set_limits (&escaped->y, 0, 102);
}

static void
draw_orders (PlumeFigure *figure, const PlumeReads *reads)
{
  const MsOrders *orders = plume_reads_result (reads, "orders");
  PlumeAxes *axes = plume_figure_add_axes (figure, "race", NULL, 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Steps <i>N</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Error against the exact trajectory"), NULL);
  for (guint k = 2; k-- > 0;)
    {
      g_autoptr (PlumeArray) x = plume_array_new_copy (orders->counts[k], orders->n[k]);
      g_autoptr (PlumeArray) y = plume_array_new_copy (orders->errors[k], orders->n[k]);
      g_autofree char *label =
          isfinite (orders->slope[k])
              ? g_strdup_printf (_ ("%s: slope %.2f"), orders->solvers[k].name, orders->slope[k])
              : g_strdup (orders->solvers[k].name);
      PlumeInk ink = { .colour = k == 0 ? CHOSEN : COMPARED };

      if (orders->n[k] == 0)
        continue;
      plume_axes_add_line (axes, k == 0 ? "chosen" : "compared", label, x, y, ink);
      plume_axes_add_points (axes, k == 0 ? "chosen-points" : "compared-points", NULL, x, y, ink);
    }
  plume_axes_add_vertical_rule (axes, "now", NULL, plume_reads_integer (reads, "steps"),
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.6 });
}

static void
add_bars (PlumeAxes *axes,
          const char *id,
          const char *label,
          guint n,
          const double *heights,
          double from,
          double to,
          PlumeInk ink)
{
  g_autoptr (PlumeArray) left = plume_array_new (n);
  g_autoptr (PlumeArray) right = plume_array_new (n);
  g_autoptr (PlumeArray) height = plume_array_new_copy (heights, n);

  for (guint j = 0; j < n; j++)
    {
      left->values[j] = j + from;
      right->values[j] = j + to;
    }
  plume_axes_add_bars (axes, id, label, left, right, height, ink);
}

/* What one answer moves now and later, in parts of δ: the response to a single impulse */
static void
find_memory (const PlumeMultistep *solver, double memory[MS_MEMORY])
{
  double increment[MS_MEMORY + PLUME_MULTISTEP_DEGREE + 1] = { 0 };
  double place[MS_MEMORY + PLUME_MULTISTEP_DEGREE + 1] = { 0 };
  guint degree = solver->degree;

  /* the impulse is ε̂ at node degree − 1, which first moves node degree */
  for (guint i = degree; i < degree + MS_MEMORY; i++)
    {
      double sum = 0;

      for (guint j = 0; j < degree; j++)
        {
          sum -= solver->rho[j] * place[i - degree + j];
          if (i - degree + j == degree - 1)
            sum += solver->sigma[j];
        }
      place[i] = sum;
      increment[i] = place[i] - place[i - 1];
      memory[i - degree] = increment[i];
    }
}

static void
draw_coefficients (PlumeFigure *figure, const PlumeReads *reads)
{
  MsSolver solver = ms_read_solver (reads), compared;
  g_auto (MsSteps) steps = { 0 };
  PlumeMultistep multistep;
  PlumeAxes *axes = plume_figure_add_axes (figure, "weights", NULL, 1),
            *all = plume_figure_add_axes (figure, "memory", NULL, 1);
  double weights[PLUME_MOMENTUM_ORDER], memory[MS_MEMORY];
  gboolean averages = solver.kind == PLUME_MOMENTUM_ANSWERS;
  guint last, order;

  if (!ms_read_steps (reads, &steps, NULL))
    return;
  plume_figure_set_columns (figure, 2);
  last = steps.n_steps - 1;
  order = MIN (solver.order, last + 1);
  multistep = ms_multistep (&solver, &steps, last);
  if (solver.is_variable)
    plume_momentum_variable_weights (last, steps.kappa, order, solver.momentum, weights);
  else
    plume_momentum_averaged_weights (order, averages ? solver.momentum : 1, weights);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR,
                  averages ? _ ("Average <i>j</i> steps ago") : _ ("Answer <i>j</i> steps ago"),
                  NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR,
                  averages ? _ ("Weight <i>b</i><sub>j</sub>") : _ ("Weight <i>a</i><sub>j</sub>"),
                  NULL);
  axes->y.includes_zero = TRUE;
  plume_axis_set_limits (&axes->x, -0.5, PLUME_MOMENTUM_ORDER - 0.5);
  add_bars (axes, "weights", NULL, order, weights, -0.3, 0.3, (PlumeInk){ .colour = CHOSEN });

  plume_axis_set (&all->x, PLUME_SCALE_LINEAR, _ ("Answer <i>i</i> steps ago"), NULL);
  plume_axis_set (&all->y, PLUME_SCALE_LINEAR, _ ("Part of the step"), NULL);
  all->y.includes_zero = TRUE;
  plume_axis_set_limits (&all->x, -0.5, MS_MEMORY - 0.5);
  find_memory (&multistep, memory);
  add_bars (all, "memory", solver.name, MS_MEMORY, memory, -0.35, 0,
            (PlumeInk){ .colour = CHOSEN });
  if (ms_read_compared (reads, &compared))
    {
      multistep = ms_multistep (&compared, &steps, last);
      find_memory (&multistep, memory);
      add_bars (all, "compared-memory", compared.name, MS_MEMORY, memory, 0, 0.35,
                (PlumeInk){ .colour = COMPARED });
    }
}

const PlumeView ms_views[MS_N_VIEWS] = {
  { .id = "stability",
    .title = N_ ("Stability plane"),
    .help =
        N_ ("Shaded: where every mode of the solver decays, darker where faster. Dots: what the "
            "running samples ask for at each step; grey: what the true trajectories ask for. Left "
            "of the region a mode that should die grows. Drag the handle to change the damping."),
    .reads = { "region", "other-region", "eigenvalues", "pilot", MS_SOLVER_READS, MS_STEPS_READS },
    .draw = draw_stability,
    .drag = drag_stability },
  { .id = "plane",
    .title = N_ ("Plane"),
    .help = N_ ("Samples on their way; those that end away from every component are vermilion"),
    .reads = { SCENE_PLANE_READS, "width-factor", "run", "trajectories" },
    .draw = draw_plane,
    .drag = drag_plane },
  { .id = "trade-off",
    .title = N_ ("Trade-off"),
    .help = N_ ("Error and artefacts along the damping at the chosen order and number of steps"),
    .reads = { "trade-off", "steps", MS_SOLVER_READS },
    .draw = draw_trade_off },
  { .id = "pictures",
    .title = N_ ("Pictures"),
    .help = N_ ("The same solvers on handwritten digits; blocks in which a pixel is more than 3 "
                "standard deviations from the mean of the set are outlined"),
    .reads = { "pictures", "other-pictures" },
    .draw = ms_draw_pictures },
  { .id = "artefacts",
    .title = N_ ("Artefacts"),
    .help =
        N_ ("How many samples end how far from every component; beyond 5 they count as escaped"),
    .reads = { "run", "other-run", "exact", "density-of-data", SCENE_CLOCK_READS },
    .draw = draw_artefacts,
    .hidden = TRUE },
  { .id = "order",
    .title = N_ ("Order"),
    .help = N_ ("Error against the number of steps; the slope is the order"),
    .reads = { "orders", "steps" },
    .draw = draw_orders,
    .hidden = TRUE },
  { .id = "coefficients",
    .title = N_ ("Coefficients"),
    .help = N_ ("The weights of the last step, and what each past answer contributes to one"),
    .reads = { MS_SOLVER_READS, MS_STEPS_READS, "compared" },
    .draw = draw_coefficients,
    .hidden = TRUE },
};
