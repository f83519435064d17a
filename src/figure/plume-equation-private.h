/* plume-equation-private.h: what an equation is between its parser and its two tellers, the layout
 * and the plain text: a tree of nodes.
 *
 * Classes of atoms and the space between them are those of Knuth, The TeXbook (1986), chapter 18.
 */
#pragma once

#include "figure/plume-equation.h"
#include "figure/plume-layout-private.h"

G_BEGIN_DECLS

#define PLUME_EQUATION_RULE 0.055 /* thickness of bars, ems */

typedef enum
{
  PLUME_ATOM_ORDINARY,
  PLUME_ATOM_OPERATOR,
  PLUME_ATOM_BINARY,
  PLUME_ATOM_RELATION,
  PLUME_ATOM_OPENING,
  PLUME_ATOM_CLOSING,
  PLUME_ATOM_PUNCTUATION,
  PLUME_ATOM_INNER,
  PLUME_ATOM_NONE, /* before the first and after the last; spaces, too */
} PlumeAtom;

typedef enum
{
  PLUME_NODE_SYMBOL,   /* text */
  PLUME_NODE_ROW,      /* children */
  PLUME_NODE_FRACTION, /* above, below */
  PLUME_NODE_ROOT,     /* base, above: its degree */
  PLUME_NODE_SCRIPTS,  /* base, text: its primes, above, below */
  PLUME_NODE_ACCENT,   /* base, accent */
  PLUME_NODE_FENCE,    /* base, opening, closing */
  PLUME_NODE_SPACE,    /* space */
} PlumeNodeKind;

/**
 * PlumeNode:
 * @text: (nullable): of a symbol; primes of scripts
 * @large: an operator that grows in displayed equations
 * @limits: scripts stand over and under it, there
 * @differential: kept apart from an ordinary atom before it
 * @opening: @closing: (nullable): brackets
 * @space: ems
 */
typedef struct _PlumeNode PlumeNode;
struct _PlumeNode
{
  PlumeNodeKind kind;
  PlumeAtom atom;
  PlumeFace face;
  char *text;
  gboolean large, limits, differential;
  PlumePieceKind accent;
  const char *opening, *closing;
  double space;
  PlumeNode *base, *above, *below;
  GPtrArray *children;
};

struct _PlumeEquation
{
  gatomicrefcount references;
  char *source;
  PlumeNode *row;
};

/**
 * PlumeSign: a sign that has a name, a character, or both.
 * @name: (nullable): without its backslash
 */
typedef struct
{
  const char *name, *text;
  PlumeAtom atom;
  PlumeFace face;
  gboolean large, limits;
} PlumeSign;

const PlumeSign *plume_sign_by_name (const char *name);
const PlumeSign *plume_sign_by_text (const char *text);

PlumeNode *plume_equation_parse (const char *source, GError **error);
void plume_node_free (PlumeNode *node);

/* 0 none, 1 thin, 2 medium, 3 thick */
int plume_atom_space (PlumeAtom left, PlumeAtom right, gboolean differential, gboolean in_script);
/* What an atom of a row is there: a binary operator with nothing to bind is an ordinary sign. */
PlumeAtom plume_row_atom (const PlumeNode *row, guint index);
/* Gives a hand what it measures or writes. */
void plume_equation_set_hand (PlumeText *hand, const char *text, PlumeFace face, double size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeNode, plume_node_free)

G_END_DECLS
