/* plume-column-temperature.h: retention and rates as functions of temperature, and programmes of
 * temperature.
 *
 * ln k' = −ΔH/(RT) + ΔS/R − ln β, k_d = k_d,ref e^(−E_d/R (1/T − 1/T_ref)). Whole peaks under a
 * programme come from plume-column-lattice.h, with plume_programme_conditions() as its conditions.
 */
#pragma once

#include "transport/plume-carrier.h"

G_BEGIN_DECLS

/**
 * PlumeThermal:
 * @retention_factor: k' at the reference temperature
 * @desorption_rate: k_d at it, 1/s
 * @reference: T_ref, K
 * @enthalpy: ΔH of adsorption or dissolution, J/mol, negative where heat is set free
 * @activation_energy: E_d of desorption, J/mol
 */
typedef struct
{
  double retention_factor;
  double desorption_rate;
  double reference;
  double enthalpy;
  double activation_energy;
} PlumeThermal;

/**
 * PlumeProgrammeStep:
 * @rate: K/s towards @target, either sign given; 0 only where the temperature is there already
 * @target: temperature at the end of the ramp, K
 * @hold: time at @target, s
 */
typedef struct
{
  double rate;
  double target;
  double hold;
} PlumeProgrammeStep;

/**
 * PlumeProgramme:
 * @start: first temperature, K
 * @initial_hold: time at it, s
 * @n_steps: number of ramps
 * @steps: (array length=n_steps): ramps; borrowed
 *
 * Temperature over time; after the last step it stays.
 */
typedef struct
{
  double start;
  double initial_hold;
  guint n_steps;
  const PlumeProgrammeStep *steps;
} PlumeProgramme;

/**
 * PlumeProgrammedColumn:
 * @programme: the oven
 * @column: the tube; with pressures given, t_M follows the viscosity; else t_M is constant
 * @n_analytes: number of analytes
 * @analytes: (array length=n_analytes): their thermodynamics
 *
 * Data for plume_programme_conditions().
 */
typedef struct
{
  PlumeProgramme programme;
  PlumeColumn column;
  guint n_analytes;
  const PlumeThermal *analytes;
} PlumeProgrammedColumn;

double plume_thermal_retention_factor (const PlumeThermal *analyte, double temperature);
double plume_thermal_desorption_rate (const PlumeThermal *analyte, double temperature);
double plume_thermal_entropy (const PlumeThermal *analyte, double phase_ratio);

double plume_programme_temperature (const PlumeProgramme *programme, double t);
gboolean plume_programme_check (const PlumeProgramme *programme, GError **error);
double plume_programme_hold_up_time (const PlumeProgrammedColumn *column, double temperature);
gboolean plume_programme_retention (const PlumeProgrammedColumn *column,
                                    guint analyte,
                                    double longest,
                                    double *retention_time,
                                    double *sigma,
                                    GError **error);
void plume_programme_conditions (double t,
                                 double *hold_up_time,
                                 double *retention_factors,
                                 double *desorption_rates,
                                 gpointer data);

G_END_DECLS
