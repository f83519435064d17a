/* plume-vector.h: single-precision functions that a loop over many points evaluates several at a
 * time, and random bits addressed by point.
 *
 * Logarithm by the series of 2 artanh s, s = (m − 1)/(m + 1), of the mantissa; the cosine by a
 * polynomial; both within 3e-7. Philox4x32-10 as in plume-random.h, written so that lanes are
 * points. It knows no physics.
 */
#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* Versions of a hot function, chosen when the program is loaded by what the processor can do, never
 * by its maker's name. A compiler that cannot tell them apart makes the plain one only. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && __GNUC__ >= 12           \
    && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PLUME_VECTOR_CLONES                                                                        \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#elif defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__)                         \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PLUME_VECTOR_CLONES __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define PLUME_VECTOR_CLONES
#endif

/* ln x for normal x > 0 */
static inline float
plume_vector_log (float x)
{
  union
  {
    float real;
    gint32 bits;
  } number = { .real = x };
  gint32 exponent = (number.bits - 0x3f3504f3) >> 23;
  float s, q;

  number.bits -= exponent * (1 << 23);
  s = (number.real - 1) / (number.real + 1);
  q = s * s;
  return 0.693147181f * (float)exponent
         + 2 * s * (1 + q * (1 / 3.0f + q * (1 / 5.0f + q * (1 / 7.0f + q * (1 / 9.0f)))));
}

/* cos 2πu for 0 ≤ u ≤ 1 */
static inline float
plume_vector_cos_turns (float u)
{
  float x = u - 0.5f, y = 0.25f - fabsf (x), q = y * y;

  return -y
         * (6.28318531f
            + q
                  * (-41.3417022f
                     + q
                           * (81.6052493f
                              + q * (-76.7058597f + q * (42.0586939f - q * 15.0946426f)))));
}

/* The fraction of a turn in [0, 1]; by the sign bit, since a branch would keep the loop scalar */
static inline float
plume_vector_fraction (float turns)
{
  union
  {
    float real;
    gint32 bits;
  } rest = { .real = turns - (float)(gint32)turns };

  return rest.real - (float)(rest.bits >> 31);
}

/* The cell of x in a table of n cells; the first or last for what is outside or no number */
static inline gint32
plume_vector_cell (float x, gint32 n)
{
  gint32 cell = MIN ((gint32)x, n - 1);

  return MAX (cell, 0);
}

/* A number in (0, 1] of 32 random bits; small ones keep all their digits. */
static inline float
plume_vector_uniform (guint32 bits)
{
  return ((float)(gint32)(bits >> 1) + 0.5f) * 0x1p-31f;
}

/* The block of one address */
static inline void
plume_vector_philox (guint32 key_0,
                     guint32 key_1,
                     guint32 c0,
                     guint32 c1,
                     guint32 c2,
                     guint32 c3,
                     guint32 *a,
                     guint32 *b,
                     guint32 *c,
                     guint32 *d)
{
#pragma GCC unroll 10
  for (int round = 0; round < 10; round++)
    {
      guint64 product_0 = (guint64)0xD2511F53u * c0, product_1 = (guint64)0xCD9E8D57u * c2;

      c0 = (guint32)(product_1 >> 32) ^ c1 ^ key_0;
      c1 = (guint32)product_1;
      c2 = (guint32)(product_0 >> 32) ^ c3 ^ key_1;
      c3 = (guint32)product_0;
      key_0 += 0x9E3779B9u;
      key_1 += 0xBB67AE85u;
    }
  *a = c0;
  *b = c1;
  *c = c2;
  *d = c3;
}

G_END_DECLS
