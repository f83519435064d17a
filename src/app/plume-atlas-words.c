/* plume-atlas-words.c: by which words an experiment is found. */
#include "app/plume-atlas-words.h"

#include "app/plume-number-format.h"
#include "lab/plume-values.h"

/* Letters with marks are found without them, too: Schrodinger finds Schrödinger. */
char *
plume_atlas_words_fold (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *p = apart != NULL ? apart : ""; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_unichar (plain, g_utf8_get_char (p));
  return g_utf8_casefold (plain->str, -1);
}

char *
plume_atlas_words_of (const PlumeExperiment *experiment)
{
  const char *words[] = { plume_translate (experiment->title),
                          plume_translate (experiment->summary),
                          experiment->id,
                          experiment->authors,
                          experiment->paper,
                          experiment->year,
                          plume_translate (experiment->keywords),
                          experiment->keywords,
                          plume_translate (plume_chapter_get_title (experiment->chapter)) };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_append_printf (text, "%s ", words[i] != NULL ? words[i] : "");
  return plume_atlas_words_fold (text->str);
}

gboolean
plume_atlas_words_match (const char *words, const char *needle)
{
  g_auto (GStrv) parts = g_strsplit (needle != NULL ? needle : "", " ", -1);

  for (char **part = parts; *part != NULL; part++)
    if (strstr (words, *part) == NULL)
      return FALSE;
  return TRUE;
}
