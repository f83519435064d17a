/* plume-equation-draw.c: pieces of an equation, drawn by Cairo.
 *
 * Tall brackets, roots and marks are outlines of their own, so that they have the height they need
 * and the stroke of the letters around them.
 */
#include "figure/plume-equation-private.h"

#include <math.h>

#define THIN  0.05 /* ems */
#define THICK 0.085

/* A bow from (x, y) over the height, thick in its middle; bulging to the left by reach. */
static void
fill_parenthesis (cairo_t *cr, double right, double y, double reach, double height, double em)
{
  double thin = (reach > 0 ? 1 : -1) * 1.4 * THIN * em,
         thick = (reach > 0 ? 1 : -1) * 1.7 * THICK * em;
  double bulge = right - 4 * reach / 3;

  cairo_move_to (cr, right, y);
  cairo_curve_to (cr, bulge, y + 0.3 * height, bulge, y + 0.7 * height, right, y + height);
  cairo_line_to (cr, right - thin / 2, y + height);
  cairo_curve_to (cr, bulge + thick, y + 0.7 * height, bulge + thick, y + 0.3 * height,
                  right - thin / 2, y);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* Strokes that turn to the left from x by reach; ends at the top, at the bottom, or both. */
static void
stroke_bracket (cairo_t *cr, const PlumePiece *piece, gboolean left, gboolean with_top, double em)
{
  double half = THIN * em / 2, stem = left ? piece->x + half : piece->x + piece->width - half;
  double end = left ? piece->x + 0.8 * piece->width : piece->x + 0.2 * piece->width;

  cairo_move_to (cr, with_top ? end : stem, piece->y + half);
  cairo_line_to (cr, stem, piece->y + half);
  cairo_line_to (cr, stem, piece->y + piece->height - half);
  cairo_line_to (cr, end, piece->y + piece->height - half);
  cairo_stroke (cr);
}

static void
stroke_brace (cairo_t *cr, const PlumePiece *piece, gboolean left)
{
  double from = left ? piece->x + piece->width : piece->x; /* the ends */
  double to = left ? piece->x : piece->x + piece->width;   /* the tip */
  double stem = (from + to) / 2, y = piece->y, height = piece->height,
         bend = fmin (0.2 * height, 0.35 * piece->size);

  cairo_move_to (cr, from, y);
  cairo_curve_to (cr, stem, y, stem, y + bend / 2, stem, y + bend);
  cairo_line_to (cr, stem, y + height / 2 - bend);
  cairo_curve_to (cr, stem, y + height / 2 - bend / 2, stem, y + height / 2, to, y + height / 2);
  cairo_curve_to (cr, stem, y + height / 2, stem, y + height / 2 + bend / 2, stem,
                  y + height / 2 + bend);
  cairo_line_to (cr, stem, y + height - bend);
  cairo_curve_to (cr, stem, y + height - bend / 2, stem, y + height, from, y + height);
  cairo_stroke (cr);
}

static void
stroke_angle (cairo_t *cr, const PlumePiece *piece, gboolean left)
{
  double tip = left ? piece->x : piece->x + piece->width;
  double end = left ? piece->x + piece->width : piece->x;

  cairo_move_to (cr, end, piece->y);
  cairo_line_to (cr, tip, piece->y + piece->height / 2);
  cairo_line_to (cr, end, piece->y + piece->height);
  cairo_stroke (cr);
}

static void
fill_rectangle (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

/* A tick, a thick stroke down, a thin one up to the bar. */
static void
stroke_radical (cairo_t *cr, const PlumePiece *piece)
{
  double em = piece->size, x = piece->x, y = piece->y, width = piece->width,
         bar = PLUME_EQUATION_RULE * em;
  double foot = y + piece->height, knee = foot - fmin (0.5 * piece->height, 0.5 * em);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_line_width (cr, THIN * em);
  cairo_move_to (cr, x + 0.06 * em, knee + 0.09 * em);
  cairo_line_to (cr, x + 0.2 * em, knee);
  cairo_stroke (cr);
  cairo_set_line_width (cr, THICK * em);
  cairo_move_to (cr, x + 0.19 * em, knee);
  cairo_line_to (cr, x + 0.36 * em, foot - 0.03 * em);
  cairo_stroke (cr);
  cairo_set_line_width (cr, THIN * em);
  cairo_move_to (cr, x + 0.355 * em, foot);
  cairo_line_to (cr, x + width - 0.01 * em, y + bar / 2);
  cairo_line_to (cr, x + width + 0.03 * em, y + bar / 2);
  cairo_stroke (cr);
}

static void
stroke_hat (cairo_t *cr, const PlumePiece *piece)
{
  double half = THIN * piece->size / 2;

  cairo_move_to (cr, piece->x, piece->y + piece->height - half);
  cairo_line_to (cr, piece->x + piece->width / 2, piece->y + half);
  cairo_line_to (cr, piece->x + piece->width, piece->y + piece->height - half);
  cairo_stroke (cr);
}

static void
stroke_tilde (cairo_t *cr, const PlumePiece *piece)
{
  double x = piece->x, y = piece->y + piece->height / 2, width = piece->width;
  double swing = 0.9 * piece->height;

  cairo_move_to (cr, x, y + swing / 3);
  cairo_curve_to (cr, x + width / 3, y - 1.1 * swing, x + 2 * width / 3, y + 1.1 * swing, x + width,
                  y - swing / 3);
  cairo_stroke (cr);
}

static void
stroke_arrow (cairo_t *cr, const PlumePiece *piece)
{
  double y = piece->y + piece->height / 2, tip = piece->x + piece->width,
         head = 0.5 * piece->height;

  cairo_move_to (cr, piece->x, y);
  cairo_line_to (cr, tip, y);
  cairo_move_to (cr, tip - head, y - head);
  cairo_line_to (cr, tip, y);
  cairo_line_to (cr, tip - head, y + head);
  cairo_stroke (cr);
}

static void
fill_dot (cairo_t *cr, double x, double y, double diameter)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + diameter / 2, y + diameter / 2, diameter / 2, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_shape (cairo_t *cr, const PlumePiece *piece)
{
  double em = piece->size, bar = PLUME_EQUATION_RULE * em;

  cairo_set_line_width (cr, THIN * em * 1.2);
  switch (piece->kind)
    {
    case PLUME_PIECE_PARENTHESIS_LEFT:
      fill_parenthesis (cr, piece->x + piece->width, piece->y, piece->width, piece->height, em);
      break;
    case PLUME_PIECE_PARENTHESIS_RIGHT:
      fill_parenthesis (cr, piece->x, piece->y, -piece->width, piece->height, em);
      break;
    case PLUME_PIECE_BRACKET_LEFT:
    case PLUME_PIECE_FLOOR_LEFT:
      stroke_bracket (cr, piece, TRUE, piece->kind == PLUME_PIECE_BRACKET_LEFT, em);
      break;
    case PLUME_PIECE_BRACKET_RIGHT:
    case PLUME_PIECE_FLOOR_RIGHT:
      stroke_bracket (cr, piece, FALSE, piece->kind == PLUME_PIECE_BRACKET_RIGHT, em);
      break;
    case PLUME_PIECE_BRACE_LEFT:
    case PLUME_PIECE_BRACE_RIGHT:
      stroke_brace (cr, piece, piece->kind == PLUME_PIECE_BRACE_LEFT);
      break;
    case PLUME_PIECE_ANGLE_LEFT:
    case PLUME_PIECE_ANGLE_RIGHT:
      stroke_angle (cr, piece, piece->kind == PLUME_PIECE_ANGLE_LEFT);
      break;
    case PLUME_PIECE_DOUBLE_BAR:
      fill_rectangle (cr, piece->x, piece->y, bar, piece->height);
      fill_rectangle (cr, piece->x + piece->width - bar, piece->y, bar, piece->height);
      break;
    case PLUME_PIECE_RADICAL:
      stroke_radical (cr, piece);
      break;
    case PLUME_PIECE_HAT:
      stroke_hat (cr, piece);
      break;
    case PLUME_PIECE_TILDE:
      stroke_tilde (cr, piece);
      break;
    case PLUME_PIECE_ARROW:
      stroke_arrow (cr, piece);
      break;
    case PLUME_PIECE_DOT:
      fill_dot (cr, piece->x, piece->y, piece->height);
      break;
    case PLUME_PIECE_DOUBLE_DOT:
      fill_dot (cr, piece->x + 0.06 * em, piece->y, piece->height);
      fill_dot (cr, piece->x + piece->width - piece->height - 0.06 * em, piece->y, piece->height);
      break;
    case PLUME_PIECE_RULE:
    case PLUME_PIECE_BAR:
    default:
      fill_rectangle (cr, piece->x, piece->y, piece->width, piece->height);
      break;
    }
}

/**
 * plume_equation_layout_draw:
 * @layout: a laid out equation
 * @cr: where
 * @x: @baseline: where its first baseline begins, units
 * @colour: of all of it
 */
void
plume_equation_layout_draw (const PlumeEquationLayout *layout,
                            cairo_t *cr,
                            double x,
                            double baseline,
                            const PlumeRgba *colour)
{
  g_autoptr (PlumeText) hand = plume_text_new (&layout->style);

  plume_text_begin ();
  cairo_save (cr);
  cairo_translate (cr, x, baseline);
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha);
  for (guint i = 0; i < layout->pieces->len; i++)
    {
      const PlumePiece *piece = &g_array_index (layout->pieces, PlumePiece, i);

      if (piece->kind != PLUME_PIECE_TEXT)
        {
          draw_shape (cr, piece);
          continue;
        }
      plume_equation_set_hand (hand, piece->text, piece->face, piece->size);
      cairo_move_to (cr, piece->x, piece->y);
      pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (hand->layout, 0));
    }
  cairo_restore (cr);
  plume_text_end ();
}
