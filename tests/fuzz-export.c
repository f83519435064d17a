/* fuzz-export.c: whatever bytes a picture has, reading its recipe ends with text or with one
 * sentence. For libFuzzer. */
#include "figure/plume-export.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *recipe = NULL;

  plume_export_recognizes (data, size);
  recipe = plume_export_read_recipe (bytes, "fuzz", &error);
  g_assert_true ((recipe == NULL) == (error != NULL));
  return 0;
}
