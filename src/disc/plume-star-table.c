/* plume-star-table.c: rows to stars.
 *
 * Columns come by role, from the title or as the person chose. Known units are converted; where a
 * column has none, the spread of its values tells whether they can be kpc and km/s, since a disc of
 * stars has no other spread. It knows no potentials.
 */
#include "disc/plume-star-table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-text.h"

typedef enum
{
  LENGTH,
  SPEED,
  ANGLE,
  PARALLAX,
  MOTION,
} Quantity;

static const struct
{
  const char *name;
  Quantity quantity;
  const char *words[8];
} roles[PLUME_STAR_N_ROLES] = {
  [PLUME_STAR_Z] = { "z", LENGTH, { "z", "height", "zgal", "z_gc" } },
  [PLUME_STAR_V_Z] = { "v_z", SPEED, { "vz", "v_z", "w", "vzgal", "v_z_gc" } },
  [PLUME_STAR_R] = { "R", LENGTH, { "R", "rgal", "r_gc", "rxy" } },
  [PLUME_STAR_V_R] = { "v_R", SPEED, { "vr", "v_r", "vrgal" } },
  [PLUME_STAR_V_PHI] = { "v_φ", SPEED, { "vphi", "v_phi", "vt", "vφ", "v_φ" } },
  [PLUME_STAR_PHI] = { "φ", ANGLE, { "phi", "φ", "azimuth" } },
  [PLUME_STAR_RA] = { "ra", ANGLE, { "ra", "ra_icrs", "raj2000" } },
  [PLUME_STAR_DEC] = { "dec", ANGLE, { "dec", "de_icrs", "dej2000", "decl" } },
  [PLUME_STAR_PARALLAX] = { "parallax", PARALLAX, { "parallax", "plx" } },
  [PLUME_STAR_PARALLAX_ERROR] = { "parallax error",
                                  PARALLAX,
                                  { "parallax_error", "e_plx", "parallax error" } },
  [PLUME_STAR_DISTANCE] = { "distance", LENGTH, { "distance", "dist", "d", "r_med_geo" } },
  [PLUME_STAR_PM_RA] = { "pmra", MOTION, { "pmra", "pm_ra", "pmra_cosdec", "pm_ra_cosdec" } },
  [PLUME_STAR_PM_DEC] = { "pmdec", MOTION, { "pmdec", "pm_dec", "pmde" } },
  [PLUME_STAR_RADIAL_VELOCITY] = { "radial_velocity",
                                   SPEED,
                                   { "radial_velocity", "rv", "vlos", "dr2_radial_velocity" } },
};

/* Units other than those computed with: kpc, km/s, degrees, mas, mas/yr */
static const struct
{
  Quantity quantity;
  const char *unit;
  double factor;
} units[] = {
  { LENGTH, "kpc", 1 },      { LENGTH, "pc", 1e-3 },       { SPEED, "km/s", 1 },
  { SPEED, "m/s", 1e-3 },    { ANGLE, "rad", 180 / G_PI }, { ANGLE, "°", 1 },
  { ANGLE, "deg", 1 },       { PARALLAX, "mas", 1 },       { PARALLAX, "arcsec", 1e3 },
  { PARALLAX, "uas", 1e-3 }, { MOTION, "mas/yr", 1 },      { MOTION, "arcsec/yr", 1e3 },
};

/* For messages, and for the person who chooses a column. */
const char *
plume_star_role_name (PlumeStarRole role)
{
  return roles[role].name;
}

static gboolean
matches (const char *title, PlumeStarRole role)
{
  static const char *const endings[] = { "", "_kpc", "_kms", "_km_s", "_deg", "_masyr", "_mas" };

  for (guint i = 0; i < G_N_ELEMENTS (roles[role].words) && roles[role].words[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (endings); k++)
      {
        g_autofree char *word = g_strconcat (roles[role].words[i], endings[k], NULL);

        /* R is the axis distance, r may be anything */
        if (strcmp (title, word) == 0
            || (role != PLUME_STAR_R && g_ascii_strcasecmp (title, word) == 0))
          return TRUE;
      }
  return FALSE;
}

/**
 * plume_star_guess_roles:
 * @table: a table
 * @columns: (out): the column of each role by its title, or −1
 */
void
plume_star_guess_roles (const PlumeTable *table, int columns[PLUME_STAR_N_ROLES])
{
  for (guint role = 0; role < PLUME_STAR_N_ROLES; role++)
    {
      columns[role] = -1;
      for (guint i = 0; i < plume_table_get_n_columns (table) && columns[role] < 0; i++)
        if (plume_table_is_numeric (table, i) && matches (plume_table_get_title (table, i), role))
          columns[role] = (int)i;
    }
}

static gboolean
has (const int *columns, PlumeStarRole role)
{
  return columns[role] >= 0;
}

/* The roles that are needed and not there, and the columns that are. */
static gboolean
fail_roles (const PlumeTable *table, const int *columns, GError **error)
{
  static const PlumeStarRole sky[] = { PLUME_STAR_RA, PLUME_STAR_DEC, PLUME_STAR_PM_RA,
                                       PLUME_STAR_PM_DEC, PLUME_STAR_RADIAL_VELOCITY };
  g_autoptr (GString) missing = g_string_new (NULL), found = g_string_new (NULL);
  gboolean is_sky = has (columns, PLUME_STAR_RA) || has (columns, PLUME_STAR_DEC);

  for (guint i = 0; i < (is_sky ? G_N_ELEMENTS (sky) : 2); i++)
    {
      PlumeStarRole role = is_sky ? sky[i] : i == 0 ? PLUME_STAR_Z : PLUME_STAR_V_Z;

      if (!has (columns, role))
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", roles[role].name);
    }
  if (is_sky && !has (columns, PLUME_STAR_PARALLAX) && !has (columns, PLUME_STAR_DISTANCE))
    g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                            _ ("parallax or distance"));
  for (guint i = 0; i < MIN (plume_table_get_n_columns (table), 20); i++)
    g_string_append_printf (found, "%s'%s'", found->len > 0 ? ", " : "",
                            plume_table_get_title (table, i));
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s has no column for %s among %s; choose the columns by hand"),
               plume_table_get_name (table), missing->str, found->str);
  return FALSE;
}

typedef struct
{
  const double *values[PLUME_STAR_N_ROLES];
  double factor[PLUME_STAR_N_ROLES];
  const PlumeStarCuts *cuts;
  gboolean is_sky;
  float *z, *v_z, *R, *v_R, *v_phi, *phi;
  guint8 *fate;
} Rows;

static gboolean
find_unit (
    const PlumeTable *table, guint column, PlumeStarRole role, double *factor, GError **error)
{
  const char *unit = plume_table_get_unit (table, column);

  *factor = 1;
  if (unit == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].quantity == roles[role].quantity && strcmp (units[i].unit, unit) == 0)
      {
        *factor = units[i].factor;
        return TRUE;
      }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: column '%s' has the unit '%s', which is none of %s; convert it or choose "
                  "another column"),
               plume_table_get_name (table), plume_table_get_title (table, column), unit,
               roles[role].name);
  return FALSE;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Half the range of the middle 68 % of up to 100 000 values */
static double
find_spread (const double *values, gsize n, double factor)
{
  gsize stride = n / 100000 + 1, count = 0;
  g_autofree double *sample = g_new (double, n / stride + 1);

  for (gsize i = 0; i < n; i += stride)
    if (isfinite (values[i]))
      sample[count++] = factor * values[i];
  if (count < 20)
    return NAN;
  qsort (sample, count, sizeof (double), compare_doubles);
  return 0.5 * (sample[count * 84 / 100] - sample[count * 16 / 100]);
}

static gboolean
check_spread (const PlumeTable *table,
              const int *columns,
              const Rows *rows,
              PlumeStarRole role,
              double least,
              double most,
              GError **error)
{
  double spread;

  if (!has (columns, role))
    return TRUE;
  spread = find_spread (rows->values[role], plume_table_get_n_rows (table), rows->factor[role]);
  if (!(spread < least || spread > most))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: the spread of column '%s' is %.3g, which can hardly be %s; is it in another "
                  "unit? convert it or write the unit into its title"),
               plume_table_get_name (table), plume_table_get_title (table, (guint)columns[role]),
               spread, roles[role].quantity == LENGTH ? "kpc" : "km/s");
  return FALSE;
}

static gboolean
prepare (const PlumeTable *table, const int *columns, Rows *rows, GError **error)
{
  gboolean is_plane = has (columns, PLUME_STAR_Z) && has (columns, PLUME_STAR_V_Z);

  rows->is_sky = !is_plane && has (columns, PLUME_STAR_RA) && has (columns, PLUME_STAR_DEC)
                 && has (columns, PLUME_STAR_PM_RA) && has (columns, PLUME_STAR_PM_DEC)
                 && has (columns, PLUME_STAR_RADIAL_VELOCITY)
                 && (has (columns, PLUME_STAR_PARALLAX) || has (columns, PLUME_STAR_DISTANCE));
  if (!is_plane && !rows->is_sky)
    return fail_roles (table, columns, error);
  for (guint role = 0; role < PLUME_STAR_N_ROLES; role++)
    {
      if (!has (columns, role) || (role >= PLUME_STAR_RA) != rows->is_sky)
        continue;
      if (!plume_table_is_numeric (table, (guint)columns[role]))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s: column '%s' holds text and not %s; choose another column"),
                       plume_table_get_name (table),
                       plume_table_get_title (table, (guint)columns[role]), roles[role].name);
          return FALSE;
        }
      if (!find_unit (table, (guint)columns[role], role, &rows->factor[role], error))
        return FALSE;
      rows->values[role] = plume_table_get_numbers (table, (guint)columns[role])->values;
    }
  return rows->is_sky
         || (check_spread (table, columns, rows, PLUME_STAR_V_Z, 0.5, 2000, error)
             && check_spread (table, columns, rows, PLUME_STAR_Z, 1e-3, 30, error));
}

static double
value_of (const Rows *rows, PlumeStarRole role, gsize row)
{
  return rows->values[role] != NULL ? rows->factor[role] * rows->values[role][row] : NAN;
}

static PlumeStarFate
place_sky (const Rows *rows, gsize i)
{
  PlumeDiscSky sky = { .ra = value_of (rows, PLUME_STAR_RA, i),
                       .dec = value_of (rows, PLUME_STAR_DEC, i),
                       .distance = value_of (rows, PLUME_STAR_DISTANCE, i),
                       .pm_ra = value_of (rows, PLUME_STAR_PM_RA, i),
                       .pm_dec = value_of (rows, PLUME_STAR_PM_DEC, i),
                       .radial_velocity = value_of (rows, PLUME_STAR_RADIAL_VELOCITY, i) };
  double parallax = value_of (rows, PLUME_STAR_PARALLAX, i);
  double position[3], velocity[3], R, phi, v_R, v_phi;

  if (rows->values[PLUME_STAR_DISTANCE] == NULL)
    sky.distance = 1 / parallax;
  if (!isfinite (sky.ra + sky.dec + sky.pm_ra + sky.pm_dec + sky.radial_velocity)
      || isnan (sky.distance))
    return PLUME_STAR_MISSING;
  if (!(sky.distance > 0 && isfinite (sky.distance)))
    return PLUME_STAR_NO_DISTANCE;
  if (rows->values[PLUME_STAR_PARALLAX] != NULL && rows->values[PLUME_STAR_PARALLAX_ERROR] != NULL
      && rows->cuts->parallax_quality > 0)
    {
      double deviation = value_of (rows, PLUME_STAR_PARALLAX_ERROR, i);

      if (isnan (parallax) || !(deviation > 0))
        return PLUME_STAR_MISSING;
      if (!(parallax / deviation > rows->cuts->parallax_quality))
        return PLUME_STAR_POOR_PARALLAX;
    }
  plume_disc_frame_from_sky (&rows->cuts->sun, &sky, position, velocity);
  plume_disc_frame_cylindrical (position, velocity, &R, &phi, &v_R, &v_phi);
  rows->z[i] = (float)position[2];
  rows->v_z[i] = (float)velocity[2];
  rows->R[i] = (float)R;
  rows->v_R[i] = (float)v_R;
  rows->v_phi[i] = (float)v_phi;
  rows->phi[i] = (float)phi;
  return PLUME_STAR_USED;
}

static PlumeStarFate
place_plane (const Rows *rows, gsize i)
{
  static const PlumeStarRole known[] = { PLUME_STAR_R, PLUME_STAR_V_R, PLUME_STAR_V_PHI,
                                         PLUME_STAR_PHI };

  for (guint k = 0; k < G_N_ELEMENTS (known); k++)
    if (rows->values[known[k]] != NULL && !isfinite (rows->values[known[k]][i]))
      return PLUME_STAR_MISSING;
  rows->z[i] = (float)value_of (rows, PLUME_STAR_Z, i);
  rows->v_z[i] = (float)value_of (rows, PLUME_STAR_V_Z, i);
  rows->R[i] = (float)value_of (rows, PLUME_STAR_R, i);
  rows->v_R[i] = (float)value_of (rows, PLUME_STAR_V_R, i);
  rows->v_phi[i] = (float)value_of (rows, PLUME_STAR_V_PHI, i);
  rows->phi[i] = (float)(value_of (rows, PLUME_STAR_PHI, i) * G_PI / 180);
  return isfinite (rows->z[i]) && isfinite (rows->v_z[i]) ? PLUME_STAR_USED : PLUME_STAR_MISSING;
}

static void
place_rows (gsize from, gsize to, gpointer data)
{
  const Rows *rows = data;

  for (gsize i = from; i < to; i++)
    {
      PlumeStarFate fate = rows->is_sky ? place_sky (rows, i) : place_plane (rows, i);
      double R = fate == PLUME_STAR_USED ? rows->R[i] : NAN;

      if (fate == PLUME_STAR_USED
          && (R < rows->cuts->from || (rows->cuts->to > 0 && R > rows->cuts->to)))
        fate = PLUME_STAR_ELSEWHERE;
      rows->fate[i] = (guint8)fate;
    }
}

/* Moves the used rows to the front. */
static void
pack (PlumeStarSample *sample, const guint8 *fate, gsize n_rows)
{
  float *columns[] = { sample->z, sample->v_z, sample->R, sample->v_R, sample->v_phi, sample->phi };
  gsize n = 0;

  sample->row = g_new (guint32, n_rows);
  for (gsize i = 0; i < n_rows; i++)
    {
      sample->fates[fate[i]]++;
      if (fate[i] != PLUME_STAR_USED)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
        columns[k][n] = columns[k][i];
      sample->row[n++] = (guint32)i;
    }
  sample->n = n;
}

/* Unknown columns are no columns. */
static void
drop_unknown (const Rows *rows, PlumeStarSample *sample)
{
  if (rows->is_sky)
    return;
  if (rows->values[PLUME_STAR_R] == NULL)
    g_clear_pointer (&sample->R, g_free);
  if (rows->values[PLUME_STAR_V_R] == NULL)
    g_clear_pointer (&sample->v_R, g_free);
  if (rows->values[PLUME_STAR_V_PHI] == NULL)
    g_clear_pointer (&sample->v_phi, g_free);
  if (rows->values[PLUME_STAR_PHI] == NULL)
    g_clear_pointer (&sample->phi, g_free);
}

/**
 * plume_star_sample_new:
 * @table: a table
 * @columns: the column of each role, or −1; (z, v_z) win over the sky
 * @cuts: which stars are wanted
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_DATA: a role is missing, a unit is wrong, no star is left
 *
 * Returns: (transfer full) (nullable): the stars, and what became of the other rows
 */
PlumeStarSample *
plume_star_sample_new (const PlumeTable *table,
                       const int columns[PLUME_STAR_N_ROLES],
                       const PlumeStarCuts *cuts,
                       PlumeTask *task,
                       GError **error)
{
  gsize n = plume_table_get_n_rows (table);
  g_autoptr (PlumeStarSample) sample = NULL;
  g_autofree guint8 *fate = NULL;
  g_autofree char *description = NULL;
  Rows rows = { .cuts = cuts };

  if (!prepare (table, columns, &rows, error))
    return NULL;
  sample = g_new0 (PlumeStarSample, 1);
  rows.z = sample->z = g_new (float, n);
  rows.v_z = sample->v_z = g_new (float, n);
  rows.R = sample->R = g_new (float, n);
  rows.v_R = sample->v_R = g_new (float, n);
  rows.v_phi = sample->v_phi = g_new (float, n);
  rows.phi = sample->phi = g_new (float, n);
  rows.fate = fate = g_new0 (guint8, n);
  if (!plume_parallel_for (n, 8192, place_rows, &rows, task, error))
    return NULL;
  pack (sample, fate, n);
  drop_unknown (&rows, sample);
  if (sample->n > 0)
    return g_steal_pointer (&sample);
  description = plume_star_sample_describe (sample);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s has no star that can be used (%s); loosen the cuts or choose other columns"),
               plume_table_get_name (table), description);
  return NULL;
}

void
plume_star_sample_free (PlumeStarSample *sample)
{
  g_free (sample->z);
  g_free (sample->v_z);
  g_free (sample->R);
  g_free (sample->v_R);
  g_free (sample->v_phi);
  g_free (sample->phi);
  g_free (sample->row);
  g_free (sample);
}

static char *
describe_fate (const PlumeStarSample *sample, guint fate)
{
  g_autofree char *count = plume_text_count (sample->fates[fate]);

  switch (fate)
    {
    case PLUME_STAR_USED:
      return g_strdup_printf (_ ("%s used"), count);
    case PLUME_STAR_MISSING:
      return g_strdup_printf (_ ("%s with a missing value"), count);
    case PLUME_STAR_NO_DISTANCE:
      return g_strdup_printf (_ ("%s without a distance"), count);
    case PLUME_STAR_POOR_PARALLAX:
      return g_strdup_printf (_ ("%s with too poor a parallax"), count);
    default:
      return g_strdup_printf (_ ("%s outside the range of R"), count);
    }
}

/**
 * plume_star_sample_describe:
 * @sample: stars of a table
 *
 * Returns: (transfer full): how many rows were used, and why others were not
 */
char *
plume_star_sample_describe (const PlumeStarSample *sample)
{
  GString *text = g_string_new (NULL);

  for (guint fate = 0; fate < PLUME_STAR_N_FATES; fate++)
    if (fate == PLUME_STAR_USED || sample->fates[fate] > 0)
      {
        g_autofree char *part = describe_fate (sample, fate);

        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
      }
  return g_string_free (text, FALSE);
}
