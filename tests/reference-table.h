/* reference-table.h: rows of a small reference table beside the tests. */
#pragma once

#include <glib.h>

/* Rows of reference/@topic/@name without comments; each is a NULL-terminated vector of fields, the
 * first row the header where there is one. */
static inline GPtrArray *
read_reference (const char *topic, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", topic, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && g_strstrip (lines[i])[0] != '\0')
      g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  return rows;
}

static inline double
reference_number (GPtrArray *rows, guint row, guint column)
{
  return g_ascii_strtod (((char **)g_ptr_array_index (rows, row))[column], NULL);
}
