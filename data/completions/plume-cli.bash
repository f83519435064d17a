# Completion of plume-cli for bash: the program itself knows the candidates.

_plume_cli ()
{
  local line=${COMP_LINE:0:COMP_POINT} breaks=${COMP_WORDBREAKS//[^=:@]/} kept= candidate
  local -a words

  # Bash has cut the words at = and :, the program wants them whole.
  # shellcheck disable=SC2162
  read -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local word=${words[${#words[@]} - 1]} quoted=
  if [[ $word == [\"\']* ]]; then
    quoted=1
    words[${#words[@]} - 1]=${word:1} # bash cuts nothing in quotes, and keeps them
  elif [[ -n $breaks ]]; then
    kept=${word%"${word##*[$breaks]}"}
  fi

  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    [[ $candidate == *[=/\[] ]] && compopt -o nospace 2> /dev/null
    candidate=${candidate#"$kept"}
    [[ -z $quoted && $candidate == *[[:space:]\'\"\$\&\;\(\)\|\<\>\*\?\\]* ]] && printf -v candidate %q "$candidate"
    COMPREPLY+=("$candidate")
  done < <("$1" complete -- "${words[@]:1}" 2> /dev/null)
}

complete -F _plume_cli plume-cli
