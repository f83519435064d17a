/* plume-layout-private.h: what the files of this room share and nobody else needs: scales, tick
 * labels, measured text. */
#pragma once

#include "figure/plume-layout.h"
#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Scales: data value → a number that is linear on paper, and back. */
double plume_scale_forward (const PlumeAxis *axis, double value);
double plume_scale_inverse (const PlumeAxis *axis, double scaled);
double plume_scale_symlog_threshold (const PlumeAxis *axis);

/* The unit of a time axis that gives numbers of 1–3 digits: its name and its length in seconds. */
typedef struct
{
  const char *name;
  double seconds;
} PlumeTimeUnit;

const PlumeTimeUnit *plume_time_unit (double from, double to);

/* One tick before it has a place. */
typedef struct
{
  double value;
  char *label;
  gboolean minor;
} PlumeScaleTick;

/**
 * PlumeTickSet:
 * @ticks: PlumeScaleTick
 * @exponent: the labels are to be multiplied by 10^exponent, which the axis' title says
 */
typedef struct
{
  GArray *ticks;
  int exponent;
} PlumeTickSet;

/* factor_in_title: whether a title is there to carry a common power of ten; else every label
 * carries it. */
PlumeTickSet *plume_tick_set_new (
    const PlumeAxis *axis, double from, double to, double target, gboolean factor_in_title);
void plume_tick_set_free (PlumeTickSet *set);
char *plume_number_markup (double value, int decimals);
char *plume_power_markup (int exponent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeTickSet, plume_tick_set_free)

/* Text: one Pango layout that measures or draws one label after the other. */
typedef struct
{
  PangoLayout *layout;
  PangoFontDescription *font;
} PlumeText;

typedef struct
{
  double width, height, baseline;
} PlumeTextSize;

PlumeText *plume_text_new (const PlumeStyle *style);
void plume_text_free (PlumeText *text);
void plume_text_begin (void);
void plume_text_end (void);
PlumeTextSize plume_text_measure (PlumeText *text, const char *markup, double size, gboolean bold);
/* Draws within the box: ellipsized where it is too long. */
void plume_text_draw (PlumeText *text, cairo_t *cr, const PlumeLabel *label, const PlumeRgba *halo);
char *plume_text_safe_markup (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeText, plume_text_free)

/**
 * PlumePlotWork:
 *
 * What the layout knows of one plot while it builds it.
 * @labels_x: @labels_y: whether its ticks have labels (only the lowest of a linked column, the
 * leftmost of a linked row)
 * @x_title: @y_title: (nullable): with unit and power of ten
 */
typedef struct
{
  PlumePlot *plot;
  const PlumeLimits *override;
  guint row, column;
  gboolean labels_x, labels_y;
  PlumeTickSet *x_ticks, *y_ticks, *bar_ticks;
  char *x_title, *y_title;
  double left, right, top, bottom; /* what its labels take outside the frame */
} PlumePlotWork;

/**
 * PlumeLayoutColumn:
 * @x: @width: what the column takes of the picture
 * @left: from there to its frames; @right: from the frames to its end
 * @least_left: @least_right: what labels of x that stick out ask for
 */
typedef struct
{
  double x, width, left, right, least_left, least_right;
} PlumeLayoutColumn;

/**
 * PlumeLayouter:
 * @level: 0 shows all; 1 drops titles of plots; 2 also those of axes; 3 tick labels; 4 axes
 * @widths: measured widths of tick labels
 */
typedef struct
{
  PlumeLayout *layout;
  PlumeText *text;
  GHashTable *widths;
  double em;
  double small; /* font size of ticks and annotations */
  double line;  /* height of a line of small text */
  int level;
  PlumePlotWork *works;
  guint n_works;
  PlumeLayoutColumn *columns;
  guint n_columns, n_rows;
} PlumeLayouter;

/* plume-layout-limits.c */
void plume_layouter_find_limits (PlumeLayouter *layouter);
void plume_layouter_find_depth_limits (const PlumeLayouter *layouter,
                                       const PlumePlotWork *work,
                                       double *from,
                                       double *to);
void plume_layouter_keep_aspect (PlumeLayouter *layouter, PlumePlotWork *work);

/* plume-layout-axes.c */
const PlumeLayoutColumn *
plume_layouter_column (const PlumeLayouter *layouter, const PlumePlotWork *work);
void plume_layouter_make_y_ticks (PlumeLayouter *layouter, PlumePlotWork *work);
void plume_layouter_make_x_ticks (PlumeLayouter *layouter, PlumePlotWork *work);
void plume_layouter_make_colour_bar (PlumeLayouter *layouter, PlumePlotWork *work);
void plume_plot_drop_colour_bar (PlumePlot *plot);
double plume_layouter_words_width (PlumeLayouter *layouter, const PlumeAxes *axes);
void plume_layouter_place_axes (PlumeLayouter *layouter, PlumePlotWork *work);
double plume_layouter_x_label_distance (const PlumeLayouter *layouter);
double plume_layouter_tick_width (PlumeLayouter *layouter, const char *label);
void plume_layouter_add_label (PlumeLayouter *layouter, PlumeLabel label);
char *plume_axis_title (const PlumeAxis *axis, double from, double to, int exponent);

/* plume-layout-space.c */
void plume_layouter_place_space (PlumeLayouter *layouter, PlumePlotWork *work);
void plume_space_free (PlumeSpace *space);

/* plume-layout-strip.c: the categories of points, in columns at the right of the frame */
double plume_layouter_strip_width (PlumeLayouter *layouter, PlumePlot *plot);
gboolean plume_layouter_place_strip (PlumeLayouter *layouter, PlumePlot *plot);
void plume_layouter_place_rest (PlumeLayouter *layouter, guint n_more, double x, double y);
char *plume_category_id (const PlumeMark *mark, int category);

/* plume-layout-legend.c */
#define PLUME_LEGEND_SHARE 0.45 /* of the frame's width, that names take at most */
double plume_layouter_widest_name (PlumeLayouter *layouter, const PlumeAxes *axes);
void plume_layouter_add_entry (PlumeLayouter *layouter,
                               PlumePlot *plot,
                               const PlumeLegendEntry *entry,
                               PlumeRect text,
                               const char *markup,
                               PlumeRgba colour,
                               gboolean halo);
gboolean plume_layouter_touches_label (const PlumeLayouter *layouter, const PlumeRect *box);
double plume_layouter_end_label_width (PlumeLayouter *layouter, PlumePlot *plot);
double plume_layouter_legend_width (PlumeLayouter *layouter, const PlumePlot *plot);
void plume_layouter_place_annotations (PlumeLayouter *layouter, PlumePlotWork *work);

/* The range of colours of a mark, and the fraction of it at which a value stands after tone
 * mapping. */
void plume_mark_colour_range (const PlumeMark *mark, PlumeColourMap map, double *from, double *to);
double plume_mark_tone_fraction (const PlumeMark *mark, double from, double to, double value);

G_END_DECLS
