/* plume-zip.h: the members of a zip archive in memory. */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

/**
 * PlumeZipMember:
 * @name: path in the archive
 * @method: 0 stored, 8 deflate
 * @is_encrypted: whether a password is needed
 * @packed_length: bytes in the archive
 * @length: bytes of contents
 * @crc: CRC-32 of the contents
 * @header: offset of its local header
 */
typedef struct
{
  char *name;
  guint method;
  gboolean is_encrypted;
  guint64 packed_length, length;
  guint32 crc;
  guint64 header;
} PlumeZipMember;

gboolean plume_is_zip (const guint8 *head, gsize length);
GPtrArray *plume_zip_list (GBytes *archive, const char *name, GError **error);
GBytes *plume_zip_extract (GBytes *archive,
                           const PlumeZipMember *member,
                           const char *name,
                           PlumeTask *task,
                           GError **error);

G_END_DECLS
