/* A rectangle: left, top, right, bottom. */
uniform vec4 u_rect;
void main ()
{
  gl_Position = to_clip_space (mix (u_rect.xy, u_rect.zw, corner (gl_VertexID)));
}
