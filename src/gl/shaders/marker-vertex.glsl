/* u_size: diameter, stroke width. */
layout (location = 0) in vec2 a_place;
layout (location = 1) in vec4 a_colour;
uniform vec2 u_size;
out vec2 v_place;
flat out vec4 v_colour;
void main ()
{
  float reach = 0.75 * u_size.x + u_size.y + 1.5;
  v_place = (2.0 * corner (gl_VertexID) - 1.0) * reach;
  v_colour = a_colour;
  gl_Position = to_clip_space (a_place + v_place);
}
