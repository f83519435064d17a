/* plume-export-vector.c: pictures as SVG and PDF through Cairo.
 *
 * SVG carries title, description and recipe as elements (the recipe in base64, so no character of
 * it can break the XML); PDF carries them in its information dictionary, the recipe as a keyword.
 * Neither has a date, and the numbers that Cairo gives to its surfaces, which depend on what was
 * drawn before, are counted anew.
 */
#include "figure/plume-export-private.h"

#include "core/plume-error.h"
#include "figure/plume-paint.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_string_append_len (closure, (const char *)data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
paint (cairo_surface_t *surface, const PlumeLayout *layout, GError **error)
{
  double dpi = 72 * layout->style.pixels_per_unit;
  cairo_t *cr;
  cairo_status_t status;

  cairo_surface_set_fallback_resolution (surface, dpi, dpi);
  cr = cairo_create (surface);
  plume_cairo_paint (cr, layout);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("The picture cannot be drawn: %s; choose another size or format"),
               cairo_status_to_string (status));
  return FALSE;
}

/* Text that XML allows: valid UTF-8 without control characters. */
static char *
xml_escape (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *escaped = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if ((character < 0x20 && character != '\t' && character != '\n') || character == 0xfffe
          || character == 0xffff)
        continue;
      if (character == '<')
        g_string_append (escaped, "&lt;");
      else if (character == '>')
        g_string_append (escaped, "&gt;");
      else if (character == '&')
        g_string_append (escaped, "&amp;");
      else
        g_string_append_unichar (escaped, character);
    }
  return g_string_free (escaped, FALSE);
}

static char *
svg_head (const PlumeLayout *layout, const PlumeExport *settings)
{
  GString *head = g_string_new ("\n");
  g_autofree char *plain = plume_export_plain_title (layout->figure);
  g_autofree char *title = xml_escape (plain);

  g_string_append_printf (head, "<title>%s</title>\n", title);
  if (settings->description != NULL)
    {
      g_autofree char *description = xml_escape (settings->description);

      g_string_append_printf (head, "<desc>%s</desc>\n", description);
    }
  if (settings->recipe != NULL)
    {
      g_autofree char *encoded =
          g_base64_encode ((const guchar *)settings->recipe, strlen (settings->recipe));

      g_string_append_printf (
          head, "<metadata><%s xmlns:plume=\"%s\" encoding=\"base64\">%s</%s></metadata>\n",
          PLUME_RECIPE_ELEMENT, PLUME_RECIPE_NAMESPACE, encoded, PLUME_RECIPE_ELEMENT);
    }
  return g_string_free (head, FALSE);
}

/* Cairo numbers surfaces through the life of the process; here they are numbered in their order in
 * the file. */
static char *
renumber (const char *svg)
{
  static const char *const names[] = { "surface", "image", "mask", "clip", "linear", "radial" };
  g_autoptr (GRegex) regex =
      g_regex_new ("(id=\"|[(\"]#)([a-z]+)([0-9]+)([\")])", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GString *result = g_string_new (NULL);
  int done = 0, start, end;

  for (g_regex_match (regex, svg, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 2);
      g_autofree char *digits = g_match_info_fetch (match, 3);
      g_autofree char *key = g_strconcat (name, digits, NULL);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, key));
      gboolean known = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        known |= g_str_equal (name, names[i]);
      if (!known)
        continue;
      if (number == 0)
        {
          number = g_hash_table_size (numbers) + 1;
          g_hash_table_insert (numbers, g_steal_pointer (&key), GUINT_TO_POINTER (number));
        }
      g_match_info_fetch_pos (match, 3, &start, &end);
      g_string_append_len (result, svg + done, start - done);
      g_string_append_printf (result, "%u", number);
      done = end;
    }
  g_string_append (result, svg + done);
  return g_string_free (result, FALSE);
}

GBytes *
plume_export_svg (const PlumeLayout *layout, const PlumeExport *settings, GError **error)
{
  g_autoptr (GString) svg = g_string_new (NULL);
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream (append_bytes, svg, layout->width, layout->height);
  g_autofree char *head = NULL, *numbered = NULL;
  const char *root, *root_end;
  gboolean painted = paint (surface, layout, error);

  cairo_surface_destroy (surface);
  if (!painted)
    return NULL;
  numbered = renumber (svg->str);
  root = strstr (numbered, "<svg");
  root_end = root != NULL ? strchr (root, '>') : NULL;
  if (root_end == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The SVG has no root element; choose another format"));
      return NULL;
    }
  head = svg_head (layout, settings);
  g_string_assign (svg, "");
  g_string_append_len (svg, numbered, root_end + 1 - numbered);
  g_string_append (svg, head);
  g_string_append (svg, root_end + 1);
  return g_string_free_to_bytes (g_steal_pointer (&svg));
}

GBytes *
plume_export_pdf (const PlumeLayout *layout, const PlumeExport *settings, GError **error)
{
  g_autoptr (GString) pdf = g_string_new (NULL);
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (append_bytes, pdf, layout->width, layout->height);
  g_autofree char *title = plume_export_plain_title (layout->figure);
  gboolean painted;

  /* 1.4 has no compressed object streams, so the information dictionary can be read without a PDF
   * library. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Plume " PLUME_VERSION);
  if (settings->description != NULL)
    {
      g_autofree char *description = g_utf8_make_valid (settings->description, -1);

      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, description);
    }
  if (settings->recipe != NULL)
    {
      g_autofree char *encoded =
          g_base64_encode ((const guchar *)settings->recipe, strlen (settings->recipe));
      g_autofree char *keyword = g_strconcat (PLUME_RECIPE_KEYWORD ":", encoded, NULL);

      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, keyword);
    }
  painted = paint (surface, layout, error);
  cairo_surface_destroy (surface);
  return painted ? g_string_free_to_bytes (g_steal_pointer (&pdf)) : NULL;
}
