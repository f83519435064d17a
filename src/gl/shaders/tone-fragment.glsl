/* Counts in colours, as figure/plume-density.c tones them; those of cells as figure/plume-pixels.c
   colours an image. */
uniform sampler2D u_texture; /* counts, row 0 is the upper one */
uniform sampler2D u_greatest; /* one number */
uniform vec4 u_rect;
uniform vec3 u_tone; /* counts a point, points at the end of the colours or 0, 1 if linear + 2 if of cells */
uniform vec4 u_ramp[64]; /* premultiplied */
out vec4 colour;
void main ()
{
  ivec2 size = textureSize (u_texture, 0);
  vec2 place = (here () - u_rect.xy) / (u_rect.zw - u_rect.xy) * vec2 (size);
  float count = texelFetch (u_texture, clamp (ivec2 (floor (place)), ivec2 (0), size - 1), 0).x;
  float full = u_tone.y > 0.0 ? u_tone.y : texelFetch (u_greatest, ivec2 (0), 0).x / u_tone.x;
  float value = count / u_tone.x, tone = 1.0;
  bool cells = u_tone.z > 1.5, linear = mod (u_tone.z, 2.0) > 0.5;
  if (count < 0.5 && !cells)
    discard;
  if (cells)
    tone = linear ? value / full : log (1.0 + 999.0 * value / full) / log (1000.0);
  else if (full > 1.0)
    tone = linear ? (value - 1.0) / (full - 1.0)
                          : log (0.5 * (1.0 + value)) / log (0.5 * (1.0 + full));
  tone = 63.0 * clamp (tone, 0.0, 1.0);
  int index = min (int (tone), 62);
  colour = mix (u_ramp[index], u_ramp[index + 1], tone - float (index)) * inside_frame ();
}
