/* plume-score.h: a source of answers to "what was this before the noise?", whatever is behind it.
 *
 * A mixture, a data set, patches, later a network; and guidance, which wraps sources and is one.
 * Batches are row-major n × d in y = x − m. It knows no solver and no process: a moment tells all.
 */
#pragma once

#include "core/plume-task.h"
#include "generative/plume-prediction.h"

G_BEGIN_DECLS

typedef struct _PlumeScore PlumeScore;

/**
 * PlumeScoreType:
 * @native: the kind of answer that @evaluate gives
 * @is_pointwise: whether samples are answered one by one, quickly and in the calling thread, so
 * that callers may cut a batch into chunks for their own threads; other sources work on whole
 * batches and use all cores themselves
 * @evaluate: n × d answers to n × d places; @memory is what @remember gave, or %NULL
 * @density: (nullable): ln p_t of each place, and ∇·s where @divergence is not %NULL
 * @remember: (nullable): what may be kept about n samples along one run, such as candidates
 *
 * A row of the table of score sources. Instances are immutable; one that begins with #PlumeScore.
 */
typedef struct
{
  const char *id;
  PlumePrediction native;
  gboolean is_pointwise;
  gboolean (*evaluate) (const PlumeScore *score,
                        const PlumeMarginal *at,
                        gsize n,
                        const double *y,
                        double *answer,
                        gpointer memory,
                        PlumeTask *task,
                        GError **error);
  void (*density) (const PlumeScore *score,
                   const PlumeMarginal *at,
                   gsize n,
                   const double *y,
                   double *log_density,
                   double *divergence);
  gpointer (*remember) (const PlumeScore *score, gsize n);
  void (*forget) (gpointer memory);
  void (*finalize) (PlumeScore *score);
} PlumeScoreType;

/**
 * PlumeScore:
 * @dimension: d
 * @cost: evaluations of a network that one answer stands for; 2 for classifier-free guidance
 */
struct _PlumeScore
{
  const PlumeScoreType *type;
  gatomicrefcount ref_count;
  gsize dimension;
  guint cost;
};

void plume_score_init (PlumeScore *score, const PlumeScoreType *type, gsize dimension);
PlumeScore *plume_score_ref (PlumeScore *score);
void plume_score_unref (PlumeScore *score);

/* Answers of the wanted kind; level as in plume_process_level(). */
gboolean plume_score_predict (const PlumeScore *score,
                              PlumePrediction wanted,
                              const PlumeMarginal *at,
                              double level,
                              gsize n,
                              const double *y,
                              double *answer,
                              gpointer memory,
                              PlumeTask *task,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeScore, plume_score_unref)

G_END_DECLS
