/* plume-mixture-lanes.h: the arithmetic of plume-mixture-plane.c for one width of vectors.
 *
 * Included there once for each width, with LANES, NAMED (), which makes names of their own, and
 * TARGET, the processor's extensions: the compiler makes poor code of vectors wider than those.
 */
#define Vector          NAMED (Vector)
#define Mask            NAMED (Mask)
#define Sums            NAMED (Sums)
#define exponential     NAMED (exponential)
#define rescale         NAMED (rescale)
#define add_tile        NAMED (add_tile)
#define evaluate        NAMED (evaluate)
#define evaluate_places NAMED (evaluate_places)

typedef double Vector __attribute__ ((vector_size (LANES * sizeof (double))));
typedef gint64 Mask __attribute__ ((vector_size (LANES * sizeof (gint64))));

/* a where the mask is set, else b; a macro, because functions of vectors have no settled ABI */
#define SELECT(mask, a, b) ((Vector)(((mask) & (Mask)(a)) | (~(mask) & (Mask)(b))))

/* e^x for x ≤ 0 within 1.5 units in the last place, 0 below NEGLIGIBLE; the polynomial interpolates
 * (e^r − 1 − r)/r² on |r| ≤ ½ ln 2 at Chebyshev points, error 2e-17. */
TARGET static inline __attribute__ ((always_inline)) void
exponential (const Vector *x, Vector *result)
{
  const double round = 0x1.8p52, log2_e = 1.4426950408889634, ln2_high = 0x1.62e42fefa3800p-1,
               ln2_low = 0x1.ef35793c76730p-45;
  const Mask negligible = *x < NEGLIGIBLE;
  Vector bounded = SELECT (negligible, (Vector){ 0 }, *x), shifted = bounded * log2_e + round,
         n = shifted - round, r = (bounded - n * ln2_high) - n * ln2_low, square = r * r,
         fourth = square * square;
  Vector low = (0.5000000000000001 + 0.16666666666666669 * r)
               + square * (0.04166666666662413 + 0.008333333333330062 * r),
         high = (0.0013888888917213717 + 0.00019841269863053618 * r)
                + square * (2.4801521295954376e-05 + 2.7557268459997064e-06 * r)
                + fourth * (2.7620088445409746e-07 + 2.510038549551032e-08 * r);
  Vector power = (Vector)(((Mask)shifted + 1023) << 52);
  Vector value = (1 + (r + square * (low + fourth * high))) * power;

  *result = (Vector)(~negligible & (Mask)value);
}

/* What is known of some places after some of the components; pulls are −g = U (q/den). */
typedef struct
{
  Vector greatest;  /* L */
  Vector weight;    /* Σ e^(L − greatest) */
  Vector origin[2]; /* the pull of the greatest, where the divergence is wanted */
  Vector pull[2];   /* Σ weight (pull − origin) */
  Vector square;    /* Σ weight |pull − origin|² */
  Vector trace;     /* Σ weight Σ 1/den */
} Sums;

/* Lowers what was summed to a new greatest L, and moves it to a new origin. */
TARGET static inline __attribute__ ((always_inline)) void
rescale (Sums *sums, const Vector *greatest, const Vector *origin, gsize d, gboolean wants_square)
{
  Vector change = sums->greatest - *greatest, scale;

  exponential (&change, &scale);
  sums->greatest = *greatest;
  sums->weight *= scale;
  sums->trace *= scale;
  sums->square *= scale;
  for (gsize c = 0; c < d; c++)
    sums->pull[c] *= scale;
  if (!wants_square)
    return;
  for (gsize c = 0; c < d; c++)
    {
      Vector move = sums->origin[c] - origin[c];

      sums->square += move * (2 * sums->pull[c] + move * sums->weight);
      sums->pull[c] += move * sums->weight;
      sums->origin[c] = origin[c];
    }
}

TARGET static inline __attribute__ ((always_inline)) void
add_tile (const Component *components,
          gsize n_components,
          const Vector *y,
          gsize d,
          gboolean wants_square,
          Sums *sums)
{
  Vector log_weight[TILE], pull[TILE][2];
  Vector greatest = sums->greatest, origin[2] = { sums->origin[0], sums->origin[1] };
  Mask alive = (Mask){ 0 };
  gint64 any = 0;

  for (gsize k = 0; k < n_components; k++)
    {
      const Component *component = &components[k];
      Vector x0 = y[0] - component->mean[0], q0 = x0 * component->axes[0][0];
      Mask above;

      if (d == 1)
        {
          log_weight[k] = component->constant - 0.5 * (q0 * q0);
          pull[k][0] = q0 * component->axes[0][0];
        }
      else
        {
          Vector x1 = y[1] - component->mean[1], q1;

          q0 += x1 * component->axes[0][1];
          q1 = x0 * component->axes[1][0] + x1 * component->axes[1][1];
          log_weight[k] = component->constant - 0.5 * (q0 * q0 + q1 * q1);
          pull[k][0] = q0 * component->axes[0][0] + q1 * component->axes[1][0];
          pull[k][1] = q0 * component->axes[0][1] + q1 * component->axes[1][1];
        }
      above = log_weight[k] > greatest;
      greatest = SELECT (above, log_weight[k], greatest);
      if (wants_square)
        for (gsize c = 0; c < d; c++)
          origin[c] = SELECT (above, pull[k][c], origin[c]);
      alive |= ~(log_weight[k] < sums->greatest + NEGLIGIBLE);
    }
  for (gsize lane = 0; lane < LANES; lane++)
    any |= alive[lane];
  if (any == 0)
    return;
  rescale (sums, &greatest, origin, d, wants_square);
  for (gsize k = 0; k < n_components; k++)
    {
      Vector below = log_weight[k] - greatest, weight;

      exponential (&below, &weight);
      sums->weight += weight;
      if (wants_square)
        sums->trace += weight * components[k].trace;
      for (gsize c = 0; c < d; c++)
        {
          Vector away = pull[k][c];

          if (wants_square)
            {
              away -= sums->origin[c];
              sums->square += weight * (away * away);
            }
          sums->pull[c] += weight * away;
        }
    }
}

TARGET static inline __attribute__ ((always_inline)) void
evaluate (const Component *components,
          gsize n_components,
          gsize n,
          const double *y,
          gsize d,
          double *log_density,
          double *score,
          double *divergence)
{
  for (gsize from = 0; from < n; from += LANES)
    {
      gsize here = MIN (LANES, n - from);
      Sums sums = { .greatest = (Vector){ 0 } - G_MAXDOUBLE };
      Vector place[2], turn = { 0 };
      double coordinates[2][LANES] = { { 0 } };

      for (gsize lane = 0; lane < LANES; lane++)
        for (gsize c = 0; c < d; c++)
          coordinates[c][lane] = y[(from + MIN (lane, here - 1)) * d + c];
      memcpy (place, coordinates, sizeof place);
      for (gsize k = 0; k < n_components; k += TILE)
        add_tile (components + k, MIN (TILE, n_components - k), place, d, divergence != NULL,
                  &sums);
      for (gsize c = 0; c < d; c++)
        {
          sums.pull[c] /= sums.weight;
          turn += sums.pull[c] * sums.pull[c];
        }
      turn = (sums.square - sums.trace) / sums.weight - turn;
      for (gsize lane = 0; lane < here; lane++)
        {
          for (gsize c = 0; score != NULL && c < d; c++)
            score[(from + lane) * d + c] = -(sums.origin[c][lane] + sums.pull[c][lane]);
          if (divergence != NULL)
            divergence[from + lane] = turn[lane];
          if (log_density != NULL)
            log_density[from + lane] = sums.greatest[lane] + log (sums.weight[lane]);
        }
    }
}

TARGET static void
evaluate_places (const Component *components,
                 gsize n_components,
                 gsize n,
                 const double *y,
                 gsize d,
                 double *log_density,
                 double *score,
                 double *divergence)
{
  if (d == 1 && divergence != NULL)
    evaluate (components, n_components, n, y, 1, log_density, score, divergence);
  else if (d == 1)
    evaluate (components, n_components, n, y, 1, log_density, score, NULL);
  else if (divergence != NULL)
    evaluate (components, n_components, n, y, 2, log_density, score, divergence);
  else
    evaluate (components, n_components, n, y, 2, log_density, score, NULL);
}

#undef Vector
#undef Mask
#undef Sums
#undef exponential
#undef rescale
#undef add_tile
#undef evaluate
#undef evaluate_places
#undef SELECT
#undef LANES
#undef NAMED
#undef TARGET
