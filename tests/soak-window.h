/* soak-window.h: what the soak of the window and its deeds share. */
#pragma once

#include "app/plume-window.h"
#include "core/plume-random.h"

G_BEGIN_DECLS

/**
 * Restless: who does all this.
 * @drag_left: how many more values the parameter at @address takes in the present drag
 * @folder: for files of its own
 * @files: paths of files to open, good and broken
 * @log: one deed a line, written before it is done
 */
typedef struct
{
  PlumeWindow *window;
  PlumeStream stream;
  guint n_deeds, n_events;
  guint drag_left;
  PlumeAddress address;
  PlumeStudy *dragged;
  gint64 wait_until;
  guint next_experiment;
  const char *folder;
  GPtrArray *files;
  FILE *log;
  gboolean real_events;
} Restless;

/**
 * SoakMemory: what was taken at rest, after the warm-up; double.
 */
typedef struct
{
  GArray *hours, *resident, *in_use; /* MB */
} SoakMemory;

guint restless_choose (Restless *restless, guint n);
double restless_fraction (Restless *restless);
/* One line of the log. */
void restless_note (Restless *restless, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The next step: a drag goes on, or a new deed. */
void restless_step (Restless *restless);
/* Pokes one widget somewhere below root, as a click or a key would. */
void restless_poke (Restless *restless, GtkWidget *root);
/* But those in which is what is clicked; nullable. */
void restless_close_popovers (GtkWidget *root, GtkWidget *clicked);
/* Something with the pointer on one of the canvases. */
void restless_touch_canvas (Restless *restless);
/* Whatever other windows there are: pokes or closes one; FALSE where there is none. */
gboolean restless_visit_dialog (Restless *restless);
/* A key or a movement of the pointer that comes by the display server. */
void restless_send_event (Restless *restless);

/* The state at which memory is compared; it takes a while. */
void restless_come_to_rest (Restless *restless);
gboolean restless_is_at_rest (Restless *restless);

void soak_memory_init (SoakMemory *memory);
void soak_memory_clear (SoakMemory *memory);
void
soak_memory_note (SoakMemory *memory, const Restless *restless, double minutes, double elapsed);
void soak_memory_report (const SoakMemory *memory);

G_END_DECLS
