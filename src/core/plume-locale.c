/* plume-locale.c: the language of a program: the person's, with Plume's catalogues. */
#include "core/plume-locale.h"

#include <glib/gi18n.h>
#include <locale.h>

/**
 * plume_locale_begin:
 *
 * To be called first in main() of every program that speaks to people. Catalogues are looked for in
 * the folder that PLUME_LOCALEDIR of the environment names, as in a build tree, else where they are
 * installed.
 */
void
plume_locale_begin (void)
{
  const char *folder = g_getenv ("PLUME_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : PLUME_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
