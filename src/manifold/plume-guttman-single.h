/* plume-guttman-single.h: a Guttman step in single precision, fast enough for every frame of a
 * drag.
 *
 * Y ← (1/m) B(Y) Y with unit weights, from distances as an upper triangle. It knows no frames.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeSingleGuttman:
 * @triangle: m (m − 1)/2 distances of pairs i < j, row by row: (0,1), (0,2) … (m−2, m−1)
 * @y: d × m coordinates, moved by each step
 * @stress: (out): Σ_(i<j) (δ − D)² where the points were before the step
 * @squares: (out): Σ_(i<j) D²
 */
typedef struct
{
  gsize m;
  guint d;
  const float *triangle;
  float *y;
  double stress, squares;
  /*< private >*/
  float *sums;   /* of each strip, d × m */
  gsize *bounds; /* first row of each strip */
  double *strip_stress, *strip_squares;
} PlumeSingleGuttman;

void plume_single_guttman_init (PlumeSingleGuttman *guttman, gsize m, guint d);
void plume_single_guttman_clear (PlumeSingleGuttman *guttman);
void plume_single_guttman_step (PlumeSingleGuttman *guttman);
/* Stress where the points are, which stay. */
void plume_single_guttman_look (PlumeSingleGuttman *guttman);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlumeSingleGuttman, plume_single_guttman_clear)

G_END_DECLS
