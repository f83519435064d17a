/* plume-inflate.c: gzip files and raw deflate streams through zlib, within limits.
 *
 * A file that unpacks to terabytes must end in a sentence, not in the loss of the machine. It knows
 * nothing of what is packed.
 */
#include "data/plume-inflate.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#include "core/plume-error.h"

#define SUSPECT_LENGTH (G_GUINT64_CONSTANT (256) << 20)
#define SUSPECT_RATIO  200
#define STEP           (1u << 20) /* bytes unpacked between two looks at the task: about 5 ms */

gboolean
plume_is_gzip (const guint8 *head, gsize length)
{
  return length >= 3 && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8;
}

/**
 * plume_is_bomb:
 * @packed: bytes of a compressed file
 * @unpacked: bytes that it unpacks to
 *
 * Returns: whether it is both large and packed tighter than measurements ever are
 */
gboolean
plume_is_bomb (guint64 packed, guint64 unpacked)
{
  return unpacked > SUSPECT_LENGTH && unpacked / SUSPECT_RATIO > packed;
}

static gboolean
fail_truncated (const char *name, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: the compressed data end too early; copy or download the file again"), name);
  return FALSE;
}

static gboolean
fail_damaged (const char *name, const char *reason, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: the compressed data are damaged (%s); copy or download the file again"),
               name, reason);
  return FALSE;
}

static gboolean
fail_too_large (const char *name, GError **error)
{
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      _ ("%s: the file unpacks to far more data than can be read; unpack it by hand and take "
         "the part you need"),
      name);
  return FALSE;
}

/* Gives the stream more input; zlib counts in 32 bits. */
static void
feed (z_stream *stream, const guint8 *data, gsize length, gsize *taken)
{
  gsize more = MIN (length - *taken, 1u << 30);

  if (stream->avail_in > 0)
    return;
  stream->next_in = (guint8 *)data + *taken;
  stream->avail_in = (uInt)more;
  *taken += more;
}

static gboolean
unpack_members (z_stream *stream,
                const guint8 *data,
                gsize length,
                GByteArray *output,
                const char *name,
                PlumeTask *task,
                GError **error)
{
  gsize taken = 0;

  while (TRUE)
    {
      gsize before = output->len;
      int status;

      if (!plume_task_check (task, error))
        return FALSE;
      /* GByteArray counts in 32 bits */
      if (before > G_MAXUINT - 2 * STEP || plume_is_bomb (length, before))
        return fail_too_large (name, error);
      feed (stream, data, length, &taken);
      g_byte_array_set_size (output, (guint)before + STEP);
      stream->next_out = output->data + before;
      stream->avail_out = STEP;
      status = inflate (stream, Z_NO_FLUSH);
      g_byte_array_set_size (output, (guint)(before + STEP - stream->avail_out));
      plume_task_set_progress (task, 0.5 * (double)(taken - stream->avail_in) / (double)length);

      if (status == Z_STREAM_END)
        {
          gsize left = length - taken + stream->avail_in;

          /* a gzip file may be several members in a row; other bytes behind the last are padding */
          if (!plume_is_gzip (data + length - left, left))
            return TRUE;
          if (inflateReset (stream) != Z_OK)
            return fail_damaged (name, _ ("no memory"), error);
        }
      else if (status == Z_BUF_ERROR
               || (status == Z_OK && stream->avail_in == 0 && taken == length
                   && stream->avail_out > 0))
        return fail_truncated (name, error);
      else if (status != Z_OK)
        return fail_damaged (name, stream->msg != NULL ? stream->msg : _ ("unknown method"), error);
    }
}

/**
 * plume_gunzip:
 * @bytes: a gzip file
 * @name: the file's name for messages
 * @task: (nullable): cancels within 50 ms
 * @error: %PLUME_ERROR_DATA where the data are truncated, damaged or too large
 *
 * Unpacks at most 4 GiB, checks included.
 *
 * Returns: (transfer full): what was packed
 */
GBytes *
plume_gunzip (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  z_stream stream = { 0 };
  gboolean done;

  if (inflateInit2 (&stream, 15 + 16) != Z_OK)
    {
      fail_damaged (name, _ ("no memory"), error);
      return NULL;
    }
  done = unpack_members (&stream, data, length, output, name, task, error);
  inflateEnd (&stream);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}

/**
 * plume_inflate:
 * @data: (array length=length): a raw deflate stream, as in a zip archive
 * @unpacked_length: what it claims to unpack to
 * @name: its name for messages
 * @task: (nullable): cancels within 50 ms
 * @error: %PLUME_ERROR_DATA where the stream is damaged or its length is another
 *
 * Returns: (transfer full): exactly @unpacked_length bytes
 */
GBytes *
plume_inflate (const guint8 *data,
               gsize length,
               gsize unpacked_length,
               const char *name,
               PlumeTask *task,
               GError **error)
{
  g_autofree guint8 *output = NULL;
  z_stream stream = { 0 };
  gsize taken = 0, made = 0;
  int status = Z_OK;

  if (unpacked_length / PLUME_INFLATE_RATIO > length + 1)
    {
      fail_damaged (name, _ ("impossible length"), error);
      return NULL;
    }
  output = g_try_malloc (unpacked_length + 1);
  if (output == NULL || inflateInit2 (&stream, -15) != Z_OK)
    {
      fail_too_large (name, error);
      return NULL;
    }
  while (status == Z_OK && plume_task_check (task, error))
    {
      /* one byte of room more than claimed shows a stream that is longer */
      uInt room = (uInt)MIN (unpacked_length + 1 - made, STEP);

      feed (&stream, data, length, &taken);
      stream.next_out = output + made;
      stream.avail_out = room;
      status = inflate (&stream, Z_NO_FLUSH);
      made += room - stream.avail_out;
      if (made > unpacked_length)
        break;
    }
  inflateEnd (&stream);
  if (status == Z_OK && made <= unpacked_length) /* cancelled */
    return NULL;
  if (status != Z_STREAM_END || made != unpacked_length)
    {
      fail_damaged (name, _ ("its length is not what the archive says"), error);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&output), unpacked_length);
}
