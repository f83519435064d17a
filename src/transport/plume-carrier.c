/* plume-carrier.c: gas properties and the one-dimensional flow of an ideal gas through a tube or a
 * packing.
 *
 * Darcy u = −(B₀/μ) dp/dx with p u constant gives p² linear in x; Ergun (Chem. Eng. Prog. 48 (1952)
 * 89) changes the constant only. Hold-up time with James & Martin's factor (Biochem. J. 50 (1952)
 * 679), diffusion after Fuller, Schettler & Giddings (Ind. Eng. Chem. 58 (1966) 18), viscosities by
 * power laws. All differences of pressures are written so that nothing cancels when p_i → p_o.
 */
#include "transport/plume-carrier.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"

typedef struct
{
  const char *symbol;
  double molar_mass; /* g/mol */
  double diffusion_volume;
} Element;

static const Element elements[] = {
  { "Cl", 35.45, 21.0 }, { "Br", 79.904, 21.9 }, { "C", 12.011, 15.9 }, { "H", 1.008, 2.31 },
  { "O", 15.999, 6.11 }, { "N", 14.007, 4.54 },  { "S", 32.06, 22.9 },  { "F", 18.998, 14.7 },
};

static const struct
{
  double molar_mass, viscosity, exponent, diffusion_volume;
} gases[] = {
  [PLUME_CARRIER_HELIUM] = { 4.002602e-3, 1.865e-5, 0.69, 2.67 },
  [PLUME_CARRIER_NITROGEN] = { 28.0134e-3, 1.656e-5, 0.73, 18.5 },
  [PLUME_CARRIER_HYDROGEN] = { 2.01588e-3, 0.840e-5, 0.68, 6.12 },
};

/* Returns: kg/mol */
double
plume_carrier_molar_mass (PlumeCarrierGas gas)
{
  return gases[gas].molar_mass;
}

/* Returns: the volume of the gas in Fuller's rule */
double
plume_carrier_diffusion_volume (PlumeCarrierGas gas)
{
  return gases[gas].diffusion_volume;
}

/**
 * plume_carrier_viscosity:
 * @gas: the carrier
 * @temperature: K
 *
 * Returns: μ = μ₂₇₃ (T/273.15)^n, Pa s
 */
double
plume_carrier_viscosity (PlumeCarrierGas gas, double temperature)
{
  return gases[gas].viscosity * pow (temperature / 273.15, gases[gas].exponent);
}

/**
 * plume_carrier_read_formula:
 * @formula: molecular formula such as "C8H10"
 * @aromatic_rings: number of aromatic rings, each −18.3 in the diffusion volume
 * @molar_mass: (out): kg/mol
 * @diffusion_volume: (out): Fuller's sum of atomic volumes
 * @error: %PLUME_ERROR_USAGE where the formula has an element without a known volume
 *
 * Returns: %FALSE on error
 */
gboolean
plume_carrier_read_formula (const char *formula,
                            guint aromatic_rings,
                            double *molar_mass,
                            double *diffusion_volume,
                            GError **error)
{
  const char *place = formula;

  *molar_mass = 0;
  *diffusion_volume = -18.3 * aromatic_rings;
  while (*place != '\0')
    {
      const Element *element = NULL;
      guint64 count = 1;

      for (guint i = 0; i < G_N_ELEMENTS (elements) && element == NULL; i++)
        if (g_str_has_prefix (place, elements[i].symbol))
          element = &elements[i];
      if (element == NULL)
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_USAGE,
              _ ("The formula “%s” has no known element at “%s”; use C, H, O, N, S, F, Cl and Br."),
              formula, place);
          return FALSE;
        }
      place += strlen (element->symbol);
      if (g_ascii_isdigit (*place))
        count = g_ascii_strtoull (place, (char **)&place, 10);
      *molar_mass += 1e-3 * element->molar_mass * (double)count;
      *diffusion_volume += element->diffusion_volume * (double)count;
    }
  if (*molar_mass > 0 && *diffusion_volume > 0)
    return TRUE;
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      _ ("The formula “%s” with %u aromatic rings has no positive volume; check the formula."),
      formula, aromatic_rings);
  return FALSE;
}

/**
 * plume_carrier_diffusivity:
 * @gas: the carrier
 * @molar_mass: of the analyte, kg/mol
 * @diffusion_volume: of the analyte
 * @temperature: K
 * @pressure: Pa
 *
 * Returns: D of the analyte in the carrier, m²/s
 */
double
plume_carrier_diffusivity (PlumeCarrierGas gas,
                           double molar_mass,
                           double diffusion_volume,
                           double temperature,
                           double pressure)
{
  double roots = cbrt (diffusion_volume) + cbrt (gases[gas].diffusion_volume);
  double masses = sqrt (1e-3 / molar_mass + 1e-3 / gases[gas].molar_mass);

  return 1e-4 * 1.00e-3 * pow (temperature, 1.75) * masses / (pressure / 101325 * roots * roots);
}

/**
 * plume_column_phase_ratio:
 * @column: a column
 *
 * Returns: F = (1−φ)/φ of a packing; 1/β of a capillary, β = d_c/(4 d_f)
 */
double
plume_column_phase_ratio (const PlumeColumn *column)
{
  if (column->kind == PLUME_COLUMN_CAPILLARY)
    return 4 * column->film_thickness / column->inner_diameter;
  return (1 - column->void_fraction) / column->void_fraction;
}

/**
 * plume_column_permeability:
 * @column: a column
 *
 * Returns: B₀ = d_c²/32 of a tube (Poiseuille), d_p²φ²/(180(1−φ)²) of a packing (Kozeny–Carman for
 * the interstitial velocity), m²
 */
double
plume_column_permeability (const PlumeColumn *column)
{
  double ratio;

  if (column->kind == PLUME_COLUMN_CAPILLARY)
    return column->inner_diameter * column->inner_diameter / 32;
  ratio = column->particle_diameter * column->void_fraction / (1 - column->void_fraction);
  return ratio * ratio / 180;
}

static gboolean
check_column (const PlumeColumn *column, GError **error)
{
  const char *wrong = NULL;

  if (!(column->length > 0))
    wrong = _ ("The length of the column must be positive; give a larger one.");
  else if (!(column->temperature > 0))
    wrong = _ ("The temperature of the column must be positive; give a larger one.");
  else if (column->kind == PLUME_COLUMN_CAPILLARY && !(column->inner_diameter > 0))
    wrong = _ ("The inner diameter of the column must be positive; give a larger one.");
  else if (column->kind == PLUME_COLUMN_CAPILLARY && !(column->film_thickness > 0))
    wrong = _ ("The film thickness of the column must be positive; give a larger one.");
  else if (column->kind == PLUME_COLUMN_PACKED && !(column->particle_diameter > 0))
    wrong = _ ("The particle diameter of the column must be positive; give a larger one.");
  else if (column->mode == PLUME_VELOCITY_HOLD_UP_TIME && !(column->hold_up_time > 0))
    wrong = _ ("The hold-up time of the column must be positive; give a larger one.");
  else if (column->mode == PLUME_VELOCITY_CONSTANT && !(column->velocity > 0))
    wrong = _ ("The velocity of the column must be positive; give a larger one.");
  else if (column->mode == PLUME_VELOCITY_PRESSURES && !(column->outlet_pressure > 0))
    wrong = _ ("The outlet pressure of the column must be positive; give a larger one.");
  if (wrong != NULL)
    g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE, wrong);
  else if (column->kind == PLUME_COLUMN_PACKED
           && !(column->void_fraction > 0 && column->void_fraction < 1))
    g_set_error_literal (
        error, PLUME_ERROR, PLUME_ERROR_USAGE,
        _ ("The void fraction of the column must lie between 0 and 1; packings have about 0.4."));
  else if (column->mode == PLUME_VELOCITY_PRESSURES
           && !(column->inlet_pressure > column->outlet_pressure))
    g_set_error_literal (
        error, PLUME_ERROR, PLUME_ERROR_USAGE,
        _ ("The inlet pressure must exceed the outlet pressure; raise it or nothing flows."));
  else
    return TRUE;
  return FALSE;
}

/* u_o p_o from (p_i² − p_o²)/(2L) */
static double
mass_velocity (const PlumeColumn *column, double viscosity, double drop)
{
  double phi = column->void_fraction, a, b;

  if (column->kind == PLUME_COLUMN_CAPILLARY || column->resistance == PLUME_RESISTANCE_DARCY)
    return plume_column_permeability (column) / viscosity * drop;
  a = 150 * viscosity * (1 - phi) * (1 - phi)
      / (pow (phi, 3) * column->particle_diameter * column->particle_diameter);
  b = 1.75 * (1 - phi) * plume_carrier_molar_mass (column->gas)
      / (pow (phi, 3) * column->particle_diameter * PLUME_GAS_CONSTANT * column->temperature);
  return 2 * drop / (a + sqrt (a * a + 4 * b * drop)) / phi;
}

/**
 * plume_flow_solve:
 * @column: the column
 * @flow: (out): the flow
 * @error: %PLUME_ERROR_USAGE where a size is not positive or the pressures are in the wrong order
 *
 * Fills @flow from the velocity mode of @column; O(1).
 *
 * Returns: %FALSE on error
 */
gboolean
plume_flow_solve (const PlumeColumn *column, PlumeFlow *flow, GError **error)
{
  double p_i, p_o, ratio, square;

  if (!check_column (column, error))
    return FALSE;
  p_o = column->outlet_pressure > 0 ? column->outlet_pressure : 101325;
  p_i = column->mode == PLUME_VELOCITY_PRESSURES ? column->inlet_pressure : p_o;
  *flow = (PlumeFlow){
    .length = column->length,
    .phase_ratio = plume_column_phase_ratio (column),
    .viscosity = plume_carrier_viscosity (column->gas, column->temperature),
    .permeability = plume_column_permeability (column),
    .inlet_pressure = p_i,
    .outlet_pressure = p_o,
  };
  if (column->mode == PLUME_VELOCITY_HOLD_UP_TIME)
    flow->outlet_velocity = column->length / column->hold_up_time;
  else if (column->mode == PLUME_VELOCITY_CONSTANT)
    flow->outlet_velocity = column->velocity;
  else
    flow->outlet_velocity =
        mass_velocity (column, flow->viscosity, (p_i - p_o) * (p_i + p_o) / (2 * column->length))
        / p_o;
  ratio = p_i / p_o;
  square = ratio * ratio + ratio + 1;
  flow->compressibility = 1.5 * (ratio + 1) / square;
  flow->plate_height_factor =
      1.125 * (ratio * ratio + 1) * (ratio + 1) * (ratio + 1) / (square * square);
  flow->hold_up_time = column->length / (flow->compressibility * flow->outlet_velocity);
  return TRUE;
}

/**
 * plume_flow_find_inlet_pressure:
 * @column: the column; its mode and inlet pressure are not read
 * @hold_up_time: the wanted t_M, s
 * @inlet_pressure: (out): p_i, Pa
 * @error: %PLUME_ERROR_USAGE, or %PLUME_ERROR_COMPUTE where no pressure below 1 GPa is enough
 *
 * t_M falls monotonically with p_i, so the logarithm of p_i − p_o is halved upon.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_flow_find_inlet_pressure (const PlumeColumn *column,
                                double hold_up_time,
                                double *inlet_pressure,
                                GError **error)
{
  PlumeColumn trial = *column;
  PlumeFlow flow;
  double low = log (1e-6 * trial.outlet_pressure), high = log (1e9);

  trial.mode = PLUME_VELOCITY_PRESSURES;
  for (int i = 0; i < 80; i++)
    {
      double middle = 0.5 * (low + high);

      trial.inlet_pressure = trial.outlet_pressure + exp (middle);
      if (!plume_flow_solve (&trial, &flow, error))
        return FALSE;
      if (flow.hold_up_time > hold_up_time)
        low = middle;
      else
        high = middle;
    }
  *inlet_pressure = trial.inlet_pressure;
  if (fabs (flow.hold_up_time / hold_up_time - 1) < 1e-6)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("No inlet pressure gives a hold-up time of %g s; choose a time nearer to %g s."),
               hold_up_time, flow.hold_up_time);
  return FALSE;
}

/* Returns: p(x), Pa */
double
plume_flow_pressure (const PlumeFlow *flow, double x)
{
  double drop = (flow->inlet_pressure - flow->outlet_pressure)
                * (flow->inlet_pressure + flow->outlet_pressure);

  return sqrt (flow->inlet_pressure * flow->inlet_pressure - drop * x / flow->length);
}

/* Returns: u(x), m/s */
double
plume_flow_velocity (const PlumeFlow *flow, double x)
{
  return flow->outlet_velocity * flow->outlet_pressure / plume_flow_pressure (flow, x);
}

/**
 * plume_flow_travel_time:
 * @flow: the flow
 * @x: position, m
 *
 * θ(x) = ∫₀ˣ dx/u = (2/3) x/(u_o p_o) · (p_i² + p_i p + p²)/(p_i + p), the difference of cubes
 * written without cancellation.
 *
 * Returns: the time the carrier takes to x, s
 */
double
plume_flow_travel_time (const PlumeFlow *flow, double x)
{
  double p_i = flow->inlet_pressure, p = plume_flow_pressure (flow, x);

  return 2.0 / 3 * x / (flow->outlet_velocity * flow->outlet_pressure)
         * (p_i * p_i + p_i * p + p * p) / (p_i + p);
}

/**
 * plume_flow_position:
 * @flow: the flow
 * @travel_time: θ, s
 *
 * The inverse of plume_flow_travel_time(), by Newton's method on θ(x) (dθ/dx = 1/u; θ is concave,
 * the start lies below the root).
 *
 * Returns: x, m
 */
double
plume_flow_position (const PlumeFlow *flow, double travel_time)
{
  double x = travel_time * plume_flow_velocity (flow, 0);

  if (travel_time <= 0)
    return 0;
  if (travel_time >= flow->hold_up_time)
    return flow->length;
  x = MIN (x, flow->length);
  for (int i = 0; i < 60; i++)
    {
      double step =
          (travel_time - plume_flow_travel_time (flow, x)) * plume_flow_velocity (flow, x);

      x = CLAMP (x + step, 0, flow->length);
      if (fabs (step) <= 1e-15 * flow->length)
        break;
    }
  return x;
}
