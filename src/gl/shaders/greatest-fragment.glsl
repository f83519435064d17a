/* The greatest of 8 x 8 counts. */
uniform sampler2D u_texture;
out vec4 greatest;
void main ()
{
  ivec2 size = textureSize (u_texture, 0), from = 8 * ivec2 (gl_FragCoord.xy);
  ivec2 to = min (from + 8, size);
  float most = 0.0;
  for (int y = from.y; y < to.y; y++)
    for (int x = from.x; x < to.x; x++)
      most = max (most, texelFetch (u_texture, ivec2 (x, y), 0).x);
  greatest = vec4 (most);
}
