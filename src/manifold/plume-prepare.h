/* plume-prepare.h: from measured features to points: what is missing, counts, scales, selection,
 * principal components.
 *
 * The steps, in order, each optional (sheet §2.1): missing cells; library size and square root or
 * logarithm of counts; the columns of largest variance; scaling; principal components. What is
 * sparse stays so as far as the steps allow. It knows no files and no metric.
 */
#pragma once

#include "core/plume-task.h"
#include "data/plume-block.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

/* What is done with cells that are missing or infinite. */
typedef enum
{
  PLUME_MISSING_DROP_ROWS,
  PLUME_MISSING_DROP_COLUMNS,
  PLUME_MISSING_MEAN, /* of the column's finite cells */
} PlumeMissing;

/* Counts c_ij ← c_ij (median of row sums)/(row sum), then: */
typedef enum
{
  PLUME_COUNTS_NONE, /* no counts: left as they are */
  PLUME_COUNTS_SQRT, /* √c */
  PLUME_COUNTS_LOG,  /* log (1 + c) */
} PlumeCounts;

/* With any but none, constant columns are dropped. */
typedef enum
{
  PLUME_COLUMNS_PLAIN,
  PLUME_COLUMNS_STANDARD, /* mean 0, standard deviation 1 */
  PLUME_COLUMNS_RANGE,    /* from 0 to 1 */
  PLUME_COLUMNS_ROBUST,   /* median 0, distance of quartiles 1 */
} PlumeColumnScaling;

/**
 * PlumePrepareOptions:
 * @most_variable: columns that are kept; 0 for all
 * @components: r: at most so many principal components; 0 for none
 * @components_above: taken where there are more columns than this
 * @seed: of the randomised decomposition
 * @most_bytes: work that would take more is refused; 0 for four fifths of the machine's memory
 */
typedef struct
{
  PlumeMissing missing;
  PlumeCounts counts;
  gsize most_variable;
  PlumeColumnScaling scaling;
  gsize components;
  gsize components_above;
  guint64 seed;
  gsize most_bytes;
} PlumePrepareOptions;

#define PLUME_PREPARE_OPTIONS_DEFAULT                                                              \
  ((PlumePrepareOptions){ .components = 40, .components_above = 50, .seed = 42 })

/**
 * PlumePrepared:
 * @points: n × columns, or n × components
 * @rows: n: which rows of the block they are
 * @columns: n_columns: which columns of the block took part
 * @n_missing: cells that were missing or infinite
 * @n_rows_dropped: @n_columns_dropped: for missing cells
 * @n_constant: columns dropped because all their cells are equal
 * @n_empty: rows of counts that sum to 0, left at 0
 * @n_components: 0 where no principal components were taken
 * @explained: n_components: share of the variance in each
 */
typedef struct
{
  PlumePoints *points;
  guint32 *rows;
  guint32 *columns;
  gsize n_columns;
  gsize n_missing, n_rows_dropped, n_columns_dropped, n_constant, n_empty;
  gsize n_components;
  double *explained;
} PlumePrepared;

PlumePrepared *plume_prepare (const PlumeBlock *block,
                              const PlumePrepareOptions *options,
                              PlumeTask *task,
                              GError **error);
/* Memory at the highest tide of plume_prepare(), in bytes, before anything is allocated. */
gsize plume_prepare_estimate_bytes (const PlumeBlock *block, const PlumePrepareOptions *options);
PlumePrepared *plume_prepared_ref (PlumePrepared *prepared);
void plume_prepared_unref (PlumePrepared *prepared);
gsize plume_prepared_get_bytes (const PlumePrepared *prepared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePrepared, plume_prepared_unref)

G_END_DECLS
