/* main.c: starts the application. */
#include "app/plume-application.h"

#include "app/plume-trace.h"
#include "core/plume-parallel.h"
#include <glib/gi18n.h>
#include <gsl/gsl_errno.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (PlumeApplication) application = NULL;

  plume_parallel_wait_passively (argv);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PLUME_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gsl_set_error_handler_off ();
  g_set_application_name ("Plume");
  plume_trace_point ("main");
  application = plume_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
