/* plume-peak-measures.h: what is read off one peak once its bounds are known; used by plume-peaks.c
 * alone. */
#pragma once

#include "transport/plume-peaks.h"

G_BEGIN_DECLS

/**
 * PlumePeakTrace:
 * @n: number of points
 * @time: increasing times
 * @raw: signal above the baseline
 * @smooth: the same, smoothed
 */
typedef struct
{
  gsize n;
  const double *time;
  const double *raw;
  const double *smooth;
} PlumePeakTrace;

void plume_peak_measure (PlumePeak *peak,
                         const PlumePeakTrace *trace,
                         const PlumePeakOptions *options,
                         double noise);
void plume_peak_measure_neighbours (PlumePeak *peaks, gsize n);

G_END_DECLS
