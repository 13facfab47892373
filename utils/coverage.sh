#!/bin/sh
# Which lines of the LLVM-free rooms the tests run that need no compiler: the
# unit tests, those of the command, and the use of damaged objects. Prints a
# line for each room, a total, and each line that is not run.
#
#   coverage.sh [BUILD_DIR]   (default: build/coverage in the checkout)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build/coverage}
. "$root/utils/common.sh"
# The compiler whose runtime libraries install-deps.sh brings.
major=$(oldest_sanitizer)
bin=/usr/lib/llvm-$major/bin
for tool in clang clang++ llvm-cov llvm-profdata; do
  [ -x "$bin/$tool" ] || {
    echo "$0: $bin/$tool is missing: run utils/install-deps.sh" >&2
    exit 2
  }
done

mkdir -p "$build"
log=$build/coverage.log
# -O1 keeps the lines and the test of hostile files within its time.
flags="-O1 -fprofile-instr-generate -fcoverage-mapping"
# command-live runs `check`, too, which is built with LLVM.
tests='^(unit-|command-(diff|gen|show)$|fuzz-MutateObjects|generate-kernel-(c|cpp|go)$)'
{ configure "$build" -DHOSTLAYOUT_MUTATIONS=2000 \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="$flags" \
    -DCMAKE_C_COMPILER="$bin/clang" -DCMAKE_CXX_COMPILER="$bin/clang++" &&
  units=$(ninja -C "$build" -t targets all |
          sed -n 's/^\(HostLayout[A-Za-z]*Tests\): phony$/\1/p') &&
  cmake --build "$build" --target host-layout MutateObjects $units &&
  rm -rf "$build/profiles" &&
  LLVM_PROFILE_FILE="$build/profiles/%4m.profraw" \
    ctest --test-dir "$build" -R "$tests" --output-on-failure; } \
  >"$log" 2>&1 || {
  tail -40 "$log" >&2
  echo "$0: failed; all of the output is in $log" >&2
  exit 2
}
objects=
# shellcheck disable=SC2086 # several words
for unit in $units; do
  objects="$objects -object $build/bin/$unit"
done
objects="$objects -object $build/bin/MutateObjects"

"$bin/llvm-profdata" merge -o "$build/all.profdata" "$build"/profiles/*.profraw
# shellcheck disable=SC2086 # several words
"$bin/llvm-cov" export "$build/bin/host-layout" $objects \
  -instr-profile "$build/all.profdata" --format=lcov >"$build/coverage.lcov"
exec python3 -B "$root/test/coverage/report.py" "$build/coverage.lcov"
