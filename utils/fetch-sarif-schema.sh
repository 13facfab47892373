#!/bin/sh
# Puts the JSON schema of SARIF 2.1.0 into FILE, out of an npm package that ships
# it. The tests hold their SARIF logs against it; without it they hold them
# against sarif_om's classes alone. Says so and fails where it cannot be had.
set -eu

[ $# = 1 ] || { echo "usage: $0 FILE" >&2; exit 2; }
[ ! -s "$1" ] || exit 0
command -v npm >/dev/null || {
  echo "$0: there is no npm: SARIF is not held against its schema" >&2
  exit 1
}
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
(
  cd "$directory"
  npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >name
  tar xzf "$(cat name)" package/lib/schemas/sarif-2.1.0-rtm.5.json
) >"$directory/log" 2>&1 || {
  sed 's/^/  /' "$directory/log" >&2
  echo "$0: no package: SARIF is not held against its schema" >&2
  exit 1
}
mv "$directory/package/lib/schemas/sarif-2.1.0-rtm.5.json" "$1"
