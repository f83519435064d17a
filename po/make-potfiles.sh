#!/bin/sh
# Lists all files with words for people into po/POTFILES, or the file that is given; run from the top of the tree.
{
  grep -rlE '[^A-Za-z]N?_ ?\(' src --include='*.c'
  grep -rlE '[^A-Za-z]N_ ?\("' src --include='*.h'
  grep -rl 'translatable="yes"' ui
  ls data/*.desktop data/*.metainfo.xml.in data/*.mime.xml
} | sort > "${1:-po/POTFILES}"
