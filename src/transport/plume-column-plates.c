/* plume-column-plates.c: what chromatographers read from moments.
 *
 * H = L σ²/t_R² of the model is 2D/u + 2k'u/((1+k')² k_d): van Deemter's B and C (Chem. Eng. Sci. 5
 * (1956) 271). For an open tube Golay's terms (Gas Chromatography 1958, p. 36) stand in their
 * place, and give the k_d that the model must have to spread as much.
 */
#include "transport/plume-column-plates.h"

#include <glib/gi18n.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

#include "core/plume-error.h"

/* Returns: N = t_R²/σ² */
double
plume_plates (const PlumeMoments *moments)
{
  return moments->mean * moments->mean / moments->variance;
}

/**
 * plume_resolution:
 * @first: one peak
 * @second: another
 *
 * Returns: R_s = |t₂ − t₁| / (2 (σ₁ + σ₂)), which for Gaussians is 1.18 (t₂ − t₁)/(W₁ + W₂) at half
 * height
 */
double
plume_resolution (const PlumeMoments *first, const PlumeMoments *second)
{
  return fabs (second->mean - first->mean)
         / (2 * (sqrt (first->variance) + sqrt (second->variance)));
}

/* Returns: κ₃/σ³ */
double
plume_skewness (const PlumeMoments *moments)
{
  return moments->third / pow (moments->variance, 1.5);
}

/**
 * plume_van_deemter:
 * @diffusivity: D, m²/s
 * @retention_factor: k'
 * @desorption_rate: k_d, 1/s
 * @eddy_height: A, m; about 2λd_p in packings
 *
 * Returns: the curve of the model
 */
PlumeVanDeemter
plume_van_deemter (double diffusivity,
                   double retention_factor,
                   double desorption_rate,
                   double eddy_height)
{
  double k = retention_factor;

  return (PlumeVanDeemter){ eddy_height, 2 * diffusivity,
                            2 * k / ((1 + k) * (1 + k) * desorption_rate) };
}

/**
 * plume_van_deemter_golay:
 * @diffusivity: D_m in the gas, m²/s
 * @film_diffusivity: D_s in the film, m²/s
 * @inner_diameter: d_c, m
 * @film_thickness: d_f, m
 * @retention_factor: k'
 * @pressure_factor: f, 1 where the pressure drop is small
 *
 * Returns: the curve of an open tube
 */
PlumeVanDeemter
plume_van_deemter_golay (double diffusivity,
                         double film_diffusivity,
                         double inner_diameter,
                         double film_thickness,
                         double retention_factor,
                         double pressure_factor)
{
  double k = retention_factor, square = (1 + k) * (1 + k);
  double gas =
      (1 + 6 * k + 11 * k * k) * inner_diameter * inner_diameter / (96 * square * diffusivity);
  double film = 2 * k * film_thickness * film_thickness / (3 * square * film_diffusivity);

  return (PlumeVanDeemter){ 0, 2 * diffusivity * pressure_factor, gas * pressure_factor + film };
}

/* Returns: H at a velocity, m */
double
plume_van_deemter_height (const PlumeVanDeemter *curve, double velocity)
{
  return curve->A + curve->B / velocity + curve->C * velocity;
}

/**
 * plume_van_deemter_optimum:
 * @curve: a curve with B, C > 0
 * @height: (out) (nullable): H_min = A + 2√(BC), m
 *
 * Returns: u_opt = √(B/C), m/s
 */
double
plume_van_deemter_optimum (const PlumeVanDeemter *curve, double *height)
{
  if (height != NULL)
    *height = curve->A + 2 * sqrt (curve->B * curve->C);
  return sqrt (curve->B / curve->C);
}

/**
 * plume_golay_desorption_rate:
 * @diffusivity: D_m, m²/s
 * @film_diffusivity: D_s, m²/s
 * @inner_diameter: d_c, m
 * @film_thickness: d_f, m
 * @retention_factor: k' > 0
 *
 * Returns: the k_d with which the model's C equals Golay's, 1/s
 */
double
plume_golay_desorption_rate (double diffusivity,
                             double film_diffusivity,
                             double inner_diameter,
                             double film_thickness,
                             double retention_factor)
{
  double k = retention_factor;

  return 1
         / ((1 + 6 * k + 11 * k * k) * inner_diameter * inner_diameter / (192 * k * diffusivity)
            + film_thickness * film_thickness / (3 * film_diffusivity));
}

typedef struct
{
  PlumeDesignFunc function;
  gpointer data;
  double resolution;
} Design;

static double
design_excess (double x, void *data)
{
  const Design *design = data;
  PlumeMoments first = { 0 }, second = { 0 };

  design->function (x, &first, &second, design->data);
  return plume_resolution (&first, &second) - design->resolution;
}

/**
 * plume_design_solve:
 * @function: the moments of the critical pair as a function of one quantity: length, velocity or
 * temperature
 * @data: for @function
 * @from: lower end of the range, > 0
 * @to: upper end
 * @resolution: the wanted R_s
 * @x: (out): the smallest value in the range, to a relative 1e-10, that gives it
 * @error: %PLUME_ERROR_COMPUTE where no value in the range does
 *
 * Looks for a change of sign on 64 logarithmic steps, then Brent's method.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_design_solve (PlumeDesignFunc function,
                    gpointer data,
                    double from,
                    double to,
                    double resolution,
                    double *x,
                    GError **error)
{
  enum
  {
    STEPS = 64
  };
  Design design = { function, data, resolution };
  gsl_function excess = { design_excess, &design };
  gsl_root_fsolver *solver;
  double low = from, value = design_excess (from, &design);
  int status = GSL_CONTINUE;

  for (int i = 1; i <= STEPS; i++)
    {
      double high = i == STEPS ? to : from * pow (to / from, (double)i / STEPS),
             next = design_excess (high, &design);

      if (value == 0 || (value < 0) != (next < 0))
        {
          solver = gsl_root_fsolver_alloc (gsl_root_fsolver_brent);
          gsl_root_fsolver_set (solver, &excess, low, high);
          for (int j = 0; j < 100 && status == GSL_CONTINUE; j++)
            {
              gsl_root_fsolver_iterate (solver);
              status = gsl_root_test_interval (gsl_root_fsolver_x_lower (solver),
                                               gsl_root_fsolver_x_upper (solver), 0, 1e-10);
            }
          *x = gsl_root_fsolver_root (solver);
          gsl_root_fsolver_free (solver);
          return TRUE;
        }
      low = high;
      value = next;
    }
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
      _ ("No value between %g and %g gives a resolution of %g; widen the range or ask for less."),
      from, to, resolution);
  return FALSE;
}
