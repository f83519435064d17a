/* fuzz-png.c: whatever bytes the PNG reader is given, it returns a dataset or one sentence. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_reader (&plume_reader_png, data, size);
  return 0;
}
