/* plume-star-mock.c: mock tables of stars whose truth is written in their headers.
 *
 * f0 of the time of the kick, the kick, then angles advance and actions diffuse until today. It
 * analyses nothing.
 */
#include <glib/gi18n.h>
#include <math.h>

#include "config.h"
#include "core/plume-error.h"
#include "data/plume-csv-writer.h"
#ifdef HAVE_CFITSIO
#include "data/plume-fits.h"
#endif
#include "disc/plume-star-table.h"

#define SCATTERING_STEPS 100

/**
 * plume_star_mock_stars:
 * @vertical: tables of the place of the stars
 * @set: (nullable): tables of other radii, where stars move in the plane
 * @mock: the truth
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the stars today
 */
PlumeStars *
plume_star_mock_stars (PlumeVertical *vertical,
                       PlumeVerticalSet *set,
                       const PlumeStarMock *mock,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (PlumeStars) still = NULL, kicked = NULL;
  PlumeStarModel model = mock->model;

  if (model.form == PLUME_DISC_EXPONENTIAL)
    model.mean_action -= mock->diffusion * mock->age;
  if (!(mock->age >= 0) || (model.form == PLUME_DISC_EXPONENTIAL && !(model.mean_action > 0)))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("Scattering since the kick makes more than the mean action of today; "
                              "lower the diffusion or the age."));
      return NULL;
    }
  still = plume_stars_sample (vertical, set, &model, mock->n, mock->seed, task, error);
  if (still == NULL)
    return NULL;
  kicked = plume_stars_kick (still, &mock->kick, task, error);
  if (kicked == NULL)
    return NULL;
  if (mock->diffusion > 0)
    return plume_stars_diffuse (kicked, mock->diffusion, mock->age, SCATTERING_STEPS, mock->seed,
                                task, error);
  return plume_stars_advance (kicked, mock->age, task, error);
}

static void
add_column (PlumeTable *table,
            const char *title,
            const char *unit,
            const float *values,
            const float *z,
            gsize n,
            gsize n_used)
{
  PlumeArray *column = plume_array_new (n_used);
  gsize at = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (z[i]))
      column->values[at++] = (double)values[i];
  plume_table_add_numbers (table, title, unit, column);
}

/**
 * plume_star_mock_table:
 * @stars: stars
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): columns z and vz, and vR and vphi where stars have them;
 * without the stars that are beyond the tables
 */
PlumeTable *
plume_star_mock_table (const PlumeStars *stars, PlumeTask *task, GError **error)
{
  g_autofree float *z = g_new (float, stars->n), *v = g_new (float, stars->n);
  gsize n_used = 0;
  PlumeTable *table;

  if (!plume_stars_get_positions (stars, 0, z, v, task, error))
    return NULL;
  for (gsize i = 0; i < stars->n; i++)
    n_used += isfinite (z[i]);
  table = plume_table_new ("mock stars");
  add_column (table, "z", "kpc", z, z, stars->n, n_used);
  add_column (table, "vz", "km/s", v, z, stars->n, n_used);
  if (stars->radial_velocity != NULL)
    {
      add_column (table, "vR", "km/s", stars->radial_velocity, z, stars->n, n_used);
      add_column (table, "vphi", "km/s", stars->azimuthal_velocity, z, stars->n, n_used);
    }
  return table;
}

/**
 * plume_star_mock_truth:
 * @mock: the truth
 * @vertical: tables of the place of the stars
 *
 * Returns: (transfer full): keyword, value, keyword, value, …
 */
GStrv
plume_star_mock_truth (const PlumeStarMock *mock, const PlumeVertical *vertical)
{
  const struct
  {
    const char *keyword;
    double value;
  } numbers[] = {
    { "NSTARS", (double)mock->n },
    { "KICK", mock->kick.bending },
    { "BREATHE", mock->kick.breathing },
    { "AGEMYR", mock->age * PLUME_DISC_TIME_MYR },
    { "GAMMA", mock->diffusion / PLUME_DISC_TIME_MYR * 1000 },
    { "J0", mock->model.mean_action },
    { "SIGMAZ", mock->model.dispersion },
    { "SIGMAR", mock->model.radial_dispersion },
    { "RADIUS", plume_vertical_get_radius (vertical) },
    { "SEED", (double)mock->seed },
  };
  GStrv truth = g_new0 (char *, 2 * G_N_ELEMENTS (numbers) + 3);
  guint n = 0;

  truth[n++] = g_strdup ("PROFILE");
  truth[n++] = g_strdup (mock->model.form == PLUME_DISC_EXPONENTIAL ? "exponential" : "isothermal");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      truth[n++] = g_strdup (numbers[i].keyword);
      truth[n++] = g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", numbers[i].value));
    }
  return truth;
}

/**
 * plume_star_mock_write:
 * @table: a table
 * @truth: (array zero-terminated=1): keyword, value, …
 * @path: a file, written as FITS where its name ends in .fits, else as CSV with the truth in
 * comments; it is replaced in one step
 * @error: %PLUME_ERROR_DATA where it cannot be written
 *
 * Returns: whether it was written
 */
gboolean
plume_star_mock_write (const PlumeTable *table,
                       const char *const *truth,
                       const char *path,
                       GError **error)
{
  g_autofree char *rows = NULL, *name = g_path_get_basename (path);
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) failure = NULL;

  if (g_str_has_suffix (path, ".fits"))
#ifdef HAVE_CFITSIO
    return plume_fits_write_table (table, truth, path, error);
#else
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s cannot be written: this build has no FITS; choose a name that ends in .csv"),
          name);
      return FALSE;
    }
#endif
  text = g_string_new (NULL);
  for (guint i = 0; truth[i] != NULL && truth[i + 1] != NULL; i += 2)
    g_string_append_printf (text, "# %s = %s\n", truth[i], truth[i + 1]);
  rows = plume_table_to_csv (table, NULL);
  g_string_append (text, rows);
  if (g_file_set_contents_full (path, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                0666, &failure))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s cannot be written: %s; choose another place"), name, failure->message);
  return FALSE;
}
