/* plume-number-format.c: numbers as people read and write them. */
#include "app/plume-number-format.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THIN_SPACE     "\u2009"
#define MINUS          "\u2212"
#define SMALLEST_PLAIN 1e-3
#define LARGEST_PLAIN  1e6

const char *
plume_translate (const char *text)
{
  return text != NULL && *text != '\0' ? _ (text) : "";
}

/**
 * plume_format_markup:
 * @markup: (nullable): Pango markup with &lt;sub&gt; and &lt;sup&gt;
 *
 * Lowered and raised parts get their size and rise here, since Pango 1.50 warns ("leftover font
 * scales") at its own tags where they end a text.
 *
 * Returns: (transfer full): markup for a label
 */
char *
plume_format_markup (const char *markup)
{
  GString *spans = g_string_new (markup);

  g_string_replace (spans, "<sub>", "<span size=\"75%\" rise=\"-1600\">", 0);
  g_string_replace (spans, "<sup>", "<span size=\"75%\" rise=\"3400\">", 0);
  g_string_replace (spans, "</sub>", "</span>", 0);
  g_string_replace (spans, "</sup>", "</span>", 0);
  return g_string_free (spans, FALSE);
}

/* "10⁻⁵" */
static void
append_power_of_ten (GString *string, int exponent)
{
  static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  char digits[16];

  g_string_append (string, "10");
  g_snprintf (digits, sizeof digits, "%d", exponent);
  for (const char *p = digits; *p != '\0'; p++)
    g_string_append (string, *p == '-' ? "⁻" : superscripts[*p - '0']);
}

/* A number without exponent: true minus, and thin spaces between groups of three where there are
 * five digits or more. */
static void
append_plain (GString *string, double value, int decimals)
{
  char text[512];
  const char *digits = text;
  gsize whole;

  snprintf (text, sizeof text, "%.*f", CLAMP (decimals, 0, 40), value);
  if (*digits == '-')
    {
      digits++;
      if (strspn (digits, "0.,") < strlen (digits)) /* no "−0.00" */
        g_string_append (string, MINUS);
    }
  whole = strspn (digits, "0123456789");
  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && whole >= 5 && (whole - i) % 3 == 0)
        g_string_append (string, THIN_SPACE);
      g_string_append_c (string, digits[i]);
    }
  g_string_append (string, digits + whole);
}

static int
exponent_of (double value)
{
  return value == 0 ? 0 : (int)floor (log10 (fabs (value)) + 1e-12);
}

static gboolean
wants_power (double value)
{
  return value != 0 && (fabs (value) < SMALLEST_PLAIN || fabs (value) >= LARGEST_PLAIN);
}

static void
strip_zeros (GString *string)
{
  gsize end = string->len;

  if (strpbrk (string->str, ".,") == NULL)
    return;
  while (end > 0 && string->str[end - 1] == '0')
    end--;
  if (end > 0 && strchr (".,", string->str[end - 1]) != NULL)
    end--;
  g_string_truncate (string, end);
}

/**
 * plume_format_number:
 * @value: any number
 * @significant_digits: at most so many; trailing zeros are left out
 *
 * Returns: (transfer full): such as "12 345.6" or "−3.2 × 10⁻⁵"
 */
char *
plume_format_number (double value, int significant_digits)
{
  GString *string = g_string_new (NULL);
  int exponent;
  double mantissa;

  if (isnan (value))
    return g_string_free (g_string_append (string, "–"), FALSE);
  if (isinf (value))
    return g_string_free (g_string_append (string, value > 0 ? "∞" : MINUS "∞"), FALSE);

  exponent = exponent_of (value);
  if (!wants_power (value))
    {
      append_plain (string, value, significant_digits - 1 - exponent);
      strip_zeros (string);
      return g_string_free (string, FALSE);
    }
  mantissa = value / pow (10, exponent);
  append_plain (string, mantissa, significant_digits - 1);
  strip_zeros (string);
  if (g_str_equal (string->str, "10")) /* 9.9999 was rounded up */
    {
      g_string_assign (string, "1");
      exponent++;
    }
  g_string_append (string, THIN_SPACE "×" THIN_SPACE);
  append_power_of_ten (string, exponent);
  return g_string_free (string, FALSE);
}

/**
 * plume_format_measured:
 * @value: a number
 * @error: its standard error; NaN for none
 *
 * The error gets two significant digits and the value as many decimals (Particle Data Group's
 * habit, without its exception).
 *
 * Returns: (transfer full): such as "1.234 ± 0.015" or "(3.20 ± 0.11) × 10⁻⁵"
 */
char *
plume_format_measured (double value, double error)
{
  GString *string;
  int exponent, decimals;
  double scale;
  gboolean power;

  if (!(isfinite (error) && error > 0 && isfinite (value)))
    return plume_format_number (value, 5);

  string = g_string_new (NULL);
  power = wants_power (fmax (fabs (value), error));
  exponent = power ? exponent_of (fmax (fabs (value), error)) : 0;
  scale = pow (10, exponent);
  decimals = CLAMP (1 - exponent_of (error / scale), 0, 9);
  if (power)
    g_string_append_c (string, '(');
  append_plain (string, value / scale, decimals);
  g_string_append (string, THIN_SPACE "±" THIN_SPACE);
  append_plain (string, error / scale, decimals);
  if (power)
    {
      g_string_append (string, ")" THIN_SPACE "×" THIN_SPACE);
      append_power_of_ten (string, exponent);
    }
  return g_string_free (string, FALSE);
}

char *
plume_format_with_unit (double value, int significant_digits, const char *unit)
{
  g_autofree char *number = plume_format_number (value, significant_digits);

  if (unit == NULL || *unit == '\0')
    return g_steal_pointer (&number);
  return g_strconcat (number, THIN_SPACE, plume_translate (unit), NULL);
}

/**
 * plume_format_for_entry:
 * @value: a finite number
 *
 * Returns: (transfer full): the shortest text, with the locale's decimal mark, that is read as the
 * same number again
 */
char *
plume_format_for_entry (double value)
{
  char text[64];

  for (int digits = 6; digits <= 17; digits++)
    {
      snprintf (text, sizeof text, "%.*g", digits, value);
      if (strtod (text, NULL) == value)
        break;
    }
  return g_strdup (text);
}

/* Takes out what people put into numbers: spaces of any kind, true minus, "× 10^" for "e". */
static char *
normalize (const char *text)
{
  GString *string = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x2212)
        g_string_append_c (string, '-');
      else if (!g_unichar_isspace (c) && c != 0x202f)
        g_string_append_unichar (string, c);
    }
  g_string_replace (string, "×10^", "e", 1);
  g_string_replace (string, "*10^", "e", 1);
  return g_string_free (string, FALSE);
}

/**
 * plume_parse_number:
 * @text: what a person wrote: in the form of the locale or of C, perhaps followed by the unit
 * @unit: (nullable): the unit that may follow, in the language of the window
 * @value: (out): the number
 *
 * Returns: whether all of @text was understood and the number is finite
 */
gboolean
plume_parse_number (const char *text, const char *unit, double *value)
{
  g_autofree char *plain = NULL;
  g_autofree char *plain_unit = NULL;
  double number;
  char *end;

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  plain = normalize (text);
  plain_unit = normalize (plume_translate (unit));
  number = g_ascii_strtod (plain, &end);
  if (end == plain || (*end != '\0' && !g_str_equal (end, plain_unit)))
    number = strtod (plain, &end);
  if (end == plain || (*end != '\0' && !g_str_equal (end, plain_unit)) || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}
