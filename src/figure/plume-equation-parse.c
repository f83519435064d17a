/* plume-equation-parse.c: from the notation of plume-equation.h to a tree; by recursive descent.
 *
 * Whatever is wrong is said in one sentence with its place, counted in characters from 1.
 */
#include "figure/plume-equation-private.h"

#include "core/plume-error.h"
#include <string.h>

#define MAX_DEPTH 32

typedef struct
{
  const char *source, *at;
  PlumeFace face; /* of letters */
  guint depth;
  GError **error;
} Parser;

static PlumeNode *parse_row (Parser *parser, const char *end);
static PlumeNode *parse_argument (Parser *parser, const char *of);

static PlumeNode *
node_new (PlumeNodeKind kind, PlumeAtom atom)
{
  PlumeNode *node = g_new0 (PlumeNode, 1);

  node->kind = kind;
  node->atom = atom;
  if (kind == PLUME_NODE_ROW)
    node->children = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_node_free);
  return node;
}

static PlumeNode *
symbol_new (const char *text, gsize length, PlumeFace face, PlumeAtom atom)
{
  PlumeNode *node = node_new (PLUME_NODE_SYMBOL, atom);

  node->text = g_strndup (text, length);
  node->face = face;
  return node;
}

void
plume_node_free (PlumeNode *node)
{
  if (node == NULL)
    return;
  g_free (node->text);
  plume_node_free (node->base);
  plume_node_free (node->above);
  plume_node_free (node->below);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static PlumeNode *
fail (Parser *parser, const char *at, const char *format, ...) G_GNUC_PRINTF (3, 4);

static PlumeNode *
fail (Parser *parser, const char *at, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (parser->error, PLUME_ERROR, PLUME_ERROR_USAGE, "equation “%s”, character %ld: %s",
               parser->source, g_utf8_pointer_to_offset (parser->source, at) + 1, what);
  return NULL;
}

static void
skip_blanks (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

/* The characters from here that belong to a predicate. */
static gsize
run_length (const char *text, gboolean (*belongs) (gunichar))
{
  const char *at = text;

  while (*at != '\0' && belongs (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return (gsize)(at - text);
}

static gboolean
is_letter (gunichar character)
{
  return g_unichar_isalpha (character) && !g_unichar_ismark (character);
}

static PlumeNode *
parse_number (Parser *parser)
{
  const char *from = parser->at;

  while (g_ascii_isdigit (*parser->at) || (*parser->at == '.' && g_ascii_isdigit (parser->at[1])))
    parser->at++;
  return symbol_new (from, (gsize)(parser->at - from), PLUME_FACE_UPRIGHT, PLUME_ATOM_ORDINARY);
}

static PlumeNode *
make_sign (const PlumeSign *sign, PlumeFace face)
{
  PlumeNode *node =
      symbol_new (sign->text, strlen (sign->text),
                  sign->face == PLUME_FACE_ITALIC ? face : PLUME_FACE_UPRIGHT, sign->atom);

  node->large = sign->large;
  node->limits = sign->limits;
  return node;
}

/* A letter, or, where letters are upright, a word. */
static PlumeNode *
parse_letters (Parser *parser)
{
  const char *from = parser->at;
  gsize length = parser->face == PLUME_FACE_ITALIC ? (gsize)(g_utf8_next_char (from) - from)
                                                   : run_length (from, is_letter);

  parser->at += length;
  return symbol_new (from, length, parser->face, PLUME_ATOM_ORDINARY);
}

static PlumeNode *
parse_character (Parser *parser)
{
  const char *from = parser->at;
  gsize length = (gsize)(g_utf8_next_char (from) - from);
  g_autofree char *character = g_strndup (from, length);
  const char *text = *from == '-' ? "−" : *from == '*' ? "∗" : character;
  const PlumeSign *sign = plume_sign_by_text (text);

  if (sign != NULL)
    {
      parser->at += length;
      return make_sign (sign, parser->face);
    }
  if (is_letter (g_utf8_get_char (from)))
    return parse_letters (parser);
  if (g_unichar_ismark (g_utf8_get_char (from)))
    return fail (parser, from, "a mark over a letter is written as \\hat{x}, \\bar{x} or \\dot{x}");
  return fail (parser, from,
               "“%s” is no sign of the notation; write a sign by its name, such as \\times",
               character);
}

/* {words}, as they stand. */
static char *
parse_words (Parser *parser, const char *of)
{
  const char *from, *end;

  skip_blanks (parser);
  from = parser->at;
  if (*from != '{' || (end = strchr (from, '}')) == NULL)
    {
      fail (parser, from, "\\%s needs words in braces; write \\%s{…}", of, of);
      return NULL;
    }
  parser->at = end + 1;
  return g_strndup (from + 1, (gsize)(end - from - 1));
}

static PlumeNode *
parse_word_symbol (Parser *parser, const char *of, PlumeAtom atom)
{
  g_autofree char *words = parse_words (parser, of);

  return words != NULL ? symbol_new (words, strlen (words), PLUME_FACE_UPRIGHT, atom) : NULL;
}

static PlumeNode *
parse_faced (Parser *parser, const char *of, PlumeFace face)
{
  PlumeFace before = parser->face;
  PlumeNode *node;

  parser->face = face;
  node = parse_argument (parser, of);
  parser->face = before;
  return node;
}

static PlumeNode *
parse_fraction (Parser *parser, const char *of)
{
  g_autoptr (PlumeNode) node = node_new (PLUME_NODE_FRACTION, PLUME_ATOM_INNER);

  node->above = parse_argument (parser, of);
  if (node->above == NULL)
    return NULL;
  node->below = parse_argument (parser, of);
  return node->below != NULL ? g_steal_pointer (&node) : NULL;
}

static PlumeNode *
parse_root (Parser *parser, const char *of)
{
  g_autoptr (PlumeNode) node = node_new (PLUME_NODE_ROOT, PLUME_ATOM_ORDINARY);

  skip_blanks (parser);
  if (*parser->at == '[')
    {
      parser->at++;
      node->above = parse_row (parser, "]");
      if (node->above == NULL)
        return NULL;
      parser->at++;
    }
  node->base = parse_argument (parser, of);
  return node->base != NULL ? g_steal_pointer (&node) : NULL;
}

/* What follows \left or \right. */
static gboolean
parse_bracket (Parser *parser, const char *of, const char **bracket)
{
  static const char *const brackets[][2] = {
    { "(", "(" },        { ")", ")" },        { "[", "[" },        { "]", "]" },
    { "\\{", "{" },      { "\\}", "}" },      { "\\|", "‖" },      { "|", "|" },
    { "\\langle", "⟨" }, { "\\rangle", "⟩" }, { "\\lfloor", "⌊" }, { "\\rfloor", "⌋" },
    { ".", NULL },
  };

  skip_blanks (parser);
  for (guint i = 0; i < G_N_ELEMENTS (brackets); i++)
    if (g_str_has_prefix (parser->at, brackets[i][0]))
      {
        parser->at += strlen (brackets[i][0]);
        *bracket = brackets[i][1];
        return TRUE;
      }
  fail (parser, parser->at, "\\%s needs a bracket; write \\%s( or \\%s. for none", of, of, of);
  return FALSE;
}

static PlumeNode *
parse_fence (Parser *parser)
{
  g_autoptr (PlumeNode) node = node_new (PLUME_NODE_FENCE, PLUME_ATOM_INNER);

  if (!parse_bracket (parser, "left", &node->opening))
    return NULL;
  node->base = parse_row (parser, "\\right");
  if (node->base == NULL)
    return NULL;
  parser->at += strlen ("\\right");
  return parse_bracket (parser, "right", &node->closing) ? g_steal_pointer (&node) : NULL;
}

static PlumeNode *
parse_accent (Parser *parser, const char *of, PlumePieceKind accent)
{
  g_autoptr (PlumeNode) node = node_new (PLUME_NODE_ACCENT, PLUME_ATOM_ORDINARY);

  node->accent = accent;
  node->base = parse_argument (parser, of);
  return node->base != NULL ? g_steal_pointer (&node) : NULL;
}

static PlumeNode *
make_space (double ems)
{
  PlumeNode *node = node_new (PLUME_NODE_SPACE, PLUME_ATOM_NONE);

  node->space = ems;
  return node;
}

static PlumeNode *
parse_named (Parser *parser, const char *from, const char *name)
{
  static const struct
  {
    const char *name;
    PlumePieceKind accent;
  } accents[] = {
    { "hat", PLUME_PIECE_HAT },         { "bar", PLUME_PIECE_RULE },
    { "tilde", PLUME_PIECE_TILDE },     { "dot", PLUME_PIECE_DOT },
    { "ddot", PLUME_PIECE_DOUBLE_DOT }, { "vec", PLUME_PIECE_ARROW },
    { "overline", PLUME_PIECE_RULE },
  };
  static const struct
  {
    const char *name;
    double ems;
  } spaces[] = { { ",", 1 / 6.0 }, { ":", 2 / 9.0 }, { ";", 5 / 18.0 }, { "!", -1 / 6.0 },
                 { " ", 1 / 3.0 }, { "quad", 1 },    { "qquad", 2 } };
  const PlumeSign *sign = plume_sign_by_name (name);

  if (sign != NULL)
    return make_sign (sign, parser->face);
  for (guint i = 0; i < G_N_ELEMENTS (accents); i++)
    if (strcmp (name, accents[i].name) == 0)
      return parse_accent (parser, name, accents[i].accent);
  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (strcmp (name, spaces[i].name) == 0)
      return make_space (spaces[i].ems);
  if (strcmp (name, "frac") == 0)
    return parse_fraction (parser, name);
  if (strcmp (name, "sqrt") == 0)
    return parse_root (parser, name);
  if (strcmp (name, "left") == 0)
    return parse_fence (parser);
  if (strcmp (name, "right") == 0)
    return fail (parser, from, "\\right closes nothing; open with \\left");
  if (strcmp (name, "text") == 0)
    return parse_word_symbol (parser, name, PLUME_ATOM_ORDINARY);
  if (strcmp (name, "operatorname") == 0)
    return parse_word_symbol (parser, name, PLUME_ATOM_OPERATOR);
  if (strcmp (name, "mathbf") == 0)
    return parse_faced (parser, name, PLUME_FACE_BOLD);
  if (strcmp (name, "mathrm") == 0)
    return parse_faced (parser, name, PLUME_FACE_UPRIGHT);
  if (strcmp (name, "dd") == 0)
    {
      PlumeNode *node = symbol_new ("d", 1, PLUME_FACE_UPRIGHT, PLUME_ATOM_ORDINARY);

      node->differential = TRUE;
      return node;
    }
  return fail (parser, from, "\\%s is no name of the notation; write words as \\text{%s}", name,
               name);
}

static PlumeNode *
parse_command (Parser *parser)
{
  const char *from = parser->at, *name = from + 1;
  gsize length = 0;
  g_autofree char *copy = NULL;

  while (g_ascii_isalpha (name[length]))
    length++;
  if (length == 0 && *name != '\0')
    length = (gsize)(g_utf8_next_char (name) - name);
  if (length == 0)
    return fail (parser, from, "a name is missing after \\; write one, such as \\alpha");
  copy = g_strndup (name, length);
  parser->at = name + length;
  return parse_named (parser, from, copy);
}

static PlumeNode *
parse_group (Parser *parser)
{
  PlumeNode *row;

  parser->at++;
  row = parse_row (parser, "}");
  if (row != NULL)
    parser->at++;
  return row;
}

static PlumeNode *
parse_atom (Parser *parser)
{
  const char *from = parser->at;

  switch (*from)
    {
    case '{':
      return parse_group (parser);
    case '\\':
      return parse_command (parser);
    case '}':
      return fail (parser, from, "} closes nothing; a brace to be seen is \\}");
    case '^':
    case '_':
      return fail (parser, from, "%c has nothing to stand on; write {}%c for a script alone", *from,
                   *from);
    default:
      return g_ascii_isdigit (*from) ? parse_number (parser) : parse_character (parser);
    }
}

/* One atom or a group: of \frac, of a script. */
static PlumeNode *
parse_argument (Parser *parser, const char *of)
{
  const char *from;
  PlumeNode *node;

  skip_blanks (parser);
  from = parser->at;
  if (*from == '\0' || *from == '}' || *from == '^' || *from == '_')
    return fail (parser, from, "%s%s needs something in braces; write it as %s%s{x}",
                 g_ascii_isalpha (*of) ? "\\" : "", of, g_ascii_isalpha (*of) ? "\\" : "", of);
  if (++parser->depth > MAX_DEPTH)
    return fail (parser, from, "this is nested too deeply; write fewer braces in each other");
  node = parse_atom (parser);
  parser->depth--;
  return node;
}

/* Primes keep their size, since a text font has them small and raised already. */
static char *
make_primes (guint n_primes)
{
  GString *primes = g_string_new (NULL);

  for (guint i = 0; i < n_primes; i++)
    g_string_append (primes, "′");
  return g_string_free (primes, FALSE);
}

/* What stands over and under an atom that was just read; takes it. */
static PlumeNode *
parse_scripts (Parser *parser, PlumeNode *base)
{
  g_autoptr (PlumeNode) scripts = node_new (PLUME_NODE_SCRIPTS, base->atom);
  guint n_primes = 0;

  scripts->base = base;
  scripts->differential = base->differential;
  for (;;)
    {
      const char *from = parser->at;
      PlumeNode **place = *from == '^' ? &scripts->above : &scripts->below;
      gboolean prime = *from == '\'' || g_str_has_prefix (from, "′");

      if (prime)
        {
          n_primes++;
          parser->at = g_utf8_next_char (from);
        }
      else if (*from == '^' || *from == '_')
        {
          if (*place != NULL)
            return fail (parser, from, "there is a second %c; join both in braces", *from);
          parser->at++;
          *place = parse_argument (parser, *from == '^' ? "^" : "_");
          if (*place == NULL)
            return NULL;
        }
      else
        break;
      skip_blanks (parser);
    }
  if (n_primes > 0)
    scripts->text = make_primes (n_primes);
  return g_steal_pointer (&scripts);
}

static gboolean
scripts_follow (const char *at)
{
  return *at == '^' || *at == '_' || *at == '\'' || g_str_has_prefix (at, "′");
}

/* Reads until end, which is left to be read; all when NULL. */
static PlumeNode *
parse_row (Parser *parser, const char *end)
{
  g_autoptr (PlumeNode) row = node_new (PLUME_NODE_ROW, PLUME_ATOM_ORDINARY);
  const char *from = parser->at;

  if (++parser->depth > MAX_DEPTH)
    return fail (parser, from, "this is nested too deeply; write fewer braces in each other");
  for (skip_blanks (parser); *parser->at != '\0'; skip_blanks (parser))
    {
      PlumeNode *node;

      if (end != NULL && g_str_has_prefix (parser->at, end)
          && !(end[0] == '\\' && g_ascii_isalpha (parser->at[strlen (end)])))
        break;
      node = parse_atom (parser);
      if (node == NULL)
        return NULL;
      skip_blanks (parser);
      if (node->kind != PLUME_NODE_SPACE && scripts_follow (parser->at))
        node = parse_scripts (parser, node);
      if (node == NULL)
        return NULL;
      g_ptr_array_add (row->children, node);
    }
  if (end != NULL && *parser->at == '\0')
    return fail (parser, parser->at, "%s is missing; it closes what begins at character %ld", end,
                 g_utf8_pointer_to_offset (parser->source, from));
  parser->depth--;
  return g_steal_pointer (&row);
}

PlumeNode *
plume_equation_parse (const char *source, GError **error)
{
  Parser parser = { .source = source, .at = source, .error = error };

  if (!g_utf8_validate (source, -1, NULL))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   "an equation is no text in UTF-8; save its file as UTF-8");
      return NULL;
    }
  return parse_row (&parser, NULL);
}
