/* plume-csv-block.h: the block that holds the table, in files of instruments that are made of
 * [Header] blocks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeCsvBlock:
 * @begin: first line of the block, behind its [Header]
 * @numbers: first line of its longest run of numbers
 * @end: one past its last byte
 * @n_rows: lines of that run
 */
typedef struct
{
  const char *begin, *numbers, *end;
  gsize n_rows;
} PlumeCsvBlock;

gboolean plume_csv_has_blocks (const char *text, const char *end);
PlumeCsvBlock plume_csv_find_block (const char *text, const char *end);

G_END_DECLS
