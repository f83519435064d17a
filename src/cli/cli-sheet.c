/* cli-sheet.c: reading, growing and rewriting the CSV file of a sweep.
 *
 * A comment with the digest of the sweep, a header, one line a run in the order of the grid: varied
 * parameters, read-outs in the order of the experiment, why the run failed. A row is appended by
 * one write; where it needs a new column, a complete new file replaces the old one. Whatever stops
 * the program leaves at most one line half-written, which the next one drops.
 */
#include "cli/cli-sheet.h"
#include "core/plume-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _CliSheet
{
  const PlumeExperiment *experiment;
  const CliGrid *grid;
  char *path;
  char *comment;      /* the first line */
  GPtrArray *columns; /* names of read-outs, between the axes and the failure */
  gsize n_rows, n_failures;
  int file; /* locked while it is open */
};

static gboolean
fail_write (const CliSheet *sheet, GError **error)
{
  int code = errno;
  g_autofree char *name = g_path_get_basename (sheet->path);

  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s cannot be written: %s"), name,
               g_strerror (code));
  return FALSE;
}

/* The first cell of a line is never nothing, so that what is behind it is seen to be the second. */
static void
append_cell (GString *line, const char *cell)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  if (cell == NULL || *cell == '\0')
    {
      g_string_append (line, line->len > 0 ? "" : "\"\"");
      return;
    }
  if (strpbrk (cell, ",\"\r\n#") == NULL)
    {
      g_string_append (line, cell);
      return;
    }
  g_string_append_c (line, '"');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *cell == '\n' || *cell == '\r' ? ' ' : *cell);
    }
  g_string_append_c (line, '"');
}

/* The cells of a line that append_cell() made. */
static GPtrArray *
split_line (const char *line)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (; *line != '\0'; line++)
    if (quoted && line[0] == '"' && line[1] == '"')
      g_string_append_c (cell, *line++);
    else if (*line == '"')
      quoted = !quoted;
    else if (*line == ',' && !quoted)
      {
        g_ptr_array_add (cells, g_strdup (cell->str));
        g_string_truncate (cell, 0);
      }
    else
      g_string_append_c (cell, *line);
  g_ptr_array_add (cells, g_string_free (cell, FALSE));
  return cells;
}

static char *
make_header (const CliSheet *sheet)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < sheet->grid->axes->len; i++)
    append_cell (line, ((CliAxis *)g_ptr_array_index (sheet->grid->axes, i))->name);
  for (guint i = 0; i < sheet->columns->len; i++)
    append_cell (line, g_ptr_array_index (sheet->columns, i));
  append_cell (line, CLI_SHEET_FAILURE);
  return g_string_free (line, FALSE);
}

/* Index of the read-out to which "id", "id[label]" or either with ".error" belongs, −1 for none. */
static int
find_readout (const PlumeExperiment *experiment, const char *column)
{
  g_autofree char *id = g_strndup (column, strcspn (column, "[."));

  return plume_experiment_find_readout (experiment, id);
}

/* Which column has that name, −1 for none. */
static int
find_column (const CliSheet *sheet, const char *name)
{
  for (guint i = 0; i < sheet->columns->len; i++)
    if (strcmp (g_ptr_array_index (sheet->columns, i), name) == 0)
      return (int)i;
  return -1;
}

/* An error stands behind its value; all else behind what is there of its read-out. */
static void
add_column (CliSheet *sheet, const char *name)
{
  g_autofree char *value = g_str_has_suffix (name, ".error")
                               ? g_strndup (name, strlen (name) - strlen (".error"))
                               : NULL;
  int place = value != NULL ? find_column (sheet, value) + 1 : 0;
  int readout = find_readout (sheet->experiment, name);

  if (place == 0)
    while ((guint)place < sheet->columns->len
           && find_readout (sheet->experiment, g_ptr_array_index (sheet->columns, place))
                  <= readout)
      place++;
  g_ptr_array_insert (sheet->columns, place, g_strdup (name));
}

static gboolean
write_all (int file, const char *text, gsize length)
{
  while (length > 0)
    {
      ssize_t written = write (file, text, length);

      if (written < 0 && errno != EINTR)
        return FALSE;
      text += MAX (0, written);
      length -= (gsize)MAX (0, written);
    }
  return TRUE;
}

/* A complete new file in the place of the old one, open and locked. */
static gboolean
replace_file (CliSheet *sheet, const char *text, gsize length, GError **error)
{
  g_autofree char *beside = g_strconcat (sheet->path, ".new", NULL);
  int file = g_open (beside, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);

  if (file >= 0 && flock (file, LOCK_EX | LOCK_NB) == 0 && write_all (file, text, length)
      && fsync (file) == 0 && g_rename (beside, sheet->path) == 0)
    {
      if (sheet->file >= 0)
        close (sheet->file);
      sheet->file = file;
      return TRUE;
    }
  fail_write (sheet, error);
  if (file >= 0)
    {
      close (file);
      g_unlink (beside);
    }
  return FALSE;
}

/* A line of the columns that there were as one of those that there are. */
static char *
widen_line (const CliSheet *sheet, const GPtrArray *before, const char *line)
{
  g_autoptr (GPtrArray) cells = split_line (line);
  GString *wider = g_string_new (NULL);
  guint n_axes = sheet->grid->axes->len, from = 0;

  for (guint i = 0; i < n_axes; i++)
    append_cell (wider, g_ptr_array_index (cells, i));
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      gboolean old = from < before->len
                     && g_ptr_array_index (before, from) == g_ptr_array_index (sheet->columns, i);

      append_cell (wider, old ? g_ptr_array_index (cells, n_axes + from) : NULL);
      from += old;
    }
  append_cell (wider, g_ptr_array_index (cells, cells->len - 1));
  return g_string_free (wider, FALSE);
}

/* Makes the columns that a row needs, all at once. */
static gboolean
widen (CliSheet *sheet, char **row, GError **error)
{
  g_autoptr (GPtrArray) before = g_ptr_array_copy (sheet->columns, NULL, NULL);
  g_autofree char *contents = NULL, *header = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_set_free_func (before, NULL); /* it looks at the names only */
  for (char **name = row; *name != NULL; name += 2)
    if (strcmp (name[0], CLI_SHEET_FAILURE) != 0 && find_column (sheet, name[0]) < 0)
      add_column (sheet, name[0]);
  if (before->len == sheet->columns->len)
    return TRUE;
  if (!g_file_get_contents (sheet->path, &contents, NULL, error))
    return FALSE;
  header = make_header (sheet);
  g_string_append_printf (text, "%s\n%s\n", sheet->comment, header);

  g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);

  for (gsize i = 0; i < sheet->n_rows && lines[i + 2] != NULL; i++)
    {
      g_autofree char *line = widen_line (sheet, before, lines[i + 2]);

      g_string_append_printf (text, "%s\n", line);
    }
  return replace_file (sheet, text->str, text->len, error);
}

/* Whether it has all its cells, and the parameters of the next run in them. */
static gboolean
row_is_whole (const CliSheet *sheet, const GPtrArray *cells)
{
  guint n_axes = sheet->grid->axes->len;

  if (cells->len != n_axes + sheet->columns->len + 1)
    return FALSE;
  for (guint i = 0; i < n_axes; i++)
    if (strcmp (g_ptr_array_index (cells, i), cli_grid_get (sheet->grid, sheet->n_rows, i)) != 0)
      return FALSE;
  return TRUE;
}

/* The columns and the number of whole rows of a file that was begun; how many bytes they take, 0
 * where there is not even a header. */
static gsize
take_rows (CliSheet *sheet, const char *contents)
{
  const char *line = contents, *end;
  gsize number;

  for (number = 0; (end = strchr (line, '\n')) != NULL; line = end + 1, number++)
    {
      g_autofree char *text = g_strndup (line, (gsize)(end - line));
      g_autoptr (GPtrArray) cells = number > 0 ? split_line (text) : NULL;

      if (number == 0)
        continue;
      if (number == 1)
        for (guint i = sheet->grid->axes->len; i + 1 < cells->len; i++)
          g_ptr_array_add (sheet->columns, g_strdup (g_ptr_array_index (cells, i)));
      else if (sheet->n_rows == sheet->grid->n_runs || !row_is_whole (sheet, cells))
        break;
      else
        {
          sheet->n_rows++;
          sheet->n_failures += *(char *)g_ptr_array_index (cells, cells->len - 1) != '\0';
        }
    }
  return number > 1 ? (gsize)(line - contents) : 0;
}

/* Locks the file; one that was replaced meanwhile is another one's by now. What is no file is never
 * replaced by one. */
static gboolean
lock (CliSheet *sheet, GError **error)
{
  g_autofree char *name = g_path_get_basename (sheet->path);
  struct stat held;
  GStatBuf named;

  sheet->file = g_open (sheet->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (sheet->file < 0 || fstat (sheet->file, &held) != 0)
    return fail_write (sheet, error);
  if (!S_ISREG (held.st_mode))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is no file that can be gone on with; choose another --output"), name);
      return FALSE;
    }
  if (flock (sheet->file, LOCK_EX | LOCK_NB) == 0 && g_stat (sheet->path, &named) == 0
      && held.st_ino == named.st_ino)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s is being written by another sweep; wait for it, or choose another --output"),
               name);
  return FALSE;
}

static gboolean
begin (CliSheet *sheet, GError **error)
{
  g_autofree char *header = make_header (sheet);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", sheet->comment, header);

  return replace_file (sheet, text, strlen (text), error);
}

static gboolean
go_on (CliSheet *sheet, const char *contents, GError **error)
{
  g_autofree char *name = g_path_get_basename (sheet->path);
  gsize length = strlen (sheet->comment);

  if (!g_str_has_prefix (contents, "# plume-cli sweep "))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is there and is no sweep; remove it, or choose another --output"), name);
      return FALSE;
    }
  if (!g_str_has_prefix (contents, sheet->comment) || contents[length] != '\n')
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds another sweep; remove it, or choose another --output"), name);
      return FALSE;
    }
  length = take_rows (sheet, contents);
  if (length == 0)
    return begin (sheet, error);
  return ftruncate (sheet->file, (off_t)length) == 0 || fail_write (sheet, error);
}

/**
 * cli_sheet_open:
 * @path: the file; one of the same sweep is gone on with, any other is left as it is
 * @experiment: (transfer none): whose read-outs the rows hold; has to outlive the sheet
 * @grid: (transfer none): the runs; has to outlive the sheet
 * @digest: what tells this sweep from others
 * @error: %PLUME_ERROR_DATA
 *
 * Returns: (transfer full) (nullable): the sheet, with the rows that are there
 */
CliSheet *
cli_sheet_open (const char *path,
                const PlumeExperiment *experiment,
                const CliGrid *grid,
                const char *digest,
                GError **error)
{
  g_autoptr (CliSheet) sheet = g_new0 (CliSheet, 1);
  g_autofree char *contents = NULL;
  g_autofree char *linked = realpath (path, NULL); /* a link stays one */

  *sheet = (CliSheet){ .experiment = experiment,
                       .grid = grid,
                       .path = linked != NULL ? g_strdup (linked) : g_strdup (path),
                       .columns = g_ptr_array_new_with_free_func (g_free),
                       .file = -1 };
  sheet->comment = g_strdup_printf ("# plume-cli sweep %s version %u, digest %s", experiment->id,
                                    experiment->version, digest);
  if (!lock (sheet, error) || !g_file_get_contents (path, &contents, NULL, error))
    return NULL;
  if (*contents == '\0' ? !begin (sheet, error) : !go_on (sheet, contents, error))
    return NULL;
  return g_steal_pointer (&sheet);
}

void
cli_sheet_free (CliSheet *sheet)
{
  if (sheet == NULL)
    return;
  if (sheet->file >= 0)
    close (sheet->file);
  g_clear_pointer (&sheet->columns, g_ptr_array_unref);
  g_free (sheet->path);
  g_free (sheet->comment);
  g_free (sheet);
}

gsize
cli_sheet_get_n_rows (const CliSheet *sheet)
{
  return sheet->n_rows;
}

/* Rows of runs that failed. */
gsize
cli_sheet_get_n_failures (const CliSheet *sheet)
{
  return sheet->n_failures;
}

/**
 * cli_sheet_append:
 * @sheet: a sheet with rows left
 * @row: (array zero-terminated=1): names of read-outs, each with its value behind it, of the next
 * run in the order of the grid
 * @error: %PLUME_ERROR_DATA
 *
 * Time is linear in the row; in the file, where the row needs a column that is not there yet.
 *
 * Returns: whether the row is in the file
 */
gboolean
cli_sheet_append (CliSheet *sheet, char **row, GError **error)
{
  g_autoptr (GHashTable) cells = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) line = g_string_new (NULL);

  for (char **name = row; *name != NULL; name += 2)
    g_hash_table_insert (cells, name[0], name[1]);
  if (!widen (sheet, row, error))
    return FALSE;
  for (guint i = 0; i < sheet->grid->axes->len; i++)
    append_cell (line, cli_grid_get (sheet->grid, sheet->n_rows, i));
  for (guint i = 0; i < sheet->columns->len; i++)
    append_cell (line, g_hash_table_lookup (cells, g_ptr_array_index (sheet->columns, i)));
  append_cell (line, g_hash_table_lookup (cells, CLI_SHEET_FAILURE));
  g_string_append_c (line, '\n');
  if (!write_all (sheet->file, line->str, line->len))
    return fail_write (sheet, error);
  sheet->n_rows++;
  sheet->n_failures += g_hash_table_contains (cells, CLI_SHEET_FAILURE);
  return TRUE;
}
