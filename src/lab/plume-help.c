/* plume-help.c: the reference page of an experiment, from its tables. */
#include "lab/plume-help.h"

#include "figure/plume-equation.h"
#include "lab/plume-citation.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pango.h>
#include <string.h>

#define DIGITS 6

static const char *
translate (const char *text)
{
  return text != NULL && *text != '\0' ? _ (text) : NULL;
}

void
plume_help_entry_free (PlumeHelpEntry *entry)
{
  g_free (entry->section);
  g_free (entry->group);
  g_free (entry->title);
  g_free (entry->symbol);
  g_free (entry->facts);
  g_free (entry->help);
  g_free (entry);
}

static PlumeHelpEntry *
add (GPtrArray *page, const char *section, const char *group, const char *title, const char *help)
{
  PlumeHelpEntry *entry = g_new0 (PlumeHelpEntry, 1);

  entry->section = g_strdup (section);
  entry->group = g_strdup (translate (group));
  entry->title = g_strdup (translate (title));
  entry->help = g_strdup (translate (help));
  g_ptr_array_add (page, entry);
  return entry;
}

/* "10⁻⁹" of "10<sup>−9</sup>". */
static void
append_raised (GString *facts, const char *markup)
{
  static const char *const plain[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "−" };
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻" };
  g_auto (GStrv) parts = g_strsplit (markup, "<sup>", 2);

  g_string_append (facts, parts[0]);
  for (const char *at = parts[1]; at != NULL && *at != '<' && *at != '\0';
       at = g_utf8_next_char (at))
    for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
      if (g_str_has_prefix (at, plain[i]))
        g_string_append (facts, raised[i]);
}

static void
append_number (GString *facts, double value)
{
  g_autofree char *number = plume_number_text (value, DIGITS);

  if (isinf (value))
    g_string_append (facts, value > 0 ? "∞" : "−∞");
  else
    append_raised (facts, number);
}

static void
append_unit (GString *facts, const char *unit)
{
  if (unit != NULL && *unit != '\0')
    g_string_append_printf (facts, "%s%s", facts->len > 0 ? " " : "", unit);
}

/* Its range, its unit, what it is at first. */
static char *
tell_number (const PlumeParameter *parameter)
{
  g_autoptr (GString) facts = g_string_new (NULL), first = g_string_new (NULL);
  gboolean ranged = parameter->from != 0 || parameter->to != 0;

  if (ranged)
    {
      append_number (facts, parameter->from);
      g_string_append (facts, " … ");
      append_number (facts, parameter->to);
    }
  append_unit (facts, parameter->unit);
  if (!isfinite (parameter->value))
    return g_strdup (facts->str);
  append_number (first, parameter->value);
  if (facts->len == 0)
    return g_strdup_printf (_ ("at first %s"), first->str);
  /* Translators: range and unit of a parameter, and its default: "0 … 10 s; at first 3". */
  return g_strdup_printf (_ ("%s; at first %s"), facts->str, first->str);
}

static char *
tell_choices (const PlumeParameter *parameter)
{
  GString *facts = g_string_new (NULL);

  for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
       choice++)
    g_string_append_printf (facts, "%s%s", facts->len > 0 ? ", " : "", translate (choice->title));
  return g_string_free (facts, FALSE);
}

static char *
tell_parameter (const PlumeParameter *parameter)
{
  switch (parameter->kind)
    {
    case PLUME_KIND_NUMBER:
    case PLUME_KIND_INTEGER:
      return tell_number (parameter);
    case PLUME_KIND_CHOICE:
      return tell_choices (parameter);
    case PLUME_KIND_SWITCH:
      return g_strdup (parameter->value != 0 ? _ ("on or off; at first on")
                                             : _ ("on or off; at first off"));
    case PLUME_KIND_SEED:
      return g_strdup (_ ("a whole number: the same one gives the same random numbers"));
    case PLUME_KIND_GRID:
      return g_strdup (_ ("values as from:to:count or a, b, c; empty for automatic"));
    case PLUME_KIND_COLUMN:
      return g_strdup (_ ("a column of the data"));
    case PLUME_KIND_TABLE:
      return g_strdup (_ ("a table; its columns follow"));
    case PLUME_KIND_TEXT:
    default:
      return NULL;
    }
}

static void
add_parameter (GPtrArray *page, const PlumeParameter *parameter, const char *group)
{
  PlumeHelpEntry *entry = add (page, _ ("Parameters"), group, parameter->title, parameter->help);

  entry->symbol = g_strdup (parameter->symbol);
  entry->facts = tell_parameter (parameter);
}

static void
add_parameters (GPtrArray *page, const PlumeExperiment *experiment)
{
  for (guint i = 0; i < experiment->n_parameters; i++)
    {
      const PlumeParameter *parameter = &experiment->parameters[i];

      add_parameter (page, parameter, parameter->group);
      for (guint j = 0; j < parameter->n_columns; j++)
        add_parameter (page, &parameter->columns[j], parameter->title);
    }
}

static char *
tell_role (const PlumeRole *role)
{
  GString *facts = g_string_new (role->many     ? _ ("columns of numbers, or a block")
                                 : role->labels ? _ ("labels: texts or few different numbers")
                                                : _ ("a column of numbers"));

  if (role->unit != NULL && *role->unit != '\0')
    g_string_append_printf (facts, ", %s", role->unit);
  if (role->increasing)
    g_string_append_printf (facts, ", %s", _ ("rising from row to row"));
  if (role->optional)
    g_string_append_printf (facts, ", %s", _ ("may be missing"));
  return g_string_free (facts, FALSE);
}

static void
add_inputs (GPtrArray *page, const PlumeExperiment *experiment)
{
  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      const PlumeInput *input = &experiment->inputs[i];
      GString *samples = g_string_new (NULL);
      PlumeHelpEntry *entry = add (page, _ ("Data"), NULL, input->title, input->help);

      for (guint j = 0; j < input->n_samples; j++)
        g_string_append_printf (samples, "%s%s", j > 0 ? ", " : "",
                                translate (input->samples[j].title));
      if (samples->len > 0)
        entry->facts = g_strdup_printf (_ ("samples: %s"), samples->str);
      g_string_free (samples, TRUE);
      for (guint j = 0; j < input->n_roles; j++)
        add (page, _ ("Data"), input->title, input->roles[j].title, NULL)->facts =
            tell_role (&input->roles[j]);
    }
}

static void
add_readouts (GPtrArray *page, const PlumeExperiment *experiment)
{
  for (guint i = 0; i < experiment->n_readouts; i++)
    {
      const PlumeReadout *readout = &experiment->readouts[i];
      PlumeHelpEntry *entry =
          add (page, _ ("Read-outs"), readout->group, readout->title, readout->help);

      entry->symbol = g_strdup (readout->symbol);
      if (readout->unit != NULL && *readout->unit != '\0')
        entry->facts = g_strdup (readout->unit);
    }
}

/**
 * plume_help_new:
 * @experiment: an experiment
 *
 * Returns: (transfer full) (element-type PlumeHelpEntry): all that it has, section by section
 */
GPtrArray *
plume_help_new (const PlumeExperiment *experiment)
{
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_help_entry_free);

  for (guint i = 0; i < experiment->n_views; i++)
    add (page, _ ("Views"), NULL, experiment->views[i].title, experiment->views[i].help);
  add_parameters (page, experiment);
  add_inputs (page, experiment);
  add_readouts (page, experiment);
  for (guint i = 0; i < experiment->n_actions; i++)
    add (page, _ ("Actions"), NULL, experiment->actions[i].title, experiment->actions[i].help);
  for (guint i = 0; i < experiment->n_writers; i++)
    {
      g_autofree char *ends = g_strjoinv (", .", (char **)experiment->writers[i].extensions);

      add (page, _ ("Files that it writes"), NULL, experiment->writers[i].title,
           experiment->writers[i].help)
          ->facts = g_strconcat (".", ends, NULL);
    }
  return page;
}

/* "k_d" of "<i>k</i><sub>d</sub>". */
static char *
strip_markup (const char *markup)
{
  g_autoptr (GString) marked = g_string_new (markup);
  char *text = NULL;

  g_string_replace (marked, "<sub>", "_", 0);
  g_string_replace (marked, "</sub>", "", 0);
  g_string_replace (marked, "<sup>", "^", 0);
  g_string_replace (marked, "</sup>", "", 0);
  return pango_parse_markup (marked->str, -1, 0, NULL, &text, NULL, NULL) ? text
                                                                          : g_strdup (markup);
}

/* Texts may be marked up; signs that Markdown would take for its own are escaped. */
static void
append_markdown (GString *text, const char *markup)
{
  g_autofree char *plain = strip_markup (markup);

  for (const char *at = plain; *at != '\0'; at++)
    {
      if (strchr ("\\`*_[]<>|", *at) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }
}

static void
append_heading (GString *text, const PlumeHelpEntry *entry, const PlumeHelpEntry *before)
{
  gboolean same_section = before != NULL && g_strcmp0 (before->section, entry->section) == 0;

  if (!same_section)
    g_string_append_printf (text, "\n## %s\n", entry->section);
  if (entry->group != NULL && (!same_section || g_strcmp0 (before->group, entry->group) != 0))
    g_string_append_printf (text, same_section ? "\n\n### %s\n" : "\n### %s\n", entry->group);
}

static void
append_entry (GString *text, const PlumeHelpEntry *entry)
{
  g_string_append (text, "\n* **");
  append_markdown (text, entry->title != NULL ? entry->title : "");
  g_string_append (text, "**");
  if (entry->symbol != NULL)
    {
      g_string_append (text, " *");
      append_markdown (text, entry->symbol);
      g_string_append (text, "*");
    }
  if (entry->facts != NULL && *entry->facts != '\0')
    {
      g_string_append (text, " (");
      append_markdown (text, entry->facts);
      g_string_append (text, ")");
    }
  if (entry->help != NULL)
    {
      g_string_append (text, ": ");
      append_markdown (text, entry->help);
    }
}

/* The head of the page: what it is, its equations, its paper. */
static void
append_head (GString *text, const PlumeExperiment *experiment)
{
  const char *about = translate (experiment->about);
  g_autofree char *equations = plume_equations_to_text (translate (experiment->equations), NULL);
  g_autofree char *citation = plume_citation_to_text (experiment);
  g_autofree char *address = plume_citation_get_address (experiment);

  g_string_append_printf (text, "# %s\n\n%s.\n", translate (experiment->title),
                          translate (experiment->summary));
  if (about != NULL)
    {
      g_string_append_c (text, '\n');
      append_markdown (text, about);
      g_string_append_c (text, '\n');
    }
  if (equations != NULL && *equations != '\0')
    g_string_append_printf (text, "\n## %s\n\n```\n%s\n```\n", _ ("Equations"), equations);
  g_string_append_printf (text, "\n## %s\n\n", _ ("Paper"));
  append_markdown (text, citation);
  if (address != NULL)
    g_string_append_printf (text, " <%s>", address);
  g_string_append_c (text, '\n');
}

/**
 * plume_help_to_markdown:
 * @experiment: an experiment
 *
 * Returns: (transfer full): its whole reference page
 */
char *
plume_help_to_markdown (const PlumeExperiment *experiment)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) page = plume_help_new (experiment);

  append_head (text, experiment);
  for (guint i = 0; i < page->len; i++)
    {
      const PlumeHelpEntry *entry = g_ptr_array_index (page, i);
      const PlumeHelpEntry *before = i > 0 ? g_ptr_array_index (page, i - 1) : NULL;

      append_heading (text, entry, before);
      append_entry (text, entry);
      if (i + 1 == page->len
          || g_strcmp0 (((PlumeHelpEntry *)g_ptr_array_index (page, i + 1))->section,
                        entry->section)
                 != 0)
        g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
