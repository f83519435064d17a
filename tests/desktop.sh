#!/bin/sh
# What the desktop is told of Plume is well formed and agrees with the program. Speaks TAP; what needs a tool that is missing is skipped.
# desktop.sh SOURCE_ROOT BUILD_ROOT APPLICATION_ID
source=$1
data=$2/data
id=$3
n=0

# state NAME TOOL COMMAND…: the command's success is the fact
state ()
{
  name=$1
  tool=$2
  shift 2
  n=$((n + 1))
  if ! command -v "$tool" >/dev/null; then
    echo "ok $n /desktop/$name # SKIP $tool is not installed"
  elif answer=$("$@" 2>&1); then
    echo "ok $n /desktop/$name"
  else
    echo "$answer" | sed 's/^/# /'
    echo "not ok $n /desktop/$name"
  fi
}

has_action_per_group ()
{
  for action in $(sed -n 's/^Actions=//p' "$data/$id.desktop" | tr ';' ' '); do
    grep -q "^\[Desktop Action $action\]" "$data/$id.desktop" || return 1
    grep -q "\.name = \"$action\"" "$source/src/app/plume-application.c" || return 1
  done
}

# A study is recognized by its name and, without it, by its first bytes; other JSON is not.
knows_studies ()
{
  folder=$(mktemp -d)
  mkdir -p "$folder/mime/packages"
  cp "$source/data/$id.mime.xml" "$folder/mime/packages/$id.xml"
  cp /usr/share/mime/packages/freedesktop.org.xml "$folder/mime/packages/"
  update-mime-database "$folder/mime" 2>/dev/null
  "$PLUME_CLI" run gas-chromatography --recipe "$folder/study.plume" >/dev/null || return 1
  cp "$folder/study.plume" "$folder/nameless"
  echo '{"a": 1}' > "$folder/other"
  for file in study.plume nameless other; do
    XDG_DATA_HOME=$folder XDG_DATA_DIRS=$folder gio info -a standard::content-type "$folder/$file"
  done | sed -n 's/.*content-type: //p' | tr '\n' ' ' > "$folder/answer"
  answer=$(cat "$folder/answer")
  rm -rf "$folder"
  echo "$answer"
  case $answer in
    "application/x-plume application/x-plume application/x-plume "*) return 1 ;;
    "application/x-plume application/x-plume "*) return 0 ;;
    *) return 1 ;;
  esac
}

# One property a key, of the same name.
has_property_per_key ()
{
  for key in $(sed -n 's/.*<key name="\([^"]*\)".*/\1/p' "$source/data/$id.gschema.xml"); do
    grep -q "param_spec_[a-z]* (\"$key\"" "$source/src/app/plume-preferences.c" || { echo "$key"; return 1; }
  done
}

# A file manager puts file, picture and size into the command and expects a PNG of that size.
draws_thumbnails ()
{
  file=$source/data/$id.thumbnailer
  folder=$(mktemp -d)
  mkdir "$folder/bin"
  ln -s "$(realpath "$PLUME_CLI")" "$folder/bin/plume-cli"
  "$PLUME_CLI" run gas-chromatography --recipe "$folder/a study.plume" >/dev/null || return 1
  tool=$(sed -n 's/^TryExec=//p' "$file")
  [ -x "$folder/bin/$tool" ] || { echo "there is no $tool"; return 1; }
  type=$(sed -n 's/^MimeType=\(.*\);$/\1/p' "$file")
  grep -q "mime-type type=\"$type\"" "$source/data/$id.mime.xml" || { echo "nothing is of the type $type"; return 1; }
  command=$(sed -n 's/^Exec=//p' "$file" | sed "s|%i|'$folder/a study.plume'|; s|%o|'$folder/picture.png'|; s|%s|128|")
  (cd / && env -i PATH="$folder/bin" HOME="$folder" "$(command -v sh)" -c "$command") || return 1
  size=$(od -An -j16 -N8 -tu1 "$folder/picture.png" | tr -s ' ')
  rm -rf "$folder"
  echo "width and height: $size"
  [ "$size" = " 0 0 0 128 0 0 0 96" ]
}

echo "1..9"
state desktop-file-is-valid desktop-file-validate desktop-file-validate "$data/$id.desktop"
state metadata-are-valid appstreamcli appstreamcli validate --no-net "$data/$id.metainfo.xml"
state media-type-is-well-formed xmllint xmllint --noout "$source/data/$id.mime.xml"
state icons-are-well-formed xmllint xmllint --noout "$source/resources/icons/$id.svg" "$source/resources/icons/$id-symbolic.svg"
state schema-is-valid glib-compile-schemas glib-compile-schemas --strict --dry-run "$source/data"
state actions-of-the-launcher-are-the-programs grep has_action_per_group
state studies-are-known-by-name-and-content update-mime-database knows_studies
state keys-are-properties grep has_property_per_key
state thumbnails-are-drawn od draws_thumbnails
