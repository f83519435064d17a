/* plume-momentum-weights.c: the tables, and the small system that stands behind them. */
#include "generative/plume-momentum-weights.h"

#include <math.h>
#include <string.h>

/**
 * plume_momentum_plain_weights:
 * @order: k, 1 … PLUME_MOMENTUM_ORDER
 * @weights: (array length=order) (out): a_j of z_{n+1} = z_n + δ Σ a_j ε̂_{n−j}
 *
 * The weights of Adams and Bashforth for equal steps; their sum is 1.
 */
void
plume_momentum_plain_weights (guint order, double *weights)
{
  plume_momentum_averaged_weights (order, 1, weights);
}

/**
 * plume_momentum_averaged_weights:
 * @order: k, 1 … PLUME_MOMENTUM_ORDER
 * @momentum: β in (0, 1]; 1 for none
 * @weights: (array length=order) (out): b_j of v_{n+1} = (1 − β) v_n + β ε̂_n, z_{n+1} = z_n + δ Σ
 * b_j v_{n+1−j}
 *
 * The weights of the generalised heavy ball for equal steps in the steady state: of order k for
 * every β (Wizadwongsa et al. 2024, table 1). Their sum is 1; β = 1 gives Adams–Bashforth.
 */
void
plume_momentum_averaged_weights (guint order, double momentum, double *weights)
{
  /* (constant + slope β) / (divisor β) */
  static const double divisor[] = { 1, 2, 12, 24, 720 };
  static const double constant[][PLUME_MOMENTUM_ORDER] = { { 0 },
                                                           { 2, -2 },
                                                           { 18, -24, 6 },
                                                           { 46, -78, 42, -10 },
                                                           { 1650, -3420, 2880, -1380, 270 } },
                      slope[][PLUME_MOMENTUM_ORDER] = { { 1 },
                                                        { 1, 1 },
                                                        { 5, 8, -1 },
                                                        { 9, 19, -5, 1 },
                                                        { 251, 646, -264, 106, -19 } };

  for (guint j = 0; j < order; j++)
    weights[j] =
        (constant[order - 1][j] + slope[order - 1][j] * momentum) / (divisor[order - 1] * momentum);
}

/* Gauss with the largest pivot; rows are scaled, for powers of long histories differ by many orders
 * of ten. */
static void
solve (guint n, double matrix[][PLUME_MOMENTUM_ORDER + 1], double *solution)
{
  for (guint i = 0; i < n; i++)
    {
      double largest = 0;

      for (guint j = 0; j < n; j++)
        largest = MAX (largest, fabs (matrix[i][j]));
      for (guint j = 0; j <= n && largest > 0; j++)
        matrix[i][j] /= largest;
    }
  for (guint c = 0; c < n; c++)
    {
      guint best = c;

      for (guint i = c + 1; i < n; i++)
        if (fabs (matrix[i][c]) > fabs (matrix[best][c]))
          best = i;
      for (guint j = c; j <= n; j++)
        {
          double kept = matrix[c][j];

          matrix[c][j] = matrix[best][j];
          matrix[best][j] = kept;
        }
      for (guint i = c + 1; i < n; i++)
        {
          double factor = matrix[i][c] / matrix[c][c];

          for (guint j = c; j <= n; j++)
            matrix[i][j] -= factor * matrix[c][j];
        }
    }
  for (guint i = n; i-- > 0;)
    {
      double rest = matrix[i][n];

      for (guint j = i + 1; j < n; j++)
        rest -= matrix[i][j] * solution[j];
      solution[i] = rest / matrix[i][i];
    }
}

/**
 * plume_momentum_variable_weights:
 * @step: n, the step from node n to node n + 1
 * @kappa: (array): κ of the nodes 0 … n + 1, no two alike
 * @order: k ≤ n + 1
 * @momentum: β in (0, 1]
 * @weights: (array length=order) (out): b_j of z_{n+1} = z_n + δ Σ b_j v_{n+1−j}
 *
 * The weights for the nodes as they are and a start with v_0 = ε̂_0. With u_i = (κ_i − κ_n)/δ and
 * V^(m) the averages of the u_i^m, Σ_j b_j V^(m)_{n+1−j} = ∫_0^1 u^m du = 1/(m + 1) for m < k: the
 * step is exact for every polynomial of degree below k. β = 1 gives the Adams–Bashforth weights of
 * unequal steps. Costs n k + k³.
 */
void
plume_momentum_variable_weights (
    guint step, const double *kappa, guint order, double momentum, double *weights)
{
  double matrix[PLUME_MOMENTUM_ORDER][PLUME_MOMENTUM_ORDER + 1];
  double delta = kappa[step + 1] - kappa[step];
  double average[PLUME_MOMENTUM_ORDER];

  for (guint i = 0; i <= step; i++)
    {
      double u = (kappa[i] - kappa[step]) / delta, power = 1;

      for (guint m = 0; m < order; m++, power *= u)
        {
          average[m] = i == 0 ? power : (1 - momentum) * average[m] + momentum * power;
          if (step - i < order)
            matrix[m][step - i] = average[m];
        }
    }
  for (guint m = 0; m < order; m++)
    matrix[m][order] = 1.0 / (m + 1);
  solve (order, matrix, weights);
}
