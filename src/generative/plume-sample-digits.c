/* plume-sample-digits.c: handwritten digits that are part of the program.
 *
 * The archive is compiled in (data/samples), so there is no file to be missed. Licence and authors
 * are named in data/README.md.
 */
#include "data/plume-reader.h"
#include "generative/plume-pictures.h"

#include <gio/gio.h>

#include "plume-samples.h"

/**
 * plume_sample_digits:
 * @error: never set by a program that was built whole
 *
 * Returns: (transfer full): 2,000 digits of 28 × 28 with their labels, 200 of each
 */
PlumePictures *
plume_sample_digits (GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      plume_samples_get_resource (), "/org/plumelab/Plume/samples/digits28.npz", 0, error);
  g_autoptr (PlumeDataset) dataset = NULL;

  if (bytes == NULL)
    return NULL;
  dataset = plume_dataset_read_bytes (bytes, "digits28.npz", NULL, error);
  return dataset != NULL ? plume_pictures_new_from_dataset (dataset, error) : NULL;
}
