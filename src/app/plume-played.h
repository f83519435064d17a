/* plume-played.h: the parameters of a study that can be played: numbers, and the cells of tables
 * that are meant for it. No widgets. */
#pragma once

#include "app/plume-title-list.h"
#include "lab/plume-study.h"

G_BEGIN_DECLS

/**
 * PlumePlayed:
 * @title: "Flow", or "Toluene: Retention factor"
 */
typedef struct
{
  PlumeAddress address;
  char *title;
} PlumePlayed;

/* Array of PlumePlayed; free with g_array_unref(). extra: nullable: a cell that is offered although
 * its column is not meant for it. */
GArray *plume_played_list (PlumeStudy *study, const PlumeAddress *extra);
/* The first parameter that is meant to be played, else the first one; −1 where the list is empty.
 */
int plume_played_find_default (PlumeStudy *study, const GArray *list);
/* transfer full */
PlumeTitleList *plume_played_list_titles (const GArray *list);
int plume_played_find (const GArray *list, const PlumeAddress *address);
gboolean plume_played_equal (const GArray *a, const GArray *b);

G_END_DECLS
