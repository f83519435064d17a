/* plume-bessel.h: scaled modified Bessel functions I₀ and I₁ that a loop can evaluate several at a
 * time.
 *
 * e^(−z) I_ν(z) by its power series (z < 8), and by Chebyshev expansions of √(2πz) e^(−z) I_ν(z) in
 * 1/z on [8, 32] and [32, ∞), whose coefficients were computed here from 40-digit values and
 * written out as polynomials; relative error below 1e-15. The exponential of a number that is not
 * positive is here too, because the C library's does not vectorise everywhere. Abramowitz & Stegun
 * 1964, §9.6–9.7. It knows nothing of columns.
 */
#pragma once

#include "core/plume-vector.h"

G_BEGIN_DECLS

/* e^x for x ≤ 0 within 2 units in the last place; 0 stands for everything below 1e-304. */
static inline double
plume_exp_negative (double x)
{
  const double round = 0x1.8p52, log2_e = 1.4426950408889634, ln2_high = 0x1.62e42fefa3800p-1,
               ln2_low = 0x1.ef35793c76730p-45;
  union
  {
    double real;
    guint64 bits;
  } shifted, power;
  double bounded = x < -700 ? -700 : x;
  double r, n, sum;

  shifted.real = bounded * log2_e + round;
  n = shifted.real - round;
  r = (bounded - n * ln2_high) - n * ln2_low;
  sum = 1.0 / 6227020800;
  sum = sum * r + 1.0 / 479001600;
  sum = sum * r + 1.0 / 39916800;
  sum = sum * r + 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1;
  sum = sum * r + 1;
  power.bits = (shifted.bits + 1023) << 52;
  return sum * power.real;
}

static inline double
plume_polynomial (const double *coefficients, unsigned n, double x)
{
  double sum = coefficients[n - 1];

#pragma GCC unroll 20
  for (int i = (int)n - 2; i >= 0; i--)
    sum = sum * x + coefficients[i];
  return sum;
}

/* √(2πz) e^(−z) I_ν(z) for z ≥ 32; ν is 0 or 1. */
static inline double
plume_bessel_large (int order, double z)
{
  static const double large_0[] = {
    1.00197057743951143,     0.00198832331532774702,  0.000018046685709116645,
    3.08432728907148515e-7,  7.88275832917219215e-9,  2.71153496920804467e-10,
    1.18229931828072294e-11, 6.28686051163418064e-13, 3.96982287371011497e-14,
    2.98661955193430038e-15, 2.54282971679593041e-16,
  };
  static const double large_1[] = {
    0.994111614751463253,     -0.0059178046593518366,   -0.0000298380073669676414,
    -4.28333803020056365e-7,  -1.00527692363431162e-8,  -3.28697530398959762e-10,
    -1.38571148972278049e-11, -7.19361927945545636e-13, -4.46128790912762527e-14,
    -3.30807958269705981e-15, -2.78486363034078512e-16,
  };
  double x = 64 / z - 1;

  return order == 0 ? plume_polynomial (large_0, 11, x) : plume_polynomial (large_1, 11, x);
}

static inline double
plume_bessel_middle (int order, double z)
{
  static const double middle_0[] = {
    1.01023471556089539,      0.00644989636611089231,   0.000204704071825227145,
    0.000013585580853816353,  1.55959422935002225e-6,   2.98242552080591559e-7,
    8.62771619715829956e-8,   2.32434514875963557e-8,   -3.21287190410817183e-9,
    -8.58843997896803035e-9,  -2.98333063444535777e-9,  1.61077311637847484e-9,
    1.1766610984255637e-9,    -3.77769774852063517e-10, -3.42520978223482564e-10,
    1.19626841758874604e-10,  7.56918958591035444e-11,  -3.28395693199239137e-11,
    -9.07108134320207481e-12, 4.66778484259497617e-12,
  };
  static const double middle_1[] = {
    0.969932591728293908,      -0.0185405335158913411,   -0.0003260774091914838,
    -0.0000181143940088034289, -1.8991264224448959e-6,   -3.42790341694630913e-7,
    -9.60549356283755251e-8,   -2.60290893976037753e-8,  2.82776606149910283e-9,
    8.99507370858107781e-9,    3.29067688984116703e-9,   -1.60702557274744516e-9,
    -1.25785598456073631e-9,   3.66124764414625676e-10,  3.63105142280876006e-10,
    -1.16645270757522418e-10,  -8.02314191977439745e-11, 3.24533867078620583e-11,
    9.64038705082840498e-12,   -4.6542427477183728e-12,
  };
  double x = (1 / z - 5.0 / 64) * (64.0 / 3);

  return order == 0 ? plume_polynomial (middle_0, 20, x) : plume_polynomial (middle_1, 20, x);
}

/* Σ y^k / (k! (k + ν)!) = I_ν(z) / (z/2)^ν with y = z²/4, for z < 8. */
static inline double
plume_bessel_series (int order, double z)
{
  double y = 0.25 * z * z, sum = 1;

#pragma GCC unroll 24
  for (int k = 24; k >= 1; k--)
    sum = 1 + sum * y * (1.0 / (k * (k + order)));
  return sum;
}

/* e^(−z) I₀(z) for z ≥ 0 */
static inline double
plume_bessel_i0_scaled (double z)
{
  if (z < 8)
    return plume_exp_negative (-z) * plume_bessel_series (0, z);
  return (z < 32 ? plume_bessel_middle (0, z) : plume_bessel_large (0, z)) / sqrt (2 * G_PI * z);
}

/* e^(−z) I₁(z) for z ≥ 0 */
static inline double
plume_bessel_i1_scaled (double z)
{
  if (z < 8)
    return 0.5 * z * plume_exp_negative (-z) * plume_bessel_series (1, z);
  return (z < 32 ? plume_bessel_middle (1, z) : plume_bessel_large (1, z)) / sqrt (2 * G_PI * z);
}

G_END_DECLS
