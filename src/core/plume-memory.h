/* plume-memory.h: how a program that runs for hours keeps no more memory than it needs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void plume_memory_keep_little (void);

G_END_DECLS
