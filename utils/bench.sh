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
"$root/utils/install-deps.sh" test
mkdir -p "$build"
build=$(cd "$build" && pwd)

for n in $(sed -n 's/^set(HOSTLAYOUT_LLVM_TESTED \(.*\))$/\1/p' \
               "$root/cmake/LLVMMajors.cmake"); do
  if [ -x "/usr/lib/llvm-$n/bin/clang" ] &&
    [ -e "/usr/lib/llvm-$n/include/clang/Sema/ParsedAttr.h" ]; then
    major=$n
  fi
done
[ -n "${major:-}" ] || { echo "$0: no clang with its headers" >&2; exit 2; }

compilers=
! command -v ccache >/dev/null ||
  compilers="-DCMAKE_C_COMPILER_LAUNCHER=ccache
             -DCMAKE_CXX_COMPILER_LAUNCHER=ccache"
echo "building" >&2
# shellcheck disable=SC2086 # several words
{
  cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DHOSTLAYOUT_LLVM_MAJORS="$major" $compilers &&
    cmake --build "$build"
} >"$build/build.log" 2>&1 || {
  tail -50 "$build/build.log" >&2
  echo "$0: the build failed; all of its output is in $build/build.log" >&2
  exit 1
}
exec python3 -B "$root/test/bench/bench.py" --build "$build" \
  --llvm "/usr/lib/llvm-$major" -o "$build/bench.json" "$@"
