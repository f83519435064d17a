/* plume-style.c: what a figure looks like on screen, in a presentation and in a file; light and
 * dark.
 *
 * The categorical palette is that of Okabe & Ito ("Color universal design", 2008), each hue with a
 * lighter sister for dark backgrounds. It knows no marks and no layout.
 */
#include "figure/plume-layout.h"

#include <math.h>

#define FONTS "Inter, Cantarell, DejaVu Sans"

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

PlumeRgba
plume_style_colour (const PlumeStyle *style, PlumeColour colour)
{
  return palette[colour < PLUME_N_COLOURS ? colour : PLUME_COLOUR_TEXT][style->dark ? 1 : 0];
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
