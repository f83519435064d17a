/* experiment.h: an experiment as a person uses it, for the suites of experiments: open it, set
 * values, bind data, evaluate, read marks and read-outs, drag handles, press buttons.
 *
 * A statement is a function of (Fixture *, gconstpointer) that is added with STATEMENT_OF
 * ("experiment-id", "path", function); each gets a fresh engine with the defaults and the samples
 * that the experiment opens with.
 */
#pragma once

#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const PlumeExperiment *experiment;
  PlumeEngine *engine;
  PlumeValues *values;
  PlumeInputs *inputs;
} Fixture;

#define STATEMENT_OF(id, path, function)                                                           \
  g_test_add ("/experiments/" id "/" path, Fixture, id, open_experiment, function, close_experiment)

static inline void
open_experiment (Fixture *fixture, gconstpointer id)
{
  fixture->experiment = plume_experiments_find (id);
  g_assert_nonnull (fixture->experiment);
  fixture->engine = plume_engine_new (fixture->experiment, 1 << 28);
  fixture->values = plume_values_new (fixture->experiment);
  fixture->inputs = plume_inputs_new (fixture->experiment, TRUE);
}

static inline void
close_experiment (Fixture *fixture, gconstpointer id)
{
  plume_engine_free (fixture->engine);
  plume_values_unref (fixture->values);
  plume_inputs_unref (fixture->inputs);
}

/* Forgets all results, for what must not come from the memo. */
static inline void
forget_results (Fixture *fixture)
{
  plume_engine_free (fixture->engine);
  fixture->engine = plume_engine_new (fixture->experiment, 1 << 28);
}

static inline void
take_values (Fixture *fixture, PlumeValues *values)
{
  g_assert_nonnull (values);
  plume_values_unref (fixture->values);
  fixture->values = values;
}

/* @name is an address as on the command line; @text as after its "=". */
static inline void
set_value (Fixture *fixture, const char *name, const char *text)
{
  PlumeAddress address;
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_address_parse (fixture->values, name, &address, &error));
  take_values (fixture, plume_values_with_text (fixture->values, &address, text, &error));
}

static inline void
set_number (Fixture *fixture, const char *name, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  set_value (fixture, name, g_ascii_dtostr (text, sizeof text, number));
}

static inline double
get_number (const Fixture *fixture, const char *name)
{
  PlumeAddress address;

  g_assert_true (plume_address_parse (fixture->values, name, &address, NULL));
  return plume_values_get (fixture->values, &address)->number;
}

/* Asserts that a value is not taken, for a reason of usage. */
static inline void
assert_refused (const Fixture *fixture, const char *name, const char *text)
{
  PlumeAddress address;
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_address_parse (fixture->values, name, &address, NULL));
  g_assert_null (plume_values_with_text (fixture->values, &address, text, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

static inline void
bind_to (Fixture *fixture, guint input, PlumeBinding *binding)
{
  PlumeInputs *inputs = plume_inputs_with (fixture->inputs, input, binding, FALSE);

  plume_inputs_unref (fixture->inputs);
  fixture->inputs = inputs;
}

static inline void
bind_sample (Fixture *fixture, const char *input, const char *sample)
{
  guint index = (guint)plume_experiment_find_input (fixture->experiment, input);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBinding) binding =
      plume_binding_new_sample (&fixture->experiment->inputs[index], sample, &error);

  g_assert_no_error (error);
  bind_to (fixture, index, binding);
}

/* Binds a file in place of what was there; FALSE where it cannot be read. */
static inline gboolean
bind_file (Fixture *fixture, const char *input, const char *path, GError **error)
{
  guint index = (guint)plume_experiment_find_input (fixture->experiment, input);
  g_autoptr (PlumeBinding) binding =
      plume_binding_new_for_file (&fixture->experiment->inputs[index], path, NULL, error);

  if (binding == NULL)
    return FALSE;
  bind_to (fixture, index, binding);
  return TRUE;
}

/* Binds a text as if it were a file. */
static inline gboolean
bind_text (Fixture *fixture, const char *input, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "plume-data-XXXXXX.csv", NULL);
  int file = g_mkstemp (path);
  gboolean bound;

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  bound = bind_file (fixture, input, path, error);
  g_unlink (path);
  return bound;
}

/* All views and the read-outs */
static inline PlumePublication *
evaluate (const Fixture *fixture)
{
  PlumeWish wish = { .values = fixture->values, .inputs = fixture->inputs, .readouts = TRUE };

  return plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
}

/* Only the named view (NULL for none) and the read-outs */
static inline PlumePublication *
evaluate_view (const Fixture *fixture, const char *view)
{
  g_autofree gboolean *views = g_new0 (gboolean, fixture->experiment->n_views);
  PlumeWish wish = {
    .values = fixture->values, .inputs = fixture->inputs, .views = views, .readouts = TRUE
  };

  if (view != NULL)
    views[plume_experiment_find_view (fixture->experiment, view)] = TRUE;
  return plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);
}

/* Why a view is not there; NULL where it is. */
static inline GError *
get_error (const Fixture *fixture, const PlumePublication *publication, const char *view)
{
  const GError *error = publication->errors[plume_experiment_find_view (fixture->experiment, view)];

  return error != NULL ? g_error_copy (error) : NULL;
}

/* A mark of a view by its id; NULL where there is none */
static inline const PlumeMark *
find_mark (const Fixture *fixture,
           const PlumePublication *publication,
           const char *view,
           const char *id)
{
  const PlumeFigure *figure =
      publication->figures[plume_experiment_find_view (fixture->experiment, view)];

  g_assert_nonnull (figure);
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      for (guint j = 0; j < axes->marks->len; j++)
        if (strcmp (((const PlumeMark *)g_ptr_array_index (axes->marks, j))->id, id) == 0)
          return g_ptr_array_index (axes->marks, j);
    }
  return NULL;
}

/* A line of a read-out that must be there; scalar read-outs have one, index 0. */
static inline PlumeReading
get_reading (const Fixture *fixture,
             const PlumePublication *publication,
             const char *id,
             guint index)
{
  const GArray *readings =
      publication->readings[plume_experiment_find_readout (fixture->experiment, id)];

  g_assert_nonnull (readings);
  g_assert_cmpuint (readings->len, >, index);
  return g_array_index (readings, PlumeReading, index);
}

static inline double
get_readout (const Fixture *fixture,
             const PlumePublication *publication,
             const char *id,
             guint index)
{
  return get_reading (fixture, publication, id, index).value;
}

/* The value of a read-out by its label; NaN where there is no such line */
static inline double
get_labelled (const Fixture *fixture,
              const PlumePublication *publication,
              const char *id,
              const char *label)
{
  const GArray *readings =
      publication->readings[plume_experiment_find_readout (fixture->experiment, id)];

  for (guint i = 0; readings != NULL && i < readings->len; i++)
    if (g_strcmp0 (g_array_index (readings, PlumeReading, i).label, label) == 0)
      return g_array_index (readings, PlumeReading, i).value;
  return NAN;
}

/* Presses a button that must work. */
static inline void
act (Fixture *fixture, const char *action)
{
  g_autoptr (GError) error = NULL;
  PlumeValues *values = plume_engine_act (
      fixture->engine, fixture->values, fixture->inputs,
      (guint)plume_experiment_find_action (fixture->experiment, action), NULL, &error);

  g_assert_no_error (error);
  take_values (fixture, values);
}

/* Drags a handle of a view that was evaluated. */
static inline void
drag_published (Fixture *fixture,
                const PlumePublication *publication,
                const char *view,
                const char *handle,
                double x,
                double y)
{
  g_autoptr (GError) error = NULL;
  PlumeValues *values = plume_publication_drag (
      publication, fixture->values, (guint)plume_experiment_find_view (fixture->experiment, view),
      handle, x, y, &error);

  g_assert_no_error (error);
  take_values (fixture, values);
}

/* Evaluates a view and drags one of its handles. */
static inline void
drag (Fixture *fixture, const char *view, const char *handle, double x, double y)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, view);

  drag_published (fixture, publication, view, handle, x, y);
}

static inline void
assert_near (double value, double expected, double tolerance)
{
  if (!(fabs (value - expected) <= tolerance))
    g_error ("%.12g is not within %g of %.12g", value, tolerance, expected);
}
