/* plume-worker.h: the compute thread of one study: latest wishes win. Private to the lab.
 *
 * The worker owns the engine. It outlives the study by as long as its present work needs to notice
 * that it is cancelled, so that closing a study never waits.
 */
#pragma once

#include "lab/plume-engine.h"

G_BEGIN_DECLS

typedef struct _PlumeWorker PlumeWorker;

/**
 * PlumeWorkerClient: called in the main context of the thread that made the worker.
 * @published: there is a new publication (transfer none)
 * @acted: an action is done: its values, or %NULL with an error
 * @idle: nothing is left to do
 */
typedef struct
{
  void (*published) (PlumePublication *publication, gpointer user_data);
  void (*acted) (guint action, PlumeValues *values, const GError *error, gpointer user_data);
  void (*wrote) (const char *path, const GError *error, gpointer user_data);
  void (*idle) (gpointer user_data);
  gpointer user_data;
} PlumeWorkerClient;

PlumeWorker *plume_worker_new (const PlumeExperiment *experiment, const PlumeWorkerClient *client);
void plume_worker_close (PlumeWorker *worker);
/* Replaces what was wished before; views: one flag a view, copied. */
void plume_worker_wish (PlumeWorker *worker,
                        PlumeValues *values,
                        PlumeInputs *inputs,
                        const gboolean *views,
                        gboolean coarse);
void plume_worker_act (PlumeWorker *worker, PlumeValues *values, PlumeInputs *inputs, guint action);
void plume_worker_write (
    PlumeWorker *worker, PlumeValues *values, PlumeInputs *inputs, guint writer, const char *path);
/* From the next piece of work on. memo_bytes: what results may take; n_threads: 0 for one a core.
 */
void plume_worker_set_resources (PlumeWorker *worker, gsize memo_bytes, int n_threads);
void plume_worker_cancel (PlumeWorker *worker);
double plume_worker_get_progress (PlumeWorker *worker);

G_END_DECLS
