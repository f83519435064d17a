/* plume-denormals.h: numbers below 2.2·10⁻³⁰⁸ taken as 0 by the calling thread.
 *
 * Processors work a hundred times longer on a sum that is so small. Where nothing depends on such
 * numbers, as in products of kernels that fall off by hundreds of orders of magnitude, they are not
 * worth their time. A no-op on machines that have no such mode.
 */
#pragma once

#include <glib.h>

#if defined(__SSE2__)
#include <pmmintrin.h>
#endif

G_BEGIN_DECLS

/* Returns what plume_denormals_restore() wants, by the same thread. */
static inline guint
plume_denormals_drop (void)
{
#if defined(__SSE2__)
  guint before = _mm_getcsr ();

  _mm_setcsr (before | _MM_FLUSH_ZERO_ON | _MM_DENORMALS_ZERO_ON);
  return before;
#else
  return 0;
#endif
}

static inline void
plume_denormals_restore (guint before)
{
#if defined(__SSE2__)
  _mm_setcsr (before);
#endif
}

G_END_DECLS
