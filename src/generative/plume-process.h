/* plume-process.h: how noise takes data over: one family of Gaussian marginals.
 *
 * x_t = m + α_t (x_0 − m) + σ_t ε with ε ~ N(0, I) (Song et al. 2021, arXiv 2011.13456; Karras et
 * al. 2022, arXiv 2206.00364). A process is a clock: ln α_t and σ_t, everything else follows from
 * them. It knows no data, no score and no solver, and no mean: those who have one work on y = x −
 * m. Time runs from 0 (data) to T (noise).
 */
#pragma once

#include "core/plume-array.h"

G_BEGIN_DECLS

#define PLUME_PROCESS_PARAMETERS 4

typedef struct _PlumeProcessType PlumeProcessType;

/**
 * PlumeMarginal:
 * @time: t
 * @log_alpha: ln α_t
 * @alpha: α_t
 * @sigma: σ_t
 * @lambda: λ = ln (α/σ), half the log signal-to-noise ratio; +∞ where σ = 0, −∞ where α = 0
 * @kappa: κ = σ/α; +∞ where α = 0
 *
 * The process at one moment.
 */
typedef struct
{
  double time, log_alpha, alpha, sigma, lambda, kappa;
} PlumeMarginal;

/**
 * PlumeProcess:
 * @type: which row of the table
 * @parameter: by the type's list
 * @last: T, where sampling begins
 * @table: (nullable): of a discrete process, ln ᾱ_i / 2 at t = i / N, i = 0 … N; borrowed
 *
 * A plain value; copied freely and never written after plume_process_init().
 */
typedef struct
{
  const PlumeProcessType *type;
  double parameter[PLUME_PROCESS_PARAMETERS];
  double last;
  const PlumeArray *table;
} PlumeProcess;

/**
 * PlumeProcessType:
 * @parameters: names and usual values; ended by an entry without id
 * @last: the usual T
 * @level: σ as t → T grows to this times √(1 − α²): 1 where the variance is preserved; NaN for
 * processes without such a bound, which have no velocity prediction of the usual kind
 * @marginal: ln α_t and σ_t
 * @rates: f = d ln α/dt and g² of dx = f (x − m) dt + g dw
 * @time_at: (nullable): t at λ in closed form; %NULL: found by safeguarded Newton
 *
 * A row of the table of processes.
 */
struct _PlumeProcessType
{
  const char *id, *title;
  struct
  {
    const char *id;
    double value;
  } parameters[PLUME_PROCESS_PARAMETERS + 1];
  double last;
  void (*marginal) (const PlumeProcess *process, double t, double *log_alpha, double *sigma);
  void (*rates) (const PlumeProcess *process, double t, double *f, double *g_squared);
  double (*time_at) (const PlumeProcess *process, double lambda);
  double (*level) (const PlumeProcess *process);
};

extern const PlumeProcessType *const plume_process_types[]; /* ended by NULL */
/* Not in the table, for it means nothing without its own: process.table must be set. */
extern const PlumeProcessType plume_process_discrete;
const PlumeProcessType *plume_process_type_find (const char *id);
/* ln ᾱ_i/2 of β_1 … β_N. */
PlumeArray *plume_process_table_new (const double *beta, guint n);

PlumeProcess plume_process_init (const PlumeProcessType *type, const double *parameters);
PlumeMarginal plume_process_at (const PlumeProcess *process, double t);
void plume_process_rates (const PlumeProcess *process, double t, double *f, double *g_squared);
double plume_process_time_at (const PlumeProcess *process, double lambda);
double plume_process_level (const PlumeProcess *process);

G_END_DECLS
