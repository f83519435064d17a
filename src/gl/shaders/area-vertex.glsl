/* One trapezoid: x from ... to; its upper and its lower edge at both ends. */
layout (location = 0) in vec2 a_x;
layout (location = 1) in vec4 a_y; /* upper begin, upper end, lower begin, lower end */
flat out vec2 v_x;
flat out vec4 v_y;
void main ()
{
  vec2 c = corner (gl_VertexID);
  float top = floor (min (a_y.x, a_y.y)), bottom = ceil (max (a_y.z, a_y.w));
  v_x = a_x;
  v_y = a_y;
  float x = mix (floor (a_x.x), ceil (a_x.y), c.x);
  gl_Position = to_clip_space (vec2 (x, mix (top, bottom, c.y)));
}
