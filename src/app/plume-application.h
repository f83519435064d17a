/* plume-application.h: the application: command line, actions of the whole program, style. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_APPLICATION (plume_application_get_type ())
G_DECLARE_FINAL_TYPE (PlumeApplication, plume_application, PLUME, APPLICATION, AdwApplication)

PlumeApplication *plume_application_new (void);

G_END_DECLS
