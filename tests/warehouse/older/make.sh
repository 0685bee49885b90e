#!/bin/sh
# Makes the files of this folder again: one for each commit before a migration, by the code of that commit.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
python=$PWD/.venv/bin/python
work=$(mktemp -d)
while read -r commit name; do
  git worktree add -q --detach "$work/$name" "$commit"
  (cd "$work/$name" && PYTHONPATH="$work/$name" "$python" "$here/make.py" "$here/$name.sql" "$commit")
  git worktree remove --force "$work/$name"
done <<'END'
e1a6762 1
5703583 1_5
0df15c5 1_2_5
12c8d8e 1_2_5_6
aa36f83 1_2_5_6_8
961b3d3 1_2_5_6_7_8
224a946 1_2_5_6_7_8_11
9965966 1_2_5_6_7_8_10_11
END
