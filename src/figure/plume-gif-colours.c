/* plume-gif-colours.c: at most 256 colours for a frame.
 *
 * Where the frame has no more, they are its own. Else those that cover most of it (background,
 * text, flat marks) keep their very colour, and the others share boxes of the colour cube, cut at
 * the median of the longest side (Heckbert 1982, §3.2). Nothing is dithered: figures are flat, and
 * noise would move from frame to frame.
 */
#include "figure/plume-gif-private.h"

#include <stdlib.h>
#include <string.h>

#define MOST_KEPT  96    /* colours that stay as they are */
#define KEPT_SHARE 20000 /* of which each covers at least one in so many pixels */

/* Colours of the frame with their number of pixels. */
typedef struct
{
  guint32 colour;
  guint32 count;
  guint8 index;
} Entry;

typedef struct
{
  Entry *entries; /* open addressing; count 0 is an empty one */
  guint32 mask;
  guint32 n_used;
} Census;

typedef struct
{
  guint from, to; /* of the sorted entries */
  guint64 count;
  int channel; /* of the longest side */
  int side;    /* its length */
} Box;

static void
census_init (Census *census, guint32 size)
{
  census->entries = g_new0 (Entry, size);
  census->mask = size - 1;
  census->n_used = 0;
}

static Entry *
census_find (const Census *census, guint32 colour)
{
  guint32 slot = (colour * 2654435761u) >> 8 & census->mask;

  while (census->entries[slot].count > 0 && census->entries[slot].colour != colour)
    slot = (slot + 1) & census->mask;
  return &census->entries[slot];
}

static void
census_grow (Census *census)
{
  Census larger;

  census_init (&larger, 4 * (census->mask + 1));
  larger.n_used = census->n_used;
  for (guint32 i = 0; i <= census->mask; i++)
    if (census->entries[i].count > 0)
      *census_find (&larger, census->entries[i].colour) = census->entries[i];
  g_free (census->entries);
  *census = larger;
}

static void
census_add (Census *census, guint32 colour, guint32 count)
{
  Entry *entry = census_find (census, colour);

  if (entry->count == 0)
    {
      if (census->n_used > census->mask / 2)
        {
          census_grow (census);
          entry = census_find (census, colour);
        }
      entry->colour = colour;
      census->n_used++;
    }
  entry->count += count;
}

static void
count_colours (Census *census, const guint32 *pixels, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels;)
    {
      guint32 pixel = pixels[i];
      gsize from = i;

      while (i < n_pixels && pixels[i] == pixel)
        i++;
      if (pixel >> 24 != 0)
        census_add (census, pixel & 0xffffff, (guint32)(i - from));
    }
}

/* Ties are broken by the colour, so that the order depends on nothing but the frame. */
static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(Entry *const *)a, *other = *(Entry *const *)b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  return one->colour < other->colour ? -1 : 1;
}

static int
get_channel (guint32 colour, int channel)
{
  return (int)(colour >> (8 * channel) & 255);
}

static int
compare_channel (gconstpointer a, gconstpointer b, gpointer channel)
{
  const Entry *one = *(Entry *const *)a, *other = *(Entry *const *)b;
  int difference = get_channel (one->colour, GPOINTER_TO_INT (channel))
                   - get_channel (other->colour, GPOINTER_TO_INT (channel));

  if (difference != 0)
    return difference;
  return one->colour < other->colour ? -1 : one->colour > other->colour;
}

static Box
make_box (Entry *const *entries, guint from, guint to)
{
  Box box = { .from = from, .to = to };

  for (int channel = 0; channel < 3; channel++)
    {
      int low = 255, high = 0;

      for (guint i = from; i < to; i++)
        {
          int value = get_channel (entries[i]->colour, channel);

          low = MIN (low, value);
          high = MAX (high, value);
        }
      if (high - low > box.side)
        {
          box.side = high - low;
          box.channel = channel;
        }
    }
  for (guint i = from; i < to; i++)
    box.count += entries[i]->count;
  return box;
}

/* The box whose pixels are farthest from their mean, about; −1 where no box can be cut. */
static int
find_widest (const Box *boxes, guint n_boxes)
{
  double widest = 0;
  int found = -1;

  for (guint i = 0; i < n_boxes; i++)
    {
      double width = (double)boxes[i].side * boxes[i].side * (double)boxes[i].count;

      if (boxes[i].side > 0 && width > widest)
        {
          widest = width;
          found = (int)i;
        }
    }
  return found;
}

static guint
find_median (Entry *const *entries, const Box *box)
{
  guint64 count = 0;
  guint cut = box->from;

  while (cut + 1 < box->to && 2 * count < box->count)
    count += entries[cut++]->count;
  return MAX (cut, box->from + 1);
}

static guint32
find_mean (Entry *const *entries, const Box *box)
{
  guint32 mean = 0;

  for (int channel = 0; channel < 3; channel++)
    {
      guint64 sum = 0;

      for (guint i = box->from; i < box->to; i++)
        sum += (guint64)get_channel (entries[i]->colour, channel) * entries[i]->count;
      mean |= (guint32)((sum + box->count / 2) / box->count) << (8 * channel);
    }
  return mean;
}

/* Gives each of the entries one of n_colours colours, which are numbered from first. Returns how
 * many there are. */
static guint
cut_boxes (Entry **entries, guint n_entries, guint n_colours, guint first, guint32 *colours)
{
  g_autofree Box *boxes = g_new (Box, n_colours);
  guint n_boxes = 1;
  int widest;

  boxes[0] = make_box (entries, 0, n_entries);
  while (n_boxes < n_colours && (widest = find_widest (boxes, n_boxes)) >= 0)
    {
      Box box = boxes[widest];
      guint cut;

      g_qsort_with_data (entries + box.from, (int)(box.to - box.from), sizeof *entries,
                         compare_channel, GINT_TO_POINTER (box.channel));
      cut = find_median (entries, &box);
      boxes[widest] = make_box (entries, box.from, cut);
      boxes[n_boxes++] = make_box (entries, cut, box.to);
    }
  for (guint i = 0; i < n_boxes; i++)
    {
      colours[first + i] = find_mean (entries, &boxes[i]);
      for (guint j = boxes[i].from; j < boxes[i].to; j++)
        entries[j]->index = (guint8)(first + i);
    }
  return n_boxes;
}

static void
number_colours (Census *census, gsize n_pixels, guint most_colours, PlumeGifColours *colours)
{
  g_autofree Entry **entries = g_new (Entry *, census->n_used);
  guint n_entries = 0, n_kept = 0;

  for (guint32 i = 0; i <= census->mask; i++)
    if (census->entries[i].count > 0)
      entries[n_entries++] = &census->entries[i];
  if (n_entries > 1)
    qsort (entries, n_entries, sizeof *entries, compare_counts);
  while (n_kept < n_entries
         && (n_entries <= most_colours
             || (n_kept < MIN (MOST_KEPT, most_colours / 2)
                 && (gsize)entries[n_kept]->count * KEPT_SHARE >= n_pixels)))
    {
      entries[n_kept]->index = (guint8)n_kept;
      colours->colours[n_kept] = entries[n_kept]->colour;
      n_kept++;
    }
  colours->n_colours = n_kept;
  if (n_kept < n_entries)
    colours->n_colours += cut_boxes (entries + n_kept, n_entries - n_kept, most_colours - n_kept,
                                     n_kept, colours->colours);
}

/**
 * plume_gif_choose_colours:
 * @pixels: (array length=n_pixels): 0xAARRGGBB
 * @most_colours: 2…256
 * @transparent: the index of pixels with alpha 0
 * @colours: (out): its pixels are to be freed with g_free()
 *
 * O(@n_pixels + c log c) for c different colours.
 */
void
plume_gif_choose_colours (const guint32 *pixels,
                          gsize n_pixels,
                          guint most_colours,
                          guint8 transparent,
                          PlumeGifColours *colours)
{
  Census census;
  guint32 last = ~pixels[0];
  guint8 index = transparent;

  census_init (&census, 4096);
  count_colours (&census, pixels, n_pixels);
  number_colours (&census, n_pixels, most_colours, colours);
  colours->pixels = g_malloc (n_pixels);
  for (gsize i = 0; i < n_pixels; i++)
    {
      if (pixels[i] != last)
        {
          last = pixels[i];
          index = last >> 24 == 0 ? transparent : census_find (&census, last & 0xffffff)->index;
        }
      colours->pixels[i] = index;
    }
  g_free (census.entries);
}
