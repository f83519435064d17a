/* dpm-solver-views.c: the pictures of the race. Each only draws; a solver keeps its colour
 * everywhere.
 */
#include "experiments/dpm-solver.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The slot that is looked at; the next one that is filled where it is empty. */
static guint
detail_of (const PlumeReads *reads)
{
  guint wanted = (guint)plume_reads_integer (reads, "detail");

  for (guint i = 0; i < DPM_N_SLOTS; i++)
    {
      guint slot = (wanted + i) % DPM_N_SLOTS;

      if (plume_reads_integer (reads, dpm_slot_ids[slot]) != DPM_NOBODY)
        return slot;
    }
  return wanted;
}

static void
draw_plane (PlumeFigure *figure, const PlumeReads *reads)
{
  PlumeAxes *axes = scene_plane_begin (figure, reads);
  SceneClock clock = scene_read_clock (reads);
  const PlumeSampling *exact = plume_reads_result (reads, "exact");
  double progress = plume_reads_number (reads, "progress");
  guint count = (guint)plume_reads_integer (reads, "trajectories"), detail = detail_of (reads);
  const DpmRun *run = plume_reads_result (reads, dpm_run_ids[detail]);
  PlumeInk points = { .colour = dpm_slot_colour (detail), .size = 0.55, .opacity = 0.5 };

  if (run->contestant != DPM_NOBODY && (progress >= 1 || run->sampling->path == NULL))
    scene_plane_add_points (axes, "places", NULL, run->n, run->end, points);
  else if (run->contestant != DPM_NOBODY)
    scene_plane_add_places (axes, "places", NULL, run->sampling, &clock, progress, points);
  scene_plane_add_paths (axes, "exact", count > 0 ? _ ("Exact paths") : NULL, exact, &clock,
                         progress, count,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.5, .opacity = 0.55 });
  for (guint i = 0; i < DPM_N_SLOTS; i++)
    {
      guint slot =
          (detail + 1 + i) % DPM_N_SLOTS; /* the one that is looked at comes last, on top */
      gboolean is_detail = slot == detail;
      g_autofree char *id = g_strdup_printf ("paths-%c", 'a' + (char)slot);

      run = plume_reads_result (reads, dpm_run_ids[slot]);
      if (run->contestant == DPM_NOBODY)
        continue;
      scene_plane_add_paths (axes, id, dpm_title (run->contestant), run->sampling, &clock, progress,
                             is_detail ? count : (count + 3) / 4,
                             (PlumeInk){ .colour = dpm_slot_colour (slot),
                                         .width = is_detail ? 0.8 : 0.6,
                                         .opacity = is_detail ? 0.9 : 0.75 });
    }
  scene_plane_add_handles (axes, reads);
}

static SceneRaceLook
race_look (const SceneRace *race, const PlumeReads *reads)
{
  SceneRaceLook look = { .measure = (SceneRaceMeasure)plume_reads_integer (reads, "race-measure"),
                         .chosen = -1,
                         .chosen_budget = (guint)plume_reads_integer (reads, "evaluations") };
  guint detail = detail_of (reads);

  for (guint lane = 0; lane < race->n_lanes; lane++)
    {
      look.colour[lane] = PLUME_COLOUR_GREY;
      for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
        {
          guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);

          if (strcmp (race->id[lane], dpm_contestants[contestant].id) != 0)
            continue;
          if (look.colour[lane] == PLUME_COLOUR_GREY)
            look.colour[lane] = dpm_slot_colour (slot);
          if (slot == detail)
            look.chosen = (int)lane;
        }
    }
  return look;
}

static void
draw_race (PlumeFigure *figure, const PlumeReads *reads)
{
  const SceneRace *race = plume_reads_result (reads, "race");
  SceneRaceLook look = race_look (race, reads);

  scene_race_draw (figure, race, &look);
}

/* A point of a chosen solver is looked at; one of another takes the place of the one looked at. */
static void
drag_race (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const SceneRace *race = plume_reads_result (reads, "race");
  guint lane, budget, detail = detail_of (reads);

  if (!scene_race_nearest (race, (SceneRaceMeasure)plume_reads_integer (reads, "race-measure"), x,
                           y, &lane, &budget))
    return;
  plume_changes_set_number (changes, budget, "evaluations");
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);

      if (strcmp (race->id[lane], dpm_contestants[contestant].id) == 0)
        {
          plume_changes_set_number (changes, slot, "detail");
          return;
        }
    }
  for (guint contestant = 0; contestant < DPM_N_CONTESTANTS; contestant++)
    if (strcmp (race->id[lane], dpm_contestants[contestant].id) == 0)
      plume_changes_set_number (changes, contestant, "%s", dpm_slot_ids[detail]);
}

/* A step function: two places a step. */
static void
add_stairs (PlumeAxes *axes,
            const DpmSteps *steps,
            guint slot,
            guint contestant,
            gboolean is_detail,
            double lowest)
{
  g_autofree char *id = g_strdup_printf ("local-%c", 'a' + (char)slot),
                  *fill = g_strdup_printf ("local-%c-fill", 'a' + (char)slot);
  g_autoptr (PlumeArray) x = plume_array_new (2 * steps->n_steps);
  g_autoptr (PlumeArray) y = plume_array_new (2 * steps->n_steps);
  g_autoptr (PlumeArray) low = plume_array_new (2 * steps->n_steps);

  for (guint i = 0; i < steps->n_steps; i++)
    for (guint end = 0; end < 2; end++)
      {
        x->values[2 * i + end] = steps->lambda[i + end];
        y->values[2 * i + end] = MAX (steps->local[i], lowest);
        low->values[2 * i + end] = lowest;
      }
  if (is_detail)
    plume_axes_add_band (axes, fill, NULL, x, low, y,
                         (PlumeInk){ .colour = dpm_slot_colour (slot) });
  plume_axes_add_line (
      axes, id, dpm_title (contestant), x, y,
      (PlumeInk){ .colour = dpm_slot_colour (slot), .width = is_detail ? 1.2 : 0.8 });
}

static void
add_global (PlumeAxes *axes, const DpmSteps *steps, guint slot)
{
  g_autoptr (PlumeArray) x = plume_array_new_copy (steps->lambda + 1, steps->n_steps);
  g_autoptr (PlumeArray) y = plume_array_new_copy (steps->global + 1, steps->n_steps);

  for (gsize i = 0; i < y->length; i++)
    if (!(y->values[i] > 0))
      y->values[i] = NAN;
  plume_axes_add_line (axes, "together", _ ("All errors until there"), x, y,
                       (PlumeInk){ .colour = dpm_slot_colour (slot), .dash = PLUME_DASH_DASHED });
}

static void
draw_steps (PlumeFigure *figure, const PlumeReads *reads)
{
  const DpmAllSteps *all = plume_reads_result (reads, "steps");
  PlumeAxes *local = plume_figure_add_axes (figure, "local", NULL, 2.4),
            *nodes = plume_figure_add_axes (figure, "nodes", NULL, 1.4);
  const char *names[DPM_N_SLOTS + 1] = { NULL };
  guint detail = detail_of (reads), n = 0;
  double lowest = INFINITY, highest = 0;

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    for (guint i = 0; i < all->slot[slot].n_steps; i++)
      {
        if (all->slot[slot].local[i] > 1e-13)
          lowest = MIN (lowest, all->slot[slot].local[i]);
        highest = MAX (highest, MAX (all->slot[slot].local[i], all->slot[slot].global[i + 1]));
      }
  if (!(highest > 0))
    {
      plume_figure_set_note (figure, _ ("No solver is chosen. Choose one as solver A."));
      return;
    }
  lowest = MAX (MIN (lowest, highest) / 2, highest * 1e-9);
  plume_axis_set (&local->x, PLUME_SCALE_LINEAR, _ ("Half log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&local->y, PLUME_SCALE_LOG, _ ("Error of a step"), NULL);
  plume_axis_set_limits (&local->y, lowest, highest * 1.5);
  plume_axis_set (&nodes->x, PLUME_SCALE_LINEAR, _ ("Half log-SNR <i>λ</i>"), NULL);
  local->link_x = nodes->link_x = 1;
  for (guint i = 0; i < DPM_N_SLOTS; i++)
    {
      guint slot = (detail + 1 + i) % DPM_N_SLOTS;
      guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);

      if (contestant != DPM_NOBODY)
        add_stairs (local, &all->slot[slot], slot, contestant, slot == detail, lowest);
    }
  add_global (local, &all->slot[detail], detail);
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      const DpmSteps *steps = &all->slot[slot];
      guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);
      g_autofree char *id = g_strdup_printf ("asked-%c", 'a' + (char)slot);
      g_autoptr (PlumeArray) x = plume_array_new_copy (steps->asked, steps->n_asked);
      g_autoptr (PlumeArray) y = plume_array_new (steps->n_asked);

      if (contestant == DPM_NOBODY)
        continue;
      for (guint i = 0; i < steps->n_asked; i++)
        y->values[i] = n;
      plume_axes_add_points (nodes, id, NULL, x, y,
                             (PlumeInk){ .colour = dpm_slot_colour (slot),
                                         .marker = PLUME_MARKER_TICK,
                                         .size = 2.2,
                                         .opacity = 1 });
      names[n++] = dpm_title (contestant);
    }
  plume_axis_set (&nodes->y, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&nodes->y, names);
  plume_axis_set_limits (&nodes->y, -0.6, n - 0.4);
  nodes->y.reversed = TRUE;
}

static void
add_integrand (PlumeFigure *figure,
               const DpmIntegrand *integrand,
               guint kind,
               guint slot,
               guint contestant,
               gboolean is_used)
{
  static const char *const ids[] = { "noise", "data" };
  const char *titles[] = { _ ("Noise prediction <i>ε̂</i>"),
                           _ ("Data prediction <i>x̂</i><sub>0</sub>") };
  PlumeAxes *axes = plume_figure_add_axes (figure, ids[kind], NULL, is_used ? 1.4 : 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Half log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, titles[kind], NULL);
  axes->link_x = 1;
  for (guint c = 0; c < 2; c++)
    {
      g_autofree char *exact = g_strdup_printf ("exact-%u", c + 1),
                      *piece = g_strdup_printf ("taken-%u", c + 1),
                      *between = g_strdup_printf ("between-%u", c + 1),
                      *asked = g_strdup_printf ("asked-%u", c + 1);

      if (is_used)
        plume_axes_add_band (axes, between, NULL, integrand->piece_lambda,
                             integrand->piece[kind][c], integrand->truth[kind][c],
                             (PlumeInk){ .colour = dpm_slot_colour (slot) });
      plume_axes_add_line (axes, exact, is_used && c == 0 ? _ ("Exact integrand") : NULL,
                           integrand->lambda, integrand->exact[kind][c],
                           (PlumeInk){ .colour = PLUME_COLOUR_TEXT,
                                       .width = 0.8,
                                       .dash = c == 0 ? PLUME_DASH_SOLID : PLUME_DASH_DASHED });
      if (is_used)
        plume_axes_add_line (axes, piece, c == 0 ? dpm_title (contestant) : NULL,
                             integrand->piece_lambda, integrand->piece[kind][c],
                             (PlumeInk){ .colour = dpm_slot_colour (slot), .width = 1.2 });
      plume_axes_add_points (axes, asked, NULL, integrand->asked, integrand->answer[kind][c],
                             (PlumeInk){ .colour = dpm_slot_colour (slot),
                                         .marker = c == 0 ? PLUME_MARKER_DISC : PLUME_MARKER_RING,
                                         .size = 1.2,
                                         .opacity = 1 });
    }
}

static void
draw_integrand (PlumeFigure *figure, const PlumeReads *reads)
{
  const DpmIntegrand *integrand = plume_reads_result (reads, "integrand");
  guint slot = (guint)plume_reads_integer (reads, "detail");
  guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);
  int form = plume_reads_integer (reads, "form");
  gboolean noise;

  if (contestant == DPM_NOBODY || integrand->lambda == NULL)
    {
      plume_figure_set_note (figure, _ ("No solver is looked at. Choose one."));
      return;
    }
  noise = form == 1 || (form == 0 && dpm_contestants[contestant].form != PLUME_FORM_DATA);
  add_integrand (figure, integrand, noise ? 0 : 1, slot, contestant, TRUE);
  add_integrand (figure, integrand, noise ? 1 : 0, slot, contestant, FALSE);
}

static void
draw_grids (PlumeFigure *figure, const PlumeReads *reads)
{
  const DpmGrids *grids = plume_reads_result (reads, "grids");
  PlumeAxes *axes = plume_figure_add_axes (figure, "grids", NULL, 1);
  int chosen = plume_reads_integer (reads, "grid");

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Step <i>i</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Half log-SNR <i>λ</i>"), NULL);
  for (int i = 0; i < DPM_N_GRIDS; i++)
    {
      g_autofree char *points = g_strdup_printf ("%s-points", dpm_grids[i].id);
      PlumeInk ink = { .colour = scene_colour ((guint)i), .width = i == chosen ? 1.6 : 0.8 };

      if (grids->lambda[i] == NULL)
        continue;
      plume_axes_add_line (axes, dpm_grids[i].id, _ (dpm_grids[i].title), grids->number,
                           grids->lambda[i], ink);
      plume_axes_add_points (axes, points, NULL, grids->number, grids->lambda[i], ink);
    }
}

static void
draw_strip (PlumeFigure *figure, const PlumeReads *reads)
{
  PlumeAxes *axes = scene_strip_begin (figure, reads);
  SceneClock clock = scene_read_clock (reads);
  const PlumeSampling *exact = plume_reads_result (reads, "exact");
  guint count = (guint)plume_reads_integer (reads, "trajectories"), detail = detail_of (reads);
  const DpmRun *run = plume_reads_result (reads, dpm_run_ids[detail]);

  scene_strip_add_paths (axes, "exact", _ ("Exact paths"), exact, &clock, count,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.5, .opacity = 0.6 });
  if (run->contestant != DPM_NOBODY)
    scene_strip_add_paths (axes, "paths", dpm_title (run->contestant), run->sampling, &clock, count,
                           (PlumeInk){ .colour = dpm_slot_colour (detail), .width = 0.7 });
  plume_axes_add_vertical_rule (
      axes, "now", NULL, scene_moment (&clock, plume_reads_number (reads, "progress")).lambda,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED, .width = 0.7 });
}

const PlumeView dpm_views[DPM_N_VIEWS] = {
  { .id = "plane",
    .title = N_ ("Plane"),
    .help = N_ ("The solvers’ samples and trajectories from the same noise, over the density; drag "
                "components by their handles, or play from noise to data"),
    .reads = { SCENE_PLANE_READS, DPM_RUN_READS, "exact", "trajectories", "detail",
               DPM_SLOT_READS },
    .draw = draw_plane,
    .drag = scene_drag,
    .brush = scene_brush },
  { .id = "race",
    .title = N_ ("Race"),
    .help = N_ ("Error against the number of evaluations; the number at a line is its slope, the "
                "order. Drag the handle to another point to see its samples on the plane"),
    .reads = { "race", "race-measure", "detail", "evaluations", DPM_SLOT_READS },
    .draw = draw_race,
    .drag = drag_race },
  { .id = "steps",
    .title = N_ ("Steps"),
    .help = N_ ("Where the error is made, and where each solver asks the score"),
    .reads = { "steps", "detail", DPM_SLOT_READS },
    .draw = draw_steps },
  { .id = "integrand",
    .title = N_ ("Integrand"),
    .help = N_ ("What is integrated along one trajectory, what the solver takes it for, and the "
                "error between"),
    .reads = { "integrand", "detail", "form", DPM_SLOT_READS },
    .draw = draw_integrand,
    .hidden = TRUE },
  { .id = "grids",
    .title = N_ ("Time grids"),
    .help = N_ ("How each grid spaces its steps; the arc grid puts them where trajectories bend"),
    .reads = { "grids", "grid" },
    .draw = draw_grids,
    .hidden = TRUE },
  { .id = "strip",
    .title = N_ ("Strip"),
    .help = N_ ("The density of the first coordinate from noise to data, and trajectories over it"),
    .reads = { SCENE_CLOCK_READS, "density-of-data", "strip", "exact", DPM_RUN_READS, "detail",
               "trajectories", "progress", DPM_SLOT_READS },
    .draw = draw_strip,
    .hidden = TRUE },
  { .id = "pictures",
    .title = N_ ("Pictures"),
    .help = N_ ("Digits from the same noise by every solver; what the one looked at takes its "
                "picture for, and the nearest picture of the set. Plays from noise to data"),
    .reads = { "picture-moment", DPM_SLOT_READS },
    .draw = dpm_draw_pictures,
    .hidden = TRUE },
  { .id = "weights",
    .title = N_ ("Live pictures"),
    .help = N_ ("How many pictures of the set still weigh in; below two a sample is one of them"),
    .reads = { "denoiser-of-pictures", "picture-runs", "detail", SCENE_CLOCK_READS },
    .draw = dpm_draw_weights,
    .hidden = TRUE },
  { .id = "spectrum",
    .title = N_ ("Spectrum of pictures"),
    .help = N_ ("Coarse structure appears first, fine structure last"),
    .reads = { "denoiser-of-pictures", "picture-runs", "detail", "progress", SCENE_CLOCK_READS },
    .draw = dpm_draw_spectrum,
    .hidden = TRUE },
};
