/* plume-window-private.h: what the parts of the window share: its layout (plume-window.c), its
 * actions (plume-window-actions.c), its files (plume-window-files.c) and the presentation
 * (plume-window-present.c). */
#pragma once

#include "app/plume-atlas.h"
#include "app/plume-inspector.h"
#include "app/plume-presentation-bar.h"
#include "app/plume-transport.h"
#include "app/plume-view-grid.h"
#include "app/plume-window.h"

G_BEGIN_DECLS

struct _PlumeWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  AdwWindowTitle *title;
  AdwSplitButton *open;
  GtkMenuButton *views_button;
  GtkToggleButton *pin;
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
  PlumePresentationBar *presentation_bar;

  PlumeStudy *study;
  GQueue *studies; /* PlumeStudy: those of other experiments that were open, newest first */
  GSimpleActionGroup *view_actions;
  GtkFileChooserNative *chooser;
  GFile *recipe; /* nullable: where Save writes */
  guint poll;    /* while the study works */
  gint64 busy_since;

  gboolean presents;
  guint rest; /* until the controls of the presentation hide */
  double pointer_x, pointer_y;
  struct
  {
    gboolean atlas, inspector, transport, fullscreen;
    int enlarged;
  } before; /* the presentation began */
};

void plume_window_class_init_actions (GtkWidgetClass *class);
void plume_window_class_init_file_actions (GtkWidgetClass *class);
void plume_window_class_init_presentation (GtkWidgetClass *class);
void plume_window_init_presentation (PlumeWindow *window);
void plume_window_set_presents (PlumeWindow *window, gboolean presents);
void plume_window_update_actions (PlumeWindow *window);
void plume_window_build_menus (PlumeWindow *window);
void plume_window_say_written (PlumeWindow *window, const char *path);

G_END_DECLS
