/* bench-lab.c: from a parameter's value to the pixels of its picture, as a drag does it; medians.
 */
#include "experiments/plume-experiments.h"
#include "figure/plume-paint.h"
#include "lab/plume-engine.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdio.h>
#include <string.h>

#define N_RUNS 61

static PlumeValues *
with_text (PlumeValues *values, const char *name, const char *text)
{
  PlumeAddress address;
  PlumeValues *changed = NULL;

  if (plume_address_parse (values, name, &address, NULL))
    changed = plume_values_with_text (values, &address, text, NULL);
  g_assert_nonnull (changed);
  plume_values_unref (values);
  return changed;
}

static void
report (const char *name, double *times)
{
  gsl_sort (times, 1, N_RUNS);
  printf ("%-58s median %7.2f ms  (min %.2f, max %.2f)\n", name,
          gsl_stats_median_from_sorted_data (times, 1, N_RUNS), times[0], times[N_RUNS - 1]);
}

/* Every run has a value that was never seen, so nothing is remembered. */
static void
measure (const char *name,
         PlumeValues *values,
         PlumeInputs *inputs,
         const char *parameter,
         double from,
         double to,
         const char *view,
         gboolean held)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (values->experiment, 1 << 28);
  g_autofree gboolean *views = g_new0 (gboolean, values->experiment->n_views + 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 900, 420);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  double whole[N_RUNS], computing[N_RUNS];
  int index = plume_experiment_find_view (values->experiment, view);
  PlumeAddress address;

  g_assert_true (plume_address_parse (values, parameter, &address, NULL));
  views[index] = TRUE;
  for (int i = -3; i < N_RUNS; i++)
    {
      g_autoptr (PlumeValues) changed = plume_values_with_number (
          values, &address, from + (to - from) * (i + 4.0) / (N_RUNS + 4), NULL);
      PlumeWish wish = { .values = changed, .inputs = inputs, .views = views, .coarse = held };
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);
      gint64 computed = g_get_monotonic_time ();
      g_autoptr (PlumeLayout) layout =
          plume_layout_new (publication->figures[index], &style, 900, 420, NULL, 0, NULL);
      cairo_t *cr = cairo_create (surface);

      plume_cairo_paint (cr, layout);
      cairo_destroy (cr);
      if (i >= 0)
        {
          whole[i] = (double)(g_get_monotonic_time () - begin) * 1e-3;
          computing[i] = (double)(computed - begin) * 1e-3;
        }
    }
  cairo_surface_destroy (surface);

  g_autofree char *compute_name = g_strconcat (name, ", of it computing", NULL);

  report (name, whole);
  report (compute_name, computing);
}

static char *
many_analytes (guint n)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s{\"name\": \"a%u\", \"retention-factor\": %g, \"amount\": 50}",
                            i > 0 ? "," : "", i + 1, 1 + 0.4 * i);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

int
main (void)
{
  const PlumeExperiment *experiment = plume_experiments_find ("gas-chromatography");
  g_autoptr (PlumeInputs) nothing = plume_inputs_new (experiment, FALSE),
                          sample = plume_inputs_new (experiment, TRUE);
  g_autofree char *five = many_analytes (5), *twenty = many_analytes (20);
  PlumeValues *values = plume_values_new (experiment);

  gsl_set_error_handler_off ();
  measure ("default sample with data and residual", values, sample, "hold-up-time", 55, 65,
           "chromatogram", TRUE);
  values = with_text (values, "analytes", five);
  values = with_text (values, "times", "0:400:2000");
  measure ("5 components × 2,000 times", values, nothing, "hold-up-time", 55, 65, "chromatogram",
           TRUE);
  values = with_text (values, "analytes", twenty);
  values = with_text (values, "times", "0:900:20000");
  measure ("20 components × 20,000 times", values, nothing, "hold-up-time", 55, 65, "chromatogram",
           TRUE);
  values = with_text (values, "times", "");
  measure ("bands in the column, 20 components", values, nothing, "time", 50, 300, "column", TRUE);
  measure ("map of position and time, 20 components", values, nothing, "hold-up-time", 55, 65,
           "map", TRUE);
  plume_values_unref (values);
  values = plume_values_new (experiment);
  values = with_text (values, "fit", "on");
  measure ("six-analyte fit of the sample with joint baseline", values, sample, "hold-up-time",
           59.99, 60.01, "fit", TRUE);
  values = with_text (values, "engine", "full");
  measure ("full equations, six components, default sample", values, sample, "injection-time", 0.4,
           0.6, "chromatogram", FALSE);
  plume_values_unref (values);
  return 0;
}
