/* Heat geodesics as an experiment: what the sheet says of rolls and trees, data that people open,
 * and that the same time always gives the same picture.
 */
#include "experiment.h"

#include "core/plume-parallel.h"
#include "data/plume-reader.h"
#include "manifold/plume-embedding-measures.h"
#include "manifold/plume-shapes.h"

#define STATEMENT(path, function) STATEMENT_OF ("heat-geodesic-embedding", path, function)

#define RANK "Rank correlation"

static void
make_roll (Fixture *fixture, double noise)
{
  set_number (fixture, "points", 400);
  set_number (fixture, "breadth", 1);
  set_number (fixture, "noise", noise);
  set_number (fixture, "seed", 3);
}

static double
rank_of (Fixture *fixture, const char *method, double time)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_value (fixture, "method", method);
  set_number (fixture, "time", time);
  publication = evaluate_view (fixture, NULL);
  return get_labelled (fixture, publication, "scores", RANK);
}

/* Relation (i) of the sheet: bridges of noise mislead paths more than heat. */
static void
test_heat_bears_noise (Fixture *fixture, gconstpointer data)
{
  double heat, paths, straight;

  make_roll (fixture, 1);
  heat = rank_of (fixture, "heat", 50);
  paths = rank_of (fixture, "shortest-path", 50);
  straight = rank_of (fixture, "euclidean", 50);
  g_assert_cmpfloat (heat, >, paths + 0.05);
  g_assert_cmpfloat (heat, >, straight + 0.05);
}

/* Relation (ii): with little noise paths are best, and heat is near. */
static void
test_heat_is_near_paths_without_noise (Fixture *fixture, gconstpointer data)
{
  double heat, paths;

  make_roll (fixture, 0.1);
  heat = rank_of (fixture, "heat", 10);
  paths = rank_of (fixture, "shortest-path", 10);
  g_assert_cmpfloat (paths, >, 0.99);
  g_assert_cmpfloat (heat, >, paths - 0.01);
  g_assert_cmpfloat (rank_of (fixture, "euclidean", 10), <, 0.8);
}

/* Relation (iii): the volume correction makes distances proportional to geodesics. */
static void
test_the_volume_correction_straightens (Fixture *fixture, gconstpointer data)
{
  double with, without;

  make_roll (fixture, 0.5);
  set_number (fixture, "time", 50);
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

    with = get_labelled (fixture, publication, "scores", "Error at the best scale");
  }
  set_number (fixture, "harnack", 0);
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

    without = get_labelled (fixture, publication, "scores", "Error at the best scale");
  }
  g_assert_cmpfloat (with, <, 0.5 * without);
}

/* The places of the picture while the time is held. */
static PlumeArray *
held_picture (const Fixture *fixture, PlumeEngine *engine, double time)
{
  gboolean views[32] = { FALSE };
  g_autoptr (PlumeValues) values = NULL;
  PlumeAddress address;
  PlumeWish wish = { .inputs = fixture->inputs, .views = views, .coarse = TRUE };
  g_autoptr (PlumePublication) publication = NULL;

  g_assert_true (plume_address_parse (fixture->values, "time", &address, NULL));
  values = plume_values_with_number (fixture->values, &address, time, NULL);
  wish.values = values;
  views[plume_experiment_find_view (fixture->experiment, "embedding")] = TRUE;
  publication = plume_engine_evaluate (engine, &wish, NULL, NULL);
  return plume_array_ref (find_mark (fixture, publication, "embedding", "points")->x);
}

static void
assert_same_bits (const PlumeArray *a, const PlumeArray *b)
{
  g_assert_cmpmem (a->values, a->length * sizeof (double), b->values, b->length * sizeof (double));
}

static void
test_the_same_time_gives_the_same_picture (Fixture *fixture, gconstpointer data)
{
  const double way[] = { 100, 30, 3, 0.7, 12 };
  g_autoptr (PlumeEngine) fresh = plume_engine_new (fixture->experiment, 1 << 28);
  g_autoptr (PlumeArray) direct = NULL;
  g_autoptr (PlumeArray) dragged = NULL;

  make_roll (fixture, 0.2);
  for (guint i = 0; i < G_N_ELEMENTS (way); i++)
    {
      g_clear_pointer (&dragged, plume_array_unref);
      dragged = held_picture (fixture, fixture->engine, way[i]);
    }
  direct = held_picture (fixture, fresh, 12);
  assert_same_bits (direct, dragged);
}

static void
test_threads_do_not_matter (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeArray) one = NULL;
  g_autoptr (PlumeArray) three = NULL;
  int before = plume_parallel_get_threads ();

  make_roll (fixture, 0.2);
  plume_parallel_set_threads (1);
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, "embedding");

    one = plume_array_ref (find_mark (fixture, publication, "embedding", "points")->x);
  }
  forget_results (fixture);
  plume_parallel_set_threads (3);
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, "embedding");

    three = plume_array_ref (find_mark (fixture, publication, "embedding", "points")->x);
  }
  plume_parallel_set_threads (before);
  for (gsize i = 0; i < one->length; i++)
    g_assert_cmpfloat_with_epsilon (one->values[i], three->values[i], 1e-6);
}

static void
test_landmarks_stand_for_all (Fixture *fixture, gconstpointer data)
{
  make_roll (fixture, 0.1);
  set_number (fixture, "points", 1500);
  set_number (fixture, "landmarks", 300);
  g_assert_cmpfloat (rank_of (fixture, "heat", 20), >, 0.97);
}

/* Lengths between all points by way of the 30 nearest of each, without any of the code that is
 * tested (Floyd 1962). */
static double *
find_all_ways (const PlumePoints *points)
{
  gsize n = points->n;
  double *ways = g_new (double, n *n), *lengths = g_new (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double square = 0;

        for (gsize c = 0; c < points->p; c++)
          square += pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
        lengths[i * n + j] = sqrt (square);
        ways[i * n + j] = i == j ? 0 : INFINITY;
      }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        guint n_nearer = 0;

        for (gsize other = 0; other < n; other++)
          n_nearer += other != i && lengths[i * n + other] < lengths[i * n + j];
        if (i != j && n_nearer < 30)
          ways[i * n + j] = ways[j * n + i] = lengths[i * n + j];
      }
  for (gsize over = 0; over < n; over++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        ways[i * n + j] = MIN (ways[i * n + j], ways[i * n + over] + ways[over * n + j]);
  g_free (lengths);
  return ways;
}

static double
rank_correlation (gsize n, const double *a, const double *b)
{
  g_autofree double *rank_a = g_new (double, n), *rank_b = g_new (double, n);
  g_autofree guint32 *order = g_new (guint32, n);

  plume_mid_ranks (n, a, rank_a, order);
  plume_mid_ranks (n, b, rank_b, order);
  return plume_pearson (n, rank_a, rank_b);
}

/* DEMaP as the sheet has it, of a noisy tree whose points fill ten dimensions. */
static void
test_demap_is_of_points_without_noise (Fixture *fixture, gconstpointer data)
{
  PlumeShapeOptions options = { .n = 150, .seed = 5 };
  g_autoptr (PlumeShapeSample) sample =
      plume_shape_make (plume_shape_find ("tree"), &options, NULL);
  g_autofree double *ways = find_all_ways (sample->points), *a = g_new (double, 150 * 149 / 2),
                    *b = g_new (double, 150 * 149 / 2);
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *mark;
  gsize n = 0;

  set_value (fixture, "shape", "tree");
  set_number (fixture, "points", 150);
  set_number (fixture, "noise", 1);
  set_number (fixture, "seed", 5);
  publication = evaluate_view (fixture, "embedding");
  mark = find_mark (fixture, publication, "embedding", "points");
  for (gsize i = 0; i < 150; i++)
    for (gsize j = 0; j < i; j++)
      {
        a[n] = hypot (mark->x->values[i] - mark->x->values[j],
                      mark->y->values[i] - mark->y->values[j]);
        b[n++] = ways[i * 150 + j];
      }
  assert_near (get_readout (fixture, publication, "demap", 0), rank_correlation (n, a, b), 1e-6);
}

static double
demap_of (Fixture *fixture, const char *method)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_value (fixture, "method", method);
  publication = evaluate_view (fixture, NULL);
  return get_readout (fixture, publication, "demap", 0);
}

static void
test_demap_tells_methods_apart (Fixture *fixture, gconstpointer data)
{
  make_roll (fixture, 0.1);
  set_number (fixture, "points", 1000);
  g_assert_cmpfloat (demap_of (fixture, "heat"), >, 0.97);
  g_assert_cmpfloat (demap_of (fixture, "pca"), <, 0.8);
  bind_sample (fixture, "data", "iris");
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

    g_assert_true (isnan (get_labelled (fixture, publication, "demap", NULL)));
  }
}

/* Median of how far points move, in percent of the extent of the picture. */
static double
spread_of (Fixture *fixture)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, "stability");

  return find_mark (fixture, publication, "stability", "median")->x->values[0];
}

/* Where a dense sheet gives each point thirty neighbours, no edge matters; where noise builds
 * bridges between the sheets of a roll, each does. */
static void
test_robust_graphs_hold_still (Fixture *fixture, gconstpointer data)
{
  double robust, clean, noisy;

  make_roll (fixture, 0.1);
  clean = spread_of (fixture);
  set_number (fixture, "noise", 1);
  noisy = spread_of (fixture);
  set_value (fixture, "shape", "hemisphere");
  set_number (fixture, "noise", 0);
  set_number (fixture, "neighbours", 30);
  set_number (fixture, "time", 0.1);
  robust = spread_of (fixture);
  g_test_message ("spread: robust %.2f %%, clean roll %.2f %%, noisy roll %.2f %%", robust, clean,
                  noisy);
  g_assert_cmpfloat (robust, >, 0);
  g_assert_cmpfloat (robust, <, 0.5 * noisy);
  g_assert_cmpfloat (clean, <, noisy);
}

/* A square of points, and the last by itself outside: no neighbour of it has it for a neighbour, so
 * that it hangs by the one edge that joins pieces. */
static void
test_what_hangs_by_an_edge_moves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeArray *spread;
  guint n_more = 0;

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d,%d\n", i % 10, i / 10);
  g_string_append (text, "4.5,15\n");
  g_assert_true (bind_text (fixture, "data", text->str, &error));
  set_value (fixture, "symmetry", "product");
  publication = evaluate_view (fixture, "stability");
  g_assert_cmpfloat (get_readout (fixture, publication, "pieces-found", 0), ==, 2);
  spread = find_mark (fixture, publication, "stability", "points")->value;
  g_assert_cmpuint (spread->length, ==, 101);
  for (gsize i = 0; i < 100; i++)
    n_more += spread->values[i] >= spread->values[100];
  g_test_message ("spread of the last %.2f %%, of the first %.2f %%, %u move more",
                  spread->values[100], spread->values[0], n_more);
  g_assert_cmpuint (n_more, ==, 0);
}

static void
test_stability_is_of_heat (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_number (fixture, "points", 60);
  set_value (fixture, "method", "pca");
  publication = evaluate_view (fixture, "stability");
  g_assert_nonnull (
      publication->figures[plume_experiment_find_view (fixture->experiment, "stability")]->note);
}

/* Short circuits of noise are found without knowing the truth, and without them heat finds it. */
static void
test_cutting_short_circuits_mends (Fixture *fixture, gconstpointer data)
{
  double whole, some, most;

  make_roll (fixture, 1);
  whole = rank_of (fixture, "heat", 50);
  set_number (fixture, "bridges-cut", 200);
  some = rank_of (fixture, "heat", 50);
  set_number (fixture, "bridges-cut", 500);
  most = rank_of (fixture, "heat", 50);
  g_test_message ("rank correlation %.3f, without 200 edges %.3f, without 500 %.3f", whole, some,
                  most);
  g_assert_cmpfloat (some, >, whole + 0.05);
  g_assert_cmpfloat (most, >, whole + 0.2);
}

static double
n_edges (Fixture *fixture)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

  return get_readout (fixture, publication, "edges", 0);
}

/* While none is cut nobody looks for short circuits; to show more of them changes no picture. */
static void
test_short_circuits_are_found_when_asked (Fixture *fixture, gconstpointer data)
{
  double all;

  make_roll (fixture, 1);
  all = n_edges (fixture);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "bridges"), ==, 0);
  plume_publication_unref (evaluate_view (fixture, "bridges"));
  set_number (fixture, "bridges-shown", 7);
  plume_publication_unref (evaluate_view (fixture, "bridges"));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "bridges"), ==, 2);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "graph"), ==, 1);
  set_number (fixture, "bridges-cut", 12);
  g_assert_cmpfloat (n_edges (fixture), ==, all - 12);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "uncut"), ==, 1);
  set_number (fixture, "bridges-cut", 1e6); /* what is left holds together */
  g_assert_cmpfloat (n_edges (fixture), ==, 399);
}

/* Clicks on the middle of the tenth edge, then of the third of those that are left. */
static void
test_a_click_cuts (Fixture *fixture, gconstpointer data)
{
  guint view = (guint)plume_experiment_find_view (fixture->experiment, "bridges");
  PlumePick pick = { "bridges-middle", 9, G_MAXSIZE, 0, 0, 0, NAN };

  make_roll (fixture, 1);
  for (guint turn = 0; turn < 2; turn++)
    {
      g_autoptr (PlumePublication) publication = evaluate_view (fixture, "bridges");
      const PlumeMark *mark = find_mark (fixture, publication, "bridges", "bridges");

      g_assert_cmpuint (mark->x->length, ==, 3 * 50);
      g_assert_cmpuint (find_mark (fixture, publication, "bridges", pick.mark)->x->length, ==, 50);
      take_values (fixture,
                   plume_publication_pick (publication, fixture->values, view, &pick, NULL));
      pick.index = 2;
    }
  g_assert_cmpfloat (get_number (fixture, "bridges-cut"), ==, 13);
}

static void
test_every_method_draws (Fixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "heat",          "random-walk", "phate",
                                         "diffusion-map", "eigenmaps",   "isomap",
                                         "shortest-path", "sne",         "tsne",
                                         "heat-tsne",     "pca",         "euclidean" };

  set_number (fixture, "points", 150);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (PlumePublication) publication = NULL;
      const PlumeMark *mark;

      set_value (fixture, "method", methods[i]);
      publication = evaluate_view (fixture, "embedding");
      mark = find_mark (fixture, publication, "embedding", "points");
      g_assert_nonnull (mark);
      g_assert_cmpuint (mark->x->length, ==, 150);
      g_assert_cmpfloat (mark->x_range.high, >, mark->x_range.low);
    }
}

static void
look_at_figures (PlumePublication *publication, gpointer user_data)
{
  const PlumeFigure *figure = publication->figures[0];

  (*(guint *)user_data)++;
  if (figure != NULL && figure->axes->len > 0)
    g_assert_cmpuint (((const PlumeAxes *)g_ptr_array_index (figure->axes, 0))->marks->len, >, 0);
}

/* While a picture is drawn, what is shown of it is a picture. */
static void
test_partial_pictures_are_pictures (Fixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "heat", "phate", "tsne", "euclidean" };
  guint n_seen = 0;

  set_number (fixture, "points", 400);
  set_number (fixture, "denoising", 0.5);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    for (gboolean coarse = FALSE; coarse <= TRUE; coarse++)
      {
        PlumeWish wish = { .inputs = fixture->inputs,
                           .coarse = coarse,
                           .publish = look_at_figures,
                           .publish_data = &n_seen };
        g_autoptr (PlumePublication) publication = NULL;

        set_value (fixture, "method", methods[i]);
        wish.values = fixture->values;
        publication = plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
        g_assert_nonnull (find_mark (fixture, publication, "embedding", "points"));
        forget_results (fixture);
      }
  g_assert_cmpuint (n_seen, >, 0);
}

static void
test_space_has_three_dimensions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_number (fixture, "points", 150);
  set_value (fixture, "dimensions", "3");
  publication = evaluate_view (fixture, "embedding");
  g_assert_nonnull (find_mark (fixture, publication, "embedding", "points")->z);
}

static void
test_labels_colour (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *mark;

  bind_sample (fixture, "data", "iris");
  publication = evaluate_view (fixture, "embedding");
  mark = find_mark (fixture, publication, "embedding", "points");
  g_assert_cmpuint (mark->n_categories, ==, 3);
  g_assert_cmpstr (mark->categories[0], ==, "setosa");
  g_assert_cmpfloat (get_readout (fixture, publication, "columns-used", 0), ==, 4);
  g_assert_cmpfloat (get_labelled (fixture, publication, "scores", "Adjusted Rand index"), >, 0.5);
}

/* Every point that is shown is the row that it says it is, and all of them come in the end. */
static void
assert_rows (Fixture *fixture, gboolean coarse, gsize n)
{
  g_autofree gboolean *views = g_new0 (gboolean, fixture->experiment->n_views);
  PlumeWish wish = {
    .values = fixture->values, .inputs = fixture->inputs, .views = views, .coarse = coarse
  };
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *mark;

  views[plume_experiment_find_view (fixture->experiment, "original")] = TRUE;
  publication = plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
  g_assert_cmpint (publication->coarse, ==, coarse);
  mark = find_mark (fixture, publication, "original", "points");
  g_assert_cmpuint (mark->x->length, ==, n);
  g_assert_true (coarse || mark->items == NULL);
  for (gsize v = 0; v < n; v++)
    {
      double row = coarse ? mark->items->values[v] : (double)v;

      g_assert_cmpfloat (mark->x->values[v], ==, 0.5 * row);
      g_assert_cmpstr (mark->categories[(int)mark->codes->values[v]], ==,
                       (int)row % 2 == 0 ? "even" : "odd");
    }
}

/* Of many rows some make a rough picture first: of new data, and of a graph that changes. */
static void
test_rough_pictures_are_of_some_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("length,height,kind\n");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 6000; i++)
    g_string_append_printf (text, "%.1f,%d,%s\n", 0.5 * i, (i * 37) % 101,
                            i % 2 == 0 ? "even" : "odd");
  g_assert_true (bind_text (fixture, "data", text->str, &error));
  g_assert_no_error (error);
  assert_rows (fixture, TRUE, 4000);
  assert_rows (fixture, FALSE, 6000);
  set_number (fixture, "neighbours", 7);
  assert_rows (fixture, TRUE, 4000);
  assert_rows (fixture, FALSE, 6000);
}

static void
test_missing_cells_are_counted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b,c,kind\n");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%d,%s,5,%s\n", i,
                            i == 7 || i == 20 ? ""
                            : i % 2           ? "1"
                                              : "2.5",
                            i < 30 ? "x" : "y");
  g_assert_true (bind_text (fixture, "data", text->str, &error));
  set_value (fixture, "scaling", "standardise");
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

    g_assert_cmpfloat (get_readout (fixture, publication, "points-used", 0), ==, 58);
    g_assert_cmpfloat (get_labelled (fixture, publication, "left-out", "missing cells"), ==, 2);
    g_assert_cmpfloat (get_labelled (fixture, publication, "left-out", "constant columns"), ==, 1);
  }
  set_value (fixture, "missing", "mean");
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

    g_assert_cmpfloat (get_readout (fixture, publication, "points-used", 0), ==, 60);
  }
}

static void
test_too_many_neighbours_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  g_autoptr (GError) error = NULL;

  set_number (fixture, "points", 20);
  set_number (fixture, "neighbours", 60);
  publication = evaluate_view (fixture, "embedding");
  error = get_error (fixture, publication, "embedding");
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

static void
test_pieces_are_joined_or_left (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "shape", "two-spheres");
  set_number (fixture, "points", 800);
  set_number (fixture, "noise", 0);
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

    g_assert_cmpfloat (get_readout (fixture, publication, "pieces-found", 0), ==, 2);
    g_assert_cmpfloat (get_readout (fixture, publication, "points-used", 0), ==, 800);
  }
  set_value (fixture, "pieces", "largest");
  {
    g_autoptr (PlumePublication) publication = evaluate_view (fixture, "embedding");

    g_assert_cmpfloat (get_readout (fixture, publication, "points-used", 0), <, 800);
    g_assert_nonnull (find_mark (fixture, publication, "embedding", "points")->items);
  }
}

static void
test_the_knee_can_be_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;

  make_roll (fixture, 0.1);
  publication = evaluate_view (fixture, NULL);
  act (fixture, "take-knee");
  g_assert_cmpfloat (get_number (fixture, "time"), ==,
                     get_readout (fixture, publication, "knee", 0));
}

static void
test_a_stage_is_told_from_its_neighbours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  double interpolated, previous, next;

  bind_sample (fixture, "data", "growing-tree");
  set_number (fixture, "withheld", 4);
  publication = evaluate_view (fixture, "stages");
  interpolated = find_mark (fixture, publication, "stages", "interpolated")->y->values[1];
  previous = find_mark (fixture, publication, "stages", "previous")->y->values[1];
  next = find_mark (fixture, publication, "stages", "next")->y->values[1];
  g_assert_cmpfloat (interpolated, <, previous);
  g_assert_cmpfloat (interpolated, <, next);
}

static void
test_distances_are_written (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "plume-distances.npy", NULL);
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  guint writer = (guint)plume_experiment_find_writer (fixture->experiment, "distances");
  const PlumeGrid *grid;

  set_number (fixture, "points", 60);
  g_assert_true (plume_engine_write (fixture->engine, fixture->values, fixture->inputs, writer,
                                     path, NULL, &error));
  dataset = plume_dataset_read_file (path, NULL, &error);
  g_assert_no_error (error);
  grid = plume_dataset_get_grid (dataset, 0);
  g_assert_cmpuint (grid->n_dimensions, ==, 2);
  g_assert_cmpuint (grid->shape[0], ==, 60);
  g_assert_cmpfloat (grid->values->values[0], ==, 0);
  g_assert_cmpfloat (grid->values->values[1], >, 0);
  g_unlink (path);
}

static void
test_colours_need_their_column (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  g_autoptr (GError) error = NULL;

  set_number (fixture, "points", 60);
  set_value (fixture, "colour", "no such column");
  publication = evaluate_view (fixture, "embedding");
  error = get_error (fixture, publication, "embedding");
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_true (g_pattern_match_simple ("*no such column*", error->message));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("heat-bears-noise", test_heat_bears_noise);
  STATEMENT ("heat-is-near-paths-without-noise", test_heat_is_near_paths_without_noise);
  STATEMENT ("the-volume-correction-straightens", test_the_volume_correction_straightens);
  STATEMENT ("the-same-time-gives-the-same-picture", test_the_same_time_gives_the_same_picture);
  STATEMENT ("threads-do-not-matter", test_threads_do_not_matter);
  STATEMENT ("landmarks-stand-for-all", test_landmarks_stand_for_all);
  STATEMENT ("demap-is-of-points-without-noise", test_demap_is_of_points_without_noise);
  STATEMENT ("demap-tells-methods-apart", test_demap_tells_methods_apart);
  STATEMENT ("robust-graphs-hold-still", test_robust_graphs_hold_still);
  STATEMENT ("what-hangs-by-an-edge-moves", test_what_hangs_by_an_edge_moves);
  STATEMENT ("stability-is-of-heat", test_stability_is_of_heat);
  STATEMENT ("cutting-short-circuits-mends", test_cutting_short_circuits_mends);
  STATEMENT ("short-circuits-are-found-when-asked", test_short_circuits_are_found_when_asked);
  STATEMENT ("a-click-cuts", test_a_click_cuts);
  STATEMENT ("every-method-draws", test_every_method_draws);
  STATEMENT ("partial-pictures-are-pictures", test_partial_pictures_are_pictures);
  STATEMENT ("space-has-three-dimensions", test_space_has_three_dimensions);
  STATEMENT ("labels-colour", test_labels_colour);
  STATEMENT ("missing-cells-are-counted", test_missing_cells_are_counted);
  STATEMENT ("too-many-neighbours-are-refused", test_too_many_neighbours_are_refused);
  STATEMENT ("pieces-are-joined-or-left", test_pieces_are_joined_or_left);
  STATEMENT ("the-knee-can-be-taken", test_the_knee_can_be_taken);
  STATEMENT ("a-stage-is-told-from-its-neighbours", test_a_stage_is_told_from_its_neighbours);
  STATEMENT ("distances-are-written", test_distances_are_written);
  STATEMENT ("colours-need-their-column", test_colours_need_their_column);
  STATEMENT ("rough-pictures-are-of-some-rows", test_rough_pictures_are_of_some_rows);
  return g_test_run ();
}
