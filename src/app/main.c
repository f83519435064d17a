/* main.c: starts the application. */
#include "app/plume-application.h"

#include "app/plume-stalls.h"
#include "app/plume-trace.h"
#include "core/plume-locale.h"
#include "core/plume-parallel.h"
#include <gsl/gsl_errno.h>

int
main (int argc, char **argv)
{
  g_autoptr (PlumeApplication) application = NULL;
  int status;

  plume_parallel_wait_passively (argv);
  plume_locale_begin ();
  gsl_set_error_handler_off ();
  g_set_application_name ("Plume");
  plume_trace_point ("main");
  application = plume_application_new ();
  if (plume_stalls_are_wanted ())
    plume_stalls_watch ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  if (plume_stalls_are_wanted ())
    {
      g_autofree char *stalls = plume_stalls_report (20, NULL);

      g_printerr ("%s", stalls);
    }
  plume_application_leave (status);
}
