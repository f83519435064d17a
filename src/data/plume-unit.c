/* plume-unit.c: units of measurement as people write them in the titles of columns.
 *
 * "time (min)", "time [min]", "time / min", "time_min" and "u_m_s" all say a quantity and its unit.
 * It converts nothing and knows no quantities.
 */
#include "data/plume-unit.h"

#include <string.h>

#define MAX_UNIT 16 /* bytes in brackets beyond which it is a remark and no unit */

/* What is written, and what is meant. Case counts: M is molar, m is metre. */
static const struct
{
  const char *word, *unit;
} units[] = {
  { "s", "s" },           { "sec", "s" },         { "secs", "s" },        { "second", "s" },
  { "seconds", "s" },     { "Seconds", "s" },     { "min", "min" },       { "mins", "min" },
  { "minute", "min" },    { "minutes", "min" },   { "Minutes", "min" },   { "h", "h" },
  { "hr", "h" },          { "hour", "h" },        { "hours", "h" },       { "d", "d" },
  { "day", "d" },         { "days", "d" },        { "yr", "yr" },         { "Myr", "Myr" },
  { "Gyr", "Gyr" },       { "ms", "ms" },         { "msec", "ms" },       { "us", "µs" },
  { "µs", "µs" },         { "μs", "µs" },         { "ns", "ns" },         { "m", "m" },
  { "cm", "cm" },         { "mm", "mm" },         { "um", "µm" },         { "µm", "µm" },
  { "μm", "µm" },         { "micron", "µm" },     { "microns", "µm" },    { "nm", "nm" },
  { "km", "km" },         { "Å", "Å" },           { "px", "px" },         { "pc", "pc" },
  { "kpc", "kpc" },       { "K", "K" },           { "C", "°C" },          { "°C", "°C" },
  { "degC", "°C" },       { "F", "°F" },          { "°F", "°F" },         { "deg", "°" },
  { "°", "°" },           { "rad", "rad" },       { "V", "V" },           { "mV", "mV" },
  { "uV", "µV" },         { "µV", "µV" },         { "μV", "µV" },         { "A", "A" },
  { "mA", "mA" },         { "uA", "µA" },         { "µA", "µA" },         { "μA", "µA" },
  { "nA", "nA" },         { "pA", "pA" },         { "fA", "fA" },         { "AU", "AU" },
  { "mAU", "mAU" },       { "uAU", "µAU" },       { "µAU", "µAU" },       { "a.u.", "a.u." },
  { "counts", "counts" }, { "cps", "cps" },       { "RIU", "RIU" },       { "nRIU", "nRIU" },
  { "mol", "mol" },       { "mmol", "mmol" },     { "M", "M" },           { "mM", "mM" },
  { "uM", "µM" },         { "µM", "µM" },         { "nM", "nM" },         { "g", "g" },
  { "kg", "kg" },         { "mg", "mg" },         { "ug", "µg" },         { "µg", "µg" },
  { "ng", "ng" },         { "L", "L" },           { "mL", "mL" },         { "ml", "mL" },
  { "uL", "µL" },         { "µL", "µL" },         { "ppm", "ppm" },       { "ppb", "ppb" },
  { "%", "%" },           { "percent", "%" },     { "wt%", "wt%" },       { "at%", "at%" },
  { "mol%", "mol%" },     { "Pa", "Pa" },         { "kPa", "kPa" },       { "MPa", "MPa" },
  { "GPa", "GPa" },       { "bar", "bar" },       { "mbar", "mbar" },     { "psi", "psi" },
  { "atm", "atm" },       { "Hz", "Hz" },         { "kHz", "kHz" },       { "MHz", "MHz" },
  { "J", "J" },           { "kJ", "kJ" },         { "eV", "eV" },         { "N", "N" },
  { "W", "W" },           { "m/s", "m/s" },       { "m_s", "m/s" },       { "ms-1", "m/s" },
  { "cm/s", "cm/s" },     { "cm_s", "cm/s" },     { "mm/s", "mm/s" },     { "mm_s", "mm/s" },
  { "km/s", "km/s" },     { "km_s", "km/s" },     { "kms", "km/s" },      { "m2/s", "m²/s" },
  { "m^2/s", "m²/s" },    { "m²/s", "m²/s" },     { "m2_s", "m²/s" },     { "cm2/s", "cm²/s" },
  { "cm^2/s", "cm²/s" },  { "cm²/s", "cm²/s" },   { "cm2_s", "cm²/s" },   { "um2/s", "µm²/s" },
  { "µm²/s", "µm²/s" },   { "um2_s", "µm²/s" },   { "mol/L", "mol/L" },   { "mol_L", "mol/L" },
  { "mmol/L", "mmol/L" }, { "mol/m3", "mol/m³" }, { "mol/m³", "mol/m³" }, { "mol_m3", "mol/m³" },
  { "g/L", "g/L" },       { "g_L", "g/L" },       { "mg/L", "mg/L" },     { "mg_L", "mg/L" },
  { "ug/L", "µg/L" },     { "mg/mL", "mg/mL" },   { "mL/min", "mL/min" }, { "ml/min", "mL/min" },
  { "mL_min", "mL/min" }, { "kJ/mol", "kJ/mol" }, { "kJ_mol", "kJ/mol" }, { "J/mol", "J/mol" },
  { "J_mol", "J/mol" },   { "K/min", "K/min" },   { "°C/min", "°C/min" },
};

/* After an underscore a single letter is more often an index (k_d, r_g, C_A) than a unit. */
static const char *const letters_after_underscore = "smKVh";

/**
 * plume_unit_find:
 * @word: a unit as written
 *
 * Returns: (nullable): the unit in its usual spelling, or %NULL where @word is none of the known
 * units
 */
const char *
plume_unit_find (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].word, word) == 0)
      return units[i].unit;
  return NULL;
}

/* title without its last `tail` bytes and the blanks, underscores or slashes before them */
static char *
cut_title (const char *title, gsize keep)
{
  char *quantity = g_strndup (title, keep);

  return g_strchomp (quantity);
}

/* "(min)" or "[min]" at the end; any short word there is taken for a unit */
static char *
split_brackets (const char *title, char **unit)
{
  gsize length = strlen (title);
  char closing = length > 0 ? title[length - 1] : '\0';
  const char *opening = closing == ')'   ? strrchr (title, '(')
                        : closing == ']' ? strrchr (title, '[')
                                         : NULL;
  g_autofree char *inside = NULL;

  if (opening == NULL || opening == title)
    return NULL;
  inside = g_strstrip (g_strndup (opening + 1, (gsize)(title + length - 1 - (opening + 1))));
  if (*inside == '\0' || strlen (inside) > MAX_UNIT || strpbrk (inside, " =,;:") != NULL)
    return NULL;
  *unit = g_strdup (plume_unit_find (inside) != NULL ? plume_unit_find (inside) : inside);
  return cut_title (title, (gsize)(opening - title));
}

static char *
split_slash (const char *title, char **unit)
{
  const char *slash = g_strrstr (title, " / ");

  if (slash == NULL || slash == title || plume_unit_find (slash + 3) == NULL)
    return NULL;
  *unit = g_strdup (plume_unit_find (slash + 3));
  return cut_title (title, (gsize)(slash - title));
}

/* Whether the word between two underscores that ends at `last` is a unit too, as in J_kpc_kms: a
 * product that is not known. */
static gboolean
is_product (const char *before, const char *last)
{
  g_autofree char *word =
      *before == '_' ? g_strndup (before + 1, (gsize)(last - before - 1)) : NULL;

  return word != NULL && strlen (word) > 1 && plume_unit_find (word) != NULL;
}

/* "signal_pA"; "u_m_s" has its unit behind the last but one underscore */
static char *
split_underscore (const char *title, char **unit)
{
  const char *last = strrchr (title, '_'), *before = last;

  if (last == NULL || last == title)
    return NULL;
  while (before > title && *--before != '_')
    ;
  if (before > title && plume_unit_find (before + 1) != NULL)
    last = before;
  else if (is_product (before, last) || plume_unit_find (last + 1) == NULL
           || (last[2] == '\0' && strchr (letters_after_underscore, last[1]) == NULL))
    return NULL;
  *unit = g_strdup (plume_unit_find (last + 1));
  return cut_title (title, (gsize)(last - title));
}

/**
 * plume_unit_split_title:
 * @title: a column's title as it stands in a file
 * @unit: (out) (nullable): the unit named in it, or %NULL
 *
 * Returns: (transfer full): the title without its unit
 */
char *
plume_unit_split_title (const char *title, char **unit)
{
  char *quantity;

  *unit = NULL;
  quantity = split_brackets (title, unit);
  if (quantity == NULL)
    quantity = split_slash (title, unit);
  if (quantity == NULL)
    quantity = split_underscore (title, unit);
  return quantity != NULL ? quantity : g_strdup (title);
}
