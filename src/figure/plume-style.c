/* plume-style.c: what a figure looks like on screen, in a presentation and in a file; light and
 * dark.
 *
 * The categorical palette is that of Okabe & Ito ("Color universal design", 2008), each hue with a
 * lighter sister for dark backgrounds. It knows no marks and no layout.
 */
#include "figure/plume-layout.h"

#include <math.h>

#define FONTS          "Inter, Cantarell, DejaVu Sans"
#define LEAST_CONTRAST 4.5 /* of words, WCAG 2.1, criterion 1.4.3 */

#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0, 1                \
  }

static const PlumeRgba palette[PLUME_N_COLOURS][2] = {
  [PLUME_COLOUR_BLUE] = { RGB (0x0072B2), RGB (0x56B4E9) },
  [PLUME_COLOUR_VERMILION] = { RGB (0xD55E00), RGB (0xFF8A4C) },
  [PLUME_COLOUR_GREEN] = { RGB (0x009E73), RGB (0x35C79A) },
  [PLUME_COLOUR_PURPLE] = { RGB (0xCC79A7), RGB (0xE39FC6) },
  [PLUME_COLOUR_ORANGE] = { RGB (0xE69F00), RGB (0xFFB93B) },
  [PLUME_COLOUR_SKY] = { RGB (0x56B4E9), RGB (0x8FD0F5) },
  [PLUME_COLOUR_GREY] = { RGB (0x6E6E6E), RGB (0xA8A8A8) },
  [PLUME_COLOUR_TEXT] = { RGB (0x1A1A1A), RGB (0xF2F2F2) },
  [PLUME_COLOUR_FAINT] = { { 0x1A / 255.0, 0x1A / 255.0, 0x1A / 255.0, 0.08 },
                           { 0xF2 / 255.0, 0xF2 / 255.0, 0xF2 / 255.0, 0.08 } },
};

static const PlumeRgba backgrounds[2] = { RGB (0xFFFFFF), RGB (0x1E1E1E) };

static PlumeStyle
style_new (gboolean dark, double font_size, double pixels_per_unit)
{
  PlumeStyle style = {
    .dark = dark,
    .font = FONTS,
    .font_size = font_size,
    .stroke = 1.5,
    .hairline = 0.75,
    .marker = 3,
    .tick_length = 4,
    .colour_map = PLUME_COLOUR_MAP_VIRIDIS,
    .pixels_per_unit = pixels_per_unit > 0 ? pixels_per_unit : 1,
  };

  return style;
}

/**
 * plume_style_screen:
 * @dark: whether the desktop is dark
 * @scale_factor: device pixels a unit
 *
 * Returns: the style of the window; a unit is a logical pixel
 */
PlumeStyle
plume_style_screen (gboolean dark, double scale_factor)
{
  return style_new (dark, 13, scale_factor);
}

/**
 * plume_style_presentation:
 * @dark: whether the room is
 * @scale_factor: device pixels a unit
 * @height: of the figure, units; everything grows with it
 *
 * Returns: a style that is read from the last row
 */
PlumeStyle
plume_style_presentation (gboolean dark, double scale_factor, double height)
{
  double growth = CLAMP (height / 480, 1.4, 4);
  PlumeStyle style = style_new (dark, 13 * growth, scale_factor);

  style.stroke *= growth;
  style.hairline *= growth;
  style.marker *= growth;
  style.tick_length *= growth;
  return style;
}

/**
 * plume_style_file:
 * @dark: whether the page is
 * @dpi: pixels an inch, of PNG and of marks that become images
 *
 * Returns: the style of exported files; a unit is a point, 1/72 inch
 */
PlumeStyle
plume_style_file (gboolean dark, double dpi)
{
  PlumeStyle style = style_new (dark, 8, dpi / 72);

  style.stroke = 1;
  style.hairline = 0.5;
  style.marker = 2.25;
  style.tick_length = 3;
  style.without_handles = TRUE;
  return style;
}

/**
 * plume_style_raise_contrast:
 * @style: a style that becomes one of high contrast
 */
void
plume_style_raise_contrast (PlumeStyle *style)
{
  style->high_contrast = TRUE;
  style->hairline = fmax (style->hairline, 1);
  style->stroke *= 1.25;
}

/* Linear light of an sRGB component. */
static double
linear (double component)
{
  return component <= 0.04045 ? component / 12.92 : pow ((component + 0.055) / 1.055, 2.4);
}

static double
luminance (const PlumeRgba *colour)
{
  return 0.2126 * linear (colour->red) + 0.7152 * linear (colour->green)
         + 0.0722 * linear (colour->blue);
}

static PlumeRgba
mix (const PlumeRgba *from, const PlumeRgba *to, double share)
{
  return (PlumeRgba){ from->red + share * (to->red - from->red),
                      from->green + share * (to->green - from->green),
                      from->blue + share * (to->blue - from->blue), from->alpha };
}

/**
 * plume_colour_contrast:
 * @colour: what is seen, possibly translucent
 * @ground: before what, opaque
 *
 * Returns: the ratio of their luminances, 1 … 21 (WCAG 2.1, "contrast ratio")
 */
double
plume_colour_contrast (const PlumeRgba *colour, const PlumeRgba *ground)
{
  PlumeRgba seen = mix (ground, colour, colour->alpha);
  double a = luminance (&seen), b = luminance (ground);

  return (fmax (a, b) + 0.05) / (fmin (a, b) + 0.05);
}

static PlumeRgba
palette_colour (const PlumeStyle *style, PlumeColour colour)
{
  return palette[colour < PLUME_N_COLOURS ? colour : PLUME_COLOUR_TEXT][style->dark ? 1 : 0];
}

/**
 * plume_style_colour_of_words:
 * @style: a style
 * @colour: what colour means
 *
 * Some colours that are strong enough for a line are too pale for words.
 *
 * Returns: the colour, drawn towards that of text until words can be read in it
 */
PlumeRgba
plume_style_colour_of_words (const PlumeStyle *style, PlumeColour colour)
{
  PlumeRgba hue = palette_colour (style, colour), text = palette_colour (style, PLUME_COLOUR_TEXT);
  PlumeRgba ground = plume_style_background (style), words = hue;

  for (int i = 1; i <= 20 && plume_colour_contrast (&words, &ground) < LEAST_CONTRAST; i++)
    words = mix (&hue, &text, 0.05 * i);
  return words;
}

PlumeRgba
plume_style_colour (const PlumeStyle *style, PlumeColour colour)
{
  PlumeRgba found = palette_colour (style, colour);

  if (!style->high_contrast)
    return found;
  if (colour != PLUME_COLOUR_FAINT)
    return plume_style_colour_of_words (style, colour);
  found.alpha = 0.3;
  return found;
}

PlumeRgba
plume_style_background (const PlumeStyle *style)
{
  return backgrounds[style->dark ? 1 : 0];
}

PlumeRgba
plume_style_text (const PlumeStyle *style)
{
  return plume_style_colour (style, PLUME_COLOUR_TEXT);
}

/**
 * plume_style_colour_map:
 * @style: a style
 * @map: what a mark asks for
 *
 * Returns: @map, or the style's own where the mark leaves the choice to it
 */
PlumeColourMap
plume_style_colour_map (const PlumeStyle *style, PlumeColourMap map)
{
  if (map != PLUME_COLOUR_MAP_DEFAULT)
    return map;
  return style->colour_map != PLUME_COLOUR_MAP_DEFAULT ? style->colour_map
                                                       : PLUME_COLOUR_MAP_VIRIDIS;
}
