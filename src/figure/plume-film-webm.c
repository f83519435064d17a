/* plume-film-webm.c: films as WebM (VP9, or VP8 where there is no VP9) through GStreamer.
 *
 * Which plugins are there is asked at run time. Without GStreamer the format is known and not
 * available.
 */
#include "figure/plume-film-format.h"

#include "config.h"
#include "core/plume-error.h"
#include "figure/plume-film-file.h"

#include <glib/gi18n-lib.h>

#ifdef HAVE_GSTREAMER
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <math.h>

#define QUEUED_FRAMES 4
#define PATIENCE      (20 * GST_MSECOND)

typedef struct
{
  PlumeFilmFile file;
  PlumeFilmShape shape;
  GstElement *pipeline;
  GstAppSrc *source;
  GstBus *bus;
  guint n_written;
} Writer;

static gboolean
has_element (const char *name)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  return factory != NULL;
}

static const char *
find_encoder (void)
{
  return has_element ("vp9enc") ? "vp9enc" : has_element ("vp8enc") ? "vp8enc" : NULL;
}

static gboolean
is_available (void)
{
  return gst_init_check (NULL, NULL, NULL) && find_encoder () != NULL && has_element ("appsrc")
         && has_element ("videoconvert") && has_element ("webmmux") && has_element ("fdsink");
}

static void
free_writer (gpointer data)
{
  Writer *writer = data;

  if (writer->pipeline != NULL)
    gst_element_set_state (writer->pipeline, GST_STATE_NULL);
  gst_clear_object (&writer->bus);
  gst_clear_object (&writer->source);
  gst_clear_object (&writer->pipeline);
  plume_film_file_clear (&writer->file);
  g_free (writer);
}

/* What went wrong in the pipeline, if anything has. */
static gboolean
check_bus (Writer *writer, GstClockTime patience, gboolean until_end, GError **error)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
      writer->bus, patience, until_end ? GST_MESSAGE_ERROR | GST_MESSAGE_EOS : GST_MESSAGE_ERROR);
  g_autoptr (GError) reason = NULL;

  if (message == NULL || GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;
  gst_message_parse_error (message, &reason, NULL);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("The film cannot be encoded: %s; choose another format or size"),
               reason->message);
  return FALSE;
}

/* Good quality at the speed of a live source; one key frame in two seconds, to be found again. */
static char *
describe_pipeline (const PlumeFilmShape *shape, int descriptor)
{
  return g_strdup_printf (
      "appsrc name=source format=time ! videoconvert ! video/x-raw,format=I420 ! "
      "%s deadline=1 cpu-used=5 threads=%u end-usage=cq cq-level=18 target-bitrate=50000000 "
      "keyframe-max-dist=%d ! webmmux writing-app=Plume ! fdsink fd=%d sync=false",
      find_encoder (), MIN (g_get_num_processors (), 16), (int)MAX (lround (2 * shape->rate), 1),
      descriptor);
}

static void
configure_source (Writer *writer)
{
  const PlumeFilmShape *shape = &writer->shape;
  gint numerator, denominator;
  g_autoptr (GstCaps) caps = NULL;

  gst_util_double_to_fraction (shape->rate, &numerator, &denominator);
  /* ARGB32 as words; films are opaque */
  caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING,
                              G_BYTE_ORDER == G_LITTLE_ENDIAN ? "BGRx" : "xRGB", "width",
                              G_TYPE_INT, shape->width, "height", G_TYPE_INT, shape->height,
                              "framerate", GST_TYPE_FRACTION, numerator, denominator, NULL);
  gst_app_src_set_caps (writer->source, caps);
}

static gpointer
open_writer (const char *path, const PlumeFilmShape *shape, GError **error)
{
  Writer *writer = g_new0 (Writer, 1);
  g_autofree char *description = NULL;
  g_autoptr (GError) reason = NULL;

  writer->shape = *shape;
  if (!plume_film_file_open (&writer->file, path, error))
    {
      free_writer (writer);
      return NULL;
    }
  description = describe_pipeline (shape, writer->file.descriptor);
  writer->pipeline = gst_parse_launch (description, &reason);
  if (reason != NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The film cannot be encoded: %s; choose another format or size"),
                   reason->message);
      free_writer (writer);
      return NULL;
    }
  writer->source = GST_APP_SRC (gst_bin_get_by_name (GST_BIN (writer->pipeline), "source"));
  writer->bus = gst_element_get_bus (writer->pipeline);
  configure_source (writer);
  gst_element_set_state (writer->pipeline, GST_STATE_PLAYING);
  return writer;
}

/* The pixels themselves, without a copy; rows of 4 bytes a pixel have no padding. */
static GBytes *
encode (const PlumeFilmFrame *frame, GError **error)
{
  return g_bytes_new_with_free_func (
      cairo_image_surface_get_data (frame->surface),
      (gsize)cairo_image_surface_get_stride (frame->surface) * (gsize)frame->shape->height,
      (GDestroyNotify)cairo_surface_destroy, cairo_surface_reference (frame->surface));
}

static gboolean
append_frame (gpointer data, GBytes *frame, GError **error)
{
  Writer *writer = data;
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (frame);
  double period = GST_SECOND / writer->shape.rate;

  GST_BUFFER_PTS (buffer) = (GstClockTime)llround (writer->n_written * period);
  GST_BUFFER_DURATION (buffer) =
      (GstClockTime)llround ((writer->n_written + 1) * period) - GST_BUFFER_PTS (buffer);
  writer->n_written++;
  gst_app_src_push_buffer (writer->source, buffer);
  /* a pipeline that has failed would never take the frames, so nothing waits inside it */
  while (gst_app_src_get_current_level_bytes (writer->source)
         > QUEUED_FRAMES * g_bytes_get_size (frame))
    if (!check_bus (writer, PATIENCE, FALSE, error))
      return FALSE;
  return check_bus (writer, 0, FALSE, error);
}

static gboolean
finish (gpointer data, GError **error)
{
  Writer *writer = data;

  gst_app_src_end_of_stream (writer->source);
  return check_bus (writer, GST_CLOCK_TIME_NONE, TRUE, error)
         && plume_film_file_finish (&writer->file, error);
}

#else

static gboolean
is_available (void)
{
  return FALSE;
}

#endif

const PlumeFilmFormat plume_film_webm = {
  .id = "webm",
  .title = N_ ("WebM"),
  .extension = "webm",
  .fastest = 120,
  .is_available = is_available,
#ifdef HAVE_GSTREAMER
  .open = open_writer,
  .encode = encode,
  .write = append_frame,
  .finish = finish,
  .free = free_writer,
#endif
};
