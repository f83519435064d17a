/* plume-number.c: decimal text to the nearest double, fast.
 *
 * W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990: when mantissa and
 * power of ten are both exact in the machine's format, one multiplication or division rounds once
 * and is right. In double that serves 15 digits; where long double has 64 bits of mantissa it
 * serves 19 digits, unless its result lies exactly between two doubles. What is left goes to
 * strtod(). It knows no cells, columns or missing values, and no locale.
 */
#include "data/plume-number.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_DIGITS   19     /* of a mantissa that fits 64 bits */
#define MAX_EXPONENT 100000 /* far beyond the range of double */

static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

#if LDBL_MANT_DIG == 64
static const long double long_powers[] = { 1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
                                           1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                           1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L,
                                           1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L };
#endif

/* mantissa · 10^exponent where that takes one exact rounding; FALSE otherwise */
static gboolean
scale_exactly (guint64 mantissa, int exponent, double *value)
{
  if (mantissa == 0)
    {
      *value = 0;
      return TRUE;
    }
#if FLT_EVAL_METHOD == 0
  if (mantissa <= G_GUINT64_CONSTANT (1) << DBL_MANT_DIG
      && ABS (exponent) < (int)G_N_ELEMENTS (powers))
    {
      *value =
          exponent < 0 ? (double)mantissa / powers[-exponent] : (double)mantissa * powers[exponent];
      return TRUE;
    }
#endif
#if LDBL_MANT_DIG == 64
  if (ABS (exponent) < (int)G_N_ELEMENTS (long_powers))
    {
      long double scaled = exponent < 0 ? (long double)mantissa / long_powers[-exponent]
                                        : (long double)mantissa * long_powers[exponent];
      guint64 bits;

      memcpy (&bits, &scaled, sizeof bits);
      *value = (double)scaled;
      return (bits & 0x7ff) != 0x400; /* else a tie, which the first rounding may have made */
    }
#endif
  return FALSE;
}

static double
convert_slowly (const char *text, gsize length, char decimal_mark)
{
  char buffer[128];
  g_autofree char *longer = length < sizeof buffer ? NULL : g_malloc (length + 1);
  char *copy = longer != NULL ? longer : buffer;

  for (gsize i = 0; i < length; i++)
    {
      char letter = text[i];

      copy[i] = letter == decimal_mark ? '.' : letter == 'd' || letter == 'D' ? 'e' : letter;
    }
  copy[length] = '\0';
  return g_ascii_strtod (copy, NULL);
}

static const char *
parse_infinity (const char *text, const char *end, double *value)
{
  const char *word = text;
  gboolean negative = word < end && *word == '-';
  gsize left;

  if (word < end && (*word == '-' || *word == '+'))
    word++;
  left = (gsize)(end - word);
  if (left < 3 || g_ascii_strncasecmp (word, "inf", 3) != 0)
    return NULL;
  *value = negative ? -INFINITY : INFINITY;
  return word + (left >= 8 && g_ascii_strncasecmp (word, "infinity", 8) == 0 ? 8 : 3);
}

/* exponent after the digits: [eEdD][+-]digits, or nothing */
static const char *
parse_exponent (const char *text, const char *end, int *exponent)
{
  const char *digit = text + 1;
  gboolean negative = FALSE;
  int power = 0;

  if (text >= end || ((*text | 0x20) != 'e' && (*text | 0x20) != 'd'))
    return text;
  if (digit < end && (*digit == '+' || *digit == '-'))
    negative = *digit++ == '-';
  if (digit >= end || !g_ascii_isdigit (*digit))
    return text;
  for (; digit < end && g_ascii_isdigit (*digit); digit++)
    power = MIN (power * 10 + (*digit - '0'), MAX_EXPONENT);
  *exponent += negative ? -power : power;
  return digit;
}

/**
 * plume_number_parse:
 * @text: where a number may begin; need not be terminated
 * @end: one past the last byte that may be read
 * @decimal_mark: '.' or ','
 * @value: (out): the double nearest to the number written there, ties to even
 *
 * Reads `[+-]digits[mark digits][e[+-]digits]` (also with the exponent letter d of Fortran), `inf`
 * and `infinity`.
 *
 * Returns: (nullable): one past the number's last byte; %NULL, leaving @value alone, where no
 * number begins
 */
const char *
plume_number_parse (const char *text, const char *end, char decimal_mark, double *value)
{
  const char *p = text;
  gboolean negative = p < end && *p == '-', any = FALSE, dropped = FALSE;
  guint64 mantissa = 0;
  int digits = 0, exponent = 0;
  double magnitude;

  if (p < end && (*p == '-' || *p == '+'))
    p++;
  for (; p < end && (guint8)(*p - '0') < 10; p++, any = TRUE)
    {
      if (digits == MAX_DIGITS)
        {
          exponent = MIN (exponent + 1, MAX_EXPONENT);
          dropped = TRUE;
          continue;
        }
      mantissa = mantissa * 10 + (guint8)(*p - '0');
      digits += mantissa != 0;
    }
  if (p < end && *p == decimal_mark)
    for (p++; p < end && (guint8)(*p - '0') < 10; p++, any = TRUE)
      {
        if (digits == MAX_DIGITS)
          {
            dropped = TRUE;
            continue;
          }
        mantissa = mantissa * 10 + (guint8)(*p - '0');
        digits += mantissa != 0;
        exponent = MAX (exponent - 1, -MAX_EXPONENT);
      }
  if (!any)
    return parse_infinity (text, end, value);
  p = parse_exponent (p, end, &exponent);

  if (dropped || !scale_exactly (mantissa, exponent, &magnitude))
    {
      *value = convert_slowly (text, (gsize)(p - text), decimal_mark);
      return p;
    }
  *value = negative ? -magnitude : magnitude;
  return p;
}
