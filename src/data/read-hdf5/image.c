/* image.c: the file on standard input, opened by HDF5.
 *
 * The file may have no name. It is mapped, and HDF5 told to use the map where it stands: the
 * callbacks of its driver for images in memory hand out the map in place of copies of it.
 */
#include "image.h"

#include <glib.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define NO_NAME   "/dev/null/image" /* the driver wants one that does not exist */
#define INCREMENT ((size_t)1 << 16)

static void *
hand_out (size_t size, H5FD_file_image_op_t operation, void *map)
{
  return map;
}

static void *
copy_nothing (void *to, const void *from, size_t size, H5FD_file_image_op_t operation, void *map)
{
  return to;
}

static void *
refuse_to_grow (void *image, size_t size, H5FD_file_image_op_t operation, void *map)
{
  return NULL;
}

static herr_t
keep (void *image, H5FD_file_image_op_t operation, void *map)
{
  return 0;
}

static void *
share (void *map)
{
  return map;
}

static herr_t
keep_shared (void *map)
{
  return 0;
}

/* Negative where it is no HDF5 file. */
hid_t
image_open (void)
{
  struct stat status = { 0 };
  hid_t access = H5Pcreate (H5P_FILE_ACCESS), file = -1;
  void *map;

  if (fstat (0, &status) != 0 || status.st_size <= 0)
    return -1;
  map = mmap (NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, 0,
              0);
  if (map == MAP_FAILED)
    return -1;

  H5FD_file_image_callbacks_t callbacks = {
    .image_malloc = hand_out,
    .image_memcpy = copy_nothing,
    .image_realloc = refuse_to_grow,
    .image_free = keep,
    .udata_copy = share,
    .udata_free = keep_shared,
    .udata = map,
  };

  if (H5Pset_fapl_core (access, INCREMENT, 0) >= 0
      && H5Pset_file_image_callbacks (access, &callbacks) >= 0
      && H5Pset_file_image (access, map, (size_t)status.st_size) >= 0)
    file = H5Fopen (NO_NAME, H5F_ACC_RDONLY, access);
  H5Pclose (access);
  return file;
}
