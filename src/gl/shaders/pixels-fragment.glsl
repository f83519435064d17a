/* Premultiplied ARGB words as bytes; the nearest pixel. */
uniform sampler2D u_texture;
uniform vec4 u_rect;
out vec4 colour;
void main ()
{
  ivec2 size = textureSize (u_texture, 0);
  vec2 place = (here () - u_rect.xy) / (u_rect.zw - u_rect.xy) * vec2 (size);
  ivec2 texel = clamp (ivec2 (floor (place)), ivec2 (0), size - 1);
  colour = texelFetch (u_texture, texel, 0).CHANNELS * inside_frame ();
}
