/* plume-reads-private.h: what the engine puts into the window through which stages see a study. */
#pragma once

#include "lab/plume-engine.h"

G_BEGIN_DECLS

struct _PlumeReads
{
  PlumeValues *values;
  PlumeInputs *inputs;
  const char *const *names;    /* what may be read, ended by NULL */
  PlumeResult *const *results; /* by stage */
};

struct _PlumeMeasurement
{
  GArray *readings; /* PlumeReading */
};

struct _PlumeChanges
{
  PlumeValues *values;
  GError *error;
};

GArray *plume_readings_new (void);
PlumePublication *plume_publication_new (PlumeValues *values, PlumeInputs *inputs);
PlumePublication *plume_publication_copy (const PlumePublication *publication);

G_END_DECLS
