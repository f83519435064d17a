/* plume-figure.h: the description of a picture: axes that hold marks. No pixels, no GTK, no GL, no
 * colours of a style.
 *
 * A view of an experiment builds a figure on the compute thread; afterwards it is immutable and
 * shared by painters, exporters and the canvas. The structures are open to be read by painters;
 * they are written only through the functions here, while building. Numbers are the person's:
 * "numbers out" writes the columns of every mark as they are, so nothing is decimated here.
 */
#pragma once

#include "core/plume-array.h"
#include "figure/plume-cloud.h"

G_BEGIN_DECLS

/* Colours are meanings, resolved by a style (light or dark) at painting: the Okabe–Ito palette in a
 * fixed order. */
typedef enum
{
  PLUME_COLOUR_BLUE,
  PLUME_COLOUR_VERMILION,
  PLUME_COLOUR_GREEN,
  PLUME_COLOUR_PURPLE,
  PLUME_COLOUR_ORANGE,
  PLUME_COLOUR_SKY,
  PLUME_COLOUR_GREY,
  PLUME_COLOUR_TEXT,
  PLUME_COLOUR_FAINT, /* grid lines and frames: the text colour at 8 % */
  PLUME_N_COLOURS,
} PlumeColour;

/* The colour of the n-th component of a mixture; it keeps it in every view. */
PlumeColour plume_colour_of_component (guint index);

typedef enum
{
  PLUME_COLOUR_MAP_DEFAULT, /* what the style says; viridis unless chosen otherwise */
  PLUME_COLOUR_MAP_VIRIDIS,
  PLUME_COLOUR_MAP_CIVIDIS,
  PLUME_COLOUR_MAP_MAGMA,
  PLUME_COLOUR_MAP_DIVERGING, /* blue–white–red, symmetric about 0 */
  PLUME_COLOUR_MAP_CYCLIC,
  PLUME_COLOUR_MAP_MIST, /* transparent to a translucent blue: quiet behind other marks */
  PLUME_COLOUR_MAP_GREY, /* of pictures: black to white, in both styles */
} PlumeColourMap;

typedef enum
{
  PLUME_SCALE_LINEAR,
  PLUME_SCALE_LOG,
  PLUME_SCALE_SYMLOG,
  PLUME_SCALE_CATEGORY, /* positions 0, 1, 2 … have the names of the axis' categories */
  PLUME_SCALE_TIME,     /* data in seconds; ticks in the unit that gives numbers of 1–3 digits */
} PlumeScaleKind;

typedef enum
{
  PLUME_DASH_SOLID,
  PLUME_DASH_DASHED,
  PLUME_DASH_DOTTED,
} PlumeDash;

typedef enum
{
  PLUME_MARKER_DISC,
  PLUME_MARKER_RING,
  PLUME_MARKER_SQUARE,
  PLUME_MARKER_TRIANGLE,
  PLUME_MARKER_CROSS,
  PLUME_MARKER_TICK, /* a short vertical stroke */
} PlumeMarker;

typedef enum
{
  PLUME_MARK_LINE,     /* x, y; z in space */
  PLUME_MARK_POINTS,   /* x, y; z in space; optional value → colour map, or categories */
  PLUME_MARK_BAND,     /* x, y (low), y1 (high) */
  PLUME_MARK_BARS,     /* x (left), x1 (right), y (height); from the base 0 */
  PLUME_MARK_SEGMENTS, /* x, y → x1, y1 */
  PLUME_MARK_RULES,    /* x only: vertical rules over the whole height; y only: horizontal ones */
  PLUME_MARK_TEXT,     /* x, y, texts; anchor */
  PLUME_MARK_IMAGE, /* value: n_rows × n_columns, row 0 at y_from; extent x_from…x_to × y_from…y_to
                     */
  PLUME_MARK_DENSITY, /* x, y: many points, counted per pixel by the painter, tone-mapped; with
                       * values their mean per pixel, with categories the mixture of their colours
                       */
  PLUME_MARK_CLOUD,   /* cloud, time: many points on known orbits, counted and toned as a density,
                       * or in cells of its own; see plume_mark_set_cells() */
  PLUME_MARK_HANDLE,  /* one draggable point: x, y; see PlumeView.drag */
} PlumeMarkKind;

typedef enum
{
  PLUME_TONE_LINEAR,
  PLUME_TONE_LOG1P,
  PLUME_TONE_QUANTILE,
} PlumeTone;

typedef enum
{
  PLUME_DRAG_BOTH,
  PLUME_DRAG_HORIZONTAL,
  PLUME_DRAG_VERTICAL,
} PlumeDrag;

/**
 * PlumeInk:
 * @colour: what colour means
 * @width: stroke width in units of the style's data stroke (1 is the usual line), 0 for 1
 * @opacity: 0…1, 0 for the mark's usual one
 * @size: marker diameter in units of the style's point size, 0 for 1
 * @faded: whether the colour is half grey, as of something that was
 */
typedef struct
{
  PlumeColour colour;
  PlumeDash dash;
  PlumeMarker marker;
  double width;
  double opacity;
  double size;
  gboolean faded;
} PlumeInk;

/**
 * PlumeRange:
 * @low: @high: least and greatest finite value; NaN where there is none
 * @least_positive: least finite value above 0, for logarithmic axes; NaN where there is none
 */
typedef struct
{
  double low, high, least_positive;
} PlumeRange;

/**
 * PlumeMark:
 * @id: kebab-case, unique within the view ("sum", "measured"); it names the mark in "numbers out"
 * @label: (nullable): translated name for the legend or at the line's end; %NULL for none
 * @x: @y: @x1: @y1: @value: (nullable): columns, by kind
 * @z: (nullable): the third coordinate of marks in space
 * @codes: (nullable): category of each point, a whole number from 0; others are points of none
 * @categories: (nullable): their translated names
 * @items: (nullable): which item each point is; %NULL where point i is item i
 * @n_items: one more than the greatest item; 0 for marks that cannot be selected from
 * @texts: (nullable): for text marks
 * @cloud: @time: (nullable): of a cloud, which has no columns of its own
 * @x_range: @y_range: @z_range: @value_range: of the columns, found once when they are given, so
 * that no layout scans them again
 * @x_sorted: whether x never falls and holds no NaN; then painters and hits find the visible part
 * by bisection
 *
 * All columns of a mark have the same length, except those of images.
 */
typedef struct
{
  PlumeMarkKind kind;
  char *id;
  char *label;
  PlumeInk ink;
  PlumeArray *x, *y, *z, *x1, *y1, *value;
  PlumeArray *codes;
  GStrv categories;
  guint n_categories;
  PlumeArray *items;
  gsize n_items;
  GStrv texts;
  double anchor_x, anchor_y; /* text: −1 right of / above, 0 centred, 1 left of / below the point */
  gsize n_rows, n_columns;   /* image, cells of a cloud */
  double x_from, x_to, y_from, y_to;
  PlumeColourMap colour_map; /* image, density, points with values */
  PlumeTone tone;
  double value_from, value_to; /* range of the colour map; equal: that of the data */
  char *value_title;           /* title with unit of the colour bar; NULL for no bar */
  PlumeDrag drag;              /* handle */
  PlumeCloud *cloud;
  double time;
  PlumeRange x_range, y_range, z_range, value_range;
  gboolean x_sorted;
} PlumeMark;

/**
 * PlumeAxis:
 * @title: translated; symbols in Pango markup ("Time <i>t</i>"); NULL for none
 * @unit: set upright in brackets after the title
 * @from, @to: limits that the view wishes; equal: those of the data with a margin
 * @includes_zero: whether limits taken from the data include 0
 * @categories: (nullable): names for a category scale
 */
typedef struct
{
  char *title;
  char *unit;
  PlumeScaleKind scale;
  double from, to;
  double symlog_threshold;
  gboolean includes_zero;
  gboolean hidden; /* no ticks and no title */
  gboolean reversed;
  GStrv categories;
} PlumeAxis;

/**
 * PlumeCamera: from where axes in space are looked at.
 * @azimuth: degrees about the upright axis, 0 looks along y (x to the right), rising with a turn to
 * the left of the data
 * @elevation: degrees above the plane of x and y, −90…90
 * @zoom: 1 shows the whole box
 */
typedef struct
{
  double azimuth, elevation, zoom;
} PlumeCamera;

/**
 * PlumeAxes:
 *
 * One plot of a figure. Axes of one figure stand below each other, or in the columns of
 * plume_figure_set_columns(); @weight is the share of the height. Those with the same @link_x move
 * together horizontally, and only the lowest of them in a column labels its x axis; those with the
 * same @link_y move together vertically, and only the leftmost of them in a row labels its y axis.
 * Axes in space have a third one, upright, and are looked at from @camera; there @equal_aspect
 * holds for all three, and those with the same @link_x turn together.
 */
typedef struct
{
  char *id;
  char *title; /* nullable */
  PlumeAxis x, y, z;
  gboolean in_space;
  PlumeCamera camera;
  double weight;
  int link_x, link_y; /* 0: none */
  gboolean equal_aspect;
  gboolean no_legend;
  GPtrArray *marks; /* PlumeMark, painted in this order */
} PlumeAxes;

typedef struct
{
  char *id;    /* of the view */
  char *title; /* nullable */
  char *note;  /* nullable: one sentence instead of a picture where there is nothing to draw */
  GPtrArray *axes;
  guint n_columns; /* that axes fill row by row; see plume_figure_set_columns() */
} PlumeFigure;

PlumeFigure *plume_figure_new (const char *id, const char *title);
PlumeFigure *plume_figure_ref (PlumeFigure *figure);
void plume_figure_unref (PlumeFigure *figure);
void plume_figure_set_note (PlumeFigure *figure, const char *note);
void plume_figure_set_columns (PlumeFigure *figure, guint n_columns);

PlumeAxes *
plume_figure_add_axes (PlumeFigure *figure, const char *id, const char *title, double weight);
void plume_axis_set (PlumeAxis *axis, PlumeScaleKind scale, const char *title, const char *unit);
void plume_axis_set_limits (PlumeAxis *axis, double from, double to);
gboolean plume_axis_is_linear (const PlumeAxis *axis);
void plume_axis_set_categories (PlumeAxis *axis, const char *const *categories);

/* Makes axes in space: give them points and lines with z, axis titles and limits; no other marks.
 */
void plume_axes_set_space (PlumeAxes *axes, double azimuth, double elevation);

/* Marks. Arrays are (transfer none): the mark takes a reference of its own. label may be NULL. */
PlumeMark *plume_axes_add_line (
    PlumeAxes *axes, const char *id, const char *label, PlumeArray *x, PlumeArray *y, PlumeInk ink);
PlumeMark *plume_axes_add_points (
    PlumeAxes *axes, const char *id, const char *label, PlumeArray *x, PlumeArray *y, PlumeInk ink);
PlumeMark *plume_axes_add_line_in_space (PlumeAxes *axes,
                                         const char *id,
                                         const char *label,
                                         PlumeArray *x,
                                         PlumeArray *y,
                                         PlumeArray *z,
                                         PlumeInk ink);
PlumeMark *plume_axes_add_points_in_space (PlumeAxes *axes,
                                           const char *id,
                                           const char *label,
                                           PlumeArray *x,
                                           PlumeArray *y,
                                           PlumeArray *z,
                                           PlumeInk ink);
PlumeMark *plume_axes_add_band (PlumeAxes *axes,
                                const char *id,
                                const char *label,
                                PlumeArray *x,
                                PlumeArray *low,
                                PlumeArray *high,
                                PlumeInk ink);
PlumeMark *plume_axes_add_bars (PlumeAxes *axes,
                                const char *id,
                                const char *label,
                                PlumeArray *left,
                                PlumeArray *right,
                                PlumeArray *height,
                                PlumeInk ink);
PlumeMark *plume_axes_add_segments (PlumeAxes *axes,
                                    const char *id,
                                    const char *label,
                                    PlumeArray *x,
                                    PlumeArray *y,
                                    PlumeArray *x1,
                                    PlumeArray *y1,
                                    PlumeInk ink);
PlumeMark *plume_axes_add_vertical_rule (
    PlumeAxes *axes, const char *id, const char *label, double x, PlumeInk ink);
PlumeMark *plume_axes_add_horizontal_rule (
    PlumeAxes *axes, const char *id, const char *label, double y, PlumeInk ink);
PlumeMark *plume_axes_add_text (PlumeAxes *axes,
                                const char *id,
                                double x,
                                double y,
                                const char *text,
                                double anchor_x,
                                double anchor_y,
                                PlumeInk ink);
PlumeMark *plume_axes_add_texts (PlumeAxes *axes,
                                 const char *id,
                                 PlumeArray *x,
                                 PlumeArray *y,
                                 GStrv texts,
                                 double anchor_x,
                                 double anchor_y,
                                 PlumeInk ink);
PlumeMark *plume_axes_add_image (PlumeAxes *axes,
                                 const char *id,
                                 gsize n_rows,
                                 gsize n_columns,
                                 PlumeArray *values,
                                 double x_from,
                                 double x_to,
                                 double y_from,
                                 double y_to);
PlumeMark *plume_axes_add_density (
    PlumeAxes *axes, const char *id, const char *label, PlumeArray *x, PlumeArray *y, PlumeInk ink);
PlumeMark *plume_axes_add_cloud (PlumeAxes *axes,
                                 const char *id,
                                 const char *label,
                                 PlumeCloud *cloud,
                                 double time,
                                 PlumeInk ink);
PlumeMark *plume_axes_add_handle (PlumeAxes *axes,
                                  const char *id,
                                  const char *label,
                                  double x,
                                  double y,
                                  PlumeDrag drag,
                                  PlumeInk ink);
void plume_mark_set_values (PlumeMark *mark,
                            PlumeArray *values,
                            PlumeColourMap map,
                            const char *value_title);
void plume_mark_set_value_range (PlumeMark *mark, double from, double to);
void plume_mark_set_categories (PlumeMark *mark, PlumeArray *codes, const char *const *names);
void plume_mark_set_items (PlumeMark *mark, PlumeArray *items);
void plume_mark_set_cells (PlumeMark *mark,
                           gsize n_rows,
                           gsize n_columns,
                           double x_from,
                           double x_to,
                           double y_from,
                           double y_to);
gboolean plume_mark_has_cells (const PlumeMark *mark);

#define PLUME_MAX_COLUMNS 6

/* The names and columns of a mark that "numbers out" writes. Returns their number. The columns are
 * (transfer full): those of a cloud are made for the one who asks. */
guint plume_mark_get_columns (const PlumeMark *mark,
                              const char *names[PLUME_MAX_COLUMNS],
                              PlumeArray *columns[PLUME_MAX_COLUMNS]);
/* Memory that the mark itself holds; a cloud belongs to the one who made it. */
gsize plume_mark_get_bytes (const PlumeMark *mark);
/* The category of a point, or −1 where it is of none. */
static inline int
plume_mark_get_category (const PlumeMark *mark, gsize index)
{
  double code = mark->codes != NULL ? mark->codes->values[index] : -1;
  int category = code >= 0 && code < mark->n_categories ? (int)code : -1;

  return category == code ? category : -1;
}

/* The item that a point is, or G_MAXSIZE where it is none. */
static inline gsize
plume_mark_get_item (const PlumeMark *mark, gsize index)
{
  double number;

  if (mark->items == NULL)
    return index < mark->n_items ? index : G_MAXSIZE;
  number = mark->items->values[index];
  if (!(number >= 0 && number < (double)mark->n_items) || (double)(gsize)number != number)
    return G_MAXSIZE;
  return (gsize)number;
}

/* The number of points of a mark that has points, 0 for an image. */
gsize plume_mark_get_length (const PlumeMark *mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeFigure, plume_figure_unref)

G_END_DECLS
