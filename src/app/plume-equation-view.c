/* plume-equation-view.c: equations below each other, as wide as there is room.
 *
 * They are laid out for the width that the view got, one a portion; until all are there the view
 * shows those of the width before, or nothing. An equation that cannot be broken enough is drawn
 * smaller instead of being cut.
 */
#include "app/plume-equation-view.h"

#include "app/plume-portions.h"
#include "figure/plume-equation.h"
#include <math.h>

#define GAP      12
#define LEAST    160 /* width, pixels */
#define NATURAL  340
#define RELATIVE 1.08 /* size over that of the text around */
#define OVERHANG 6    /* of ink over an equation's lengths */
#define GUESS    2.5  /* height of an equation that is not laid out, over the size */

struct _PlumeEquationView
{
  GtkWidget parent_instance;

  GPtrArray *equations; /* PlumeEquation */
  GPtrArray *layouts;   /* PlumeEquationLayout, what is shown: all of them or none */
  GPtrArray *nodes;     /* GskRenderNode: the same, drawn */
  GdkRGBA colour;       /* in which they are drawn */
  GPtrArray *coming;    /* PlumeEquationLayout, of width and size, and */
  GPtrArray *coming_nodes;
  double width, size;
  guint portions; /* while they come */
};

G_DEFINE_FINAL_TYPE (PlumeEquationView, plume_equation_view, GTK_TYPE_WIDGET)

static GPtrArray *
new_layouts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)plume_equation_layout_free);
}

static GPtrArray *
new_nodes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)gsk_render_node_unref);
}

static double
font_size (PlumeEquationView *view)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (view));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double)pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (resolution > 0 ? resolution : 96) / 72;
  return RELATIVE * (size > 0 ? size : 14);
}

static GskRenderNode *
draw (const PlumeEquationLayout *layout, const GdkRGBA *rgba)
{
  PlumeRgba colour = { rgba->red, rgba->green, rgba->blue, rgba->alpha };
  float width = (float)layout->width, height = (float)(layout->ascent + layout->descent);
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (-OVERHANG, -OVERHANG, width + 2 * OVERHANG, height + 2 * OVERHANG));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  plume_equation_layout_draw (layout, cr, 0, layout->ascent, &colour);
  cairo_destroy (cr);
  return node;
}

/* In another colour, when the style of the window has changed. */
static void
draw_again (PlumeEquationView *view, const GdkRGBA *colour)
{
  view->colour = *colour;
  g_ptr_array_set_size (view->nodes, 0);
  for (guint i = 0; i < view->layouts->len; i++)
    g_ptr_array_add (view->nodes, draw (g_ptr_array_index (view->layouts, i), colour));
}

/* The last equation is there: all of them take the place of what was shown. */
static void
show_coming (PlumeEquationView *view)
{
  g_clear_pointer (&view->layouts, g_ptr_array_unref);
  g_clear_pointer (&view->nodes, g_ptr_array_unref);
  view->layouts = g_steal_pointer (&view->coming);
  view->nodes = g_steal_pointer (&view->coming_nodes);
  view->coming = new_layouts ();
  view->coming_nodes = new_nodes ();
  gtk_widget_queue_resize (GTK_WIDGET (view));
}

/* A PlumePortionFunc: the next equation. */
static gboolean
lay_out_portion (gpointer data)
{
  PlumeEquationView *view = data;
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeEquation *equation = g_ptr_array_index (view->equations, view->coming->len);
  PlumeEquationLayout *layout =
      plume_equation_layout_new (equation, &style, view->size, view->width);

  g_ptr_array_add (view->coming, layout);
  g_ptr_array_add (view->coming_nodes, draw (layout, &view->colour));
  if (view->coming->len < view->equations->len)
    return TRUE;
  view->portions = 0;
  show_coming (view);
  return FALSE;
}

/* A width of 0 is none yet. */
static void
lay_out (PlumeEquationView *view, double width, double size)
{
  g_clear_handle_id (&view->portions, plume_portions_remove);
  g_ptr_array_set_size (view->coming, 0);
  g_ptr_array_set_size (view->coming_nodes, 0);
  view->width = width;
  view->size = size;
  if (width > 0 && view->equations->len > 0)
    view->portions = plume_portions_add (lay_out_portion, view);
}

/* What makes an equation fit that is too wide even when it is broken. */
static double
shrinkage (const PlumeEquationLayout *layout, double width)
{
  return layout->width > width ? width / layout->width : 1;
}

static void
plume_equation_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (widget);
  double width = for_size > 0 ? for_size : NATURAL, height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST;
      *natural = NATURAL;
      return;
    }
  if (view->layouts->len == 0)
    height = GUESS * font_size (view) * view->equations->len;
  for (guint i = 0; i < view->layouts->len; i++)
    {
      const PlumeEquationLayout *layout = g_ptr_array_index (view->layouts, i);

      height += (layout->ascent + layout->descent) * shrinkage (layout, width) + (i > 0 ? GAP : 0);
    }
  *minimum = *natural = (int)ceil (height);
}

static GtkSizeRequestMode
plume_equation_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
plume_equation_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (widget);
  double size = font_size (view);

  if (view->width == width && view->size == size)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &view->colour);
  lay_out (view, width, size);
}

static void
plume_equation_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  GdkRGBA colour;
  float y = 0;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  if (!gdk_rgba_equal (&colour, &view->colour))
    draw_again (view, &colour);
  for (guint i = 0; i < view->layouts->len; i++)
    {
      const PlumeEquationLayout *layout = g_ptr_array_index (view->layouts, i);
      float scale = (float)shrinkage (layout, width);

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, y));
      gtk_snapshot_scale (snapshot, scale, scale);
      gtk_snapshot_append_node (snapshot, g_ptr_array_index (view->nodes, i));
      gtk_snapshot_restore (snapshot);
      y += (float)(layout->ascent + layout->descent) * scale + GAP;
    }
}

static void
plume_equation_view_dispose (GObject *object)
{
  g_clear_handle_id (&PLUME_EQUATION_VIEW (object)->portions, plume_portions_remove);
  G_OBJECT_CLASS (plume_equation_view_parent_class)->dispose (object);
}

static void
plume_equation_view_finalize (GObject *object)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (object);

  g_ptr_array_unref (view->coming);
  g_ptr_array_unref (view->nodes);
  g_ptr_array_unref (view->coming_nodes);
  g_ptr_array_unref (view->equations);
  g_ptr_array_unref (view->layouts);
  G_OBJECT_CLASS (plume_equation_view_parent_class)->finalize (object);
}

static void
plume_equation_view_class_init (PlumeEquationViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_equation_view_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_equation_view_finalize;
  widget_class->measure = plume_equation_view_measure;
  widget_class->get_request_mode = plume_equation_view_get_request_mode;
  widget_class->size_allocate = plume_equation_view_size_allocate;
  widget_class->snapshot = plume_equation_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "equations");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
plume_equation_view_init (PlumeEquationView *view)
{
  view->equations = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_equation_unref);
  view->layouts = new_layouts ();
  view->coming = new_layouts ();
  view->nodes = new_nodes ();
  view->coming_nodes = new_nodes ();
}

/**
 * plume_equation_view_set_lines:
 * @view: a view
 * @lines: (nullable): one equation a line; what cannot be read is told in the log and not shown
 */
void
plume_equation_view_set_lines (PlumeEquationView *view, const char *lines)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *equations = plume_equations_new (lines, &error);
  g_autofree char *text = NULL;

  if (equations == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  g_ptr_array_unref (view->equations);
  view->equations = equations;
  g_ptr_array_set_size (view->layouts, 0);
  g_ptr_array_set_size (view->nodes, 0);
  lay_out (view, 0, 0);
  text = plume_equations_to_text (lines, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (view), equations->len > 0);
  gtk_widget_queue_resize (GTK_WIDGET (view));
}
