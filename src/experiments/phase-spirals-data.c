/* phase-spirals-data.c: tables of stars and of satellites: what people open, what is built in, and
 * which satellite could have shaken the disc.
 */
#include "experiments/phase-spirals.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FEWEST_STARS 20 /* in which anything is looked for */

const PlumeParameter ps_satellite_columns[PS_N_SATELLITE_COLUMNS] = {
  { .id = "name", .title = N_ ("Name"), .kind = PLUME_KIND_TEXT, .text = "satellite" },
  { .id = "mass",
    .title = N_ ("Mass"),
    .symbol = "<i>M</i>",
    .unit = "M⊙",
    .kind = PLUME_KIND_NUMBER,
    .value = 1e9,
    .from = 1e3,
    .to = 1e13,
    .scale = PLUME_LOG,
    .help = N_ ("An assumption") },
  { .id = "softening",
    .title = N_ ("Softening"),
    .symbol = "<i>ε</i>",
    .unit = "kpc",
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0.01,
    .to = 50,
    .scale = PLUME_LOG,
    .help = N_ ("An assumption") },
  { .id = "ra",
    .title = N_ ("Right ascension"),
    .unit = "deg",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 360 },
  { .id = "dec",
    .title = N_ ("Declination"),
    .unit = "deg",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -90,
    .to = 90 },
  { .id = "distance",
    .title = N_ ("Distance"),
    .unit = "kpc",
    .kind = PLUME_KIND_NUMBER,
    .value = 50,
    .from = 0.1,
    .to = 2000 },
  { .id = "pmra",
    .title = N_ ("Proper motion in RA"),
    .unit = "mas/yr",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -100,
    .to = 100,
    .help = N_ ("Times cos δ") },
  { .id = "pmdec",
    .title = N_ ("Proper motion in Dec"),
    .unit = "mas/yr",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -100,
    .to = 100 },
  { .id = "radial-velocity",
    .title = N_ ("Radial velocity"),
    .unit = "km/s",
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -1500,
    .to = 1500 },
};

static const char *const role_ids[PLUME_STAR_N_ROLES] = {
  "z",   "vz",       "galactocentric-radius", "vr",       "vphi", "phi",   "ra",
  "dec", "parallax", "parallax-error",        "distance", "pmra", "pmdec", "radial-velocity"
};

/* The columns in their roles as a table of its own; where too few roles are filled the table as it
 * is, whose columns are guessed and named in the complaint. */
static PlumeTable *
collect_columns (const PlumeReads *reads, int columns[PLUME_STAR_N_ROLES])
{
  PlumeTable *table = plume_table_new (plume_reads_dataset_name (reads, "stars", 0));
  gboolean plane, sky;

  for (int role = 0, n = 0; role < PLUME_STAR_N_ROLES; role++)
    {
      PlumeArray *values = plume_reads_column (reads, "stars", 0, role_ids[role]);

      columns[role] = -1;
      if (values == NULL)
        continue;
      plume_table_add_numbers (table, plume_star_role_name ((PlumeStarRole)role), NULL,
                               plume_array_ref (values));
      columns[role] = n++;
    }
  plane = columns[PLUME_STAR_Z] >= 0 && columns[PLUME_STAR_V_Z] >= 0;
  sky = columns[PLUME_STAR_RA] >= 0 && columns[PLUME_STAR_DEC] >= 0
        && (columns[PLUME_STAR_PARALLAX] >= 0 || columns[PLUME_STAR_DISTANCE] >= 0);
  if (plane || sky)
    return table;
  plume_table_unref (table);
  table = plume_dataset_get_table (plume_reads_dataset (reads, "stars", 0), 0);
  plume_star_guess_roles (table, columns);
  return plume_table_ref (table);
}

/* Says of a complaint about columns which of them hold texts, for that may be why. */
static void
tell_texts (const PlumeTable *table, GError **error)
{
  for (guint column = 0; column < plume_table_get_n_columns (table); column++)
    if (!plume_table_is_numeric (table, column))
      for (gsize row = 0; row < plume_table_get_n_rows (table); row++)
        {
          const char *text = plume_table_get_text (table, column, row);
          char *end = NULL;

          if (text == NULL || *text == '\0' || (g_ascii_strtod (text, &end), *end == '\0'))
            continue;

          g_autofree char *message = g_strdup_printf (
              _ ("%s; '%s' holds texts, such as '%.40s' in row %zu"), (*error)->message,
              plume_table_get_title (table, column), text, row + 1);

          g_clear_error (error);
          g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA, message);
          return;
        }
}

static PlumeStars *
place_stars (const PsDisc *disc, const PlumeStarSample *sample, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeVerticalSet) set = NULL;
  g_autofree float *still = NULL;
  const float *v_R = sample->v_R;

  if (sample->v_phi != NULL && disc->plane.circular_speed > 0)
    {
      set = plume_vertical_set_new (&disc->potential, 0.35 * disc->radius, 2 * disc->radius, 32,
                                    plume_vertical_get_highest (disc->vertical), task, error);
      if (set == NULL)
        return NULL;
      if (v_R == NULL)
        v_R = still = g_new0 (float, sample->n);
    }
  return plume_stars_new_from_positions (disc->vertical, set, sample->n, sample->z, sample->v_z,
                                         v_R, sample->v_phi, task, error);
}

/* Whether stars have the columns that they are selected by */
static gboolean
has_columns (const PlumeStarSample *sample,
             const char *name,
             gboolean by_azimuth,
             gboolean by_spin,
             GError **error)
{
  if (by_azimuth && sample->phi == NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s: stars cannot be selected by their azimuth, which no column gives; bind a "
                    "column to it, or select all"),
                 name);
  else if (by_spin && sample->v_phi == NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s: stars cannot be selected by their angular momentum, which no column "
                    "gives; bind a column to the azimuthal velocity, or select all"),
                 name);
  else
    return TRUE;
  return FALSE;
}

/* Leaves out the stars that the person does not want, and counts them. */
static gboolean
select_stars (PlumeStarSample *sample,
              PsStars *stars,
              const PlumeReads *reads,
              const PsDisc *disc,
              GError **error)
{
  double azimuth = plume_reads_number (reads, "azimuth") * G_PI / 180,
         reach = plume_reads_number (reads, "azimuth-range") * G_PI / 180,
         spin = plume_reads_number (reads, "spin-range");
  float *columns[] = { sample->z, sample->v_z, sample->R, sample->v_R, sample->v_phi, sample->phi };
  gsize n = 0;

  if (!has_columns (sample, stars->name, reach > 0, spin > 0, error))
    return FALSE;
  for (gsize i = 0; i < sample->n; i++)
    {
      double R = sample->R != NULL ? (double)sample->R[i] : disc->radius;

      if (reach > 0
          && !(fabs (remainder ((double)sample->phi[i] - azimuth, 2 * G_PI)) <= reach + 1e-6))
        stars->n_other_azimuth++;
      else if (spin > 0
               && !(fabs (R * (double)sample->v_phi[i] - disc->radius * disc->plane.circular_speed)
                    <= spin))
        stars->n_other_spin++;
      else
        {
          for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
            if (columns[k] != NULL)
              columns[k][n] = columns[k][i];
          sample->row[n++] = sample->row[i];
        }
    }
  sample->n = n;
  stars->fates[PLUME_STAR_USED] = n;
  return TRUE;
}

/* A result of no data stands for "no table is open". */
PlumeResult *
ps_read_stars (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  PlumeStarCuts cuts = { .sun = PLUME_DISC_SUN_DEFAULT,
                         .parallax_quality = plume_reads_number (reads, "parallax-quality") };
  double width = plume_reads_number (reads, "radius-range");
  int columns[PLUME_STAR_N_ROLES];
  g_autoptr (PlumeTable) table = NULL;
  g_autoptr (PlumeStarSample) sample = NULL;
  g_autoptr (PlumeResult) result = NULL;
  PsStars *stars;

  if (plume_reads_n_datasets (reads, "stars") == 0)
    return plume_result_new (NULL, 16, NULL);
  cuts.sun.radius = plume_reads_number (reads, "sun-radius");
  cuts.sun.height = plume_reads_number (reads, "sun-height");
  if (width > 0)
    {
      cuts.from = MAX (disc->radius - width, 0.01);
      cuts.to = disc->radius + width;
    }
  table = collect_columns (reads, columns);
  sample = plume_star_sample_new (table, columns, &cuts, task, error);
  if (sample == NULL)
    {
      if (error != NULL && g_error_matches (*error, PLUME_ERROR, PLUME_ERROR_DATA))
        tell_texts (table, error);
      return NULL;
    }
  stars = g_new0 (PsStars, 1);
  result = plume_result_new (stars, sizeof *stars + 24 * sample->n, ps_stars_free);
  stars->measured = TRUE;
  stars->name = g_strdup (plume_reads_dataset_name (reads, "stars", 0));
  stars->n_rows = plume_table_get_n_rows (table);
  for (guint i = 0; i < PLUME_STAR_N_FATES; i++)
    stars->fates[i] = sample->fates[i];
  if (!select_stars (sample, stars, reads, disc, error))
    return NULL;
  stars->stars = place_stars (disc, sample, task, error);
  if (stars->stars == NULL)
    return NULL;
  ps_expect_from_shells (stars, disc);
  stars->n_beyond = plume_stars_count_lost (stars->stars);
  stars->n_used = stars->stars->n - stars->n_beyond;
  if (stars->n_used < FEWEST_STARS)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s: of %zu rows %zu are stars that were selected, and %zu of those lie within "
             "reach of the disc’s tables, too few; check the units, the selection and the "
             "potential"),
          stars->name, stars->n_rows, sample->n, stars->n_used);
      return NULL;
    }
  return g_steal_pointer (&result);
}

static PlumeDiscPast
read_past (const PlumeReads *reads)
{
  PlumeDiscPast past = PLUME_DISC_PAST_DEFAULT;

  if (plume_reads_switch (reads, "fade"))
    past.turn_off = ps_time (150);
  return past;
}

/* An opened table stands in for the rows of the parameter. */
static gboolean
has_catalogue (const PlumeReads *reads)
{
  return plume_reads_n_datasets (reads, "satellite-table") > 0;
}

static guint
count_satellites (const PlumeReads *reads)
{
  return has_catalogue (reads)
             ? (guint)plume_reads_column (reads, "satellite-table", 0, "ra")->length
             : plume_reads_n_rows (reads, "satellites");
}

/* NaN where the table has no such value; what an optional column would have said where there is
 * none */
static double
satellite_value (const PlumeReads *reads, guint row, const char *column, double otherwise)
{
  PlumeArray *values;

  if (!has_catalogue (reads))
    return plume_reads_cell (reads, "satellites", row, column);
  values = plume_reads_column (reads, "satellite-table", 0, column);
  return values != NULL ? values->values[row] : otherwise;
}

/* From the column "name", else the first column of texts, else by number */
static char *
satellite_name (const PlumeReads *reads, guint row)
{
  PlumeTable *table;
  int column;

  if (!has_catalogue (reads))
    return g_strdup (plume_reads_cell_text (reads, "satellites", row, "name"));
  table = plume_dataset_get_table (plume_reads_dataset (reads, "satellite-table", 0), 0);
  column = plume_table_find_column (table, "name");
  for (guint i = 0; column < 0 && i < plume_table_get_n_columns (table); i++)
    if (!plume_table_is_numeric (table, i))
      column = (int)i;
  if (column < 0 || plume_table_is_numeric (table, (guint)column))
    return g_strdup_printf ("%u", row + 1);
  return g_strdup (plume_table_get_text (table, (guint)column, row));
}

static gboolean
check_satellite (const PlumeDiscSatellite *satellite,
                 const PlumeReads *reads,
                 guint row,
                 GError **error)
{
  g_autofree char *name = satellite_name (reads, row);

  if (satellite->mass <= 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("Satellite %u, %s: its mass is not above zero; correct the table"), row + 1,
                 name);
  else if (satellite->softening <= 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("Satellite %u, %s: its softening is not above zero; correct the table"),
                 row + 1, name);
  else if (satellite->sky.distance <= 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("Satellite %u, %s: its distance is not above zero; correct the table"), row + 1,
                 name);
  else
    return TRUE;
  return FALSE;
}

/* FALSE where something is there that cannot be; @missing where something is not there. */
static gboolean
read_body (
    const PlumeReads *reads, guint row, PlumeDiscBody *body, gboolean *missing, GError **error)
{
  PlumeDiscSun sun = PLUME_DISC_SUN_DEFAULT;
  PlumeDiscSatellite satellite = {
    .mass = satellite_value (reads, row, "mass", 1e9),
    .softening = satellite_value (reads, row, "softening", 1),
    .sky = { satellite_value (reads, row, "ra", NAN), satellite_value (reads, row, "dec", NAN),
             satellite_value (reads, row, "distance", NAN),
             satellite_value (reads, row, "pmra", NAN), satellite_value (reads, row, "pmdec", NAN),
             satellite_value (reads, row, "radial-velocity", NAN) },
  };
  const PlumeDiscSky *sky = &satellite.sky;

  if (!check_satellite (&satellite, reads, row, error))
    return FALSE;
  *missing = !isfinite (satellite.mass + satellite.softening + sky->ra + sky->dec + sky->distance
                        + sky->pm_ra + sky->pm_dec + sky->radial_velocity);
  sun.radius = plume_reads_number (reads, "sun-radius");
  sun.height = plume_reads_number (reads, "sun-height");
  if (!*missing)
    *body = plume_disc_satellite_body (&satellite, &sun);
  return TRUE;
}

/* What the satellite did to a star on the circular orbit, step by step, as in the linear response:
 * the star is at azimuth π − Ω_φ τ, only the z part of the frame's acceleration matters. */
static PsForce *
make_force (const PsDisc *disc,
            const PlumeDiscBody *body,
            const PlumeDiscOrbit *orbit,
            const PlumeDiscPast *past)
{
  PsForce *force = g_new0 (PsForce, 1);
  double period = 2 * G_PI / plume_vertical_small_frequency (disc->vertical);

  force->from = -past->span;
  force->duration = past->span;
  force->n_steps = (gsize)ceil (past->span / (period / 50));
  force->factor = g_new (double, force->n_steps);
  force->source_height = g_new (double, force->n_steps);
  force->distance_squared = g_new (double, force->n_steps);
  force->constant = g_new (double, force->n_steps);
  for (gsize i = 0; i < force->n_steps; i++)
    {
      double tau = force->from + force->duration * (i + 0.5) / force->n_steps;
      double on = CLAMP ((tau + past->span) / past->turn_on, 0, 1), strength, at[3], velocity[3];
      double azimuth = G_PI - disc->plane.azimuthal * tau, x, y, square;

      plume_disc_orbit_at (orbit, tau, at, velocity);
      strength = PLUME_DISC_GRAVITY * body->mass * on * on * (3 - 2 * on);
      if (past->turn_off > 0)
        {
          double off = CLAMP (-tau / past->turn_off, 0, 1);

          strength *= off * off * (3 - 2 * off);
        }
      x = disc->radius * cos (azimuth) - at[0];
      y = disc->radius * sin (azimuth) - at[1];
      square = at[0] * at[0] + at[1] * at[1] + at[2] * at[2] + body->softening * body->softening;
      force->factor[i] = strength;
      force->source_height[i] = at[2];
      force->distance_squared[i] = x * x + y * y + body->softening * body->softening;
      force->constant[i] = -strength * at[2] / (square * sqrt (square));
    }
  return force;
}

static gboolean
has_galaxy (const PsDisc *disc, GError **error)
{
  if (disc->plane.circular_speed > 0)
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("Satellites need a galaxy to go around; choose another potential than "
                          "the slab"));
  return FALSE;
}

PlumeDiscResponse *
ps_satellite_response (const PlumeReads *reads,
                       const PsDisc *disc,
                       PsForce **force,
                       char **name,
                       PlumeTask *task,
                       GError **error)
{
  guint n = count_satellites (reads);
  guint row = (guint)plume_reads_integer (reads, "satellite") - 1;
  gboolean missing;
  g_autofree double complex *kernel = g_new (double complex, PLUME_DISC_HARMONICS *PS_NODES);
  g_autoptr (PlumeDiscOrbit) orbit = NULL;
  PlumeDiscPast past = read_past (reads);
  PlumeDiscBody body;

  if (!has_galaxy (disc, error))
    return NULL;
  if (row >= n)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("There is no satellite %u among %u; choose another or add a row"), row + 1,
                   n);
      return NULL;
    }
  if (!read_body (reads, row, &body, &missing, error))
    return NULL;
  if (missing)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("Satellite %u lacks a part of its position or motion; choose another"),
                   row + 1);
      return NULL;
    }
  orbit = plume_disc_orbit_new (&disc->potential, body.position, body.velocity, -past.span, error);
  if (orbit == NULL
      || !plume_disc_satellite_kernel (disc->grid, &body, orbit, &past, kernel, task, error))
    return NULL;
  *force = make_force (disc, &body, orbit, &past);
  *name = satellite_name (reads, row);
  return plume_disc_response_new_from_kernel (disc->grid, kernel);
}

static void
free_satellites (gpointer data)
{
  PsSatellites *self = data;

  g_strfreev (self->names);
  g_free (self->bodies);
  g_free (self->rows);
  g_free (self->visits);
  g_free (self->order);
  g_clear_pointer (&self->time, plume_array_unref);
  g_clear_pointer (&self->x, plume_array_unref);
  g_clear_pointer (&self->y, plume_array_unref);
  g_clear_pointer (&self->z, plume_array_unref);
  g_free (self);
}

static void
follow_chosen (PsSatellites *self, const PsDisc *disc, double span)
{
  const guint n = 1001;
  const PlumeDiscBody *body = &self->bodies[self->chosen];
  g_autoptr (PlumeDiscOrbit) orbit =
      plume_disc_orbit_new (&disc->potential, body->position, body->velocity, -span, NULL);

  if (orbit == NULL)
    return;
  self->time = plume_array_new (n);
  self->x = plume_array_new (n);
  self->y = plume_array_new (n);
  self->z = plume_array_new (n);
  for (guint i = 0; i < n; i++)
    {
      double t = -span * (n - 1 - i) / (n - 1), at[3], velocity[3];

      plume_disc_orbit_at (orbit, t, at, velocity);
      self->time->values[i] = t * PLUME_DISC_TIME_MYR;
      self->x->values[i] = at[0];
      self->y->values[i] = at[1];
      self->z->values[i] = at[2];
    }
}

static gboolean
collect_bodies (PsSatellites *self, const PlumeReads *reads, GError **error)
{
  guint n = count_satellites (reads);

  self->names = g_new0 (char *, n + 1);
  self->rows = g_new0 (guint, n + 1);
  self->bodies = g_new0 (PlumeDiscBody, n + 1);
  self->visits = g_new0 (PlumeDiscVisit, n + 1);
  self->order = g_new0 (gsize, n + 1);
  for (guint row = 0; row < n; row++)
    {
      gboolean missing;

      if (!read_body (reads, row, &self->bodies[self->n], &missing, error))
        return FALSE;
      if (missing)
        {
          self->n_missing++;
          continue;
        }
      self->rows[self->n] = row;
      self->names[self->n++] = satellite_name (reads, row);
    }
  return TRUE;
}

PlumeResult *
ps_rank_satellites (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  PsSatellites *self = g_new0 (PsSatellites, 1);
  g_autoptr (PlumeResult) result = plume_result_new (self, 1 << 16, free_satellites);
  guint chosen = (guint)plume_reads_integer (reads, "satellite") - 1;
  PlumeDiscPast past = read_past (reads);
  g_autoptr (PlumeDiscGrid) grid = NULL;

  if (!(disc->plane.circular_speed > 0)) /* the slab: nothing to go around */
    return g_steal_pointer (&result);
  if (!collect_bodies (self, reads, error))
    return NULL;
  self->action = MIN (plume_reads_number (reads, "action"), disc->action[PS_NODES - 1]);
  grid = plume_disc_grid_new (disc->vertical, &disc->grid->distribution, 4, self->action, error);
  if (grid == NULL
      || !plume_disc_satellites_visits (grid, self->n, self->bodies, &past, self->visits, task,
                                        error))
    return NULL;
  plume_disc_satellites_rank (self->n, self->visits, self->order);
  for (guint i = 0; i < self->n; i++)
    if (self->rows[i] <= chosen)
      self->chosen = i;
  if (self->n > 0)
    follow_chosen (self, disc, past.span);
  return g_steal_pointer (&result);
}

static void
free_verdict (gpointer data)
{
  PsVerdict *verdict = data;

  g_free (verdict->order);
  g_free (verdict);
}

/* How long ago it last crossed the plane, Myr; infinite where it did not. */
static double
last_crossing (const PlumeDiscVisit *visit)
{
  double latest = INFINITY;

  for (gsize k = 0; visit->valid && k < MIN (visit->n_crossings, PLUME_DISC_MOST_CROSSINGS); k++)
    latest = MIN (latest, -visit->crossings[k].time * PLUME_DISC_TIME_MYR);
  return latest;
}

/* A veto costs no orbit, so that the diffusion can be dragged. */
PlumeResult *
ps_judge_satellites (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsSatellites *ranking = plume_reads_result (reads, "ranking");
  PsVerdict *verdict = g_new0 (PsVerdict, 1);
  double diffusion = ps_diffusion (reads), J = ranking->action, slope;
  guint place = 0;

  verdict->order = g_new0 (gsize, ranking->n + 1);
  slope = ps_interpolate (disc, disc->frequency_slope, J);
  verdict->escape = diffusion > 0 && J > 0
                        ? plume_disc_damping_time (J, slope, diffusion, 1) * PLUME_DISC_TIME_MYR
                        : INFINITY;
  for (guint vetoed = 0; vetoed < 2; vetoed++)
    {
      for (guint i = 0; i < ranking->n; i++)
        if ((last_crossing (&ranking->visits[ranking->order[i]]) > verdict->escape
             || !isfinite (last_crossing (&ranking->visits[ranking->order[i]])))
            == (vetoed == 1))
          verdict->order[place++] = ranking->order[i];
      if (vetoed == 0)
        verdict->n_possible = place;
    }
  return plume_result_new (verdict, sizeof *verdict, free_verdict);
}
