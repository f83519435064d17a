/* plume-phantom.h: slices of heads that nobody had: a family of ellipse phantoms.
 *
 * After the head of Shepp & Logan 1974 (doi 10.1109/TNS.1974.6499235): a slice is a sum of ellipses
 * of constant intensity. Here every member of the family has its own ellipses, drawn at random
 * about a head, and two contrasts of the same anatomy. It knows no scanner and no denoiser.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PLUME_CONTRAST_RESONANCE,   /* fat and white matter bright, fluid dark, as in T1-weighted MRI */
  PLUME_CONTRAST_ATTENUATION, /* bone bright, soft tissues nearly alike, as in X-ray CT */
  PLUME_N_CONTRASTS,
} PlumeContrast;

void plume_phantom_draw (
    guint64 seed, guint64 index, PlumeContrast contrast, gsize side, double *picture);

G_END_DECLS
