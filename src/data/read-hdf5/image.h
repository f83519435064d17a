/* image.h: the file on standard input, opened by HDF5. */
#pragma once

#include <hdf5.h>

hid_t image_open (void);
