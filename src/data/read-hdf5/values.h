/* values.h: groups, attributes and arrays of numbers or texts in an HDF5 file, as far as they are
 * to be trusted. */
#pragma once

#include <hdf5.h>

#include "output.h"

/* An identifier of HDF5 that is given back at the end of its scope. */
typedef hid_t Handle;

static inline void
handle_close (Handle handle)
{
  if (handle >= 0)
    H5Idec_ref (handle);
}

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Handle, handle_close, -1)

/**
 * Values:
 * @dataset: where they are
 * @member: (nullable): the member of a compound type that they are
 * @n_rows: @n_columns: a vector has one column
 * @type: the type in the file
 * @class: its class: integer, float, enumeration or string
 */
typedef struct
{
  hid_t dataset;
  const char *member;
  gboolean is_matrix, is_array;
  hsize_t n_rows, n_columns;
  hid_t type;
  H5T_class_t class;
} Values;

void values_clear (Values *values);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

/* Negative where there is none of that name in the group itself. */
hid_t open_group (hid_t group, const char *name);
hid_t open_dataset (Output *output, hid_t group, const char *name);
GStrv list_names (hid_t group);
GStrv list_members (hid_t dataset);

char *read_attribute_text (hid_t object, const char *name);
GStrv read_attribute_texts (hid_t object, const char *name);
gboolean read_attribute_pair (hid_t object, const char *name, guint64 pair[2]);

gboolean values_open (hid_t dataset, const char *member, Values *values);
gboolean values_open_in (Output *output, hid_t group, const char *name, Values *values);
gboolean values_are_numbers (const Values *values);
gboolean values_are_texts (const Values *values);

/* All of them give up where the file is damaged. */
void values_put_doubles (const Values *values, Output *output);
void values_put_as (const Values *values, hid_t memory_type, gsize size, Output *output);
double *values_get_doubles (const Values *values);
GStrv values_get_texts (const Values *values);
