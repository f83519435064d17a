/* plume-neighbours-rows.c: rows to be searched, the order of nearness, and rows of what was found.
 */
#include "manifold/plume-neighbours-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/plume-vector.h"

int
plume_near_compare (const void *a, const void *b)
{
  return near_precedes (*(const Near *)a, *(const Near *)b) ? -1 : 1;
}

/* The item of that place in the order goes there, those before it before it (Hoare 1961). */
void
plume_near_select (Near *items, gsize n, gsize place)
{
  gssize low = 0, high = (gssize)n - 1;

  while (low < high)
    {
      Near pivot = items[low + (high - low) / 2];
      gssize i = low, j = high;

      while (i <= j)
        {
          while (near_precedes (items[i], pivot))
            i++;
          while (near_precedes (pivot, items[j]))
            j--;
          if (i <= j)
            {
              Near held = items[i];

              items[i++] = items[j];
              items[j--] = held;
            }
        }
      if ((gssize)place <= j)
        high = j;
      else if ((gssize)place >= i)
        low = i;
      else
        return;
    }
}

/**
 * plume_near_heap_offer:
 *
 * Takes the item in where it is among the nearest so far; O(log capacity).
 */
void
plume_near_heap_offer (NearHeap *heap, Near near)
{
  Near *items = heap->items;
  gsize place;

  if (heap->n < heap->capacity)
    {
      for (place = heap->n++; place > 0 && near_precedes (items[(place - 1) / 2], near);
           place = (place - 1) / 2)
        items[place] = items[(place - 1) / 2];
      items[place] = near;
      return;
    }
  if (!near_precedes (near, items[0]))
    return;
  for (place = 0; 2 * place + 1 < heap->n;)
    {
      gsize child = 2 * place + 1;

      if (child + 1 < heap->n && near_precedes (items[child], items[child + 1]))
        child++;
      if (!near_precedes (near, items[child]))
        break;
      items[place] = items[child];
      place = child;
    }
  items[place] = near;
}

/* Length 1, after the row's mean is taken away for correlation; a row without direction becomes 0.
 */
static void
take_direction (double *row, gsize p, gboolean is_centred)
{
  double mean = 0, square = 0;

  for (gsize j = 0; is_centred && j < p; j++)
    mean += row[j] / (double)p;
  for (gsize j = 0; j < p; j++)
    {
      row[j] -= mean;
      square += row[j] * row[j];
    }
  for (gsize j = 0; j < p; j++)
    row[j] = square > 0 ? row[j] / sqrt (square) : 0;
}

SearchRows *
plume_search_rows_new (const PlumePoints *points, PlumeMetric metric)
{
  SearchRows *rows = g_new0 (SearchRows, 1);

  rows->n = points->n;
  rows->p = points->p;
  rows->metric = metric;
  rows->values = points->values;
  if (metric == PLUME_METRIC_COSINE || metric == PLUME_METRIC_CORRELATION)
    {
      rows->own = g_memdup2 (points->values, MAX (points->n * points->p, 1) * sizeof (double));
      for (gsize i = 0; i < points->n; i++)
        take_direction (rows->own + i * points->p, points->p, metric == PLUME_METRIC_CORRELATION);
      rows->values = rows->own;
    }
  return rows;
}

void
plume_search_rows_free (SearchRows *rows)
{
  g_free (rows->own);
  g_free (rows);
}

double
plume_search_distance (PlumeMetric metric, double key)
{
  switch (metric)
    {
    case PLUME_METRIC_EUCLIDEAN:
      return sqrt (key);
    case PLUME_METRIC_COSINE:
    case PLUME_METRIC_CORRELATION:
      return key / 2; /* |u − v|² = 2 (1 − u·v) */
    case PLUME_METRIC_MANHATTAN:
    default:
      return key;
    }
}

double
plume_search_reach (PlumeMetric metric, double reach)
{
  return metric == PLUME_METRIC_EUCLIDEAN ? reach * reach : reach;
}

/**
 * plume_metric_distance:
 * @metric: how nearness is measured
 * @p: number of coordinates
 * @a: @b: two points
 *
 * Cosine is 1 − cos of the angle and correlation 1 − r; a point without direction counts as the
 * origin.
 *
 * Returns: the distance ≥ 0, symmetric to the bit; O(p)
 */
double
plume_metric_distance (PlumeMetric metric, gsize p, const double *a, const double *b)
{
  if (metric == PLUME_METRIC_COSINE || metric == PLUME_METRIC_CORRELATION)
    {
      g_autofree double *u = g_memdup2 (a, p * sizeof (double));
      g_autofree double *v = g_memdup2 (b, p * sizeof (double));

      take_direction (u, p, metric == PLUME_METRIC_CORRELATION);
      take_direction (v, p, metric == PLUME_METRIC_CORRELATION);
      return plume_search_distance (metric, search_key (metric, p, u, v));
    }
  return plume_search_distance (metric, search_key (metric, p, a, b));
}

SearchFound *
plume_search_found_new (gsize n_rows, gsize n_chunks)
{
  SearchFound *found = g_new0 (SearchFound, 1);

  found->n_rows = n_rows;
  found->n_chunks = n_chunks;
  found->chunks = g_new (GArray *, MAX (n_chunks, 1));
  for (gsize c = 0; c < n_chunks; c++)
    found->chunks[c] = g_array_new (FALSE, FALSE, sizeof (Near));
  found->chunk_of = g_new0 (guint32, MAX (n_rows, 1));
  found->counts = g_new0 (guint32, MAX (n_rows, 1));
  found->places = g_new0 (gsize, MAX (n_rows, 1));
  return found;
}

void
plume_search_found_free (SearchFound *found)
{
  for (gsize c = 0; c < found->n_chunks; c++)
    g_array_unref (found->chunks[c]);
  g_free (found->chunks);
  g_free (found->chunk_of);
  g_free (found->counts);
  g_free (found->places);
  g_free (found);
}

void
plume_search_found_take (
    SearchFound *found, gsize chunk, gsize row, const SearchWish *wish, Near *items, gsize n)
{
  gsize count = MIN (wish->k, n);

  qsort (items, n, sizeof (Near), plume_near_compare);
  if (wish->reach > 1)
    while (count < MIN (n, wish->most) && items[count].key <= wish->reach * items[wish->k - 1].key)
      count++;
  found->chunk_of[row] = (guint32)chunk;
  found->counts[row] = (guint32)count;
  found->places[row] = found->chunks[chunk]->len;
  g_array_append_vals (found->chunks[chunk], items, (guint)count);
}

const Near *
plume_search_found_row (const SearchFound *found, gsize row, gsize *count)
{
  const GArray *chunk = found->chunks[found->chunk_of[row]];

  *count = found->counts[row];
  return (const Near *)(gconstpointer)chunk->data + found->places[row];
}

SingleRows *
plume_single_rows_reorder (const SingleRows *single, const guint32 *order)
{
  SingleRows *moved = g_new (SingleRows, 1);

  *moved = *single;
  moved->values = g_new (float, MAX (single->n * single->stride, 1));
  for (gsize i = 0; i < single->n; i++)
    memcpy (moved->values + i * single->stride, single->values + order[i] * single->stride,
            single->stride * sizeof (float));
  return moved;
}

/**
 * plume_single_rows_new:
 * @alignment: the stride is a multiple of it
 *
 * Returns: (transfer full): the rows about their mean, where single precision loses least, in units
 * of the greatest coordinate, so that no square overflows
 */
SingleRows *
plume_single_rows_new (const SearchRows *rows, gsize alignment)
{
  SingleRows *single = g_new0 (SingleRows, 1);
  g_autofree double *mean = g_new0 (double, MAX (rows->p, 1));
  double greatest = 0;

  single->n = rows->n;
  single->p = rows->p;
  single->stride = (rows->p + alignment - 1) / alignment * alignment;
  single->metric = rows->metric;
  single->values = g_new0 (float, MAX (rows->n * single->stride, 1));
  for (gsize i = 0; i < rows->n; i++)
    for (gsize j = 0; j < rows->p; j++)
      mean[j] += rows->values[i * rows->p + j] / (double)rows->n;
  for (gsize i = 0; i < rows->n; i++)
    for (gsize j = 0; j < rows->p; j++)
      greatest = MAX (greatest, fabs (rows->values[i * rows->p + j] - mean[j]));
  for (gsize i = 0; i < rows->n; i++)
    for (gsize j = 0; j < rows->p; j++)
      single->values[i * single->stride + j] =
          (float)((rows->values[i * rows->p + j] - mean[j]) / (greatest > 0 ? greatest : 1));
  return single;
}

void
plume_single_rows_free (SingleRows *single)
{
  g_free (single->values);
  g_free (single);
}

/* One row at a time after those by four: each sum has the same shape in both. */
PLUME_VECTOR_CLONES static void
squared_keys (gsize stride, const float *row, const float *others, gsize count, float *keys)
{
  gsize i = 0;

  for (; i + 4 <= count; i += 4)
    {
      const float *a = others + i * stride, *b = a + stride, *c = b + stride, *d = c + stride;
      float s = 0, t = 0, u = 0, v = 0;

#pragma omp simd reduction(+ : s, t, u, v)
      for (gsize j = 0; j < stride; j++)
        {
          s += (row[j] - a[j]) * (row[j] - a[j]);
          t += (row[j] - b[j]) * (row[j] - b[j]);
          u += (row[j] - c[j]) * (row[j] - c[j]);
          v += (row[j] - d[j]) * (row[j] - d[j]);
        }
      keys[i] = s;
      keys[i + 1] = t;
      keys[i + 2] = u;
      keys[i + 3] = v;
    }
  for (; i < count; i++)
    {
      const float *a = others + i * stride;
      float s = 0;

#pragma omp simd reduction(+ : s)
      for (gsize j = 0; j < stride; j++)
        s += (row[j] - a[j]) * (row[j] - a[j]);
      keys[i] = s;
    }
}

PLUME_VECTOR_CLONES static void
absolute_keys (gsize stride, const float *row, const float *others, gsize count, float *keys)
{
  for (gsize i = 0; i < count; i++)
    {
      const float *a = others + i * stride;
      float s = 0;

#pragma omp simd reduction(+ : s)
      for (gsize j = 0; j < stride; j++)
        s += fabsf (row[j] - a[j]);
      keys[i] = s;
    }
}

void
plume_single_rows_keys (
    const SingleRows *single, const float *row, const float *others, gsize count, float *keys)
{
  if (single->metric == PLUME_METRIC_MANHATTAN)
    absolute_keys (single->stride, row, others, count, keys);
  else
    squared_keys (single->stride, row, others, count, keys);
}
