/* bench-column.c: how long the column's engines take, as medians. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/plume-parallel.h"
#include "transport/plume-column-equilibrium.h"
#include "transport/plume-column-fourier.h"
#include "transport/plume-column-inversion.h"
#include "transport/plume-column-kernel.h"
#include "transport/plume-column-linear.h"
#include "transport/plume-column-molecules.h"

typedef void (*Work) (gpointer data);

static int
compare (const void *a, const void *b)
{
  return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static void
measure (const char *name, int repeats, Work work, gpointer data)
{
  g_autofree double *times = g_new (double, repeats);

  work (data);
  for (int i = 0; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      work (data);
      times[i] = 1e-3 * (double)(g_get_monotonic_time () - start);
    }
  qsort (times, (size_t)repeats, sizeof (double), compare);
  printf ("%s: median %.3f ms (min %.3f, max %.3f)\n", name, times[repeats / 2], times[0],
          times[repeats - 1]);
}

static const double retention[] = { 1.2, 2.7, 5.9, 6.15, 6.3, 7.3 },
                    desorption[] = { 40, 36, 32, 32, 31, 30 };
static const PlumeInlet plug = { PLUME_INLET_PLUG, 0.5 };

typedef struct
{
  guint n_analytes;
  gsize n;
  PlumeTransfer transfers[20];
  double *t, *c, *sum;
} Chromatogram;

static void
fill (Chromatogram *work, guint n_analytes, gsize n)
{
  *work = (Chromatogram){ n_analytes, n, .t = g_new (double, n), .c = g_new (double, n *n_analytes),
                          .sum = g_new (double, n) };
  for (gsize i = 0; i < n; i++)
    work->t[i] = 620.0 * (double)i / (double)n;
  for (guint a = 0; a < n_analytes; a++)
    work->transfers[a] =
        (PlumeTransfer){ .hold_up_time = 60,
                         .retention_factor = retention[a % 6] * (1 + 0.05 * (a / 6)),
                         .desorption_rate = desorption[a % 6] };
}

static void
chromatogram (gpointer data)
{
  Chromatogram *work = data;

  plume_column_chromatogram (work->n_analytes, work->transfers, NULL, &plug, work->n, work->t,
                             work->c, work->sum, NULL, NULL);
}

static void
jacobian (gpointer data)
{
  Chromatogram *work = data;

  for (guint a = 0; a < work->n_analytes; a++)
    plume_kernel_plug_with_derivatives (60, retention[a % 6], desorption[a % 6], 0.5, work->n,
                                        work->t, work->c, work->sum, work->sum, work->sum);
}

static void
fourier (gpointer data)
{
  static double c[16384];
  PlumeTransfer transfer = { .hold_up_time = 60,
                             .retention_factor = 5.9,
                             .desorption_rate = 32,
                             .boundary = PLUME_BOUNDARY_CLOSED,
                             .peclet = 3.3e5 };

  plume_fourier_grid (&transfer, &plug, 620, 16384, c, NULL);
}

typedef struct
{
  double *theta, *t, *c;
} Map;

static void
map (gpointer data)
{
  Map *work = data;
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 40 };

  plume_column_map (&transfer, &plug, 512, work->theta, 1024, work->t, work->c, NULL, NULL, NULL);
}

static void
lattice (gpointer data)
{
  static const PlumeLatticeComponent components[] = { { 1.2, 5, 10, 1 }, { 2.7, 5, 10, 1 } };
  PlumeLatticeProblem problem = {
    2, components, &plug, 60, .n_cells = *(gsize *)data, .end_time = 600
  };

  plume_lattice_result_unref (plume_lattice_run (&problem, NULL, NULL));
}

static void
overloaded_lattice (gpointer data)
{
  static const PlumeLatticeComponent components[] = { { 1.2, 5, 10, 1 }, { 2.7, 5, 10, 1 } };
  static const PlumeInlet step = { PLUME_INLET_PLUG, 600 };
  PlumeLatticeProblem problem = {
    2, components, &step, 60, .n_cells = *(gsize *)data, .end_time = 600
  };

  plume_lattice_result_unref (plume_lattice_run (&problem, NULL, NULL));
}

static void
equilibrium (gpointer data)
{
  static const PlumeLatticeComponent components[] = { { 1.2, 500, 10, 1 }, { 2.7, 500, 10, 1 } };
  PlumeLatticeProblem problem = { 2, components, &plug, 60, .n_cells = 1000 };

  plume_lattice_result_unref (plume_equilibrium_run (&problem, NULL, NULL));
}

static void
molecules (gpointer data)
{
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 40 };

  plume_array_unref (plume_molecule_exit_times (&transfer, &plug, 1, 100000, NULL, NULL));
}

static void
single_integral (gpointer data)
{
  double c;

  for (int i = 0; i < 10; i++)
    plume_inversion_single_integral (2880, 20, 2800 + 20 * i, 1e-10, &c, NULL);
}

int
main (void)
{
  gsize sizes[] = { 400, 2000 };
  Chromatogram small, large;
  Map room = { g_new (double, 512), g_new (double, 1024), g_new (double, 512 * 1024) };

  gsl_set_error_handler_off ();
  fill (&small, 6, 6200);
  fill (&large, 20, 20000);
  for (int i = 0; i < 512; i++)
    room.theta[i] = 60.0 * (i + 0.5) / 512;
  for (int i = 0; i < 1024; i++)
    room.t[i] = 150.0 * i / 1024;
  measure ("closed form, 6 analytes × 6,200 points", 51, chromatogram, &small);
  measure ("closed form, 20 analytes × 20,000 points", 51, chromatogram, &large);
  measure ("closed form with Jacobian, 6 × 6,200", 51, jacobian, &small);
  measure ("Fourier, 16,384 points, one analyte", 51, fourier, NULL);
  measure ("x–t map, 512 × 1,024", 21, map, &room);
  measure ("lattice, N = 400, 2 competing, 10 t_M, plug", 11, lattice, &sizes[0]);
  measure ("lattice, N = 400, 2 competing, 10 t_M, step (column always full)", 11,
           overloaded_lattice, &sizes[0]);
  measure ("lattice, N = 2,000, 2 competing, 10 t_M, plug", 5, lattice, &sizes[1]);
  measure ("lattice, N = 2,000, 2 competing, 10 t_M, step", 3, overloaded_lattice, &sizes[1]);
  measure ("equilibrium–dispersive, 1,000 cells, 2 competing", 3, equilibrium, NULL);
  measure ("exit times of 100,000 molecules", 11, molecules, NULL);
  measure ("single integral, 10 points", 11, single_integral, NULL);
  return 0;
}
