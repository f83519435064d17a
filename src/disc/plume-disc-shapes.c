/* plume-disc-shapes.c: slab, Miyamoto–Nagai disc, Hernquist, NFW and Plummer spheres.
 *
 * Differences of potentials are written with z1² − z2² divided out (√A − √B = (A − B)/(√A + √B)),
 * so that energies of tiny oscillations keep all their digits and need no series.
 */
#include "disc/plume-disc-shapes.h"

#include <math.h>

/* sinh(x)/x */
static double
sinh_over (double x)
{
  return fabs (x) < 1e-4 ? 1 + x * x / 6 : sinh (x) / x;
}

/* ln(1 + x)/x */
static double
log_over (double x)
{
  return fabs (x) < 1e-8 ? 1 - 0.5 * x : log1p (x) / x;
}

/* ln cosh(x), x ≥ 0 */
static double
log_cosh (double x)
{
  double s = sinh (0.5 * MIN (x, 1));

  return x < 1 ? log1p (2 * s * s) : x - G_LN2 + log1p (exp (-2 * x));
}

static double
slab_value (const PlumeDiscComponent *part, double R, double z)
{
  return 2 * part->scale * part->scale * log_cosh (fabs (z) / part->height);
}

/* ln(cosh a/cosh b)/(a² − b²), with cosh a − cosh b = 2 sinh((a+b)/2) sinh((a−b)/2) near each other
 */
static double
slab_slope (const PlumeDiscComponent *part, double R, double z1, double z2)
{
  double a = fabs (z1) / part->height, b = fabs (z2) / part->height;
  double scale = 2 * part->scale * part->scale / (part->height * part->height);
  double half = 0.5 * (a - b), mean = 0.5 * (a + b), ratio;

  if (mean == 0)
    return 0.5 * scale;
  if (fabs (half) > 1)
    return scale * (log_cosh (a) - log_cosh (b)) / (4 * half * mean);
  /* sinh(mean)/cosh(b) without overflow */
  ratio =
      mean < 1 ? sinh (mean) / cosh (b) : exp (half) * (1 - exp (-2 * mean)) / (1 + exp (-2 * b));
  return scale * log_over (2 * ratio * half * sinh_over (half)) * ratio * sinh_over (half)
         / (2 * mean);
}

static double
slab_flat (const PlumeDiscComponent *part, double R, double z)
{
  return 0;
}

static double
slab_flat_gradient (const PlumeDiscComponent *part, double R)
{
  return 0;
}

static double
slab_curvature (const PlumeDiscComponent *part, double R, double z)
{
  double x = MIN (fabs (z) / part->height, 300), c = cosh (x);

  return 2 * part->scale * part->scale / (part->height * part->height * c * c);
}

static double
disc_value (const PlumeDiscComponent *part, double R, double z)
{
  double width = part->scale + hypot (z, part->height);

  return -PLUME_DISC_GRAVITY * part->mass / sqrt (R * R + width * width);
}

static double
disc_slope (const PlumeDiscComponent *part, double R, double z1, double z2)
{
  double a = part->scale, b2 = part->height * part->height;
  double B1 = sqrt (z1 * z1 + b2), B2 = sqrt (z2 * z2 + b2);
  double D1 = sqrt (R * R + (a + B1) * (a + B1)), D2 = sqrt (R * R + (a + B2) * (a + B2));

  return PLUME_DISC_GRAVITY * part->mass * (2 * a + B1 + B2) / ((B1 + B2) * D1 * D2 * (D1 + D2));
}

static double
disc_radial (const PlumeDiscComponent *part, double R, double z)
{
  double width = part->scale + sqrt (z * z + part->height * part->height);
  double D2 = R * R + width * width;

  return PLUME_DISC_GRAVITY * part->mass / (D2 * sqrt (D2));
}

static double
disc_radial_gradient (const PlumeDiscComponent *part, double R)
{
  double width = part->scale + part->height, D2 = R * R + width * width;

  return -3 * R * R / D2 * disc_radial (part, R, 0);
}

static double
disc_curvature (const PlumeDiscComponent *part, double R, double z)
{
  double B = sqrt (z * z + part->height * part->height), width = part->scale + B;
  double D2 = R * R + width * width;
  double stiffness = PLUME_DISC_GRAVITY * part->mass * width / (B * D2 * sqrt (D2));

  return stiffness * (1 + z * z / B * (1 / width - 1 / B - 3 * width / D2));
}

static double
hernquist_value (const PlumeDiscComponent *part, double R, double z)
{
  return -PLUME_DISC_GRAVITY * part->mass / (hypot (R, z) + part->scale);
}

static double
hernquist_slope (const PlumeDiscComponent *part, double R, double z1, double z2)
{
  double r1 = sqrt (R * R + z1 * z1), r2 = sqrt (R * R + z2 * z2);

  return PLUME_DISC_GRAVITY * part->mass / ((r1 + r2) * (r1 + part->scale) * (r2 + part->scale));
}

static double
hernquist_radial (const PlumeDiscComponent *part, double R, double z)
{
  double r = sqrt (R * R + z * z), outer = r + part->scale;

  return PLUME_DISC_GRAVITY * part->mass / (r * outer * outer);
}

/* d ln S/d ln r of the stiffness S = (1/r) ∂Φ/∂r */
static double
hernquist_logarithmic (const PlumeDiscComponent *part, double r)
{
  return -1 - 2 * r / (r + part->scale);
}

static double
hernquist_radial_gradient (const PlumeDiscComponent *part, double R)
{
  return hernquist_radial (part, R, 0) * hernquist_logarithmic (part, R);
}

static double
hernquist_curvature (const PlumeDiscComponent *part, double R, double z)
{
  double r = sqrt (R * R + z * z);

  return hernquist_radial (part, r, 0) * (1 + z * z / (r * r) * hernquist_logarithmic (part, r));
}

static double
nfw_value (const PlumeDiscComponent *part, double R, double z)
{
  return -PLUME_DISC_GRAVITY * part->mass / part->scale * log_over (hypot (R, z) / part->scale);
}

static double
nfw_slope (const PlumeDiscComponent *part, double R, double z1, double z2)
{
  double r1 = sqrt (R * R + z1 * z1), r2 = sqrt (R * R + z2 * z2), outer = part->scale + r2;

  return PLUME_DISC_GRAVITY * part->mass / ((r1 + r2) * r1)
         * (log_over (r2 / part->scale) / part->scale - log_over ((r1 - r2) / outer) / outer);
}

static double
nfw_radial (const PlumeDiscComponent *part, double R, double z)
{
  double r = sqrt (R * R + z * z), x = r / part->scale;
  /* ln(1+x) − x/(1+x) */
  double enclosed = x < 1e-3 ? x * x * (0.5 - x * (2.0 / 3 - 0.75 * x)) : log1p (x) - x / (1 + x);

  return PLUME_DISC_GRAVITY * part->mass * enclosed / (r * r * r);
}

static double
nfw_gradient (const PlumeDiscComponent *part, double r)
{
  double outer = r + part->scale;

  return PLUME_DISC_GRAVITY * part->mass / (r * outer * outer) - 3 * nfw_radial (part, r, 0);
}

static double
nfw_curvature (const PlumeDiscComponent *part, double R, double z)
{
  double r = sqrt (R * R + z * z);

  return nfw_radial (part, r, 0) + z * z / (r * r) * nfw_gradient (part, r);
}

static double
plummer_value (const PlumeDiscComponent *part, double R, double z)
{
  return -PLUME_DISC_GRAVITY * part->mass / sqrt (R * R + z * z + part->scale * part->scale);
}

static double
plummer_slope (const PlumeDiscComponent *part, double R, double z1, double z2)
{
  double core = R * R + part->scale * part->scale;
  double d1 = sqrt (core + z1 * z1), d2 = sqrt (core + z2 * z2);

  return PLUME_DISC_GRAVITY * part->mass / (d1 * d2 * (d1 + d2));
}

static double
plummer_radial (const PlumeDiscComponent *part, double R, double z)
{
  double d2 = R * R + z * z + part->scale * part->scale;

  return PLUME_DISC_GRAVITY * part->mass / (d2 * sqrt (d2));
}

static double
plummer_radial_gradient (const PlumeDiscComponent *part, double R)
{
  return -3 * R * R / (R * R + part->scale * part->scale) * plummer_radial (part, R, 0);
}

static double
plummer_curvature (const PlumeDiscComponent *part, double R, double z)
{
  double d2 = R * R + z * z + part->scale * part->scale;

  return plummer_radial (part, R, z) * (1 - 3 * z * z / d2);
}

const PlumeDiscShapeClass plume_disc_shapes[] = {
  [PLUME_DISC_SLAB] = { slab_value, slab_slope, slab_flat, slab_flat_gradient, slab_curvature },
  [PLUME_DISC_MIYAMOTO_NAGAI] = { disc_value, disc_slope, disc_radial, disc_radial_gradient,
                                  disc_curvature },
  [PLUME_DISC_HERNQUIST] = { hernquist_value, hernquist_slope, hernquist_radial,
                             hernquist_radial_gradient, hernquist_curvature },
  [PLUME_DISC_NFW] = { nfw_value, nfw_slope, nfw_radial, nfw_gradient, nfw_curvature },
  [PLUME_DISC_PLUMMER] = { plummer_value, plummer_slope, plummer_radial, plummer_radial_gradient,
                           plummer_curvature },
};
