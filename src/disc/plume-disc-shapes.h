/* plume-disc-shapes.h: the closed forms behind the components of a potential; private to it. */
#pragma once

#include "disc/plume-disc-potential.h"

G_BEGIN_DECLS

/**
 * PlumeDiscShapeClass:
 * @value: Φ(R,z), (km/s)²
 * @slope: [Φ(R,z1) − Φ(R,z2)]/(z1² − z2²) without cancellation, its limit where z1 = z2
 * @radial: (1/R) ∂Φ/∂R
 * @radial_gradient: R ∂/∂R of @radial at z = 0
 * @curvature: ∂²Φ/∂z²
 *
 * One row a shape. (1/z) ∂Φ/∂z is 2 slope(R,z,z).
 */
typedef struct
{
  double (*value) (const PlumeDiscComponent *part, double R, double z);
  double (*slope) (const PlumeDiscComponent *part, double R, double z1, double z2);
  double (*radial) (const PlumeDiscComponent *part, double R, double z);
  double (*radial_gradient) (const PlumeDiscComponent *part, double R);
  double (*curvature) (const PlumeDiscComponent *part, double R, double z);
} PlumeDiscShapeClass;

extern const PlumeDiscShapeClass plume_disc_shapes[];

G_END_DECLS
