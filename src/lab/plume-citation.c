/* plume-citation.c: the paper of an experiment as people, browsers and BibTeX want it.
 *
 * Authors are given in an experiment's table as "A. B. Last, C. van der Last": names are parted by
 * commas, and initials end with a full stop.
 */
#include "lab/plume-citation.h"

#include <string.h>

/**
 * plume_citation_get_address:
 * @experiment: whose link is an address, a DOI or an arXiv number
 *
 * Returns: (transfer full) (nullable): an address for a browser
 */
char *
plume_citation_get_address (const PlumeExperiment *experiment)
{
  const char *link = experiment->link;

  if (link == NULL || strstr (link, "://") != NULL)
    return g_strdup (link);
  if (g_str_has_prefix (link, "10."))
    return g_strconcat ("https://doi.org/", link, NULL);
  if (g_ascii_strncasecmp (link, "doi:", 4) == 0)
    return g_strconcat ("https://doi.org/", link + 4, NULL);
  if (g_ascii_strncasecmp (link, "arxiv:", 6) == 0)
    return g_strconcat ("https://arxiv.org/abs/", link + 6, NULL);
  return g_strconcat ("https://", link, NULL);
}

/**
 * plume_citation_to_text:
 * @experiment: what is cited
 *
 * Returns: (transfer full): "Authors (year). Title.", as far as they are known
 */
char *
plume_citation_to_text (const PlumeExperiment *experiment)
{
  GString *text = g_string_new (experiment->authors);

  if (experiment->year != NULL)
    g_string_append_printf (text, "%s(%s)", text->len > 0 ? " " : "", experiment->year);
  if (experiment->paper != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ". " : "", experiment->paper);
  if (text->len > 0)
    g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

/* Where the last name begins: after the initials. */
static const char *
find_last_name (const char *author)
{
  const char *last = author;

  for (const char *at = author; (at = strchr (at, ' ')) != NULL; at++)
    if (at[-1] == '.')
      last = at + 1;
    else
      break;
  return last;
}

static void
append_escaped (GString *text, const char *plain)
{
  for (const char *at = plain; *at != '\0'; at++)
    {
      if (strchr ("&%$#_{}", *at) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }
}

/* "van den Bosch, F. C."; names without initials stay as they are. */
static void
append_author (GString *text, const char *author)
{
  const char *last = find_last_name (author);
  g_autofree char *first = g_strndup (author, (gsize)(last - author));

  append_escaped (text, last);
  if (*g_strchomp (first) != '\0')
    {
      g_string_append (text, ", ");
      append_escaped (text, first);
    }
}

static void
append_key (GString *text, const PlumeExperiment *experiment, const char *author)
{
  g_autofree char *ascii =
      author != NULL ? g_str_to_ascii (find_last_name (author), "C") : g_strdup (experiment->id);

  for (const char *at = ascii; *at != '\0'; at++)
    if (g_ascii_isalpha (*at))
      g_string_append_c (text, g_ascii_tolower (*at));
  g_string_append (text, experiment->year != NULL ? experiment->year : "");
}

static void
append_source (GString *text, const char *address)
{
  const char *number;

  if ((number = strstr (address, "arxiv.org/abs/")) != NULL)
    g_string_append_printf (text, "  eprint = {%s},\n  archiveprefix = {arXiv},\n",
                            number + strlen ("arxiv.org/abs/"));
  else if ((number = strstr (address, "doi.org/")) != NULL)
    g_string_append_printf (text, "  doi = {%s},\n", number + strlen ("doi.org/"));
  g_string_append_printf (text, "  url = {%s},\n", address);
}

/**
 * plume_citation_to_bibtex:
 * @experiment: what is cited
 *
 * Returns: (transfer full): an article entry in UTF-8; the title keeps its capitals
 */
char *
plume_citation_to_bibtex (const PlumeExperiment *experiment)
{
  GString *text = g_string_new ("@article{");
  g_auto (GStrv) authors =
      g_strsplit (experiment->authors != NULL ? experiment->authors : "", ", ", -1);
  g_autofree char *address = plume_citation_get_address (experiment);

  append_key (text, experiment, authors[0]);
  g_string_append (text, ",\n");
  for (guint i = 0; authors[i] != NULL; i++)
    {
      g_string_append (text, i == 0 ? "  author = {" : " and ");
      append_author (text, authors[i]);
    }
  g_string_append (text, authors[0] != NULL ? "},\n" : "");
  if (experiment->paper != NULL)
    {
      g_string_append (text, "  title = {{");
      append_escaped (text, experiment->paper);
      g_string_append (text, "}},\n");
    }
  if (experiment->year != NULL)
    g_string_append_printf (text, "  year = {%s},\n", experiment->year);
  if (address != NULL)
    append_source (text, address);
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}
