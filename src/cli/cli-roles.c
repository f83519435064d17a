/* cli-roles.c: --role: which columns of the data play which role.
 *
 * COLUMN=ROLE[:UNIT] gives a column a role of one column; ROLE=COLUMNS gives a role what
 * plume_choices_set_text() understands.
 */
#include "cli/cli.h"
#include "core/plume-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* One way to read the argument. */
typedef struct
{
  char *role, *text; /* text: as for plume_choices_set_text() */
  const char *unit;  /* nullable: within text */
} Wish;

static void
wish_clear (Wish *wish)
{
  g_free (wish->role);
  g_free (wish->text);
}

static int
find_role (const PlumeInput *input, const char *id)
{
  for (guint i = 0; i < input->n_roles; i++)
    if (strcmp (input->roles[i].id, id) == 0)
      return (int)i;
  return -1;
}

static const PlumeRole *
find_role_of_any (const PlumeInputs *inputs, const char *id)
{
  for (guint i = 0; i < inputs->experiment->n_inputs; i++)
    {
      const PlumeInput *input = &inputs->experiment->inputs[i];
      int role = find_role (input, id);

      if (role >= 0)
        return &input->roles[role];
    }
  return NULL;
}

/* COLUMN=ROLE[:UNIT] where that is meant, else ROLE=COLUMNS. */
static gboolean
read_argument (const PlumeInputs *inputs, const char *argument, Wish *wish)
{
  const char *last = strrchr (argument, '='), *first = strchr (argument, '=');
  g_auto (GStrv) parts = g_strsplit (last != NULL ? last + 1 : "", ":", 2);
  const PlumeRole *role = parts[0] != NULL ? find_role_of_any (inputs, parts[0]) : NULL;

  if (role != NULL && !role->many)
    {
      wish->role = g_strdup (parts[0]);
      wish->text = g_strdup_printf ("%.*s%s%s", (int)(last - argument), argument,
                                    parts[1] != NULL ? ":" : "", parts[1] != NULL ? parts[1] : "");
      wish->unit = parts[1] != NULL ? wish->text + (last - argument) + 1 : NULL;
      return TRUE;
    }
  wish->role = first != NULL ? g_strndup (argument, (gsize)(first - argument)) : NULL;
  wish->text = first != NULL ? g_strdup (first + 1) : NULL;
  return wish->role != NULL && find_role_of_any (inputs, wish->role) != NULL;
}

static gboolean
has_unit (const PlumeRole *role, const char *name)
{
  for (const PlumeUnit *unit = role->units; unit != NULL && unit->name != NULL; unit++)
    if (strcmp (unit->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* nullable */
static PlumeBinding *
grant (PlumeBinding *binding, guint role, const Wish *wish, GError **error)
{
  const PlumeInput *input = binding->input;
  g_autofree PlumeColumnChoice *choices =
      g_memdup2 (binding->choices, input->n_roles * sizeof *choices);

  if (wish->unit != NULL && !has_unit (&input->roles[role], wish->unit))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("role %s has no unit '%s'"),
                   wish->role, wish->unit);
      return NULL;
    }
  return plume_choices_set_text (input, binding->dataset, role, wish->text, choices, error)
             ? plume_binding_with_choices (binding, choices, error)
             : NULL;
}

/* Gives the wish to all data sets that have the role; one of them has to be able to. */
static gboolean
grant_all (PlumeInputs **inputs, const Wish *wish, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean granted = FALSE;

  for (guint i = 0; i < (*inputs)->experiment->n_inputs; i++)
    for (guint j = 0; j < (*inputs)->bindings[i]->len; j++)
      {
        PlumeBinding *binding = g_ptr_array_index ((*inputs)->bindings[i], j);
        int role = find_role (binding->input, wish->role);
        g_autoptr (PlumeBinding) changed =
            role >= 0 ? grant (binding, (guint)role, wish, reason == NULL ? &reason : NULL) : NULL;
        PlumeInputs *before = *inputs;

        if (changed == NULL)
          continue;
        *inputs = plume_inputs_with_replaced (before, i, j, changed);
        plume_inputs_unref (before);
        granted = TRUE;
      }
  if (!granted && reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (!granted)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("there are no data for the role %s; bind them with --data"), wish->role);
  return granted;
}

/**
 * cli_apply_role:
 * @inputs: (inout): what is bound
 * @argument: COLUMN=ROLE[:UNIT] or ROLE=COLUMNS
 *
 * Returns: %FALSE where @argument means nothing to any of the data
 */
gboolean
cli_apply_role (PlumeInputs **inputs, const char *argument, GError **error)
{
  Wish wish = { 0 };
  gboolean done = FALSE;

  if (read_argument (*inputs, argument, &wish))
    done = grant_all (inputs, &wish, error);
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("--role %s: write --role column=role with a column of the data and a role of "
                    "the input, or --role role=columns"),
                 argument);
  wish_clear (&wish);
  return done;
}
