#!/bin/sh
# The pages of the manual: troff has nothing to say against them, and they tell all that --help tells.
# Speaks TAP. man.sh SOURCE_ROOT PLUME_CLI EXPERIMENTS_PAGE [PLUME]
root=$1
cli=$2
experiments=$3
plume=$4
number=0
export LC_ALL=C.UTF-8 MANWIDTH=100

# statement NAME COMPLAINT: ok where there is no complaint
statement ()
{
  number=$((number + 1))
  if [ -z "$2" ]; then
    echo "ok $number /man/$1"
  else
    echo "$2" | sed 's/^/# /'
    echo "not ok $number /man/$1"
  fi
}

skip ()
{
  number=$((number + 1))
  echo "ok $number /man/$1 # SKIP $2"
}

# clean NAME FILE
clean ()
{
  if command -v groff > /dev/null; then
    statement "$1" "$(groff -mandoc -ww -k -Tutf8 -z "$2" 2>&1)"
  else
    skip "$1" "no groff"
  fi
}

# The page as words, without what troff needs: \- is a minus.
words ()
{
  sed 's/\\-/-/g; s/\\&//g' "$1"
}

# has PAGE PATTERN: says so where it has not
has ()
{
  words "$1" | grep -qE -e "$2" || echo "${1##*/} does not hold '$2'"
}

# The long names of options in a --help.
long_names ()
{
  sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\).*/\2/p' | grep -v '^help-'
}

echo "1..8"
page=$root/data/man/plume-cli.1
clean plume-cli-is-clean "$page"
clean plume-is-clean "$root/data/man/plume.1"
clean experiments-are-clean "$experiments"

# All names of commands in --help.
commands ()
{
  "$cli" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'
}

statement every-command-is-told "$([ -n "$(commands)" ] || echo "--help tells no commands"
commands | while read -r name; do
  has "$page" "^\.It Cm $name$"
done)"

statement every-option-is-told "$(for name in $(commands); do
  "$cli" "$name" --help | long_names | while read -r option; do
    has "$page" "Fl -$option( |$)"
  done
done)"

statement every-exit-status-is-told "$(for status in 0 1 2 3; do has "$page" "^\.It $status$"; done)"

statement every-experiment-is-told "$("$cli" list | sed -n 's/^  \([a-z-]*\) .*/\1/p' | while read -r id; do
  has "$experiments" "^\.SH $id$"
done)"

if [ -n "$plume" ]; then
  statement every-option-of-the-window-is-told "$("$plume" --help | long_names | while read -r option; do
    has "$root/data/man/plume.1" "Fl -$option( |$)"
  done)"
else
  skip every-option-of-the-window-is-told "no window"
fi
