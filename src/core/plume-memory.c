/* plume-memory.c: settings of the C library's allocator. */
#include "core/plume-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define MOST_ARENAS 4
#define MOST_KEPT   (16 << 20) /* bytes at the end of each arena */
#define LARGE       (16 << 20) /* bytes that are given back at once */

/**
 * plume_memory_keep_little:
 *
 * To be called before there are threads. By itself glibc has an arena for each of up to eight
 * threads a core, learns from large arrays that much is wanted again, and in the end keeps up to 64
 * MB of freed memory in every arena. It does so no more: what it keeps has a bound that does not
 * grow with the number of cores. A no-op where the C library is another one.
 */
void
plume_memory_keep_little (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, MOST_ARENAS);
  mallopt (M_TRIM_THRESHOLD, MOST_KEPT);
  mallopt (M_MMAP_THRESHOLD, LARGE);
#endif
}
