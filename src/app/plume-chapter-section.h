/* plume-chapter-section.h: the experiments of one chapter as cards.
 *
 * Signal: "chosen" (const PlumeExperiment *).
 */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_CHAPTER_SECTION (plume_chapter_section_get_type ())
G_DECLARE_FINAL_TYPE (PlumeChapterSection, plume_chapter_section, PLUME, CHAPTER_SECTION, GtkWidget)

GtkWidget *plume_chapter_section_new (PlumeChapter chapter);
/* Shows what has all words of @needle, and gives the first of it; hides where there is none. */
const PlumeExperiment *
plume_chapter_section_filter (PlumeChapterSection *section, const char *needle);

G_END_DECLS
