/* plume-publication.c: what a study shows, as one immutable thing; and its numbers for other
 * programs. */
#include "figure/plume-export.h"
#include "figure/plume-ghost.h"
#include "lab/plume-pin.h"
#include "lab/plume-reads-private.h"
#include "lab/plume-values-private.h"

#include <math.h>

PlumePublication *
plume_publication_new (PlumeValues *values, PlumeInputs *inputs)
{
  PlumePublication *publication = g_atomic_rc_box_new0 (PlumePublication);
  const PlumeExperiment *experiment = values->experiment;

  publication->experiment = experiment;
  publication->values = plume_values_ref (values);
  publication->inputs = plume_inputs_ref (inputs);
  publication->figures = g_new0 (PlumeFigure *, experiment->n_views + 1);
  publication->errors = g_new0 (GError *, experiment->n_views + 1);
  publication->readings = g_new0 (GArray *, experiment->n_readouts + 1);
  publication->results = g_new0 (PlumeResult *, experiment->n_stages + 1);
  return publication;
}

PlumePublication *
plume_publication_copy (const PlumePublication *publication)
{
  PlumePublication *copy = plume_publication_new (publication->values, publication->inputs);
  const PlumeExperiment *experiment = publication->experiment;

  for (guint i = 0; i < experiment->n_views; i++)
    {
      copy->figures[i] =
          publication->figures[i] != NULL ? plume_figure_ref (publication->figures[i]) : NULL;
      copy->errors[i] =
          publication->errors[i] != NULL ? g_error_copy (publication->errors[i]) : NULL;
    }
  for (guint i = 0; i < experiment->n_readouts; i++)
    copy->readings[i] =
        publication->readings[i] != NULL ? g_array_ref (publication->readings[i]) : NULL;
  for (guint i = 0; i < experiment->n_stages; i++)
    copy->results[i] =
        publication->results[i] != NULL ? plume_result_ref (publication->results[i]) : NULL;
  copy->readings_error =
      publication->readings_error != NULL ? g_error_copy (publication->readings_error) : NULL;
  copy->complete = publication->complete;
  copy->coarse = publication->coarse;
  return copy;
}

PlumePublication *
plume_publication_ref (PlumePublication *publication)
{
  return g_atomic_rc_box_acquire (publication);
}

static void
clear_publication (gpointer data)
{
  PlumePublication *publication = data;

  for (guint i = 0; i < publication->experiment->n_views; i++)
    {
      plume_figure_unref (publication->figures[i]);
      g_clear_error (&publication->errors[i]);
    }
  for (guint i = 0; i < publication->experiment->n_readouts; i++)
    g_clear_pointer (&publication->readings[i], g_array_unref);
  for (guint i = 0; i < publication->experiment->n_stages; i++)
    plume_result_unref (publication->results[i]);
  g_clear_error (&publication->readings_error);
  g_free (publication->figures);
  g_free (publication->errors);
  g_free (publication->readings);
  g_free (publication->results);
  plume_values_unref (publication->values);
  plume_inputs_unref (publication->inputs);
}

void
plume_publication_unref (PlumePublication *publication)
{
  if (publication != NULL)
    g_atomic_rc_box_release_full (publication, clear_publication);
}

/**
 * plume_publication_drag:
 * @publication: the picture in which the handle stands
 * @values: the present values, which may be newer than the picture
 * @view: index of the view
 * @handle: id of the handle's mark
 * @x, @y: where it was moved to, in data coordinates
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): the values after the move
 */
PlumeValues *
plume_publication_drag (const PlumePublication *publication,
                        PlumeValues *values,
                        guint view,
                        const char *handle,
                        double x,
                        double y,
                        GError **error)
{
  const PlumeView *declared = &publication->experiment->views[view];
  PlumeChanges changes = { .values = plume_values_ref (values) };
  PlumeReads reads = {
    .values = publication->values,
    .inputs = publication->inputs,
    .names = declared->reads,
    .results = publication->results,
  };

  if (declared->drag != NULL && publication->figures[view] != NULL)
    declared->drag (handle, x, y, &reads, &changes);
  if (changes.error == NULL)
    return changes.values;
  plume_values_unref (changes.values);
  g_propagate_error (error, changes.error);
  return NULL;
}

/**
 * plume_publication_brush:
 * @publication: the picture on which is drawn
 * @values: the values when the stroke began
 * @view: index of the view
 * @stroke: all of it until now
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): the values after the stroke
 */
PlumeValues *
plume_publication_brush (const PlumePublication *publication,
                         PlumeValues *values,
                         guint view,
                         const PlumeStroke *stroke,
                         GError **error)
{
  const PlumeView *declared = &publication->experiment->views[view];
  PlumeChanges changes = { .values = plume_values_ref (values) };
  PlumeReads reads = {
    .values = values,
    .inputs = publication->inputs,
    .names = declared->reads,
    .results = publication->results,
  };

  if (declared->brush != NULL && publication->figures[view] != NULL && stroke->length > 0)
    declared->brush (stroke, &reads, &changes);
  if (changes.error == NULL)
    return changes.values;
  plume_values_unref (changes.values);
  g_propagate_error (error, changes.error);
  return NULL;
}

/**
 * plume_publication_pick:
 * @publication: the picture on which was clicked
 * @values: the present values, which may be newer than the picture
 * @view: index of the view
 * @pick: what was clicked on
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): the values after the click
 */
PlumeValues *
plume_publication_pick (const PlumePublication *publication,
                        PlumeValues *values,
                        guint view,
                        const PlumePick *pick,
                        GError **error)
{
  const PlumeView *declared = &publication->experiment->views[view];
  PlumeChanges changes = { .values = plume_values_ref (values) };
  PlumeReads reads = {
    .values = publication->values,
    .inputs = publication->inputs,
    .names = declared->reads,
    .results = publication->results,
  };

  if (declared->pick != NULL && publication->figures[view] != NULL)
    declared->pick (pick, &reads, &changes);
  if (changes.error == NULL)
    return changes.values;
  plume_values_unref (changes.values);
  g_propagate_error (error, changes.error);
  return NULL;
}

static void
add_number (JsonObject *object, const char *name, double number)
{
  if (isfinite (number))
    json_object_set_double_member (object, name, number);
  else
    json_object_set_null_member (object, name);
}

static void
append_number (JsonArray *array, double number)
{
  if (isfinite (number))
    json_array_add_double_element (array, number);
  else
    json_array_add_null_element (array);
}

/* A scalar as {"value", "error", "unit"}; a vector with arrays and "labels". */
static JsonNode *
readings_to_json (const PlumeReadout *readout, const GArray *readings)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  const PlumeReading *first = readings->len > 0 ? &g_array_index (readings, PlumeReading, 0) : NULL;

  if (first == NULL || (readings->len == 1 && first->label == NULL))
    {
      add_number (object, "value", first != NULL ? first->value : NAN);
      add_number (object, "error", first != NULL ? first->error : NAN);
    }
  else
    {
      JsonArray *labels = json_array_new (), *values = json_array_new (),
                *errors = json_array_new ();

      for (guint i = 0; i < readings->len; i++)
        {
          const PlumeReading *reading = &g_array_index (readings, PlumeReading, i);

          json_array_add_string_element (labels, reading->label != NULL ? reading->label : "");
          append_number (values, reading->value);
          append_number (errors, reading->error);
        }
      json_object_set_array_member (object, "labels", labels);
      json_object_set_array_member (object, "value", values);
      json_object_set_array_member (object, "error", errors);
    }
  if (readout->unit != NULL)
    json_object_set_string_member (object, "unit", readout->unit);
  else
    json_object_set_null_member (object, "unit");
  json_object_unref (object);
  return node;
}

static JsonObject *
readouts_to_json (const PlumePublication *publication)
{
  const PlumeExperiment *experiment = publication->experiment;
  JsonObject *readouts = json_object_new ();

  for (guint i = 0; i < experiment->n_readouts; i++)
    if (publication->readings[i] != NULL)
      json_object_set_member (
          readouts, experiment->readouts[i].id,
          readings_to_json (&experiment->readouts[i], publication->readings[i]));
  return readouts;
}

/* (transfer full) (nullable): the figure of a view, what is pinned beneath it */
static PlumeFigure *
get_shown (const PlumePublication *publication, const PlumePublication *pinned, guint view)
{
  PlumeFigure *figure = publication->figures[view];

  if (figure == NULL)
    return NULL;
  return pinned != NULL && pinned->figures[view] != NULL
             ? plume_figure_with_ghost (figure, pinned->figures[view], FALSE)
             : plume_figure_ref (figure);
}

/**
 * plume_publication_to_json:
 * @publication: a publication
 * @pinned: (nullable): what it is compared to
 *
 * Returns: (transfer full): {"experiment", "version", "parameters", "readouts", "views"}, the
 * contract of --numbers; and "pinned" with {"parameters", "readouts"} where something is, whose
 * marks are in the views
 */
JsonNode *
plume_publication_to_json (const PlumePublication *publication, const PlumePublication *pinned)
{
  const PlumeExperiment *experiment = publication->experiment;
  JsonObject *root = json_object_new (), *views = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (root, "experiment", experiment->id);
  json_object_set_int_member (root, "version", experiment->version);
  json_object_set_member (root, "parameters", plume_values_to_json (publication->values));
  json_object_set_object_member (root, "readouts", readouts_to_json (publication));
  for (guint i = 0; i < experiment->n_views; i++)
    {
      g_autoptr (PlumeFigure) figure = get_shown (publication, pinned, i);

      if (figure != NULL)
        json_object_set_member (views, experiment->views[i].id, plume_figure_to_json (figure));
    }
  json_object_set_object_member (root, "views", views);
  if (pinned != NULL)
    {
      JsonObject *object = json_object_new ();

      json_object_set_member (object, "parameters", plume_values_to_json (pinned->values));
      json_object_set_object_member (object, "readouts", readouts_to_json (pinned));
      json_object_set_object_member (root, "pinned", object);
    }
  json_node_take_object (node, root);
  return node;
}

static void
append_field (GString *csv, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (csv, ",%s",
                          isfinite (number) ? g_ascii_dtostr (text, sizeof text, number) : "");
}

/* One tidy table for spreadsheets; the read-outs come first, with a column of the pinned values
 * where something is pinned. */
char *
plume_publication_to_csv (const PlumePublication *publication, const PlumePublication *pinned)
{
  const PlumeExperiment *experiment = publication->experiment;
  GString *csv = g_string_new ("readout,label,value,error,unit");

  g_string_append (csv, pinned != NULL ? ",pinned\n" : "\n");
  for (guint i = 0; i < experiment->n_readouts; i++)
    for (guint j = 0; publication->readings[i] != NULL && j < publication->readings[i]->len; j++)
      {
        const PlumeReading *reading = &g_array_index (publication->readings[i], PlumeReading, j);
        const char *unit = experiment->readouts[i].unit;
        g_auto (GStrv) parts = g_strsplit (reading->label != NULL ? reading->label : "", "\"", -1);
        g_autofree char *label = g_strjoinv ("\"\"", parts);

        g_string_append_printf (csv, "%s,\"%s\"", experiment->readouts[i].id, label);
        append_field (csv, reading->value);
        append_field (csv, reading->error);
        g_string_append_printf (csv, ",%s", unit != NULL ? unit : "");
        if (pinned != NULL)
          append_field (csv, plume_publication_get_reading (pinned, i, reading, j));
        g_string_append_c (csv, '\n');
      }
  for (guint i = 0; i < experiment->n_views; i++)
    {
      g_autoptr (PlumeFigure) figure = get_shown (publication, pinned, i);

      if (figure != NULL)
        plume_figure_append_csv (figure, csv);
    }
  return g_string_free (csv, FALSE);
}
