/* plume-fits.c: tables and images in the FITS format.
 *
 * FITS standard 4.0 (Pence et al. 2010, A&A 524, A42, and its successor), through cfitsio, from
 * memory. Every table is offered, the first one first; an image becomes a grid; the cards of the
 * primary header and of the first table become attributes. It knows no stars.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-fits-private.h"
#include "data/plume-fits-walk.h"
#include "data/plume-reader.h"

#define PIXELS   ((gsize)1 << 18) /* read at once */
#define MAX_CARD 4096
#define BLOCK    2880

/* cfitsio keeps a table of open files and a stack of messages, so one thread at a time. */
static GMutex fits_lock;

GMutex *
plume_fits_get_lock (void)
{
  return &fits_lock;
}

/* Says in which place cfitsio failed, and empties its stack of messages. */
gboolean
plume_fits_fail (const char *name, const char *where, int status, GError **error)
{
  char reason[FLEN_STATUS] = "";

  ffgerr (status, reason);
  ffcmsg ();
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: %s cannot be read (%s); copy or export the file again"), name, where,
               reason);
  return FALSE;
}

/* A value as it stands in a card: quotation marks and blanks at the ends left out. */
static char *
clean_value (const char *value)
{
  gsize length = strlen (value);
  GString *text;

  if (length < 2 || value[0] != '\'')
    return g_utf8_make_valid (value, -1);
  text = g_string_new (NULL);
  for (const char *p = value + 1; *p != '\0' && !(p[0] == '\'' && p[1] != '\''); p++)
    {
      g_string_append_c (text, *p);
      p += p[0] == '\'';
    }
  g_strchomp (text->str);
  return g_string_free (text, FALSE);
}

/* The cards of the present header that say something of the data. */
static void
copy_attributes (PlumeFits *fits)
{
  int n = 0, status = 0;

  ffghsp (fits->file, &n, NULL, &status);
  for (int i = 1; i <= MIN (n, MAX_CARD); i++)
    {
      char card[FLEN_CARD] = "", keyword[FLEN_KEYWORD] = "", value[FLEN_VALUE] = "";
      g_autofree char *text = NULL;
      char *whole = NULL;
      int class;

      status = 0;
      if (ffgrec (fits->file, i, card, &status) != 0
          || ffgkyn (fits->file, i, keyword, value, NULL, &status) != 0)
        continue;
      class = ffgkcl (card);
      if ((class != TYP_USER_KEY && class != TYP_REFSYS_KEY) || *value == '\0')
        continue;
      if (*value == '\'' && strchr (value, '&') != NULL
          && ffgkls (fits->file, keyword, &whole, NULL, &status) == 0)
        text = g_utf8_make_valid (whole, -1);
      else
        text = clean_value (value);
      if (whole != NULL)
        {
          int freed = 0;

          fffree (whole, &freed);
        }
      plume_dataset_set_attribute (fits->dataset, keyword, text);
    }
  ffcmsg ();
}

static gboolean
read_pixels (PlumeFits *fits, PlumeArray *values, const char *where, GError **error)
{
  for (gsize from = 0; from < values->length; from += PIXELS)
    {
      LONGLONG n = (LONGLONG)MIN (PIXELS, values->length - from);
      int status = 0, any;

      if (!plume_task_check (fits->task, error))
        return FALSE;
      ffgpvd (fits->file, 1, (LONGLONG)from + 1, n, NAN, values->values + from, &any, &status);
      if (status != 0)
        return plume_fits_fail (fits->name, where, status, error);
    }
  return TRUE;
}

/* An image as a grid; FITS counts the fastest dimension first. */
static gboolean
read_image (PlumeFits *fits, guint unit, GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("the image of unit %u"), unit);
  /* recipes keep it, so it is the same in all languages */
  g_autofree char *name = g_strdup_printf ("the image of unit %u", unit);
  g_autoptr (PlumeArray) values = NULL;
  LONGLONG axes[PLUME_GRID_MAX_DIMENSIONS] = { 0 };
  gsize shape[PLUME_GRID_MAX_DIMENSIONS], n = 1;
  int n_axes = 0, status = 0;

  ffgidm (fits->file, &n_axes, &status);
  if (status == 0 && n_axes > PLUME_GRID_MAX_DIMENSIONS)
    {
      plume_dataset_add_note (fits->dataset, _ ("%s is left out: it has more than %d dimensions"),
                              where, PLUME_GRID_MAX_DIMENSIONS);
      return TRUE;
    }
  ffgiszll (fits->file, PLUME_GRID_MAX_DIMENSIONS, axes, &status);
  if (status != 0)
    return plume_fits_fail (fits->name, where, status, error);
  if (n_axes < 1)
    return TRUE;
  for (int i = 0; i < n_axes; i++)
    {
      shape[i] = (gsize)MAX (axes[n_axes - 1 - i], 0);
      if (!g_size_checked_mul (&n, n, shape[i]) || n > fits->length)
        return plume_fits_fail (fits->name, where, BAD_NAXES, error);
    }
  values = plume_array_new (n);
  if (!read_pixels (fits, values, where, error))
    return FALSE;
  plume_dataset_take_grid (fits->dataset, name, (guint)n_axes, shape, g_steal_pointer (&values));
  return TRUE;
}

static gboolean
read_unit (PlumeFits *fits, guint unit, PlumeFitsKind kind, GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("unit %u"), unit);
  int status = 0;

  if (kind == PLUME_FITS_OTHER || kind == PLUME_FITS_COMPRESSED)
    {
      plume_dataset_add_note (fits->dataset,
                              kind == PLUME_FITS_COMPRESSED
                                  ? _ ("%s is left out: it is compressed by tiles (funpack undoes "
                                       "it)")
                                  : _ ("%s is left out: it is neither table nor image"),
                              where);
      return TRUE;
    }
  if (ffmahd (fits->file, (int)unit + 1, NULL, &status) != 0)
    return plume_fits_fail (fits->name, where, status, error);
  if (unit == 0 || (kind != PLUME_FITS_IMAGE && plume_dataset_get_n_tables (fits->dataset) == 0))
    copy_attributes (fits);
  return kind == PLUME_FITS_IMAGE ? read_image (fits, unit, error)
                                  : plume_fits_read_table (fits, unit, error);
}

static gboolean
read_units (PlumeFits *fits, const GArray *kinds, GError **error)
{
  const char *const *notes;

  for (guint i = 0; i < kinds->len; i++)
    if (!plume_task_check (fits->task, error)
        || !read_unit (fits, i, g_array_index (kinds, PlumeFitsKind, i), error))
      return FALSE;
  if (plume_dataset_get_n_tables (fits->dataset) > 0
      || plume_dataset_get_n_grids (fits->dataset) > 0)
    return TRUE;
  notes = plume_dataset_get_notes (fits->dataset);
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      _ ("%s: it holds no table and no image that can be read%s%s; export a table of plain "
         "numbers"),
      fits->name, notes != NULL && notes[0] != NULL ? ": " : "",
      notes != NULL && notes[0] != NULL ? notes[0] : "");
  return FALSE;
}

/* cfitsio reads memory by whole blocks, so a file without its last zeros gets them. */
static GBytes *
pad (GBytes *bytes)
{
  gsize length = g_bytes_get_size (bytes), padded = (length + BLOCK - 1) / BLOCK * BLOCK;
  guint8 *copy;

  if (padded == length)
    return g_bytes_ref (bytes);
  copy = g_malloc0 (padded);
  memcpy (copy, g_bytes_get_data (bytes, NULL), length);
  return g_bytes_new_take (copy, padded);
}

static gboolean
recognizes_fits (const guint8 *head, gsize length)
{
  return length >= 10 && memcmp (head, "SIMPLE  = ", 10) == 0;
}

static PlumeDataset *
read_fits (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  g_autoptr (GBytes) padded = NULL;
  size_t length;
  void *data = (void *)g_bytes_get_data (bytes, &length);
  g_autoptr (GArray) kinds = plume_fits_walk (data, length, name, error);
  g_autoptr (PlumeDataset) dataset = plume_dataset_new (name);
  g_autoptr (GMutexLocker) locker = NULL;
  PlumeFits fits = { .name = name, .length = length, .dataset = dataset, .task = task };
  int status = 0, closing = 0;
  gboolean done;

  if (kinds == NULL)
    return NULL;
  padded = pad (bytes);
  data = (void *)g_bytes_get_data (padded, &length);
  locker = g_mutex_locker_new (&fits_lock);
  if (ffomem (&fits.file, "memory", READONLY, &data, &length, 0, NULL, &status) != 0)
    {
      plume_fits_fail (name, _ ("the file"), status, error);
      return NULL;
    }
  done = read_units (&fits, kinds, error);
  ffclos (fits.file, &closing);
  ffcmsg ();
  return done ? g_steal_pointer (&dataset) : NULL;
}

static const char *const extensions[] = { "fits", "fit", "fts", NULL };

const PlumeReader plume_reader_fits = {
  .id = "fits",
  .title = N_ ("FITS table or image"),
  .extensions = extensions,
  .recognizes = recognizes_fits,
  .read = read_fits,
};
