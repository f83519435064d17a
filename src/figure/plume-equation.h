/* plume-equation.h: equations: a line of notation, set as a printer sets it, or told as plain text.
 *
 * The notation is the part of TeX's that a line of physics needs:
 *
 *   letters, digits   Latin and Greek letters are variables, in italics; numbers are upright;
 * blanks mean nothing. Δ, ∂ and ∇ are upright operators. \alpha … \Omega   Greek by name; the
 * characters themselves (α, Ω, ∂, ≤, …) do as well x_i x^2 x_t^{n+1} f'   scripts, primes
 *   \frac{a}{b} \sqrt{a} \sqrt[3]{a}
 *   \sum \prod \int \oint   with _ and ^; limits of \sum, \prod, \max, \min stand over and under
 *   \exp \ln \log \sin \cos \tanh \erf \max \min \argmin …, \operatorname{name}
 *   \hat \bar \tilde \dot \ddot \vec {x}
 *   \mathbf{x} \mathrm{M}   bold upright, upright; \text{words, blanks kept}
 *   \dd x             an upright differential, kept apart from the factor before it
 *   \left( … \right)  brackets that grow; also [ ] \{ \} | \| \langle \rangle \lfloor \rfloor and .
 *                     for none
 *   \cdot \times \pm \circ ∗, = < > \le \ge \ne \approx \sim \propto \to \gets \in \mid \parallel …
 *   \, \: \; \! \quad \qquad \dots \cdots \infty
 *
 * In a C string each backslash is written twice. An experiment's equations are lines of this
 * notation, one equation a line; a line that is too long for its place is broken before a relation,
 * a binary operator, or at a \quad.
 *
 * It knows neither experiments nor widgets.
 */
#pragma once

#include "figure/plume-layout.h"
#include <cairo.h>

G_BEGIN_DECLS

typedef struct _PlumeEquation PlumeEquation;

PlumeEquation *plume_equation_new (const char *source, GError **error);
PlumeEquation *plume_equation_ref (PlumeEquation *equation);
void plume_equation_unref (PlumeEquation *equation);
char *plume_equation_to_text (const PlumeEquation *equation);

/* One equation a line; blank lines are passed over. */
GPtrArray *plume_equations_new (const char *lines, GError **error);
char *plume_equations_to_text (const char *lines, GError **error);

typedef enum
{
  PLUME_FACE_ITALIC,
  PLUME_FACE_UPRIGHT,
  PLUME_FACE_BOLD,
} PlumeFace;

typedef enum
{
  PLUME_PIECE_TEXT, /* at (x, y) its baseline begins */
  PLUME_PIECE_RULE, /* all others fill the rectangle from (x, y) */
  PLUME_PIECE_PARENTHESIS_LEFT,
  PLUME_PIECE_PARENTHESIS_RIGHT,
  PLUME_PIECE_BRACKET_LEFT,
  PLUME_PIECE_BRACKET_RIGHT,
  PLUME_PIECE_BRACE_LEFT,
  PLUME_PIECE_BRACE_RIGHT,
  PLUME_PIECE_ANGLE_LEFT,
  PLUME_PIECE_ANGLE_RIGHT,
  PLUME_PIECE_FLOOR_LEFT,
  PLUME_PIECE_FLOOR_RIGHT,
  PLUME_PIECE_BAR,
  PLUME_PIECE_DOUBLE_BAR,
  PLUME_PIECE_RADICAL,
  PLUME_PIECE_HAT,
  PLUME_PIECE_TILDE,
  PLUME_PIECE_DOT,
  PLUME_PIECE_DOUBLE_DOT,
  PLUME_PIECE_ARROW,
} PlumePieceKind;

/**
 * PlumePiece: one thing that is drawn.
 * @text: of a text, owned by the equation
 * @size: font size, units
 * @x: @y: from the left end of the first baseline; y grows downwards
 * @width: @height: units; of a text the advance, and its ink above the baseline
 */
typedef struct
{
  PlumePieceKind kind;
  PlumeFace face;
  const char *text;
  double size;
  double x, y, width, height;
} PlumePiece;

/**
 * PlumeEquationLayout:
 * @width: of the widest line, units; more than what was asked for where it cannot be broken
 * @ascent: above the baseline of the first line
 * @descent: below it, down to the end of the last line
 */
typedef struct
{
  double width, ascent, descent;
  guint n_lines;
  GArray *pieces; /* PlumePiece */

  /*< private >*/
  PlumeEquation *equation;
  PlumeStyle style;
} PlumeEquationLayout;

PlumeEquationLayout *plume_equation_layout_new (PlumeEquation *equation,
                                                const PlumeStyle *style,
                                                double size,
                                                double width);
void plume_equation_layout_free (PlumeEquationLayout *layout);
void plume_equation_layout_draw (const PlumeEquationLayout *layout,
                                 cairo_t *cr,
                                 double x,
                                 double baseline,
                                 const PlumeRgba *colour);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeEquation, plume_equation_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeEquationLayout, plume_equation_layout_free)

G_END_DECLS
