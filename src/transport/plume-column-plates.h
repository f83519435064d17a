/* plume-column-plates.h: plate heights, van Deemter's curve, resolution, and columns designed for a
 * wanted resolution.
 *
 * All of it follows from the moments of plume-column.h. It must never know measured peaks.
 */
#pragma once

#include "transport/plume-carrier.h"
#include "transport/plume-column.h"

G_BEGIN_DECLS

/**
 * PlumeVanDeemter:
 * @A: eddy term, m
 * @B: longitudinal diffusion, m²/s
 * @C: resistance to mass transfer, s
 *
 * H(u) = A + B/u + C u
 */
typedef struct
{
  double A;
  double B;
  double C;
} PlumeVanDeemter;

/**
 * PlumeDesignFunc:
 * @x: length, velocity or temperature
 * @first: (out): moments of the first peak
 * @second: (out): moments of the second
 * @data: given with the function
 */
typedef void (*PlumeDesignFunc) (double x,
                                 PlumeMoments *first,
                                 PlumeMoments *second,
                                 gpointer data);

double plume_plates (const PlumeMoments *moments);
double plume_resolution (const PlumeMoments *first, const PlumeMoments *second);
double plume_skewness (const PlumeMoments *moments);

PlumeVanDeemter plume_van_deemter (double diffusivity,
                                   double retention_factor,
                                   double desorption_rate,
                                   double eddy_height);
PlumeVanDeemter plume_van_deemter_golay (double diffusivity,
                                         double film_diffusivity,
                                         double inner_diameter,
                                         double film_thickness,
                                         double retention_factor,
                                         double pressure_factor);
double plume_van_deemter_height (const PlumeVanDeemter *curve, double velocity);
double plume_van_deemter_optimum (const PlumeVanDeemter *curve, double *height);
double plume_golay_desorption_rate (double diffusivity,
                                    double film_diffusivity,
                                    double inner_diameter,
                                    double film_thickness,
                                    double retention_factor);

gboolean plume_design_solve (PlumeDesignFunc function,
                             gpointer data,
                             double from,
                             double to,
                             double resolution,
                             double *x,
                             GError **error);

G_END_DECLS
