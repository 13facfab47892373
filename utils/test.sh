#!/bin/sh
# Builds HostLayout for every LLVM major that is here and runs every test; the
# LLVM-free part a second time under ASan and UBSan. Installs what is missing
# where it may. Ends with ctest's summary; the exit code says whether all passed.
#
#   HOSTLAYOUT_BUILD_DIR  where to build (default: build/ in the checkout)
#   HOSTLAYOUT_JOBS       how many jobs at once (default: one per CPU)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${HOSTLAYOUT_BUILD_DIR:-$root/build}
jobs=${HOSTLAYOUT_JOBS:-$(nproc)}
[ $# = 0 ] || { echo "usage: $0 (no arguments)" >&2; exit 2; }

. "$root/utils/common.sh"
"$root/utils/install-deps.sh" test
mkdir -p "$build"
build=$(cd "$build" && pwd)
"$root/utils/fetch-sarif-schema.sh" "$build/sarif-2.1.0.json" || true

echo "building"
quietly "$build/configure.log" \
  configure "$build" -DCMAKE_BUILD_TYPE=Release
quietly "$build/build.log" cmake --build "$build" -j "$jobs"

echo "building the LLVM-free part with the sanitisers"
quietly "$build/sanitize-configure.log" configure_sanitized "$build/sanitize"
quietly "$build/sanitize-build.log" \
  cmake --build "$build/sanitize" -j "$jobs"

run() {
  ctest --test-dir "$1" -j "$jobs" --output-on-failure --no-tests=error
}
sanitized=0
run "$build/sanitize" || sanitized=$?
main=0
run "$build" || main=$?

if [ $sanitized != 0 ]; then
  echo "and under the sanitisers, above, tests failed too"
fi
[ $main = 0 ] && [ $sanitized = 0 ]
