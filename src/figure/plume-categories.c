/* plume-categories.c: colours and shapes by which the categories of points are told apart.
 *
 * The first six colours are those of components. The others were chosen one after the other, each
 * as far as possible from those before it and from the grey of points that are not chosen: the
 * distance in CIELAB plus 0.4 of the distance that a person without green cones sees (Machado,
 * Oliveira & Fernandes 2009), at a lightness of 28–78 and a chroma of 22–72. Their sisters for dark
 * backgrounds are mixed with white until their lightness is 60. Beyond twelve colours nobody tells
 * all of them apart, so that the shape changes after every nine.
 */
#include "figure/plume-layout-private.h"

#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0, 1                \
  }

#define N_COMPONENTS 6
#define A_SHAPE      9

static const PlumeRgba further[][2] = {
  { RGB (0x5A3C1E), RGB (0xA08F7E) }, { RGB (0x96D24B), RGB (0xC0E493) },
  { RGB (0x780F87), RGB (0xB881C0) }, { RGB (0xD21E4B), RGB (0xE26D8A) },
  { RGB (0xA587FF), RGB (0xB9A2FF) }, { RGB (0xFFA587), RGB (0xFFC4B1) },
  { RGB (0x3C6900), RGB (0x809E59) }, { RGB (0x0F5A5A), RGB (0x6F9C9C) },
  { RGB (0x87004B), RGB (0xC380A5) }, { RGB (0x003CA5), RGB (0x7394CE) },
  { RGB (0xA5A569), RGB (0xBCBC8E) }, { RGB (0x5A3C69), RGB (0xA08FA9) },
  { RGB (0x3CD2D2), RGB (0x8AE4E4) }, { RGB (0x871E00), RGB (0xCE6A4A) },
  { RGB (0xFF87F0), RGB (0xFFB1F5) }, { RGB (0x00D278), RGB (0x66E4AE) },
  { RGB (0x96690F), RGB (0xB08E4B) }, { RGB (0xC32D96), RGB (0xD56CB6) },
  { RGB (0xA55A5A), RGB (0xBC8383) }, { RGB (0xD2B4F0), RGB (0xE3D0F6) },
};

/**
 * plume_style_category:
 * @style: light or dark
 * @category: number of the category; below 0 for points of none, which are grey
 *
 * Returns: its colour, the same in every view; after 26 they begin again
 */
PlumeRgba
plume_style_category (const PlumeStyle *style, int category)
{
  int index = category % (int)(N_COMPONENTS + G_N_ELEMENTS (further));

  if (category < 0)
    return plume_style_colour (style, PLUME_COLOUR_GREY);
  if (index < N_COMPONENTS)
    return plume_style_colour (style, plume_colour_of_component ((guint)index));
  return further[index - N_COMPONENTS][style->dark ? 1 : 0];
}

/**
 * plume_category_marker:
 * @category: number of the category, below 0 for none
 * @marker: what the ink of the mark says; only discs change
 *
 * Returns: the shape of its points
 */
PlumeMarker
plume_category_marker (int category, PlumeMarker marker)
{
  static const PlumeMarker shapes[] = { PLUME_MARKER_DISC, PLUME_MARKER_SQUARE,
                                        PLUME_MARKER_TRIANGLE };

  if (category < 0 || marker != PLUME_MARKER_DISC)
    return marker;
  return shapes[category / A_SHAPE % (int)G_N_ELEMENTS (shapes)];
}

/**
 * plume_category_id:
 * @mark: a mark with categories
 * @category: one of them
 *
 * Returns: (transfer full): what it is called among hidden marks; by its name, so that it stays
 * hidden where other data number it differently
 */
char *
plume_category_id (const PlumeMark *mark, int category)
{
  return g_strconcat (mark->id, "/", mark->categories[category], NULL);
}

/**
 * plume_layout_shows_category:
 * @layout: a layout
 * @mark: a mark of its figure
 * @category: one of its categories, or −1 for points of none, which are shown with the mark
 *
 * Returns: %FALSE where a person has switched it off
 */
gboolean
plume_layout_shows_category (const PlumeLayout *layout, const PlumeMark *mark, int category)
{
  g_autofree char *id = NULL;

  if (layout->hidden_marks == NULL || category < 0)
    return TRUE;
  id = plume_category_id (mark, category);
  return !g_strv_contains ((const char *const *)layout->hidden_marks, id);
}
