/* plume-hdf5-stream.h: what the program that reads HDF5 says to the one that started it.
 *
 * The library of HDF5 crashes on damaged files, so it runs in a process of its own, which writes
 * this stream. The reader of the stream believes nothing in it: it may come from a program that a
 * hostile file has taken over.
 *
 * A stream is %PLUME_HDF5_MAGIC, then records of a tag (one byte) and fields, all in the byte order
 * of the machine. A text is a guint32 with its length and that many bytes. The first record is
 * %PLUME_HDF5_TOTAL, the last %PLUME_HDF5_END or %PLUME_HDF5_REFUSAL.
 */
#pragma once

#include <glib.h>

#define PLUME_HDF5_MAGIC        "PLUMEH5\1"
#define PLUME_HDF5_MAGIC_LENGTH 8

/**
 * PlumeHdf5Record:
 * @PLUME_HDF5_TOTAL: guint64: bytes of memory that all which follows takes
 * @PLUME_HDF5_TABLE: text name ("" for that of the file), guint64 rows; then its columns
 * @PLUME_HDF5_NUMBERS: text title, rows × double: a column of the last table
 * @PLUME_HDF5_TEXTS: text title, rows × text: a column of the last table
 * @PLUME_HDF5_CATEGORIES: text title, guint64 n, n × text, rows × gint32: a column of the last
 * table, by index of its text; −1 where missing
 * @PLUME_HDF5_NAMES: text name, guint64 n, n × text: names of columns of blocks
 * @PLUME_HDF5_DENSE: text name, text of the names of its columns, guint32 kind, guint64 rows,
 * guint64 columns, rows × columns × double
 * @PLUME_HDF5_SPARSE: text name, text of the names of its columns, guint32 kind, guint32 whether
 * rows and columns change places, guint64 rows, guint64 columns, guint64 entries, (rows + 1) ×
 * guint64 starts, entries × guint32 columns, entries × double
 * @PLUME_HDF5_ATTRIBUTE: text name, text value
 * @PLUME_HDF5_NOTE: text
 * @PLUME_HDF5_REFUSAL: text: why nothing is read, behind the name of the file
 */
typedef enum
{
  PLUME_HDF5_TOTAL = 'M',
  PLUME_HDF5_TABLE = 'T',
  PLUME_HDF5_NUMBERS = 'N',
  PLUME_HDF5_TEXTS = 'S',
  PLUME_HDF5_CATEGORIES = 'C',
  PLUME_HDF5_NAMES = 'L',
  PLUME_HDF5_DENSE = 'D',
  PLUME_HDF5_SPARSE = 'P',
  PLUME_HDF5_ATTRIBUTE = 'A',
  PLUME_HDF5_NOTE = 'O',
  PLUME_HDF5_REFUSAL = 'X',
  PLUME_HDF5_END = 'E',
} PlumeHdf5Record;
