/* test-help.c: the help page and the citation of an experiment. */
#include "experiments/plume-experiments.h"
#include "figure/plume-equation.h"
#include "lab/plume-citation.h"
#include "lab/plume-help.h"

#include <math.h>
#include <string.h>

static const PlumeExperiment cited = {
  .id = "cited",
  .title = "Cited",
  .summary = "A paper",
  .authors = "F. C. van den Bosch, J.-P. Müller, Ada Lovelace",
  .paper = "Noise & _signals_",
  .year = "1999",
  .link = "doi:10.1000/182",
};

static void
test_bibtex (void)
{
  g_autofree char *bibtex = plume_citation_to_bibtex (&cited);

  g_assert_cmpstr (bibtex, ==,
                   "@article{vandenbosch1999,\n"
                   "  author = {van den Bosch, F. C. and Müller, J.-P. and Ada Lovelace},\n"
                   "  title = {{Noise \\& \\_signals\\_}},\n"
                   "  year = {1999},\n"
                   "  doi = {10.1000/182},\n"
                   "  url = {https://doi.org/10.1000/182},\n"
                   "}\n");
}

static void
test_every_author_is_cited (void)
{
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    {
      g_autofree char *bibtex = plume_citation_to_bibtex (*experiment);
      g_auto (GStrv) authors = g_strsplit ((*experiment)->authors, ", ", -1);
      const char *from = strstr (bibtex, "author = {"), *end = strstr (from, "},\n");
      g_autofree char *field = g_strndup (from + 10, (gsize)(end - from - 10));
      g_auto (GStrv) written = g_strsplit (field, " and ", -1);

      g_assert_cmpuint (g_strv_length (written), ==, g_strv_length (authors));
      for (guint i = 0; written[i] != NULL; i++)
        {
          g_auto (GStrv) halves = g_strsplit (written[i], ", ", 2);
          g_autofree char *back = g_strdup_printf ("%s %s", halves[1], halves[0]);

          g_assert_cmpstr (back, ==, authors[i]);
        }
      g_assert_nonnull (strstr (bibtex, (*experiment)->year));
      g_assert_true (strstr (bibtex, "eprint = {") != NULL || strstr (bibtex, "doi = {") != NULL);
    }
}

static gboolean
has_entry (GPtrArray *page, const char *title)
{
  for (guint i = 0; i < page->len; i++)
    if (g_strcmp0 (((PlumeHelpEntry *)g_ptr_array_index (page, i))->title, title) == 0)
      return TRUE;
  return FALSE;
}

/* Whatever a person sees or sets is on the page, and in its Markdown. */
static void
test_pages_are_complete (void)
{
  for (const PlumeExperiment *const *all = plume_experiments (); *all != NULL; all++)
    {
      const PlumeExperiment *experiment = *all;
      g_autoptr (GPtrArray) page = plume_help_new (experiment);
      g_autofree char *markdown = plume_help_to_markdown (experiment);
      g_autofree char *equations = plume_equations_to_text (experiment->equations, NULL);

      for (guint i = 0; i < experiment->n_views; i++)
        g_assert_true (has_entry (page, experiment->views[i].title));
      for (guint i = 0; i < experiment->n_parameters; i++)
        g_assert_true (has_entry (page, experiment->parameters[i].title));
      for (guint i = 0; i < experiment->n_readouts; i++)
        g_assert_true (has_entry (page, experiment->readouts[i].title));
      for (guint i = 0; i < experiment->n_inputs; i++)
        for (guint j = 0; j < experiment->inputs[i].n_roles; j++)
          g_assert_true (has_entry (page, experiment->inputs[i].roles[j].title));
      for (guint i = 0; i < experiment->n_actions; i++)
        g_assert_true (has_entry (page, experiment->actions[i].title));
      g_assert_nonnull (strstr (markdown, equations));
      g_assert_null (strstr (markdown, "<sub>"));
      g_assert_null (strstr (markdown, "\\<"));
    }
}

static void
test_ranges_are_told (void)
{
  static const PlumeParameter parameters[] = {
    { .id = "rate",
      .title = "Rate",
      .symbol = "<i>k</i><sub>d</sub>",
      .unit = "1/s",
      .help = "How fast",
      .group = "Wall",
      .value = 35,
      .from = 1e-9,
      .to = INFINITY },
  };
  PlumeExperiment experiment = cited;
  g_autoptr (GPtrArray) page = NULL;
  g_autofree char *markdown = NULL;
  const PlumeHelpEntry *entry;

  experiment.parameters = parameters;
  experiment.n_parameters = 1;
  page = plume_help_new (&experiment);
  markdown = plume_help_to_markdown (&experiment);
  g_assert_cmpuint (page->len, ==, 1);
  entry = g_ptr_array_index (page, 0);
  g_assert_cmpstr (entry->facts, ==, "10⁻⁹ … ∞ 1/s; at first 35");
  g_assert_nonnull (
      strstr (markdown, "### Wall\n\n* **Rate** *k\\_d* (10⁻⁹ … ∞ 1/s; at first 35): How fast"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/help/bibtex-parts-names-and-escapes", test_bibtex);
  g_test_add_func ("/lab/help/every-author-is-cited", test_every_author_is_cited);
  g_test_add_func ("/lab/help/pages-are-complete", test_pages_are_complete);
  g_test_add_func ("/lab/help/ranges-are-told", test_ranges_are_told);
  return g_test_run ();
}
