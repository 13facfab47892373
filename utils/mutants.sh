#!/bin/sh
# Says how many mutants of lib/Compare and lib/Judge the tests find that need no
# compiler, with the verdict oracle's pairs among them: conditions inverted,
# boundaries moved, statements dropped (test/mutants/rewrite.py). Lists each one
# that is not found. Ends with 1 where fewer than 95 % of a room's are.
#
#   mutants.sh [--pairs N] [--only REGEX]
#
# --pairs  how many of the oracle's pairs are recorded (default: 20000)
# --only   mutants whose names match, as they are listed
#
#   HOSTLAYOUT_BUILD_DIR  where the plugin is built (default: build/ in the
#                         checkout); the mutants' own build is in mutants/ there
#   HOSTLAYOUT_JOBS       how many jobs at once (default: one per CPU)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${HOSTLAYOUT_BUILD_DIR:-$root/build}
jobs=${HOSTLAYOUT_JOBS:-$(nproc)}
pairs=20000
only=
while [ $# != 0 ]; do
  case $1 in
  --pairs) pairs=${2-} ;;
  --only) only=${2-} ;;
  *)
    echo "usage: $0 [--pairs N] [--only REGEX]" >&2
    exit 2 ;;
  esac
  shift 2
done

. "$root/utils/common.sh"
newest=$(newest_here)
compiler=/usr/lib/llvm-$newest/bin/clang++
to=$build/mutants
mkdir -p "$to"
[ -e "$build/CMakeCache.txt" ] ||
  quietly "$to/plugin.log" configure "$build" -DCMAKE_BUILD_TYPE=Release
quietly "$to/plugin.log" cmake --build "$build" -j "$jobs" \
  --target HostLayoutReplay "HostLayoutPlugin-$newest" HostLayoutDispatcher

# The pairs, with those left out of which a layout says less than a program.
rm -f "$to/recorded"
python3 -B "$root/test/oracle/run.py" \
  --plugin "$build/lib/libHostLayout.so" --clang "${compiler%++}" \
  --count "$pairs" --jobs "$jobs" --seed 1 --record "$to/recorded" \
  >"$to/pairs.log" 2>&1 ||
  echo "$0: the oracle disagrees, see $to/pairs.log: those pairs are left out" >&2
quietly "$to/replay.log" \
  "$build/bin/HostLayoutReplay" "$to/recorded" "$to/corpus"

python3 -B "$root/test/mutants/run.py" rewrite --root "$root" \
  --to "$to/source" --compiler "$compiler" --jobs "$jobs"
quietly "$to/configure.log" cmake -S "$to/source" -B "$to/build" -G Ninja \
  -DCMAKE_BUILD_TYPE=Release -DHOSTLAYOUT_LLVM_MAJORS="$newest" \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="-w -I$root/test/mutants"
quietly "$to/build.log" cmake --build "$to/build" -j "$jobs" \
  --target HostLayoutCompareTests HostLayoutJudgeTests HostLayoutRenderTests \
  HostLayoutReplay
exec python3 -B "$root/test/mutants/run.py" judge --to "$to/source" \
  --bin "$to/build/bin" --corpus "$to/corpus" --jobs "$jobs" \
  --known "$root/test/mutants/equivalent.txt" ${only:+--only "$only"}
