/* plume-random.c: Philox4x32-10 and the distributions on top of it. */
#include "core/plume-random.h"

#include <math.h>

#define ROUNDS       10
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0       0x9E3779B9u /* golden ratio */
#define WEYL_1       0xBB67AE85u /* √3 − 1 */

/**
 * plume_philox4x32:
 * @counter: 128-bit counter
 * @key: 64-bit key
 * @output: (out): 128 random bits
 *
 * The Philox4x32-10 bijection of Salmon et al. 2011, §3.3.
 */
void
plume_philox4x32 (const guint32 counter[4], const guint32 key[2], guint32 output[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (int round = 0; round < ROUNDS; round++)
    {
      guint64 product_0 = (guint64)MULTIPLIER_0 * c0;
      guint64 product_1 = (guint64)MULTIPLIER_1 * c2;

      c0 = (guint32)(product_1 >> 32) ^ c1 ^ k0;
      c1 = (guint32)product_1;
      c2 = (guint32)(product_0 >> 32) ^ c3 ^ k1;
      c3 = (guint32)product_0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  output[0] = c0;
  output[1] = c1;
  output[2] = c2;
  output[3] = c3;
}

/**
 * plume_stream:
 * @seed: what the person chose
 * @purpose: what the numbers are for, such as "waiting-time"; part of the address
 * @index: which particle, sample or row
 *
 * Returns: the stream at that address. Its first 2³⁴ numbers overlap with no other index of the
 * same purpose.
 */
PlumeStream
plume_stream (guint64 seed, const char *purpose, guint64 index)
{
  PlumeStream stream = { .used = 4 };

  stream.key[0] = (guint32)seed ^ g_str_hash (purpose);
  stream.key[1] = (guint32)(seed >> 32);
  stream.counter[2] = (guint32)index;
  stream.counter[3] = (guint32)(index >> 32);
  return stream;
}

guint32
plume_stream_bits (PlumeStream *stream)
{
  if (stream->used == 4)
    {
      plume_philox4x32 (stream->counter, stream->key, stream->block);
      stream->used = 0;
      stream->counter[0]++;
    }
  return stream->block[stream->used++];
}

/**
 * plume_stream_uniform:
 * @stream: a stream
 *
 * Returns: a number in the open interval (0, 1) with 52 random bits
 */
double
plume_stream_uniform (PlumeStream *stream)
{
  guint64 high = plume_stream_bits (stream) >> 6;
  guint64 low = plume_stream_bits (stream) >> 6;

  return ((double)(high << 26 | low) + 0.5) * 0x1p-52;
}

/**
 * plume_stream_normal:
 * @stream: a stream
 *
 * Returns: a standard normal number (Box & Muller 1958)
 */
double
plume_stream_normal (PlumeStream *stream)
{
  if (stream->has_spare)
    {
      stream->has_spare = FALSE;
      return stream->spare_normal;
    }

  double radius = sqrt (-2 * log (plume_stream_uniform (stream)));
  double angle = 2 * G_PI * plume_stream_uniform (stream);

  stream->spare_normal = radius * sin (angle);
  stream->has_spare = TRUE;
  return radius * cos (angle);
}

/**
 * plume_stream_exponential:
 * @stream: a stream
 *
 * Returns: an exponential number of mean 1
 */
double
plume_stream_exponential (PlumeStream *stream)
{
  return -log (plume_stream_uniform (stream));
}
