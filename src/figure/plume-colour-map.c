/* plume-colour-map.c: colour maps that are even to the eye.
 *
 * The sequential ones (viridis and magma of van der Walt & Smith 2015; cividis of Nuñez, Anderton &
 * Renslow, PLoS ONE 13, 2018) are ten anchors each, joined by Catmull–Rom splines. The diverging
 * one is a straight walk in CIELAB from a blue to white and on to a red of the same lightness and
 * chroma; the cyclic one runs white–red–dark–blue–white, lightness as a cosine, so it reads in grey
 * as well.
 */
#include "figure/plume-layout.h"

#include <math.h>

#define N_ANCHORS 10

static const guint32 viridis[N_ANCHORS] = { 0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E,
                                            0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725 };
static const guint32 cividis[N_ANCHORS] = { 0x00204D, 0x00336F, 0x39486B, 0x575C6D, 0x707173,
                                            0x8A8779, 0xA69D75, 0xC4B56C, 0xE4CF5B, 0xFFEA46 };
static const guint32 magma[N_ANCHORS] = { 0x000004, 0x180F3E, 0x451077, 0x721F81, 0x9F2F7F,
                                          0xCD4071, 0xF1605D, 0xFD9567, 0xFEC98D, 0xFCFDBF };

static double
anchor_channel (const guint32 *anchors, int index, int shift)
{
  /* Beyond the ends the anchors go on straight. */
  if (index < 0)
    return 2 * anchor_channel (anchors, 0, shift) - anchor_channel (anchors, 1, shift);
  if (index >= N_ANCHORS)
    return 2 * anchor_channel (anchors, N_ANCHORS - 1, shift)
           - anchor_channel (anchors, N_ANCHORS - 2, shift);
  return (anchors[index] >> shift & 255) / 255.0;
}

static double
spline_channel (const guint32 *anchors, double fraction, int shift)
{
  double position = fraction * (N_ANCHORS - 1);
  int index = MIN ((int)position, N_ANCHORS - 2);
  double t = position - index;
  double p0 = anchor_channel (anchors, index - 1, shift);
  double p1 = anchor_channel (anchors, index, shift);
  double p2 = anchor_channel (anchors, index + 1, shift);
  double p3 = anchor_channel (anchors, index + 2, shift);
  double value =
      p1
      + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));

  return CLAMP (value, 0, 1);
}

static PlumeRgba
sequential (const guint32 *anchors, double fraction)
{
  return (PlumeRgba){ spline_channel (anchors, fraction, 16), spline_channel (anchors, fraction, 8),
                      spline_channel (anchors, fraction, 0), 1 };
}

static double
lab_inverse (double t)
{
  return t > 6.0 / 29 ? t * t * t : 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0 / 29);
}

static double
srgb_encode (double linear)
{
  double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;

  return CLAMP (value, 0, 1);
}

/* CIELAB (D65) to sRGB, IEC 61966-2-1. */
static PlumeRgba
from_lab (double lightness, double a, double b)
{
  double fy = (lightness + 16) / 116;
  double x = 0.95047 * lab_inverse (fy + a / 500);
  double y = lab_inverse (fy);
  double z = 1.08883 * lab_inverse (fy - b / 200);

  return (PlumeRgba){ srgb_encode (3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
                      srgb_encode (-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
                      srgb_encode (0.0556434 * x - 0.2040259 * y + 1.0572252 * z), 1 };
}

static PlumeRgba
diverging (double fraction)
{
  double away = 2 * fraction - 1;
  double size = fabs (away);
  double lightness = 97 - 57 * size;

  return away < 0 ? from_lab (lightness, 6 * size, -48 * size)
                  : from_lab (lightness, 56 * size, 34 * size);
}

static PlumeRgba
cyclic (double fraction)
{
  double side = sin (2 * G_PI * fraction);
  double size = fabs (side);
  double lightness = 57 + 31 * cos (2 * G_PI * fraction);

  return side < 0 ? from_lab (lightness, 6 * size, -42 * size)
                  : from_lab (lightness, 46 * size, 32 * size);
}

/* Less and less transparent, so that it serves on a light and on a dark ground and hides little. */
static PlumeRgba
mist (double fraction)
{
  return (PlumeRgba){ 0.36, 0.56, 0.80, 0.6 * pow (fraction, 0.6) };
}

/**
 * plume_colour_map_at:
 * @map: a map; the default one is viridis
 * @fraction: where, clamped to 0…1; NaN is transparent
 *
 * Returns: the colour, not premultiplied
 */
PlumeRgba
plume_colour_map_at (PlumeColourMap map, double fraction)
{
  if (isnan (fraction))
    return (PlumeRgba){ 0, 0, 0, 0 };
  fraction = CLAMP (fraction, 0, 1);
  switch (map)
    {
    case PLUME_COLOUR_MAP_CIVIDIS:
      return sequential (cividis, fraction);
    case PLUME_COLOUR_MAP_MAGMA:
      return sequential (magma, fraction);
    case PLUME_COLOUR_MAP_DIVERGING:
      return diverging (fraction);
    case PLUME_COLOUR_MAP_CYCLIC:
      return cyclic (fraction);
    case PLUME_COLOUR_MAP_MIST:
      return mist (fraction);
    case PLUME_COLOUR_MAP_GREY:
      return (PlumeRgba){ fraction, fraction, fraction, 1 };
    case PLUME_COLOUR_MAP_DEFAULT:
    case PLUME_COLOUR_MAP_VIRIDIS:
    default:
      return sequential (viridis, fraction);
    }
}
