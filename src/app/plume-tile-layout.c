/* plume-tile-layout.c: the places of the views.
 *
 * The first visible child takes the whole width, the others go in rows of two, or one where it is
 * narrow; a last one alone takes the whole width. Rows share the height that there is, the first
 * one with more weight, and never get lower than a figure can be read.
 */
#include "app/plume-tile-layout.h"

#include <math.h>

#define SPACING       8
#define NARROW_WIDTH  620 /* below this there is one view a row */
#define MINIMUM_WIDTH 400
#define NATURAL_WIDTH 640
#define FIRST_HEIGHT  340
#define OTHER_HEIGHT  330
#define FIRST_WEIGHT  1.25

struct _PlumeTileLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PlumeTileLayout, plume_tile_layout, GTK_TYPE_LAYOUT_MANAGER)

static GPtrArray *
list_visible (GtkWidget *widget)
{
  GPtrArray *children = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      g_ptr_array_add (children, child);
  return children;
}

static guint
count_other_rows (guint n_children, int width)
{
  guint n_others = n_children > 0 ? n_children - 1 : 0;

  return width < NARROW_WIDTH ? n_others : (n_others + 1) / 2;
}

static int
minimum_height (guint n_children, int width)
{
  int rows = (int)count_other_rows (n_children, width);

  return n_children == 0 ? 0 : FIRST_HEIGHT + rows * (OTHER_HEIGHT + SPACING);
}

static GtkSizeRequestMode
plume_tile_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
plume_tile_layout_measure (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  g_autoptr (GPtrArray) children = list_visible (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_WIDTH;
      *natural = NATURAL_WIDTH;
      for (guint i = 0; i < children->len;
           i++) /* GTK wants every child measured before it is placed */
        gtk_widget_measure (g_ptr_array_index (children, i), orientation, -1, NULL, NULL, NULL,
                            NULL);
      return;
    }
  *minimum = *natural = minimum_height (children->len, for_size < 0 ? NATURAL_WIDTH : for_size);
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  int minimum_width, minimum_height_of_child;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, minimum_width),
                      &minimum_height_of_child, NULL, NULL, NULL);
  gtk_widget_size_allocate (
      child,
      &(GtkAllocation){ x, y, MAX (width, minimum_width), MAX (height, minimum_height_of_child) },
      -1);
}

static void
plume_tile_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  g_autoptr (GPtrArray) children = list_visible (widget);
  guint n_rows = count_other_rows (children->len, width);
  guint a_row = width < NARROW_WIDTH ? 1 : 2;
  int surplus = MAX (0, height - minimum_height (children->len, width));
  int share = n_rows > 0 ? (int)floor (surplus / (n_rows + FIRST_WEIGHT)) : 0;
  int first = FIRST_HEIGHT + surplus - (int)n_rows * share;
  int y = first + SPACING;

  if (children->len == 0)
    return;
  place (g_ptr_array_index (children, 0), 0, 0, width, first);
  for (guint i = 1; i < children->len; i += a_row)
    {
      guint n = MIN (a_row, children->len - i);
      int tile = (width - ((int)n - 1) * SPACING) / (int)n;

      for (guint j = 0; j < n; j++)
        place (g_ptr_array_index (children, i + j), (int)j * (tile + SPACING), y, tile,
               OTHER_HEIGHT + share);
      y += OTHER_HEIGHT + share + SPACING;
    }
}

static void
plume_tile_layout_class_init (PlumeTileLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  layout_class->get_request_mode = plume_tile_layout_get_request_mode;
  layout_class->measure = plume_tile_layout_measure;
  layout_class->allocate = plume_tile_layout_allocate;
}

static void
plume_tile_layout_init (PlumeTileLayout *layout)
{
}
