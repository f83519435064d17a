/* plume-equation-signs.c: the signs of equations by name and by character, and the space between
 * them.
 */
#include "figure/plume-equation-private.h"

#include <string.h>

#define VARIABLE(name, text)                                                                       \
  {                                                                                                \
    name, text, PLUME_ATOM_ORDINARY, PLUME_FACE_ITALIC, FALSE, FALSE                               \
  }
#define SIGN(name, text, atom)                                                                     \
  {                                                                                                \
    name, text, PLUME_ATOM_##atom, PLUME_FACE_UPRIGHT, FALSE, FALSE                                \
  }
#define FUNCTION(name)                                                                             \
  {                                                                                                \
    name, name, PLUME_ATOM_OPERATOR, PLUME_FACE_UPRIGHT, FALSE, FALSE                              \
  }
#define EXTREME(name)                                                                              \
  {                                                                                                \
    name, name, PLUME_ATOM_OPERATOR, PLUME_FACE_UPRIGHT, FALSE, TRUE                               \
  }
#define LARGE(name, text, limits)                                                                  \
  {                                                                                                \
    name, text, PLUME_ATOM_OPERATOR, PLUME_FACE_UPRIGHT, TRUE, limits                              \
  }

static const PlumeSign signs[] = {
  VARIABLE ("alpha", "α"),
  VARIABLE ("beta", "β"),
  VARIABLE ("gamma", "γ"),
  VARIABLE ("delta", "δ"),
  VARIABLE ("epsilon", "ε"),
  VARIABLE ("varepsilon", "ε"),
  VARIABLE ("zeta", "ζ"),
  VARIABLE ("eta", "η"),
  VARIABLE ("theta", "θ"),
  VARIABLE ("vartheta", "ϑ"),
  VARIABLE ("iota", "ι"),
  VARIABLE ("kappa", "κ"),
  VARIABLE ("lambda", "λ"),
  VARIABLE ("mu", "μ"),
  VARIABLE ("nu", "ν"),
  VARIABLE ("xi", "ξ"),
  VARIABLE ("pi", "π"),
  VARIABLE ("rho", "ρ"),
  VARIABLE ("sigma", "σ"),
  VARIABLE ("tau", "τ"),
  VARIABLE ("upsilon", "υ"),
  VARIABLE ("phi", "φ"),
  VARIABLE ("varphi", "φ"),
  VARIABLE ("chi", "χ"),
  VARIABLE ("psi", "ψ"),
  VARIABLE ("omega", "ω"),
  VARIABLE ("Gamma", "Γ"),
  VARIABLE ("Theta", "Θ"),
  VARIABLE ("Lambda", "Λ"),
  VARIABLE ("Xi", "Ξ"),
  VARIABLE ("Pi", "Π"),
  VARIABLE ("Sigma", "Σ"),
  VARIABLE ("Phi", "Φ"),
  VARIABLE ("Psi", "Ψ"),
  VARIABLE ("Omega", "Ω"),
  VARIABLE ("ell", "ℓ"),
  VARIABLE ("hbar", "ħ"),
  SIGN ("Delta", "Δ", ORDINARY),
  SIGN ("partial", "∂", ORDINARY),
  SIGN ("nabla", "∇", ORDINARY),
  SIGN ("infty", "∞", ORDINARY),
  SIGN ("dots", "…", INNER),
  SIGN ("ldots", "…", INNER),
  SIGN ("cdots", "⋯", INNER),
  SIGN ("star", "⋆", BINARY),
  SIGN ("dagger", "†", ORDINARY),
  SIGN ("degree", "°", ORDINARY),
  SIGN ("emptyset", "∅", ORDINARY),
  SIGN (NULL, "½", ORDINARY),
  SIGN (NULL, "/", ORDINARY),
  SIGN (NULL, "|", ORDINARY),
  SIGN ("|", "‖", ORDINARY),
  SIGN ("%", "%", ORDINARY),
  SIGN (NULL, ".", ORDINARY),
  SIGN (NULL, "+", BINARY),
  SIGN (NULL, "−", BINARY),
  SIGN ("pm", "±", BINARY),
  SIGN ("mp", "∓", BINARY),
  SIGN ("cdot", "·", BINARY),
  SIGN ("times", "×", BINARY),
  SIGN ("ast", "∗", BINARY),
  SIGN ("circ", "∘", BINARY),
  SIGN ("cup", "∪", BINARY),
  SIGN ("cap", "∩", BINARY),
  SIGN (NULL, "=", RELATION),
  SIGN (NULL, "<", RELATION),
  SIGN (NULL, ">", RELATION),
  SIGN ("le", "≤", RELATION),
  SIGN ("leq", "≤", RELATION),
  SIGN ("ge", "≥", RELATION),
  SIGN ("geq", "≥", RELATION),
  SIGN ("ne", "≠", RELATION),
  SIGN ("neq", "≠", RELATION),
  SIGN ("ll", "≪", RELATION),
  SIGN ("gg", "≫", RELATION),
  SIGN ("approx", "≈", RELATION),
  SIGN ("equiv", "≡", RELATION),
  SIGN ("sim", "∼", RELATION),
  SIGN ("propto", "∝", RELATION),
  SIGN ("to", "→", RELATION),
  SIGN ("rightarrow", "→", RELATION),
  SIGN ("gets", "←", RELATION),
  SIGN ("leftarrow", "←", RELATION),
  SIGN ("mapsto", "↦", RELATION),
  SIGN ("Rightarrow", "⇒", RELATION),
  SIGN ("in", "∈", RELATION),
  SIGN ("subset", "⊂", RELATION),
  SIGN ("mid", "∣", RELATION),
  SIGN ("parallel", "∥", RELATION),
  SIGN ("perp", "⊥", RELATION),
  SIGN (NULL, "(", OPENING),
  SIGN (NULL, "[", OPENING),
  SIGN ("{", "{", OPENING),
  SIGN ("langle", "⟨", OPENING),
  SIGN ("lfloor", "⌊", OPENING),
  SIGN (NULL, ")", CLOSING),
  SIGN (NULL, "]", CLOSING),
  SIGN ("}", "}", CLOSING),
  SIGN ("rangle", "⟩", CLOSING),
  SIGN ("rfloor", "⌋", CLOSING),
  SIGN (NULL, "!", CLOSING),
  SIGN (NULL, ",", PUNCTUATION),
  SIGN (NULL, ";", PUNCTUATION),
  SIGN (NULL, ":", PUNCTUATION),
  LARGE ("sum", "∑", TRUE),
  LARGE ("prod", "∏", TRUE),
  LARGE ("int", "∫", FALSE),
  LARGE ("oint", "∮", FALSE),
  FUNCTION ("exp"),
  FUNCTION ("ln"),
  FUNCTION ("log"),
  FUNCTION ("sin"),
  FUNCTION ("cos"),
  FUNCTION ("tan"),
  FUNCTION ("arctan"),
  FUNCTION ("sinh"),
  FUNCTION ("cosh"),
  FUNCTION ("tanh"),
  FUNCTION ("erf"),
  FUNCTION ("erfc"),
  FUNCTION ("det"),
  FUNCTION ("tr"),
  EXTREME ("max"),
  EXTREME ("min"),
  EXTREME ("argmax"),
  EXTREME ("argmin"),
  EXTREME ("sup"),
  EXTREME ("inf"),
  EXTREME ("lim"),
};

const PlumeSign *
plume_sign_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].name != NULL && strcmp (signs[i].name, name) == 0)
      return &signs[i];
  return NULL;
}

const PlumeSign *
plume_sign_by_text (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (signs[i].text, text) == 0)
      return &signs[i];
  return NULL;
}

/* Knuth's table; a negative entry holds outside of scripts only. */
static const signed char spaces[8][8] = {
  [PLUME_ATOM_ORDINARY] = { 0, 1, -2, -3, 0, 0, 0, -1 },
  [PLUME_ATOM_OPERATOR] = { 1, 1, 0, -3, 0, 0, 0, -1 },
  [PLUME_ATOM_BINARY] = { -2, -2, 0, 0, -2, 0, 0, -2 },
  [PLUME_ATOM_RELATION] = { -3, -3, 0, 0, -3, 0, 0, -3 },
  [PLUME_ATOM_OPENING] = { 0, 0, 0, 0, 0, 0, 0, 0 },
  [PLUME_ATOM_CLOSING] = { 0, 1, -2, -3, 0, 0, 0, -1 },
  [PLUME_ATOM_PUNCTUATION] = { -1, -1, 0, -1, -1, -1, -1, -1 },
  [PLUME_ATOM_INNER] = { -1, 1, -2, -3, -1, 0, -1, -1 },
};

int
plume_atom_space (PlumeAtom left, PlumeAtom right, gboolean differential, gboolean in_script)
{
  int space;

  if (left == PLUME_ATOM_NONE || right == PLUME_ATOM_NONE)
    return 0;
  space = spaces[left][right];
  if (differential && (left == PLUME_ATOM_ORDINARY || left == PLUME_ATOM_CLOSING))
    space = -1;
  if (space < 0)
    space = in_script ? 0 : -space;
  return space;
}

static PlumeAtom
neighbour (const PlumeNode *row, int index)
{
  const PlumeNode *node;

  if (index < 0 || index >= (int)row->children->len)
    return PLUME_ATOM_NONE;
  node = g_ptr_array_index (row->children, (guint)index);
  return node->kind == PLUME_NODE_SPACE ? PLUME_ATOM_NONE : node->atom;
}

PlumeAtom
plume_row_atom (const PlumeNode *row, guint index)
{
  PlumeAtom atom = neighbour (row, (int)index);
  PlumeAtom before, after;

  if (atom != PLUME_ATOM_BINARY)
    return atom;
  before = index > 0 ? plume_row_atom (row, index - 1) : PLUME_ATOM_NONE;
  after = neighbour (row, (int)index + 1);
  if (before == PLUME_ATOM_NONE || before == PLUME_ATOM_BINARY || before == PLUME_ATOM_RELATION
      || before == PLUME_ATOM_OPENING || before == PLUME_ATOM_PUNCTUATION
      || before == PLUME_ATOM_OPERATOR || after == PLUME_ATOM_RELATION
      || after == PLUME_ATOM_CLOSING || after == PLUME_ATOM_PUNCTUATION || after == PLUME_ATOM_NONE)
    return PLUME_ATOM_ORDINARY;
  return atom;
}
