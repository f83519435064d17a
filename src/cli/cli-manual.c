/* cli-manual.c: plume-cli describe --man: experiments as a page of the manual, man(7), from the
 * same tables as everything else.
 */
#include "cli/cli.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

/* Text as troff takes it: nothing in it is a request, an escape or a hyphen that is none. */
static void
print_text (const char *text)
{
  gboolean begins = TRUE;

  for (; text != NULL && *text != '\0'; text++)
    {
      if (begins && (*text == '.' || *text == '\''))
        fputs ("\\&", stdout);
      if (*text == '\\')
        fputs ("\\e", stdout);
      else if (*text == '-')
        fputs ("\\-", stdout);
      else
        putchar (*text);
      begins = *text == '\n';
    }
}

/* A paragraph that begins with an id. */
static void
begin_item (const char *id)
{
  fputs (".TP\n\\fB", stdout);
  print_text (id);
  fputs ("\\fR", stdout);
}

static void
print_number (double number)
{
  g_autofree char *text = g_strdup_printf ("%g", number);

  print_text (text);
}

static void
print_range (const PlumeParameter *parameter)
{
  fputs (" (", stdout);
  print_number (parameter->value);
  if (parameter->from != 0 || parameter->to != 0)
    {
      fputs ("; ", stdout);
      print_number (parameter->from);
      fputs (" \xe2\x80\xa6 ", stdout); /* … */
      print_number (parameter->to);
    }
  putchar (')');
}

static void
print_choices (const PlumeParameter *parameter)
{
  const char *standard =
      parameter->kind == PLUME_KIND_CHOICE ? parameter->choices[(guint)parameter->value].id : NULL;

  putchar (' ');
  for (const PlumeChoice *choice = parameter->choices; choice->id != NULL; choice++)
    {
      fputs (choice == parameter->choices ? "" : " | ", stdout);
      fputs (choice->id == standard ? "\\fI" : "", stdout);
      print_text (*choice->id != '\0' ? choice->id : "\"\"");
      fputs (choice->id == standard ? "\\fR" : "", stdout);
    }
}

/* The default of a choice stands in italics, that of a number first in brackets. */
static void
print_parameter (const PlumeParameter *parameter)
{
  begin_item (parameter->id);
  if (parameter->unit != NULL && *parameter->unit != '\0')
    {
      fputs (", ", stdout);
      print_text (parameter->unit);
    }
  if (parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER)
    print_range (parameter);
  else if (parameter->choices != NULL)
    print_choices (parameter);
  else if (parameter->kind == PLUME_KIND_SWITCH)
    fputs (parameter->value != 0 ? " \\fIon\\fR | off" : " on | \\fIoff\\fR", stdout);
  putchar ('\n');
  print_text (_ (parameter->title));
  if (parameter->help != NULL)
    {
      fputs (": ", stdout);
      print_text (_ (parameter->help));
    }
  putchar ('\n');
  if (parameter->kind != PLUME_KIND_TABLE)
    return;
  puts (".RS");
  for (guint i = 0; i < parameter->n_columns; i++)
    print_parameter (&parameter->columns[i]);
  puts (".RE");
}

static void
print_item (const char *id, const char *title, const char *unit)
{
  begin_item (id);
  if (unit != NULL && *unit != '\0')
    {
      fputs (", ", stdout);
      print_text (unit);
    }
  putchar ('\n');
  print_text (_ (title));
  putchar ('\n');
}

static void
begin_part (const char *title, guint n_items)
{
  if (n_items > 0)
    printf (".SS %s\n", title);
}

static void
print_inputs (const PlumeExperiment *experiment)
{
  begin_part (_ ("Inputs"), experiment->n_inputs);
  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      const PlumeInput *input = &experiment->inputs[i];

      print_item (input->id, input->title, NULL);
      puts (".RS");
      for (guint j = 0; j < input->n_roles; j++)
        print_item (input->roles[j].id, input->roles[j].title, input->roles[j].unit);
      for (guint j = 0; j < input->n_samples; j++)
        {
          g_autofree char *id = g_strconcat ("sample:", input->samples[j].id, NULL);

          print_item (id, input->samples[j].title, NULL);
        }
      puts (".RE");
    }
}

static void
print_experiment (const PlumeExperiment *experiment)
{
  fputs (".SH ", stdout);
  print_text (experiment->id);
  putchar ('\n');
  print_text (_ (experiment->title));
  fputs (". ", stdout);
  print_text (_ (experiment->summary));
  fputs ("\n.PP\n", stdout);
  print_text (experiment->authors);
  fputs (" (", stdout);
  print_text (experiment->year);
  fputs ("). ", stdout);
  print_text (experiment->paper);
  putchar ('\n');
  print_text (experiment->link);
  putchar ('\n');
  begin_part (_ ("Parameters"), experiment->n_parameters);
  for (guint i = 0; i < experiment->n_parameters; i++)
    print_parameter (&experiment->parameters[i]);
  print_inputs (experiment);
  begin_part (_ ("Views"), experiment->n_views);
  for (guint i = 0; i < experiment->n_views; i++)
    print_item (experiment->views[i].id, experiment->views[i].title, NULL);
  begin_part (_ ("Read-outs"), experiment->n_readouts);
  for (guint i = 0; i < experiment->n_readouts; i++)
    print_item (experiment->readouts[i].id, experiment->readouts[i].title,
                experiment->readouts[i].unit);
  begin_part (_ ("Actions"), experiment->n_actions);
  for (guint i = 0; i < experiment->n_actions; i++)
    print_item (experiment->actions[i].id, experiment->actions[i].title, NULL);
  begin_part (_ ("Writers"), experiment->n_writers);
  for (guint i = 0; i < experiment->n_writers; i++)
    print_item (experiment->writers[i].id, experiment->writers[i].title, NULL);
}

/**
 * cli_print_manual:
 * @experiments: (array zero-terminated=1): which
 *
 * Prints the page plume-experiments(7).
 */
void
cli_print_manual (const PlumeExperiment *const *experiments)
{
  printf (".\\\" Written by plume-cli describe --man.\n"
          ".TH PLUME\\-EXPERIMENTS 7 \"\" \"Plume %s\" \"Plume\"\n.SH %s\n",
          PLUME_VERSION, _ ("NAME"));
  fputs ("plume\\-experiments \\- ", stdout);
  print_text (_ ("what the experiments of Plume are made of"));
  printf ("\n.SH %s\n", _ ("DESCRIPTION"));
  print_text (_ ("The ids of parameters, inputs with their roles and samples, views, read-outs, "
                 "actions and writers, as plume-cli and recipes know them. The default of a number "
                 "is the first in its brackets, its range follows; the default of a choice is "
                 "emphasised."));
  putchar ('\n');
  for (; *experiments != NULL; experiments++)
    print_experiment (*experiments);
  printf (".SH %s\n.BR plume (1),\n.BR plume\\-cli (1)\n", _ ("SEE ALSO"));
}
