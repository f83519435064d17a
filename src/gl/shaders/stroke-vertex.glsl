/* a_begin, a_end: place, length along the line so far, flags (0: no segment; 1; +2: the line begins
   here; +4: it ends here). */
layout (location = 0) in vec4 a_begin;
layout (location = 1) in vec4 a_end;
uniform float u_half_width;
out vec2 v_place; /* along and across the segment */
flat out vec3 v_segment; /* its length, the length so far, flags */
flat out vec2 v_along;
void main ()
{
  vec2 span = a_end.xy - a_begin.xy;
  float size = length (span);
  vec2 along = size > 1e-6 ? span / size : vec2 (1.0, 0.0);
  vec2 across = vec2 (-along.y, along.x);
  vec2 c = corner (gl_VertexID);
  float reach = u_half_width + 1.0;
  v_place = vec2 (mix (-reach, size + reach, c.x), mix (-reach, reach, c.y));
  v_segment = vec3 (size, a_begin.z, a_begin.w);
  v_along = along;
  vec2 place = a_begin.xy + along * v_place.x + across * v_place.y;
  gl_Position = a_begin.w > 0.5 ? to_clip_space (place) : vec4 (2.0, 2.0, 2.0, 1.0);
}
