/* plume-gif-pack.c: Lempel–Ziv–Welch with codes of growing length, as GIF has it (Welch 1984;
 * GIF89a, appendix F).
 *
 * A string of pixels that was seen before is written as the code of its beginning; the dictionary
 * of strings is begun anew when its 4096 codes are used up.
 */
#include "figure/plume-gif-private.h"

#include <string.h>

#define MOST_CODES 4096
#define SLOTS      16384 /* of the dictionary, a power of two */
#define BLOCK      255

typedef struct
{
  GByteArray *bytes;
  guint8 block[BLOCK];
  guint n_block;
  guint32 bits;
  guint n_bits;
} Packer;

/* Strings by (code of all but the last pixel, last pixel). A slot counts only in its generation. */
typedef struct
{
  guint32 keys[SLOTS];
  guint32 generations[SLOTS];
  guint16 codes[SLOTS];
  guint32 generation;
} Dictionary;

static void
flush_block (Packer *packer)
{
  guint8 length = (guint8)packer->n_block;

  if (length == 0)
    return;
  g_byte_array_append (packer->bytes, &length, 1);
  g_byte_array_append (packer->bytes, packer->block, length);
  packer->n_block = 0;
}

static void
put (Packer *packer, guint code, guint length)
{
  packer->bits |= code << packer->n_bits;
  packer->n_bits += length;
  while (packer->n_bits >= 8)
    {
      packer->block[packer->n_block++] = (guint8)packer->bits;
      packer->bits >>= 8;
      packer->n_bits -= 8;
      if (packer->n_block == BLOCK)
        flush_block (packer);
    }
}

/* The slot that holds the key, or where it would be. */
static guint
find_slot (const Dictionary *dictionary, guint32 key)
{
  guint slot = (key * 2654435761u) >> 18;

  while (dictionary->generations[slot] == dictionary->generation && dictionary->keys[slot] != key)
    slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

/**
 * plume_gif_pack:
 * @bytes: where to
 * @pixels: (array length=n_pixels): indices below 2^@bits
 * @bits: 2…8
 *
 * Writes the least code size, the blocks, and the empty block that ends them. O(@n_pixels).
 */
void
plume_gif_pack (GByteArray *bytes, const guint8 *pixels, gsize n_pixels, guint bits)
{
  g_autofree Dictionary *dictionary = g_new0 (Dictionary, 1);
  Packer packer = { .bytes = bytes };
  guint clear = 1u << bits, end = clear + 1, next = end + 1, length = bits + 1;
  guint32 prefix = pixels[0];
  guint8 first = (guint8)bits, last = 0;

  g_byte_array_append (bytes, &first, 1);
  dictionary->generation = 1;
  put (&packer, clear, length);
  for (gsize i = 1; i < n_pixels; i++)
    {
      guint32 key = prefix << 8 | pixels[i];
      guint slot = find_slot (dictionary, key);

      if (dictionary->generations[slot] == dictionary->generation)
        {
          prefix = dictionary->codes[slot];
          continue;
        }
      put (&packer, prefix, length);
      prefix = pixels[i];
      if (next == MOST_CODES)
        {
          put (&packer, clear, length);
          dictionary->generation++;
          next = end + 1;
          length = bits + 1;
          continue;
        }
      dictionary->keys[slot] = key;
      dictionary->generations[slot] = dictionary->generation;
      dictionary->codes[slot] = (guint16)next;
      if (next == 1u << length) /* the reader is one code behind */
        length++;
      next++;
    }
  put (&packer, prefix, length);
  if (next == 1u << length && next < MOST_CODES)
    length++;
  put (&packer, end, length);
  if (packer.n_bits > 0)
    put (&packer, 0, 8 - packer.n_bits);
  flush_block (&packer);
  g_byte_array_append (bytes, &last, 1);
}
