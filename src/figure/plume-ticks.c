/* plume-ticks.c: where ticks stand on a linear range.
 *
 * The extended Wilkinson algorithm: J. Talbot, S. Lin, P. Hanrahan, "An Extension of Wilkinson's
 * Algorithm for Positioning Tick Labels on Axes", IEEE TVCG 16 (2010) 1036. Among the sequences
 * start·q·10^z/j it takes the one of greatest simplicity, coverage and density, here with the
 * condition that no tick stands outside the range. It knows no text.
 */
#include "figure/plume-layout.h"

#include <math.h>

static const double nice[] = { 1, 5, 2, 2.5, 4, 3 };
#define N_NICE   ((int)G_N_ELEMENTS (nice))
#define MAX_SKIP 6

/* Weights of simplicity, coverage and density; legibility is the layout's own business and
 * counts 1. */
static const double weights[3] = { 0.25, 0.2, 0.5 };
static const double legibility = 0.05;

typedef struct
{
  double score;
  double start, q;
  int j, z, count;
} Candidate;

static double
simplicity (int nice_index, int j, gboolean has_zero)
{
  return 1 - nice_index / (N_NICE - 1.0) - j + (has_zero ? 1 : 0);
}

static double
coverage (double from, double to, double first, double last)
{
  double range = 0.1 * (to - from);

  return 1 - 0.5 * ((to - last) * (to - last) + (from - first) * (from - first)) / (range * range);
}

static double
coverage_bound (double from, double to, double span)
{
  double range = to - from;
  double half = (span - range) / 2;

  return span > range ? 1 - half * half / (0.01 * range * range) : 1;
}

static double
density (int count, double target, double from, double to, double first, double last)
{
  double rate = (count - 1) / (last - first);
  double wish = (target - 1) / (MAX (last, to) - MIN (from, first));

  return 2 - MAX (rate / wish, wish / rate);
}

static double
density_bound (int count, double target)
{
  return count >= target ? 2 - (count - 1) / (target - 1) : 1;
}

static double
total (double simple, double covers, double dense)
{
  return weights[0] * simple + weights[1] * covers + weights[2] * dense + legibility;
}

/* n·q·10^z without the noise of multiplying by 0.1. */
static double
multiple (double n, double q, int z)
{
  return z < 0 ? n * q / pow (10, -z) : n * q * pow (10, z);
}

static void
try_starts (
    double from, double to, double target, int nice_index, int j, int z, int count, Candidate *best)
{
  double q = nice[nice_index];
  double step = multiple (j, q, z);
  double unit = multiple (1, q, z);
  double slack = 1e-10 * (to - from);
  double least = ceil ((from - slack) / unit);
  double greatest = floor ((to + slack) / unit) - (double)j * (count - 1);

  for (double start = least; start <= greatest && start <= least + 64; start++)
    {
      double first = start * unit;
      double last = first + step * (count - 1);
      gboolean has_zero = fmod (start, j) == 0 && first <= slack && last >= -slack;
      double score = total (simplicity (nice_index, j, has_zero), coverage (from, to, first, last),
                            density (count, target, from, to, first, last));

      if (score > best->score)
        *best = (Candidate){ score, start, q, j, z, count };
    }
}

static void
try_step (
    double from, double to, double target, guint max_ticks, int nice_index, int j, Candidate *best)
{
  for (int count = 2; count <= (int)max_ticks; count++)
    {
      double simple = simplicity (nice_index, j, TRUE);
      double dense = density_bound (count, target);
      int z;

      if (total (simple, 1, dense) < best->score)
        break;
      z = (int)ceil (log10 ((to - from) / (count + 1) / j / nice[nice_index]));
      for (;; z++)
        {
          double span = multiple (j, nice[nice_index], z) * (count - 1);

          if (span > (to - from) * (1 + 1e-9))
            break;
          if (total (simple, coverage_bound (from, to, span), dense) < best->score)
            break;
          try_starts (from, to, target, nice_index, j, z, count, best);
        }
    }
}

/**
 * plume_ticks_extended:
 * @from: @to: the range, @from < @to
 * @target: how many ticks are wished, at least 2
 * @max_ticks: room in @values, at least 2
 * @values: (out) (array length=max_ticks): ascending, all within the range
 * @step: (out) (nullable): their distance
 *
 * Returns: the number of ticks; 0 where the range is empty or not finite
 */
guint
plume_ticks_extended (
    double from, double to, double target, guint max_ticks, double *values, double *step)
{
  Candidate best = { .score = -INFINITY };

  if (!(to > from) || !isfinite (to - from) || max_ticks < 2
      || to - from < 1e-13 * MAX (fabs (from), fabs (to)))
    return 0;
  target = CLAMP (target, 2, max_ticks);
  for (int j = 1; j <= MAX_SKIP; j++)
    {
      if (total (simplicity (0, j, TRUE), 1, 1) < best.score)
        break;
      for (int i = 0; i < N_NICE; i++)
        if (total (simplicity (i, j, TRUE), 1, 1) >= best.score)
          try_step (from, to, target + 1e-9, max_ticks, i, j, &best);
    }
  if (best.score == -INFINITY)
    return 0;
  for (int i = 0; i < best.count; i++)
    {
      values[i] = multiple (best.start + (double)i * best.j, best.q, best.z);
      values[i] = CLAMP (values[i], from, to) + 0.0;
    }
  if (step != NULL)
    *step = multiple (best.j, best.q, best.z);
  return (guint)best.count;
}
