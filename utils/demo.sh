#!/bin/sh
# Builds the plugin for the newest LLVM major that is here and shows it at work
# on a real BPF program. Installs what is missing where it may. Exit code 0: the
# right struct compiled and the wrong one did not.
#
#   HOSTLAYOUT_BUILD_DIR  where to build (default: build/ in the checkout)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${HOSTLAYOUT_BUILD_DIR:-$root/build}/demo
. "$root/utils/common.sh"
"$root/utils/install-deps.sh" demo
mkdir -p "$build/work"
build=$(cd "$build" && pwd)

major=$(newest_here)
echo "building the plugin for LLVM $major ..."
quietly "$build/log" configure "$build" -DCMAKE_BUILD_TYPE=Release \
  -DHOSTLAYOUT_LLVM_MAJORS="$major" -DHOSTLAYOUT_TESTS=OFF
# What this shows, and no more: the modules take most of a build.
quietly "$build/log" cmake --build "$build" \
  --target HostLayoutDispatcher "HostLayoutPlugin-$major"

cd "$build/work"
cp "$root/test/e2e/ringbuf.bpf.c" "$root/test/e2e/ringbuf.cpp" .

say() {
  printf '\n== %s\n\n' "$*"
}
bpf() {
  clang-"$major" -target bpf -g -O2 -I"$root/include" \
    -I"/usr/include/$(uname -m)-linux-gnu" -c ringbuf.bpf.c -o ringbuf.bpf.o "$@"
}
agent() {
  clang++-"$major" -std=c++20 -I"$root/include" ringbuf.cpp -o ringbuf-agent \
    -lbpf "$@"
}
with_plugin() {
  agent "-fplugin=$build/lib/libHostLayout.so" \
    -fplugin-arg-hostlayout-btf=ringbuf.bpf.o
}
run() {
  echo '$ ./ringbuf-agent ringbuf.bpf.o'
  status=0
  ./ringbuf-agent ringbuf.bpf.o 2>&1 || status=$?
  # 77: not allowed to load BPF programs here, as the agent has said.
  [ $status = "$1" ] || [ $status = 77 ] || exit 1
}

say "A BPF program sends this record, and the agent mirrors it:"
sed -n '/^struct BPF_HOST_LAYOUT/,/^};/p' ringbuf.cpp
echo '$ clang++ -fplugin=libHostLayout.so -fplugin-arg-hostlayout-btf=ringbuf.bpf.o ringbuf.cpp ...'
bpf
with_plugin
run 0

say "Then two fields change places in the BPF program. Without the plugin:"
bpf -DREORDERED
echo '$ clang++ ringbuf.cpp ...'
agent
run 1

say "With the plugin:"
echo '$ clang++ -fplugin=libHostLayout.so -fplugin-arg-hostlayout-btf=ringbuf.bpf.o ringbuf.cpp ...'
if with_plugin 2>message; then
  cat message
  echo "$0: the wrong struct compiled" >&2
  exit 1
fi
cat message
grep -q 'bpf-host-layout-reordered' message || {
  echo "$0: this is not the message that was expected" >&2
  exit 1
}
say "The right struct compiled; the wrong one did not."
