/* plume-detection.h: how well a map of scores tells what is ill from what is well.
 *
 * The receiver operating characteristic, its area, and the threshold at which the overlap with the
 * truth is greatest (Dice 1945). It knows no picture and no lesion.
 */
#pragma once

#include "core/plume-array.h"

G_BEGIN_DECLS

/**
 * PlumeDetection:
 * @false_positives: @true_positives: shares of what is well, and of what is ill, that a threshold
 * calls ill; thresholds fall along them, from (0, 0) to (1, 1)
 * @area: under the curve; ½ for a guess, and ties count half
 * @dice: the greatest overlap 2|A∩B|/(|A|+|B|), reached by calling ill what has at least @threshold
 */
typedef struct
{
  PlumeArray *false_positives, *true_positives;
  double area, dice, threshold;
} PlumeDetection;

PlumeDetection *plume_detection_new (gsize n, const double *scores, const gboolean *is_ill);
void plume_detection_free (PlumeDetection *detection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDetection, plume_detection_free)

G_END_DECLS
