/* anndata.c: files of AnnData (.h5ad).
 *
 * X, layers, obsm, obsp and raw/X become blocks, obs the table of samples, var that of features,
 * colours of categories attributes. Neighbours of before AnnData 0.7, which stand in
 * uns/neighbors, come as obsp.
 */
#include "layouts.h"

#include "frame.h"
#include "matrix.h"

#include <glib/gi18n.h>
#include <string.h>

/* All matrices of a group, each as a block "group/name". */
static void
put_all (hid_t parent, const char *name, const Place *common, Output *output)
{
  g_auto (Handle) group = open_group (parent, name);
  g_auto (GStrv) names = list_names (group);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *title = g_strdup_printf ("%s/%s", name, names[i]);
      Place place = *common;

      place.name = title;
      if (place.is_square)
        place.kind =
            strstr (names[i], "distance") != NULL ? PLUME_BLOCK_DISTANCES : PLUME_BLOCK_AFFINITIES;
      matrix_put (group, names[i], &place, output);
    }
}

/* Before 0.7 all of obsm was one dataset of a compound type with a member for each matrix. */
static void
put_members (hid_t file, gsize n_rows, Output *output)
{
  g_auto (Handle) dataset = open_dataset (output, file, "obsm");
  g_auto (GStrv) members = dataset >= 0 ? list_members (dataset) : NULL;

  for (gsize i = 0; members != NULL && members[i] != NULL; i++)
    {
      g_autofree char *title = g_strdup_printf ("obsm/%s", members[i]);
      Place place = { .name = title, .names = "", .n_rows = n_rows };
      g_auto (Values) values = { 0 };

      if (!values_open (dataset, members[i], &values)
          || !matrix_put_dense (&values, &place, output))
        output_note (output, _ ("'%s' is left out: it is no matrix of numbers"), title);
    }
}

static void
put_old_neighbours (hid_t file, gsize n_rows, Output *output)
{
  static const struct
  {
    const char *from, *to;
    PlumeBlockKind kind;
  } matrices[] = {
    { "connectivities", "obsp/connectivities", PLUME_BLOCK_AFFINITIES },
    { "distances", "obsp/distances", PLUME_BLOCK_DISTANCES },
  };
  g_auto (Handle) uns = open_group (file, "uns");
  g_auto (Handle) neighbours = open_group (uns, "neighbors");

  for (gsize i = 0; i < G_N_ELEMENTS (matrices); i++)
    {
      g_auto (Handle) group = open_group (neighbours, matrices[i].from);

      if (group >= 0)
        matrix_put (neighbours, matrices[i].from,
                    &(Place){ .name = matrices[i].to,
                              .names = "",
                              .kind = matrices[i].kind,
                              .n_rows = n_rows,
                              .is_square = TRUE },
                    output);
    }
}

/* uns/NAME_colors: one colour a category. */
static void
put_colours (hid_t file, Output *output)
{
  g_auto (Handle) uns = open_group (file, "uns");
  g_auto (GStrv) names = list_names (uns);

  for (gsize i = 0; names[i] != NULL && !output->is_survey; i++)
    {
      g_autofree char *title = NULL, *joined = NULL;
      g_auto (GStrv) colours = NULL;
      g_auto (Values) values = { 0 };

      if (!g_str_has_suffix (names[i], "_colors")
          || !values_open_in (output, uns, names[i], &values) || !values_are_texts (&values)
          || values.n_columns != 1)
        continue;
      colours = values_get_texts (&values);
      joined = g_strjoinv (" ", colours);
      title =
          g_strdup_printf ("colours/%.*s", (int)(strlen (names[i]) - strlen ("_colors")), names[i]);
      output_begin (output, PLUME_HDF5_ATTRIBUTE);
      output_text (output, title);
      output_text (output, joined);
    }
}

/* X and var of the group "raw", which before 0.7 were "raw.X" and "raw.var". */
static void
put_raw (hid_t file, gsize n_rows, Output *output)
{
  g_auto (Handle) raw = open_group (file, "raw");
  g_auto (Frame) var = { .group = -1, .dataset = -1, .uns = -1 };
  hid_t parent = raw >= 0 ? raw : file;
  const char *matrix = raw >= 0 ? "X" : "raw.X";
  gboolean has_names = frame_open (output, parent, raw >= 0 ? "var" : "raw.var", &var);

  if (H5Lexists (parent, matrix, H5P_DEFAULT) <= 0)
    return;
  if (has_names)
    frame_put_names (&var, "raw/var", output);
  matrix_put (parent, matrix,
              &(Place){ .name = "raw/X", .names = has_names ? "raw/var" : "", .n_rows = n_rows },
              output);
}

/* FALSE where the file is no AnnData. */
gboolean
anndata_put (hid_t file, Output *output)
{
  g_auto (Frame) obs = { .group = -1, .dataset = -1, .uns = -1 };
  g_auto (Frame) var = { .group = -1, .dataset = -1, .uns = -1 };
  g_auto (Handle) matrices = -1;
  Place place = { .name = "X", .names = "" };

  if (!frame_open (output, file, "obs", &obs))
    return FALSE;
  if (obs.n_rows == 0)
    output_refuse (output, _ ("it holds no samples; choose a file that holds data"));
  place.n_rows = obs.n_rows;
  frame_put_table (&obs, "", output);
  if (frame_open (output, file, "var", &var))
    {
      frame_put_table (&var, "var", output);
      frame_put_names (&var, "var", output);
      place.names = "var";
    }
  if (H5Lexists (file, "X", H5P_DEFAULT) > 0)
    matrix_put (file, "X", &place, output);
  put_all (file, "layers", &place, output);
  place.names = "";
  matrices = open_group (file, "obsm");
  if (matrices >= 0)
    put_all (file, "obsm", &place, output);
  else
    put_members (file, obs.n_rows, output);
  put_raw (file, obs.n_rows, output);
  place.is_square = TRUE;
  put_all (file, "obsp", &place, output);
  put_old_neighbours (file, obs.n_rows, output);
  put_colours (file, output);
  return TRUE;
}
