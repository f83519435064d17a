/* plume-zip.c: the members of a zip archive in memory.
 *
 * APPNOTE.TXT of PKWARE, with zip64: the directory at the end of the archive is read, stored and
 * deflated members are unpacked, and their checksums are checked. No length or offset in the
 * archive is believed. It knows nothing of what the members are.
 */
#include "data/plume-zip.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#include "core/plume-error.h"
#include "data/plume-inflate.h"

#define END_LENGTH     22
#define END_SEARCH     (65535 + END_LENGTH)
#define ENTRY_LENGTH   46
#define LOCAL_LENGTH   30
#define LOCATOR_LENGTH 20
#define END64_LENGTH   56
#define PIECE          ((gsize)16 << 20) /* bytes summed between two looks at the task */

typedef struct
{
  guint64 n_members, offset, length;
} Directory;

static guint32
read16 (const guint8 *p)
{
  return (guint32)p[0] | (guint32)p[1] << 8;
}

static guint32
read32 (const guint8 *p)
{
  return read16 (p) | read16 (p + 2) << 16;
}

static guint64
read64 (const guint8 *p)
{
  return read32 (p) | (guint64)read32 (p + 4) << 32;
}

static gboolean
has_signature (const guint8 *p, guint8 third, guint8 fourth)
{
  return p[0] == 'P' && p[1] == 'K' && p[2] == third && p[3] == fourth;
}

gboolean
plume_is_zip (const guint8 *head, gsize length)
{
  return length >= 4 && (has_signature (head, 3, 4) || has_signature (head, 5, 6));
}

static gboolean
fail (const char *name, const char *what, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s: %s; copy or save the archive again"),
               name, what);
  return FALSE;
}

/* zip64: the locator stands right before the end record and points to a longer one */
static gboolean
read_directory64 (const guint8 *data, gsize end, Directory *directory)
{
  const guint8 *locator = data + end - LOCATOR_LENGTH, *record;
  guint64 offset;

  if (end < LOCATOR_LENGTH || !has_signature (locator, 6, 7))
    return FALSE;
  offset = read64 (locator + 8);
  if (end < LOCATOR_LENGTH + END64_LENGTH || offset > end - LOCATOR_LENGTH - END64_LENGTH)
    return FALSE;
  record = data + offset;
  if (!has_signature (record, 6, 6))
    return FALSE;
  directory->n_members = read64 (record + 32);
  directory->length = read64 (record + 40);
  directory->offset = read64 (record + 48);
  return TRUE;
}

static gboolean
find_directory (
    const guint8 *data, gsize length, const char *name, Directory *directory, GError **error)
{
  gsize first = length > END_SEARCH ? length - END_SEARCH : 0, end = length;
  gboolean found = FALSE;

  for (gsize at = length >= END_LENGTH ? length - END_LENGTH + 1 : 0; at-- > first && !found;)
    if (has_signature (data + at, 5, 6))
      {
        end = at;
        found = TRUE;
      }
  if (!found)
    return fail (name, _ ("the zip archive is cut off: its directory is missing"), error);
  directory->n_members = read16 (data + end + 10);
  directory->length = read32 (data + end + 12);
  directory->offset = read32 (data + end + 16);
  if ((directory->n_members == 0xffff || directory->length == G_MAXUINT32
       || directory->offset == G_MAXUINT32)
      && !read_directory64 (data, end, directory))
    return fail (name, _ ("the zip archive is damaged: its zip64 directory is missing"), error);
  if (directory->offset > end || directory->length > end - directory->offset
      || directory->n_members > directory->length / ENTRY_LENGTH)
    return fail (name, _ ("the zip archive is damaged: its directory is out of bounds"), error);
  return TRUE;
}

/* Values that do not fit 32 bits stand, in this order, in the extra field with tag 1. */
static gboolean
read_extra64 (const guint8 *extra, gsize length, PlumeZipMember *member)
{
  guint64 *const wide[] = { &member->length, &member->packed_length, &member->header };

  while (length >= 4)
    {
      gsize size = read16 (extra + 2), used = 0;

      if (size > length - 4)
        return FALSE;
      for (guint i = 0; read16 (extra) == 1 && i < G_N_ELEMENTS (wide); i++)
        if (*wide[i] == G_MAXUINT32)
          {
            if (used + 8 > size)
              return FALSE;
            *wide[i] = read64 (extra + 4 + used);
            used += 8;
          }
      extra += 4 + size;
      length -= 4 + size;
    }
  return TRUE;
}

static void
free_member (gpointer data)
{
  PlumeZipMember *member = data;

  g_free (member->name);
  g_free (member);
}

/* One entry of the directory; returns its length, or 0 where it is damaged. */
static gsize
read_entry (const guint8 *entry, gsize length, PlumeZipMember *member)
{
  gsize name_length, extra_length, all;

  if (length < ENTRY_LENGTH || !has_signature (entry, 1, 2))
    return 0;
  name_length = read16 (entry + 28);
  extra_length = read16 (entry + 30);
  all = ENTRY_LENGTH + name_length + extra_length + read16 (entry + 32);
  if (all > length)
    return 0;
  member->is_encrypted = (read16 (entry + 8) & 1) != 0;
  member->method = read16 (entry + 10);
  member->crc = read32 (entry + 16);
  member->packed_length = read32 (entry + 20);
  member->length = read32 (entry + 24);
  member->header = read32 (entry + 42);
  member->name = g_utf8_make_valid ((const char *)entry + ENTRY_LENGTH, (gssize)name_length);
  return read_extra64 (entry + ENTRY_LENGTH + name_length, extra_length, member) ? all : 0;
}

/**
 * plume_zip_list:
 * @archive: a zip archive
 * @name: its name for messages
 * @error: %PLUME_ERROR_DATA where the directory is damaged or promises more than
 * %PLUME_INFLATE_LIMIT or looks like a bomb
 *
 * Returns: (transfer full) (element-type PlumeZipMember): its members
 */
GPtrArray *
plume_zip_list (GBytes *archive, const char *name, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (archive, &length);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (free_member);
  Directory directory;
  guint64 total = 0, packed = 0;
  gsize at;

  if (!find_directory (data, length, name, &directory, error))
    return NULL;
  at = (gsize)directory.offset;
  for (guint64 i = 0; i < directory.n_members; i++)
    {
      PlumeZipMember *member = g_new0 (PlumeZipMember, 1);
      gsize size =
          read_entry (data + at, (gsize)(directory.offset + directory.length) - at, member);

      g_ptr_array_add (members, member);
      if (size == 0 || !g_uint64_checked_add (&total, total, member->length)
          || !g_uint64_checked_add (&packed, packed, member->packed_length) || packed > length)
        {
          fail (name, _ ("the directory of the zip archive is damaged"), error);
          return NULL;
        }
      at += size;
    }
  if (total > PLUME_INFLATE_LIMIT || plume_is_bomb (length, total))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s unpacks to far more data than can be read; save the arrays you need in an "
             "archive of their own"),
          name);
      return NULL;
    }
  return g_steal_pointer (&members);
}

static gboolean
check_contents (GBytes *contents,
                const PlumeZipMember *member,
                const char *name,
                PlumeTask *task,
                GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (contents, &length);
  uLong crc = 0;

  for (gsize at = 0; at < length; at += PIECE)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      crc = crc32_z (crc, bytes + at, MIN (PIECE, length - at));
    }
  return crc == member->crc
         || fail (name, _ ("its checksum is wrong: the zip archive is damaged"), error);
}

/**
 * plume_zip_extract:
 * @archive: the archive
 * @member: a member that plume_zip_list() found in it
 * @name: its name for messages
 * @task: (nullable): cancels within 50 ms
 * @error: %PLUME_ERROR_DATA
 *
 * Returns: (transfer full): the member's contents; those of a stored member are not copied
 */
GBytes *
plume_zip_extract (GBytes *archive,
                   const PlumeZipMember *member,
                   const char *name,
                   PlumeTask *task,
                   GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (archive, &length);
  g_autoptr (GBytes) contents = NULL;
  gsize start;

  if (member->is_encrypted || (member->method != 0 && member->method != 8))
    {
      fail (name,
            member->is_encrypted ? _ ("it is encrypted") : _ ("it is packed by an unknown method"),
            error);
      return NULL;
    }
  if (length < LOCAL_LENGTH || member->header > length - LOCAL_LENGTH
      || !has_signature (data + member->header, 3, 4))
    {
      fail (name, _ ("its header in the zip archive is missing"), error);
      return NULL;
    }
  start = (gsize)member->header + LOCAL_LENGTH + read16 (data + member->header + 26)
          + read16 (data + member->header + 28);
  if (start > length || member->packed_length > length - start
      || (member->method == 0 && member->packed_length != member->length))
    {
      fail (name, _ ("the zip archive is cut off or damaged"), error);
      return NULL;
    }
  if (member->method == 0)
    contents = g_bytes_new_from_bytes (archive, start, (gsize)member->length);
  else
    contents = plume_inflate (data + start, (gsize)member->packed_length, (gsize)member->length,
                              name, task, error);
  if (contents == NULL)
    return NULL;
  return check_contents (contents, member, name, task, error) ? g_steal_pointer (&contents) : NULL;
}
