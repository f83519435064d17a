/* plume-locale.h: the language of a program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void plume_locale_begin (void);

G_END_DECLS
