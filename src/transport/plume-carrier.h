/* plume-carrier.h: the carrier gas in the column: viscosity, diffusion, pressure, velocity and
 * travel time.
 *
 * The carrier is an ideal gas at one temperature, the analytes are traces, so p u is the same
 * everywhere and p² falls linearly, with Darcy's law and with Ergun's alike. It must never know
 * adsorption.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLUME_GAS_CONSTANT 8.31446261815324 /* J/(mol K) */

typedef enum
{
  PLUME_CARRIER_HELIUM,
  PLUME_CARRIER_NITROGEN,
  PLUME_CARRIER_HYDROGEN,
} PlumeCarrierGas;

typedef enum
{
  PLUME_COLUMN_CAPILLARY,
  PLUME_COLUMN_PACKED,
} PlumeColumnKind;

typedef enum
{
  PLUME_RESISTANCE_DARCY,
  PLUME_RESISTANCE_ERGUN, /* packed columns only */
} PlumeResistance;

/**
 * PlumeVelocityMode:
 * @PLUME_VELOCITY_HOLD_UP_TIME: t_M is given; the velocity is L/t_M everywhere
 * @PLUME_VELOCITY_CONSTANT: u is given
 * @PLUME_VELOCITY_PRESSURES: inlet and outlet pressures are given
 */
typedef enum
{
  PLUME_VELOCITY_HOLD_UP_TIME,
  PLUME_VELOCITY_CONSTANT,
  PLUME_VELOCITY_PRESSURES,
} PlumeVelocityMode;

/**
 * PlumeColumn:
 * @length: L, m
 * @inner_diameter: d_c, m
 * @film_thickness: d_f, m (capillary)
 * @void_fraction: φ (packed)
 * @particle_diameter: d_p, m (packed)
 * @temperature: K
 * @hold_up_time: t_M, s
 * @velocity: u, m/s
 * @inlet_pressure: p_i, Pa
 * @outlet_pressure: p_o, Pa
 */
typedef struct
{
  PlumeColumnKind kind;
  PlumeResistance resistance;
  PlumeVelocityMode mode;
  PlumeCarrierGas gas;
  double length;
  double inner_diameter;
  double film_thickness;
  double void_fraction;
  double particle_diameter;
  double temperature;
  double hold_up_time;
  double velocity;
  double inlet_pressure;
  double outlet_pressure;
} PlumeColumn;

/**
 * PlumeFlow:
 * @length: L, m
 * @phase_ratio: F = stationary over gas volume
 * @viscosity: μ, Pa s
 * @permeability: B₀, m²
 * @inlet_pressure: p_i, Pa
 * @outlet_pressure: p_o, Pa; equal to p_i where the pressure drop is left out
 * @outlet_velocity: u_o, m/s
 * @hold_up_time: t_M, s
 * @compressibility: James–Martin factor j = mean velocity / outlet velocity
 * @plate_height_factor: f, by which the pressure drop multiplies B and the gas-phase C of the plate
 * height
 *
 * The solved flow.
 */
typedef struct
{
  double length;
  double phase_ratio;
  double viscosity;
  double permeability;
  double inlet_pressure;
  double outlet_pressure;
  double outlet_velocity;
  double hold_up_time;
  double compressibility;
  double plate_height_factor;
} PlumeFlow;

double plume_carrier_molar_mass (PlumeCarrierGas gas);
double plume_carrier_viscosity (PlumeCarrierGas gas, double temperature);
double plume_carrier_diffusion_volume (PlumeCarrierGas gas);
gboolean plume_carrier_read_formula (const char *formula,
                                     guint aromatic_rings,
                                     double *molar_mass,
                                     double *diffusion_volume,
                                     GError **error);
double plume_carrier_diffusivity (PlumeCarrierGas gas,
                                  double molar_mass,
                                  double diffusion_volume,
                                  double temperature,
                                  double pressure);

double plume_column_phase_ratio (const PlumeColumn *column);
double plume_column_permeability (const PlumeColumn *column);
gboolean plume_flow_solve (const PlumeColumn *column, PlumeFlow *flow, GError **error);
gboolean plume_flow_find_inlet_pressure (const PlumeColumn *column,
                                         double hold_up_time,
                                         double *inlet_pressure,
                                         GError **error);
double plume_flow_pressure (const PlumeFlow *flow, double x);
double plume_flow_velocity (const PlumeFlow *flow, double x);
double plume_flow_travel_time (const PlumeFlow *flow, double x);
double plume_flow_position (const PlumeFlow *flow, double travel_time);

G_END_DECLS
