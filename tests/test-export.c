/* test-export.c: files that carry their recipe, and numbers in full precision. */
#define _GNU_SOURCE /* memmem () */
#include "core/plume-error.h"
#include "figure/plume-export.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <math.h>
#include <string.h>

static const char recipe[] = "{\"experiment\": \"gas-chromatography\", \"seed\": 7, \"title\": \"5 "
                             "< 6 & \\\"ü\\\" ]]> -- (x)\"}";

static PlumeFigure *
figure_of (gsize n)
{
  PlumeFigure *figure = plume_figure_new ("signal", "Signal of <i>c</i> &amp; noise");
  PlumeAxes *axes = plume_figure_add_axes (figure, "main", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1, n);
  g_autoptr (PlumeArray) y = plume_array_new (n);

  for (gsize i = 0; i < n; i++)
    y->values[i] = sin (30 * x->values[i]) + 0.3 * sin (1e6 * x->values[i] * x->values[i]);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Time <i>t</i>", "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Signal", "V");
  plume_axes_add_line (axes, "signal", "signal", x, y, (PlumeInk){ 0 });
  plume_axes_add_density (axes, "cloud", NULL, x, y, (PlumeInk){ 0 });
  return figure;
}

static GBytes *export(PlumeFigure *figure, PlumeExportFormat format, const char *text)
{
  g_autoptr (GError) error = NULL;
  PlumeExport settings = { .format = format,
                           .width_mm = 89,
                           .height_mm = 60,
                           .dpi = 150,
                           .recipe = text,
                           .description = "A line & <its> words" };
  GBytes *bytes = plume_export_figure_to_bytes (figure, NULL, 0, NULL, &settings, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
test_recipe_round_trip (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (500);
  g_autoptr (GString) large = g_string_new ("\"");

  for (int i = 0; i < 200000; i++)
    g_string_append_printf (large, "%d ", i * 7919 % 10007);
  for (int format = PLUME_EXPORT_PNG; format <= PLUME_EXPORT_PDF; format++)
    {
      const char *const texts[] = { recipe, large->str };

      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = export(figure, (PlumeExportFormat)format, texts[i]);
          g_autofree char *read = plume_export_read_recipe (bytes, "x", &error);

          g_assert_no_error (error);
          g_assert_cmpstr (read, ==, texts[i]);
          g_assert_true (plume_export_recognizes (g_bytes_get_data (bytes, NULL),
                                                  MIN (g_bytes_get_size (bytes), 4096)));
        }
    }
}

static void
test_same_figure_same_bytes (void)
{
  for (int format = PLUME_EXPORT_PNG; format <= PLUME_EXPORT_PDF; format++)
    {
      g_autoptr (PlumeFigure) figure = figure_of (500);
      g_autoptr (GBytes) first = export(figure, (PlumeExportFormat)format, recipe);
      g_autoptr (GBytes) second = export(figure, (PlumeExportFormat)format, recipe);

      g_assert_true (g_bytes_equal (first, second));
      g_assert_null (g_strstr_len (g_bytes_get_data (first, NULL), (gssize)g_bytes_get_size (first),
                                   "CreationDate"));
    }
}

static void
check_xml (GBytes *bytes)
{
  static const GMarkupParser parser = { 0 };
  g_autoptr (GError) error = NULL;
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, NULL, NULL);

  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL),
                                (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
}

static void
test_svg_is_small_and_valid (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (1000000);
  g_autoptr (GBytes) bytes = export(figure, PLUME_EXPORT_SVG, recipe);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpuint (g_bytes_get_size (bytes), <, 1000000);
  check_xml (bytes);
  g_assert_nonnull (strstr (text, "<title>Signal of c &amp; noise</title>"));
  g_assert_nonnull (strstr (text, "<desc>A line &amp; &lt;its&gt; words</desc>"));
  g_assert_nonnull (strstr (text, "data:image/png;base64,"));
}

static guint32
big_endian (const guint8 *data)
{
  return (guint32)data[0] << 24 | (guint32)data[1] << 16 | (guint32)data[2] << 8 | data[3];
}

static void
test_heads_and_resolution (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (500);
  g_autoptr (GBytes) png = export(figure, PLUME_EXPORT_PNG, NULL);
  g_autoptr (GBytes) pdf = export(figure, PLUME_EXPORT_PDF, NULL);
  const guint8 *data = g_bytes_get_data (png, NULL);
  const guint8 *resolution = memmem (data, g_bytes_get_size (png), "pHYs", 4);

  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (big_endian (data + 16), ==, 526); /* 89 mm at 150 dpi */
  g_assert_cmpuint (big_endian (data + 20), ==, 354);
  g_assert_nonnull (resolution);
  g_assert_cmpuint (big_endian (resolution + 4), ==, 5906);
  g_assert_cmpuint (resolution[12], ==, 1);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 7, "%PDF-1.", 7);
}

static void
expect_none (const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autofree char *read = plume_export_read_recipe (bytes, "x.png", &error);

  if (read != NULL)
    return; /* the damage spared the recipe */
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_cmpstr (error->message, ==,
                   "x.png holds no recipe; only figures exported by Plume can be reopened");
}

static void
test_broken_files_are_refused (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (50);
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  expect_none (NULL, 0);
  expect_none ((const guint8 *)"hello", 5);
  for (int format = PLUME_EXPORT_PNG; format <= PLUME_EXPORT_PDF; format++)
    {
      g_autoptr (GBytes) bytes = export(figure, (PlumeExportFormat)format, recipe);
      g_autoptr (GBytes) bare = export(figure, (PlumeExportFormat)format, NULL);
      gsize length = g_bytes_get_size (bytes);
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

      g_assert_null (plume_export_read_recipe (bare, "bare", &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
      for (gsize cut = 0; cut < length; cut += MAX (length / 300, 1))
        expect_none (copy, cut);
      for (int i = 0; i < 500; i++)
        {
          gsize at = (gsize)g_rand_int_range (random, 0, (gint32)length);
          guint8 old = copy[at];

          copy[at] = (guint8)g_rand_int (random);
          expect_none (copy, length);
          copy[at] = old;
        }
    }
}

static void
test_a_changed_recipe_in_png_is_refused (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (50);
  g_autoptr (GBytes) bytes = export(figure, PLUME_EXPORT_PNG, recipe);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  guint8 *text = memmem (copy, g_bytes_get_size (bytes), "gas-chrom", 9);
  g_autoptr (GBytes) changed = NULL;

  g_assert_nonnull (text);
  text[0] = 'G';
  changed = g_bytes_new (copy, g_bytes_get_size (bytes));
  g_assert_null (plume_export_read_recipe (changed, "changed", NULL));
}

static void
test_impossible_sizes_are_refused (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (50);
  const PlumeExport settings[] = { { .width_mm = 0, .height_mm = 50, .dpi = 100 },
                                   { .width_mm = 50, .height_mm = NAN, .dpi = 100 },
                                   { .width_mm = 50, .height_mm = 50, .dpi = 0 },
                                   { .width_mm = 4000, .height_mm = 50, .dpi = 9000 } };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_export_figure_to_bytes (figure, NULL, 0, NULL, &settings[i], &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
}

static void
test_numbers_are_exact (void)
{
  const double xs[] = { 0.1, 1 / 3.0, NAN, 6.02214076e23 }, ys[] = { -1e-300, 5e-324, INFINITY, 0 };
  g_autoptr (PlumeArray) x = plume_array_new_copy (xs, 4);
  g_autoptr (PlumeArray) y = plume_array_new_copy (ys, 4);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("numbers", NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) csv = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *column;

  plume_axes_add_points (plume_figure_add_axes (figure, "main", NULL, 1), "points", NULL, x, y,
                         (PlumeInk){ 0 });
  node = plume_figure_to_json (figure);
  json = plume_json_to_text (node);
  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  column = json_object_get_array_member (
      json_object_get_object_member (
          json_object_get_object_member (
              json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)),
                                             "marks"),
              "points"),
          "columns"),
      "x");
  for (guint i = 0; i < 4; i++)
    if (isnan (xs[i]))
      g_assert_true (json_array_get_null_element (column, i));
    else
      g_assert_cmpfloat (json_array_get_double_element (column, i), ==, xs[i]);
  plume_figure_append_csv (figure, csv);
  lines = g_strsplit (csv->str, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "view,axes,mark,x,y");
  g_assert_true (g_str_has_prefix (lines[1], "numbers,main,points,0.10000000000000001,-1"));
  g_assert_cmpfloat (g_ascii_strtod (strrchr (lines[1], ',') + 1, NULL), ==, ys[0]);
  g_assert_cmpfloat (g_ascii_strtod (strrchr (lines[2], ',') + 1, NULL), ==, ys[1]);
  g_assert_true (g_str_has_suffix (lines[3], ",,"));
}

static void
test_words_name_axes_and_series (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (100);
  g_autofree char *words = plume_figure_describe (figure);

  g_assert_nonnull (strstr (words, "Signal of c & noise"));
  g_assert_nonnull (strstr (words, "Time t from 0 to 1 s"));
  g_assert_nonnull (
      strstr (words, "A line shows “signal”. There are 100 points. The values go from "));
}

/* A screen reader hears where a handle is, and units without their markup. */
static void
test_words_tell_handles_and_units (void)
{
  g_autoptr (PlumeFigure) figure = plume_figure_new ("view", "A <i>view</i>");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autofree char *words = NULL;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Rate <i>k</i>", "s<sup>−1</sup>");
  plume_axes_add_handle (axes, "peak", "benzene", 2, 3, PLUME_DRAG_BOTH, (PlumeInk){ 0 });
  words = plume_figure_describe (figure);
  g_assert_nonnull (strstr (words, "A view."));
  g_assert_nonnull (strstr (words, "Rate k from 2 to 2 s−1."));
  g_assert_nonnull (strstr (words, "A handle moves “benzene”. It stands at 2, 3."));
}

static void
test_files_are_replaced_whole (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (100);
  g_autofree char *folder = g_dir_make_tmp ("plume-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.svg", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "figure.svg", NULL);
  PlumeExport settings = {
    .format = PLUME_EXPORT_SVG, .width_mm = 89, .height_mm = 60, .dpi = 100
  };
  g_autoptr (GError) error = NULL;
  PlumeExportFormat format;

  g_assert_true (plume_export_format_from_name ("A.SVG", &format) && format == PLUME_EXPORT_SVG);
  g_assert_false (plume_export_format_from_name ("a.gif", &format));
  g_assert_true (plume_export_figure (figure, NULL, 0, NULL, &settings, path, &error));
  g_assert_no_error (error);
  g_assert_false (plume_export_figure (figure, NULL, 0, NULL, &settings, nowhere, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
export_at_resolutions (PlumeFigure *figure, double from, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      PlumeExport settings = {
        .format = PLUME_EXPORT_PNG, .width_mm = 40, .height_mm = 30, .dpi = from + 0.37 * i
      };
      g_autoptr (GBytes) bytes =
          plume_export_figure_to_bytes (figure, NULL, 0, NULL, &settings, NULL);

      g_assert_nonnull (bytes);
    }
}

/* Pango keeps what it learns of a font at a scale, which would be 10 MB here. */
static void
test_resolutions_leave_nothing_behind (void)
{
  g_autoptr (PlumeFigure) figure = figure_of (50);
  gsize before;

  export_at_resolutions (figure, 60, 50);
  before = mallinfo2 ().uordblks;
  export_at_resolutions (figure, 100, 100);
  g_assert_cmpuint (mallinfo2 ().uordblks, <, before + 3 * 1024 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/recipe/round-trip", test_recipe_round_trip);
  g_test_add_func ("/export/recipe/broken-files-are-refused", test_broken_files_are_refused);
  g_test_add_func ("/export/recipe/changed-is-refused", test_a_changed_recipe_in_png_is_refused);
  g_test_add_func ("/export/same-figure-same-bytes", test_same_figure_same_bytes);
  g_test_add_func ("/export/svg/small-and-valid", test_svg_is_small_and_valid);
  g_test_add_func ("/export/heads-and-resolution", test_heads_and_resolution);
  g_test_add_func ("/export/impossible-sizes-are-refused", test_impossible_sizes_are_refused);
  g_test_add_func ("/export/files-are-replaced-whole", test_files_are_replaced_whole);
  g_test_add_func ("/export/resolutions-leave-nothing-behind",
                   test_resolutions_leave_nothing_behind);
  g_test_add_func ("/export/numbers/are-exact", test_numbers_are_exact);
  g_test_add_func ("/export/words/name-axes-and-series", test_words_name_axes_and_series);
  g_test_add_func ("/export/words/tell-handles-and-units", test_words_tell_handles_and_units);
  return g_test_run ();
}
