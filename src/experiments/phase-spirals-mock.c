/* phase-spirals-mock.c: mock tables of stars whose truth is known: those that are built in, and
 * those that a person makes for others to solve. It draws nothing.
 */
#include "config.h"
#include "experiments/phase-spirals.h"

#include <glib/gi18n-lib.h>

#define MOCK_STARS 20000

/* Stars today at R = 8.122 kpc, as a table of z and v_z */
static PlumeDataset *
make_mock (const PlumeStarMock *mock, const char *name, GError **error)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (PlumeVertical) vertical = plume_vertical_new (&potential, 8.122, 6, error);
  g_autoptr (PlumeStars) stars =
      vertical != NULL ? plume_star_mock_stars (vertical, NULL, mock, NULL, error) : NULL;
  PlumeTable *table = stars != NULL ? plume_star_mock_table (stars, NULL, error) : NULL;
  PlumeDataset *dataset;
  g_auto (GStrv) truth = NULL;

  if (table == NULL)
    return NULL;
  dataset = plume_dataset_new (name);
  plume_dataset_take_table (dataset, table);
  truth = plume_star_mock_truth (mock, vertical);
  for (guint i = 0; truth[i] != NULL && truth[i + 1] != NULL; i += 2)
    plume_dataset_set_attribute (dataset, truth[i], truth[i + 1]);
  return dataset;
}

PlumeDataset *
ps_make_mock (GError **error)
{
  PlumeStarMock mock = {
    .model = { .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7, .scale_length = 2.5 },
    .n = MOCK_STARS,
    .kick = { .bending = 6 },
    .age = ps_time (480),
    .diffusion = 0.3 * PLUME_DISC_TIME_MYR / 1000,
    .seed = 11,
  };

  return make_mock (&mock, _ ("mock, kicked 480 Myr ago"), error);
}

PlumeDataset *
ps_make_breathing (GError **error)
{
  PlumeStarMock mock = {
    .model = { .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7, .scale_length = 2.5 },
    .n = 2 * MOCK_STARS,
    .kick = { .breathing = 25 },
    .age = ps_time (320),
    .diffusion = 0.3 * PLUME_DISC_TIME_MYR / 1000,
    .seed = 12,
  };

  return make_mock (&mock, _ ("mock with two arms, 320 Myr"), error);
}

/* Adds a keyword of at most eight letters, as FITS has them, and its value. */
static void
add_truth (GPtrArray *truth, const char *keyword, char *value)
{
  g_ptr_array_add (truth, g_strdup (keyword));
  g_ptr_array_add (truth, value);
}

/* What was done to the test stars, as keywords and values */
static GStrv
describe_truth (const PlumeReads *reads, const PsStars *stars)
{
  static const char *const perturbers[] = { "kick", "tidal", "arm", "bar", "fly-by", "satellite" };
  static const char *const potentials[] = { "milky-way", "slab", "custom" };
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsResponse *response = plume_reads_result (reads, "response");
  PlumeStarMock mock = {
    .model = disc->model,
    .n = stars->stars->n,
    .kick = { response->force->bending, response->force->breathing },
    .age = ps_time (plume_reads_number (reads, "time")),
    .diffusion = ps_diffusion (reads),
    .seed = plume_reads_seed (reads, "seed"),
  };
  g_auto (GStrv) common = NULL;
  g_autoptr (GPtrArray) truth = g_ptr_array_new ();
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (mock.model.form == PLUME_DISC_EXPONENTIAL)
    mock.model.mean_action += mock.diffusion * mock.age; /* today's */
  common = plume_star_mock_truth (&mock, disc->vertical);
  for (guint i = 0; common[i] != NULL; i++)
    g_ptr_array_add (truth, g_strdup (common[i]));
  add_truth (truth, "PERTURB", g_strdup (perturbers[response->kind]));
  add_truth (truth, "POTENT", g_strdup (potentials[plume_reads_integer (reads, "potential")]));
  add_truth (truth, "HALO",
             g_strdup (g_ascii_formatd (number, sizeof number, "%.15g",
                                        plume_reads_number (reads, "halo"))));
  if (response->name != NULL)
    add_truth (truth, "BODY", g_strdup (response->name));
  g_ptr_array_add (truth, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&truth), FALSE);
}

static gboolean
write_mock (const PlumeReads *reads, const char *path, PlumeTask *task, GError **error)
{
  const PsStars *disturbed = plume_reads_result (reads, "disturbed");
  g_autoptr (PlumeStars) now =
      ps_age (disturbed->stars, ps_time (plume_reads_number (reads, "time")), ps_diffusion (reads),
              plume_reads_seed (reads, "seed"), task, error);
  g_autoptr (PlumeTable) table = now != NULL ? plume_star_mock_table (now, task, error) : NULL;
  g_auto (GStrv) truth = NULL;

  if (table == NULL)
    return FALSE;
  truth = describe_truth (reads, disturbed);
  return plume_star_mock_write (table, (const char *const *)truth, path, error);
}

static const char *const extensions[] = { "csv",
#ifdef HAVE_CFITSIO
                                          "fits",
#endif
                                          NULL };

const PlumeWriter ps_writers[PS_N_WRITERS] = {
  { "mock",
    N_ ("Mock of Stars"),
    N_ ("Writes the test stars as they are now, as a table with the truth in its header, for a "
        "blind test"),
    extensions,
    { "disc", "response", "disturbed", "time", "diffusion", "seed", "potential", "halo" },
    write_mock },
};
