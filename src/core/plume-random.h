/* plume-random.h: counter-based random streams.
 *
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011). A stream is addressed by (seed, purpose, index): the same address gives the same numbers
 * on every thread and in any order, so results never depend on the number of threads. It knows no
 * distributions beyond those that diffusion needs.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeStream:
 *
 * A stream of random numbers; a plain value, copied freely, never shared between threads.
 */
typedef struct
{
  guint32 key[2];
  guint32 counter[4];
  guint32 block[4];
  guint used;
  double spare_normal;
  gboolean has_spare;
} PlumeStream;

void plume_philox4x32 (const guint32 counter[4], const guint32 key[2], guint32 output[4]);

PlumeStream plume_stream (guint64 seed, const char *purpose, guint64 index);
guint32 plume_stream_bits (PlumeStream *stream);
double plume_stream_uniform (PlumeStream *stream);
double plume_stream_normal (PlumeStream *stream);
double plume_stream_exponential (PlumeStream *stream);

G_END_DECLS
