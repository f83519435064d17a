/* test-style.c: what is written can be read: contrasts of WCAG 2.1 in every style. */
#include "figure/plume-layout.h"

#include <math.h>

#define N_STYLES 12

static void
list_styles (PlumeStyle styles[N_STYLES])
{
  for (int i = 0; i < N_STYLES; i++)
    {
      gboolean dark = i % 2;

      styles[i] = i / 2 % 3 == 0   ? plume_style_screen (dark, 1)
                  : i / 2 % 3 == 1 ? plume_style_presentation (dark, 1, 900)
                                   : plume_style_file (dark, 300);
      if (i >= N_STYLES / 2)
        plume_style_raise_contrast (&styles[i]);
    }
}

/* The examples of the definition: black on white has 21, #777777 on white misses 4.5 by a little.
 */
static void
test_known_contrasts (void)
{
  PlumeRgba white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 }, half = { 0, 0, 0, 0.5 };
  PlumeRgba grey = { 0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0, 1 }, mean = { 0.5, 0.5, 0.5, 1 };

  g_assert_cmpfloat_with_epsilon (plume_colour_contrast (&black, &white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (plume_colour_contrast (&white, &white), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (plume_colour_contrast (&grey, &white), 4.48, 0.005);
  g_assert_cmpfloat_with_epsilon (plume_colour_contrast (&white, &grey), 4.48, 0.005);
  g_assert_cmpfloat_with_epsilon (plume_colour_contrast (&half, &white),
                                  plume_colour_contrast (&mean, &white), 1e-9);
}

static void
test_words_can_be_read (void)
{
  PlumeStyle styles[N_STYLES];

  list_styles (styles);
  for (int i = 0; i < N_STYLES; i++)
    {
      PlumeRgba ground = plume_style_background (&styles[i]), text = plume_style_text (&styles[i]);

      g_assert_cmpfloat (plume_colour_contrast (&text, &ground), >=, 7);
      text.alpha *= 0.65; /* the names in the strip */
      g_assert_cmpfloat (plume_colour_contrast (&text, &ground), >=, 4.5);
      for (int colour = 0; colour < PLUME_COLOUR_FAINT; colour++)
        {
          PlumeRgba words = plume_style_colour_of_words (&styles[i], (PlumeColour)colour);

          g_assert_cmpfloat (plume_colour_contrast (&words, &ground), >=, 4.5);
        }
    }
}

/* A name has the hue of its line: where the line's colour will do, it is the same. */
static void
test_words_keep_their_hue (void)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeRgba line = plume_style_colour (&style, PLUME_COLOUR_BLUE);
  PlumeRgba words = plume_style_colour_of_words (&style, PLUME_COLOUR_BLUE);
  PlumeRgba orange = plume_style_colour_of_words (&style, PLUME_COLOUR_ORANGE);

  g_assert_cmpfloat (line.red, ==, words.red);
  g_assert_cmpfloat (line.blue, ==, words.blue);
  g_assert_true (orange.red > orange.green && orange.green > orange.blue);
}

/* Data is seen at 4.5 : 1 in high contrast, and lines of the grid at least as well as else. */
static void
test_high_contrast_is_higher (void)
{
  PlumeStyle styles[N_STYLES];

  list_styles (styles);
  for (int i = N_STYLES / 2; i < N_STYLES; i++)
    {
      const PlumeStyle *usual = &styles[i - N_STYLES / 2], *high = &styles[i];
      PlumeRgba ground = plume_style_background (high);

      g_assert_cmpfloat (high->stroke, >, usual->stroke);
      for (int colour = 0; colour < PLUME_N_COLOURS; colour++)
        {
          PlumeRgba before = plume_style_colour (usual, (PlumeColour)colour);
          PlumeRgba after = plume_style_colour (high, (PlumeColour)colour);

          g_assert_cmpfloat (plume_colour_contrast (&after, &ground), >=,
                             plume_colour_contrast (&before, &ground));
          if (colour != PLUME_COLOUR_FAINT)
            g_assert_cmpfloat (plume_colour_contrast (&after, &ground), >=, 4.5);
        }
    }
}

/* What a layout writes beside its lines is as legible as the style promises. */
static void
test_labels_of_lines_can_be_read (void)
{
  g_autoptr (PlumeArray) x = plume_array_new (2), y = plume_array_new (2);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("figure", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);

  x->values[0] = y->values[0] = 0;
  x->values[1] = y->values[1] = 1;
  for (int colour = 0; colour < PLUME_COLOUR_FAINT; colour++)
    {
      g_autofree char *name = g_strdup_printf ("line-%d", colour);

      plume_axes_add_line (axes, name, name, x, y, (PlumeInk){ .colour = (PlumeColour)colour });
    }
  for (int dark = 0; dark < 2; dark++)
    {
      PlumeStyle style = plume_style_screen (dark, 1);
      PlumeRgba ground = plume_style_background (&style);
      g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 600, 400, NULL, 0, NULL);

      g_assert_cmpuint (layout->labels->len, >, 8);
      for (guint i = 0; i < layout->labels->len; i++)
        g_assert_cmpfloat (
            plume_colour_contrast (&g_array_index (layout->labels, PlumeLabel, i).colour, &ground),
            >=, 4.5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/style/known-contrasts", test_known_contrasts);
  g_test_add_func ("/figure/style/words-can-be-read", test_words_can_be_read);
  g_test_add_func ("/figure/style/words-keep-their-hue", test_words_keep_their_hue);
  g_test_add_func ("/figure/style/high-contrast-is-higher", test_high_contrast_is_higher);
  g_test_add_func ("/figure/style/labels-of-lines-can-be-read", test_labels_of_lines_can_be_read);
  return g_test_run ();
}
