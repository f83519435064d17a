/* plume-empirical-private.h: the parts of the empirical denoiser. Private to it. */
#pragma once

#include "generative/plume-empirical-score.h"

G_BEGIN_DECLS

#define EMPIRICAL_CANDIDATES 128

typedef struct
{
  PlumeScore score;
  PlumePictures *pictures;
  double width;
  gboolean unpruned, is_double;
  double *centre;
  float *centred;  /* N × d: pictures minus their mean; single precision only */
  double *squares; /* N: |x_i − mean|² */
  double reach;    /* the greatest |x_i − mean| */
} EmpiricalScore;

/**
 * EmpiricalSample:
 * @place: d: z = (y − α mean)/α at which the candidates were found
 * @n: candidates, nearest first
 * @index: @distance: which, and no more than |z − x_i|
 * @beyond: no other picture was nearer than this
 *
 * What is kept about one sample along a run.
 */
typedef struct
{
  gboolean is_known;
  float *place;
  gsize n;
  guint32 index[EMPIRICAL_CANDIDATES];
  float distance[EMPIRICAL_CANDIDATES];
  double beyond;
} EmpiricalSample;

typedef struct
{
  gsize n, dimension;
  EmpiricalSample *samples;
  float *places;
  gsize pruned;
} EmpiricalMemory;

/**
 * EmpiricalMoment:
 * @variance: σ² + α²h²
 * @cut: a logarithm so far below the greatest stands for less than e^−20 / N
 */
typedef struct
{
  double alpha, variance, cut;
} EmpiricalMoment;

/**
 * EmpiricalAnswer:
 * @mean: n × d: Σ W_i (x_i − mean)
 * @n_live: @nearest: n
 *
 * Where answers go, by sample.
 */
typedef struct
{
  double *mean;
  double *n_live;
  gsize *nearest;
} EmpiricalAnswer;

/* |a − b|² */
double plume_empirical_distance (const float *a, const float *b, gsize d);
/* From the candidates alone, if they can be proven to be enough. */
gboolean plume_empirical_from_candidates (const EmpiricalScore *self,
                                          const EmpiricalMoment *moment,
                                          const EmpiricalSample *sample,
                                          const double *y,
                                          gsize i,
                                          const EmpiricalAnswer *answer);
/* From all pictures, by matrix products; samples are those listed; memory may be NULL. */
gboolean plume_empirical_from_all (const EmpiricalScore *self,
                                   const EmpiricalMoment *moment,
                                   gsize n,
                                   const gsize *samples,
                                   const double *y,
                                   const EmpiricalAnswer *answer,
                                   EmpiricalMemory *memory,
                                   PlumeTask *task,
                                   GError **error);

G_END_DECLS
