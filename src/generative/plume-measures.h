/* plume-measures.h: how far samples are from what they should be, each as a number with its
 * standard error.
 *
 * A measure compares samples with a reference (or with the mixture that they should follow) and
 * knows nothing of who made them. Samples are taken as independent draws; results are
 * deterministic.
 */
#pragma once

#include "generative/plume-mixture.h"

G_BEGIN_DECLS

/**
 * PlumeMeasureInput:
 * @samples: n × d
 * @reference: n_reference × d, for measures that need one; data, training data or exact end points
 * @mixture: the density of the data in the same coordinates, for measures of modes
 * @seed: of subsets and permutations
 *
 * Everything is borrowed.
 */
typedef struct
{
  gsize n, n_reference, d;
  const double *samples, *reference;
  const PlumeMixture *mixture;
  guint64 seed;
} PlumeMeasureInput;

/**
 * PlumeMeasured:
 * @value: the number
 * @error: its standard error; NaN where there are too few samples for one
 * @p_value: that both are draws of one density, by permutation; NaN of measures that do not test
 * @used: @used_reference: samples that were looked at; fewer than given where the measure is dear
 */
typedef struct
{
  double value, error, p_value;
  gsize used, used_reference;
} PlumeMeasured;

typedef enum
{
  PLUME_MEASURE_REFERENCE = 1 << 0, /* needs a reference */
  PLUME_MEASURE_MIXTURE = 1 << 1,   /* needs the mixture */
  PLUME_MEASURE_PAIRED = 1 << 2,    /* sample i belongs to reference i */
} PlumeMeasureNeeds;

/**
 * PlumeMeasure:
 * @needs: what the input must hold
 * @ideal: the value of perfect samples
 * @measure: does it; the input was checked
 *
 * A row of the table of measures.
 */
typedef struct
{
  const char *id, *title, *help;
  PlumeMeasureNeeds needs;
  double ideal;
  gboolean (*measure) (const PlumeMeasureInput *input,
                       PlumeMeasured *measurement,
                       PlumeTask *task,
                       GError **error);
} PlumeMeasure;

extern const PlumeMeasure plume_measures[]; /* ended by an entry without id */
const PlumeMeasure *plume_measure_find (const char *id);

gboolean plume_measure (const PlumeMeasure *measure,
                        const PlumeMeasureInput *input,
                        PlumeMeasured *measurement,
                        PlumeTask *task,
                        GError **error);

/* |μ₁ − μ₂|² + tr (C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½), the squared W₂ of two Gaussians; NaN where a
 * covariance has no eigenvalues */
double plume_frechet_distance (gsize d,
                               const double *mean_1,
                               const double *covariance_1,
                               const double *mean_2,
                               const double *covariance_2);
/* The slope of ln error against ln 1/evaluations */
gboolean plume_fit_order (gsize n,
                          const double *evaluations,
                          const double *errors,
                          double round_off,
                          double *order,
                          double *standard_error,
                          GError **error);

G_END_DECLS
