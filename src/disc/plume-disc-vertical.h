/* plume-disc-vertical.h: exact action–angle variables of the motion through the plane of a disc.
 *
 * One degree of freedom: E = v²/2 + U(z), J = (1/2π) ∮ v dz, Ω = dE/dJ, θ = Ω t from z = 0 upward,
 * so θ = 0 at (z = 0, v > 0) and π/2 at the upper turning point. Tables turn millions of stars a
 * second into actions and back. It must never know distribution functions.
 */
#pragma once

#include "core/plume-task.h"
#include "disc/plume-disc-potential.h"

G_BEGIN_DECLS

typedef struct _PlumeVertical PlumeVertical;
typedef struct _PlumeVerticalSet PlumeVerticalSet;

/**
 * PlumeVerticalOrbit:
 * @energy: E, (km/s)²
 * @height: upper turning point, kpc
 * @action: J, kpc km/s
 * @frequency: Ω, km/s/kpc
 * @angle: θ in [0, 2π)
 *
 * One star; all NaN where it cannot be placed.
 */
typedef struct
{
  double energy;
  double height;
  double action;
  double frequency;
  double angle;
} PlumeVerticalOrbit;

PlumeVerticalOrbit plume_vertical_exact (
    const PlumeDiscPotential *potential, double R, double z, double v, gsize nodes);

PlumeVertical *
plume_vertical_new (const PlumeDiscPotential *potential, double R, double highest, GError **error);
PlumeVertical *plume_vertical_ref (PlumeVertical *vertical);
void plume_vertical_unref (PlumeVertical *vertical);

const PlumeDiscPotential *plume_vertical_get_potential (const PlumeVertical *vertical);
double plume_vertical_get_radius (const PlumeVertical *vertical);
double plume_vertical_get_highest (const PlumeVertical *vertical);
double plume_vertical_largest_action (const PlumeVertical *vertical);
double plume_vertical_largest_energy (const PlumeVertical *vertical);
double plume_vertical_small_frequency (const PlumeVertical *vertical);
double plume_vertical_energy (const PlumeVertical *vertical, double J);
double plume_vertical_height (const PlumeVertical *vertical, double J);
double plume_vertical_frequency (const PlumeVertical *vertical, double J, double *derivative);

void plume_vertical_to_actions (const PlumeVertical *vertical,
                                gsize n,
                                const float *z,
                                const float *v,
                                float *J,
                                float *theta,
                                float *omega);
void plume_vertical_from_actions (
    const PlumeVertical *vertical, gsize n, const float *J, const float *theta, float *z, float *v);
void
plume_vertical_frequencies (const PlumeVertical *vertical, gsize n, const float *J, float *omega);
PlumeVerticalOrbit plume_vertical_orbit (const PlumeVertical *vertical, double z, double v);
void plume_vertical_position (
    const PlumeVertical *vertical, double J, double theta, double *z, double *v);
void plume_vertical_map (
    const PlumeVertical *vertical, gsize n_roots, gsize n_angles, float *z, float *v);

PlumeVerticalSet *plume_vertical_set_new (const PlumeDiscPotential *potential,
                                          double from,
                                          double to,
                                          gsize n_radii,
                                          double highest,
                                          PlumeTask *task,
                                          GError **error);
PlumeVerticalSet *plume_vertical_set_ref (PlumeVerticalSet *set);
void plume_vertical_set_unref (PlumeVerticalSet *set);
gsize plume_vertical_set_get_size (const PlumeVerticalSet *set);
PlumeVertical *plume_vertical_set_get_table (const PlumeVerticalSet *set, gsize i);
void plume_vertical_set_to_actions (const PlumeVerticalSet *set,
                                    gsize n,
                                    const float *R,
                                    const float *z,
                                    const float *v,
                                    float *J,
                                    float *theta,
                                    float *omega);
void plume_vertical_set_from_actions (const PlumeVerticalSet *set,
                                      gsize n,
                                      const float *R,
                                      const float *J,
                                      const float *theta,
                                      float *z,
                                      float *v);
void plume_vertical_set_frequencies (
    const PlumeVerticalSet *set, gsize n, const float *R, const float *J, float *omega);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeVertical, plume_vertical_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeVerticalSet, plume_vertical_set_unref)

G_END_DECLS
