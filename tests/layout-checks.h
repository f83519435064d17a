/* layout-checks.h: what holds for every layout. */
#pragma once

#include "figure/plume-layout.h"

/* All labels are inside the picture, and no two overlap. */
static inline void
layout_checks_labels (const PlumeLayout *layout)
{
  for (guint i = 0; i < layout->labels->len; i++)
    {
      const PlumeLabel *label = &g_array_index (layout->labels, PlumeLabel, i);
      const PlumeRect *a = &label->box;

      if (!(a->x >= -0.01 && a->y >= -0.01 && a->x + a->width <= layout->width + 0.01
            && a->y + a->height <= layout->height + 0.01))
        g_error ("“%s” leaves the picture of %g × %g: %g %g %g %g", label->markup, layout->width,
                 layout->height, a->x, a->y, a->width, a->height);
      for (guint k = 0; k < i; k++)
        {
          const PlumeLabel *other = &g_array_index (layout->labels, PlumeLabel, k);
          const PlumeRect *b = &other->box;

          if (a->x + 0.01 < b->x + b->width && b->x + 0.01 < a->x + a->width
              && a->y + 0.01 < b->y + b->height && b->y + 0.01 < a->y + a->height)
            g_error ("“%s” and “%s” overlap at %g × %g", label->markup, other->markup,
                     layout->width, layout->height);
        }
    }
}
