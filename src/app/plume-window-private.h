/* plume-window-private.h: what the parts of the window share: its layout (plume-window.c), its
 * actions (plume-window-actions.c) and its files (plume-window-files.c). */
#pragma once

#include "app/plume-atlas.h"
#include "app/plume-inspector.h"
#include "app/plume-transport.h"
#include "app/plume-view-grid.h"
#include "app/plume-window.h"

G_BEGIN_DECLS

struct _PlumeWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwSplitButton *open;
  GtkMenuButton *views_button;
  GtkWidget *undo;
  GtkWidget *redo;
  AdwFlap *atlas_flap;
  AdwFlap *inspector_flap;
  PlumeAtlas *atlas;
  PlumeInspector *inspector;
  GtkStack *stack;
  PlumeViewGrid *grid;
  PlumeTransport *transport;
  GtkProgressBar *progress;
  GtkRevealer *busy;
  GtkLabel *busy_text;

  PlumeStudy *study;
  GQueue *studies; /* PlumeStudy: those of other experiments that were open, newest first */
  GSimpleActionGroup *view_actions;
  GtkFileChooserNative *chooser;
  GFile *recipe; /* nullable: where Save writes */
  guint poll;    /* while the study works */
  gint64 busy_since;
};

void plume_window_class_init_actions (GtkWidgetClass *class);
void plume_window_class_init_file_actions (GtkWidgetClass *class);
void plume_window_update_actions (PlumeWindow *window);
void plume_window_build_menus (PlumeWindow *window);
void plume_window_say_written (PlumeWindow *window, const char *path);

G_END_DECLS
