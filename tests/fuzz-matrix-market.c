/* fuzz-matrix-market.c: whatever bytes the MatrixMarket reader is given, it returns a dataset or
 * one sentence. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_reader (&plume_reader_matrix_market, data, size);
  return 0;
}
