/* plume-recovery-bar.h: offers what a program that was killed left behind.
 *
 * Signal: "restored" (PlumeStudy *: one that is back; that which was worked on last comes last).
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_RECOVERY_BAR (plume_recovery_bar_get_type ())
G_DECLARE_FINAL_TYPE (PlumeRecoveryBar, plume_recovery_bar, PLUME, RECOVERY_BAR, GtkWidget)

/* Looks for remains, and shows itself where there are some. */
void plume_recovery_bar_look (PlumeRecoveryBar *bar);

G_END_DECLS
