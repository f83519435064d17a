/* plume-disc-diffusion.h: the exact fate of a winding harmonic under diffusion of the action.
 *
 * ∂f/∂t + inΩ(J) f = ∂/∂J (γJ ∂f/∂J): the reference next to the estimate e^(−(t/τ_D)³). Tremaine,
 * Frankel & Bovy, MNRAS 521 (2023) 114, treat the same erasure. It must never know perturbers.
 */
#pragma once

#include <complex.h>

#include "core/plume-task.h"

G_BEGIN_DECLS

/**
 * PlumeDiscDiffusion:
 * @n_cells: number of cells of equal width
 * @largest: J at the outer end, through which nothing flows, kpc km/s
 * @frequency: (array length=n_cells): Ω at the middle of the cells, km/s/kpc
 * @harmonic: n
 * @diffusion: γ, kpc km/s per kpc/(km/s)
 * @time_step: kpc/(km/s)
 *
 * A problem; borrowed arrays.
 */
typedef struct
{
  gsize n_cells;
  double largest;
  const double *frequency;
  guint harmonic;
  double diffusion;
  double time_step;
} PlumeDiscDiffusion;

double plume_disc_diffusion_action (const PlumeDiscDiffusion *problem, gsize cell);
gboolean plume_disc_diffusion_run (const PlumeDiscDiffusion *problem,
                                   const double complex *start,
                                   gsize n_times,
                                   const double *times,
                                   double complex *f,
                                   PlumeTask *task,
                                   GError **error);
double plume_disc_diffusion_age (const PlumeDiscDiffusion *problem,
                                 const double complex *f,
                                 double from,
                                 double to);

/**
 * PlumeDiscUnwound:
 * @n_nodes: number of nodes at equal steps of √J, the first at 0; nothing flows through the last
 * @step: between them, √(kpc km/s)
 * @frequency_slope: (array length=n_nodes): Ω' = dΩ/dJ, 1/kpc²
 * @harmonic: n
 * @diffusion: γ, kpc km/s per kpc/(km/s)
 * @time_step: longest step, kpc/(km/s)
 *
 * The same problem for g = f e^(inΩt), which stays smooth while f winds up, so that 200 nodes do; a
 * plain value with a borrowed array.
 */
typedef struct
{
  gsize n_nodes;
  double step;
  const double *frequency_slope;
  guint harmonic;
  double diffusion;
  double time_step;
} PlumeDiscUnwound;

gboolean plume_disc_unwound_run (const PlumeDiscUnwound *problem,
                                 const double complex *start,
                                 gsize n_times,
                                 const double *times,
                                 double complex *g,
                                 PlumeTask *task,
                                 GError **error);

G_END_DECLS
