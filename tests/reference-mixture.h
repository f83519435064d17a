/* reference-mixture.h: the mixture that reference tables were computed with. */
#pragma once

#include "generative/plume-mixture.h"

#include <json-glib/json-glib.h>

static inline void
read_numbers (JsonNode *node, GArray *numbers)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        read_numbers (json_array_get_element (array, i), numbers);
    }
  else
    {
      double number = json_node_get_double (node);

      g_array_append_val (numbers, number);
    }
}

/* reference/@topic/mixture.json in y = x − @centre (nullable). */
static inline PlumeMixture *
read_reference_mixture (const char *topic, const double *centre)
{
  static const char *const names[] = { "weights", "means", "covariances" };
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "reference", topic, "mixture.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  GArray *numbers[3];
  PlumeMixture *mixture;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      numbers[i] = g_array_new (FALSE, FALSE, sizeof (double));
      read_numbers (
          json_object_get_member (json_node_get_object (json_parser_get_root (parser)), names[i]),
          numbers[i]);
    }
  if (centre != NULL)
    for (guint i = 0; i < numbers[1]->len; i++)
      g_array_index (numbers[1], double, i) -= centre[i % 2];
  mixture = plume_mixture_new (
      numbers[0]->len, numbers[1]->len / numbers[0]->len, (double *)(gpointer)numbers[0]->data,
      (double *)(gpointer)numbers[1]->data, (double *)(gpointer)numbers[2]->data, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    g_array_unref (numbers[i]);
  return mixture;
}
