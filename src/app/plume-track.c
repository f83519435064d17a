/* plume-track.c: the first line of a view, drawn along a slider, with the view's vertical rules. */
#include "app/plume-track.h"

#include "app/plume-slider-range.h"
#include <math.h>

#define KNOB   8.0  /* how far the way of the knob begins from the ends of the trough */
#define HEIGHT 34.0 /* of the slider with a curve in it */

struct _PlumeTrack
{
  GtkWidget parent_instance;

  PlumeStudy *study;
  const PlumeParameter *parameter;
  PlumeFigure *figure; /* as last published */
};

G_DEFINE_FINAL_TYPE (PlumeTrack, plume_track, GTK_TYPE_WIDGET)

static void
on_published (PlumeStudy *study, PlumeTrack *track)
{
  const PlumePublication *publication = plume_study_get_publication (study);
  int view =
      plume_experiment_find_view (plume_study_get_experiment (study), track->parameter->track);
  PlumeFigure *figure = view >= 0 && publication != NULL ? publication->figures[view] : NULL;

  if (figure == NULL || figure == track->figure)
    return;
  plume_figure_unref (track->figure);
  track->figure = plume_figure_ref (figure);
  gtk_widget_queue_draw (GTK_WIDGET (track));
}

static void
forget (PlumeTrack *track)
{
  if (track->study != NULL)
    g_signal_handlers_disconnect_by_data (track->study, track);
  g_clear_object (&track->study);
  g_clear_pointer (&track->figure, plume_figure_unref);
  track->parameter = NULL;
}

/**
 * plume_track_show:
 * @study: (nullable): whose view
 * @parameter: (nullable): what the slider moves
 */
void
plume_track_show (PlumeTrack *track, PlumeStudy *study, const PlumeParameter *parameter)
{
  gboolean shows = study != NULL && parameter != NULL && parameter->track != NULL;

  forget (track);
  gtk_widget_set_size_request (GTK_WIDGET (track), -1, shows ? (int)HEIGHT : -1);
  gtk_widget_queue_draw (GTK_WIDGET (track));
  if (!shows)
    return;
  track->study = g_object_ref (study);
  track->parameter = parameter;
  g_signal_connect (study, "published", G_CALLBACK (on_published), track);
  on_published (study, track);
}

static const PlumeMark *
find_line (const PlumeAxes *axes)
{
  for (guint i = 0; i < axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (axes->marks, i);

      if (mark->kind == PLUME_MARK_LINE && mark->x->length > 1)
        return mark;
    }
  return NULL;
}

typedef struct
{
  PlumeSliderRange range;
  double from, to; /* positions at the ends */
  double width, height;
} Way;

/* Where on the widget a value of the parameter lies; NaN outside of the slider. */
static double
place (const Way *way, double value)
{
  double position;

  if (way->range.logarithmic && value <= 0)
    return NAN;
  position = plume_slider_range_to_position (&way->range, value);
  if (position < way->from || position > way->to)
    return NAN;
  return KNOB + (way->width - 2 * KNOB) * (position - way->from) / (way->to - way->from);
}

static void
draw_line (cairo_t *cr, const Way *way, const PlumeMark *line, const GdkRGBA *colour)
{
  double low = line->y_range.low, span = line->y_range.high - low;
  double base = way->height / 2, first = NAN, last = NAN;

  for (gsize i = 0; i < line->x->length; i++)
    {
      double x = place (way, line->x->values[i]), y = line->y->values[i];

      if (isnan (x) || !isfinite (y) || !(span > 0))
        continue;
      y = base - 1 - (base - 3) * (y - low) / span;
      if (isnan (first))
        cairo_move_to (cr, first = x, y);
      else
        cairo_line_to (cr, x, y);
      last = x;
    }
  if (isnan (first))
    return;
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, 0.75);
  cairo_set_line_width (cr, 1.25);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, last, base);
  cairo_line_to (cr, first, base);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, 0.15);
  cairo_fill (cr);
}

static void
draw_rules (cairo_t *cr, const Way *way, const PlumeMark *rules, const GdkRGBA *colour)
{
  for (gsize i = 0; rules->x != NULL && i < rules->x->length; i++)
    {
      double x = place (way, rules->x->values[i]);

      if (isnan (x))
        continue;
      cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, 0.6);
      cairo_rectangle (cr, round (x) - 0.5, way->height / 2 + 5, 1, way->height / 2 - 7);
      cairo_fill (cr);
    }
}

static void
plume_track_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlumeTrack *track = PLUME_TRACK (widget);
  Way way = { .width = gtk_widget_get_width (widget), .height = gtk_widget_get_height (widget) };
  const PlumeAxes *axes;
  const PlumeMark *line;
  cairo_t *cr;
  GdkRGBA colour;

  if (track->figure == NULL || track->figure->axes->len == 0 || way.width < 4 * KNOB)
    return;
  axes = g_ptr_array_index (track->figure->axes, 0);
  line = find_line (axes);
  if (line == NULL)
    return;
  way.range = plume_slider_range_of_parameter (track->parameter);
  way.from = plume_slider_range_to_position (&way.range, way.range.from);
  way.to = plume_slider_range_to_position (&way.range, way.range.to);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float)way.width, (float)way.height));
  draw_line (cr, &way, line, &colour);
  for (guint i = 0; i < axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (axes->marks, i);

      if (mark->kind == PLUME_MARK_RULES)
        draw_rules (cr, &way, mark, &colour);
    }
  cairo_destroy (cr);
}

static void
plume_track_dispose (GObject *object)
{
  forget (PLUME_TRACK (object));
  G_OBJECT_CLASS (plume_track_parent_class)->dispose (object);
}

static void
plume_track_class_init (PlumeTrackClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_track_dispose;
  widget_class->snapshot = plume_track_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
plume_track_init (PlumeTrack *track)
{
  gtk_widget_set_can_target (GTK_WIDGET (track), FALSE);
}
