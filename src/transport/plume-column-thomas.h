/* plume-column-thomas.h: the exact nonlinear answer that exists: a step of one compound with
 * Langmuir kinetics and no dispersion. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeThomas:
 * @hold_up_time: t_M, s
 * @retention_factor: k' = F k_a/k_d
 * @desorption_rate: k_d, 1/s
 * @loading: K c0/q_m
 */
typedef struct
{
  double hold_up_time;
  double retention_factor;
  double desorption_rate;
  double loading;
} PlumeThomas;

double plume_thomas_step (const PlumeThomas *column, double t);

G_END_DECLS
