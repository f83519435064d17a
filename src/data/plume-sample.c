/* plume-sample.c: the data sets that are part of the program. */
#include "data/plume-sample.h"

#include "data/plume-reader.h"

#include <gio/gio.h>

#include "plume-samples.h"

/**
 * plume_sample_read:
 * @name: of a file in data/samples
 * @error: never set by a program that was built whole
 *
 * Returns: (transfer full) (nullable): what the file holds
 */
PlumeDataset *
plume_sample_read (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat ("/org/plumelab/Plume/samples/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (plume_samples_get_resource (), path, 0, error);

  return bytes != NULL ? plume_dataset_read_bytes (bytes, name, NULL, error) : NULL;
}
