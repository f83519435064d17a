/* plume-gl-shaders.c: the shaders, as text without a version line.
 *
 * All places are device pixels with y downwards. Coverage is computed analytically: a stroke's from its distance and direction (exact for
 * straight edges), an area's as the exact part of the pixel that a trapezoid covers, a marker's from its
 * signed distance.
 */
#include "gl/plume-gl-shaders.h"

const char plume_gl_common[] =
  "uniform vec2 u_viewport;\n"
  "uniform vec4 u_clip;\n" /* left, top, right, bottom of the frame */
  "vec4 to_clip_space (vec2 place)\n"
  "{\n"
  "  return vec4 (2.0 * place.x / u_viewport.x - 1.0, 1.0 - 2.0 * place.y / u_viewport.y, 0.0, 1.0);\n"
  "}\n"
  "vec2 corner (int index)\n"
  "{\n"
  "  return vec2 (float (index & 1), float (index >> 1));\n"
  "}\n"
  "#ifdef FRAGMENT\n"
  /* The pixel's middle. */
  "vec2 here ()\n"
  "{\n"
  "  return vec2 (gl_FragCoord.x, u_viewport.y - gl_FragCoord.y);\n"
  "}\n"
  /* The part of the pixel that lies in the frame. */
  "float inside_frame ()\n"
  "{\n"
  "  vec2 low = max (here () - 0.5, u_clip.xy), high = min (here () + 0.5, u_clip.zw);\n"
  "  vec2 part = clamp (high - low, 0.0, 1.0);\n"
  "  return part.x * part.y;\n"
  "}\n"
  /* The part of a pixel on the inner side of a straight edge with that normal, which is depth inside its middle: exact. */
  "float half_plane (float depth, vec2 normal)\n"
  "{\n"
  "  float a = max (abs (normal.x), abs (normal.y)), b = min (abs (normal.x), abs (normal.y)), t = abs (depth);\n"
  "  float far = max (0.5 * (a + b) - t, 0.0);\n"
  "  float part = t < 0.5 * (a - b) ? 0.5 + t / a : 1.0 - (b > 1e-4 ? far * far / (2.0 * a * b) : 0.0);\n"
  "  return depth < 0.0 ? 1.0 - part : part;\n"
  "}\n"
  /* How much of a pixel a stroke covers whose middle is away by distance, in direction normal. */
  "float stroke_coverage (float distance, vec2 normal, float half_width)\n"
  "{\n"
  "  return half_plane (half_width - distance, normal) - half_plane (-half_width - distance, normal);\n"
  "}\n"
  "#endif\n";

/* a_begin, a_end: place, length along the line so far, flags (0: no segment; 1; +2: the line begins here; +4: it ends here). */
const char plume_gl_stroke_vertex[] =
  "layout (location = 0) in vec4 a_begin;\n"
  "layout (location = 1) in vec4 a_end;\n"
  "uniform float u_half_width;\n"
  "out vec2 v_place;\n" /* along and across the segment */
  "flat out vec3 v_segment;\n" /* its length, the length so far, flags */
  "flat out vec2 v_along;\n"
  "void main ()\n"
  "{\n"
  "  vec2 step = a_end.xy - a_begin.xy;\n"
  "  float size = length (step);\n"
  "  vec2 along = size > 1e-6 ? step / size : vec2 (1.0, 0.0);\n"
  "  vec2 across = vec2 (-along.y, along.x);\n"
  "  vec2 c = corner (gl_VertexID);\n"
  "  float reach = u_half_width + 1.0;\n"
  "  v_place = vec2 (mix (-reach, size + reach, c.x), mix (-reach, reach, c.y));\n"
  "  v_segment = vec3 (size, a_begin.z, a_begin.w);\n"
  "  v_along = along;\n"
  "  gl_Position = a_begin.w > 0.5 ? to_clip_space (a_begin.xy + along * v_place.x + across * v_place.y)\n"
  "                                : vec4 (2.0, 2.0, 2.0, 1.0);\n"
  "}\n";

const char plume_gl_stroke_fragment[] =
  "in vec2 v_place;\n"
  "flat in vec3 v_segment;\n"
  "flat in vec2 v_along;\n"
  "uniform float u_half_width;\n"
  "uniform vec2 u_dash;\n" /* on, off; off 0 for a solid line */
  "uniform float u_round;\n" /* whether ends and dashes are round */
  "uniform float u_sides;\n" /* whether the two sides of the line have a channel each */
  "out vec4 coverage;\n"
  "void main ()\n"
  "{\n"
  "  float size = v_segment.x;\n"
  "  int flags = int (v_segment.z + 0.5);\n"
  "  float inner = clamp (v_place.x, 0.0, size);\n"
  "  float beyond = v_place.x - inner;\n"
  "  float part = 1.0;\n"
  "  if (u_round < 0.5)\n"
  "    {\n"
  "      if ((flags & 2) != 0)\n"
  "        part *= clamp (0.5 + v_place.x, 0.0, 1.0);\n"
  "      if ((flags & 4) != 0)\n"
  "        part *= clamp (0.5 + size - v_place.x, 0.0, 1.0);\n"
  "      if (beyond < 0.0 ? (flags & 2) != 0 : (flags & 4) != 0)\n"
  "        beyond = 0.0;\n"
  "    }\n"
  "  if (u_dash.y > 0.0)\n"
  "    {\n"
  "      float period = u_dash.x + u_dash.y;\n"
  "      float phase = mod (v_segment.y + inner, period);\n"
  "      if (u_round > 0.5)\n"
  "        {\n"
  /* The nearest dash of this segment; those before and after it belong to its neighbours. */
  "          float back = phase - u_dash.x, ahead = period - phase, gap = 0.0;\n"
  "          if (back > 0.0)\n"
  "            gap = min (beyond < 0.0 || back > inner + 0.01 ? 1e6 : back,\n"
  "                       beyond > 0.0 || ahead > size - inner + 0.01 ? 1e6 : ahead);\n"
  "          beyond = beyond < 0.0 ? beyond - gap : beyond + gap;\n"
  "        }\n"
  "      else\n"
  "        part *= clamp (min (phase, u_dash.x - phase) + 0.5, 0.0, 1.0) + clamp (phase - period + 0.5, 0.0, 1.0);\n"
  "    }\n"
  "  vec2 across = vec2 (-v_along.y, v_along.x);\n"
  "  vec2 offset = v_along * beyond + across * v_place.y;\n"
  "  float distance = length (offset);\n"
  "  part *= stroke_coverage (distance, distance > 1e-3 && beyond != 0.0 ? offset / distance : across, u_half_width);\n"
  "  float towards = abs (v_along.y) > abs (v_along.x) ? offset.x : offset.y;\n"
  "  vec2 side = vec2 (towards < 0.0, towards >= 0.0);\n"
  "  coverage = u_sides > 0.5 ? part * side.xyxy : vec4 (part);\n"
  "}\n";

/* One trapezoid: x from … to; its upper and its lower edge at both ends. */
const char plume_gl_area_vertex[] =
  "layout (location = 0) in vec2 a_x;\n"
  "layout (location = 1) in vec4 a_y;\n" /* upper begin, upper end, lower begin, lower end */
  "flat out vec2 v_x;\n"
  "flat out vec4 v_y;\n"
  "void main ()\n"
  "{\n"
  "  vec2 c = corner (gl_VertexID);\n"
  "  float top = floor (min (a_y.x, a_y.y)), bottom = ceil (max (a_y.z, a_y.w));\n"
  "  v_x = a_x;\n"
  "  v_y = a_y;\n"
  "  gl_Position = to_clip_space (vec2 (mix (floor (a_x.x), ceil (a_x.y), c.x), mix (top, bottom, c.y)));\n"
  "}\n";

const char plume_gl_area_fragment[] =
  "flat in vec2 v_x;\n"
  "flat in vec4 v_y;\n"
  "out vec4 coverage;\n"
  /* ∫ clamp (v, 0, 1) dv */
  "float primitive (float v)\n"
  "{\n"
  "  float inner = clamp (v, 0.0, 1.0);\n"
  "  return 0.5 * inner * inner + max (v - 1.0, 0.0);\n"
  "}\n"
  /* Mean of clamp (v, 0, 1) where v goes from a to b. */
  "float mean_clamped (float a, float b)\n"
  "{\n"
  "  return abs (b - a) < 0.02 ? clamp (0.5 * (a + b), 0.0, 1.0) : (primitive (b) - primitive (a)) / (b - a);\n"
  "}\n"
  "void main ()\n"
  "{\n"
  "  vec2 pixel = here () - 0.5;\n"
  "  float from = max (v_x.x, pixel.x), to = min (v_x.y, pixel.x + 1.0);\n"
  "  float size = max (v_x.y - v_x.x, 1e-6);\n"
  "  vec2 at = clamp ((vec2 (from, to) - v_x.x) / size, 0.0, 1.0);\n"
  "  vec2 upper = mix (v_y.xx, v_y.yy, at) - pixel.y, lower = mix (v_y.zz, v_y.ww, at) - pixel.y;\n"
  "  coverage = vec4 (max (to - from, 0.0) * (mean_clamped (lower.x, lower.y) - mean_clamped (upper.x, upper.y)));\n"
  "}\n";

/* A rectangle: left, top, right, bottom. */
const char plume_gl_composite_vertex[] =
  "uniform vec4 u_rect;\n"
  "void main ()\n"
  "{\n"
  "  gl_Position = to_clip_space (mix (u_rect.xy, u_rect.zw, corner (gl_VertexID)));\n"
  "}\n";

/* Four marks, one over the other, each in its colour (not premultiplied). A channel of opacity −1 is the other side of the one before. */
const char plume_gl_composite_fragment[] =
  "uniform sampler2D u_texture;\n"
  "uniform vec4 u_colours[4];\n"
  "out vec4 colour;\n"
  "void main ()\n"
  "{\n"
  "  vec4 coverage = texelFetch (u_texture, ivec2 (gl_FragCoord.xy), 0) * inside_frame ();\n"
  "  vec4 sum = vec4 (0.0);\n"
  "  if (coverage == vec4 (0.0))\n"
  "    discard;\n"
  "  for (int i = 0; i < 4; i++)\n"
  "    {\n"
  "      float part = i < 3 && u_colours[i + 1].a < 0.0 ? min (coverage[i] + coverage[i + 1], 1.0) : coverage[i];\n"
  "      float alpha = max (u_colours[i].a, 0.0) * part;\n"
  "      sum = vec4 (u_colours[i].rgb * alpha, alpha) + sum * (1.0 - alpha);\n"
  "    }\n"
  "  colour = sum;\n"
  "}\n";

/* u_size: diameter, stroke width. */
const char plume_gl_marker_vertex[] =
  "layout (location = 0) in vec2 a_place;\n"
  "layout (location = 1) in vec4 a_colour;\n"
  "uniform vec2 u_size;\n"
  "out vec2 v_place;\n"
  "flat out vec4 v_colour;\n"
  "void main ()\n"
  "{\n"
  "  float reach = 0.75 * u_size.x + u_size.y + 1.5;\n"
  "  v_place = (2.0 * corner (gl_VertexID) - 1.0) * reach;\n"
  "  v_colour = a_colour;\n"
  "  gl_Position = to_clip_space (a_place + v_place);\n"
  "}\n";

const char plume_gl_marker_fragment[] =
  "in vec2 v_place;\n"
  "flat in vec4 v_colour;\n"
  "uniform int u_shape;\n"
  "uniform vec2 u_size;\n"
  "out vec4 colour;\n"
  "vec2 outward ()\n"
  "{\n"
  "  float size = length (v_place);\n"
  "  return size > 1e-3 ? v_place / size : vec2 (1.0, 0.0);\n"
  "}\n"
  "float box (vec2 half_size)\n"
  "{\n"
  "  vec2 part = clamp (min (v_place + 0.5, half_size) - max (v_place - 0.5, -half_size), 0.0, 1.0);\n"
  "  return part.x * part.y;\n"
  "}\n"
  "float segment (vec2 from, vec2 to)\n"
  "{\n"
  "  vec2 step = to - from;\n"
  "  float size = length (step);\n"
  "  vec2 along = step / size, place = v_place - from;\n"
  "  float s = dot (place, along), across = abs (dot (place, vec2 (-along.y, along.x)));\n"
  "  return clamp (min (s, size - s) + 0.5, 0.0, 1.0) * stroke_coverage (across, along, 0.5 * u_size.y);\n"
  "}\n"
  "float edge (vec2 a, vec2 b)\n" /* signed distance to a line, inside positive for a clockwise outline */
  "{\n"
  "  vec2 along = normalize (b - a), place = v_place - a;\n"
  "  return along.x * place.y - along.y * place.x;\n"
  "}\n"
  "void main ()\n"
  "{\n"
  "  float radius = 0.5 * u_size.x, coverage = 0.0;\n"
  "  if (u_shape == 0)\n"
  "    coverage = stroke_coverage (length (v_place), outward (), radius);\n"
  "  else if (u_shape == 1)\n"
  "    coverage = stroke_coverage (abs (length (v_place) - RING * radius), outward (), 0.5 * u_size.y);\n"
  "  else if (u_shape == 2)\n"
  "    coverage = box (vec2 (SQUARE * radius));\n"
  "  else if (u_shape == 3)\n"
  "    {\n"
  "      vec2 top = TRIANGLE_TOP * radius, left = TRIANGLE_LEFT * radius, right = vec2 (-left.x, left.y);\n"
  "      coverage = clamp (0.5 + min (edge (top, right), min (edge (right, left), edge (left, top))), 0.0, 1.0);\n"
  "    }\n"
  "  else if (u_shape == 4)\n"
  "    {\n"
  "      vec2 arm = CROSS * radius;\n"
  "      coverage = max (segment (-arm, arm), segment (vec2 (-arm.x, arm.y), vec2 (arm.x, -arm.y)));\n"
  "    }\n"
  "  else\n"
  "    coverage = box (vec2 (0.5 * u_size.y, TICK * radius));\n"
  "  colour = v_colour * (coverage * inside_frame ());\n"
  "}\n";

/* Premultiplied ARGB words of a little-endian machine are BGRA bytes. u_rect as above; pixels are nearest. */
const char plume_gl_pixels_fragment[] =
  "uniform sampler2D u_texture;\n"
  "uniform vec4 u_rect;\n"
  "out vec4 colour;\n"
  "void main ()\n"
  "{\n"
  "  ivec2 size = textureSize (u_texture, 0);\n"
  "  vec2 place = (here () - u_rect.xy) / (u_rect.zw - u_rect.xy) * vec2 (size);\n"
  "  colour = texelFetch (u_texture, clamp (ivec2 (floor (place)), ivec2 (0), size - 1), 0).CHANNELS * inside_frame ();\n"
  "}\n";
