/* plume-text.h: bytes of unknown encoding to UTF-8, and pieces of text for messages. */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

GBytes *plume_text_decode (
    GBytes *bytes, const char *name, const char **encoding, PlumeTask *task, GError **error);

char *plume_text_count (guint64 number);
char *plume_text_excerpt (const char *text, gsize length);

G_END_DECLS
