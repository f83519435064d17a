/* plume-sample-digits.c: handwritten digits that are part of the program. */
#include "data/plume-sample.h"
#include "generative/plume-pictures.h"

/**
 * plume_sample_digits:
 * @error: never set by a program that was built whole
 *
 * Returns: (transfer full): 2,000 digits of 28 × 28 with their labels, 200 of each
 */
PlumePictures *
plume_sample_digits (GError **error)
{
  g_autoptr (PlumeDataset) dataset = plume_sample_read ("digits28.npz", error);

  return dataset != NULL ? plume_pictures_new_from_dataset (dataset, error) : NULL;
}
