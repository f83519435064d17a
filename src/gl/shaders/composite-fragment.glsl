/* Four marks, one over the other, in their colours (not premultiplied). A channel of opacity -1 is
   the other side of the one before. */
uniform sampler2D u_texture;
uniform vec4 u_colours[4];
out vec4 colour;
void main ()
{
  vec4 coverage = texelFetch (u_texture, ivec2 (gl_FragCoord.xy), 0) * inside_frame ();
  vec4 sum = vec4 (0.0);
  if (coverage == vec4 (0.0))
    discard;
  for (int i = 0; i < 4; i++)
    {
      float part = coverage[i];
      if (i < 3 && u_colours[i + 1].a < 0.0)
        part = min (part + coverage[i + 1], 1.0);
      float alpha = max (u_colours[i].a, 0.0) * part;
      sum = vec4 (u_colours[i].rgb * alpha, alpha) + sum * (1.0 - alpha);
    }
  colour = sum;
}
