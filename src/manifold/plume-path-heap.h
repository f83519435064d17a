/* plume-path-heap.h: vertices by the length of the way to them, for Dijkstra's search: a heap of
 * four children a node.
 *
 * Four children lie in one or two lines of the cache, and paths get shorter more often than the
 * least vertex is taken out, which a shallow heap likes. Vertices know their place in the heap, so
 * that each is in it once.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PATH_HEAP_CHILDREN 4

typedef struct
{
  double length;
  guint32 vertex;
} PathEntry;

typedef struct
{
  gsize size;
  PathEntry *entries;
  guint32 *places; /* of each vertex that is within */
} PathHeap;

static inline void
path_heap_set (PathHeap *heap, gsize place, PathEntry entry)
{
  heap->entries[place] = entry;
  heap->places[entry.vertex] = (guint32)place;
}

static inline void
path_heap_rise (PathHeap *heap, gsize place, PathEntry entry)
{
  while (place > 0)
    {
      gsize parent = (place - 1) / PATH_HEAP_CHILDREN;

      if (heap->entries[parent].length <= entry.length)
        break;
      path_heap_set (heap, place, heap->entries[parent]);
      place = parent;
    }
  path_heap_set (heap, place, entry);
}

static inline guint32
path_heap_take_least (PathHeap *heap)
{
  guint32 least = heap->entries[0].vertex;
  PathEntry entry = heap->entries[--heap->size];
  gsize place = 0;

  if (heap->size == 0)
    return least;
  for (;;)
    {
      gsize first = PATH_HEAP_CHILDREN * place + 1,
            last = MIN (first + PATH_HEAP_CHILDREN, heap->size), child = first;

      if (first >= heap->size)
        break;
      for (gsize k = first + 1; k < last; k++)
        child = heap->entries[k].length < heap->entries[child].length ? k : child;
      if (heap->entries[child].length >= entry.length)
        break;
      path_heap_set (heap, place, heap->entries[child]);
      place = child;
    }
  path_heap_set (heap, place, entry);
  return least;
}

G_END_DECLS
