/* plume-column-finite-volume.c: fluxes by WENO5-Z (Borges et al., J. Comput. Phys. 227 (2008) 3191)
 * and fourth-order diffusion.
 *
 * The conserved quantity is w = c + F q*(c); the competitive Langmuir isotherm is inverted through
 * the one unknown v = 1 − Σ q_j/q_m,j.
 */
#include "transport/plume-column-finite-volume.h"

#include <math.h>

#include "linalg/plume-bessel.h"
#include "transport/plume-column-equilibrium.h"

#define GHOSTS 3

/* Roughness, relative to the square of the highest concentration, below which a profile counts as
 * smooth: WENO's weights without such a floor drop in order at every extremum and spread a band of
 * seven cells by 9 % in variance. */
#define SMOOTH 1e-2

/**
 * plume_equilibrium_gas:
 * @n_components: m
 * @components: (array length=n_components): the mixture
 * @total: (array length=n_components): w = c + F q
 * @gas: (out) (array length=n_components): c
 *
 * With F q_i = k'_i v c_i the vacancy obeys v − 1 + Σ k'_i v w_i/(F q_m,i (1 + k'_i v)) = 0, whose
 * left side is increasing and concave in v, so Newton's method from v = 0 climbs to the root
 * without overshooting.
 */
void
plume_equilibrium_gas (guint n_components,
                       const PlumeLatticeComponent *components,
                       const double *total,
                       double *gas)
{
  double v = 0;

  for (int iteration = 0; iteration < 60; iteration++)
    {
      double value = v - 1, slope = 1, step;

      for (guint i = 0; i < n_components; i++)
        {
          double k = components[i].retention_factor,
                 share = MAX (total[i], 0) / components[i].capacity;
          double bound = 1 / (1 + k * v);

          value += k * v * share * bound;
          slope += k * share * bound * bound;
        }
      step = value / slope;
      v -= step;
      if (fabs (step) <= 1e-15 * v)
        break;
    }
  for (guint i = 0; i < n_components; i++)
    gas[i] = total[i] / (1 + components[i].retention_factor * v);
}

void
plume_finite_volume_init (PlumeFiniteVolume *cells, const PlumeLatticeProblem *problem)
{
  *cells = (PlumeFiniteVolume){
    .problem = problem,
    .n = problem->n_cells,
    .m = problem->n_components,
    .width = problem->hold_up_time / (double)problem->n_cells,
    .linear = TRUE,
    .face = g_new0 (double, problem->n_cells + 1),
  };
  for (guint j = 0; j < cells->m; j++)
    {
      PlumeTransfer transfer = {
        .hold_up_time = problem->hold_up_time,
        .retention_factor = problem->components[j].retention_factor,
        .desorption_rate = problem->components[j].desorption_rate,
        .boundary = problem->peclet > 0 ? PLUME_BOUNDARY_CLOSED : PLUME_BOUNDARY_PLUG,
        .peclet = problem->peclet,
      };
      PlumeMoments moments = plume_transfer_moments (&transfer);

      cells->linear = cells->linear && isinf (problem->components[j].capacity);
      cells->gas[j] = g_new0 (double, cells->n + 2 * GHOSTS);
      cells->diffusion[j] =
          0.5 * problem->hold_up_time * moments.variance / (moments.mean * moments.mean);
    }
}

void
plume_finite_volume_clear (PlumeFiniteVolume *cells)
{
  for (guint j = 0; j < cells->m; j++)
    g_free (cells->gas[j]);
  g_free (cells->face);
}

/* The stable step of SSPRK3: bands move at 1/(1 + k' v²) at the slowest loading, v that of the full
 * inlet. */
double
plume_finite_volume_time_step (const PlumeFiniteVolume *cells)
{
  const PlumeLatticeComponent *components = cells->problem->components;
  double loading = 1, longest = INFINITY;

  for (guint j = 0; j < cells->m; j++)
    loading +=
        components[j].retention_factor * components[j].concentration / components[j].capacity;
  for (guint j = 0; j < cells->m; j++)
    {
      double speed = 1 / (1 + components[j].retention_factor / (loading * loading));
      double rate =
          speed
          * (1 / (0.8 * cells->width) + 3 * cells->diffusion[j] / (cells->width * cells->width));

      longest = MIN (longest, 1 / rate);
    }
  return longest;
}

static inline double
square (double x)
{
  return x * x;
}

/* Upwind value at every face from the five cells around it; @c begins with the ghosts. */
PLUME_VECTOR_CLONES static void
upwind_faces (gsize n, double smallest, const double *restrict c, double *restrict face)
{
#pragma omp simd
  for (gsize i = 0; i <= n; i++)
    {
      double p = c[i], q = c[i + 1], r = c[i + 2], s = c[i + 3], t = c[i + 4];
      double rough_0 = 13.0 / 12 * square (p - 2 * q + r) + 0.25 * square (p - 4 * q + 3 * r);
      double rough_1 = 13.0 / 12 * square (q - 2 * r + s) + 0.25 * square (q - s);
      double rough_2 = 13.0 / 12 * square (r - 2 * s + t) + 0.25 * square (3 * r - 4 * s + t);
      double global = fabs (rough_0 - rough_2);
      double a_0 = 0.1 * (1 + square (global / (rough_0 + smallest)));
      double a_1 = 0.6 * (1 + square (global / (rough_1 + smallest)));
      double a_2 = 0.3 * (1 + square (global / (rough_2 + smallest)));

      face[i] =
          (a_0 * (2 * p - 7 * q + 11 * r) + a_1 * (-q + 5 * r + 2 * s) + a_2 * (2 * r + 5 * s - t))
          / (6 * (a_0 + a_1 + a_2));
    }
}

static void
find_gas (PlumeFiniteVolume *cells, const double *total)
{
  const PlumeLatticeComponent *components = cells->problem->components;
  double w[PLUME_LATTICE_MAX_COMPONENTS], c[PLUME_LATTICE_MAX_COMPONENTS];
  gsize n = cells->n;

  if (cells->linear)
    {
      for (guint j = 0; j < cells->m; j++)
        {
          double share = 1 / (1 + components[j].retention_factor);

          for (gsize i = 0; i < n; i++)
            cells->gas[j][GHOSTS + i] = share * total[j * n + i];
        }
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      for (guint j = 0; j < cells->m; j++)
        w[j] = total[j * n + i];
      plume_equilibrium_gas (cells->m, components, w, c);
      for (guint j = 0; j < cells->m; j++)
        cells->gas[j][GHOSTS + i] = c[j];
    }
}

/**
 * plume_finite_volume_rates:
 * @cells: the cells
 * @inlet: c_in/c0 now
 * @total: w of all cells, component by component
 * @rates: (out): dw/dt
 *
 * The right-hand side; sets the leaving fluxes of @cells. O(m n).
 */
void
plume_finite_volume_rates (PlumeFiniteVolume *cells,
                           double inlet,
                           const double *total,
                           double *rates)
{
  gsize n = cells->n;
  double *face = cells->face;

  find_gas (cells, total);
  for (guint j = 0; j < cells->m; j++)
    {
      double *c = cells->gas[j], entering = inlet * cells->problem->components[j].concentration;
      double conduct = cells->diffusion[j] / cells->width, highest = entering;

      for (gsize i = 0; i < n; i++)
        highest = MAX (highest, c[GHOSTS + i]);
      for (int ghost = 0; ghost < GHOSTS; ghost++)
        {
          c[ghost] = entering;
          c[GHOSTS + n + ghost] = c[GHOSTS + n - 1];
        }
      upwind_faces (n, SMOOTH * highest * highest + 1e-100, c, face);
      /* through the inlet and the outlet only the carrier carries */
      face[0] = entering;
      face[1] -= conduct * (c[GHOSTS + 1] - c[GHOSTS]);
      face[n - 1] -= conduct * (c[GHOSTS + n - 1] - c[GHOSTS + n - 2]);
#pragma omp simd
      for (gsize i = 2; i < n - 1; i++)
        face[i] -=
            conduct / 12
            * (15 * (c[GHOSTS + i] - c[GHOSTS + i - 1]) - (c[GHOSTS + i + 1] - c[GHOSTS + i - 2]));
      for (gsize i = 0; i < n; i++)
        rates[j * n + i] = (face[i] - face[i + 1]) / cells->width;
      cells->leaving[j] = face[n];
    }
}
