#!/bin/sh
# Builds HostLayout for the newest LLVM major that is here and measures it beside
# its peers: compiling, reading, generating, checking, editing. Prints one table
# and writes it as JSON. Installs what is missing where it may. Exit code 0: all
# was measured; whether a goal was reached stands in the table only.
#
#   bench.sh [--short] [PART...]
#
#   HOSTLAYOUT_BUILD_DIR  where to build (default: build/ in the checkout); the
#                         table goes to bench/bench.json in it
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${HOSTLAYOUT_BUILD_DIR:-$root/build}/bench
. "$root/utils/common.sh"
"$root/utils/install-deps.sh" test
mkdir -p "$build"
build=$(cd "$build" && pwd)

major=$(newest_here)
echo "building" >&2
quietly "$build/configure.log" configure "$build" -DCMAKE_BUILD_TYPE=Release \
  -DHOSTLAYOUT_LLVM_MAJORS="$major"
quietly "$build/build.log" cmake --build "$build"
exec python3 -B "$root/test/bench/bench.py" --build "$build" \
  --llvm "/usr/lib/llvm-$major" -o "$build/bench.json" "$@"
