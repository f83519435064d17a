/* plume-selection.c: sets of items as bits, and as runs in text. It knows no figure. */
#include "figure/plume-selection.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Beyond, a text would ask for more memory than it is worth: 8 MiB of bits. */
#define MOST_ITEMS ((guint64)1 << 26)

static gsize
count_words (gsize n_items)
{
  return (n_items + 63) / 64;
}

static void
clear_selection (gpointer data)
{
  g_free (((PlumeSelection *)data)->words);
}

static PlumeSelection *
selection_new (gsize n_items)
{
  PlumeSelection *selection = g_atomic_rc_box_new0 (PlumeSelection);

  selection->n_items = n_items;
  selection->words = g_new0 (guint64, count_words (n_items) + 1);
  return selection;
}

static void
choose (PlumeSelection *selection, gsize item)
{
  selection->words[item / 64] |= (guint64)1 << (item % 64);
}

static PlumeSelection *
count (PlumeSelection *selection)
{
  for (gsize i = 0; i < count_words (selection->n_items); i++)
    selection->n_selected += (gsize)__builtin_popcountll (selection->words[i]);
  return selection;
}

/**
 * plume_selection_new:
 * @n_items: how many there are to choose from
 * @items: (array length=n_chosen): chosen ones in any order; those from @n_items on are left out
 * @n_chosen: their number; one that comes twice is chosen once
 *
 * Returns: (transfer full): the set
 */
PlumeSelection *
plume_selection_new (gsize n_items, const gsize *items, gsize n_chosen)
{
  PlumeSelection *selection = selection_new (n_items);

  for (gsize i = 0; i < n_chosen; i++)
    if (items[i] < n_items)
      choose (selection, items[i]);
  return count (selection);
}

/**
 * plume_selection_new_from_flags:
 * @flags: (array length=n_items): not 0 for what is chosen
 * @n_items: how many there are to choose from
 *
 * Returns: (transfer full): the set
 */
PlumeSelection *
plume_selection_new_from_flags (const guint8 *flags, gsize n_items)
{
  PlumeSelection *selection = selection_new (n_items);

  for (gsize i = 0; i < n_items; i++)
    if (flags[i] != 0)
      choose (selection, i);
  return count (selection);
}

static gboolean
read_number (const char **text, guint64 *number)
{
  char *end = NULL;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  *number = g_ascii_strtoull (*text, &end, 10);
  *text = end;
  return *number < MOST_ITEMS;
}

/* One run; FALSE where the text is none. */
static gboolean
read_run (const char **text, guint64 *first, guint64 *last)
{
  if (!read_number (text, first))
    return FALSE;
  *last = *first;
  if (**text != '-')
    return TRUE;
  (*text)++;
  return read_number (text, last) && *last >= *first;
}

/* Reads all runs into @selection, where there is one, and finds the greatest item; FALSE where the
 * text is no list. */
static gboolean
read_runs (const char *text, PlumeSelection *selection, guint64 *greatest)
{
  while (*text != '\0')
    {
      guint64 first, last;

      if (!read_run (&text, &first, &last) || (*text != ',' && *text != '\0')
          || (*text == ',' && text[1] == '\0'))
        return FALSE;
      *greatest = MAX (*greatest, last);
      for (guint64 item = first; selection != NULL && item <= last && item < selection->n_items;
           item++)
        choose (selection, (gsize)item);
      if (*text == ',')
        text++;
    }
  return TRUE;
}

/**
 * plume_selection_new_from_text:
 * @text: runs such as "0-10,15"
 * @n_items: how many there are to choose from, 0 for as many as the text needs; what lies beyond is
 * left out
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): the set
 */
PlumeSelection *
plume_selection_new_from_text (const char *text, gsize n_items, GError **error)
{
  PlumeSelection *selection;
  guint64 greatest = 0;

  if (!read_runs (text, NULL, &greatest))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The selection '%.40s' is no list of items; write runs such as 0-10,15"),
                   text);
      return NULL;
    }
  selection = selection_new (n_items > 0 ? (gsize)MIN (n_items, MOST_ITEMS) : (gsize)greatest + 1);
  read_runs (text, selection, &greatest);
  return count (selection);
}

PlumeSelection *
plume_selection_ref (PlumeSelection *selection)
{
  return g_atomic_rc_box_acquire (selection);
}

void
plume_selection_unref (PlumeSelection *selection)
{
  if (selection != NULL)
    g_atomic_rc_box_release_full (selection, clear_selection);
}

typedef enum
{
  EITHER,
  BOTH,
  ONLY_FIRST,
} Operation;

static PlumeSelection *
combine (const PlumeSelection *a, const PlumeSelection *b, Operation operation)
{
  PlumeSelection *selection = selection_new (MAX (a->n_items, b->n_items));
  gsize n_a = count_words (a->n_items), n_b = count_words (b->n_items);

  for (gsize i = 0; i < MAX (n_a, n_b); i++)
    {
      guint64 in_a = i < n_a ? a->words[i] : 0, in_b = i < n_b ? b->words[i] : 0;

      selection->words[i] = operation == EITHER ? in_a | in_b
                            : operation == BOTH ? in_a & in_b
                                                : in_a & ~in_b;
    }
  return count (selection);
}

PlumeSelection *
plume_selection_union (const PlumeSelection *a, const PlumeSelection *b)
{
  return combine (a, b, EITHER);
}

PlumeSelection *
plume_selection_intersection (const PlumeSelection *a, const PlumeSelection *b)
{
  return combine (a, b, BOTH);
}

/* What is in a and not in b. */
PlumeSelection *
plume_selection_difference (const PlumeSelection *a, const PlumeSelection *b)
{
  return combine (a, b, ONLY_FIRST);
}

gboolean
plume_selection_equal (const PlumeSelection *a, const PlumeSelection *b)
{
  if (a == b)
    return TRUE;
  return a != NULL && b != NULL && a->n_items == b->n_items && a->n_selected == b->n_selected
         && memcmp (a->words, b->words, count_words (a->n_items) * sizeof *a->words) == 0;
}

/**
 * plume_selection_list:
 * @selection: a set
 *
 * Returns: (transfer full) (array): its n_selected items, rising
 */
gsize *
plume_selection_list (const PlumeSelection *selection)
{
  gsize *items = g_new (gsize, selection->n_selected + 1), length = 0;

  for (gsize i = 0; i < count_words (selection->n_items); i++)
    for (guint64 word = selection->words[i]; word != 0; word &= word - 1)
      items[length++] = 64 * i + (gsize)__builtin_ctzll (word);
  return items;
}

char *
plume_selection_to_text (const PlumeSelection *selection)
{
  g_autofree gsize *items = plume_selection_list (selection);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < selection->n_selected;)
    {
      gsize end = i;

      while (end + 1 < selection->n_selected && items[end + 1] == items[end] + 1)
        end++;
      g_string_append_printf (text, "%s%zu", text->len > 0 ? "," : "", items[i]);
      if (end > i)
        g_string_append_printf (text, "-%zu", items[end]);
      i = end + 1;
    }
  return g_string_free (text, FALSE);
}
