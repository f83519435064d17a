/* plume-hdf5.c: files of AnnData (.h5ad) and matrices of 10x (.h5), which are HDF5.
 *
 * The library of HDF5 crashes on damaged and hostile files. It runs in a process of its own,
 * plume-read-hdf5, which gets the file as its standard input and writes the stream of
 * plume-hdf5-stream.h. When that process dies, the file is damaged, and nothing else has happened.
 * Cancelling kills it.
 */
#define _GNU_SOURCE /* memfd_create() */

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "core/plume-error.h"
#include "data/plume-hdf5-parse.h"
#include "data/plume-reader.h"

#define PROGRAM   "plume-read-hdf5"
#define SIGNATURE "\x89HDF\r\n\x1a\n"
#define HEAD      4096             /* bytes by which a file is known to be the one that was given */
#define STEP      ((gsize)1 << 22) /* bytes between two looks at the task */
#define WAIT      20               /* ms, likewise */
#define SHARE     0.8              /* of the free memory that a file may take */

static gboolean
is_hdf5 (const guint8 *head, gsize length)
{
  return length >= strlen (SIGNATURE) && memcmp (head, SIGNATURE, strlen (SIGNATURE)) == 0;
}

/* Where the program stands: PLUME_LIBEXECDIR, beside the one that runs as in a build tree, or where
 * it is installed; NULL for nowhere. */
static char *
find_program (void)
{
  static const char *const beside[] = { ".", "../data/read-hdf5", "../src/data/read-hdf5",
                                        "../libexec/plume" };
  const char *folder = g_getenv ("PLUME_LIBEXECDIR");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *own = g_path_get_dirname (self != NULL ? self : "/");
  char *path = folder != NULL ? g_build_filename (folder, PROGRAM, NULL) : NULL;

  for (gsize i = 0; i <= G_N_ELEMENTS (beside); i++)
    {
      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return path;
      g_free (path);
      path = i < G_N_ELEMENTS (beside) ? g_build_filename (own, beside[i], PROGRAM, NULL)
                                       : g_build_filename (PLUME_LIBEXECDIR, PROGRAM, NULL);
    }
  if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return path;
  g_free (path);
  return NULL;
}

/* Bytes of memory that a file may take. */
static guint64
get_free_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;
  guint64 free_bytes = 0;

  if (g_file_get_contents ("/proc/meminfo", &text, NULL, NULL)
      && (line = strstr (text, "MemAvailable:")) != NULL)
    free_bytes = 1024 * g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10);
  if (free_bytes == 0)
    free_bytes = (guint64)sysconf (_SC_PHYS_PAGES) * (guint64)sysconf (_SC_PAGESIZE) / 2;
  return (guint64)(SHARE * (double)free_bytes);
}

/* The file itself, where it is the one whose bytes were given; −1 where not. */
static int
open_file (const char *path, const guint8 *data, gsize length)
{
  int file = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  guint8 head[HEAD];
  gsize n = MIN (length, HEAD);
  struct stat status;

  if (file < 0)
    return -1;
  if (fstat (file, &status) == 0 && S_ISREG (status.st_mode) && (gsize)status.st_size == length
      && pread (file, head, n, 0) == (gssize)n && memcmp (head, data, n) == 0)
    return file;
  close (file);
  return -1;
}

/* A file in memory that holds the bytes; −1 with an error. */
static int
copy_file (const guint8 *data, gsize length, const char *name, PlumeTask *task, GError **error)
{
  int file = memfd_create ("plume", MFD_CLOEXEC);
  gsize done = 0;

  while (file >= 0 && done < length)
    {
      gssize n = write (file, data + done, MIN (length - done, STEP));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("%s cannot be copied for reading: %s; free some memory"), name,
                     g_strerror (errno));
      if (n < 0 || !plume_task_check (task, error))
        {
          close (file);
          return -1;
        }
      done += (gsize)n;
    }
  if (file < 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s cannot be copied for reading: %s; free some memory"), name,
                 g_strerror (errno));
  return file;
}

/* (transfer full) file: closed in any case. The end of *output is where the stream comes out. */
static GSubprocess *
start (int file, int *output, const char *name, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) failure = NULL;
  g_autofree char *program = find_program ();
  GSubprocess *process = NULL;
  int ends[2];

  g_subprocess_launcher_take_stdin_fd (launcher, file);
  if (program != NULL && g_unix_open_pipe (ends, FD_CLOEXEC, &failure))
    {
      g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
      process = g_subprocess_launcher_spawn (launcher, &failure, program, NULL);
      if (process != NULL)
        *output = ends[0];
      else
        close (ends[0]);
    }
  if (program == NULL)
    g_set_error (
        error, PLUME_ERROR, PLUME_ERROR_DATA,
        _ ("%s is an HDF5 file, and %s, which reads those, is missing; install Plume again"), name,
        PROGRAM);
  else if (process == NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s is an HDF5 file, and %s, which reads those, does not start: %s; install "
                    "Plume again"),
                 name, PROGRAM, failure != NULL ? failure->message : "");
  return process;
}

typedef struct
{
  int output;
  PlumeTask *task;
} Stream;

static gboolean
read_stream (gpointer buffer, gsize length, gpointer data)
{
  Stream *stream = data;
  guint8 *next = buffer;

  while (length > 0)
    {
      struct pollfd poller = { .fd = stream->output, .events = POLLIN };
      int ready = poll (&poller, 1, WAIT);
      gssize n;

      if (!plume_task_check (stream->task, NULL))
        return FALSE;
      if (ready == 0 || (ready < 0 && errno == EINTR))
        continue;
      n = read (stream->output, next, MIN (length, STEP));
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      next += n;
      length -= (gsize)n;
    }
  return TRUE;
}

/* path: nullable */
static PlumeDataset *
read_file (GBytes *bytes, const char *path, const char *name, PlumeTask *task, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  int file = open_file (path, data, length);
  Stream stream = { .task = task };
  g_autoptr (GSubprocess) process = NULL;
  PlumeDataset *dataset;

  if (file < 0)
    file = copy_file (data, length, name, task, error);
  if (file < 0)
    return NULL;
  process = start (file, &stream.output, name, error);
  if (process == NULL)
    return NULL;
  dataset = plume_hdf5_parse (read_stream, &stream, name, length, get_free_memory (), task, error);
  g_subprocess_force_exit (process);
  close (stream.output);
  g_subprocess_wait (process, NULL, NULL);
  return dataset;
}

static PlumeDataset *
read_hdf5 (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  return read_file (bytes, NULL, name, task, error);
}

static PlumeDataset *
read_hdf5_at (GBytes *bytes, const char *path, PlumeTask *task, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  return read_file (bytes, path, name, task, error);
}

static const char *const extensions[] = { "h5ad", "h5", "hdf5", NULL };

const PlumeReader plume_reader_hdf5 = {
  .id = "hdf5",
  .title = N_ ("AnnData or 10x matrix (HDF5)"),
  .extensions = extensions,
  .recognizes = is_hdf5,
  .read = read_hdf5,
  .read_at = read_hdf5_at,
};
