/* test-star-table.c: tables of stars, good and bad, and mock tables. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "config.h"
#include "core/plume-error.h"
#include "data/plume-reader.h"
#include "disc/plume-star-table.h"

static PlumeTable *
read_csv (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = plume_dataset_read_bytes (bytes, "stars.csv", NULL, &error);

  g_assert_no_error (error);
  return plume_table_ref (plume_dataset_get_table (dataset, 0));
}

static PlumeStarSample *
take (const PlumeTable *table, double quality, GError **error)
{
  PlumeStarCuts cuts = { .sun = PLUME_DISC_SUN_DEFAULT, .parallax_quality = quality };
  int columns[PLUME_STAR_N_ROLES];

  plume_star_guess_roles (table, columns);
  return plume_star_sample_new (table, columns, &cuts, NULL, error);
}

static void
assert_fails (const char *text, const char *const *parts)
{
  g_autoptr (PlumeTable) table = read_csv (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (take (table, 5, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  for (; *parts != NULL; parts++)
    if (strstr (error->message, *parts) == NULL)
      g_error ("'%s' does not say '%s'", error->message, *parts);
}

#define assert_refused(text, ...) assert_fails (text, (const char *const[]){ __VA_ARGS__, NULL })

static void
test_plane (void)
{
  g_autoptr (PlumeTable) table = read_csv ("R (kpc),z (pc),v_z (km/s),vR,vphi\n"
                                           "8,100,5,1,220\n8.1,-200,,2,230\n8.2,300,-7,3,240\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeStarSample) sample = take (table, 5, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (sample->n, ==, 2);
  g_assert_cmpfloat (fabs ((double)sample->z[1] - 0.3), <, 1e-7);
  g_assert_cmpfloat (sample->v_phi[1], ==, 240);
  g_assert_cmpuint (sample->row[1], ==, 2);
  g_assert_cmpuint (sample->fates[PLUME_STAR_MISSING], ==, 1);
  g_assert_null (sample->phi);
  text = plume_star_sample_describe (sample);
  g_assert_cmpstr (text, ==, "2 used, 1 with a missing value");
}

static void
test_sky (void)
{
  g_autoptr (PlumeTable) table =
      read_csv ("ra,dec,parallax,parallax_error,pmra,pmdec,radial_velocity\n"
                "266.405,-28.936,2,0.1,0,0,10\n" /* towards the centre, 500 pc away */
                "10,20,1,0.5,1,1,0\n"            /* parallax/error 2 */
                "10,20,-1,0.1,1,1,0\n"           /* no distance */
                "10,20,1,0.01,1,1,NaN\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeStarSample) sample = take (table, 5, &error);
  gsize sum = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (sample->n, ==, 1);
  g_assert_cmpfloat (fabs ((double)sample->R[0] - 7.622), <, 0.002);
  g_assert_cmpfloat (fabs ((double)sample->v_R[0] + 22.9), <, 0.1);
  g_assert_cmpfloat (fabs ((double)sample->v_phi[0] - 245.6), <, 0.5);
  g_assert_cmpuint (sample->fates[PLUME_STAR_POOR_PARALLAX], ==, 1);
  g_assert_cmpuint (sample->fates[PLUME_STAR_NO_DISTANCE], ==, 1);
  g_assert_cmpuint (sample->fates[PLUME_STAR_MISSING], ==, 1);
  for (guint i = 0; i < PLUME_STAR_N_FATES; i++)
    sum += sample->fates[i];
  g_assert_cmpuint (sum, ==, 4);
}

static void
test_missing_roles (void)
{
  assert_refused ("z,speed\n1,2\n2,3\n", "stars.csv", "v_z", "'z'", "'speed'", "by hand");
  assert_refused ("ra,dec,pmra,pmdec\n1,2,3,4\n2,3,4,5\n", "radial_velocity",
                  "parallax or distance", "'pmra'");
  assert_refused ("z (s),vz\n1,2\n2,3\n", "unit 's'", "'z'");
  assert_refused ("z,vz\n0.1,\n,2\n", "no star", "2 with a missing value");
}

static void
test_wrong_units (void)
{
  const double factors[][2] = { { 1e-3, 1 }, { 1e3, 1 }, { 1, 1e3 } };

  for (guint k = 0; k < 3; k++)
    {
      g_autoptr (GString) text = g_string_new ("z,vz\n");
      const char *column = k < 2 ? "'vz'" : "'z'";

      for (int i = -50; i <= 50; i++)
        g_string_append_printf (text, "%.6f,%.6f\n", 0.01 * i * factors[k][1],
                                0.5 * i * factors[k][0]);
      assert_refused (text->str, column, k < 2 ? "km/s" : "kpc", "spread", "another unit");
    }
}

/* What a mock writes it reads again, truth and stars. */
static void
test_mock_files (void)
{
  const char *const names[] = { "mock.csv", "mock.fits" };
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (PlumeVertical) disc = plume_vertical_new (&potential, 8.122, 4, NULL);
  PlumeStarMock mock = { .model = { .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7 },
                         .n = 500,
                         .kick = { 6.5, 0 },
                         .age = 0.48,
                         .diffusion = 0.3,
                         .seed = 11 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeStars) stars = plume_star_mock_stars (disc, NULL, &mock, NULL, &error);
  g_autoptr (PlumeTable) table = plume_star_mock_table (stars, NULL, &error);
  g_auto (GStrv) truth = plume_star_mock_truth (&mock, disc);
  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);

  for (guint k = 0; k < 2; k++)
    {
      g_autofree char *path = g_build_filename (folder, names[k], NULL);
      g_autoptr (PlumeDataset) dataset = NULL;
      g_autoptr (PlumeStarSample) sample = NULL;

#ifndef HAVE_CFITSIO
      if (k == 1)
        continue;
#endif
      g_assert_true (plume_star_mock_write (table, (const char *const *)truth, path, &error));
      dataset = plume_dataset_read_file (path, NULL, &error);
      g_assert_no_error (error);
      sample = take (plume_dataset_get_table (dataset, 0), 5, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sample->n, ==, 500);
      for (gsize i = 0; i < 500; i++)
        {
          PlumeArray *z = plume_table_get_numbers (table, 0);

          g_assert_cmpfloat (sample->z[i], ==, (float)z->values[i]);
        }
      if (k == 0)
        g_assert_nonnull (strstr (plume_dataset_get_attribute (dataset, "comment"), "KICK = 6.5"));
      else
        g_assert_cmpfloat (g_ascii_strtod (plume_dataset_get_attribute (dataset, "KICK"), NULL), ==,
                           6.5);
      g_remove (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disc/star-table/heights-and-velocities", test_plane);
  g_test_add_func ("/disc/star-table/sky", test_sky);
  g_test_add_func ("/disc/star-table/missing-roles-are-named", test_missing_roles);
  g_test_add_func ("/disc/star-table/wrong-units-are-asked", test_wrong_units);
  g_test_add_func ("/disc/star-table/mock-is-read-again", test_mock_files);
  return g_test_run ();
}
