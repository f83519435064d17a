in vec2 v_place;
flat in vec3 v_segment;
flat in vec2 v_along;
uniform float u_half_width;
uniform vec2 u_dash; /* on, off; off 0 for a solid line */
uniform float u_round; /* whether ends and dashes are round */
uniform float u_sides; /* whether the two sides of the line have a channel each */
out vec4 coverage;
void main ()
{
  float size = v_segment.x;
  int flags = int (v_segment.z + 0.5);
  float inner = clamp (v_place.x, 0.0, size);
  float beyond = v_place.x - inner;
  float part = 1.0;
  if (u_round < 0.5)
    {
      if ((flags & 2) != 0)
        part *= clamp (0.5 + v_place.x, 0.0, 1.0);
      if ((flags & 4) != 0)
        part *= clamp (0.5 + size - v_place.x, 0.0, 1.0);
      if (beyond < 0.0 ? (flags & 2) != 0 : (flags & 4) != 0)
        beyond = 0.0;
    }
  if (u_dash.y > 0.0)
    {
      float period = u_dash.x + u_dash.y;
      float phase = mod (v_segment.y + inner, period);
      if (u_round > 0.5)
        {
          /* The nearest dash of this segment; those beside it belong to its neighbours. */
          float back = phase - u_dash.x, ahead = period - phase, gap = 0.0;
          if (back > 0.0)
            gap = min (beyond < 0.0 || back > inner + 0.01 ? 1e6 : back,
                       beyond > 0.0 || ahead > size - inner + 0.01 ? 1e6 : ahead);
          beyond = beyond < 0.0 ? beyond - gap : beyond + gap;
        }
      else
        part *= clamp (min (phase, u_dash.x - phase) + 0.5, 0.0, 1.0)
                + clamp (phase - period + 0.5, 0.0, 1.0);
    }
  vec2 across = vec2 (-v_along.y, v_along.x);
  vec2 offset = v_along * beyond + across * v_place.y;
  float away = length (offset);
  vec2 normal = away > 1e-3 && beyond != 0.0 ? offset / away : across;
  part *= stroke_coverage (away, normal, u_half_width);
  float towards = abs (v_along.y) > abs (v_along.x) ? offset.x : offset.y;
  vec2 side = vec2 (towards < 0.0, towards >= 0.0);
  coverage = u_sides > 0.5 ? part * side.xyxy : vec4 (part);
}
