/* plume-mixture-points.c: mixtures made of other things: points, columns of a table, a picture, or
 * some components of another mixture.
 *
 * A kernel mixture p_0 = 1/n Σ N(x_i, h² I) (Silverman 1986) keeps scores exact for data of one's
 * own. It knows no files.
 */
#include "generative/plume-mixture-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static PlumeMixture *
make_isotropic (
    guint n, gsize d, const double *weights, const double *means, double width, GError **error)
{
  g_autofree double *covariances = g_new0 (double, n *d *d);

  for (guint k = 0; k < n; k++)
    for (gsize c = 0; c < d; c++)
      covariances[(k * d + c) * d + c] = width * width;
  return plume_mixture_new (n, d, weights, means, covariances, error);
}

/**
 * plume_mixture_new_subset:
 * @mixture: a mixture
 * @n_chosen: how many components
 * @chosen: their numbers from 0
 *
 * The mixture given that the component is one of @chosen, weights scaled to the sum 1; O(K d³).
 *
 * Returns: (transfer full): the conditional mixture, or %NULL with an error where none is chosen,
 * one does not exist, or all have no weight
 */
PlumeMixture *
plume_mixture_new_subset (const PlumeMixture *mixture,
                          guint n_chosen,
                          const guint *chosen,
                          GError **error)
{
  gsize d = mixture->d;
  g_autofree double *weights = g_new (double, n_chosen + 1),
                    *means = g_new (double, n_chosen *d + 1),
                    *covariances = g_new (double, n_chosen *d *d + 1);

  if (n_chosen == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("no component was chosen as the condition; choose at least one"));
      return NULL;
    }
  for (guint i = 0; i < n_chosen; i++)
    {
      gsize k = chosen[i];

      if (k >= mixture->n_components)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("component %u was chosen as the condition, but there are only %u; "
                          "choose one of these"),
                       chosen[i] + 1, mixture->n_components);
          return NULL;
        }
      weights[i] = mixture->weights[k];
      memcpy (means + i * d, mixture->means + k * d, d * sizeof (double));
      memcpy (covariances + i * d * d, mixture->covariances + k * d * d, d * d * sizeof (double));
    }
  return plume_mixture_new (n_chosen, d, weights, means, covariances, error);
}

/* What is wrong with points, said with the number of the row */
static gboolean
check_points (gsize n, gsize d, const double *points, double width, GError **error)
{
  gboolean differ = FALSE;

  if (n == 0 || d == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("there are no points; draw some, or load a table that has rows"));
      return FALSE;
    }
  if (!(width >= 0 && isfinite (width)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("the width of the points is %g; give a number that is not negative"), width);
      return FALSE;
    }
  for (gsize i = 0; i < n * d; i++)
    {
      if (!isfinite (points[i]))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("coordinate %u of point %zu is not a finite number; "
                          "leave the point out"),
                       (guint)(i % d) + 1, i / d + 1);
          return FALSE;
        }
      differ |= points[i] != points[i % d];
    }
  if (!differ && width == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           n == 1 ? _ ("a single point has no extent; give it a width above 0")
                                  : _ ("all points are the same place; give them a width above "
                                       "0"));
      return FALSE;
    }
  return TRUE;
}

/**
 * plume_mixture_new_from_points:
 * @n: points
 * @d: dimensions
 * @points: n × d
 * @width: standard deviation of the Gaussian about each; 0 leaves point masses
 *
 * A kernel mixture. Of more than %PLUME_MIXTURE_MOST_POINTS points that many are kept, one from
 * each of as many equal stretches of the list, always the same ones; compare
 * plume_mixture_get_n_components() with @n and tell the person. O(n d).
 *
 * Returns: (transfer full): the mixture, or %NULL with an error that names the point
 */
PlumeMixture *
plume_mixture_new_from_points (gsize n, gsize d, const double *points, double width, GError **error)
{
  gsize kept = MIN (n, PLUME_MIXTURE_MOST_POINTS);
  g_autofree double *means = NULL, *weights = NULL;

  if (!check_points (n, d, points, width, error))
    return NULL;
  means = g_new (double, kept *d);
  weights = g_new (double, kept);
  for (gsize i = 0; i < kept; i++)
    {
      gsize from = i * n / kept, length = (i + 1) * n / kept - from, chosen = from;

      if (length > 1)
        {
          PlumeStream stream = plume_stream (0, "thinning", i);

          chosen += MIN ((gsize)(plume_stream_uniform (&stream) * (double)length), length - 1);
        }
      weights[i] = 1;
      memcpy (means + i * d, points + chosen * d, d * sizeof (double));
    }
  return make_isotropic ((guint)kept, d, weights, means, width, error);
}

/**
 * plume_mixture_new_from_table:
 * @table: a table
 * @n_columns: dimensions
 * @columns: the columns that are coordinates
 * @width: as in plume_mixture_new_from_points()
 *
 * Returns: (transfer full): the kernel mixture of the rows, or %NULL with an error that names the
 * column that is text or the row that has a gap
 */
PlumeMixture *
plume_mixture_new_from_table (
    const PlumeTable *table, guint n_columns, const guint *columns, double width, GError **error)
{
  gsize n = plume_table_get_n_rows (table);
  g_autofree double *points = g_new (double, n *n_columns + 1);

  for (guint c = 0; c < n_columns; c++)
    {
      const double *values;

      if (columns[c] >= plume_table_get_n_columns (table))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s has no column %u; choose one of its %u columns"),
                       plume_table_get_name (table), columns[c] + 1,
                       plume_table_get_n_columns (table));
          return NULL;
        }
      if (!plume_table_is_numeric (table, columns[c]))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("column “%s” of %s is text; choose a column of numbers"),
                       plume_table_get_title (table, columns[c]), plume_table_get_name (table));
          return NULL;
        }
      values = plume_table_get_numbers (table, columns[c])->values;
      for (gsize i = 0; i < n; i++)
        points[i * n_columns + c] = values[i];
    }
  return plume_mixture_new_from_points (n, n_columns, points, width, error);
}

/**
 * plume_mixture_usual_width:
 * @n: points, all finite
 * @d: dimensions
 * @points: n × d
 *
 * Returns: Silverman's width h = s (4 / ((d + 2) n))^(1/(d + 4)) (1986, eq. 4.14), with s² the mean
 * variance of the coordinates; 0 where all points are the same
 */
double
plume_mixture_usual_width (gsize n, gsize d, const double *points)
{
  g_autofree double *column = g_new (double, n + 1);
  double variance = 0;

  if (n == 0)
    return 0;
  for (gsize c = 0; c < d; c++)
    {
      double mean;

      for (gsize i = 0; i < n; i++)
        column[i] = points[i * d + c];
      mean = plume_sum (column, n) / (double)n;
      for (gsize i = 0; i < n; i++)
        column[i] = (column[i] - mean) * (column[i] - mean);
      variance += plume_sum (column, n) / (double)n / (double)d;
    }
  return sqrt (variance) * pow (4 / ((double)(d + 2) * (double)n), 1 / (double)(d + 4));
}

/* Cells of side × side pixels whose mean ink is positive; returns their number and, where there is
 * room, their centres and weights. */
static gsize
collect_cells (gsize rows,
               gsize columns,
               const double *grey,
               double paper,
               gsize side,
               double unit,
               double *weights,
               double *means)
{
  gsize count = 0;

  for (gsize top = 0; top < rows; top += side)
    for (gsize left = 0; left < columns; left += side)
      {
        gsize bottom = MIN (top + side, rows), right = MIN (left + side, columns);
        double ink = 0, x = 0, y = 0;

        for (gsize i = top; i < bottom; i++)
          for (gsize j = left; j < right; j++)
            {
              double here = fabs (grey[i * columns + j] - paper);

              ink += here;
              x += here * ((double)j + 0.5);
              y += here * ((double)i + 0.5);
            }
        if (!(ink > 0))
          continue;
        if (weights != NULL)
          {
            weights[count] = ink;
            means[2 * count] = unit * (x / ink - 0.5 * (double)columns);
            means[2 * count + 1] = -unit * (y / ink - 0.5 * (double)rows);
          }
        count++;
      }
  return count;
}

/**
 * plume_mixture_new_from_picture:
 * @rows: @columns: of the picture
 * @grey: rows × columns, any scale; the first row is the top
 * @dark: whether dark pixels are where the density is; else the bright ones
 * @width: standard deviation of each kernel in pixels, 0 for half a cell
 *
 * A density of the plane: weights are distances from the lightest (or darkest) grey. The longer
 * side spans [−2, 2], the centre is the origin. Where more than %PLUME_MIXTURE_MOST_POINTS pixels
 * carry weight, the least square cells are taken that are no more, each at its centre of mass.
 *
 * Returns: (transfer full): the mixture, or %NULL with an error where the picture is empty, of one
 * grey, or not finite
 */
PlumeMixture *
plume_mixture_new_from_picture (
    gsize rows, gsize columns, const double *grey, gboolean dark, double width, GError **error)
{
  double low = INFINITY, high = -INFINITY, unit, paper;
  g_autofree double *weights = NULL, *means = NULL;
  gsize side = 1, count;

  if (rows == 0 || columns == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("the picture has no pixels; choose another one"));
      return NULL;
    }
  if (!(width >= 0 && isfinite (width)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("the width of a pixel’s kernel is %g; give a number that is not negative"),
                   width);
      return NULL;
    }
  for (gsize i = 0; i < rows * columns; i++)
    {
      if (!isfinite (grey[i]))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("the pixel in row %zu, column %zu"
                          " is not a finite number; repair the picture"),
                       i / columns + 1, i % columns + 1);
          return NULL;
        }
      low = MIN (low, grey[i]);
      high = MAX (high, grey[i]);
    }
  if (low == high)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("the picture has one grey only, so it says nothing about where the "
                              "density is; choose another one"));
      return NULL;
    }
  paper = dark ? high : low;
  unit = 4 / (double)MAX (rows, columns);
  while ((count = collect_cells (rows, columns, grey, paper, side, unit, NULL, NULL))
         > PLUME_MIXTURE_MOST_POINTS)
    /* cells f times as wide are at best 1/f² as many */
    side = MAX (side + 1, (gsize)((double)side * sqrt ((double)count / PLUME_MIXTURE_MOST_POINTS)));
  weights = g_new (double, count);
  means = g_new (double, 2 * count);
  collect_cells (rows, columns, grey, paper, side, unit, weights, means);
  return make_isotropic ((guint)count, 2, weights, means,
                         unit * (width > 0 ? width : 0.5 * (double)side), error);
}
