/* test-generative-pictures.c: denoisers of pictures against reference tables, limits and each
 * other. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "generative/plume-local-score.h"
#include "reference-table.h"

#include <math.h>

static PlumePictures *
reference_set (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("generative-pictures", "empirical-images.csv");
  double values[3 * 36];

  g_assert_cmpuint (rows->len, ==, 109);
  for (guint i = 0; i < 108; i++)
    values[i] = reference_number (rows, i + 1, 3);
  return plume_pictures_new (3, 6, 6, values, NULL, NULL);
}

static void
test_local_reference (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  g_autoptr (GPtrArray) rows = read_reference ("generative-pictures", "empirical-denoisers.csv");
  guint compared = 0;

  for (guint row = 1; row + 36 <= rows->len; row += 36)
    {
      char **first = g_ptr_array_index (rows, row);
      PlumeMarginal at = { .alpha = reference_number (rows, row, 3),
                           .sigma = reference_number (rows, row, 4) };
      PlumeLocalOptions options =
          plume_local_options_init (set, (gsize)g_ascii_strtoll (first[2], NULL, 10));
      double y[36], answer[36];

      at.kappa = at.sigma / at.alpha;
      for (guint i = 0; i < 36; i++)
        y[i] = reference_number (rows, row + i, 7);
      options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { 1 } };
      if (!g_str_equal (first[0], "local"))
        {
          options.shift = 0;
          options.radius.radius[0] = 6;
        }
      for (guint single = 0; single < 2; single++)
        {
          g_autoptr (PlumeScore) score = NULL;

          options.single = single;
          score = plume_local_score_new (set, &options, NULL);
          g_assert_true (score->type->evaluate (score, &at, 1, y, answer, NULL, NULL, NULL));
          for (guint i = 0; i < 36; i++, compared++)
            g_assert_cmpfloat_with_epsilon (answer[i], reference_number (rows, row + i, 8),
                                            single ? 1e-5 : 1e-10);
        }
    }
  g_assert_cmpuint (compared, ==, 2 * 288);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/local/reference-table", test_local_reference);
  return g_test_run ();
}
