/* plume-text.c: text through Pango, measured and drawn alike.
 *
 * Sizes are absolute (units, not points) and hinting of metrics is off, so what was measured at one
 * scale fits at every other.
 */
#include "figure/plume-layout-private.h"

#include <math.h>
#include <string.h>

/* Cairo 1.16 aborts ("cache_frozen") where one thread lets go of a font in the moment in which
 * another takes up the same. */
static GMutex fonts_mutex;

/**
 * plume_text_begin:
 *
 * Where a hand measures or draws; what it sets in a context must be restored before
 * plume_text_end().
 */
void
plume_text_begin (void)
{
  g_mutex_lock (&fonts_mutex);
}

void
plume_text_end (void)
{
  g_mutex_unlock (&fonts_mutex);
}

/**
 * plume_text_new:
 * @style: the font
 *
 * It knows nothing of the scale of what it draws on, for which Cairo finds the letters: Pango keeps
 * all that it ever learns of a font at a scale, some hundred kilobytes.
 *
 * Returns: (transfer full): a measuring and writing hand; for one thread
 */
PlumeText *
plume_text_new (const PlumeStyle *style)
{
  PlumeText *text = g_new0 (PlumeText, 1);
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  text->layout = pango_layout_new (context);
  g_object_unref (context);
  pango_layout_set_single_paragraph_mode (text->layout, TRUE);
  text->font = pango_font_description_from_string (style->font);
  return text;
}

void
plume_text_free (PlumeText *text)
{
  if (text == NULL)
    return;
  pango_font_description_free (text->font);
  plume_text_begin ();
  g_object_unref (text->layout);
  plume_text_end ();
  g_free (text);
}

/* Raised and lowered parts get their size and rise here, since Pango 1.50 warns ("leftover font
 * scales") at its own <sup> and <sub> where they end a text. */
static void
set_markup (PangoLayout *layout, const char *markup, double size)
{
  g_autofree char *raise =
      g_strdup_printf ("<span size=\"72%%\" rise=\"%d\">", (int)(0.36 * size * PANGO_SCALE));
  g_autofree char *lower =
      g_strdup_printf ("<span size=\"72%%\" rise=\"%d\">", (int)(-0.16 * size * PANGO_SCALE));
  g_autoptr (GString) spans = g_string_new (markup);

  g_string_replace (spans, "<sup>", raise, 0);
  g_string_replace (spans, "</sup>", "</span>", 0);
  g_string_replace (spans, "<sub>", lower, 0);
  g_string_replace (spans, "</sub>", "</span>", 0);
  pango_layout_set_markup (layout, spans->str, -1);
}

static void
set_text (PlumeText *text, const char *markup, double size, gboolean bold)
{
  pango_font_description_set_absolute_size (text->font, size * PANGO_SCALE);
  pango_font_description_set_weight (text->font,
                                     bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (text->layout, text->font);
  pango_layout_set_width (text->layout, -1);
  pango_layout_set_attributes (text->layout, NULL);
  if (strpbrk (markup, "<&") != NULL)
    set_markup (text->layout, markup, size);
  else
    pango_layout_set_text (text->layout, markup, -1);
}

/**
 * plume_text_measure:
 * @text: a hand
 * @markup: valid markup
 * @size: font size, units
 * @bold: whether it is set in semi-bold
 *
 * Returns: the size of the text in one line
 */
PlumeTextSize
plume_text_measure (PlumeText *text, const char *markup, double size, gboolean bold)
{
  PangoRectangle logical;
  int baseline;

  plume_text_begin ();
  set_text (text, markup, size, bold);
  pango_layout_get_extents (text->layout, NULL, &logical);
  baseline = pango_layout_get_baseline (text->layout);
  plume_text_end ();
  return (PlumeTextSize){ (double)logical.width / PANGO_SCALE, (double)logical.height / PANGO_SCALE,
                          (double)baseline / PANGO_SCALE };
}

/**
 * plume_text_draw:
 * @text: a hand
 * @cr: where
 * @label: what; text longer than its box is ellipsized
 * @halo: (nullable): colour of an outline behind the letters
 */
void
plume_text_draw (PlumeText *text, cairo_t *cr, const PlumeLabel *label, const PlumeRgba *halo)
{
  const PlumeRect *box = &label->box;
  gboolean upright = fabs (cos (label->rotation)) < 0.5;
  double length = upright ? box->height : box->width;
  PangoRectangle logical;

  plume_text_begin ();
  set_text (text, label->markup, label->size, label->bold);
  pango_layout_get_extents (text->layout, NULL, &logical);
  if ((double)logical.width / PANGO_SCALE > length + 0.05)
    {
      pango_layout_set_ellipsize (text->layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (text->layout, (int)(length * PANGO_SCALE));
      pango_layout_get_extents (text->layout, NULL, &logical);
    }
  else
    pango_layout_set_ellipsize (text->layout, PANGO_ELLIPSIZE_NONE);

  cairo_save (cr);
  cairo_translate (cr, box->x + box->width / 2, box->y + box->height / 2);
  cairo_rotate (cr, label->rotation);
  cairo_translate (cr, -(double)logical.width / PANGO_SCALE / 2 - (double)logical.x / PANGO_SCALE,
                   -(double)logical.height / PANGO_SCALE / 2);
  if (halo != NULL)
    {
      cairo_move_to (cr, 0, 0);
      pango_cairo_layout_path (cr, text->layout);
      cairo_set_source_rgba (cr, halo->red, halo->green, halo->blue, 0.85 * label->colour.alpha);
      cairo_set_line_width (cr, label->size * 0.25);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (cr);
    }
  cairo_move_to (cr, 0, 0);
  cairo_set_source_rgba (cr, label->colour.red, label->colour.green, label->colour.blue,
                         label->colour.alpha);
  pango_cairo_show_layout (cr, text->layout);
  cairo_restore (cr);
  plume_text_end ();
}

/**
 * plume_text_safe_markup:
 * @text: (nullable): markup, or plain text from anywhere
 *
 * Returns: (transfer full) (nullable): @text where it is valid markup, else @text with everything
 * escaped
 */
char *
plume_text_safe_markup (const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return NULL;
  valid = g_utf8_make_valid (text, -1);
  if (strpbrk (valid, "<&") == NULL || pango_parse_markup (valid, -1, 0, NULL, NULL, NULL, NULL))
    return g_steal_pointer (&valid);
  return g_markup_escape_text (valid, -1);
}
