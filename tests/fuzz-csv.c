/* fuzz-csv.c: whatever bytes the CSV reader is given, it returns a dataset or one sentence. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_reader (&plume_reader_csv, data, size);
  return 0;
}
