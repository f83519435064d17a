/* plume-equation-layout.c: where every piece of an equation stands.
 *
 * A node becomes a box: pieces about a baseline, with an advance, an ascent and a descent taken
 * from the ink, as in appendix G of Knuth, The TeXbook (1986), with lengths in ems that suit a text
 * font instead of the parameters of a mathematical one. It draws nothing.
 */
#include "figure/plume-equation-private.h"

#include <math.h>

#define RULE          PLUME_EQUATION_RULE
#define SIDE          0.09 /* what a fraction's bar reaches over its parts */
#define LEAST_ASCENT  0.78 /* of a line */
#define LEAST_DESCENT 0.24
#define LINE_GAP      0.35
#define INDENT        1.4 /* of a continued line */

typedef enum
{
  STYLE_DISPLAY,
  STYLE_TEXT,
  STYLE_SCRIPT,
  STYLE_SCRIPT_OF_SCRIPT,
} Style;

static const double style_sizes[] = { 1, 1, 0.72, 0.56 };

/**
 * Box:
 * @italic: what leans over the advance at the top
 * @middle: of the ink at the top, from the left, for what is put over it
 * @is_symbol: one letter, possibly with a mark: scripts stand at heights that do not depend on it
 */
typedef struct
{
  GArray *pieces;
  double width, ascent, descent, italic, middle;
  gboolean is_symbol;
} Box;

typedef struct
{
  PlumeText *hand;
  double size;     /* of the whole */
  double axis;     /* height of the middle of a minus sign, ems */
  double x_height; /* ems */
} Setter;

static Box set_node (const Setter *setter, const PlumeNode *node, Style style);

static double
em (const Setter *setter, Style style)
{
  return setter->size * style_sizes[style];
}

static Box
box_new (void)
{
  return (Box){ .pieces = g_array_new (FALSE, FALSE, sizeof (PlumePiece)) };
}

static void
box_clear (Box *box)
{
  g_clear_pointer (&box->pieces, g_array_unref);
}

/* Puts a box into another, its baseline at y (downwards); clears it. */
static void
box_take (Box *box, Box *part, double x, double y)
{
  for (guint i = 0; i < part->pieces->len; i++)
    {
      PlumePiece piece = g_array_index (part->pieces, PlumePiece, i);

      piece.x += x;
      piece.y += y;
      g_array_append_val (box->pieces, piece);
    }
  box->ascent = fmax (box->ascent, part->ascent - y);
  box->descent = fmax (box->descent, part->descent + y);
  box->width = fmax (box->width, x + part->width);
  box_clear (part);
}

static void
box_add (
    Box *box, PlumePieceKind kind, double size, double x, double y, double width, double height)
{
  PlumePiece piece = {
    .kind = kind, .size = size, .x = x, .y = y, .width = width, .height = height
  };

  g_array_append_val (box->pieces, piece);
  box->ascent = fmax (box->ascent, -y);
  box->descent = fmax (box->descent, y + height);
  box->width = fmax (box->width, x + width);
}

void
plume_equation_set_hand (PlumeText *hand, const char *text, PlumeFace face, double size)
{
  pango_font_description_set_absolute_size (hand->font, size * PANGO_SCALE);
  pango_font_description_set_weight (hand->font, face == PLUME_FACE_BOLD ? PANGO_WEIGHT_BOLD
                                                                         : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (hand->font, face == PLUME_FACE_ITALIC ? PANGO_STYLE_ITALIC
                                                                          : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (hand->layout, hand->font);
  pango_layout_set_text (hand->layout, text, -1);
}

static Box
set_text (const Setter *setter, const char *text, PlumeFace face, double size)
{
  Box box = box_new ();
  PlumePiece piece = { .kind = PLUME_PIECE_TEXT, .face = face, .text = text, .size = size };
  PangoRectangle ink, logical;

  plume_text_begin ();
  plume_equation_set_hand (setter->hand, text, face, size);
  pango_layout_line_get_extents (pango_layout_get_line_readonly (setter->hand->layout, 0), &ink,
                                 &logical);
  plume_text_end ();
  piece.width = box.width = (double)logical.width / PANGO_SCALE;
  piece.height = box.ascent = -(double)ink.y / PANGO_SCALE;
  box.descent = (double)(ink.y + ink.height) / PANGO_SCALE;
  box.italic = fmax (0, (double)(ink.x + ink.width - logical.width) / PANGO_SCALE);
  box.middle = (double)(ink.x + ink.width / 2) / PANGO_SCALE
               + (face == PLUME_FACE_ITALIC ? 0.08 * box.ascent : 0);
  g_array_append_val (box.pieces, piece);
  return box;
}

/* Operators that grow are centred on the axis. */
static Box
set_symbol (const Setter *setter, const PlumeNode *node, Style style)
{
  double size = em (setter, style);
  double growth = !node->large ? 1 : style != STYLE_DISPLAY ? 1.1 : node->limits ? 1.5 : 1.75;
  Box box = set_text (setter, node->text, node->face, size * growth);

  if (node->large)
    {
      Box centred = box_new ();
      double shift = (box.ascent - box.descent) / 2 - setter->axis * size;

      box_take (&centred, &box, 0, shift);
      centred.ascent = g_array_index (centred.pieces, PlumePiece, 0).height - shift;
      return centred;
    }
  box.is_symbol = TRUE;
  return box;
}

static Box
set_fraction (const Setter *setter, const PlumeNode *node, Style style)
{
  Style inner = MIN (style + 1, STYLE_SCRIPT_OF_SCRIPT);
  double size = em (setter, style), axis = setter->axis * size, half = RULE * size / 2;
  double gap = (style == STYLE_DISPLAY ? 0.16 : 0.09) * size;
  Box box = box_new ();
  Box above = set_node (setter, node->above, inner), below = set_node (setter, node->below, inner);
  double width = fmax (above.width, below.width) + 2 * SIDE * size;
  double rise =
      fmax (axis + half + gap + above.descent, (style == STYLE_DISPLAY ? 0.62 : 0.4) * size);
  double fall =
      fmax (below.ascent + gap + half - axis, (style == STYLE_DISPLAY ? 0.6 : 0.33) * size);
  double left = 0.05 * size;

  box_take (&box, &above, left + (width - above.width) / 2, -rise);
  box_take (&box, &below, left + (width - below.width) / 2, fall);
  box_add (&box, PLUME_PIECE_RULE, size, left, -axis - half, width, 2 * half);
  box.width = width + 2 * left;
  return box;
}

static Box
set_root (const Setter *setter, const PlumeNode *node, Style style)
{
  double size = em (setter, style), thickness = RULE * size, sign = 0.62 * size, left = 0;
  Box box = box_new (), body = set_node (setter, node->base, style);
  double ascent = fmax (body.ascent, setter->x_height * size) + 0.14 * size + thickness;
  double height = ascent + fmax (body.descent, 0.04 * size) + 0.04 * size;
  double body_width = body.width + fmax (0, body.italic);

  if (node->above != NULL)
    {
      Box degree = set_node (setter, node->above, STYLE_SCRIPT_OF_SCRIPT);

      left = fmax (0, degree.width - 0.3 * size);
      box_take (&box, &degree, 0, -ascent + 0.55 * height - 0.12 * size);
    }
  box_add (&box, PLUME_PIECE_RADICAL, size, left, -ascent, sign, height);
  box_add (&box, PLUME_PIECE_RULE, size, left + sign, -ascent, body_width + 0.08 * size, thickness);
  box_take (&box, &body, left + sign + 0.03 * size, 0);
  box.width = left + sign + body_width + 0.12 * size;
  return box;
}

/* Over and under, centred: limits of a displayed operator. */
static Box
set_limits (const Setter *setter, const PlumeNode *node)
{
  double gap = 0.12 * setter->size;
  Box box = box_new (), base = set_node (setter, node->base, STYLE_DISPLAY);
  Box above = node->above != NULL ? set_node (setter, node->above, STYLE_SCRIPT) : box_new ();
  Box below = node->below != NULL ? set_node (setter, node->below, STYLE_SCRIPT) : box_new ();
  double width = fmax (base.width, fmax (above.width, below.width));
  double rise = base.ascent + gap + above.descent, fall = base.descent + gap + below.ascent;

  box_take (&box, &base, (width - base.width) / 2, 0);
  if (node->above != NULL)
    box_take (&box, &above, (width - above.width) / 2, -rise);
  else
    box_clear (&above);
  if (node->below != NULL)
    box_take (&box, &below, (width - below.width) / 2, fall);
  else
    box_clear (&below);
  box.width = width;
  return box;
}

static Box
set_scripts (const Setter *setter, const PlumeNode *node, Style style)
{
  Style small = style < STYLE_SCRIPT ? STYLE_SCRIPT : STYLE_SCRIPT_OF_SCRIPT;
  double size = em (setter, style), x_height = setter->x_height * size;
  double rise = 0, fall = 0, width, italic;
  Box box = box_new (), base, above = { 0 }, below = { 0 };

  if (node->base->limits && style == STYLE_DISPLAY)
    {
      box_clear (&box);
      return set_limits (setter, node);
    }
  base = set_node (setter, node->base, style);
  width = base.width;
  italic = base.is_symbol ? base.italic : 0;
  if (node->above != NULL)
    {
      above = set_node (setter, node->above, small);
      rise = fmax (0.38 * size, fmax (above.descent + x_height / 4,
                                      base.is_symbol ? 0 : base.ascent - 0.36 * size));
    }
  if (node->below != NULL)
    {
      below = set_node (setter, node->below, small);
      fall = fmax (0.17 * size, fmax (below.ascent - 0.8 * x_height,
                                      base.is_symbol ? 0 : base.descent + 0.02 * size));
    }
  if (above.pieces != NULL && below.pieces != NULL)
    fall = fmax (fall, 0.14 * size + above.descent + below.ascent - rise);
  box_take (&box, &base, 0, 0);
  if (node->text != NULL)
    {
      Box primes = set_text (setter, node->text, PLUME_FACE_UPRIGHT, size);
      double advance = primes.width;

      box_take (&box, &primes, width + italic, 0);
      italic += advance;
    }
  if (above.pieces != NULL)
    box_take (&box, &above, width + fmax (italic, 0.03 * size), -rise);
  if (below.pieces != NULL)
    box_take (&box, &below, width + (node->base->large ? -0.12 * size : 0.02 * size), fall);
  box.width += 0.04 * size;
  return box;
}

static Box
set_accent (const Setter *setter, const PlumeNode *node, Style style)
{
  double size = em (setter, style), gap = 0.08 * size;
  Box box = box_new (), base = set_node (setter, node->base, style);
  gboolean bar = node->accent == PLUME_PIECE_RULE;
  double width = bar ? fmax (0.8 * base.width, 0.36 * size) : 0.42 * size;
  double height = bar ? RULE * size : 0.17 * size;
  double middle = base.is_symbol ? base.middle : base.width / 2, ascent = base.ascent;

  if (node->accent == PLUME_PIECE_DOT)
    width = height = 0.13 * size;
  else if (node->accent == PLUME_PIECE_DOUBLE_DOT)
    height = 0.13 * size;
  box.is_symbol = base.is_symbol;
  box.italic = base.italic;
  box.middle = middle;
  box_take (&box, &base, 0, 0);
  {
    double advance = box.width;

    box_add (&box, node->accent, size, middle - width / 2, -ascent - gap - height, width, height);
    box.width = advance; /* a mark is no reason to move the next letter */
  }
  return box;
}

static PlumePieceKind
bracket_piece (const char *bracket)
{
  static const struct
  {
    const char *bracket;
    PlumePieceKind piece;
  } pieces[] = {
    { "(", PLUME_PIECE_PARENTHESIS_LEFT }, { ")", PLUME_PIECE_PARENTHESIS_RIGHT },
    { "[", PLUME_PIECE_BRACKET_LEFT },     { "]", PLUME_PIECE_BRACKET_RIGHT },
    { "{", PLUME_PIECE_BRACE_LEFT },       { "}", PLUME_PIECE_BRACE_RIGHT },
    { "⟨", PLUME_PIECE_ANGLE_LEFT },       { "⟩", PLUME_PIECE_ANGLE_RIGHT },
    { "⌊", PLUME_PIECE_FLOOR_LEFT },       { "⌋", PLUME_PIECE_FLOOR_RIGHT },
    { "‖", PLUME_PIECE_DOUBLE_BAR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    if (g_str_equal (pieces[i].bracket, bracket))
      return pieces[i].piece;
  return PLUME_PIECE_BAR;
}

/* A bracket of at least that height about the axis: the letter where it will do, else drawn. */
static Box
set_bracket (const Setter *setter, const char *bracket, Style style, double height)
{
  double size = em (setter, style), axis = setter->axis * size, width, margin = 0.06 * size;
  Box box;

  if (bracket == NULL)
    return box_new ();
  box = set_text (setter, bracket, PLUME_FACE_UPRIGHT, size);
  if (box.ascent + box.descent >= height)
    return box;
  box_clear (&box);
  box = box_new ();
  width = 0.22 * size + 0.05 * height;
  if (bracket_piece (bracket) == PLUME_PIECE_BAR)
    width = RULE * size;
  else if (bracket_piece (bracket) == PLUME_PIECE_DOUBLE_BAR)
    width = 0.2 * size;
  box_add (&box, bracket_piece (bracket), size, margin, -axis - height / 2, width, height);
  box.width = width + 2 * margin;
  return box;
}

static Box
set_fence (const Setter *setter, const PlumeNode *node, Style style)
{
  double size = em (setter, style), axis = setter->axis * size;
  Box box = box_new (), body = set_node (setter, node->base, style);
  double reach = 2 * fmax (body.ascent - axis, body.descent + axis);
  double height = fmax (0.94 * reach, reach - 0.25 * size);
  Box opening = set_bracket (setter, node->opening, style, height);
  Box closing = set_bracket (setter, node->closing, style, height);
  double from = opening.width, to = from + body.width + fmax (0, body.italic);

  box_take (&box, &opening, 0, 0);
  box_take (&box, &body, from, 0);
  box_take (&box, &closing, to, 0);
  return box;
}

/* The space before the child of a row, ems. */
static double
space_before (const PlumeNode *row, guint index, Style style)
{
  const PlumeNode *node = g_ptr_array_index (row->children, index);
  PlumeAtom before = index > 0 ? plume_row_atom (row, index - 1) : PLUME_ATOM_NONE;
  int space = plume_atom_space (before, plume_row_atom (row, index), node->differential,
                                style >= STYLE_SCRIPT);

  return space > 0 ? (space + 2) / 18.0 : 0;
}

static Box
set_row (const Setter *setter, const PlumeNode *row, Style style)
{
  Box box = box_new ();
  double x = 0, size = em (setter, style);

  if (row->children->len == 1)
    {
      box_clear (&box);
      return set_node (setter, g_ptr_array_index (row->children, 0), style);
    }
  for (guint i = 0; i < row->children->len; i++)
    {
      Box part = set_node (setter, g_ptr_array_index (row->children, i), style);
      double width = part.width;

      x += space_before (row, i, style) * size;
      box.italic = part.italic;
      box_take (&box, &part, x, 0);
      x += width;
    }
  box.width = x;
  return box;
}

static Box
set_node (const Setter *setter, const PlumeNode *node, Style style)
{
  Box box;

  switch (node->kind)
    {
    case PLUME_NODE_SYMBOL:
      return set_symbol (setter, node, style);
    case PLUME_NODE_ROW:
      return set_row (setter, node, style);
    case PLUME_NODE_FRACTION:
      return set_fraction (setter, node, style);
    case PLUME_NODE_ROOT:
      return set_root (setter, node, style);
    case PLUME_NODE_SCRIPTS:
      return set_scripts (setter, node, style);
    case PLUME_NODE_ACCENT:
      return set_accent (setter, node, style);
    case PLUME_NODE_FENCE:
      return set_fence (setter, node, style);
    case PLUME_NODE_SPACE:
    default:
      box = box_new ();
      box.width = node->space * em (setter, style);
      return box;
    }
}

/* How good a place it is to begin a new line before the child: 0 for none. */
static int
break_rank (const PlumeNode *row, guint index)
{
  const PlumeNode *before = g_ptr_array_index (row->children, index - 1);

  if (before->kind == PLUME_NODE_SPACE && before->space >= 1)
    return 4;
  if (plume_row_atom (row, index) == PLUME_ATOM_RELATION)
    return 3;
  return plume_row_atom (row, index) == PLUME_ATOM_BINARY ? 2 : 0;
}

/* The child that begins the next line: the last of the best places that fit, else the first. A line
 * of a few letters is a place of last resort. */
static guint
find_break (const PlumeNode *row, const Box *parts, guint from, double room, double size)
{
  double x = 0;
  guint best = row->children->len;
  int best_rank = 0;

  for (guint i = from; i < row->children->len; i++)
    {
      int rank = i > from ? break_rank (row, i) : 0;

      if (rank > 0 && rank < 4 && x < 0.35 * room)
        rank = 1;
      if (rank > 0 && (x <= room ? rank >= best_rank : best_rank == 0))
        {
          best = i;
          best_rank = rank;
        }
      if (i > from)
        x += space_before (row, i, STYLE_DISPLAY) * size;
      x += parts[i].width;
      if (x > room + 1e-6 && best_rank > 0)
        return best;
    }
  return x > room + 1e-6 ? best : row->children->len;
}

static Box
set_line (const PlumeNode *row, Box *parts, guint from, guint to, double indent, double size)
{
  Box line = box_new ();
  double x = indent;

  while (to > from + 1
         && ((PlumeNode *)g_ptr_array_index (row->children, to - 1))->kind == PLUME_NODE_SPACE)
    box_clear (&parts[--to]);
  for (guint i = from; i < to; i++)
    {
      double width = parts[i].width;

      if (i > from)
        x += space_before (row, i, STYLE_DISPLAY) * size;
      box_take (&line, &parts[i], x, 0);
      x += width;
    }
  line.width = x;
  return line;
}

static void
set_lines (PlumeEquationLayout *layout, const Setter *setter, const PlumeNode *row, double room)
{
  guint n_parts = row->children->len;
  g_autofree Box *parts = g_new0 (Box, n_parts + 1);
  Box all = box_new ();
  double size = setter->size, y = 0, above = LEAST_ASCENT * size, bottom = 0;

  for (guint i = 0; i < n_parts; i++)
    parts[i] = set_node (setter, g_ptr_array_index (row->children, i), STYLE_DISPLAY);
  for (guint from = 0, to; from < n_parts || layout->n_lines == 0; from = to)
    {
      double indent = from > 0 && break_rank (row, from) < 4 ? INDENT * size : 0;
      Box line;
      double ascent;

      to = find_break (row, parts, from, room - indent, size);
      line = set_line (row, parts, from, to, indent, size);
      ascent = fmax (line.ascent, LEAST_ASCENT * size);
      if (layout->n_lines == 0)
        above = ascent;
      else
        y = bottom + LINE_GAP * size + ascent;
      bottom = y + fmax (line.descent, LEAST_DESCENT * size);
      box_take (&all, &line, 0, y);
      layout->n_lines++;
    }
  layout->width = all.width;
  layout->ascent = above;
  layout->descent = bottom;
  layout->pieces = g_steal_pointer (&all.pieces);
}

/**
 * plume_equation_layout_new:
 * @equation: what is set
 * @style: its font
 * @size: font size, units
 * @width: room for a line, units; INFINITY for one line
 *
 * Returns: (transfer full): the places of all pieces
 */
PlumeEquationLayout *
plume_equation_layout_new (PlumeEquation *equation,
                           const PlumeStyle *style,
                           double size,
                           double width)
{
  g_autoptr (PlumeText) hand = plume_text_new (style);
  PlumeEquationLayout *layout = g_new0 (PlumeEquationLayout, 1);
  Setter setter = { .hand = hand, .size = size };
  Box minus = set_text (&setter, "−", PLUME_FACE_UPRIGHT, size);
  Box letter = set_text (&setter, "x", PLUME_FACE_ITALIC, size);

  setter.axis = (minus.ascent - minus.descent) / 2 / size;
  setter.x_height = letter.ascent / size;
  box_clear (&minus);
  box_clear (&letter);
  layout->equation = plume_equation_ref (equation);
  layout->style = *style;
  set_lines (layout, &setter, equation->row, width);
  return layout;
}

void
plume_equation_layout_free (PlumeEquationLayout *layout)
{
  if (layout == NULL)
    return;
  g_array_unref (layout->pieces);
  plume_equation_unref (layout->equation);
  g_free (layout);
}
