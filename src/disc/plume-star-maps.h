/* plume-star-maps.h: pictures of the plane (z, v_z): density, contrast, and mean motions.
 *
 * It turns the angles, reads positions from a small table and bins them in one pass; nothing of a
 * star is stored for a moment of time. It must never know colours.
 */
#pragma once

#include "core/plume-array.h"
#include "disc/plume-stars.h"

G_BEGIN_DECLS

/**
 * PlumeStarWindow:
 * @n_z: pixels along z
 * @n_v: pixels along v_z
 * @z: largest |z|, kpc
 * @v: largest |v_z|, km/s
 * @is_weighted: count the weights 1 − f0/f in place of stars
 *
 * Which part of the plane is drawn.
 */
typedef struct
{
  gsize n_z, n_v;
  double z, v;
  gboolean is_weighted;
} PlumeStarWindow;

/**
 * PlumeStarMap:
 * @window: the part of the plane
 * @count: (array): stars, or sums of weights, in pixels; v slowest, both from − to +
 * @radial: (nullable): mean v_R, km/s; NaN in empty pixels
 * @azimuthal: (nullable): mean v_φ, km/s
 * @n_inside: stars within the window
 *
 * What was binned.
 */
typedef struct
{
  PlumeStarWindow window;
  PlumeArray *count;
  PlumeArray *radial;
  PlumeArray *azimuthal;
  gsize n_inside;
} PlumeStarMap;

typedef struct _PlumeStarLookup PlumeStarLookup;

PlumeStarLookup *plume_star_lookup_new (const PlumeVertical *vertical);
void plume_star_lookup_free (PlumeStarLookup *lookup);

PlumeStarMap *plume_star_map_new (const PlumeStars *stars,
                                  const PlumeStarLookup *lookup,
                                  double t,
                                  const PlumeStarWindow *window,
                                  PlumeTask *task,
                                  GError **error);
void plume_star_map_free (PlumeStarMap *map);

PlumeArray *plume_star_map_smooth (const PlumeStarMap *map, const PlumeArray *values, double stars);
PlumeArray *plume_star_map_contrast (const PlumeStarMap *map, double stars, double width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStarLookup, plume_star_lookup_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStarMap, plume_star_map_free)

G_END_DECLS
