/* plume-lanes.h: vectors of 64 bytes whose lanes are samples, and their exponential.
 *
 * A template: the file that includes it says REAL (float or double), BITS (the integer of that
 * size), LANES, NAME (x) and TARGET, and may include it again with others. The exponential is a
 * power of two times the Taylor polynomial on |r| ≤ ln 2 / 2, within 2 units in the last place.
 */
#include <glib.h>

typedef REAL NAME (Lanes) __attribute__ ((vector_size (64)));
typedef BITS NAME (Bits) __attribute__ ((vector_size (64)));

TARGET static inline void
NAME (max_lanes) (NAME (Lanes) * a, const NAME (Lanes) * b)
{
  NAME (Bits) less = (NAME (Bits)) (*a < *b);

  *a = (NAME (Lanes)) ((less & (NAME (Bits)) * b) | (~less & (NAME (Bits)) * a));
}

TARGET static inline REAL
NAME (greatest_lane) (const NAME (Lanes) * a)
{
  REAL greatest = (*a)[0];

  for (guint i = 1; i < LANES; i++)
    greatest = MAX (greatest, (*a)[i]);
  return greatest;
}

/* e^x for x ≤ 0; what is too small for a normal number becomes the least of them. */
TARGET static inline void
NAME (exp_lanes) (NAME (Lanes) * x)
{
  const gboolean is_double = sizeof (REAL) == 8;
  const REAL round = is_double ? (REAL)0x1.8p52 : (REAL)0x1.8p23;
  const REAL least = is_double ? -700 : -87;
  const REAL log2_e = (REAL)1.4426950408889634;
  const REAL ln2_high = is_double ? (REAL)0x1.62e42fefa3800p-1 : (REAL)0x1.62e4p-1;
  const REAL ln2_low = is_double ? (REAL)0x1.ef35793c76730p-45 : (REAL)0x1.7f7d1cp-20;
  NAME (Lanes) bound = *x * 0 + least, shifted, n, r, sum;
  NAME (Bits) power;

  NAME (max_lanes) (x, &bound);
  shifted = *x * log2_e + round;
  n = shifted - round;
  r = (*x - n * ln2_high) - n * ln2_low;
  if (is_double)
    {
      sum = r * (REAL)(1.0 / 6227020800) + (REAL)(1.0 / 479001600);
      sum = sum * r + (REAL)(1.0 / 39916800);
      sum = sum * r + (REAL)(1.0 / 3628800);
      sum = sum * r + (REAL)(1.0 / 362880);
      sum = sum * r + (REAL)(1.0 / 40320);
      sum = sum * r + (REAL)(1.0 / 5040);
      sum = sum * r + (REAL)(1.0 / 720);
    }
  else
    sum = r * (REAL)(1.0 / 5040) + (REAL)(1.0 / 720);
  sum = sum * r + (REAL)(1.0 / 120);
  sum = sum * r + (REAL)(1.0 / 24);
  sum = sum * r + (REAL)(1.0 / 6);
  sum = sum * r + (REAL)0.5;
  sum = sum * r + 1;
  sum = sum * r + 1;
  power = ((NAME (Bits))shifted + (is_double ? 1023 : 127)) << (is_double ? 52 : 23);
  *x = sum * (NAME (Lanes))power;
}
