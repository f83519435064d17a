/* resident.h: how much of the memory of the test's program is there.
 */
#pragma once

#include <glib.h>
#include <stdio.h>
#include <unistd.h>

static inline double
resident_megabytes (void)
{
  g_autofree char *statm = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    sscanf (statm, "%*d %ld", &pages);
  return (double)pages * (double)sysconf (_SC_PAGESIZE) / (1 << 20);
}
