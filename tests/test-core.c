/* test-core.c: random streams, parallel loops, tasks, arrays. */
#include "core/plume-array.h"
#include "core/plume-error.h"
#include "core/plume-memory.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "resident.h"

#include <math.h>
#include <string.h>

/* Known answers of the Random123 distribution (kat_vectors, philox4x32 10). */
static void
test_philox_known_answers (void)
{
  static const struct
  {
    guint32 counter[4], key[2], output[4];
  } cases[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint32 output[4];

      plume_philox4x32 (cases[i].counter, cases[i].key, output);
      g_assert_cmpmem (output, sizeof output, cases[i].output, sizeof output);
    }
}

static void
test_streams_are_addressed (void)
{
  PlumeStream a = plume_stream (7, "waiting-time", 3), b = plume_stream (7, "waiting-time", 3);
  PlumeStream other_index = plume_stream (7, "waiting-time", 4);
  PlumeStream other_purpose = plume_stream (7, "noise", 3);
  PlumeStream other_seed = plume_stream (8, "waiting-time", 3);
  guint32 first = plume_stream_bits (&a);

  g_assert_cmpuint (first, ==, plume_stream_bits (&b));
  g_assert_cmpuint (first, !=, plume_stream_bits (&other_index));
  g_assert_cmpuint (first, !=, plume_stream_bits (&other_purpose));
  g_assert_cmpuint (first, !=, plume_stream_bits (&other_seed));
}

static void
test_distributions_have_their_moments (void)
{
  enum
  {
    N = 200000
  };
  PlumeStream stream = plume_stream (1, "moments", 0);
  double uniform = 0, normal = 0, square = 0, fourth = 0, exponential = 0;

  for (int i = 0; i < N; i++)
    {
      double u = plume_stream_uniform (&stream), z = plume_stream_normal (&stream);

      g_assert_true (u > 0 && u < 1);
      uniform += u / N;
      normal += z / N;
      square += z * z / N;
      fourth += z * z * z * z / N;
      exponential += plume_stream_exponential (&stream) / N;
    }
  /* five standard errors */
  g_assert_cmpfloat_with_epsilon (uniform, 0.5, 5 * sqrt (1.0 / 12 / N));
  g_assert_cmpfloat_with_epsilon (normal, 0, 5 * sqrt (1.0 / N));
  g_assert_cmpfloat_with_epsilon (square, 1, 5 * sqrt (2.0 / N));
  g_assert_cmpfloat_with_epsilon (fourth, 3, 5 * sqrt (96.0 / N));
  g_assert_cmpfloat_with_epsilon (exponential, 1, 5 * sqrt (1.0 / N));
}

static void
square_chunk (gsize from, gsize to, gpointer data)
{
  double *values = data;

  for (gsize i = from; i < to; i++)
    values[i] = sin ((double)i) / ((double)i + 1);
}

static void
test_loops_do_not_depend_on_threads (void)
{
  enum
  {
    N = 100003
  };
  g_autoptr (PlumeArray) one = plume_array_new (N);
  g_autoptr (PlumeArray) two = plume_array_new (N);

  plume_parallel_set_threads (1);
  g_assert_true (plume_parallel_for (N, 1000, square_chunk, one->values, NULL, NULL));
  plume_parallel_set_threads (2);
  g_assert_true (plume_parallel_for (N, 1000, square_chunk, two->values, NULL, NULL));
  g_assert_cmpmem (one->values, N * sizeof (double), two->values, N * sizeof (double));
  g_assert_true (plume_sum (one->values, N) == plume_sum (two->values, N));
}

static void
cancel_at_once (gsize from, gsize to, gpointer data)
{
  gpointer *pair = data;

  plume_task_cancel (pair[0]);
  g_atomic_int_inc ((gint *)pair[1]);
}

static void
test_loops_stop_when_cancelled (void)
{
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  gint calls = 0;
  gpointer pair[2] = { task, &calls };

  g_assert_false (plume_parallel_for (1000, 1, cancel_at_once, pair, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_assert_cmpint (calls, <, 100);
}

static void
test_sum_is_pairwise (void)
{
  g_autoptr (PlumeArray) tenths = plume_array_new (1000000);

  for (gsize i = 0; i < tenths->length; i++)
    tenths->values[i] = 0.1;
  g_assert_cmpfloat_with_epsilon (plume_sum (tenths->values, tenths->length), 100000, 1e-9);
}

static void
test_range_ignores_what_is_not_finite (void)
{
  double values[] = { NAN, 3, INFINITY, -2, -INFINITY };
  g_autoptr (PlumeArray) array = plume_array_new_copy (values, G_N_ELEMENTS (values));
  g_autoptr (PlumeArray) nothing = plume_array_new_copy (values, 1);
  double low = 0, high = 0;

  g_assert_true (plume_array_range (array, &low, &high));
  g_assert_cmpfloat (low, ==, -2);
  g_assert_cmpfloat (high, ==, 3);
  g_assert_false (plume_array_range (nothing, &low, &high));
}

static void
count_call (gpointer partial, gpointer user_data)
{
  ++*(int *)user_data;
}

/* A function that is called by another one publishes to its caller, not past it. */
static void
test_parts_follow_the_whole (void)
{
  g_autoptr (PlumeTask) whole = plume_task_new ();
  g_autoptr (PlumeTask) part = plume_task_new_part (whole, 0.5, 0.75);
  g_autoptr (PlumeTask) alone = plume_task_new_part (NULL, 0, 1);
  int n_whole = 0, n_part = 0;

  plume_task_set_progress (part, 0.5);
  g_assert_cmpfloat_with_epsilon (plume_task_get_progress (whole), 0.625, 1e-5);
  plume_task_set_publisher (whole, count_call, &n_whole);
  g_assert_false (plume_task_wants_partial (part));
  plume_task_set_publisher (part, count_call, &n_part);
  plume_task_publish (part, NULL);
  g_assert_cmpint (n_whole, ==, 0);
  g_assert_cmpint (n_part, ==, 1);
  g_assert_false (plume_task_is_cancelled (part));
  plume_task_cancel (whole);
  g_assert_true (plume_task_is_cancelled (part));
  g_assert_false (plume_task_is_cancelled (alone));
}

#define N_BLOCKS   50
#define BLOCK_SIZE (1 << 20)

/* Work in many arrays, of which nothing is left; it waits for the others, so that each has an arena
 * of its own. */
static gpointer
work_in_memory (gpointer barrier)
{
  void *blocks[N_BLOCKS];

  for (guint i = 0; i < N_BLOCKS; i++)
    {
      blocks[i] = g_malloc (BLOCK_SIZE);
      memset (blocks[i], 1, BLOCK_SIZE);
    }
  g_atomic_int_inc ((gint *)barrier);
  while (g_atomic_int_get ((gint *)barrier) < 8)
    g_usleep (1000);
  for (guint i = 0; i < N_BLOCKS; i++)
    g_free (blocks[i]);
  return NULL;
}

static void
test_freed_memory_goes_back (void)
{
#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
  g_test_skip ("another allocator is at work");
#else
  GThread *threads[8];
  gint barrier = 0;
  double before;

  plume_memory_keep_little ();
  for (gsize size = 1 << 20; size <= 1 << 25; size *= 2) /* from which an allocator might learn */
    g_free (g_malloc (size - (1 << 14)));
  before = resident_megabytes ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("work", work_in_memory, &barrier);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_test_message ("%.1f MB of 400 are kept", resident_megabytes () - before);
  g_assert_cmpfloat (resident_megabytes () - before, <, 80);
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/random/philox-known-answers", test_philox_known_answers);
  g_test_add_func ("/core/random/streams-are-addressed", test_streams_are_addressed);
  g_test_add_func ("/core/random/distributions-have-their-moments",
                   test_distributions_have_their_moments);
  g_test_add_func ("/core/parallel/loops-do-not-depend-on-threads",
                   test_loops_do_not_depend_on_threads);
  g_test_add_func ("/core/parallel/loops-stop-when-cancelled", test_loops_stop_when_cancelled);
  g_test_add_func ("/core/task/parts-follow-the-whole", test_parts_follow_the_whole);
  g_test_add_func ("/core/parallel/sum-is-pairwise", test_sum_is_pairwise);
  g_test_add_func ("/core/array/range-ignores-what-is-not-finite",
                   test_range_ignores_what_is_not_finite);
  g_test_add_func ("/core/memory/freed-memory-goes-back", test_freed_memory_goes_back);
  return g_test_run ();
}
