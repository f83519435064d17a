/* plume-figure-numbers.c: what a figure shows, as numbers.
 *
 * The columns of every mark as they are, in full double precision; nothing is decimated, clipped or
 * rounded.
 */
#include "figure/plume-export.h"

#include "figure/plume-layout-private.h"
#include "figure/plume-pixels.h"

#include <math.h>
#include <string.h>

/* Counts and middles of cells */
static guint
make_cell_columns (const PlumeMark *mark,
                   const char *names[PLUME_MAX_COLUMNS],
                   PlumeArray *columns[PLUME_MAX_COLUMNS])
{
  double width = (mark->x_to - mark->x_from) / (double)mark->n_columns,
         height = (mark->y_to - mark->y_from) / (double)mark->n_rows;

  names[0] = "x";
  names[1] = "y";
  names[2] = "count";
  columns[2] = plume_density_cells (mark);
  columns[0] = plume_array_new (columns[2]->length);
  columns[1] = plume_array_new (columns[2]->length);
  for (gsize i = 0; i < columns[2]->length; i++)
    {
      columns[0]->values[i] = mark->x_from + ((double)(i % mark->n_columns) + 0.5) * width;
      columns[1]->values[i] = mark->y_from + ((double)(i / mark->n_columns) + 0.5) * height;
    }
  return 3;
}

static guint
make_cloud_columns (const PlumeMark *mark,
                    const char *names[PLUME_MAX_COLUMNS],
                    PlumeArray *columns[PLUME_MAX_COLUMNS])
{
  const PlumeCloud *cloud = mark->cloud;

  for (guint i = 0; i < (cloud->weight != NULL ? 3 : 2); i++)
    columns[i] = plume_array_new (cloud->length);
  names[0] = "x";
  names[1] = "y";
  plume_cloud_get_places (cloud, mark->time, 0, cloud->length, columns[0]->values,
                          columns[1]->values);
  if (cloud->weight == NULL)
    return 2;
  names[2] = "weight";
  for (gsize i = 0; i < cloud->length; i++)
    columns[2]->values[i] = cloud->weight[i];
  return 3;
}

static void
clear_columns (PlumeArray *columns[PLUME_MAX_COLUMNS], guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    plume_array_unref (columns[i]);
}

/**
 * plume_mark_get_columns:
 * @mark: a mark
 * @names: (out): names of its columns
 * @columns: (out) (transfer full): the columns; those of a cloud are where its points are at its
 * time, or the counts of its cells, made now in O(n)
 *
 * Returns: the number of columns, at most PLUME_MAX_COLUMNS
 */
guint
plume_mark_get_columns (const PlumeMark *mark,
                        const char *names[PLUME_MAX_COLUMNS],
                        PlumeArray *columns[PLUME_MAX_COLUMNS])
{
  gboolean band = mark->kind == PLUME_MARK_BAND, bars = mark->kind == PLUME_MARK_BARS;
  const struct
  {
    const char *name;
    PlumeArray *column;
  } all[] = {
    { bars ? "left" : "x", mark->x },
    { "right", bars ? mark->x1 : NULL },
    { bars   ? "height"
      : band ? "low"
             : "y",
      mark->y },
    { "z", mark->z },
    { "x1", bars ? NULL : mark->x1 },
    { band ? "high" : "y1", mark->y1 },
    { "value", mark->value },
    { "category", mark->codes },
    { "item", mark->items },
  };
  guint n_columns = 0;

  if (plume_mark_has_cells (mark))
    return make_cell_columns (mark, names, columns);
  if (mark->kind == PLUME_MARK_CLOUD)
    return make_cloud_columns (mark, names, columns);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].column != NULL && n_columns < PLUME_MAX_COLUMNS)
      {
        names[n_columns] = all[i].name;
        columns[n_columns++] = plume_array_ref (all[i].column);
      }
  return n_columns;
}

gsize
plume_mark_get_bytes (const PlumeMark *mark)
{
  const PlumeArray *columns[] = { mark->x,  mark->y,     mark->z,     mark->x1,
                                  mark->y1, mark->value, mark->codes, mark->items };
  gsize bytes = sizeof *mark;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    bytes += columns[i] != NULL ? columns[i]->length * sizeof (double) : 0;
  return bytes;
}

gsize
plume_mark_get_length (const PlumeMark *mark)
{
  if (mark->kind == PLUME_MARK_CLOUD)
    return mark->cloud->length;
  if (mark->kind == PLUME_MARK_IMAGE)
    return 0;
  return mark->x != NULL ? mark->x->length : mark->y != NULL ? mark->y->length : 0;
}

static void
add_numbers (JsonBuilder *builder, const PlumeArray *column)
{
  json_builder_begin_array (builder);
  for (gsize i = 0; i < column->length; i++)
    if (isfinite (column->values[i]))
      json_builder_add_double_value (builder, column->values[i]);
    else
      json_builder_add_null_value (builder);
  json_builder_end_array (builder);
}

static void
add_member (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_mark (JsonBuilder *builder, const PlumeMark *mark)
{
  const char *names[PLUME_MAX_COLUMNS];
  PlumeArray *columns[PLUME_MAX_COLUMNS];
  guint n_columns = plume_mark_get_columns (mark, names, columns);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_columns; i++)
    {
      json_builder_set_member_name (builder, names[i]);
      add_numbers (builder, columns[i]);
    }
  clear_columns (columns, n_columns);
  if (mark->texts != NULL)
    {
      json_builder_set_member_name (builder, "text");
      json_builder_begin_array (builder);
      for (guint i = 0; mark->texts[i] != NULL; i++)
        json_builder_add_string_value (builder, mark->texts[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  if (mark->codes != NULL)
    {
      json_builder_set_member_name (builder, "categories");
      json_builder_begin_array (builder);
      for (guint i = 0; i < mark->n_categories; i++)
        json_builder_add_string_value (builder, mark->categories[i]);
      json_builder_end_array (builder);
    }
  if (mark->kind == PLUME_MARK_IMAGE)
    {
      json_builder_set_member_name (builder, "grid");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "rows");
      json_builder_add_int_value (builder, (gint64)mark->n_rows);
      json_builder_set_member_name (builder, "columns");
      json_builder_add_int_value (builder, (gint64)mark->n_columns);
      add_member (builder, "x_from", mark->x_from);
      add_member (builder, "x_to", mark->x_to);
      add_member (builder, "y_from", mark->y_from);
      add_member (builder, "y_to", mark->y_to);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/**
 * plume_figure_to_json:
 * @figure: a figure
 *
 * Returns: (transfer full): {"marks": {mark: {"columns": {…}}}}; what is not finite is null; an
 * image has its shape and extent as "grid", points with categories the names of these
 */
JsonNode *
plume_figure_to_json (const PlumeFigure *figure)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "marks");
  json_builder_begin_object (builder);
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      for (guint k = 0; k < axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (axes->marks, k);

          json_builder_set_member_name (builder, mark->id);
          add_mark (builder, mark);
        }
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void append_json (GString *text, JsonNode *node);

static void
append_json_text (GString *text, const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *quoted = json_to_string (node, FALSE);

  g_string_append (text, quoted);
}

static void
append_json_object (GString *text, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  const char *separator = "";

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_string_append (text, separator);
      append_json_text (text, name);
      g_string_append_c (text, ':');
      append_json (text, member);
      separator = ",";
    }
  g_string_append_c (text, '}');
}

static void
append_json_array (GString *text, JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_json (text, json_array_get_element (array, i));
    }
  g_string_append_c (text, ']');
}

static void
append_json (GString *text, JsonNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *other = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    g_string_append (text, "null");
  else if (JSON_NODE_HOLDS_OBJECT (node))
    append_json_object (text, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_json_array (text, json_node_get_array (node));
  else if (json_node_get_value_type (node) != G_TYPE_DOUBLE)
    {
      other = json_to_string (node, FALSE);
      g_string_append (text, other);
    }
  else if (!isfinite (json_node_get_double (node)))
    g_string_append (text, "null");
  else
    {
      g_ascii_formatd (number, sizeof number, "%.17g", json_node_get_double (node));
      g_string_append (text, number);
      /* A mark of floating point, in a form that every reader takes. */
      if (strpbrk (number, ".e") == NULL)
        g_string_append (text, ".0");
    }
}

/**
 * plume_json_to_text:
 * @node: any JSON
 *
 * Returns: (transfer full): its text, without white space; 17 digits; what is not finite is null
 */
char *
plume_json_to_text (JsonNode *node)
{
  GString *text = g_string_new (NULL);

  append_json (text, node);
  return g_string_free (text, FALSE);
}

/* RFC 4180. */
static void
append_cell (GString *csv, const char *text)
{
  if (text == NULL)
    return;
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

static void
append_number (GString *csv, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (number, sizeof number, "%.17g", value));
}

static void
append_place (GString *csv, const PlumeFigure *figure, const PlumeAxes *axes, const PlumeMark *mark)
{
  append_cell (csv, figure->id);
  g_string_append_c (csv, ',');
  append_cell (csv, axes->id);
  g_string_append_c (csv, ',');
  append_cell (csv, mark->id);
}

static void
append_image (GString *csv, const char *place, const PlumeMark *mark)
{
  for (gsize row = 0; row < mark->n_rows; row++)
    for (gsize column = 0; column < mark->n_columns; column++)
      {
        double x = ((double)column + 0.5) / (double)mark->n_columns,
               y = ((double)row + 0.5) / (double)mark->n_rows;

        g_string_append (csv, place);
        append_number (csv, mark->x_from * (1 - x) + mark->x_to * x);
        append_number (csv, mark->y_from * (1 - y) + mark->y_to * y);
        append_number (csv, mark->value->values[row * mark->n_columns + column]);
        g_string_append_c (csv, '\n');
      }
}

static void
append_mark (GString *csv,
             const char *place,
             const PlumeMark *mark,
             PlumeArray *columns[PLUME_MAX_COLUMNS],
             guint n_columns)
{
  for (gsize i = 0; n_columns > 0 && i < columns[0]->length; i++)
    {
      g_string_append (csv, place);
      for (guint k = 0; k < n_columns; k++)
        append_number (csv, columns[k]->values[i]);
      if (mark->texts != NULL)
        {
          g_string_append_c (csv, ',');
          append_cell (csv, mark->texts[i]);
        }
      if (mark->codes != NULL)
        {
          int category = plume_mark_get_category (mark, i);

          g_string_append_c (csv, ',');
          append_cell (csv, category >= 0 ? mark->categories[category] : "");
        }
      g_string_append_c (csv, '\n');
    }
}

static char *
header_of (const PlumeMark *mark, const char *names[PLUME_MAX_COLUMNS], guint n_columns)
{
  GString *header = g_string_new ("view,axes,mark");

  if (mark->kind == PLUME_MARK_IMAGE)
    g_string_append (header, ",x,y,value");
  else
    for (guint i = 0; i < n_columns; i++)
      g_string_append_printf (header, ",%s", names[i]);
  if (mark->texts != NULL)
    g_string_append (header, ",text");
  if (mark->codes != NULL)
    g_string_append (header, ",category-name");
  g_string_append_c (header, '\n');
  return g_string_free (header, FALSE);
}

/**
 * plume_figure_append_csv:
 * @figure: a figure
 * @csv: text that grows
 *
 * Appends a row per datum: view, axes, mark, columns; an image has a row per cell with its centre.
 * A header stands wherever the names of the columns change, and first where @csv is empty or ends
 * with another figure.
 */
void
plume_figure_append_csv (const PlumeFigure *figure, GString *csv)
{
  g_autofree char *last_header = NULL;

  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      for (guint k = 0; k < axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (axes->marks, k);
          const char *names[PLUME_MAX_COLUMNS];
          PlumeArray *columns[PLUME_MAX_COLUMNS];
          guint n_columns = plume_mark_get_columns (mark, names, columns);
          g_autofree char *header = header_of (mark, names, n_columns);
          g_autoptr (GString) place = g_string_new (NULL);

          if (g_strcmp0 (header, last_header) != 0)
            {
              g_string_append (csv, header);
              g_free (last_header);
              last_header = g_steal_pointer (&header);
            }
          append_place (place, figure, axes, mark);
          if (mark->kind == PLUME_MARK_IMAGE)
            append_image (csv, place->str, mark);
          else
            append_mark (csv, place->str, mark, columns, n_columns);
          clear_columns (columns, n_columns);
        }
    }
}
