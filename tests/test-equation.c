/* test-equation.c: the notation of equations: what it tells, where its pieces stand, what it says
 * of bad input.
 */
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-equation.h"

#include <math.h>
#include <string.h>

#define SIZE 20

static void
check_text (const char *source, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeEquation) equation = plume_equation_new (source, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = plume_equation_to_text (equation);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_plain_text (void)
{
  check_text ("\\frac{\\partial c_i}{\\partial t}=-u x", "∂cᵢ/∂t = −ux");
  check_text ("H = \\frac{2 D}{u} + \\frac{2 k' u}{(1 + k')^2 k}", "H = 2D/u + 2k′u/((1 + k′)²k)");
  check_text ("\\frac{a+b}{2}", "(a + b)/2");
  check_text ("x_{n+1} \\le \\mathrm{e}^{-\\lambda}", "xₙ₊₁ ≤ e^(−λ)");
  check_text ("\\hat x_0, \\bar{w}", "x̂₀, w̄");
  check_text ("\\sqrt{2\\alpha} \\sqrt[3]{x}", "√(2α)³√x");
  check_text ("x \\dd t, \\quad \\sin x", "x dt,   sin x");
  check_text ("\\left(\\frac{1}{2} \\| y \\|\\right)", "(½ ‖y‖)");
  check_text ("\\sum_{i<j} \\text{words as they stand}", "∑_(i<j) words as they stand");
  check_text ("", "");
}

static void
test_names_and_characters_agree (void)
{
  static const char *const pairs[][2] = {
    { "\\alpha", "α" }, { "\\Omega", "Ω" },  { "\\partial", "∂" }, { "\\le", "≤" },
    { "\\int", "∫" },   { "\\langle", "⟨" }, { "\\times", "×" },   { "-", "−" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    check_text (pairs[i][0], pairs[i][1]);
}

static void
check_failure (const char *source, long place, const char *word)
{
  g_autoptr (GError) error = NULL;
  PlumeEquation *equation = plume_equation_new (source, &error);
  g_autofree char *where = g_strdup_printf ("character %ld:", place);

  g_assert_null (equation);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, where));
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_errors_give_the_place (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  check_failure ("α + \\frbc{a}{b}", 5, "\\frbc");
  check_failure ("\\frac{a}", 9, "\\frac");
  check_failure ("x^", 3, "^");
  check_failure ("^2", 1, "nothing to stand on");
  check_failure ("x_a_b", 4, "second _");
  check_failure ("{a + b", 7, "} is missing");
  check_failure ("a}", 2, "closes nothing");
  check_failure ("\\left(a", 8, "\\right is missing");
  check_failure ("a \\right)", 3, "closes nothing");
  check_failure ("\\left<a\\right>", 6, "bracket");
  check_failure ("a & b", 3, "&");
  check_failure ("x\u0302", 2, "\\hat");
  check_failure ("\\text a", 7, "braces");
  check_failure ("a\\", 2, "name");
  for (int i = 0; i < 10000; i++)
    g_string_append_c (deep, '{');
  check_failure (deep->str, 33, "deeply");
  g_assert_null (plume_equation_new ("\xff", &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

/* Whatever the characters, it is an equation or an error. */
static void
test_any_input_ends_well (void)
{
  static const char *const words[] = { "\\frac", "\\sqrt", "\\left(", "\\right)", "{",
                                       "}",      "^",      "_",       "x",        "\\hat",
                                       "[",      "]",      "'",       "\\sum",    "\\text",
                                       " ",      "λ",      "+",       "=",        "\\," };
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  guint n_equations = 0;

  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GString) source = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeEquation) equation = NULL;

      for (int j = g_rand_int_range (random, 0, 9); j > 0; j--)
        g_string_append (source, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      equation = plume_equation_new (source->str, &error);
      g_assert_true ((equation == NULL) == (error != NULL));
      if (equation != NULL)
        {
          g_autoptr (PlumeEquationLayout) layout =
              plume_equation_layout_new (equation, &style, SIZE, 30);
          g_autofree char *text = plume_equation_to_text (equation);

          g_assert_true (isfinite (layout->width) && layout->ascent > 0 && layout->descent > 0);
          n_equations++;
        }
    }
  g_assert_cmpuint (n_equations, >, 300);
}

static PlumeEquationLayout *
lay_out (const char *source, double width)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeEquation) equation = plume_equation_new (source, &error);
  PlumeStyle style = plume_style_screen (FALSE, 1);

  g_assert_no_error (error);
  return plume_equation_layout_new (equation, &style, SIZE, width);
}

/* The n-th piece of that kind, or with that text. */
static const PlumePiece *
find_piece (const PlumeEquationLayout *layout, PlumePieceKind kind, const char *text)
{
  for (guint i = 0; i < layout->pieces->len; i++)
    {
      const PlumePiece *piece = &g_array_index (layout->pieces, PlumePiece, i);

      if (piece->kind == kind && (text == NULL || g_strcmp0 (piece->text, text) == 0))
        return piece;
    }
  g_assert_not_reached ();
}

static const PlumePiece *
find_text (const PlumeEquationLayout *layout, const char *text)
{
  return find_piece (layout, PLUME_PIECE_TEXT, text);
}

static double
middle (const PlumePiece *piece)
{
  return piece->x + piece->width / 2;
}

static void
test_fractions_are_centred (void)
{
  g_autoptr (PlumeEquationLayout) layout = lay_out ("=\\frac{a}{12345}", INFINITY);
  const PlumePiece *above = find_text (layout, "a"), *below = find_text (layout, "12345");
  const PlumePiece *bar = find_piece (layout, PLUME_PIECE_RULE, NULL);
  const PlumePiece *equals = find_text (layout, "=");

  g_assert_cmpfloat_with_epsilon (middle (above), middle (bar), 1e-9);
  g_assert_cmpfloat_with_epsilon (middle (below), middle (bar), 1e-9);
  g_assert_cmpfloat (bar->width, >, below->width);
  g_assert_cmpfloat (above->y, <, bar->y); /* the numerator's baseline is over the bar */
  g_assert_cmpfloat (below->y - below->height, >, bar->y + bar->height);
  g_assert_cmpfloat (equals->y, ==, 0); /* and what stands beside it keeps the baseline */
  /* The bar is at the height of the middle of the signs beside it. */
  g_assert_cmpfloat_with_epsilon (bar->y + bar->height / 2, -equals->height / 2 - SIZE * 0.06,
                                  0.08 * SIZE);
}

static void
test_what_is_nested_is_smaller (void)
{
  g_autoptr (PlumeEquationLayout) layout = lay_out ("x \\frac{a}{\\frac{b}{c}} y^{z^w}", INFINITY);

  g_assert_cmpfloat (find_text (layout, "x")->size, ==, SIZE);
  g_assert_cmpfloat (find_text (layout, "a")->size, ==, SIZE);
  g_assert_cmpfloat (find_text (layout, "b")->size, <, 0.8 * SIZE);
  g_assert_cmpfloat (find_text (layout, "b")->size, ==, find_text (layout, "z")->size);
  g_assert_cmpfloat (find_text (layout, "w")->size, <, find_text (layout, "z")->size);
}

static void
test_scripts_stand_where_they_belong (void)
{
  g_autoptr (PlumeEquationLayout) layout = lay_out ("q_i^j, p_j", INFINITY);
  const PlumePiece *base = find_text (layout, "q"), *below = find_text (layout, "i"),
                   *above = find_text (layout, "j");

  g_assert_cmpfloat (base->y, ==, 0);
  g_assert_cmpfloat (above->y, <, -0.2 * SIZE);
  g_assert_cmpfloat (below->y, >, 0.1 * SIZE);
  g_assert_cmpfloat (below->x, >=, base->x + base->width);
  g_assert_cmpfloat (above->x, >=, below->x - 0.1 * SIZE);
}

static void
test_letters_lean_and_functions_do_not (void)
{
  g_autoptr (PlumeEquationLayout) layout =
      lay_out ("\\alpha x 12 \\exp \\dd \\mathbf{v} \\mathrm{M}", INFINITY);

  g_assert_cmpint (find_text (layout, "α")->face, ==, PLUME_FACE_ITALIC);
  g_assert_cmpint (find_text (layout, "x")->face, ==, PLUME_FACE_ITALIC);
  g_assert_cmpint (find_text (layout, "12")->face, ==, PLUME_FACE_UPRIGHT);
  g_assert_cmpint (find_text (layout, "exp")->face, ==, PLUME_FACE_UPRIGHT);
  g_assert_cmpint (find_text (layout, "d")->face, ==, PLUME_FACE_UPRIGHT);
  g_assert_cmpint (find_text (layout, "v")->face, ==, PLUME_FACE_BOLD);
  g_assert_cmpint (find_text (layout, "M")->face, ==, PLUME_FACE_UPRIGHT);
}

/* The gap between two texts of a line, ems. */
static double
gap (const char *source, const char *left, const char *right)
{
  g_autoptr (PlumeEquationLayout) layout = lay_out (source, INFINITY);
  const PlumePiece *from = find_text (layout, left), *to = find_text (layout, right);

  return (to->x - from->x - from->width) / SIZE;
}

static void
test_space_follows_the_class (void)
{
  g_assert_cmpfloat_with_epsilon (gap ("a b", "a", "b"), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gap ("a + b", "a", "+"), 4 / 18.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gap ("a = b", "=", "b"), 5 / 18.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gap ("a = -b", "−", "b"), 0, 1e-9); /* nothing to bind */
  g_assert_cmpfloat_with_epsilon (gap ("\\ln x", "ln", "x"), 3 / 18.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gap ("f \\dd x", "f", "d"), 3 / 18.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gap ("f \\dd x", "d", "x"), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gap ("a\\quad b", "a", "b"), 1, 1e-9);
}

static void
test_brackets_grow (void)
{
  g_autoptr (PlumeEquationLayout) small = lay_out ("\\left(a\\right)", INFINITY);
  g_autoptr (PlumeEquationLayout) tall = lay_out ("\\left(\\frac{a}{b}\\right.", INFINITY);
  const PlumePiece *bracket = find_piece (tall, PLUME_PIECE_PARENTHESIS_LEFT, NULL);
  const PlumePiece *above = find_text (tall, "a"), *below = find_text (tall, "b");

  find_text (small, "("); /* the font's own will do */
  g_assert_cmpfloat (bracket->y, <, above->y - 0.8 * above->height);
  g_assert_cmpfloat (bracket->y + bracket->height, >, below->y - 0.2 * below->height);
}

static void
test_limits_stand_over_and_under (void)
{
  g_autoptr (PlumeEquationLayout) sum = lay_out ("\\sum_i^n x", INFINITY);
  g_autoptr (PlumeEquationLayout) integral = lay_out ("\\int_i^n x", INFINITY);
  g_autoptr (PlumeEquationLayout) inner = lay_out ("\\frac{\\sum_i^n x}{2}", INFINITY);

  g_assert_cmpfloat_with_epsilon (middle (find_text (sum, "i")), middle (find_text (sum, "∑")),
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (middle (find_text (sum, "n")), middle (find_text (sum, "∑")),
                                  1e-9);
  g_assert_cmpfloat (find_text (sum, "i")->y, >, find_text (sum, "∑")->y);
  g_assert_cmpfloat (find_text (integral, "n")->x, >=, middle (find_text (integral, "∫")));
  g_assert_cmpfloat (find_text (inner, "n")->x, >=, middle (find_text (inner, "∑")));
  g_assert_cmpfloat (find_text (sum, "∑")->size, >, find_text (inner, "∑")->size);
}

static void
test_roots_cover_what_they_hold (void)
{
  g_autoptr (PlumeEquationLayout) layout = lay_out ("\\sqrt{x + y}", INFINITY);
  const PlumePiece *bar = find_piece (layout, PLUME_PIECE_RULE, NULL);
  const PlumePiece *last = find_text (layout, "y"), *first = find_text (layout, "x");

  g_assert_cmpfloat (bar->x, <=, first->x);
  g_assert_cmpfloat (bar->x + bar->width, >=, last->x + last->width);
  g_assert_cmpfloat (bar->y + bar->height, <, first->y - first->height);
}

static void
test_marks_stand_over_letters (void)
{
  g_autoptr (PlumeEquationLayout) layout = lay_out ("\\hat x y", INFINITY);
  const PlumePiece *letter = find_text (layout, "x"), *next = find_text (layout, "y");
  const PlumePiece *hat = find_piece (layout, PLUME_PIECE_HAT, NULL);

  g_assert_cmpfloat (hat->y + hat->height, <, letter->y - letter->height);
  g_assert_cmpfloat (fabs (middle (hat) - middle (letter)), <, 0.15 * SIZE);
  g_assert_cmpfloat_with_epsilon (next->x, letter->x + letter->width, 1e-9);
}

static void
test_long_lines_are_broken (void)
{
  const char *source = "a = b + c + d + e + f + g, \\quad h = i";
  g_autoptr (PlumeEquationLayout) whole = lay_out (source, INFINITY);
  g_autoptr (PlumeEquationLayout) two = lay_out (source, 0.95 * whole->width);
  g_autoptr (PlumeEquationLayout) many = lay_out (source, 0.4 * whole->width);

  g_assert_cmpuint (whole->n_lines, ==, 1);
  g_assert_cmpuint (two->n_lines, ==, 2);
  g_assert_cmpfloat (find_text (two, "h")->x, ==, 0); /* at the \quad, without indent */
  g_assert_cmpfloat (find_text (two, "h")->y, >, SIZE);
  g_assert_cmpuint (many->n_lines, >, 2);
  g_assert_cmpfloat (many->width, <=, 0.4 * whole->width);
}

/* All of an experiment's equations are of the notation, told without a backslash, and broken to the
 * width of the inspector. */
static void
test_experiments (void)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);

  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) equations = plume_equations_new ((*experiment)->equations, &error);
      g_autofree char *text = plume_equations_to_text ((*experiment)->equations, NULL);

      g_assert_no_error (error);
      g_assert_cmpuint (equations->len, >, 0);
      g_assert_null (strchr (text, '\\'));
      g_assert_null (strchr (text, '{'));
      g_assert_null (strchr (text, '<') != NULL ? strstr (text, "<i>") : NULL);
      for (guint i = 0; i < equations->len; i++)
        {
          g_autoptr (PlumeEquationLayout) layout =
              plume_equation_layout_new (g_ptr_array_index (equations, i), &style, 13, 320);

          g_assert_cmpfloat (layout->width, <=, 320);
        }
      g_test_message ("%s:\n%s", (*experiment)->id, text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/equation/tells-plain-text", test_plain_text);
  g_test_add_func ("/figure/equation/names-and-characters-agree", test_names_and_characters_agree);
  g_test_add_func ("/figure/equation/errors-give-the-place", test_errors_give_the_place);
  g_test_add_func ("/figure/equation/any-input-ends-well", test_any_input_ends_well);
  g_test_add_func ("/figure/equation/fractions-are-centred", test_fractions_are_centred);
  g_test_add_func ("/figure/equation/what-is-nested-is-smaller", test_what_is_nested_is_smaller);
  g_test_add_func ("/figure/equation/scripts-stand-where-they-belong",
                   test_scripts_stand_where_they_belong);
  g_test_add_func ("/figure/equation/letters-lean-and-functions-do-not",
                   test_letters_lean_and_functions_do_not);
  g_test_add_func ("/figure/equation/space-follows-the-class", test_space_follows_the_class);
  g_test_add_func ("/figure/equation/brackets-grow", test_brackets_grow);
  g_test_add_func ("/figure/equation/limits-stand-over-and-under",
                   test_limits_stand_over_and_under);
  g_test_add_func ("/figure/equation/roots-cover-what-they-hold", test_roots_cover_what_they_hold);
  g_test_add_func ("/figure/equation/marks-stand-over-letters", test_marks_stand_over_letters);
  g_test_add_func ("/figure/equation/long-lines-are-broken", test_long_lines_are_broken);
  g_test_add_func ("/figure/equation/experiments-are-written-in-it", test_experiments);
  return g_test_run ();
}
