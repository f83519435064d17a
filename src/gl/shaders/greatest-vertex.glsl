/* The whole raster. */
void main ()
{
  gl_Position = vec4 (2.0 * corner (gl_VertexID) - 1.0, 0.0, 1.0);
}
