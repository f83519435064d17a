/* plume-fits-writer.c: tables to FITS files.
 *
 * One binary table behind an empty primary array (FITS standard 4.0, §7.3), made in memory by
 * cfitsio and put in place at once, so that a file is never half written.
 */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-fits-private.h"
#include "data/plume-fits.h"

/* Bytes of the longest text of a column, at least one. */
static gsize
find_width (const PlumeTable *table, guint column)
{
  gsize width = 1;

  for (gsize row = 0; row < plume_table_get_n_rows (table); row++)
    {
      const char *text = plume_table_get_text (table, column, row);

      width = MAX (width, text != NULL ? strlen (text) : 0);
    }
  return width;
}

static void
write_column (fitsfile *file, const PlumeTable *table, guint column, int *status)
{
  const PlumeArray *numbers = plume_table_get_numbers (table, column);
  gsize n_rows = plume_table_get_n_rows (table);

  if (numbers != NULL)
    {
      if (n_rows > 0)
        ffpcld (file, (int)column + 1, 1, 1, (LONGLONG)n_rows, numbers->values, status);
      return;
    }
  for (gsize row = 0; row < n_rows; row++)
    {
      const char *text = plume_table_get_text (table, column, row);
      char *cell = (char *)(text != NULL ? text : "");

      ffpcls (file, (int)column + 1, (LONGLONG)row + 1, 1, 1, &cell, status);
    }
}

static void
write_attributes (fitsfile *file, const char *const *attributes, int *status)
{
  for (; attributes != NULL && attributes[0] != NULL && attributes[1] != NULL; attributes += 2)
    {
      char *end;
      double number = g_ascii_strtod (attributes[1], &end);

      if (end != attributes[1] && *end == '\0')
        ffpkyd (file, attributes[0], number, -15, NULL, status);
      else
        ffpkls (file, attributes[0], attributes[1], NULL, status);
    }
}

static int
write_file (fitsfile *file, const PlumeTable *table, const char *const *attributes)
{
  guint n = plume_table_get_n_columns (table);
  g_auto (GStrv) titles = g_new0 (char *, n + 1), forms = g_new0 (char *, n + 1),
                 units = g_new0 (char *, n + 1);
  int status = 0;

  for (guint i = 0; i < n; i++)
    {
      const char *unit = plume_table_get_unit (table, i);

      titles[i] = g_str_to_ascii (plume_table_get_title (table, i), "C");
      units[i] = g_str_to_ascii (unit != NULL ? unit : "", "C");
      forms[i] = plume_table_is_numeric (table, i)
                     ? g_strdup ("1D")
                     : g_strdup_printf ("%zuA", find_width (table, i));
    }
  ffcrtb (file, BINARY_TBL, (LONGLONG)plume_table_get_n_rows (table), (int)n, titles, forms, units,
          plume_table_get_name (table), &status);
  write_attributes (file, attributes, &status);
  for (guint i = 0; i < n && status == 0; i++)
    write_column (file, table, i, &status);
  return status;
}

/**
 * plume_fits_write_table:
 * @table: a table of fewer than 1000 columns; missing numbers are written as NaN
 * @attributes: (nullable) (array zero-terminated=1): keyword, value, keyword, value, …, %NULL: the
 * cards of the table's header; a value that is a decimal number is written as one
 * @path: the file, which is replaced in one step
 * @error: %PLUME_ERROR_DATA where it cannot be written
 *
 * Writes a binary table whose numbers read back as the same doubles.
 *
 * Returns: whether it was written
 */
gboolean
plume_fits_write_table (const PlumeTable *table,
                        const char *const *attributes,
                        const char *path,
                        GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (plume_fits_get_lock ());
  size_t length = 2880;
  void *buffer = malloc (length); /* cfitsio's to resize */
  fitsfile *file = NULL;
  LONGLONG end = 0;
  int status = 0, closing = 0;
  gboolean done = FALSE;

  ffimem (&file, &buffer, &length, 1 << 20, realloc, &status);
  if (status == 0)
    {
      status = write_file (file, table, attributes);
      ffflus (file, &status);
      ffghadll (file, NULL, NULL, &end, &status);
    }
  if (status != 0)
    {
      char reason[FLEN_STATUS] = "";

      ffgerr (status, reason);
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: the table cannot be written as FITS (%s); write CSV instead"), name,
                   reason);
    }
  else
    done = g_file_set_contents_full (path, buffer, (gssize)MIN ((gsize)end, length),
                                     G_FILE_SET_CONTENTS_CONSISTENT, 0666, &failure);
  if (failure != NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s cannot be written: %s; choose another place"), name, failure->message);
  if (file != NULL)
    ffclos (file, &closing);
  ffcmsg ();
  free (buffer);
  return done;
}
