/* main.c: plume-read-hdf5: the HDF5 file on standard input becomes a stream on standard output.
 *
 * The stream is that of plume-hdf5-stream.h. This process may crash: the one that reads its stream
 * then says that the file is damaged. It limits itself in memory and time, opens no other file and
 * writes none.
 */
#include <glib/gi18n.h>
#include <stdlib.h>

#include "cage.h"
#include "core/plume-locale.h"
#include "image.h"
#include "layouts.h"

#define OUTPUT_BUFFER (1 << 18)

static void
put_file (hid_t file, Output *output)
{
  if (!anndata_put (file, output) && !tenx_put (file, output))
    output_refuse (
        output,
        _ ("it is an HDF5 or netCDF-4 file, but neither AnnData nor a matrix of 10x; export "
           "it as classic netCDF, CSV or NPY"));
}

int
main (void)
{
  Output output = { .stream = stdout, .is_survey = TRUE };
  g_auto (Handle) file = -1;

  plume_locale_begin ();
  gettext ("the file"); /* any sentence opens the catalogue, which the cage does not allow */
  cage_close ();
  setvbuf (stdout, NULL, _IOFBF, OUTPUT_BUFFER);
  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state (0);
  file = image_open ();
  if (file < 0)
    output_give_up ();
  output_bytes (&output, PLUME_HDF5_MAGIC, PLUME_HDF5_MAGIC_LENGTH);
  put_file (file, &output);
  output_begin (&output, PLUME_HDF5_TOTAL);
  output_u64 (&output, output.total);
  fflush (stdout);
  output.is_survey = FALSE;
  put_file (file, &output);
  output_begin (&output, PLUME_HDF5_END);
  if (fflush (stdout) != 0)
    output_give_up ();
  /* what the library does at its end can crash on damaged files, too */
  _Exit (EXIT_SUCCESS);
}
