/* bench-generative-mixture.c: what a place costs a component, and whole samplings of the plane; the
 * same arithmetic by NumPy and PyTorch where those are installed. */
#include "core/plume-parallel.h"
#include "generative/plume-likelihood.h"
#include "generative/plume-measures.h"
#include "generative/plume-solver.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define RUNS 15

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
median (double *values)
{
  qsort (values, RUNS, sizeof *values, compare);
  return values[RUNS / 2];
}

/* Components on a ring, some of them narrow and turned. */
static PlumeMixture *
make_mixture (guint n_components)
{
  g_autofree double *weights = g_new (double, n_components),
                    *means = g_new (double, 2 * n_components),
                    *covariances = g_new (double, 4 * n_components);

  for (guint k = 0; k < n_components; k++)
    {
      double angle = 2 * G_PI * k / n_components, along = 0.09, across = 0.01, c = cos (angle),
             s = sin (angle);

      weights[k] = 1 + k % 3;
      means[2 * k] = 1.5 * c;
      means[2 * k + 1] = 1.5 * s;
      covariances[4 * k] = along * c * c + across * s * s;
      covariances[4 * k + 1] = covariances[4 * k + 2] = (along - across) * c * s;
      covariances[4 * k + 3] = along * s * s + across * c * c;
    }
  return plume_mixture_new (n_components, 2, weights, means, covariances, NULL);
}

/* Returns ns a place and component of the score. */
static double
measure_evaluation (guint n_components, gsize n)
{
  static const char *const names[] = { "score", "log density", "score and divergence" };
  g_autoptr (PlumeMixture) mixture = make_mixture (n_components);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeMarginal at = plume_process_at (&process, 0.3);
  g_autofree double *y = g_new (double, 2 * n), *score = g_new (double, 2 * n),
                    *density = g_new (double, n), *divergence = g_new (double, n);

  double of_score = 0;

  plume_noise_start (1, n, 2, y);
  for (guint kind = 0; kind < 3; kind++)
    {
      double ns[RUNS];

      for (int run = 0; run < RUNS; run++)
        {
          clock_t start = clock ();

          plume_mixture_evaluate (mixture, &at, n, y, kind == 1 ? density : NULL,
                                  kind != 1 ? score : NULL, kind == 2 ? divergence : NULL, NULL,
                                  NULL);
          ns[run] = 1e9 / CLOCKS_PER_SEC * (double)(clock () - start) / (double)n / n_components;
        }
      g_print ("%s, %u components, median %.2f ns of one core a place and component\n", names[kind],
               n_components, median (ns));
      if (kind == 0)
        of_score = median (ns);
    }
  return of_score;
}

static void
measure_sampling (gsize n, guint n_steps)
{
  g_autoptr (PlumeMixture) mixture = make_mixture (8);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeSamplingPlan plan = { .process = &process,
                             .score = score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = n_steps };
  g_autofree double *start = g_new (double, 2 * n);
  double ms[RUNS], busy[RUNS];

  plume_noise_start (1, n, 2, start);
  for (int run = 0; run < RUNS; run++)
    {
      gint64 from = g_get_monotonic_time ();
      clock_t work = clock ();
      g_autoptr (PlumeSampling) sampling =
          plume_sample (&plan, n, start, PLUME_KEEP_PATH, NULL, NULL);

      ms[run] = (double)(g_get_monotonic_time () - from) / 1000;
      busy[run] = 1e3 / CLOCKS_PER_SEC * (double)(clock () - work);
    }
  g_print ("%zu samples, %u DDIM steps, 8 components, paths kept, %d threads: "
           "median %.1f ms, processor time %.1f ms\n",
           n, n_steps, plume_parallel_get_threads (), median (ms), median (busy));
}

/* Every measure of samples of the same mixture */
static void
measure_measures (gsize n)
{
  g_autoptr (PlumeMixture) mixture = make_mixture (8);
  g_autofree double *x = g_new (double, 2 * n), *y = g_new (double, 2 * n);
  PlumeMeasureInput input = {
    .n = n, .n_reference = n, .d = 2, .samples = x, .reference = y, .mixture = mixture, .seed = 1
  };

  plume_mixture_sample (mixture, n, 1, x, NULL);
  plume_mixture_sample (mixture, n, 2, y, NULL);
  for (const PlumeMeasure *row = plume_measures; row->id != NULL; row++)
    {
      double ms[3];

      for (int run = 0; run < 3; run++)
        {
          clock_t from = clock ();
          PlumeMeasured found;

          plume_measure (row, &input, &found, NULL, NULL);
          ms[run] = 1e3 / CLOCKS_PER_SEC * (double)(clock () - from);
        }
      qsort (ms, 3, sizeof *ms, compare);
      g_print ("%s of %zu samples: processor time, median %.1f ms\n", row->id, n, ms[1]);
    }
}

static void
measure_likelihood (gsize n)
{
  g_autoptr (PlumeMixture) mixture = make_mixture (8);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeLikelihoodPlan plan = { .process = &process, .score = score };
  g_autofree double *x = g_new (double, 2 * n);
  gint64 from;

  plume_mixture_sample (mixture, n, 1, x, NULL);
  from = g_get_monotonic_time ();
  {
    g_autoptr (PlumeLikelihood) likelihood = plume_likelihood_new (&plan, n, x, NULL, NULL);

    g_print ("likelihood of %zu samples, %u evaluations: %.1f ms\n", n, likelihood->evaluations,
             (double)(g_get_monotonic_time () - from) / 1000);
  }
}

/* The distribution's own, whose packages of NumPy and PyTorch belong to it */
#define PYTHON "/usr/bin/python3"

/* The same score in the same precision, with a library's arrays; as one of its users writes it */
static const char setting[] = "import time, math\n"
                              "n, K, a, s = 10000, 8, 0.7, 0.5\n";
static const char timing[] =
    "times = []\n"
    "for i in range(21):\n"
    "    b = time.process_time(); score(); times.append(time.process_time() - b)\n"
    "print(sorted(times)[10]*1e9/n/K)\n";
static const char numpy[] =
    "import numpy as np\n"
    "g = np.random.default_rng(1); y = g.standard_normal((n, 2))\n"
    "t = 2*np.pi*np.arange(K)/K; mu = 1.5*np.stack([np.cos(t), np.sin(t)], 1)\n"
    "U = np.stack([np.stack([np.cos(t), np.sin(t)], 1), np.stack([-np.sin(t), np.cos(t)], 1)], 1)\n"
    "den = a*a*np.tile([0.09, 0.01], (K, 1)) + s*s; logw = np.log(np.full(K, 1/K))\n"
    "def score():\n"
    "    q = np.einsum('kjc,nkc->nkj', U, y[:, None] - a*mu)\n"
    "    L = logw - 0.5*(q*q/den).sum(2) - 0.5*np.log(den).sum(1)\n"
    "    r = np.exp(L - L.max(1, keepdims=True)); r /= r.sum(1, keepdims=True)\n"
    "    return -np.einsum('nk,kjc,nkj->nc', r, U, q/den, optimize=True)\n";
static const char torch[] =
    "import torch\n"
    "torch.set_num_threads(1); torch.set_grad_enabled(False)\n"
    "torch.manual_seed(1); y = torch.randn(n, 2, dtype=torch.float64)\n"
    "t = 2*math.pi*torch.arange(K, dtype=torch.float64)/K; c, d = torch.cos(t), torch.sin(t)\n"
    "mu = 1.5*torch.stack([c, d], 1)\n"
    "U = torch.stack([torch.stack([c, d], 1), torch.stack([-d, c], 1)], 1)\n"
    "den = a*a*torch.tensor([[0.09, 0.01]], dtype=torch.float64).repeat(K, 1) + s*s\n"
    "logw = torch.full((K,), -math.log(K), dtype=torch.float64)\n"
    "def score():\n"
    "    q = torch.einsum('kjc,nkc->nkj', U, y[:, None] - a*mu)\n"
    "    L = logw - 0.5*(q*q/den).sum(2) - 0.5*torch.log(den).sum(1)\n"
    "    r = torch.softmax(L, 1)\n"
    "    return -torch.einsum('kjc,nkj->nc', U, r[:, :, None]*q/den)\n";

/* The library with its version, and how many times as long it takes */
static void
compare_with (const char *name, const char *module, const char *program, double of_score)
{
  g_autofree char *text = g_strdup_printf ("%s%s%simport %s\nprint(%s.__version__)\n", setting,
                                           program, timing, module, module);
  char *command[] = { (char *)PYTHON, "-c", text, NULL };
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, command, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                     &status, NULL)
      || !g_spawn_check_wait_status (status, NULL))
    {
      g_print ("%s is not installed for " PYTHON "; nothing to compare with\n", name);
      return;
    }
  lines = g_strsplit (g_strchomp (output), "\n", 2);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_print (
      "score, 8 components, %s %s: median %.1f ns of one core a place and component, %.0f times "
      "as long\n",
      name, lines[1], g_ascii_strtod (lines[0], NULL), g_ascii_strtod (lines[0], NULL) / of_score);
}

int
main (void)
{
  double of_score = measure_evaluation (8, 10000);

  measure_evaluation (1024, 2000);
  measure_sampling (10000, 50);
  measure_sampling (2000, 30);
  measure_measures (2000);
  measure_measures (10000);
  measure_likelihood (1000);
  compare_with ("NumPy", "numpy", numpy, of_score);
  compare_with ("PyTorch", "torch", torch, of_score);
  return 0;
}
