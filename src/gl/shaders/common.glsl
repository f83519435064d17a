/* What all shaders share. Places are device pixels with y downwards. */
uniform vec2 u_viewport;
uniform vec4 u_clip; /* left, top, right, bottom of the frame */
vec4 to_clip_space (vec2 place)
{
  return vec4 (2.0 * place.x / u_viewport.x - 1.0, 1.0 - 2.0 * place.y / u_viewport.y, 0.0, 1.0);
}
vec2 corner (int index)
{
  return vec2 (float (index & 1), float (index >> 1));
}
#ifdef FRAGMENT
/* The pixel's middle. */
vec2 here ()
{
  return vec2 (gl_FragCoord.x, u_viewport.y - gl_FragCoord.y);
}
/* The part of the pixel that lies in the frame. */
float inside_frame ()
{
  vec2 low = max (here () - 0.5, u_clip.xy), high = min (here () + 0.5, u_clip.zw);
  vec2 part = clamp (high - low, 0.0, 1.0);
  return part.x * part.y;
}
/* The part of a pixel on the inner side of a straight edge with that normal; the pixel's middle is
   inside by depth. Exact. */
float half_plane (float depth, vec2 normal)
{
  float a = max (abs (normal.x), abs (normal.y)), b = min (abs (normal.x), abs (normal.y));
  float t = abs (depth);
  float far = max (0.5 * (a + b) - t, 0.0);
  float part = t < 0.5 * (a - b) ? 0.5 + t / a : 1.0 - (b > 1e-4 ? far * far / (2.0 * a * b) : 0.0);
  return depth < 0.0 ? 1.0 - part : part;
}
/* How much of a pixel a stroke covers whose middle is that far away in direction normal. */
float stroke_coverage (float away, vec2 normal, float half_width)
{
  return half_plane (half_width - away, normal) - half_plane (-half_width - away, normal);
}
#endif
