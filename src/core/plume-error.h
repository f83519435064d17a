/* plume-error.h: the four ways in which work can end badly.
 *
 * Every message says what is wrong, where, and what to do; it is one sentence that is shown to a
 * person as it stands.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLUME_ERROR (plume_error_quark ())

/**
 * PlumeError:
 * @PLUME_ERROR_COMPUTE: a computation failed or its parameters have no solution (CLI exit code 1)
 * @PLUME_ERROR_USAGE: unknown name, value out of range, wrong type (CLI exit code 2)
 * @PLUME_ERROR_DATA: a file is missing, damaged or not what it claims to be (CLI exit code 3)
 * @PLUME_ERROR_CANCELLED: the task was cancelled; never shown
 */
typedef enum
{
  PLUME_ERROR_COMPUTE = 1,
  PLUME_ERROR_USAGE = 2,
  PLUME_ERROR_DATA = 3,
  PLUME_ERROR_CANCELLED = 4,
} PlumeError;

GQuark plume_error_quark (void);

G_END_DECLS
