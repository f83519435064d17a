in vec2 v_place;
flat in vec4 v_colour;
uniform int u_shape;
uniform vec2 u_size;
out vec4 colour;
vec2 outward ()
{
  float size = length (v_place);
  return size > 1e-3 ? v_place / size : vec2 (1.0, 0.0);
}
float box (vec2 half_size)
{
  vec2 part = clamp (min (v_place + 0.5, half_size) - max (v_place - 0.5, -half_size), 0.0, 1.0);
  return part.x * part.y;
}
float segment (vec2 from, vec2 to)
{
  vec2 span = to - from;
  float size = length (span);
  vec2 along = span / size, place = v_place - from;
  float s = dot (place, along), across = abs (dot (place, vec2 (-along.y, along.x)));
  float part = clamp (min (s, size - s) + 0.5, 0.0, 1.0);
  return part * stroke_coverage (across, along, 0.5 * u_size.y);
}
float edge (vec2 a, vec2 b) /* signed away to a line, inside positive for a clockwise outline */
{
  vec2 along = normalize (b - a), place = v_place - a;
  return along.x * place.y - along.y * place.x;
}
void main ()
{
  float radius = 0.5 * u_size.x, coverage = 0.0;
  if (u_shape == 0)
    coverage = stroke_coverage (length (v_place), outward (), radius);
  else if (u_shape == 1)
    coverage = stroke_coverage (abs (length (v_place) - RING * radius), outward (), 0.5 * u_size.y);
  else if (u_shape == 2)
    coverage = box (vec2 (SQUARE * radius));
  else if (u_shape == 3)
    {
      vec2 top = TRIANGLE_TOP * radius, left = TRIANGLE_LEFT * radius;
      vec2 right = vec2 (-left.x, left.y);
      float depth = min (edge (top, right), min (edge (right, left), edge (left, top)));
      coverage = clamp (0.5 + depth, 0.0, 1.0);
    }
  else if (u_shape == 4)
    {
      vec2 arm = CROSS * radius;
      coverage = max (segment (-arm, arm), segment (vec2 (-arm.x, arm.y), vec2 (arm.x, -arm.y)));
    }
  else
    coverage = box (vec2 (0.5 * u_size.y, TICK * radius));
  colour = v_colour * (coverage * inside_frame ());
}
