/* plume-column-exchange.h: one time step of adsorption and desorption in many cells at once.
 *
 * In a cell S = c + F q is conserved and y = F q follows dy/dt = k' k_d v (S − y) − k_d y, v = 1 −
 * Σ y_j/(F q_m,j): the implicit trapezoidal step with v at the middle of the step, found by
 * iteration. As a random walk this step has the exact mean and variance of the delay (trapezoidal,
 * not exponential). It knows one instant of rates and no column.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeExchangeRates:
 * @adsorption: k' k_d, 1/s
 * @desorption: k_d, 1/s
 * @occupancy: 1/(F q_m); 0 where the component never fills the surface
 */
typedef struct
{
  double adsorption;
  double desorption;
  double occupancy;
} PlumeExchangeRates;

void
plume_exchange_linear (const PlumeExchangeRates *rates, double dt, gsize n, double *c, double *y);
void plume_exchange_competitive (guint n_components,
                                 const PlumeExchangeRates *rates,
                                 double dt,
                                 gsize from,
                                 gsize to,
                                 double *const *c,
                                 double *const *y);

G_END_DECLS
