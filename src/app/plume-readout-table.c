/* plume-readout-table.c: one block of read-outs. */
#include "app/plume-readout-table.h"

#include "app/plume-number-format.h"
#include "app/plume-tip.h"
#include "lab/plume-pin.h"
#include <glib/gi18n.h>
#include <math.h>

#define TAKEN 6 /* labels at a time */
#define DENSE 3 /* columns that need smaller numbers to stand side by side */

struct _PlumeReadoutTable
{
  GtkWidget parent_instance;

  GtkWidget *child; /* the grid, or what scrolls it where it may be wider than there is room */
  GtkGrid *grid;
  GArray *readouts;  /* guint: indices into the experiment's table */
  GPtrArray *values; /* GtkLabel, readout by readout; where it compares: B, A, B − A in turn */
  guint n_built;     /* readouts that have their labels */
  gboolean compares;
  gboolean is_scalar; /* one value each, without a label */
};

G_DEFINE_FINAL_TYPE (PlumeReadoutTable, plume_readout_table, GTK_TYPE_WIDGET)

static void
plume_readout_table_dispose (GObject *object)
{
  PlumeReadoutTable *table = PLUME_READOUT_TABLE (object);

  g_ptr_array_set_size (table->values, 0);
  g_clear_pointer (&table->child, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_readout_table_parent_class)->dispose (object);
}

static void
plume_readout_table_finalize (GObject *object)
{
  PlumeReadoutTable *table = PLUME_READOUT_TABLE (object);

  g_array_unref (table->readouts);
  g_ptr_array_unref (table->values);
  G_OBJECT_CLASS (plume_readout_table_parent_class)->finalize (object);
}

static GtkSizeRequestMode
plume_readout_table_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* What the scrollbar takes where the columns are wider than the room. */
static int
measure_scrollbar (PlumeReadoutTable *table, gboolean is_needed)
{
  int height = 0;

  if (is_needed && !table->is_scalar)
    gtk_widget_measure (gtk_scrolled_window_get_hscrollbar (GTK_SCROLLED_WINDOW (table->child)),
                        GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}

/* As high as the grid is in the width that there is: what scrolls would be as high as in the
 * narrowest, in which words stand in many lines. */
static void
plume_readout_table_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  PlumeReadoutTable *table = PLUME_READOUT_TABLE (widget);
  int narrowest, widest, width, scrollbar;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (table->child, orientation, -1, minimum, natural, NULL, NULL);
      return;
    }
  gtk_widget_measure (GTK_WIDGET (table->grid), GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, &widest,
                      NULL, NULL);
  width = for_size < 0 ? widest : for_size;
  scrollbar = measure_scrollbar (table, width < narrowest);
  gtk_widget_measure (GTK_WIDGET (table->grid), orientation, MAX (width, narrowest), minimum,
                      natural, NULL, NULL);
  *minimum += scrollbar;
  *natural += scrollbar;
}

static void
plume_readout_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (PLUME_READOUT_TABLE (widget)->child,
                            &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
plume_readout_table_class_init (PlumeReadoutTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_readout_table_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_readout_table_finalize;
  widget_class->get_request_mode = plume_readout_table_get_request_mode;
  widget_class->measure = plume_readout_table_measure;
  widget_class->size_allocate = plume_readout_table_size_allocate;
}

static void
plume_readout_table_init (PlumeReadoutTable *table)
{
  table->readouts = g_array_new (FALSE, FALSE, sizeof (guint));
  table->values = g_ptr_array_new ();
  table->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (table->grid, 8);
  gtk_grid_set_row_spacing (table->grid, 2);
}

static GtkWidget *
add_label (PlumeReadoutTable *table,
           const char *markup,
           int column,
           int row,
           float xalign,
           const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, style);
  gtk_grid_attach (table->grid, label, column, row, 1, 1);
  return label;
}

static GtkWidget *
add_value (PlumeReadoutTable *table, const char *name, int column, int row)
{
  GtkWidget *label = add_label (table, "", column, row, 1, "numeric");

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name,
                                  -1);
  g_ptr_array_add (table->values, label);
  return label;
}

/* B, A and B − A side by side, or the one value. */
static void
add_values (PlumeReadoutTable *table, const char *name, int column, int row)
{
  g_autofree char *pinned = g_strdup_printf (_ ("%s, pinned"), name);
  g_autofree char *difference = g_strdup_printf (_ ("%s, difference to the pinned one"), name);

  add_value (table, name, column, row);
  if (!table->compares)
    return;
  gtk_widget_add_css_class (add_value (table, pinned, column + 1, row), "dim-label");
  add_value (table, difference, column + 2, row);
}

/* Names the columns of a comparison. */
static void
add_comparison (PlumeReadoutTable *table, int column, int row)
{
  add_label (table, "B", column, row, 1, "dim-label");
  add_label (table, "A", column + 1, row, 1, "dim-label");
  add_label (table, "B\u2009\u2212\u2009A", column + 2, row, 1, "dim-label");
}

static char *
make_name (const PlumeReadout *readout, gboolean short_form)
{
  g_autofree char *title = g_markup_escape_text (plume_translate (readout->title), -1);
  g_autofree char *symbol = plume_format_markup (readout->symbol);
  gboolean has_symbol = readout->symbol != NULL && *readout->symbol != '\0';

  if (has_symbol && short_form)
    return g_steal_pointer (&symbol);
  if (has_symbol)
    return g_strdup_printf ("%s <span alpha=\"60%%\">%s</span>", title, symbol);
  return g_steal_pointer (&title);
}

/* "title [unit]" in a line of its own. */
static void
build_scalar (PlumeReadoutTable *table, const PlumeReadout *readout, int index)
{
  int head = table->compares ? 1 : 0;
  g_autofree char *name = make_name (readout, FALSE);
  g_autofree char *unit = g_markup_escape_text (plume_translate (readout->unit), -1);
  GtkWidget *title;

  if (table->compares && index == 0)
    add_comparison (table, 1, 0);
  title = add_label (table, name, 0, index + head, 0, "readout-title");
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  plume_widget_set_tip (title, readout->help != NULL ? plume_translate (readout->help) : NULL);
  add_values (table, plume_translate (readout->title), 1, index + head);
  add_label (table, unit, 2 + 2 * head, index + head, 0, "dim-label");
}

/* The head of one column of a table: the symbol, and the unit below it where any read-out has one.
 * What is @named already is not said again. */
static void
add_head (PlumeReadoutTable *table,
          const PlumeReadout *readout,
          int column,
          gboolean units,
          gboolean named)
{
  gboolean has_symbol = readout->symbol != NULL && *readout->symbol != '\0';
  g_autofree char *name = named && !has_symbol ? g_strdup ("") : make_name (readout, TRUE);
  g_autofree char *unit = g_markup_escape_text (plume_translate (readout->unit), -1);
  GtkWidget *title = add_label (table, name, column, 0, 1, "readout-title");

  plume_widget_set_tip (title,
                        plume_translate (readout->help != NULL ? readout->help : readout->title));
  gtk_widget_set_hexpand (title, TRUE);
  if (!has_symbol && strchr (name, ' ') != NULL) /* no wider than its numbers have to be */
    {
      gtk_widget_set_halign (title, GTK_ALIGN_END);
      gtk_label_set_wrap (GTK_LABEL (title), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (title), 8);
      gtk_label_set_max_width_chars (GTK_LABEL (title), 8);
      gtk_label_set_justify (GTK_LABEL (title), GTK_JUSTIFY_RIGHT);
    }
  gtk_label_set_yalign (GTK_LABEL (title), 1);
  if (units)
    add_label (table, unit, column, 1, 1, "dim-label");
}

static gboolean
has_units (PlumeReadoutTable *table, const PlumeExperiment *experiment)
{
  for (guint i = 0; i < table->readouts->len; i++)
    {
      const char *unit = experiment->readouts[g_array_index (table->readouts, guint, i)].unit;

      if (unit != NULL && *unit != '\0')
        return TRUE;
    }
  return FALSE;
}

/* The only read-out of a table says its whole name where the labels stand. */
static gboolean
is_named (PlumeReadoutTable *table, const PlumeReadout *readout)
{
  return table->readouts->len == 1 && g_strcmp0 (readout->title, readout->group) != 0;
}

static void
build_labels (PlumeReadoutTable *table, const PlumeReadout *readout, const GArray *readings)
{
  if (is_named (table, readout))
    {
      g_autofree char *title = g_markup_escape_text (plume_translate (readout->title), -1);

      add_label (table, title, 0, 0, 0, "dim-label");
    }
  for (guint i = 0; i < readings->len; i++)
    {
      const char *text = g_array_index (readings, PlumeReading, i).label;
      g_autofree char *label = g_markup_escape_text (text != NULL ? text : "", -1);
      GtkWidget *title = add_label (table, label, 0, (int)i + 3, 0, "readout-title");

      gtk_label_set_wrap (GTK_LABEL (title), TRUE); /* where the numbers leave no more room */
    }
}

/* Labels down, read-outs across. */
static void
build_vector (PlumeReadoutTable *table,
              const PlumeExperiment *experiment,
              const PlumeReadout *readout,
              const GArray *readings,
              int index)
{
  int column = index * (table->compares ? 3 : 1) + 1;

  if (index == 0)
    build_labels (table, readout, readings);
  add_head (table, readout, column, has_units (table, experiment), is_named (table, readout));
  if (table->compares)
    add_comparison (table, column, 2);
  for (guint i = 0; i < readings->len; i++)
    {
      const char *label = g_array_index (readings, PlumeReading, i).label;
      g_autofree char *spoken =
          g_strdup_printf ("%s, %s", plume_translate (readout->title), label != NULL ? label : "");

      add_values (table, spoken, column, (int)i + 3);
    }
}

/**
 * plume_readout_table_new:
 * @publication: whose shape (labels of the read-outs) the table takes
 * @compares: whether values of a pinned publication and the differences stand beside its own
 * @readouts: indices of read-outs with the same labels
 */
GtkWidget *
plume_readout_table_new (PlumePublication *publication,
                         gboolean compares,
                         const guint *readouts,
                         guint n_readouts)
{
  PlumeReadoutTable *table = g_object_new (PLUME_TYPE_READOUT_TABLE, NULL);
  const GArray *first = publication->readings[readouts[0]];

  table->compares = compares;
  table->is_scalar = first->len == 1 && g_array_index (first, PlumeReading, 0).label == NULL;
  g_array_append_vals (table->readouts, readouts, n_readouts);
  if (table->is_scalar)
    table->child = GTK_WIDGET (table->grid);
  else
    {
      table->child = gtk_scrolled_window_new ();
      if (n_readouts * (compares ? 3 : 1) >= DENSE)
        gtk_widget_add_css_class (GTK_WIDGET (table->grid), "dense");
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (table->child), GTK_POLICY_AUTOMATIC,
                                      GTK_POLICY_NEVER);
      gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (table->child), FALSE);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (table->child), GTK_WIDGET (table->grid));
    }
  gtk_widget_set_parent (table->child, GTK_WIDGET (table));
  return GTK_WIDGET (table);
}

gboolean
plume_readout_table_build (PlumeReadoutTable *table, PlumePublication *publication)
{
  const PlumeExperiment *experiment = publication->experiment;
  guint readout = g_array_index (table->readouts, guint, table->n_built);

  if (table->is_scalar)
    build_scalar (table, &experiment->readouts[readout], (int)table->n_built);
  else
    build_vector (table, experiment, &experiment->readouts[readout], publication->readings[readout],
                  (int)table->n_built);
  table->n_built++;
  return table->n_built < table->readouts->len;
}

gboolean
plume_readout_table_take (GtkWidget *widget)
{
  PlumeReadoutTable *table = PLUME_READOUT_TABLE (widget);

  g_ptr_array_set_size (table->values, 0);
  table->n_built = 0;
  for (int i = 0; i < TAKEN && table->child != NULL; i++)
    {
      GtkWidget *label = gtk_widget_get_last_child (GTK_WIDGET (table->grid));

      if (label == NULL)
        return FALSE;
      gtk_grid_remove (table->grid, label);
    }
  return table->child != NULL;
}

/* Nothing where there is no number. */
static void
show_number (GtkLabel *label, double value)
{
  g_autofree char *text = isfinite (value) ? plume_format_measured (value, NAN) : g_strdup ("");

  gtk_label_set_text (label, text);
}

/**
 * plume_readout_table_show:
 * @publication: of the same shape as the one that the table was made for
 * @pinned: (nullable): what it is compared to
 */
void
plume_readout_table_show (PlumeReadoutTable *table,
                          PlumePublication *publication,
                          PlumePublication *pinned)
{
  guint n = 0;

  for (guint i = 0; i < table->n_built; i++)
    {
      guint readout = g_array_index (table->readouts, guint, i);
      const GArray *readings = publication->readings[readout];

      for (guint j = 0; j < readings->len; j++)
        {
          const PlumeReading *reading = &g_array_index (readings, PlumeReading, j);
          g_autofree char *text = plume_format_measured (reading->value, reading->error);

          gtk_label_set_text (g_ptr_array_index (table->values, n++), text);
          if (table->compares)
            {
              double before = pinned != NULL
                                  ? plume_publication_get_reading (pinned, readout, reading, j)
                                  : NAN;

              show_number (g_ptr_array_index (table->values, n++), before);
              show_number (g_ptr_array_index (table->values, n++), reading->value - before);
            }
        }
    }
}
