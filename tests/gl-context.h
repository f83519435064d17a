/* gl-context.h: an OpenGL context without a window, for tests and benchmarks: Mesa's surfaceless
 * platform, or what EGL offers. */
#pragma once

#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <glib.h>

typedef struct
{
  EGLDisplay display;
  EGLContext context;
  GLuint framebuffer, texture;
  int width, height;
} GlContext;

static EGLDisplay
gl_context_open_display (void)
{
  EGLDisplay display = EGL_NO_DISPLAY;

  if (epoxy_has_egl_extension (EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")
      && epoxy_has_egl_extension (EGL_NO_DISPLAY, "EGL_EXT_platform_base"))
    display = eglGetPlatformDisplayEXT (EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL);
  if (display == EGL_NO_DISPLAY)
    display = eglGetDisplay (EGL_DEFAULT_DISPLAY);
  return display;
}

/* FALSE where this machine has no such context. The context is current, and a framebuffer of that
 * size is bound. */
static gboolean
gl_context_open (GlContext *gl, gboolean es, int width, int height)
{
  const EGLint config_attributes[] = { EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_RENDERABLE_TYPE,
                                       es ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT, EGL_NONE };
  const EGLint desktop[] = { EGL_CONTEXT_MAJOR_VERSION,
                             3,
                             EGL_CONTEXT_MINOR_VERSION,
                             3,
                             EGL_CONTEXT_OPENGL_PROFILE_MASK,
                             EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                             EGL_NONE };
  const EGLint embedded[] = { EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0,
                              EGL_NONE };
  EGLConfig config;
  EGLint n_configs = 0;

  *gl = (GlContext){ .display = gl_context_open_display (), .width = width, .height = height };
  if (gl->display == EGL_NO_DISPLAY || !eglInitialize (gl->display, NULL, NULL)
      || !eglBindAPI (es ? EGL_OPENGL_ES_API : EGL_OPENGL_API)
      || !eglChooseConfig (gl->display, config_attributes, &config, 1, &n_configs) || n_configs < 1)
    return FALSE;
  gl->context = eglCreateContext (gl->display, config, EGL_NO_CONTEXT, es ? embedded : desktop);
  if (gl->context == EGL_NO_CONTEXT
      || !eglMakeCurrent (gl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, gl->context))
    return FALSE;
  glGenTextures (1, &gl->texture);
  glBindTexture (GL_TEXTURE_2D, gl->texture);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glGenFramebuffers (1, &gl->framebuffer);
  glBindFramebuffer (GL_FRAMEBUFFER, gl->framebuffer);
  glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, gl->texture, 0);
  return glCheckFramebufferStatus (GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
}

static void
gl_context_close (GlContext *gl)
{
  if (gl->display == EGL_NO_DISPLAY)
    return;
  eglMakeCurrent (gl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  if (gl->context != EGL_NO_CONTEXT)
    eglDestroyContext (gl->display, gl->context);
}

/* RGBA bytes, rows from the top. */
G_GNUC_UNUSED static guint8 *
gl_context_read (const GlContext *gl)
{
  gsize stride = 4 * (gsize)gl->width;
  guint8 *upside_down = g_malloc (stride * (gsize)gl->height),
         *pixels = g_malloc (stride * (gsize)gl->height);

  glReadPixels (0, 0, gl->width, gl->height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down);
  for (int row = 0; row < gl->height; row++)
    memcpy (pixels + stride * (gsize)row, upside_down + stride * (gsize)(gl->height - 1 - row),
            stride);
  g_free (upside_down);
  return pixels;
}
