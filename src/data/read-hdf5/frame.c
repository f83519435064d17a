/* frame.c: tables of AnnData, in all the ways in which it has written them.
 *
 * Since 0.7 a table is a group with a dataset for each column; categories were datasets in a group
 * "__categories" first, and are groups of "codes" and "categories" now; columns with missing values
 * are groups of "values" and "mask". Before 0.7 a table was one dataset of a compound type, and
 * categories stood in "uns/NAME_categories". Source: the AnnData file format specification.
 */
#include "frame.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define TEXT_BYTES 40 /* of memory that a short text takes */

void
frame_clear (Frame *frame)
{
  handle_close (frame->group);
  handle_close (frame->dataset);
  handle_close (frame->uns);
  g_free (frame->index);
  *frame = (Frame){ .group = -1, .dataset = -1, .uns = -1 };
}

/* The column that names the rows, as values. */
static gboolean
open_index (Output *output, const Frame *frame, Values *values)
{
  if (frame->index == NULL)
    return FALSE;
  return (frame->dataset >= 0 ? values_open (frame->dataset, frame->index, values)
                              : values_open_in (output, frame->group, frame->index, values))
         && values->n_columns == 1 && (values_are_texts (values) || values_are_numbers (values));
}

/**
 * frame_open:
 * @name: of the table in the file
 * @frame: (out caller-allocates): to be given to frame_clear()
 *
 * Returns: whether there is a table whose rows have names
 */
gboolean
frame_open (Output *output, hid_t file, const char *name, Frame *frame)
{
  g_auto (Values) index = { 0 };

  *frame = (Frame){ .group = open_group (file, name), .dataset = -1, .uns = -1 };
  if (frame->group >= 0)
    {
      frame->index = read_attribute_text (frame->group, "_index");
      if (frame->index == NULL)
        frame->index =
            g_strdup (H5Lexists (frame->group, "_index", H5P_DEFAULT) > 0 ? "_index" : "index");
    }
  else
    {
      g_auto (GStrv) members = NULL;

      frame->dataset = open_dataset (output, file, name);
      members = frame->dataset >= 0 ? list_members (frame->dataset) : NULL;
      frame->index = members != NULL ? g_strdup (members[0]) : NULL;
      frame->uns = open_group (file, "uns");
    }
  if (!open_index (output, frame, &index))
    return FALSE;
  frame->n_rows = index.n_rows;
  return TRUE;
}

static void
put_numbers (const Values *values, const char *title, Output *output)
{
  output_claim (output, values->n_rows, sizeof (double));
  if (output->is_survey)
    return;
  output_begin (output, PLUME_HDF5_NUMBERS);
  output_text (output, title);
  values_put_doubles (values, output);
}

static void
put_texts (const Values *values, const char *title, Output *output)
{
  output_claim (output, values->n_rows, TEXT_BYTES);
  if (output->is_survey)
    return;

  g_auto (GStrv) texts = values_get_texts (values);

  output_begin (output, PLUME_HDF5_TEXTS);
  output_text (output, title);
  output_texts (output, texts, values->n_rows);
}

static void
put_categories (const Values *codes, const Values *categories, const char *title, Output *output)
{
  output_claim (output, codes->n_rows + categories->n_rows, TEXT_BYTES);
  if (output->is_survey)
    return;

  g_auto (GStrv) texts = values_get_texts (categories);

  output_begin (output, PLUME_HDF5_CATEGORIES);
  output_text (output, title);
  output_u64 (output, categories->n_rows);
  output_texts (output, texts, categories->n_rows);
  values_put_as (codes, H5T_NATIVE_INT32, sizeof (gint32), output);
}

/* Values of which some are masked as missing. */
static void
put_masked (const Values *values, const Values *mask, const char *title, Output *output)
{
  output_claim (output, values->n_rows, values_are_texts (values) ? TEXT_BYTES : sizeof (double));
  if (output->is_survey)
    return;

  g_autofree double *missing = values_get_doubles (mask);

  if (values_are_texts (values))
    {
      g_auto (GStrv) texts = values_get_texts (values);

      output_begin (output, PLUME_HDF5_TEXTS);
      output_text (output, title);
      for (gsize i = 0; i < values->n_rows; i++)
        output_text (output, missing[i] != 0 ? "" : texts[i]);
      return;
    }

  g_autofree double *numbers = values_get_doubles (values);

  for (gsize i = 0; i < values->n_rows; i++)
    if (missing[i] != 0)
      numbers[i] = NAN;
  output_begin (output, PLUME_HDF5_NUMBERS);
  output_text (output, title);
  output_bytes (output, numbers, values->n_rows * sizeof (double));
}

static gboolean
is_column (const Values *values, gsize n_rows)
{
  return values->n_columns == 1 && values->n_rows == n_rows
         && (values_are_numbers (values) || values_are_texts (values));
}

static gboolean
are_categories (const Values *categories)
{
  return categories->n_columns == 1
         && (values_are_numbers (categories) || values_are_texts (categories));
}

/* A vector, and its categories where it has some; FALSE where it is something else. */
static gboolean
put_plain (const Frame *frame,
           const Values *values,
           hid_t places,
           const char *place,
           const char *title,
           Output *output)
{
  g_auto (Values) categories = { 0 };

  if (!is_column (values, frame->n_rows))
    return FALSE;
  if (values->class == H5T_INTEGER && values_open_in (output, places, place, &categories)
      && are_categories (&categories))
    put_categories (values, &categories, title, output);
  else if (values_are_texts (values))
    put_texts (values, title, output);
  else
    put_numbers (values, title, output);
  return TRUE;
}

/* A column that is a group. */
static gboolean
put_group (const Frame *frame, hid_t group, const char *title, Output *output)
{
  g_auto (Values) codes = { 0 };
  g_auto (Values) categories = { 0 };
  g_auto (Values) values = { 0 };
  g_auto (Values) mask = { 0 };

  if (values_open_in (output, group, "codes", &codes) && codes.class == H5T_INTEGER
      && is_column (&codes, frame->n_rows)
      && values_open_in (output, group, "categories", &categories) && are_categories (&categories))
    put_categories (&codes, &categories, title, output);
  else if (values_open_in (output, group, "values", &values) && is_column (&values, frame->n_rows)
           && values_open_in (output, group, "mask", &mask) && values_are_numbers (&mask)
           && is_column (&mask, frame->n_rows))
    put_masked (&values, &mask, title, output);
  else
    return FALSE;
  return TRUE;
}

static gboolean
put_column (const Frame *frame, const char *title, Output *output)
{
  g_auto (Handle) group = frame->dataset < 0 ? open_group (frame->group, title) : -1;
  g_auto (Handle) categories = -1;
  g_auto (Values) values = { 0 };

  if (group >= 0)
    return put_group (frame, group, title, output);
  if (frame->dataset >= 0)
    {
      g_autofree char *place = g_strconcat (title, "_categories", NULL);

      return values_open (frame->dataset, title, &values)
             && put_plain (frame, &values, frame->uns, place, title, output);
    }
  categories = open_group (frame->group, "__categories");
  return values_open_in (output, frame->group, title, &values)
         && put_plain (frame, &values, categories, title, title, output);
}

static GStrv
list_columns (const Frame *frame)
{
  GStrv order;

  if (frame->dataset >= 0)
    return list_members (frame->dataset);
  order = read_attribute_texts (frame->group, "column-order");
  return order != NULL ? order : list_names (frame->group);
}

/* Writes the table, the names of its rows first. */
void
frame_put_table (const Frame *frame, const char *name, Output *output)
{
  g_auto (GStrv) columns = list_columns (frame);
  g_auto (Values) index = { 0 };
  const char *title = strcmp (frame->index, "_index") == 0 ? "index" : frame->index;

  if (!open_index (output, frame, &index))
    output_give_up ();
  if (!output->is_survey)
    {
      output_begin (output, PLUME_HDF5_TABLE);
      output_text (output, name);
      output_u64 (output, frame->n_rows);
    }
  put_texts (&index, title, output);
  for (gsize i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      if (strcmp (columns[i], frame->index) == 0 || strcmp (columns[i], "__categories") == 0)
        continue;
      if (!put_column (frame, columns[i], output))
        output_note (output, _ ("column '%s' is left out: it holds neither numbers nor texts"),
                     columns[i]);
    }
}

/* Writes the names of the rows, which are those of columns of matrices. */
void
frame_put_names (const Frame *frame, const char *name, Output *output)
{
  g_auto (Values) index = { 0 };

  if (!open_index (output, frame, &index))
    output_give_up ();
  output_claim (output, frame->n_rows, 2 * TEXT_BYTES);
  if (output->is_survey)
    return;

  g_auto (GStrv) texts = values_get_texts (&index);

  output_begin (output, PLUME_HDF5_NAMES);
  output_text (output, name);
  output_u64 (output, frame->n_rows);
  output_texts (output, texts, frame->n_rows);
}
