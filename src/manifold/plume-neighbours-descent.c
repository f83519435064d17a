/* plume-neighbours-descent.c: approximate neighbours of many rows in many dimensions.
 *
 * NN-descent (Dong, Moses, Li 2011): a neighbour of a neighbour is likely a neighbour. Lists begin
 * with what stands together in leaves of a random kd-forest; in each round, all pairs within a
 * sample of every row's neighbours and of the rows whose neighbour it is are measured, where at
 * least one of the two is new. A list holds the nearest of all that were offered in a total order,
 * so threads may offer in any order; samples are drawn between rounds. Where too few true
 * neighbours are found, lists grow and rounds go on. Rows are put into the order of one tree's
 * leaves before, so that what is near in space is near in memory.
 */
#include "manifold/plume-neighbours-private.h"

#include <string.h>

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#define N_TREES       8
#define LEAF          60
#define SAMPLE        50 /* new neighbours of a row that are joined in a round; and old ones */
#define MOST_ROUNDS   20
#define ENOUGH        1e-3 /* share of entries that changed, below which rounds end */
#define RECALL        0.95
#define MOST_DEEPER   3
#define ROWS          256
#define STRIDE        16 /* floats of the widest vector */
#define NOBODY        G_MAXUINT32
#define SINGLE_MARGIN 1.0001 /* what lists in single precision may be out of order by */
#define LEAST_LENGTH  20
#define LONGER_THAN_K 8

typedef struct
{
  const SingleRows *single;
  gsize n, length;
  float *keys;      /* n × length, rising */
  guint32 *indices; /* n × length; NOBODY where empty */
  guint8 *is_new;   /* n × length */
  gint *locks;      /* n */
} Lists;

static void
free_lists (Lists *lists)
{
  g_free (lists->keys);
  g_free (lists->indices);
  g_free (lists->is_new);
  g_free (lists->locks);
  g_free (lists);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lists, free_lists)

static Lists *
new_lists (const SingleRows *single, gsize length)
{
  Lists *lists = g_new0 (Lists, 1);
  gsize n = single->n;

  lists->single = single;
  lists->n = n;
  lists->length = length;
  lists->keys = g_new (float, n *length);
  lists->indices = g_new (guint32, n * length);
  lists->is_new = g_new0 (guint8, n * length);
  lists->locks = g_new0 (gint, n);
  for (gsize i = 0; i < n * length; i++)
    {
      lists->keys[i] = INFINITY;
      lists->indices[i] = NOBODY;
    }
  return lists;
}

/* Longer lists with what shorter ones hold, everything new again */
static Lists *
lengthen (const Lists *lists, gsize length)
{
  Lists *longer = new_lists (lists->single, length);

  for (gsize i = 0; i < lists->n; i++)
    for (gsize l = 0; l < lists->length; l++)
      {
        longer->keys[i * length + l] = lists->keys[i * lists->length + l];
        longer->indices[i * length + l] = lists->indices[i * lists->length + l];
        longer->is_new[i * length + l] = TRUE;
      }
  return longer;
}

static inline float
worst_key (const Lists *lists, gsize i)
{
  float key;

  __atomic_load (lists->keys + (i + 1) * lists->length - 1, &key, __ATOMIC_RELAXED);
  return key;
}

/* Puts an entry in its place; the caller alone works on the list. */
static void
insert (Lists *lists, gsize i, float key, guint32 index)
{
  gsize length = lists->length, place = length;
  float *keys = lists->keys + i * length;
  guint32 *indices = lists->indices + i * length;
  guint8 *is_new = lists->is_new + i * length;

  while (place > 0
         && (keys[place - 1] > key || (keys[place - 1] == key && indices[place - 1] > index)))
    place--;
  if (place == length || (place > 0 && keys[place - 1] == key && indices[place - 1] == index))
    return;
  for (gsize l = length - 1; l > place; l--)
    {
      __atomic_store (keys + l, keys + l - 1, __ATOMIC_RELAXED);
      indices[l] = indices[l - 1];
      is_new[l] = is_new[l - 1];
    }
  __atomic_store (keys + place, &key, __ATOMIC_RELAXED);
  indices[place] = index;
  is_new[place] = TRUE;
}

static void
offer (Lists *lists, guint32 i, guint32 j, float key)
{
  if (i == j || key > worst_key (lists, i))
    return;
  g_bit_lock (&lists->locks[i], 0);
  insert (lists, i, key, j);
  g_bit_unlock (&lists->locks[i], 0);
}

static void
gather (const SingleRows *single, const guint32 *indices, gsize n, float *rows)
{
  for (gsize i = 0; i < n; i++)
    memcpy (rows + i * single->stride, single->values + indices[i] * single->stride,
            single->stride * sizeof (float));
}

typedef struct
{
  Lists *lists;
  const SearchLeaves *leaves;
  gsize most; /* rows of a leaf */
} Start;

/* Leaves of one tree share no rows, so no list needs its lock. */
static void
join_leaves (gsize from, gsize to, gpointer data)
{
  const Start *start = data;
  Lists *lists = start->lists;
  const SingleRows *single = lists->single;
  g_autofree float *rows = g_new (float, start->most * single->stride);
  g_autofree float *keys = g_new (float, start->most);

  for (gsize leaf = from; leaf < to; leaf++)
    {
      const guint32 *indices;
      gsize first, last;

      plume_search_node_range (lists->n, start->leaves->n_leaves + leaf, &first, &last);
      indices = start->leaves->order + first;
      gather (single, indices, last - first, rows);
      for (gsize a = 0; a + 1 < last - first; a++)
        {
          gsize count = last - first - a - 1;

          plume_single_rows_keys (single, rows + a * single->stride,
                                  rows + (a + 1) * single->stride, count, keys);
          for (gsize b = 0; b < count; b++)
            {
              if (keys[b] <= worst_key (lists, indices[a]))
                insert (lists, indices[a], keys[b], indices[a + 1 + b]);
              if (keys[b] <= worst_key (lists, indices[a + 1 + b]))
                insert (lists, indices[a + 1 + b], keys[b], indices[a]);
            }
        }
    }
}

/* Leaves hold more than k rows, so that no list stays too short. */
static gboolean
begin (Lists *lists, gsize leaf, guint64 seed, PlumeTask *task, GError **error)
{
  for (guint tree = 0; tree < N_TREES; tree++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)tree / N_TREES, (tree + 1.0) / N_TREES);
      g_autoptr (SearchLeaves) leaves =
          plume_search_leaves_new (lists->single, leaf, seed, tree, task, error);
      Start start = { lists, leaves, leaf };

      if (leaves == NULL
          || !plume_parallel_for (leaves->n_leaves, 8, join_leaves, &start, part, error))
        return FALSE;
    }
  return TRUE;
}

/* Who has whom in his list: reverse lists as one array of positions of entries. */
typedef struct
{
  Lists *lists;
  gsize *starts;    /* n + 1 */
  guint32 *owners;  /* whose list */
  guint8 *is_new;   /* and as what */
  guint32 *samples; /* n × 2 SAMPLE: new ones, old ones */
  guint8 *n_new, *n_old;
  guint64 seed;
  guint round;
} Round;

static void
clear_round (Round *round)
{
  g_free (round->starts);
  g_free (round->owners);
  g_free (round->is_new);
  g_free (round->samples);
  g_free (round->n_new);
  g_free (round->n_old);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, clear_round)

static void
reverse_lists (Round *round)
{
  const Lists *lists = round->lists;
  gsize n = lists->n, length = lists->length;
  g_autofree gsize *next = NULL;

  round->starts = g_new0 (gsize, n + 1);
  for (gsize e = 0; e < n * length; e++)
    if (lists->indices[e] != NOBODY)
      round->starts[lists->indices[e] + 1]++;
  for (gsize i = 0; i < n; i++)
    round->starts[i + 1] += round->starts[i];
  next = g_memdup2 (round->starts, n * sizeof (gsize));
  round->owners = g_new (guint32, MAX (round->starts[n], 1));
  round->is_new = g_new (guint8, MAX (round->starts[n], 1));
  for (gsize i = 0; i < n; i++)
    for (gsize e = i * length; e < (i + 1) * length; e++)
      if (lists->indices[e] != NOBODY)
        {
          gsize place = next[lists->indices[e]]++;

          round->owners[place] = (guint32)i;
          round->is_new[place] = lists->is_new[e];
        }
}

/* A number for each pair and round, which decides who is in a sample */
static inline double
lot (const Round *round, guint32 i, guint32 j)
{
  guint32 counter[4] = { i, j, round->round, 0 }, output[4];
  guint32 key[2] = { (guint32)round->seed, (guint32)(round->seed >> 32) };

  plume_philox4x32 (counter, key, output);
  return (double)output[0];
}

/* Those of one kind in the list of i and in whose lists i is, SAMPLE of them by lot */
static gsize
draw_sample (const Round *round, guint32 i, gboolean is_new, Near *items, guint32 *sample)
{
  const Lists *lists = round->lists;
  gsize length = lists->length, n = 0;

  for (gsize e = i * length; e < (i + 1) * length; e++)
    if (lists->indices[e] != NOBODY && lists->is_new[e] == is_new)
      items[n++].index = lists->indices[e];
  for (gsize e = round->starts[i]; e < round->starts[i + 1]; e++)
    if (round->is_new[e] == is_new)
      items[n++].index = round->owners[e];
  if (n > SAMPLE)
    {
      for (gsize k = 0; k < n; k++)
        items[k].key = lot (round, i, items[k].index);
      plume_near_select (items, n, SAMPLE - 1);
      n = SAMPLE;
    }
  for (gsize k = 0; k < n; k++)
    sample[k] = items[k].index;
  return n;
}

static void
draw_samples (gsize from, gsize to, gpointer data)
{
  Round *round = data;
  gsize most = 0;
  g_autofree Near *items = NULL;

  for (gsize i = from; i < to; i++)
    most = MAX (most, round->starts[i + 1] - round->starts[i]);
  items = g_new (Near, most + round->lists->length);
  for (gsize i = from; i < to; i++)
    {
      guint32 *sample = round->samples + i * 2 * SAMPLE;

      round->n_new[i] = (guint8)draw_sample (round, (guint32)i, TRUE, items, sample);
      round->n_old[i] = (guint8)draw_sample (round, (guint32)i, FALSE, items, sample + SAMPLE);
    }
}

/* What is in the sample of its own row has been new once. */
static void
age_entries (gsize from, gsize to, gpointer data)
{
  Round *round = data;
  Lists *lists = round->lists;

  for (gsize i = from; i < to; i++)
    for (gsize e = i * lists->length; e < (i + 1) * lists->length; e++)
      for (gsize s = 0; lists->is_new[e] && s < round->n_new[i]; s++)
        if (round->samples[i * 2 * SAMPLE + s] == lists->indices[e])
          lists->is_new[e] = FALSE;
}

static void
join_samples (gsize from, gsize to, gpointer data)
{
  const Round *round = data;
  Lists *lists = round->lists;
  const SingleRows *single = lists->single;
  g_autofree float *rows = g_new (float, 2 * SAMPLE * single->stride);
  guint32 indices[2 * SAMPLE];
  float keys[2 * SAMPLE];

  for (gsize i = from; i < to; i++)
    {
      gsize n_new = round->n_new[i], n = n_new + round->n_old[i];
      const guint32 *sample = round->samples + i * 2 * SAMPLE;

      memcpy (indices, sample, n_new * sizeof *indices);
      memcpy (indices + n_new, sample + SAMPLE, (n - n_new) * sizeof *indices);
      gather (single, indices, n_new > 0 ? n : 0, rows);
      for (gsize a = 0; a < n_new && a + 1 < n; a++)
        {
          plume_single_rows_keys (single, rows + a * single->stride,
                                  rows + (a + 1) * single->stride, n - a - 1, keys);
          for (gsize b = a + 1; b < n; b++)
            {
              offer (lists, indices[a], indices[b], keys[b - a - 1]);
              offer (lists, indices[b], indices[a], keys[b - a - 1]);
            }
        }
    }
}

static gsize
count_new (const Lists *lists)
{
  gsize count = 0;

  for (gsize e = 0; e < lists->n * lists->length; e++)
    count += lists->is_new[e];
  return count;
}

/* One round; those that are new afterwards came in it, or found no place in a sample. */
static gboolean
descend_once (Lists *lists, guint64 seed, guint number, PlumeTask *task, GError **error)
{
  gsize n = lists->n;
  g_auto (Round) round = { .lists = lists, .seed = seed, .round = number };

  reverse_lists (&round);
  round.samples = g_new (guint32, 2 * SAMPLE * n);
  round.n_new = g_new (guint8, n);
  round.n_old = g_new (guint8, n);
  return plume_parallel_for (n, ROWS, draw_samples, &round, NULL, error)
         && plume_parallel_for (n, ROWS, age_entries, &round, NULL, error)
         && plume_parallel_for (n, ROWS / 4, join_samples, &round, task, error);
}

static gboolean
descend (Lists *lists, guint64 seed, guint first_round, PlumeTask *task, GError **error)
{
  for (guint r = 0; r < MOST_ROUNDS; r++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, 1 - pow (0.6, r), 1 - pow (0.6, r + 1));

      if (!descend_once (lists, seed, first_round + r, part, error))
        return FALSE;
      if ((double)count_new (lists) < ENOUGH * (double)(lists->n * lists->length))
        return TRUE;
    }
  return TRUE;
}

typedef struct
{
  const SearchWish *wish;
  const Lists *lists;
  const guint32 *order; /* which row each row of the lists is */
  SearchFound *found;
} Collection;

/* Rows already seen: a table of open addresses, emptied by counting up */
typedef struct
{
  guint32 *indices, *marks, mark, mask;
} Seen;

static gboolean
see (Seen *seen, guint32 index)
{
  guint32 place = index * 0x9E3779B9u >> 7 & seen->mask;

  while (seen->marks[place] == seen->mark)
    {
      if (seen->indices[place] == index)
        return FALSE;
      place = (place + 1) & seen->mask;
    }
  seen->marks[place] = seen->mark;
  seen->indices[place] = index;
  return TRUE;
}

/* All within reach among neighbours of neighbours, by keys in single precision */
static gsize
reach_out (const Collection *collection, gsize i, Seen *seen, guint32 *indices)
{
  const Lists *lists = collection->lists;
  const SearchWish *wish = collection->wish;
  const guint32 *own = lists->indices + i * lists->length;
  float bound = (float)(wish->reach * SINGLE_MARGIN) * lists->keys[i * lists->length + wish->k - 1];
  gsize n = 0;

  seen->mark++;
  see (seen, (guint32)i);
  for (gsize l = 0; l < lists->length && own[l] != NOBODY; l++)
    if (see (seen, own[l]))
      indices[n++] = own[l];
  for (gsize l = 0; wish->reach > 1 && l < lists->length && own[l] != NOBODY; l++)
    for (gsize e = own[l] * lists->length; e < (own[l] + 1) * lists->length; e++)
      {
        guint32 index = lists->indices[e];
        float key;

        if (index == NOBODY || !see (seen, index))
          continue;
        plume_single_rows_keys (lists->single, lists->single->values + i * lists->single->stride,
                                lists->single->values + index * lists->single->stride, 1, &key);
        if (key <= bound)
          indices[n++] = index;
      }
  return n;
}

static void
collect_rows (gsize from, gsize to, gpointer data)
{
  const Collection *collection = data;
  const Lists *lists = collection->lists;
  gsize most = lists->length * (lists->length + 1);
  gsize table = (gsize)2 << g_bit_storage (most + 1);
  g_autofree guint32 *marks = g_new0 (guint32, table);
  g_autofree guint32 *table_indices = g_new (guint32, table);
  g_autofree guint32 *indices = g_new (guint32, most);
  g_autofree Near *items = g_new (Near, most);
  Seen seen = { table_indices, marks, 0, (guint32)table - 1 };

  for (gsize i = from; i < to; i++)
    {
      gsize n = reach_out (collection, i, &seen, indices);
      guint32 row = collection->order[i];

      for (gsize k = 0; k < n; k++)
        {
          guint32 other = collection->order[indices[k]];

          items[k] = (Near){ search_rows_key (collection->wish->rows, row, other), other };
        }
      plume_search_found_take (collection->found, from / ROWS, row, collection->wish, items, n);
    }
}

static SearchFound *
collect (const SearchWish *wish,
         const Lists *lists,
         const guint32 *order,
         PlumeTask *task,
         GError **error)
{
  g_autoptr (SearchFound) found = plume_search_found_new (lists->n, (lists->n + ROWS - 1) / ROWS);
  Collection collection = { wish, lists, order, found };

  if (!plume_parallel_for (lists->n, ROWS, collect_rows, &collection, task, error))
    return NULL;
  return g_steal_pointer (&found);
}

/* Rows in single precision in the order of the leaves of a tree of their own. */
static SingleRows *
order_rows (const SearchWish *wish,
            gsize leaf,
            guint64 seed,
            SearchLeaves **leaves,
            PlumeTask *task,
            GError **error)
{
  g_autoptr (SingleRows) single = plume_single_rows_new (wish->rows, STRIDE);

  *leaves = plume_search_leaves_new (single, leaf, seed, N_TREES, task, error);
  return *leaves != NULL ? plume_single_rows_reorder (single, (*leaves)->order) : NULL;
}

/**
 * plume_search_descent:
 * @wish: for all rows
 * @seed: of the forest and of samples
 * @recall: (out): share of the true k nearest that was found
 *
 * About O(n^1.1 k² p) with a handful of rounds.
 */
SearchFound *
plume_search_descent (
    const SearchWish *wish, guint64 seed, double *recall, PlumeTask *task, GError **error)
{
  gsize most = wish->rows->n - 1, leaf = MAX (LEAF, 2 * (wish->k + 2));
  gsize length = MIN (MAX (wish->k + LONGER_THAN_K, LEAST_LENGTH), most);
  g_autoptr (SearchLeaves) leaves = NULL;
  g_autoptr (SingleRows) single = order_rows (wish, leaf, seed, &leaves, task, error);
  g_autoptr (PlumeTask) beginning = plume_task_new_part (task, 0, 0.3);
  g_autoptr (Lists) lists = NULL;

  if (single == NULL)
    return NULL;
  lists = new_lists (single, length);
  if (!begin (lists, leaf, seed, beginning, error))
    return NULL;
  for (guint deeper = 0;; deeper++)
    {
      double start = 1 - 0.7 * pow (0.3, deeper);
      g_autoptr (PlumeTask) rounds = plume_task_new_part (task, start, start + 0.3 * (1 - start));
      g_autoptr (SearchFound) found = NULL;
      Lists *longer;

      if (!descend (lists, seed, deeper * MOST_ROUNDS, rounds, error))
        return NULL;
      found = collect (wish, lists, leaves->order, NULL, error);
      if (found == NULL)
        return NULL;
      *recall = plume_search_recall (wish, found, seed, NULL, error);
      if (*recall < 0)
        return NULL;
      if (*recall >= RECALL || deeper == MOST_DEEPER || length == most)
        return g_steal_pointer (&found);
      length = MIN (3 * length / 2, most);
      longer = lengthen (lists, length);
      free_lists (lists);
      lists = longer;
    }
}
