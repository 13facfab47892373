#!/bin/sh
# Builds HostLayout and measures how often it is wrong and how often an input
# does harm, as a table. docs/testing.md says what each figure means.
#
#   proof.sh [--pairs N] [--damaged N] [--fuzz SECONDS] [--seed N]
#
# The defaults are the goals of docs/testing.md: 1010000 pairs (of which more than
# 1000000 can be judged), 100000 damaged objects, 60 seconds for each fuzzer, and a
# fresh seed, which is printed.
# Ends with 1 where a figure that should be 0 is not.
#
#   HOSTLAYOUT_BUILD_DIR  where to build (default: build/ in the checkout)
#   HOSTLAYOUT_JOBS       how many jobs at once (default: one per CPU)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${HOSTLAYOUT_BUILD_DIR:-$root/build}
jobs=${HOSTLAYOUT_JOBS:-$(nproc)}
pairs=1010000
damaged=100000
fuzz=60
seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
while [ $# != 0 ]; do
  case $1 in
  --pairs | --damaged | --fuzz | --seed) ;;
  *)
    echo "usage: $0 [--pairs N] [--damaged N] [--fuzz SECONDS] [--seed N]" >&2
    exit 2 ;;
  esac
  case ${2-} in '' | *[!0-9]*)
    echo "$0: $1 needs a number" >&2
    exit 2 ;;
  esac
  eval "${1#--}=$2"
  shift 2
done

. "$root/utils/common.sh"
"$root/utils/install-deps.sh" test
mkdir -p "$build"
build=$(cd "$build" && pwd)
echo "building" >&2
quietly "$build/configure.log" \
  configure "$build" -DCMAKE_BUILD_TYPE=Release
quietly "$build/build.log" cmake --build "$build" -j "$jobs"
quietly "$build/sanitize-configure.log" configure_sanitized "$build/sanitize"
quietly "$build/sanitize-build.log" \
  cmake --build "$build/sanitize" -j "$jobs" --target MutateObjects ElfFuzzer \
  BTFFuzzer SkeletonFuzzer OptionsFuzzer CompareFuzzer

out=$build/proof
mkdir -p "$out"
clangs=
for module in "$build"/lib/hostlayout/HostLayoutPlugin-*.so; do
  major=${module##*-}
  config=$(sed -n "s/^HOSTLAYOUT_LLVM_CONFIG_${major%.so}:FILEPATH=//p" \
               "$build/CMakeCache.txt")
  clangs=$clangs${clangs:+,}$("$config" --bindir)/clang
done
bad=0

# row NAME COUNT WRONG: with commas in large numbers.
row() {
  printf '| %s | %s | %s |\n' "$1" "$2" "$3" |
    sed -e ':again' -e 's/\([0-9]\)\([0-9][0-9][0-9]\)\($\|[^0-9]\)/\1,\2\3/' \
        -e 't again'
}
# last LOG PATTERN: what the pattern's first group found last.
last() {
  sed -n "s/$2/\1/p" "$1" | tail -1
}

echo "seed $seed"
echo
echo "| what | how many | wrong or harmed |"
echo "| --- | --- | --- |"

log=$out/pairs.log
python3 -B "$root/test/oracle/run.py" --plugin "$build/lib/libHostLayout.so" \
  --clang "$clangs" --count "$pairs" --size 400 --jobs "$jobs" --seed "$seed" \
  >"$log" 2>&1 || bad=1
row "random pairs of structs judged" \
    "$(last "$log" '^\([0-9]*\) pairs judged.*')" \
    "$(last "$log" '^wrong: \(.*\)')"
row "of them left open by the rules" \
    "$(last "$log" '.*not counted: \([0-9]*\) that the rules.*')" -

log=$out/kernel.log
status=0
python3 -B "$root/test/oracle/kernel.py" --plugin "$build/lib/libHostLayout.so" \
  --clang "${clangs##*,}" >"$log" 2>&1 || status=$?
case $status in
77) row "structs and unions of the kernel" "no kernel BTF here" - ;;
*)
  [ $status = 0 ] || bad=1
  row "structs and unions of the kernel" \
      "$(last "$log" '^\([0-9]*\) structs and unions of the kernel.*')" \
      "$(last "$log" '^wrong: \(.*\)')" ;;
esac

log=$out/reader.log
"$build/bin/HostLayoutBTFTests" --gtest_filter='*Oracle*' >"$log" 2>&1 || bad=1
row "types read as libbpf reads them, in $(
      last "$log" '^\([0-9]*\) objects with .*') objects" \
    "$(last "$log" '^[0-9]* objects with \([0-9]*\) types.*')" \
    "$(grep -c '^\[  FAILED  \] [A-Z].*(' "$log" || true)"

log=$out/damage.log
if "$build/sanitize/bin/MutateObjects" --seed "$seed" --count "$damaged" \
     "$root"/test/fuzz/seeds/elf/*.elf "$root"/test/fuzz/seeds/objects/*.elf \
     >"$log" 2>&1; then
  row "damaged objects used, under ASan and UBSan" \
      "$(last "$log" '^\([0-9]*\) damaged.*')" 0
else
  bad=1
  row "damaged objects used, under ASan and UBSan" "see $log" harmed
fi

for fuzzer in Elf BTF Skeleton Options Compare; do
  log=$out/$fuzzer.log
  case $fuzzer in
  Options | Compare) longest=2048 ;;
  *) longest=65536 ;;
  esac
  seeds=$(printf %s "$fuzzer" | tr '[:upper:]' '[:lower:]')
  mkdir -p "$out/$fuzzer-corpus"
  harmed=0
  "$build/sanitize/bin/${fuzzer}Fuzzer" -max_total_time="$fuzz" -seed="$seed" \
    -max_len="$longest" -timeout=10 -rss_limit_mb=512 -verbosity=0 \
    -print_final_stats=1 -artifact_prefix="$out/$fuzzer-failed-" \
    "$out/$fuzzer-corpus" "$root/test/fuzz/seeds/$seeds" >"$log" 2>&1 || {
    harmed="see $log"
    bad=1
  }
  row "inputs of ${fuzzer}Fuzzer, in $fuzz seconds" \
      "$(last "$log" '^stat::number_of_executed_units: *\([0-9]*\)')" "$harmed"
done

log=$out/coverage.log
"$root/utils/coverage.sh" "$build/coverage" >"$log" 2>&1 || bad=1
row "lines of the LLVM-free rooms that tests run" \
    "$(last "$log" '^all  *\([0-9]* of *[0-9]*\) lines.*' | tr -s ' '), $(
      last "$log" '^all .*lines  *\(.*\)')" "-"
exit $bad
