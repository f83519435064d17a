/* plume-session.h: keeps open studies in files while the program runs, so that they come back after
 * it was killed.
 *
 * A session is a folder, FOLDER/UUID: a recipe for each study that differs from how it was opened,
 * called NUMBER-EXPERIMENT.plume, and the file "lock", which is locked as long as the process
 * lives. A program that ends as it should removes its session; a session whose lock is free was
 * left by one that did not. Files are written by a thread of its own, in one step each. It knows
 * no widgets.
 *
 * Signal: "failed" (const char *: one sentence; once).
 */
#pragma once

#include "lab/plume-study.h"

G_BEGIN_DECLS

#define PLUME_TYPE_SESSION (plume_session_get_type ())
G_DECLARE_FINAL_TYPE (PlumeSession, plume_session, PLUME, SESSION, GObject)

/**
 * PlumeRemains: a session of a program that did not end as it should.
 * @recipes: paths, that which was written last at the end
 * @time: when that was
 */
typedef struct
{
  GPtrArray *recipes;
  GDateTime *time;
  char *folder;
  int lock;
} PlumeRemains;

PlumeSession *plume_session_new (const char *folder);
/* That of the running application, in the folder for states of programs (transfer none). */
PlumeSession *plume_session_get (void);
const char *plume_session_get_folder (PlumeSession *session);

/* From now on the study is kept as long as it lives. */
void plume_session_follow (PlumeSession *session, PlumeStudy *study);
/* The same for a study that is worth keeping as it is. */
void plume_session_keep (PlumeSession *session, PlumeStudy *study);
void plume_session_close (PlumeSession *session); /* a proper end: nothing is left */

/* The newest session of another, dead program; for any thread. NULL where there is none. */
PlumeRemains *plume_remains_find (const char *folder);
void plume_remains_free (PlumeRemains *remains); /* leaves them where they are */
/* After all that was to be kept before is written; takes the remains. */
void plume_session_discard (PlumeSession *session, PlumeRemains *remains);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeRemains, plume_remains_free)

G_END_DECLS
