/* plume-window.h: the main window: one study at a time, with its views, inspector, atlas and
 * transport bar. */
#pragma once

#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_WINDOW (plume_window_get_type ())
G_DECLARE_FINAL_TYPE (PlumeWindow, plume_window, PLUME, WINDOW, AdwApplicationWindow)

PlumeWindow *plume_window_new (GtkApplication *application);
PlumeStudy *plume_window_get_study (PlumeWindow *window);
void plume_window_set_study (PlumeWindow *window, PlumeStudy *study);
/* Shows the study of an experiment that was open in this window before, or a new one. */
void plume_window_open_experiment (PlumeWindow *window, const PlumeExperiment *experiment);
/* Recipes and exported figures become the study; data goes through the data dialog. input: −1 for
 * the first that it suits. */
void plume_window_open_file (PlumeWindow *window, GFile *file, int input);
/* All experiments as cards. */
void plume_window_show_start (PlumeWindow *window);
void plume_window_say (PlumeWindow *window, const char *sentence);

G_END_DECLS
