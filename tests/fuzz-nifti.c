/* fuzz-nifti.c: whatever bytes the NIfTI reader is given, it returns a dataset or one sentence. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_reader (&plume_reader_nifti, data, size);
  return 0;
}
