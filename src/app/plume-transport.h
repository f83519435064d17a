/* plume-transport.h: the bar that plays a parameter: moves it through its range as time goes, again
 * and again, or there and back, if wished.
 *
 * Playing is one undo step: the study is held from the start to the stop.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlumePlaying: how a parameter is played.
 * @from: @to: values at the ends
 * @seconds: from end to end
 * @there_and_back: whether it turns round at the end
 */
typedef struct
{
  double from, to;
  double seconds;
  gboolean there_and_back;
} PlumePlaying;

#define PLUME_TYPE_TRANSPORT (plume_transport_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTransport, plume_transport, PLUME, TRANSPORT, GtkWidget)

void plume_transport_set_study (PlumeTransport *transport, PlumeStudy *study);
gboolean plume_transport_get_played (PlumeTransport *transport,
                                     PlumeAddress *address,
                                     PlumePlaying *playing);
void plume_transport_choose (PlumeTransport *transport, const PlumeAddress *address);
void plume_transport_introduce (PlumeTransport *transport);
void plume_transport_toggle (PlumeTransport *transport);
void plume_transport_stop (PlumeTransport *transport);
void plume_transport_step (PlumeTransport *transport, int direction);

G_END_DECLS
