/* stochastic-interpolants-readouts.c: numbers of the stochastic interpolants. */
#include "experiments/stochastic-interpolants.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define G_ENDS   N_ ("Samples at the end")
#define G_WAY    N_ ("On the way")
#define G_ENERGY N_ ("Energy")
#define G_WRONG  N_ ("Wrong fields")

static void
measure_distance (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, _ ("samples to density"), measures->distance, NAN);
  plume_measurement_add (measurement, _ ("draw to draw"), measures->distance_floor, NAN);
}

static void
measure_excess (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, NULL, measures->excess, measures->excess_noise);
}

static void
measure_divergence (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, NULL, measures->divergence, NAN);
}

static void
measure_length (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, NULL, measures->length, NAN);
}

static void
measure_action (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, NULL, measures->action, NAN);
}

static void
measure_crossing (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, NULL, measures->crossing, NAN);
}

static void
measure_evaluations (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiMeasures *measures = plume_reads_result (reads, "measures");

  plume_measurement_add (measurement, NULL, measures->evaluations, NAN);
}

static void
measure_pairs (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");

  plume_measurement_add (measurement, NULL, (double)plume_bridge_get_n_pairs (bridge->plane), NAN);
}

static void
measure_energy (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiEnergy *energy = plume_reads_result (reads, "energy");
  double noise = 0; /* the same samples at all times: errors do not cancel */

  for (guint i = 0; i < SI_ENERGY_MOMENTS; i++)
    noise += energy->noise[i] / SI_ENERGY_MOMENTS;
  plume_measurement_add (measurement, _ ("this interpolant"), energy->total, noise);
  plume_measurement_add (measurement, _ ("best bends"), energy->total_straight, NAN);
  plume_measurement_add (measurement, _ ("Schrödinger bridge"), energy->least, NAN);
}

static void
measure_gaps (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiValley *valley = plume_reads_result (reads, "valley");

  plume_measurement_add (measurement, _ ("velocity"), valley->gaps.velocity, NAN);
  plume_measurement_add (measurement, _ ("score"), valley->gaps.score, NAN);
}

static void
measure_best_epsilon (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiValley *valley = plume_reads_result (reads, "valley");

  plume_measurement_add (measurement, NULL, plume_gaps_best_epsilon (&valley->gaps), NAN);
}

static void
measure_flow_divergence (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiValley *valley = plume_reads_result (reads, "valley");

  plume_measurement_add (measurement, NULL, valley->of_flow, NAN);
}

static void
measure_comb (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SiComb *comb = plume_reads_result (reads, "comb");

  for (guint i = 0; i < SI_COMB; i++)
    {
      const PlumeFlow *flow = comb->flows[i];
      g_autofree char *label = g_strdup_printf ("ε = %g", si_comb_epsilons[i]);
      double sum = 0;

      for (gsize s = 0; s < flow->n; s++)
        for (guint node = 1; node < flow->n_nodes; node++)
          sum += fabs (flow->path[node * flow->n + s] - flow->path[(node - 1) * flow->n + s]);
      plume_measurement_add (measurement, label, sum / (double)flow->n, NAN);
    }
}

const PlumeReadout si_readouts[SI_N_READOUTS] = {
  { "wasserstein",
    N_ ("Distance to the density"),
    "<i>W</i><sub>2</sub>",
    NULL,
    G_ENDS,
    N_ ("Of 200 samples by optimal assignment; two sets of draws from the density itself are as "
        "far apart as the second number"),
    { "measures" },
    measure_distance },
  { "excess-nll",
    N_ ("Excess of −ln ρ"),
    NULL,
    "nat",
    G_ENDS,
    N_ ("Mean over the ends less that over draws; 0 where the ends are of the density"),
    { "measures" },
    measure_excess },
  { "flow-divergence",
    N_ ("Divergence of the flow"),
    "KL",
    "nat",
    G_ENDS,
    N_ ("Of what the steps of the flow make from the density that they should, by ∫∇·b"),
    { "measures" },
    measure_divergence },
  { "path-length",
    N_ ("Path length"),
    "∫|<i>b</i>|d<i>t</i>",
    NULL,
    G_WAY,
    N_ ("Mean over the samples of a flow"),
    { "measures" },
    measure_length },
  { "kinetic-energy",
    N_ ("Kinetic energy of the flow"),
    "½∫|<i>b</i>|²d<i>t</i>",
    NULL,
    G_WAY,
    NULL,
    { "measures" },
    measure_action },
  { "crossing-index",
    N_ ("Crossing index"),
    NULL,
    NULL,
    G_WAY,
    N_ ("Share of pairs of samples whose chords from start to end cross"),
    { "measures" },
    measure_crossing },
  { "evaluations",
    N_ ("Evaluations of the fields"),
    NULL,
    NULL,
    G_WAY,
    N_ ("A sample, with the steps that large ε asks for"),
    { "measures" },
    measure_evaluations },
  { "pairs",
    N_ ("Pairs in the coupling"),
    NULL,
    NULL,
    G_WAY,
    N_ ("All pairs of components where it is independent and they are few, else as many as are "
        "set"),
    { "bridge" },
    measure_pairs },
  { "path-variation",
    N_ ("Variation of a path"),
    "Σ|Δ<i>x</i>|",
    NULL,
    N_ ("ε comb"),
    N_ ("Of the first coordinate over 150 steps"),
    { "comb" },
    measure_comb },
  { "energy",
    N_ ("Energy of the diffusion"),
    "∫E|<i>b</i> + <i>εs</i>|²d<i>t</i>",
    NULL,
    G_ENERGY,
    N_ ("No diffusion with this ε between the densities costs less than the Schrödinger bridge"),
    { "energy" },
    measure_energy },
  { "loss-gaps",
    N_ ("Losses above the least"),
    "Δ<i>L</i>",
    NULL,
    G_WRONG,
    N_ ("That the synthetic error makes"),
    { "valley" },
    measure_gaps },
  { "best-epsilon",
    N_ ("Best ε by the bound"),
    "<i>ε</i>*",
    NULL,
    G_WRONG,
    NULL,
    { "valley" },
    measure_best_epsilon },
  { "wrong-flow-divergence",
    N_ ("Divergence of the wrong flow"),
    "KL",
    "nat",
    G_WRONG,
    NULL,
    { "valley" },
    measure_flow_divergence },
};
