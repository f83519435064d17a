/* plume-cloud.h: very many points that turn on known orbits, each at an angle of its own speed.
 *
 * Point i has an orbit of size radius i and stands at the angle θ = angle i + rate i · t of it; a
 * table tells where that is in the plane. Time is no part of a cloud, so a slider of time makes new
 * figures of the same cloud and touches none of its points.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeCloud:
 * @length: number of points
 * @radius: size of a point's orbit, 0…@radius_max (of actions J: √J, which keeps the table smooth
 * at the origin); a point that is NaN or outside is not drawn
 * @angle: of a point at time 0, rad
 * @rate: rad per unit of time
 * @weight: (nullable): for how much a point counts, above 0, else it is not drawn; %NULL for 1 each
 * @n_radii: @n_angles: rows and columns of the table
 * @table: x and y where radius is row · @radius_max / (@n_radii − 1) and θ is column · 2π /
 * @n_angles; two columns and a row more than that, copies of the first columns and of the last row
 * @x_low: @x_high: @y_low: @y_high: extremes of the table
 * @quanta: weighted points are counted in whole numbers of 1 / @quanta of the mean weight, so that
 * sums are exact in any order; 1 where there are no weights
 * @mean_weight: of the points that are drawn
 *
 * Made with plume_cloud_new(), filled, closed with plume_cloud_close(), then never written again.
 */
typedef struct
{
  gsize length;
  float *radius, *angle, *rate, *weight;
  guint n_radii, n_angles;
  double radius_max;
  float *table;
  double x_low, x_high, y_low, y_high;
  guint32 quanta;
  double mean_weight;
} PlumeCloud;

PlumeCloud *plume_cloud_new (gsize length, gboolean weighted);
void plume_cloud_close (
    PlumeCloud *cloud, guint n_radii, guint n_angles, const float *places, double radius_max);
PlumeCloud *plume_cloud_ref (PlumeCloud *cloud);
void plume_cloud_unref (PlumeCloud *cloud);

void plume_cloud_get_places (
    const PlumeCloud *cloud, double time, gsize from, gsize length, double *x, double *y);
void plume_cloud_get_counts (const PlumeCloud *cloud, gsize from, gsize length, guint32 *counts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeCloud, plume_cloud_unref)

G_END_DECLS
