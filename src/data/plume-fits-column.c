/* plume-fits-column.c: the columns of one FITS table.
 *
 * FITS standard 4.0 (2018), §7.2 and §7.3, through cfitsio: scaling and missing values are undone
 * there. A column of vectors becomes several columns. What has no place in a table of numbers and
 * texts (bits, complex numbers, lists of different lengths) is passed over with a note.
 */
#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "data/plume-fits-private.h"
#include "data/plume-unit.h"

#define BLOCK          ((gsize)1 << 16) /* cells read at once */
#define MAX_CELLS      ((gsize)500000000)
#define MAX_COLUMNS    20000
#define EXACT_INTEGERS 9007199254740992.0 /* 2⁵³ */

typedef struct
{
  PlumeFits *fits;
  PlumeTable *table;
  gsize n_rows, n_cells;    /* of the table; read so far */
  gsize row_width, n_bytes; /* bytes of a row: of the table; of its columns so far */
  int number, type;         /* of the present column */
  gsize width, repeat;      /* letters of a text; elements in a row */
  char *title;
  const char *unit;
} Reading;

static gboolean
fail (const Reading *reading, int status, GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("column '%s'"), reading->title);

  return plume_fits_fail (reading->fits->name, where, status, error);
}

static char *
make_title (const Reading *reading, gsize element)
{
  return reading->repeat == 1 ? g_strdup (reading->title)
                              : g_strdup_printf ("%s[%zu]", reading->title, element + 1);
}

/* The elements of rows from … from + n − 1. */
static int
read_block (const Reading *reading, gsize from, gsize n, double *values, char *flags)
{
  fitsfile *file = reading->fits->file;
  LONGLONG first = (LONGLONG)from + 1, count = (LONGLONG)(n * reading->repeat);
  int status = 0, any;

  if (reading->type != TLOGICAL)
    {
      ffgcvd (file, reading->number, first, 1, count, NAN, values, &any, &status);
      return status;
    }
  ffgcfl (file, reading->number, first, 1, count, flags, flags + BLOCK, &any, &status);
  for (gsize i = 0; i < n * reading->repeat; i++)
    values[i] = flags[BLOCK + i] ? NAN : flags[i] != 0;
  return status;
}

static gboolean
read_numbers (Reading *reading, GError **error)
{
  gsize repeat = reading->repeat, step = MAX (BLOCK / repeat, 1);
  g_autofree double *block = g_new (double, MAX (step * repeat, BLOCK));
  g_autofree char *flags = g_malloc (2 * MAX (step * repeat, BLOCK));
  g_autoptr (GPtrArray) columns =
      g_ptr_array_new_with_free_func ((GDestroyNotify)plume_array_unref);
  gboolean is_large = FALSE;

  for (gsize k = 0; k < repeat; k++)
    g_ptr_array_add (columns, plume_array_new (reading->n_rows));
  for (gsize from = 0; from < reading->n_rows; from += step)
    {
      gsize n = MIN (step, reading->n_rows - from);
      int status;

      if (!plume_task_check (reading->fits->task, error))
        return FALSE;
      status = read_block (reading, from, n, block, flags);
      if (status != 0)
        return fail (reading, status, error);
      for (gsize k = 0; k < repeat; k++)
        {
          PlumeArray *column = g_ptr_array_index (columns, k);

          for (gsize i = 0; i < n; i++)
            {
              column->values[from + i] = block[i * repeat + k];
              is_large = is_large || fabs (block[i * repeat + k]) > EXACT_INTEGERS;
            }
        }
    }
  for (gsize k = 0; k < repeat; k++)
    {
      g_autofree char *title = make_title (reading, k);

      plume_table_add_numbers (reading->table, title, reading->unit,
                               plume_array_ref (g_ptr_array_index (columns, k)));
    }
  if (is_large && reading->type == TLONGLONG)
    plume_dataset_add_note (reading->fits->dataset, _ ("integers beyond 2⁵³ in '%s' are rounded"),
                            reading->title);
  return TRUE;
}

static gboolean
read_texts_of_element (Reading *reading, gsize element, GError **error)
{
  gsize step = MAX (BLOCK / (reading->width + 1), 1);
  g_autofree char *letters = g_malloc0 (step * (reading->width + 1));
  g_autofree char **pointers = g_new (char *, step);
  g_auto (GStrv) texts = g_new0 (char *, reading->n_rows + 1);
  g_autofree char *title = make_title (reading, element);
  char missing[] = "";

  for (gsize i = 0; i < step; i++)
    pointers[i] = letters + i * (reading->width + 1);
  for (gsize from = 0; from < reading->n_rows; from += step)
    {
      gsize n = MIN (step, reading->n_rows - from);
      int status = 0, any;

      if (!plume_task_check (reading->fits->task, error))
        return FALSE;
      if (reading->repeat == 1)
        ffgcvs (reading->fits->file, reading->number, (LONGLONG)from + 1, 1, (LONGLONG)n, missing,
                pointers, &any, &status);
      else
        for (gsize i = 0; i < n && status == 0; i++)
          ffgcvs (reading->fits->file, reading->number, (LONGLONG)(from + i) + 1,
                  (LONGLONG)element + 1, 1, missing, pointers + i, &any, &status);
      if (status != 0)
        return fail (reading, status, error);
      for (gsize i = 0; i < n; i++)
        texts[from + i] = g_utf8_make_valid (g_strchomp (pointers[i]), -1);
    }
  plume_table_add_texts (reading->table, title, g_steal_pointer (&texts));
  return TRUE;
}

static gboolean
read_texts (Reading *reading, GError **error)
{
  for (gsize k = 0; k < reading->repeat; k++)
    if (!read_texts_of_element (reading, k, error))
      return FALSE;
  return TRUE;
}

/* Whether the present column can be shown; where it cannot, a note says why. */
static gboolean
can_be_shown (const Reading *reading)
{
  PlumeDataset *dataset = reading->fits->dataset;
  const char *title = reading->title;

  if (reading->type < 0)
    plume_dataset_add_note (
        dataset, _ ("column '%s' is left out: its rows hold lists of different lengths"), title);
  else if (reading->type == TBIT)
    plume_dataset_add_note (dataset, _ ("column '%s' is left out: it holds bits"), title);
  else if (reading->type == TCOMPLEX || reading->type == TDBLCOMPLEX)
    plume_dataset_add_note (dataset, _ ("column '%s' is left out: it holds complex numbers"),
                            title);
  else if (reading->repeat == 0 || (reading->type == TSTRING && reading->width == 0))
    plume_dataset_add_note (dataset, _ ("column '%s' is left out: it is of no width"), title);
  else if (plume_table_get_n_columns (reading->table) + reading->repeat > MAX_COLUMNS)
    plume_dataset_add_note (
        dataset, _ ("column '%s' is left out: there are more than 20000 columns"), title);
  else
    return TRUE;
  return FALSE;
}

/* The names of units in FITS §4.3 as Plume writes them. */
static const char *
find_unit (const char *text)
{
  static const char *const known[][2] = {
    { "km s-1", "km/s" },     { "km.s-1", "km/s" },     { "km.s**-1", "km/s" },
    { "km s**-1", "km/s" },   { "km / s", "km/s" },     { "mas yr-1", "mas/yr" },
    { "mas.yr-1", "mas/yr" }, { "mas / yr", "mas/yr" }, { "mas.yr**-1", "mas/yr" },
    { "mas/year", "mas/yr" },
  };
  const char *unit = plume_unit_find (text);

  for (gsize i = 0; i < G_N_ELEMENTS (known) && unit == NULL; i++)
    if (g_strcmp0 (text, known[i][0]) == 0)
      unit = known[i][1];
  return unit != NULL ? unit : *text != '\0' ? text : NULL;
}

/* Title, unit, type and width of column @number. */
static gboolean
describe_column (Reading *reading, int number, gboolean is_ascii, GError **error)
{
  char title[FLEN_VALUE] = "", unit[FLEN_VALUE] = "";
  LONGLONG repeat = 0, width = 0;
  int status = 0;

  reading->number = number;
  g_free (reading->title);
  reading->title = g_strdup_printf ("column %d", number);
  ffgtclll (reading->fits->file, number, &reading->type, &repeat, &width, &status);
  if (is_ascii)
    ffgacl (reading->fits->file, number, title, NULL, unit, NULL, NULL, NULL, NULL, NULL, &status);
  else
    ffgbclll (reading->fits->file, number, title, unit, NULL, NULL, NULL, NULL, NULL, NULL,
              &status);
  if (status != 0)
    return fail (reading, status, error);
  if (*g_strstrip (title) != '\0')
    {
      g_free (reading->title);
      reading->title = g_utf8_make_valid (title, -1);
    }
  if (is_ascii)
    repeat = reading->type == TSTRING ? width : 1;
  reading->width = (gsize)MAX (width, 0);
  reading->repeat = (gsize)MAX (repeat, 0);
  if (reading->type == TSTRING)
    reading->repeat = reading->width > 0 ? reading->repeat / reading->width : 0;
  reading->unit = find_unit (g_intern_string (g_strstrip (unit)));
  return TRUE;
}

/* Adds the bytes of the present column; cfitsio reads beyond the row where there are too many. */
static gboolean
check_width (Reading *reading, gboolean is_ascii, GError **error)
{
  gsize width = 0;

  if (is_ascii)
    return TRUE;
  if (reading->type < 0)
    width = 8;
  else if (reading->type == TBIT)
    width = (reading->repeat + 7) / 8;
  else if (!g_size_checked_mul (&width, reading->repeat, reading->width))
    width = G_MAXSIZE;
  if (!g_size_checked_add (&reading->n_bytes, reading->n_bytes, width)
      || reading->n_bytes > reading->row_width)
    return fail (reading, BAD_ROW_WIDTH, error);
  return TRUE;
}

static gboolean
read_column (Reading *reading, GError **error)
{
  gsize cells;

  if (!can_be_shown (reading))
    return TRUE;
  if (!g_size_checked_mul (&cells, reading->n_rows, reading->repeat)
      || cells > reading->fits->length || cells + reading->n_cells > reading->fits->length
      || cells + reading->n_cells > MAX_CELLS || reading->width > reading->fits->length)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          cells + reading->n_cells > MAX_CELLS
              ? _ ("%s: the table has more cells than can be shown (500 million); export "
                   "fewer rows or columns")
              : _ ("%s: the table has more cells than its file has bytes; export fewer rows "
                   "or columns"),
          reading->fits->name);
      return FALSE;
    }
  reading->n_cells += cells;
  return reading->type == TSTRING ? read_texts (reading, error) : read_numbers (reading, error);
}

static char *
find_name (const PlumeFits *fits)
{
  char name[FLEN_VALUE] = "";
  int status = 0;

  if (ffgkys (fits->file, "EXTNAME", name, NULL, &status) != 0 || *g_strstrip (name) == '\0')
    return g_strdup (fits->name);
  return g_utf8_make_valid (name, -1);
}

/**
 * plume_fits_read_table:
 * @fits: an open file, whose present unit is a table
 * @unit: index of that unit, for messages
 * @error: %PLUME_ERROR_DATA or %PLUME_ERROR_CANCELLED
 *
 * Gives the table to the dataset; nothing where no column of it can be shown.
 *
 * Returns: whether it was read
 */
gboolean
plume_fits_read_table (PlumeFits *fits, guint unit, GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("unit %u"), unit), *name = find_name (fits);
  g_autoptr (PlumeTable) table = plume_table_new (name);
  Reading reading = { .fits = fits, .table = table };
  int n_columns = 0, kind = 0, status = 0;
  LONGLONG n_rows = 0, row_width = 0;
  gboolean done = TRUE;

  ffghdt (fits->file, &kind, &status);
  ffgnrwll (fits->file, &n_rows, &status);
  ffgncl (fits->file, &n_columns, &status);
  ffgkyjj (fits->file, "NAXIS1", &row_width, NULL, &status);
  if (status != 0)
    return plume_fits_fail (fits->name, where, status, error);
  if (n_rows < 0 || (gsize)n_rows > fits->length)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: unit %u promises more rows than the file has bytes; copy or export the "
                      "file again"),
                   fits->name, unit);
      return FALSE;
    }
  reading.n_rows = (gsize)n_rows;
  reading.row_width = (gsize)MAX (row_width, 0);
  for (int i = 1; i <= n_columns && done; i++)
    {
      done = describe_column (&reading, i, kind == ASCII_TBL, error)
             && check_width (&reading, kind == ASCII_TBL, error) && read_column (&reading, error);
      plume_task_set_progress (fits->task, (double)i / n_columns);
    }
  g_free (reading.title);
  if (done && plume_table_get_n_columns (table) > 0)
    plume_dataset_take_table (fits->dataset, g_steal_pointer (&table));
  return done;
}
