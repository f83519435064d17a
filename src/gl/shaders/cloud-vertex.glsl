/* A point of a cloud into the raster of its counts, whose row 0 is the upper one. A product of numbers
   of 12 bits is exact, so that whole turns are taken away without loss. */
layout (location = 0) in float a_radius; /* below 0: not drawn */
layout (location = 1) in float a_angle;
layout (location = 2) in float a_rate;
layout (location = 3) in float a_weight;
uniform sampler2D u_texture; /* places, two columns and a row more than cells */
uniform vec3 u_turn; /* turns a radian, in pieces of 12 bits */
uniform vec3 u_time; /* turns a unit of rate */
uniform vec2 u_rows; /* rows a unit of radius, the last row */
uniform vec4 u_plane; /* the middle of the raster, clip space a unit */
uniform float u_weighted;
flat out float v_weight;
float turns (float value, vec3 pieces)
{
  float high = uintBitsToFloat (floatBitsToUint (value) & 0xFFFFF000u);
  vec3 a = high * pieces, b = (value - high) * pieces;
  a -= floor (a);
  b -= floor (b);
  return a.x + a.y + a.z + b.x + b.y + b.z;
}
void main ()
{
  int columns = textureSize (u_texture, 0).x - 2;
  float turn = turns (a_angle, u_turn) + turns (a_rate, u_time);
  float column = (turn - floor (turn)) * float (columns), row = a_radius * u_rows.x;
  bool good = row >= 0.0 && row <= u_rows.y && abs (a_rate * u_time.x) < 1e12;
  ivec2 cell = ivec2 (int (column), good ? int (row) : 0);
  vec2 part = vec2 (column, row) - vec2 (cell);
  vec2 left = mix (texelFetch (u_texture, cell, 0).xy,
                   texelFetch (u_texture, cell + ivec2 (0, 1), 0).xy, part.y);
  vec2 right = mix (texelFetch (u_texture, cell + ivec2 (1, 0), 0).xy,
                    texelFetch (u_texture, cell + ivec2 (1, 1), 0).xy, part.y);
  vec2 place = (mix (left, right, part.x) - u_plane.xy) * u_plane.zw;
  v_weight = u_weighted > 0.5 ? a_weight : 1.0;
  gl_PointSize = 1.0;
  gl_Position = good ? vec4 (place, 0.0, 1.0) : vec4 (2.0, 2.0, 2.0, 1.0);
}
