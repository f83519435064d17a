/* plume-equation-text.c: an equation as plain text, for the command line and for screen readers.
 *
 * Scripts become Unicode's small figures where every character has one, else _x, ^x or ^(…);
 * fractions become a/b with the brackets they need; marks over letters are combining characters.
 */
#include "figure/plume-equation-private.h"

#include <string.h>

static char *tell (const PlumeNode *node, gboolean in_script);

static const struct
{
  const char *plain, *raised, *lowered;
} small_figures[] = {
  { "0", "⁰", "₀" },  { "1", "¹", "₁" }, { "2", "²", "₂" },  { "3", "³", "₃" },  { "4", "⁴", "₄" },
  { "5", "⁵", "₅" },  { "6", "⁶", "₆" }, { "7", "⁷", "₇" },  { "8", "⁸", "₈" },  { "9", "⁹", "₉" },
  { "+", "⁺", "₊" },  { "−", "⁻", "₋" }, { "=", "⁼", "₌" },  { "(", "⁽", "₍" },  { ")", "⁾", "₎" },
  { "a", "ᵃ", "ₐ" },  { "e", "ᵉ", "ₑ" }, { "h", "ʰ", "ₕ" },  { "i", "ⁱ", "ᵢ" },  { "j", "ʲ", "ⱼ" },
  { "k", "ᵏ", "ₖ" },  { "l", "ˡ", "ₗ" }, { "m", "ᵐ", "ₘ" },  { "n", "ⁿ", "ₙ" },  { "o", "ᵒ", "ₒ" },
  { "p", "ᵖ", "ₚ" },  { "r", "ʳ", "ᵣ" }, { "s", "ˢ", "ₛ" },  { "t", "ᵗ", "ₜ" },  { "u", "ᵘ", "ᵤ" },
  { "v", "ᵛ", "ᵥ" },  { "x", "ˣ", "ₓ" }, { "T", "ᵀ", NULL }, { "b", "ᵇ", NULL }, { "c", "ᶜ", NULL },
  { "d", "ᵈ", NULL },
};

static const char *
find_small (const char *character, gboolean raised)
{
  for (guint i = 0; i < G_N_ELEMENTS (small_figures); i++)
    if (strcmp (small_figures[i].plain, character) == 0)
      return raised ? small_figures[i].raised : small_figures[i].lowered;
  return NULL;
}

/* NULL where a character has no small figure. */
static char *
make_small (const char *text, gboolean raised)
{
  g_autoptr (GString) small = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *character = g_strndup (at, (gsize)(g_utf8_next_char (at) - at));
      const char *figure = find_small (character, raised);

      if (figure == NULL)
        return NULL;
      g_string_append (small, figure);
    }
  return g_string_free (g_steal_pointer (&small), FALSE);
}

static void
append_script (GString *text, const PlumeNode *script, gboolean raised)
{
  g_autofree char *plain = NULL, *small = NULL;

  if (script == NULL)
    return;
  plain = tell (script, TRUE);
  small = make_small (plain, raised);
  if (small != NULL)
    g_string_append (text, small);
  else if (g_utf8_strlen (plain, -1) == 1)
    g_string_append_printf (text, "%c%s", raised ? '^' : '_', plain);
  else
    g_string_append_printf (text, "%c(%s)", raised ? '^' : '_', plain);
}

/* Whether a text has to be put into brackets before it can be divided or rooted. */
static gboolean
is_product (const PlumeNode *node)
{
  const PlumeNode *first;

  if (node->kind != PLUME_NODE_ROW || node->children->len <= 1)
    return FALSE;
  first = g_ptr_array_index (node->children, 0);
  return !(node->children->len == 2
           && (first->differential || (first->text != NULL && strcmp (first->text, "∂") == 0)));
}

static gboolean
is_sum (const PlumeNode *node)
{
  for (guint i = 0; node->kind == PLUME_NODE_ROW && i < node->children->len; i++)
    {
      PlumeAtom atom = plume_row_atom (node, i);

      if (atom == PLUME_ATOM_BINARY || atom == PLUME_ATOM_RELATION || atom == PLUME_ATOM_OPERATOR)
        return TRUE;
    }
  return FALSE;
}

static void
append_enclosed (GString *text, const PlumeNode *node, gboolean enclosed, gboolean in_script)
{
  g_autofree char *plain = tell (node, in_script);

  g_string_append_printf (text, enclosed ? "(%s)" : "%s", plain);
}

static void
append_fraction (GString *text, const PlumeNode *node, gboolean in_script)
{
  g_autofree char *above = tell (node->above, in_script);
  g_autofree char *below = tell (node->below, in_script);

  if (strcmp (above, "1") == 0 && (strcmp (below, "2") == 0 || strcmp (below, "4") == 0))
    {
      g_string_append (text, *below == '2' ? "½" : "¼");
      return;
    }
  append_enclosed (text, node->above, is_sum (node->above), in_script);
  g_string_append_c (text, '/');
  append_enclosed (text, node->below, is_product (node->below), in_script);
}

static const char *
combining_mark (PlumePieceKind accent)
{
  switch (accent)
    {
    case PLUME_PIECE_HAT:
      return "\u0302";
    case PLUME_PIECE_TILDE:
      return "\u0303";
    case PLUME_PIECE_DOT:
      return "\u0307";
    case PLUME_PIECE_DOUBLE_DOT:
      return "\u0308";
    case PLUME_PIECE_ARROW:
      return "\u20d7";
    default:
      return "\u0304";
    }
}

static void
append_row (GString *text, const PlumeNode *row, gboolean in_script)
{
  PlumeAtom before = PLUME_ATOM_NONE;
  const PlumeNode *last = NULL;

  for (guint i = 0; i < row->children->len; i++)
    {
      const PlumeNode *node = g_ptr_array_index (row->children, i);
      g_autofree char *plain = tell (node, in_script);
      PlumeAtom atom = plume_row_atom (row, i);
      gboolean called = node->kind == PLUME_NODE_FENCE && last != NULL
                        && (before == PLUME_ATOM_ORDINARY || before == PLUME_ATOM_OPERATOR);

      if (node->kind == PLUME_NODE_SPACE)
        g_string_append (text, node->space >= 1 ? "   " : node->space > 0 ? " " : "");
      else if (!called && atom != PLUME_ATOM_PUNCTUATION && !g_str_has_suffix (text->str, " ")
               && plume_atom_space (before, atom, node->differential, in_script) > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, plain);
      before = atom;
      last = node;
    }
}

static char *
tell (const PlumeNode *node, gboolean in_script)
{
  g_autoptr (GString) text = g_string_new (NULL);

  switch (node->kind)
    {
    case PLUME_NODE_SYMBOL:
      g_string_append (text, node->text);
      break;
    case PLUME_NODE_ROW:
      append_row (text, node, in_script);
      break;
    case PLUME_NODE_FRACTION:
      append_fraction (text, node, in_script);
      break;
    case PLUME_NODE_ROOT:
      append_script (text, node->above, TRUE);
      g_string_append (text, "√");
      append_enclosed (text, node->base, is_product (node->base), in_script);
      break;
    case PLUME_NODE_SCRIPTS:
      append_enclosed (text, node->base,
                       node->base->kind == PLUME_NODE_FRACTION || is_product (node->base),
                       in_script);
      append_script (text, node->below, FALSE);
      g_string_append (text, node->text != NULL ? node->text : "");
      append_script (text, node->above, TRUE);
      break;
    case PLUME_NODE_ACCENT:
      append_enclosed (text, node->base, is_product (node->base), in_script);
      g_string_append (text, combining_mark (node->accent));
      break;
    case PLUME_NODE_FENCE:
      g_string_append (text, node->opening != NULL ? node->opening : "");
      append_enclosed (text, node->base, FALSE, in_script);
      g_string_append (text, node->closing != NULL ? node->closing : "");
      break;
    case PLUME_NODE_SPACE:
      break;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * plume_equation_to_text:
 * @equation: an equation
 *
 * Returns: (transfer full): it in one line of Unicode
 */
char *
plume_equation_to_text (const PlumeEquation *equation)
{
  return tell (equation->row, FALSE);
}
