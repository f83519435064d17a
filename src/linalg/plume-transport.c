/* plume-transport.c: exact transport between equal masses of two numbers.
 *
 * Masses are counted in units of 1/nm, so that row i sends m units and column j takes n.
 */
#include "linalg/plume-transport.h"

#include <math.h>
#include <string.h>

#define NOBODY G_MAXUINT32

typedef struct
{
  gsize n, m;
  const double *cost;
  guint32 *flow;         /* n × m units */
  guint32 *demand;       /* of each column, units */
  double *row_potential; /* u: reduced cost c − u − v ≥ 0, 0 where there is flow */
  double *column_potential;
  double *distance; /* of columns from the row that sends */
  double *row_distance;
  guint32 *came_from;     /* row before each column on its path */
  guint32 *row_came_from; /* column before each row */
  gboolean *done, *row_done;
} Transport;

static void
reach_columns (Transport *transport, guint32 row, double from)
{
  const double *cost = transport->cost + row * transport->m;

  transport->row_done[row] = TRUE;
  transport->row_distance[row] = from;
  for (gsize j = 0; j < transport->m; j++)
    {
      double distance =
          from + cost[j] - transport->row_potential[row] - transport->column_potential[j];

      if (!transport->done[j] && distance < transport->distance[j])
        {
          transport->distance[j] = distance;
          transport->came_from[j] = row;
        }
    }
}

static guint32
nearest_column (const Transport *transport)
{
  guint32 nearest = NOBODY;

  for (guint32 j = 0; j < transport->m; j++)
    if (!transport->done[j]
        && (nearest == NOBODY || transport->distance[j] < transport->distance[nearest]))
      nearest = j;
  return nearest;
}

/* The nearest column with demand left, seen from a row along arcs of no reduced cost backwards. */
static guint32
search (Transport *transport, guint32 row)
{
  for (gsize j = 0; j < transport->m; j++)
    {
      transport->distance[j] = INFINITY;
      transport->done[j] = FALSE;
    }
  memset (transport->row_done, 0, transport->n * sizeof *transport->row_done);
  reach_columns (transport, row, 0);
  for (;;)
    {
      guint32 column = nearest_column (transport);

      transport->done[column] = TRUE;
      if (transport->demand[column] > 0)
        return column;
      for (guint32 i = 0; i < transport->n; i++)
        if (!transport->row_done[i] && transport->flow[i * transport->m + column] > 0)
          {
            transport->row_came_from[i] = column;
            reach_columns (transport, i, transport->distance[column]);
          }
    }
}

static void
raise_potentials (Transport *transport, double reach)
{
  for (gsize i = 0; i < transport->n; i++)
    if (transport->row_done[i])
      transport->row_potential[i] += reach - transport->row_distance[i];
  for (gsize j = 0; j < transport->m; j++)
    if (transport->done[j])
      transport->column_potential[j] -= reach - transport->distance[j];
}

/* Sends as many units as the path carries; returns how many. */
static guint32
augment (Transport *transport, guint32 row, guint32 column, guint32 supply)
{
  guint32 units = MIN (supply, transport->demand[column]);

  for (guint32 j = column, i = transport->came_from[j]; i != row; i = transport->came_from[j])
    {
      j = transport->row_came_from[i];
      units = MIN (units, transport->flow[i * transport->m + j]);
    }
  transport->demand[column] -= units;
  for (guint32 j = column;;)
    {
      guint32 i = transport->came_from[j];

      transport->flow[i * transport->m + j] += units;
      if (i == row)
        return units;
      j = transport->row_came_from[i];
      transport->flow[i * transport->m + j] -= units;
    }
}

static gboolean
solve (Transport *transport, PlumeTask *task, GError **error)
{
  for (guint32 row = 0; row < transport->n; row++)
    for (guint32 supply = (guint32)transport->m; supply > 0;)
      {
        guint32 column;

        if (!plume_task_check (task, error))
          return FALSE;
        column = search (transport, row);
        raise_potentials (transport, transport->distance[column]);
        supply -= augment (transport, row, column, supply);
      }
  return TRUE;
}

/**
 * plume_transport:
 * @cost: n × m, row by row
 * @plan: (out caller-allocates) (nullable): n × m
 *
 * Returns: the least cost; NaN when cancelled
 */
double
plume_transport (
    gsize n, gsize m, const double *cost, double *plan, PlumeTask *task, GError **error)
{
  g_autofree guint32 *flow = g_new0 (guint32, n * m), *demand = g_new (guint32, m),
                     *came_from = g_new0 (guint32, m), *row_came_from = g_new0 (guint32, n);
  g_autofree double *rows = g_new0 (double, 2 * n), *columns = g_new0 (double, 2 * m);
  g_autofree gboolean *done = g_new0 (gboolean, n + m);
  Transport transport = {
    .n = n,
    .m = m,
    .cost = cost,
    .flow = flow,
    .demand = demand,
    .row_potential = rows,
    .row_distance = rows + n,
    .column_potential = columns,
    .distance = columns + m,
    .came_from = came_from,
    .row_came_from = row_came_from,
    .done = done,
    .row_done = done + m,
  };
  double sum = 0;

  for (gsize j = 0; j < m; j++)
    {
      double least = INFINITY;

      for (gsize i = 0; i < n; i++)
        least = MIN (least, cost[i * m + j]);
      columns[j] = least; /* no reduced cost is negative */
      demand[j] = (guint32)n;
    }
  if (!solve (&transport, task, error))
    return NAN;
  for (gsize k = 0; k < n * m; k++)
    {
      double mass = flow[k] / ((double)n * (double)m);

      sum += mass * cost[k];
      if (plan != NULL)
        plan[k] = mass;
    }
  return sum;
}
