/* plume-column-exchange.c: the innermost loop of the lattice. */
#include "transport/plume-column-exchange.h"

#include "linalg/plume-bessel.h"
#include "transport/plume-column-lattice.h"

#define BLOCK      32
#define ITERATIONS 3

/**
 * plume_exchange_linear:
 * @rates: rates of the one component; its occupancy is not read
 * @dt: time step, s; (adsorption + desorption) @dt ≤ 2 keeps everything positive
 * @n: number of cells
 * @c: (inout) (array length=n): gas
 * @y: (inout) (array length=n): adsorbed, F q
 *
 * The step with v = 1. O(n).
 */
PLUME_VECTOR_CLONES void
plume_exchange_linear (
    const PlumeExchangeRates *rates, double dt, gsize n, double *restrict c, double *restrict y)
{
  double lambda = rates->adsorption + rates->desorption;
  double gain = rates->adsorption * dt / (1 + 0.5 * lambda * dt),
         loss = rates->desorption * dt / (1 + 0.5 * lambda * dt);

#pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      double moved = gain * c[i] - loss * y[i];

      y[i] += moved;
      c[i] -= moved;
    }
}

/* One evaluation of the step of one component with the given v; adds the new occupancy to
 * @occupied. */
PLUME_VECTOR_CLONES static void
advance (const PlumeExchangeRates *rates,
         double dt,
         const double *restrict vacancy,
         const double *restrict c,
         const double *restrict y,
         double *restrict moved,
         double *restrict occupied)
{
  double adsorption = rates->adsorption, desorption = rates->desorption,
         occupancy = rates->occupancy;

#pragma omp simd
  for (int i = 0; i < BLOCK; i++)
    {
      double forward = adsorption * vacancy[i];
      double change =
          dt * (forward * c[i] - desorption * y[i]) / (1 + 0.5 * dt * (forward + desorption));

      moved[i] = change;
      occupied[i] += occupancy * change;
    }
}

/**
 * plume_exchange_competitive:
 * @n_components: m
 * @rates: (array length=n_components): rates
 * @dt: time step, s
 * @from: first cell
 * @to: one past the last cell; the arrays must reach to the next multiple of 32 cells from @from
 * @c: (array length=n_components): gas, one array a component
 * @y: (array length=n_components): adsorbed, F q
 *
 * The step with competition, three evaluations. O(m n).
 */
void
plume_exchange_competitive (guint n_components,
                            const PlumeExchangeRates *rates,
                            double dt,
                            gsize from,
                            gsize to,
                            double *const *c,
                            double *const *y)
{
  double moved[PLUME_LATTICE_MAX_COMPONENTS][BLOCK], start[BLOCK], vacancy[BLOCK], change[BLOCK];

  for (gsize first = from; first < to; first += BLOCK)
    {
      int n = (int)MIN (BLOCK, to - first);

      for (int i = 0; i < BLOCK; i++)
        start[i] = 1;
      for (guint j = 0; j < n_components; j++)
        for (int i = 0; i < BLOCK; i++)
          start[i] -= rates[j].occupancy * y[j][first + i];
      for (int i = 0; i < BLOCK; i++)
        vacancy[i] = start[i];
      for (int iteration = 0; iteration < ITERATIONS; iteration++)
        {
          for (int i = 0; i < BLOCK; i++)
            change[i] = 0;
          for (guint j = 0; j < n_components; j++)
            advance (&rates[j], dt, vacancy, c[j] + first, y[j] + first, moved[j], change);
          for (int i = 0; i < BLOCK; i++)
            vacancy[i] = start[i] - 0.5 * change[i];
        }
      for (guint j = 0; j < n_components; j++)
        for (int i = 0; i < n; i++)
          {
            y[j][first + i] += moved[j][i];
            c[j][first + i] -= moved[j][i];
          }
    }
}
