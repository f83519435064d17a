/* plume-experiment.h: what an experiment is: a const struct of tables.
 *
 * An experiment is one file in experiments/. Everything a person sees of it (inspector, command
 * line, recipe, undo, reference page) follows from these tables; nothing outside its file knows
 * that it exists. A parameter is declared once.
 *
 * Names in reads lists are ids of parameters, inputs and stages of the same experiment. Conditions
 * (visible_when) read "parameter=value" or "parameter=a|b", values being choice ids or on/off;
 * several are joined by ";" and must all hold.
 */
#pragma once

#include "core/plume-result.h"
#include "core/plume-task.h"
#include "data/plume-dataset.h"
#include "data/plume-labels.h"
#include "figure/plume-figure.h"

G_BEGIN_DECLS

#define PLUME_MAX_READS 32

typedef struct _PlumeExperiment PlumeExperiment;
typedef struct _PlumeReads PlumeReads;
typedef struct _PlumeMeasurement PlumeMeasurement;
typedef struct _PlumeChanges PlumeChanges;

typedef enum
{
  PLUME_CHAPTER_TRANSPORT,
  PLUME_CHAPTER_GEOMETRY,
  PLUME_CHAPTER_DENOISING,
  PLUME_CHAPTER_RESTORATION,
  PLUME_CHAPTER_STRUCTURES,
  PLUME_N_CHAPTERS,
} PlumeChapter;

typedef enum
{
  PLUME_KIND_NUMBER,
  PLUME_KIND_INTEGER,
  PLUME_KIND_CHOICE, /* the value is the index into choices */
  PLUME_KIND_SWITCH,
  PLUME_KIND_SEED,
  PLUME_KIND_TEXT,
  PLUME_KIND_GRID,   /* abscissae: "0:10:101", "1, 2, 5" or "" for automatic */
  PLUME_KIND_TABLE,  /* rows of records, each with the same columns */
  PLUME_KIND_COLUMN, /* a text: one of choices, or the title of a column of an input's data */
} PlumeKind;

typedef enum
{
  PLUME_LINEAR,
  PLUME_LOG,
} PlumeSliderScale;

typedef struct
{
  const char *id, *title, *help;
} PlumeChoice;

/**
 * PlumePlays:
 * @PLUME_PLAYS_LATER: it can be played, as every number can
 * @PLUME_PLAYS: it is worth playing
 * @PLUME_PLAYS_FIRST: the transport bar begins with it; for time, where there is one
 */
typedef enum
{
  PLUME_PLAYS_LATER,
  PLUME_PLAYS,
  PLUME_PLAYS_FIRST,
} PlumePlays;

/**
 * PlumeParameter:
 * @id: kebab-case, in the field's words; stable for ever
 * @symbol: Pango markup, such as "<i>t</i><sub>M</sub>"
 * @group: translatable; rows of a group stand together in the inspector
 * @value: default of number, integer, choice (index), switch and seed
 * @from, @to: hard range, for validation; both 0 stands for any number
 * @soft_from, @soft_to: range of the slider; both 0 stands for the hard range
 * @plays: how soon it is offered for playing
 * @choices: (nullable): ended by an entry without id; of a column, what stands before the titles
 * (the id "" is the automatic choice, if there is one), and hides titles that are called so
 * @text: default of text, grid and column; of a table, its rows as JSON objects
 * @input: of a column: id of the input whose columns are meant
 * @track: (nullable): of a number: id of a view over it, whose first line and vertical rules are
 * drawn inside its slider; the view is then evaluated even while it is hidden
 * @columns, @n_columns: of a table; numbers, integers, choices, switches and texts
 */
typedef struct _PlumeParameter PlumeParameter;
struct _PlumeParameter
{
  const char *id, *title, *symbol, *unit, *help, *group;
  PlumeKind kind;
  double value;
  double from, to;
  double soft_from, soft_to;
  PlumeSliderScale scale;
  PlumePlays plays;
  const PlumeChoice *choices;
  const char *text;
  const char *track;
  const PlumeParameter *columns;
  guint n_columns;
  guint max_rows;
  const char *visible_when;
  const char *input;
};

/**
 * PlumeUnit: a unit in which a file may give a role, and the factor to the role's own unit. Ended
 * by an entry without name.
 */
typedef struct
{
  const char *name;
  double factor;
} PlumeUnit;

/**
 * PlumeRole:
 * @words: words by which the column is guessed, best first; %NULL-terminated; roles of many columns
 * need none
 * @increasing: whether values have to increase from row to row
 * @many: any number of columns of numbers, or one block of the data set, read by
 * plume_reads_block(). Guessed: the first block, else all columns of numbers that no other role
 * takes and that are neither labels nor an index
 * @pairs: of @many: a square block of distances or affinities between samples will do, too; a
 * table of numbers that is symmetric is taken for one
 * @labels: texts or few different numbers, taken as categories, read by plume_reads_labels()
 */
typedef struct
{
  const char *id, *title, *unit;
  const PlumeUnit *units;
  const char *const *words;
  gboolean optional;
  gboolean increasing;
  gboolean many;
  gboolean pairs;
  gboolean labels;
} PlumeRole;

/**
 * PlumeSample: a built-in data set, made by the experiment's own code.
 */
typedef struct
{
  const char *id, *title;
  PlumeDataset *(*make) (GError **error);
} PlumeSample;

/**
 * PlumeInput:
 * @many: whether several files may be bound, for overlays and series
 * @sample: (nullable): id of the sample that is bound when the experiment opens
 */
typedef struct
{
  const char *id, *title, *help;
  const PlumeRole *roles;
  guint n_roles;
  const PlumeSample *samples;
  guint n_samples;
  gboolean many;
  const char *sample;
} PlumeInput;

/**
 * PlumeStage:
 * @compute: pure function of what it reads; returns an immutable result or %NULL with an error
 * @coarse: (nullable): a quicker, declared approximation while a control is held
 */
typedef struct
{
  const char *id, *title;
  const char *reads[PLUME_MAX_READS];
  PlumeResult *(*compute) (const PlumeReads *reads, PlumeTask *task, GError **error);
  PlumeResult *(*coarse) (const PlumeReads *reads, PlumeTask *task, GError **error);
} PlumeStage;

/**
 * PlumeStroke: what a pointer draws on a view, from its beginning until now.
 * @x: @y: (array length=length): data coordinates, in their order
 * @axes: index of the axes on which it is drawn
 * @reach: half the width of the stroke, in units of x
 * @erases: whether it takes away
 */
typedef struct
{
  gsize length;
  const double *x, *y;
  guint axes;
  double reach;
  gboolean erases;
} PlumeStroke;

/**
 * PlumePick: what a person clicks on in a view.
 * @mark: (nullable): id of the mark whose datum is nearest; %NULL where none is near, and a place
 * of the plane is meant
 * @index: the datum within the mark
 * @item: which item it is, see plume_mark_set_items(); G_MAXSIZE for none
 * @axes: index of the axes
 * @x: @y: @z: data coordinates: of the datum, or of the place; z only of marks in space, else NaN
 */
typedef struct
{
  const char *mark;
  gsize index, item;
  guint axes;
  double x, y, z;
} PlumePick;

/**
 * PlumeView:
 * @draw: fills the figure; figure->note says why there is nothing to see, if so
 * @drag: (nullable): turns the new position of a handle, in data coordinates, into changes of
 * parameters
 * @hidden: whether the view is closed when the experiment opens
 * @brush: (nullable): turns a stroke into changes of parameters; parameters read as they were when
 * the stroke began, so that a longer stroke is the same stroke told again
 * @pick: (nullable): turns a click into changes of parameters; it changes nothing where the place
 * means nothing
 */
typedef struct
{
  const char *id, *title, *help;
  const char *reads[PLUME_MAX_READS];
  void (*draw) (PlumeFigure *figure, const PlumeReads *reads);
  void (*drag) (
      const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes);
  gboolean hidden;
  void (*brush) (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes);
  void (*pick) (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes);
} PlumeView;

/**
 * PlumeReadout:
 * @group: translatable; vector read-outs of one group that have the same labels are shown as one
 * table
 * @measure: reports one value, or one a label, by plume_measurement_add(); reports nothing where it
 * does not apply
 */
typedef struct
{
  const char *id, *title, *symbol, *unit, *group, *help;
  const char *reads[PLUME_MAX_READS];
  void (*measure) (PlumeMeasurement *measurement, const PlumeReads *reads);
} PlumeReadout;

/**
 * PlumeAction: a button: a pure function from results to changes of parameters, such as "take over
 * the fitted values".
 */
typedef struct
{
  const char *id, *title, *help;
  const char *reads[PLUME_MAX_READS];
  gboolean (*apply) (const PlumeReads *reads, PlumeChanges *changes, GError **error);
} PlumeAction;

/**
 * PlumeWriter: a file that the experiment can write beside its figures and numbers, such as data
 * of its own making for others to solve.
 * @title: translatable: what the file holds, in header capitals and to be said behind "Save"
 * @extensions: %NULL-terminated; the end of the name chooses among them, the first is proposed
 * @write: a pure function from results to the file, which is replaced in one step; %FALSE with the
 * reason
 */
typedef struct
{
  const char *id, *title, *help;
  const char *const *extensions;
  const char *reads[PLUME_MAX_READS];
  gboolean (*write) (const PlumeReads *reads, const char *path, PlumeTask *task, GError **error);
} PlumeWriter;

/**
 * PlumeExperiment:
 * @version: raised when the meaning of a parameter changes
 * @about: translatable paragraphs, separated by empty lines: what it shows and what to try
 * @equations: in the notation of figure/plume-equation.h, one a line; translatable where they hold
 * words
 * @keywords: (nullable): translatable: further words by which it is found
 */
struct _PlumeExperiment
{
  const char *id, *title, *summary;
  PlumeChapter chapter;
  guint version;
  const char *authors, *paper, *year, *link; /* citation: link is a DOI or arXiv address */
  const char *about;
  const char *equations;
  const char *keywords;
  const PlumeParameter *parameters;
  guint n_parameters;
  const PlumeInput *inputs;
  guint n_inputs;
  const PlumeStage *stages;
  guint n_stages;
  const PlumeView *views;
  guint n_views;
  const PlumeReadout *readouts;
  guint n_readouts;
  const PlumeAction *actions;
  guint n_actions;
  const PlumeWriter *writers;
  guint n_writers;
};

/* .parameters = …, .n_parameters = … at once: PLUME_TABLE_OF (parameters, my_parameters) */
#define PLUME_TABLE_OF(member, array) .member = (array), .n_##member = G_N_ELEMENTS (array)

/* What a stage, view, read-out or action may see: exactly what its reads list names. */
double plume_reads_number (const PlumeReads *reads, const char *id);
int plume_reads_integer (const PlumeReads *reads, const char *id); /* also the index of a choice */
gboolean plume_reads_switch (const PlumeReads *reads, const char *id);
guint64 plume_reads_seed (const PlumeReads *reads, const char *id);
const char *plume_reads_text (const PlumeReads *reads, const char *id);
PlumeArray *plume_reads_grid (const PlumeReads *reads, const char *id); /* nullable: automatic */
guint plume_reads_n_rows (const PlumeReads *reads, const char *id);
double plume_reads_cell (const PlumeReads *reads, const char *id, guint row, const char *column);
const char *
plume_reads_cell_text (const PlumeReads *reads, const char *id, guint row, const char *column);
guint plume_reads_n_datasets (const PlumeReads *reads, const char *input);
PlumeDataset *plume_reads_dataset (const PlumeReads *reads, const char *input, guint index);
const char *plume_reads_dataset_name (const PlumeReads *reads, const char *input, guint index);
/* nullable where the role is optional and not filled; in the role's own unit */
PlumeArray *
plume_reads_column (const PlumeReads *reads, const char *input, guint index, const char *role);
const char *
plume_reads_column_unit (const PlumeReads *reads, const char *input, guint index, const char *role);
/* samples × features of a role of many columns; NULL where it is optional and not filled */
PlumeBlock *
plume_reads_block (const PlumeReads *reads, const char *input, guint index, const char *role);
/* nullable where the role is optional and not filled */
PlumeLabels *
plume_reads_labels (const PlumeReads *reads, const char *input, guint index, const char *role);
/* Whatever the data call by that title, for colouring; FALSE where there is nothing of as many rows
 * as there are samples. One of the two is set, transfer full. */
gboolean plume_reads_any_column (const PlumeReads *reads,
                                 const char *input,
                                 guint index,
                                 const char *title,
                                 PlumeArray **numbers,
                                 PlumeLabels **labels);
gconstpointer plume_reads_result (const PlumeReads *reads, const char *stage);

/* label NULL for a scalar read-out; error NaN where there is none. Values that are not finite are
 * left out. */
void plume_measurement_add (PlumeMeasurement *measurement,
                            const char *label,
                            double value,
                            double error);

/* addresses as in plume-values.h: "flow" or "analytes[2].retention-factor" */
void plume_changes_set_number (PlumeChanges *changes, double value, const char *address_format, ...)
    G_GNUC_PRINTF (3, 4);

/* The same for choices, texts, and whole tables as JSON. */
void plume_changes_set_text (PlumeChanges *changes, const char *text, const char *address);

G_END_DECLS
