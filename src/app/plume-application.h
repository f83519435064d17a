/* plume-application.h: the application: command line, actions of the whole program, style. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_APPLICATION (plume_application_get_type ())
G_DECLARE_FINAL_TYPE (PlumeApplication, plume_application, PLUME, APPLICATION, AdwApplication)

PlumeApplication *plume_application_new (void);
/* Ends the process after g_application_run(), when all that is to be kept is kept. */
G_NORETURN void plume_application_leave (int status);

G_END_DECLS
