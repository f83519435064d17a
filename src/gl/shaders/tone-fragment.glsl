/* Counts in colours, as figure/plume-density.c tones them. */
uniform sampler2D u_texture; /* counts, row 0 is the upper one */
uniform sampler2D u_greatest; /* one number */
uniform vec4 u_rect;
uniform vec3 u_tone; /* counts a point, points at the end of the colours or 0, whether linear */
uniform vec4 u_ramp[64]; /* premultiplied */
out vec4 colour;
void main ()
{
  ivec2 size = textureSize (u_texture, 0);
  vec2 place = (here () - u_rect.xy) / (u_rect.zw - u_rect.xy) * vec2 (size);
  float count = texelFetch (u_texture, clamp (ivec2 (floor (place)), ivec2 (0), size - 1), 0).x;
  float full = u_tone.y > 0.0 ? u_tone.y : texelFetch (u_greatest, ivec2 (0), 0).x / u_tone.x;
  float value = count / u_tone.x, tone = 1.0;
  if (count < 0.5)
    discard;
  if (full > 1.0)
    tone = u_tone.z > 0.5 ? (value - 1.0) / (full - 1.0)
                          : log (0.5 * (1.0 + value)) / log (0.5 * (1.0 + full));
  tone = 63.0 * clamp (tone, 0.0, 1.0);
  int index = min (int (tone), 62);
  colour = mix (u_ramp[index], u_ramp[index + 1], tone - float (index)) * inside_frame ();
}
