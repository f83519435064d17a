/* heat-geodesic-embedding-picture.c: what all methods' pictures have in common. */
#include "experiments/heat-geodesic-embedding.h"

#include <string.h>

HgPicture *
hg_picture_new (HgMethod method)
{
  HgPicture *picture = g_new0 (HgPicture, 1);

  picture->method = method;
  return picture;
}

HgPicture *
hg_picture_copy (const HgPicture *picture)
{
  HgPicture *copy = g_memdup2 (picture, sizeof *picture);

  if (copy->places != NULL)
    plume_points_ref (copy->places);
  if (copy->sites != NULL)
    plume_points_ref (copy->sites);
  if (copy->distances != NULL)
    plume_distances_ref (copy->distances);
  copy->sentence = g_strdup (picture->sentence);
  return copy;
}

void
hg_picture_free (HgPicture *picture)
{
  if (picture == NULL)
    return;
  plume_points_unref (picture->places);
  plume_points_unref (picture->sites);
  plume_distances_unref (picture->distances);
  g_free (picture->sentence);
  g_free (picture);
}

gsize
hg_picture_get_bytes (const HgPicture *picture)
{
  return sizeof *picture + (picture->places != NULL ? plume_points_get_bytes (picture->places) : 0)
         + (picture->sites != NULL ? plume_points_get_bytes (picture->sites) : 0)
         + (picture->distances != NULL ? plume_distances_get_bytes (picture->distances) : 0);
}

static void
free_picture (gpointer picture)
{
  hg_picture_free (picture);
}

PlumeResult *
hg_picture_to_result (HgPicture *picture)
{
  return plume_result_new (picture, hg_picture_get_bytes (picture), free_picture);
}

void
hg_align (PlumePoints *places, const PlumePoints *reference)
{
  if (places->n == reference->n && places->p == reference->p)
    plume_procrustes (reference, places, TRUE);
}
