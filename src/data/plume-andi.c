/* plume-andi.c: chromatograms in the ANDI/AIA format.
 *
 * ASTM E1947 and E2077: a classic netCDF file with the signal in ordinate_values(point_number),
 * sampled every actual_sampling_interval from actual_delay_time on, or at the times in
 * raw_data_retention; the peaks that the instrument's software found are in variables peak_…. In
 * the variant for mass spectrometry (ASTM E2078) the total ion current is total_intensity at
 * scan_acquisition_time. It knows no analysis.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <netcdf.h>
#include <netcdf_mem.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-classic-netcdf.h"
#include "data/plume-reader.h"

#define MISSING (-9999.0)

/* netCDF may be used by one thread at a time. */
static GMutex netcdf_lock;

typedef struct
{
  int id;
  const char *name;
  gsize file_length;
  PlumeDataset *dataset;
} Andi;

static gboolean
fail (const Andi *andi, const char *what, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: %s; export the chromatogram again, or as CSV"), andi->name, what);
  return FALSE;
}

/* Number of values of a variable, or −1 where the file cannot hold so many. */
static gssize
find_length (const Andi *andi, int variable, gsize *first, gsize *second)
{
  int n_dimensions, dimensions[NC_MAX_VAR_DIMS];
  gsize length = 1;

  *first = *second = 1;
  if (nc_inq_varndims (andi->id, variable, &n_dimensions) != NC_NOERR || n_dimensions > 2
      || nc_inq_vardimid (andi->id, variable, dimensions) != NC_NOERR)
    return -1;
  for (int i = 0; i < n_dimensions; i++)
    {
      size_t size;

      if (nc_inq_dimlen (andi->id, dimensions[i], &size) != NC_NOERR
          || !g_size_checked_mul (&length, length, size) || length > andi->file_length)
        return -1;
      *(i == 0 ? first : second) = size;
    }
  return (gssize)length;
}

/* All values of a numeric variable, −9999 as NaN; NULL where there is no such variable. */
static PlumeArray *
read_numbers (const Andi *andi, const char *variable)
{
  g_autoptr (PlumeArray) values = NULL;
  gsize first, second;
  gssize length;
  int id;

  if (nc_inq_varid (andi->id, variable, &id) != NC_NOERR)
    return NULL;
  length = find_length (andi, id, &first, &second);
  if (length < 0)
    return NULL;
  values = plume_array_new ((gsize)length);
  if (length > 0 && nc_get_var_double (andi->id, id, values->values) != NC_NOERR)
    return NULL;
  for (gsize i = 0; i < values->length; i++)
    if (values->values[i] == MISSING)
      values->values[i] = NAN;
  return g_steal_pointer (&values);
}

static gboolean
read_scalar (const Andi *andi, const char *variable, double *value)
{
  g_autoptr (PlumeArray) values = read_numbers (andi, variable);

  if (values == NULL || values->length < 1 || !isfinite (values->values[0]))
    return FALSE;
  *value = values->values[0];
  return TRUE;
}

/* A text attribute, as UTF-8 without blanks at its ends; NULL where there is none. */
static char *
read_attribute (const Andi *andi, int variable, const char *name)
{
  g_autofree char *text = NULL;
  nc_type type;
  size_t length;

  if (nc_inq_att (andi->id, variable, name, &type, &length) != NC_NOERR || type != NC_CHAR
      || length > andi->file_length)
    return NULL;
  text = g_malloc0 (length + 1);
  if (nc_get_att_text (andi->id, variable, name, text) != NC_NOERR)
    return NULL;
  g_strstrip (text);
  return *text != '\0' ? g_utf8_make_valid (text, -1) : NULL;
}

static void
copy_attributes (Andi *andi)
{
  int n = 0;

  nc_inq_natts (andi->id, &n);
  for (int i = 0; i < n; i++)
    {
      char name[NC_MAX_NAME + 1];
      g_autofree char *value = NULL;

      if (nc_inq_attname (andi->id, NC_GLOBAL, i, name) != NC_NOERR)
        continue;
      value = read_attribute (andi, NC_GLOBAL, name);
      if (value != NULL)
        plume_dataset_set_attribute (andi->dataset, name, value);
    }
}

/* Seconds in the unit of retention times, which is the second where the file does not say. */
static double
find_time_scale (const Andi *andi)
{
  const char *unit = plume_dataset_get_attribute (andi->dataset, "retention_unit");

  return unit != NULL && g_ascii_strncasecmp (unit, "min", 3) == 0 ? 60 : 1;
}

static void
scale (PlumeArray *values, double factor)
{
  for (gsize i = 0; i < values->length; i++)
    values->values[i] *= factor;
}

static gboolean
is_finite (const PlumeArray *values)
{
  for (gsize i = 0; i < values->length; i++)
    if (!isfinite (values->values[i]))
      return FALSE;
  return TRUE;
}

/* Times in s of n points: as stored, or delay + i · interval. */
static PlumeArray *
read_times (const Andi *andi, gsize n, GError **error)
{
  g_autoptr (PlumeArray) stored = read_numbers (andi, "raw_data_retention");
  double delay = 0, interval, factor = find_time_scale (andi);
  PlumeArray *times;

  if (stored != NULL && stored->length == n && is_finite (stored))
    {
      scale (stored, factor);
      return g_steal_pointer (&stored);
    }
  if (!read_scalar (andi, "actual_sampling_interval", &interval) || interval <= 0)
    {
      fail (andi, _ ("it has neither a sampling interval above zero nor the time of each point"),
            error);
      return NULL;
    }
  read_scalar (andi, "actual_delay_time", &delay);
  times = plume_array_new (n);
  for (gsize i = 0; i < n; i++)
    times->values[i] = factor * (delay + (double)i * interval);
  return times;
}

/* time and signal of a chromatogram, or of the total ion current of mass spectra */
static gboolean
read_signal (Andi *andi, GError **error)
{
  g_autoptr (PlumeArray) signal = read_numbers (andi, "ordinate_values");
  g_autoptr (PlumeArray) times = NULL;
  g_autofree char *unit = NULL;
  PlumeTable *table;

  if (signal != NULL)
    {
      times = read_times (andi, signal->length, error);
      unit = g_strdup (plume_dataset_get_attribute (andi->dataset, "detector_unit"));
      if (times == NULL)
        return FALSE;
    }
  else
    {
      int id;

      signal = read_numbers (andi, "total_intensity");
      times = read_numbers (andi, "scan_acquisition_time");
      if (signal == NULL || times == NULL || times->length != signal->length)
        return fail (
            andi,
            _ ("it is no ANDI chromatogram, or damaged: it holds neither ordinate_values nor "
               "a total ion current"),
            error);
      if (nc_inq_varid (andi->id, "total_intensity", &id) == NC_NOERR)
        unit = read_attribute (andi, id, "units");
    }
  if (signal->length == 0)
    return fail (andi, _ ("its chromatogram has no points"), error);
  table = plume_table_new (andi->name);
  plume_table_add_numbers (table, "time", "s", g_steal_pointer (&times));
  plume_table_add_numbers (table, "signal", unit, g_steal_pointer (&signal));
  plume_dataset_take_table (andi->dataset, table);
  return TRUE;
}

/* Texts of fixed width, one a peak. */
static GStrv
read_texts (const Andi *andi, int variable, gsize n)
{
  g_autofree char *letters = NULL;
  gsize first, width;
  gssize length = find_length (andi, variable, &first, &width);
  GStrv texts;

  if (length < 0 || first != n)
    return NULL;
  letters = g_malloc0 ((gsize)length + 1);
  if (length > 0 && nc_get_var_text (andi->id, variable, letters) != NC_NOERR)
    return NULL;
  texts = g_new0 (char *, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *text = g_strndup (letters + i * width, width);

      texts[i] = g_utf8_make_valid (g_strstrip (text), -1);
    }
  return texts;
}

static void
add_peak_column (const Andi *andi, PlumeTable *table, int variable, const char *title, gsize n)
{
  gboolean is_time = strstr (title, "_time") != NULL;
  g_autoptr (PlumeArray) values = NULL;
  nc_type type;

  if (nc_inq_vartype (andi->id, variable, &type) != NC_NOERR)
    return;
  if (type == NC_CHAR)
    {
      GStrv texts = read_texts (andi, variable, n);

      if (texts != NULL)
        plume_table_add_texts (table, title, texts);
      return;
    }
  values = read_numbers (andi, title);
  if (values == NULL || values->length != n)
    return;
  if (is_time)
    scale (values, find_time_scale (andi));
  plume_table_add_numbers (table, title, is_time ? "s" : NULL, g_steal_pointer (&values));
}

/* The peaks that the instrument's software found: variables peak_… with one value a peak. */
static void
read_peaks (Andi *andi)
{
  g_autoptr (PlumeTable) table = plume_table_new ("peaks");
  int dimension, n_variables = 0;
  size_t n;

  if (nc_inq_dimid (andi->id, "peak_number", &dimension) != NC_NOERR
      || nc_inq_dimlen (andi->id, dimension, &n) != NC_NOERR || n == 0 || n > andi->file_length)
    return;
  nc_inq_nvars (andi->id, &n_variables);
  for (int i = 0; i < n_variables; i++)
    {
      char title[NC_MAX_NAME + 1];

      if (nc_inq_varname (andi->id, i, title) == NC_NOERR && g_str_has_prefix (title, "peak_"))
        add_peak_column (andi, table, i, title, n);
    }
  if (plume_table_get_n_columns (table) > 0)
    plume_dataset_take_table (andi->dataset, g_steal_pointer (&table));
}

static gboolean
recognizes_andi (const guint8 *head, gsize length)
{
  return length >= 4 && memcmp (head, "CDF", 3) == 0
         && (head[3] == 1 || head[3] == 2 || head[3] == 5);
}

static PlumeDataset *
read_andi (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (PlumeDataset) dataset = plume_dataset_new (name);
  g_autoptr (GMutexLocker) locker = NULL;
  Andi andi = { .name = name, .file_length = length, .dataset = dataset };
  gboolean done;

  if (!plume_task_check (task, error))
    return NULL;
  if (!plume_classic_netcdf_check (data, length))
    {
      fail (&andi, _ ("the netCDF file is cut off or damaged"), error);
      return NULL;
    }
  locker = g_mutex_locker_new (&netcdf_lock);
  if (nc_open_mem (name, NC_NOWRITE, length, (void *)data, &andi.id) != NC_NOERR)
    {
      fail (&andi, _ ("the netCDF file is cut off or damaged"), error);
      return NULL;
    }
  copy_attributes (&andi);
  done = read_signal (&andi, error);
  if (done)
    read_peaks (&andi);
  nc_close (andi.id);
  return done ? g_steal_pointer (&dataset) : NULL;
}

static const char *const extensions[] = { "cdf", "nc", "aia", NULL };

const PlumeReader plume_reader_andi = {
  .id = "andi",
  .title = N_ ("ANDI chromatogram"),
  .extensions = extensions,
  .recognizes = recognizes_andi,
  .read = read_andi,
};
