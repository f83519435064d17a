/* output.h: the stream to the program that started this one; see plume-hdf5-stream.h. */
#pragma once

#include <stdio.h>

#include "data/plume-block.h"
#include "data/plume-hdf5-stream.h"

/**
 * Output:
 * @is_survey: nothing is written yet, and only the memory that it would take is added up
 * @total: bytes of that
 *
 * What is in the file is walked over twice, so that a file which is too large is refused before
 * anything of it is read.
 */
typedef struct
{
  FILE *stream;
  gboolean is_survey;
  guint64 total;
} Output;

void output_claim (Output *output, guint64 n, guint64 size);
void output_begin (Output *output, PlumeHdf5Record record);
void output_bytes (Output *output, gconstpointer data, gsize length);
void output_text (Output *output, const char *text);
void output_texts (Output *output, GStrv texts, gsize n);
void output_u32 (Output *output, guint32 number);
void output_u64 (Output *output, guint64 number);
void output_note (Output *output, const char *format, ...) G_GNUC_PRINTF (2, 3);
G_NORETURN void output_refuse (Output *output, const char *format, ...) G_GNUC_PRINTF (2, 3);
G_NORETURN void output_give_up (void);
