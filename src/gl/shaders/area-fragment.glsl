flat in vec2 v_x;
flat in vec4 v_y;
out vec4 coverage;
/* Integral of clamp (v, 0, 1). */
float primitive (float v)
{
  float inner = clamp (v, 0.0, 1.0);
  return 0.5 * inner * inner + max (v - 1.0, 0.0);
}
/* Mean of clamp (v, 0, 1) where v goes from a to b. */
float mean_clamped (float a, float b)
{
  return abs (b - a) < 0.02 ? clamp (0.5 * (a + b), 0.0, 1.0)
                            : (primitive (b) - primitive (a)) / (b - a);
}
void main ()
{
  vec2 pixel = here () - 0.5;
  float from = max (v_x.x, pixel.x), to = min (v_x.y, pixel.x + 1.0);
  float size = max (v_x.y - v_x.x, 1e-6);
  vec2 at = clamp ((vec2 (from, to) - v_x.x) / size, 0.0, 1.0);
  vec2 upper = mix (v_y.xx, v_y.yy, at) - pixel.y, lower = mix (v_y.zz, v_y.ww, at) - pixel.y;
  float mean = mean_clamped (lower.x, lower.y) - mean_clamped (upper.x, upper.y);
  coverage = vec4 (max (to - from, 0.0) * mean);
}
