/* fuzz-npy.c: whatever bytes the NPY reader is given, it returns a dataset or one sentence. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_reader (&plume_reader_npy, data, size);
  return 0;
}
