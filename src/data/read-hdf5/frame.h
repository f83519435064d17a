/* frame.h: tables of AnnData: obs and var. */
#pragma once

#include "values.h"

/**
 * Frame:
 * @group: of a table in columns, or −1
 * @dataset: of a table of a compound type, as AnnData wrote before 0.7, or −1
 * @index: name of the column that names the rows; %NULL for none
 * @n_rows: its length
 * @uns: nullable group in which old files keep the categories of @dataset; or −1
 */
typedef struct
{
  hid_t group, dataset, uns;
  char *index;
  gsize n_rows;
} Frame;

gboolean frame_open (Output *output, hid_t file, const char *name, Frame *frame);
void frame_clear (Frame *frame);
void frame_put_table (const Frame *frame, const char *name, Output *output);
void frame_put_names (const Frame *frame, const char *name, Output *output);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Frame, frame_clear)
