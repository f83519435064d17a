/* plume-column-thomas.c: Thomas' solution (J. Am. Chem. Soc. 66 (1944) 1664) through the function
 * J. */
#include "transport/plume-column-thomas.h"

#include <math.h>

#include "transport/plume-column-kernel.h"

/**
 * plume_thomas_step:
 * @column: the column
 * @t: time since the step began, s
 *
 * With θ = K c0/q_m, r = 1/(1+θ), N = k' k_d t_M and τ = k_d (1+θ)(t − t_M),
 * c/c0 = J(rN,τ) / {J(rN,τ) + e^((r−1)(τ−N)) [1 − J(N,rτ)]}; the exponential is kept on the side
 * where it is below 1.
 *
 * Returns: c/c0 at the outlet; absolute error below 1e-12
 */
double
plume_thomas_step (const PlumeThomas *column, double t)
{
  double r = 1 / (1 + column->loading),
         N = column->retention_factor * column->desorption_rate * column->hold_up_time;
  double tau = column->desorption_rate * (1 + column->loading) * (t - column->hold_up_time);
  double exponent = (r - 1) * (tau - N), ahead, behind;

  if (tau < 0)
    return 0;
  ahead = plume_kernel_step (r * N, tau);
  behind = plume_kernel_step_complement (N, r * tau);
  if (exponent > 0)
    {
      ahead *= exp (-exponent);
      exponent = 0;
    }
  behind *= exp (exponent);
  return ahead <= 0 ? 0 : ahead / (ahead + behind);
}
