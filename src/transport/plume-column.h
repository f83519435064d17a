/* plume-column.h: what goes into a column, and what the column does to it as long as everything is
 * linear.
 *
 * The inlet c_in(t)/c0 and the transfer function of column, dead volume and detector; the words
 * that every engine of the column shares.
 */
#pragma once

#include <complex.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeInletShape:
 * @PLUME_INLET_PLUG: 1 for 0 ≤ t < duration
 * @PLUME_INLET_GAUSSIAN: exp(−(t − centre)²/(2 duration²)); with a centre of six durations or more
 * nothing is before 0
 * @PLUME_INLET_DECAY: e^(−t/duration) for t ≥ 0: the emptying liner of a splitless injector
 * @PLUME_INLET_SAMPLED: linear between measured points, 0 before the first and after the last
 */
typedef enum
{
  PLUME_INLET_PLUG,
  PLUME_INLET_GAUSSIAN,
  PLUME_INLET_DECAY,
  PLUME_INLET_SAMPLED,
} PlumeInletShape;

/**
 * PlumeInlet:
 * @shape: which
 * @duration: plug length t_inj, standard deviation, or time constant, s
 * @centre: of the Gaussian, s
 * @n: number of samples
 * @times: (array length=n): increasing, s; borrowed
 * @values: (array length=n): c_in/c0; borrowed
 */
typedef struct
{
  PlumeInletShape shape;
  double duration;
  double centre;
  gsize n;
  const double *times;
  const double *values;
} PlumeInlet;

/**
 * PlumeMoments:
 * @area: ∫ c dt, s
 * @mean: s
 * @variance: σ², s²
 * @third: third central moment, s³
 */
typedef struct
{
  double area;
  double mean;
  double variance;
  double third;
} PlumeMoments;

/**
 * PlumeBoundary:
 * @PLUME_BOUNDARY_PLUG: no axial dispersion
 * @PLUME_BOUNDARY_OPEN: c = c_in at the inlet, semi-infinite column
 * @PLUME_BOUNDARY_FLUX: u c − D ∂c/∂x = u c_in at the inlet, semi-infinite column
 * @PLUME_BOUNDARY_CLOSED: the same inlet, ∂c/∂x = 0 at the outlet (Danckwerts)
 */
typedef enum
{
  PLUME_BOUNDARY_PLUG,
  PLUME_BOUNDARY_OPEN,
  PLUME_BOUNDARY_FLUX,
  PLUME_BOUNDARY_CLOSED,
} PlumeBoundary;

/**
 * PlumeTransfer:
 * @hold_up_time: t_M, or θ(x) inside the column, s
 * @retention_factor: k'
 * @desorption_rate: k_d, 1/s
 * @second_retention_factor: k' of a second kind of adsorption site, 0 for none
 * @second_desorption_rate: k_d of it, 1/s
 * @boundary: boundary conditions
 * @peclet: u L/D; not read with %PLUME_BOUNDARY_PLUG
 * @mixing_time: volume/flow of a stirred dead volume, s; 0 for none
 * @detector_time: time constant of the detector, s; 0 for none
 */
typedef struct
{
  double hold_up_time;
  double retention_factor;
  double desorption_rate;
  double second_retention_factor;
  double second_desorption_rate;
  PlumeBoundary boundary;
  double peclet;
  double mixing_time;
  double detector_time;
} PlumeTransfer;

double plume_inlet_value (const PlumeInlet *inlet, double t);
double plume_inlet_mean (const PlumeInlet *inlet, double from, double to);
double plume_inlet_end (const PlumeInlet *inlet);
PlumeMoments plume_inlet_moments (const PlumeInlet *inlet);
double complex plume_inlet_transform (const PlumeInlet *inlet, double complex s);
gboolean plume_inlet_check (const PlumeInlet *inlet, GError **error);

double complex plume_transfer_evaluate (const PlumeTransfer *transfer, double complex s);
PlumeMoments plume_transfer_moments (const PlumeTransfer *transfer);
double plume_transfer_adsorptions (const PlumeTransfer *transfer);
gboolean plume_transfer_check (const PlumeTransfer *transfer, GError **error);

G_END_DECLS
