#!/bin/sh
# Writes shaders as C strings: make-shaders.sh OUTPUT FILE.glsl…; stroke-vertex.glsl becomes plume_gl_stroke_vertex.
output=$1
shift
{
  echo '/* Made from the files in gl/shaders. */'
  echo '#include "gl/plume-gl-shaders.h"'
  for file in "$@"; do
    echo "const char plume_gl_$(basename "$file" .glsl | tr - _)[] ="
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/  "&\\n"/' "$file"
    echo '  "";'
  done
} > "$output"
