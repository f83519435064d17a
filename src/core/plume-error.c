/* plume-error.c: the error domain. */
#include "core/plume-error.h"

G_DEFINE_QUARK (plume - error - quark, plume_error)
