/* plume-equation.c: an equation as an object: its source, its tree. */
#include "figure/plume-equation-private.h"

/**
 * plume_equation_new:
 * @source: one equation in the notation of this header
 * @error: where it is wrong
 *
 * Returns: (transfer full) (nullable): an immutable equation; %NULL with a sentence that gives the
 * place
 */
PlumeEquation *
plume_equation_new (const char *source, GError **error)
{
  PlumeNode *row = plume_equation_parse (source, error);
  PlumeEquation *equation;

  if (row == NULL)
    return NULL;
  equation = g_new0 (PlumeEquation, 1);
  g_atomic_ref_count_init (&equation->references);
  equation->source = g_strdup (source);
  equation->row = row;
  return equation;
}

PlumeEquation *
plume_equation_ref (PlumeEquation *equation)
{
  g_atomic_ref_count_inc (&equation->references);
  return equation;
}

void
plume_equation_unref (PlumeEquation *equation)
{
  if (equation == NULL || !g_atomic_ref_count_dec (&equation->references))
    return;
  plume_node_free (equation->row);
  g_free (equation->source);
  g_free (equation);
}

/**
 * plume_equations_new:
 * @lines: (nullable): one equation a line
 * @error: where one of them is wrong
 *
 * Returns: (transfer full) (nullable) (element-type PlumeEquation): all of them, or %NULL
 */
GPtrArray *
plume_equations_new (const char *lines, GError **error)
{
  g_autoptr (GPtrArray) equations =
      g_ptr_array_new_with_free_func ((GDestroyNotify)plume_equation_unref);
  g_auto (GStrv) sources = g_strsplit (lines != NULL ? lines : "", "\n", -1);

  for (guint i = 0; sources[i] != NULL; i++)
    {
      PlumeEquation *equation;

      if (*g_strstrip (sources[i]) == '\0')
        continue;
      equation = plume_equation_new (sources[i], error);
      if (equation == NULL)
        return NULL;
      g_ptr_array_add (equations, equation);
    }
  return g_steal_pointer (&equations);
}

/**
 * plume_equations_to_text:
 * @lines: (nullable): one equation a line
 * @error: where one of them is wrong
 *
 * Returns: (transfer full) (nullable): the same as plain text, one a line
 */
char *
plume_equations_to_text (const char *lines, GError **error)
{
  g_autoptr (GPtrArray) equations = plume_equations_new (lines, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (equations == NULL)
    return NULL;
  for (guint i = 0; i < equations->len; i++)
    {
      g_autofree char *line = plume_equation_to_text (g_ptr_array_index (equations, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
