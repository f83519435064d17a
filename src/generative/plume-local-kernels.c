/* plume-local-kernels.c: the local denoiser's kernel for single and double precision, and for the
 * vectors that the processor has. */
#include "generative/plume-local-private.h"

/* Vectors are passed between inline functions only. */
#pragma GCC diagnostic ignored "-Wpsabi"

#define TARGET
#define REAL    float
#define BITS    guint32
#define LANES   16
#define NAME(x) plain_single_##x
#include "generative/plume-local-kernel.h"
#undef REAL
#undef BITS
#undef LANES
#undef NAME
#define REAL    double
#define BITS    guint64
#define LANES   8
#define NAME(x) plain_double_##x
#include "generative/plume-local-kernel.h"
#undef REAL
#undef BITS
#undef LANES
#undef NAME
#undef TARGET

static const LocalKernel plain[] = {
  { 16, FALSE, plain_single_stream },
  { 8, TRUE, plain_double_stream },
};

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_WIDE

#define TARGET  __attribute__ ((target ("avx2,fma")))
#define REAL    float
#define BITS    guint32
#define LANES   16
#define NAME(x) avx2_single_##x
#include "generative/plume-local-kernel.h"
#undef NAME
#undef TARGET

#define TARGET  __attribute__ ((target ("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define NAME(x) avx512_single_##x
#include "generative/plume-local-kernel.h"

static const LocalKernel wide[] = {
  { 16, FALSE, avx2_single_stream },
  { 16, FALSE, avx512_single_stream },
};
#endif

/* The fastest one that this processor runs. */
const LocalKernel *
plume_local_kernel (gboolean is_double)
{
#ifdef HAVE_WIDE
  if (!is_double && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl")
      && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw"))
    return &wide[1];
  if (!is_double && __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &wide[0];
#endif
  return &plain[is_double];
}

/* Places, observations, a padded row, suffix sums of a block, padded rows, boxes and logarithms. */
gsize
plume_local_working_bytes (const LocalScene *scene)
{
  gsize d = scene->height * scene->width;
  gsize r = MAX (scene->radius_y, scene->radius_x);
  gsize vectors = 3 * d + scene->width + 2 * scene->radius_x + 2 * r + 1
                  + (scene->height + 2 * scene->radius_y) * scene->width + scene->width;

  return 64 * vectors;
}
