/* plume-engine.h: runs stages, views and read-outs exactly when something that they read changed.
 *
 * Every node (stage, view, read-out) has a key: the SHA-256 of its id, of the values it reads and
 * of the keys of the stages it reads. Results are immutable and kept in a least-recently-used memo
 * bounded in bytes, so going back is free. The engine is used by one thread at a time; it knows no
 * window and no thread of its own.
 */
#pragma once

#include "lab/plume-inputs.h"
#include "lab/plume-values.h"

G_BEGIN_DECLS

typedef struct _PlumeEngine PlumeEngine;

/**
 * PlumeReading: one line of a read-out.
 * @label: (nullable): which analyte, peak or pair
 * @error: standard error, NaN for none
 */
typedef struct
{
  char *label;
  double value, error;
} PlumeReading;

/**
 * PlumePublication:
 *
 * What a study shows at one moment: immutable, shared between threads.
 * @figures: by view; %NULL where hidden, not there yet or failed
 * @errors: by view: why there is no figure, or %NULL
 * @readings: by read-out: array of #PlumeReading, %NULL where not there
 * @readings_error: why some read-out is not there, or %NULL; the first reason where there are
 * several
 * @results: by stage: what the views were drawn from, %NULL where not there
 * @complete: whether everything asked for is in it
 * @coarse: whether a coarse version stands in for some stage
 */
typedef struct
{
  const PlumeExperiment *experiment;
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumeFigure **figures;
  GError **errors;
  GArray **readings;
  GError *readings_error;
  PlumeResult **results;
  gboolean complete;
  gboolean coarse;
} PlumePublication;

PlumePublication *plume_publication_ref (PlumePublication *publication);
void plume_publication_unref (PlumePublication *publication);

typedef void (*PlumePublicationFunc) (PlumePublication *publication, gpointer user_data);

/**
 * PlumeRunningFunc:
 * @stage: index of the stage that begins, −1 when it has ended
 * @coarse: whether it is its coarse version
 *
 * Returns: whether to go on; %FALSE where something newer waits, which the stage that has just
 * ended was still good for
 */
typedef gboolean (*PlumeRunningFunc) (int stage, gboolean coarse, gpointer user_data);

/**
 * PlumeWish: what to evaluate.
 * @views: one flag a view; %NULL for all
 * @readouts: whether read-outs are wanted
 * @coarse: whether stages may use their coarse version
 * @publish: (nullable): called in the calling thread with intermediate publications (transfer none)
 * @running: (nullable): called in the calling thread around every computation of a stage
 */
typedef struct
{
  PlumeValues *values;
  PlumeInputs *inputs;
  const gboolean *views;
  gboolean readouts;
  gboolean coarse;
  PlumePublicationFunc publish;
  gpointer publish_data;
  PlumeRunningFunc running;
  gpointer running_data;
} PlumeWish;

PlumeEngine *plume_engine_new (const PlumeExperiment *experiment, gsize memo_bytes);
void plume_engine_free (PlumeEngine *engine);
/* NULL only when cancelled; failures of single views are in the publication's errors. */
PlumePublication *
plume_engine_evaluate (PlumeEngine *engine, const PlumeWish *wish, PlumeTask *task, GError **error);
PlumeResult *plume_engine_get_result (PlumeEngine *engine,
                                      PlumeValues *values,
                                      PlumeInputs *inputs,
                                      const char *stage,
                                      PlumeTask *task,
                                      GError **error);
/* What an action makes of the values; NULL with the reason. */
PlumeValues *plume_engine_act (PlumeEngine *engine,
                               PlumeValues *values,
                               PlumeInputs *inputs,
                               guint action,
                               PlumeTask *task,
                               GError **error);

/* Writes what a writer makes of the values; FALSE with the reason. */
gboolean plume_engine_write (PlumeEngine *engine,
                             PlumeValues *values,
                             PlumeInputs *inputs,
                             guint writer,
                             const char *path,
                             PlumeTask *task,
                             GError **error);

/* Whether a stage reads the same, itself and through other stages, in both; for any thread. */
gboolean plume_experiment_stage_is_same (const PlumeExperiment *experiment,
                                         int stage,
                                         PlumeValues *values,
                                         PlumeInputs *inputs,
                                         PlumeValues *other_values,
                                         PlumeInputs *other_inputs);

/* Forgets the oldest results where they take more. */
void plume_engine_set_memo_limit (PlumeEngine *engine, gsize memo_bytes);
gsize plume_engine_get_memo_bytes (const PlumeEngine *engine);
guint plume_engine_get_n_runs (const PlumeEngine *engine,
                               const char *stage); /* how often the stage was computed, for tests */

/* What moving a handle of a published view to (x, y) makes of the present values; quick, for the
 * main thread. */
PlumeValues *plume_publication_drag (const PlumePublication *publication,
                                     PlumeValues *values,
                                     guint view,
                                     const char *handle,
                                     double x,
                                     double y,
                                     GError **error);

/* The same for a stroke on a view, told from its beginning; @values are those of its beginning. */
PlumeValues *plume_publication_brush (const PlumePublication *publication,
                                      PlumeValues *values,
                                      guint view,
                                      const PlumeStroke *stroke,
                                      GError **error);

/* The same for a click; @values are the present ones. */
PlumeValues *plume_publication_pick (const PlumePublication *publication,
                                     PlumeValues *values,
                                     guint view,
                                     const PlumePick *pick,
                                     GError **error);

JsonNode *
plume_publication_to_json (const PlumePublication *publication, const PlumePublication *pinned);
char *
plume_publication_to_csv (const PlumePublication *publication, const PlumePublication *pinned);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeEngine, plume_engine_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePublication, plume_publication_unref)

G_END_DECLS
