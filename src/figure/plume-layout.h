/* plume-layout.h: where everything of a figure stands at a given size and style.
 *
 * The layout measures all text with Pango and never overlaps; painters only follow it. It knows no
 * painter. Lengths are in "units": pixels on screen (before device scale), 1/72 inch (points) in
 * files.
 */
#pragma once

#include "figure/plume-figure.h"
#include "figure/plume-selection.h"
#include <pango/pango.h>

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue, alpha;
} PlumeRgba;
typedef struct
{
  double x, y, width, height;
} PlumeRect;

/**
 * PlumeStyle:
 * @high_contrast: for eyes that need it: all colours as strong as those of words, lines no thinner
 * than a pixel
 * @font: family list for Pango
 * @font_size: axis-title size in units
 * @stroke: data stroke in units (1.5 on screen, 1 in files); @hairline the frame's
 * @marker: point diameter in units
 * @without_title: the title of the figure stands elsewhere, as in the window
 * @without_handles: handles are for the pointer; files leave them out
 * @pixels_per_unit: device scale on screen; resolution in files of PNG and of marks that become
 * images in SVG and PDF
 */
typedef struct
{
  gboolean dark;
  gboolean high_contrast;
  gboolean transparent;
  char font[128];
  double font_size;
  double stroke;
  double hairline;
  double marker;
  double tick_length;
  PlumeColourMap colour_map;
  double pixels_per_unit;
  gboolean without_title;
  gboolean without_handles;
} PlumeStyle;

PlumeStyle plume_style_screen (gboolean dark, double scale_factor);
PlumeStyle plume_style_presentation (gboolean dark, double scale_factor, double height);
PlumeStyle plume_style_file (gboolean dark, double dpi);
PlumeRgba plume_style_colour (const PlumeStyle *style, PlumeColour colour);
/* The same hue as words can have it. */
PlumeRgba plume_style_colour_of_words (const PlumeStyle *style, PlumeColour colour);
double plume_colour_contrast (const PlumeRgba *colour, const PlumeRgba *ground);
void plume_style_raise_contrast (PlumeStyle *style);
PlumeRgba plume_style_background (const PlumeStyle *style);
PlumeRgba plume_style_text (const PlumeStyle *style);
/* Of points of a category: one of 26 colours, and a shape that helps to tell them apart. */
PlumeRgba plume_style_category (const PlumeStyle *style, int category);
PlumeMarker plume_category_marker (int category, PlumeMarker marker);
PlumeColourMap
plume_style_colour_map (const PlumeStyle *style, PlumeColourMap map); /* resolves DEFAULT */
PlumeRgba plume_colour_map_at (PlumeColourMap map, double fraction); /* fraction clamped to 0…1 */

/**
 * PlumeLegendPlace: where a legend stands, within its frame or beside it.
 * @PLUME_LEGEND_FREE: names at their lines where that serves, else a legend where it is emptiest
 */
typedef enum
{
  PLUME_LEGEND_FREE,
  PLUME_LEGEND_TOP_RIGHT,
  PLUME_LEGEND_TOP_LEFT,
  PLUME_LEGEND_BOTTOM_RIGHT,
  PLUME_LEGEND_BOTTOM_LEFT,
  PLUME_LEGEND_TOP,
  PLUME_LEGEND_BOTTOM,
  PLUME_LEGEND_RIGHT,
  PLUME_LEGEND_LEFT,
  PLUME_LEGEND_BESIDE,
  PLUME_N_LEGEND_PLACES,
} PlumeLegendPlace;

/**
 * PlumeLimits:
 *
 * Limits of one axes that override the figure's: what pan, zoom and locked axes leave behind; of
 * axes in space also the camera. NaN: not overridden.
 * @legend: where all names stand, whatever the data do
 */
typedef struct
{
  double x_from, x_to, y_from, y_to, z_from, z_to;
  PlumeCamera camera;
  PlumeLegendPlace legend;
} PlumeLimits;

#define PLUME_LIMITS_NONE                                                                          \
  ((PlumeLimits){ NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN, NAN }, PLUME_LEGEND_FREE })

typedef struct
{
  double position; /* units along the axis, absolute */
  double value;
  char *label; /* markup; NULL for a minor tick, and for the ticks of an upper axes of a linked
                  stack */
  gboolean minor;
} PlumeTick;

typedef struct
{
  PlumeRect box; /* of the laid-out text, absolute */
  char *markup;
  double size;     /* font size, units */
  double rotation; /* radians, about the box' centre; the box is that of the turned text */
  gboolean bold;
  PlumeRgba colour;
  gboolean halo; /* drawn over data: give it a faint outline of the background colour */
} PlumeLabel;

/**
 * PlumeLegendEntry:
 * @category: of the mark's points, or −1 for the whole mark
 * @key: the sample of ink; of no width where the label stands directly at its line
 * @box: key and label together, where a click toggles the mark or the category
 */
typedef struct
{
  const PlumeMark *mark;
  int category;
  PlumeRect key;
  PlumeRect box;
} PlumeLegendEntry;

typedef struct
{
  const PlumeMark *mark;
  PlumeRect box;
  double from, to;
  gboolean below, above; /* values beyond the range: triangles */
  GArray *ticks;         /* PlumeTick, position is y */
} PlumeColourBar;

typedef struct
{
  double x0, y0, x1, y1;
} PlumeLayoutSegment;

/**
 * PlumeSpace: how the box of axes in space stands in the frame.
 * @camera: from where it is seen
 * @z_from: @z_to: limits of the upright axis
 * @x_from: @x_to: @y_from: @y_to: of the others are those of the plot
 * @origin: @slope: (x, y, depth) = origin + slope · (X, Y, Z), from data after the scales of their
 * axes to units; depth is 0 at the back of the box and 1 at its front
 * @back: PlumeLayoutSegment: edges behind the data
 * @front: PlumeLayoutSegment: edges that carry ticks, and the ticks
 */
typedef struct
{
  PlumeCamera camera;
  double z_from, z_to;
  double origin[3], slope[3][3];
  GArray *back, *front;
} PlumeSpace;

/**
 * PlumePlot:
 *
 * One axes of the figure, placed. Data coordinates map to units by plume_plot_x() and
 * plume_plot_y(); they work for non-positive values on logarithmic axes by giving NaN.
 */
typedef struct
{
  const PlumeAxes *axes;
  PlumeRect frame;
  double x_from, x_to, y_from, y_to;
  GArray *x_ticks, *y_ticks;  /* PlumeTick; empty where hidden */
  GArray *legend;             /* PlumeLegendEntry */
  PlumeLegendPlace place;     /* of the legend; free where there is none, but names at lines */
  double strip_room;          /* what frame and names of categories beside it share */
  PlumeColourBar *colour_bar; /* nullable */
  PlumeSpace *space;          /* nullable: of axes in space */
} PlumePlot;

typedef struct
{
  PlumeFigure *figure;
  PlumeStyle style;
  double width, height;
  GPtrArray *plots; /* PlumePlot */
  GArray *labels; /* PlumeLabel: everything written: titles, ticks, legend, line ends, text marks */
  GStrv hidden_marks;        /* ids of marks, and "mark/category" */
  PlumeSelection *selection; /* nullable: what is chosen; all else of its kind is faint */
} PlumeLayout;

PlumeLayout *plume_layout_new (PlumeFigure *figure,
                               const PlumeStyle *style,
                               double width,
                               double height,
                               const PlumeLimits *limits,
                               guint n_limits,
                               const char *const *hidden_marks);
/* For the one who made the layout and has not given it away yet. */
void plume_layout_set_selection (PlumeLayout *layout, PlumeSelection *selection);
PlumeLayout *plume_layout_ref (PlumeLayout *layout);
void plume_layout_unref (PlumeLayout *layout);
gboolean plume_layout_shows (const PlumeLayout *layout, const PlumeMark *mark);

/* FALSE where a person has switched a category of a mark off. */
gboolean
plume_layout_shows_category (const PlumeLayout *layout, const PlumeMark *mark, int category);

double plume_plot_x (const PlumePlot *plot, double x);
double plume_plot_y (const PlumePlot *plot, double y);
double plume_plot_x_inverse (const PlumePlot *plot, double position);
double plume_plot_y_inverse (const PlumePlot *plot, double position);

/* Where (x, y, z) of axes in space is seen, units; depth (nullable): 0 at the back of the box, 1 at
 * its front. */
void plume_space_place (
    const PlumePlot *plot, double x, double y, double z, double place[2], double *depth);
/* Where a datum of a mark with columns is seen, in a plane or in space; units. */
void
plume_plot_place (const PlumePlot *plot, const PlumeMark *mark, gsize index, double *x, double *y);

/**
 * PlumeHit:
 * @plot: index of the axes
 * @mark: the mark, or NULL where none is near
 * @index: the datum
 * @x, @y: its data coordinates; @value that of an image or coloured point, else NaN
 * @z: of marks in space, else NaN
 */
typedef struct
{
  int plot;
  const PlumeMark *mark;
  gsize index;
  double x, y, value, z;
} PlumeHit;

/* The plot under a point, or −1. */
int plume_layout_plot_at (const PlumeLayout *layout, double x, double y);
/* The datum nearest to a point, within radius units; also reads images. */
gboolean
plume_layout_nearest (const PlumeLayout *layout, double x, double y, double radius, PlumeHit *hit);
/* The handle under a point, within radius units. */
gboolean plume_layout_handle_at (
    const PlumeLayout *layout, double x, double y, double radius, PlumeHit *hit);
/* The legend entry or line-end label under a point (to toggle its mark), or NULL. */
const PlumeMark *plume_layout_legend_at (const PlumeLayout *layout, double x, double y);
/* What a click on the legend toggles: the id of a mark or "mark/category", or NULL. Caller frees.
 */
char *plume_layout_legend_toggle_at (const PlumeLayout *layout, double x, double y);
/* Where a hit is seen, units. */
void plume_layout_hit_place (const PlumeLayout *layout, const PlumeHit *hit, double *x, double *y);
/* The colour of what was hit. */
PlumeRgba plume_layout_hit_colour (const PlumeLayout *layout, const PlumeHit *hit);
/* The crosshair's text: markup such as "<i>t</i> = 12.4 s, benzene 0.31". Caller frees. */
char *plume_layout_describe_hit (const PlumeLayout *layout, const PlumeHit *hit);

/* How many items the marks of a figure know; 0 where nothing can be selected. */
gsize plume_figure_count_items (const PlumeFigure *figure);
/* The items of one plot inside a closed outline of n points, units, x and y in turn. */
PlumeSelection *
plume_layout_select (const PlumeLayout *layout, int plot, const double *outline, gsize n_points);

/* A number for reading: digits significant digits, true minus, × 10ⁿ where very large or small. */
char *plume_number_text (double value, int digits);

/* Ticks by the extended Wilkinson algorithm (Talbot, Lin & Hanrahan 2010): fills values, at most
 * max_ticks; returns how many. */
guint plume_ticks_extended (
    double from, double to, double target, guint max_ticks, double *values, double *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLayout, plume_layout_unref)

G_END_DECLS
