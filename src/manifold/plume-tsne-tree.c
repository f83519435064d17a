/* plume-tsne-tree.c: repulsion by a tree of cells (Barnes & Hut 1986; van der Maaten 2014).
 *
 * A cell that looks small from a point, side/distance < θ, acts as its centre of mass. Cells are
 * halves in every direction; points that share a place share a leaf.
 */
#include "manifold/plume-tsne-private.h"

#include "core/plume-parallel.h"

#include <math.h>
#include <string.h>

#define THETA   0.5
#define LEAF    8
#define DEEPEST 48
#define MOST_D  3
#define POINTS  256
#define STACK   (DEEPEST * 8 + 8)

typedef struct
{
  double centre[MOST_D]; /* of mass */
  double side;
  guint32 first, n; /* points of the order */
  guint32 child;    /* first of 2^d cells, 0 for a leaf */
} Cell;

typedef struct
{
  gsize n;
  guint d;
  const double *places;
  guint32 *order, *spare;
  GArray *cells;
} Tree;

static void
find_centre (const Tree *tree, Cell *cell)
{
  for (guint c = 0; c < tree->d; c++)
    {
      double sum = 0;

      for (guint32 k = 0; k < cell->n; k++)
        sum += tree->places[(gsize)tree->order[cell->first + k] * tree->d + c];
      cell->centre[c] = cell->n > 0 ? sum / cell->n : 0;
    }
}

/* Sorts the points of a cell by the half in which they lie, and makes cells of them. */
static void
split (Tree *tree, guint32 index, const double *middle, guint depth)
{
  Cell cell = g_array_index (tree->cells, Cell, index);
  guint n_children = 1u << tree->d;
  guint32 counts[1 << MOST_D] = { 0 }, next[1 << MOST_D], place = cell.first;

  find_centre (tree, &cell);
  if (cell.n <= LEAF || depth >= DEEPEST)
    {
      g_array_index (tree->cells, Cell, index) = cell;
      return;
    }
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint32 k = 0; k < cell.n; k++)
        {
          guint32 point = tree->order[cell.first + k];
          guint half = 0;

          for (guint c = 0; c < tree->d; c++)
            half |= (guint)(tree->places[(gsize)point * tree->d + c] > middle[c]) << c;
          if (pass == 0)
            counts[half]++;
          else
            tree->spare[next[half]++] = point;
        }
      for (guint half = 0; pass == 0 && half < n_children; half++)
        {
          next[half] = place;
          place += counts[half];
        }
    }
  memcpy (tree->order + cell.first, tree->spare + cell.first, cell.n * sizeof *tree->order);
  cell.child = tree->cells->len;
  g_array_index (tree->cells, Cell, index) = cell;
  place = cell.first;
  for (guint half = 0; half < n_children; half++)
    {
      Cell child = { .side = 0.5 * cell.side, .first = place, .n = counts[half] };

      place += counts[half];
      g_array_append_val (tree->cells, child);
    }
  for (guint half = 0; half < n_children; half++)
    if (counts[half] > 0)
      {
        double inner[MOST_D];

        for (guint c = 0; c < tree->d; c++)
          inner[c] = middle[c] + (half >> c & 1 ? 0.25 : -0.25) * cell.side;
        split (tree, cell.child + half, inner, depth + 1);
      }
}

static void
grow (Tree *tree)
{
  double middle[MOST_D], side = 0;
  Cell root = { .n = (guint32)tree->n };

  for (guint c = 0; c < tree->d; c++)
    {
      double low = INFINITY, high = -INFINITY;

      for (gsize i = 0; i < tree->n; i++)
        {
          low = MIN (low, tree->places[i * tree->d + c]);
          high = MAX (high, tree->places[i * tree->d + c]);
        }
      middle[c] = 0.5 * (low + high);
      side = MAX (side, high - low);
    }
  root.side = side;
  for (gsize i = 0; i < tree->n; i++)
    tree->order[i] = (guint32)i;
  g_array_append_val (tree->cells, root);
  split (tree, 0, middle, 0);
}

typedef struct
{
  const Tree *tree;
  double *forces, *totals;
} Walk;

static double
add_force (guint d, const double *a, const double *b, double mass, double *force)
{
  double square = 0, q;

  for (guint c = 0; c < d; c++)
    square += (a[c] - b[c]) * (a[c] - b[c]);
  q = 1 / (1 + square);
  for (guint c = 0; c < d; c++)
    force[c] += mass * q * q * (a[c] - b[c]);
  return mass * q;
}

static double
walk_from (const Tree *tree, guint32 point, double *force)
{
  const double *a = tree->places + (gsize)point * tree->d;
  guint32 stack[STACK];
  guint depth = 0;
  double total = 0;

  stack[depth++] = 0;
  while (depth > 0)
    {
      const Cell *cell = &g_array_index (tree->cells, Cell, stack[--depth]);
      double square = 0;

      for (guint c = 0; c < tree->d; c++)
        square += (a[c] - cell->centre[c]) * (a[c] - cell->centre[c]);
      if (cell->child != 0 && cell->side * cell->side < THETA * THETA * square)
        total += add_force (tree->d, a, cell->centre, cell->n, force);
      else if (cell->child != 0)
        for (guint half = 1u << tree->d; half-- > 0;)
          {
            if (g_array_index (tree->cells, Cell, cell->child + half).n > 0)
              stack[depth++] = cell->child + half;
          }
      else
        for (guint32 k = 0; k < cell->n; k++)
          {
            guint32 other = tree->order[cell->first + k];

            if (other != point)
              total += add_force (tree->d, a, tree->places + (gsize)other * tree->d, 1, force);
          }
    }
  return total;
}

/* In the order of the tree, so that neighbours walk the same cells. */
static void
walk_points (gsize from, gsize to, gpointer data)
{
  const Walk *walk = data;
  const Tree *tree = walk->tree;

  for (gsize k = from; k < to; k++)
    {
      guint32 point = tree->order[k];
      double *force = walk->forces + (gsize)point * tree->d;

      memset (force, 0, tree->d * sizeof *force);
      walk->totals[point] = walk_from (tree, point, force);
    }
}

gboolean
plume_repulse_by_tree (gsize n,
                       guint d,
                       const double *places,
                       double *forces,
                       double *total,
                       PlumeTask *task,
                       GError **error)
{
  g_autofree guint32 *order = g_new (guint32, n), *spare = g_new (guint32, n);
  g_autofree double *totals = g_new (double, n);
  g_autoptr (GArray) cells = g_array_sized_new (FALSE, FALSE, sizeof (Cell), (guint)n);
  Tree tree = { n, d, places, order, spare, cells };
  Walk walk = { &tree, forces, totals };

  g_assert (d <= MOST_D);
  grow (&tree);
  if (!plume_parallel_for (n, POINTS, walk_points, &walk, task, error))
    return FALSE;
  *total = plume_sum (totals, n);
  return TRUE;
}
