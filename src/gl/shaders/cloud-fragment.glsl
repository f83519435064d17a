flat in float v_weight;
out vec4 count;
void main ()
{
  count = vec4 (v_weight);
}
