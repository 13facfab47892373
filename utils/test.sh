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

"$root/utils/install-deps.sh" test
mkdir -p "$build"
build=$(cd "$build" && pwd)
"$root/utils/fetch-sarif-schema.sh" "$build/sarif-2.1.0.json" || true

oldest=$(sed -n 's/^set(HOSTLAYOUT_LLVM_TESTED \([0-9]*\).*/\1/p' \
             "$root/cmake/LLVMMajors.cmake")
set -- -G Ninja
! command -v ccache >/dev/null ||
  set -- "$@" -DCMAKE_C_COMPILER_LAUNCHER=ccache \
              -DCMAKE_CXX_COMPILER_LAUNCHER=ccache

# quietly LOG COMMAND...: the output only where the command fails.
quietly() {
  log=$1
  shift
  "$@" >"$log" 2>&1 || {
    # Without what went well; the first failures say most.
    grep -v '^\[[0-9]*/[0-9]*\] [A-Z]' "$log" | head -200 >&2
    echo "$0: failed: $*" >&2
    echo "$0: all of its output is in $log" >&2
    exit 1
  }
}

echo "building"
quietly "$build/configure.log" \
  cmake -S "$root" -B "$build" "$@" -DCMAKE_BUILD_TYPE=Release
quietly "$build/build.log" cmake --build "$build" -j "$jobs"

# Another compiler than the first build's: the LLVM-free part is for both.
echo "building the LLVM-free part with the sanitisers"
quietly "$build/sanitize-configure.log" \
  cmake -S "$root" -B "$build/sanitize" "$@" -DHOSTLAYOUT_SANITIZE=ON \
  -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -g" \
  -DCMAKE_C_COMPILER="clang-$oldest" -DCMAKE_CXX_COMPILER="clang++-$oldest"
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
