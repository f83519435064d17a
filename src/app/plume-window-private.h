/* plume-window-private.h: what the parts of the window share: its layout (plume-window.c), its
 * actions (plume-window-actions.c), its files (plume-window-files.c) and the presentation
 * (plume-window-present.c). */
#pragma once

#include "app/plume-atlas.h"
#include "app/plume-history-button.h"
#include "app/plume-inspector.h"
#include "app/plume-presentation-bar.h"
#include "app/plume-recovery-bar.h"
#include "app/plume-start-page.h"
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
  AdwSplitButton *export;
  GtkLabel *open_word;
  GtkLabel *export_word;
  GtkMenuButton *views_button;
  GtkToggleButton *pin;
  GtkWidget *undo;
  GtkWidget *redo;
  PlumeHistoryButton *history;
  AdwFlap *atlas_flap;
  AdwFlap *inspector_flap;
  PlumeAtlas *atlas;
  PlumeInspector *inspector;
  GtkStack *stack;
  PlumeStartPage *start_page;
  GtkPicture *preview;
  PlumeViewGrid *grid;
  PlumeTransport *transport;
  PlumeRecoveryBar *recovery_bar;
  GtkProgressBar *progress;
  GtkRevealer *busy;
  GtkLabel *busy_text;
  PlumePresentationBar *presentation_bar;

  PlumeStudy *study;
  GQueue *studies; /* PlumeStudy: those of other experiments that were open, newest first */
  GSimpleActionGroup *view_actions;
  guint portions;                 /* while the menu of data is to be built */
  const PlumeExperiment *menu_of; /* nullable: whose views the menu has */
  GHashTable *disabled;           /* const char *: actions that cannot be done now, a set */
  GtkFileChooserNative *chooser;
  GFile *recipe;                 /* nullable: where Save writes */
  gboolean at_start;             /* the start page is shown, whatever study is open */
  const PlumeExperiment *coming; /* that whose picture is shown before it opens; nullable */
  guint arrival, n_frames;
  gboolean previewing; /* the study has nothing to show yet: the cached picture stands in */
  guint poll;          /* while the study works */
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
void plume_window_class_init_start_actions (GtkWidgetClass *class);
void plume_window_update_page (PlumeWindow *window);
/* Opens the experiment after its cached picture is on screen. */
void plume_window_come_to (PlumeWindow *window, const PlumeExperiment *experiment);
void plume_window_stop_coming (PlumeWindow *window);
void plume_window_class_init_presentation (GtkWidgetClass *class);
void plume_window_init_presentation (PlumeWindow *window);
void plume_window_set_presents (PlumeWindow *window, gboolean presents);
void plume_window_update_actions (PlumeWindow *window);
void plume_window_build_menus (PlumeWindow *window);
void plume_window_say_written (PlumeWindow *window, const char *path);

G_END_DECLS
