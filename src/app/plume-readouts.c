/* plume-readouts.c: the numbers that an experiment measures.
 *
 * The blocks are made anew only when the shape changes: which read-outs apply, and with which
 * labels. They are made in portions; the old ones stay meanwhile.
 */
#include "app/plume-readouts.h"

#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include "app/plume-readout-table.h"
#include "lab/plume-pin.h"
#include <glib/gi18n.h>
#include <math.h>

struct _PlumeReadouts
{
  GtkWidget parent_instance;

  GtkWidget *frame;
  GtkBox *blocks;
  GtkWidget *empty;
  GtkWidget *copy;

  PlumePublication *publication; /* nullable: the newest */
  PlumePublication *pinned;      /* nullable: what it is compared to */
  char *shape;
  GtkBox *content;   /* what holds the tables; in blocks as soon as all are built */
  GPtrArray *tables; /* PlumeReadoutTable, owned by the content */
  guint portions;    /* while they are being built */
  guint n_built;     /* tables that are done */
};

G_DEFINE_FINAL_TYPE (PlumeReadouts, plume_readouts, GTK_TYPE_WIDGET)

static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, '\t');
  if (isfinite (value))
    g_string_append (text, g_ascii_dtostr (buffer, sizeof buffer, value));
}

static void
on_copy (GtkButton *button, PlumeReadouts *readouts)
{
  g_autoptr (GString) text = g_string_new ("read-out\tlabel\tvalue\terror\tunit");
  PlumePublication *publication = readouts->publication;

  g_string_append (text, readouts->pinned != NULL ? "\tA (pinned)\tB \u2212 A\n" : "\n");

  for (guint i = 0; publication != NULL && i < publication->experiment->n_readouts; i++)
    {
      const PlumeReadout *readout = &publication->experiment->readouts[i];
      const GArray *readings = publication->readings[i];

      for (guint j = 0; readings != NULL && j < readings->len; j++)
        {
          const PlumeReading *reading = &g_array_index (readings, PlumeReading, j);

          g_string_append_printf (text, "%s\t%s", plume_translate (readout->title),
                                  reading->label != NULL ? reading->label : "");
          append_number (text, reading->value);
          append_number (text, reading->error);
          g_string_append_printf (text, "\t%s", readout->unit != NULL ? readout->unit : "");
          if (readouts->pinned != NULL)
            {
              double before = plume_publication_get_reading (readouts->pinned, i, reading, j);

              append_number (text, before);
              append_number (text, reading->value - before);
            }
          g_string_append_c (text, '\n');
        }
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text->str);
  gtk_widget_activate_action (GTK_WIDGET (button), "win.say", "s", _ ("Read-outs copied"));
}

/* A few labels a portion. */
static void
discard (GtkWidget *content)
{
  for (GtkWidget *child = gtk_widget_get_first_child (content); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    plume_portions_discard (child,
                            PLUME_IS_READOUT_TABLE (child) ? plume_readout_table_take : NULL);
  plume_portions_discard (content, NULL);
}

static void
forget_tables (PlumeReadouts *readouts)
{
  g_clear_handle_id (&readouts->portions, plume_portions_remove);
  g_ptr_array_set_size (readouts->tables, 0);
  if (readouts->content != NULL && gtk_widget_get_parent (GTK_WIDGET (readouts->content)) == NULL)
    discard (GTK_WIDGET (readouts->content));
  g_clear_object (&readouts->content);
}

static void
plume_readouts_dispose (GObject *object)
{
  PlumeReadouts *readouts = PLUME_READOUTS (object);

  forget_tables (readouts);
  g_clear_pointer (&readouts->publication, plume_publication_unref);
  g_clear_pointer (&readouts->pinned, plume_publication_unref);
  g_clear_pointer (&readouts->shape, g_free);
  g_clear_pointer (&readouts->frame, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_readouts_parent_class)->dispose (object);
}

static void
plume_readouts_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_READOUTS (object)->tables);
  G_OBJECT_CLASS (plume_readouts_parent_class)->finalize (object);
}

static void
plume_readouts_class_init (PlumeReadoutsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_readouts_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_readouts_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-readouts.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeReadouts, frame);
  gtk_widget_class_bind_template_child (widget_class, PlumeReadouts, blocks);
  gtk_widget_class_bind_template_child (widget_class, PlumeReadouts, empty);
  gtk_widget_class_bind_template_child (widget_class, PlumeReadouts, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
plume_readouts_init (PlumeReadouts *readouts)
{
  readouts->tables = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (readouts));
}

/* The labels of one read-out as one text; "" where it has nothing to say. */
static char *
describe_labels (const GArray *readings)
{
  GString *labels = g_string_new (NULL);

  for (guint i = 0; readings != NULL && i < readings->len; i++)
    {
      const PlumeReading *reading = &g_array_index (readings, PlumeReading, i);

      g_string_append_printf (labels, "%s\n", reading->label != NULL ? reading->label : "");
    }
  return g_string_free (labels, FALSE);
}

static char *
describe_shape (PlumePublication *publication, PlumePublication *pinned)
{
  GString *shape = g_string_new (pinned != NULL ? "A;" : NULL);

  for (guint i = 0; i < publication->experiment->n_readouts; i++)
    {
      g_autofree char *labels = describe_labels (publication->readings[i]);

      g_string_append_printf (shape, "%u:%s;", i, labels);
    }
  return g_string_free (shape, FALSE);
}

static void
clear (PlumeReadouts *readouts)
{
  GtkWidget *shown = gtk_widget_get_last_child (GTK_WIDGET (readouts->blocks));

  if (shown != NULL && gtk_widget_get_visible (shown))
    discard (shown);
}

/* All tables have their labels: what was shown gives way. */
static void
show_content (PlumeReadouts *readouts)
{
  readouts->portions = 0;
  clear (readouts);
  gtk_box_append (readouts->blocks, GTK_WIDGET (readouts->content));
  gtk_widget_set_visible (readouts->empty, readouts->tables->len == 0);
  gtk_widget_set_visible (readouts->copy, readouts->tables->len > 0);
}

/* A PlumePortionFunc: the labels of the next read-out. */
static gboolean
build_portion (gpointer data)
{
  PlumeReadouts *readouts = data;

  if (readouts->n_built == readouts->tables->len)
    {
      show_content (readouts);
      return FALSE;
    }
  if (plume_readout_table_build (g_ptr_array_index (readouts->tables, readouts->n_built),
                                 readouts->publication))
    return TRUE;
  plume_readout_table_show (g_ptr_array_index (readouts->tables, readouts->n_built),
                            readouts->publication, readouts->pinned);
  readouts->n_built++;
  return TRUE;
}

static void
add_block (PlumeReadouts *readouts,
           PlumePublication *publication,
           const GArray *members,
           const char *title)
{
  GtkWidget *table = plume_readout_table_new (publication, readouts->pinned != NULL,
                                              (const guint *)(gpointer)members->data, members->len);

  if (title != NULL && *title != '\0')
    {
      GtkWidget *label = gtk_label_new (title);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_box_append (readouts->content, label);
    }
  gtk_box_append (readouts->content, table);
  g_ptr_array_add (readouts->tables, table);
}

/* Read-outs of one group with the same labels become one block, in the order of the first of them.
 */
static void
rebuild (PlumeReadouts *readouts, PlumePublication *publication)
{
  const PlumeExperiment *experiment = publication->experiment;
  g_autofree gboolean *done = g_new0 (gboolean, experiment->n_readouts + 1);
  const char *last_group = NULL;

  forget_tables (readouts);
  readouts->content = g_object_ref_sink (
      GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, gtk_box_get_spacing (readouts->blocks))));
  for (guint i = 0; i < experiment->n_readouts; i++)
    {
      g_autofree char *labels = describe_labels (publication->readings[i]);
      g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint));
      const char *group = experiment->readouts[i].group;

      if (done[i] || *labels == '\0')
        continue;
      for (guint j = i; j < experiment->n_readouts; j++)
        {
          g_autofree char *others = describe_labels (publication->readings[j]);

          if (!done[j] && g_str_equal (labels, others)
              && g_strcmp0 (group, experiment->readouts[j].group) == 0)
            {
              done[j] = TRUE;
              g_array_append_val (members, j);
            }
        }
      add_block (readouts, publication, members,
                 g_strcmp0 (group, last_group) != 0 ? plume_translate (group) : NULL);
      last_group = group;
    }
  readouts->n_built = 0;
  readouts->portions = plume_portions_add (build_portion, readouts);
}

/* Forgets what was shown; an experiment without read-outs has no such section. */
void
plume_readouts_set_experiment (PlumeReadouts *readouts, const PlumeExperiment *experiment)
{
  forget_tables (readouts);
  clear (readouts);
  g_clear_pointer (&readouts->publication, plume_publication_unref);
  g_clear_pointer (&readouts->pinned, plume_publication_unref);
  g_clear_pointer (&readouts->shape, g_free);
  gtk_widget_set_visible (GTK_WIDGET (readouts), experiment->n_readouts > 0);
  gtk_widget_set_visible (readouts->empty, TRUE);
  gtk_widget_set_visible (readouts->copy, FALSE);
}

void
plume_readouts_show (PlumeReadouts *readouts,
                     PlumePublication *publication,
                     PlumePublication *pinned)
{
  g_autofree char *shape = describe_shape (publication, pinned);

  g_clear_pointer (&readouts->publication, plume_publication_unref);
  g_clear_pointer (&readouts->pinned, plume_publication_unref);
  readouts->publication = plume_publication_ref (publication);
  readouts->pinned = pinned != NULL ? plume_publication_ref (pinned) : NULL;
  if (g_strcmp0 (shape, readouts->shape) != 0)
    {
      rebuild (readouts, publication);
      g_free (readouts->shape);
      readouts->shape = g_steal_pointer (&shape);
    }
  for (guint i = 0; i < readouts->tables->len; i++)
    plume_readout_table_show (g_ptr_array_index (readouts->tables, i), publication, pinned);
}
