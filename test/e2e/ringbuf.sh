#!/bin/sh
# One struct, one BPF program, the same program with two fields swapped: what
# each build of the agent does. Usage: ringbuf.sh LLVM_BIN PLUGIN WORK_DIR
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=$1 plugin=$2 work=$3
include=$here/../../include
mkdir -p "$work"
cd "$work"

die() {
  echo "FAILED: $*"
  exit 1
}
bpf() {
  "$bin/clang" -target bpf -g -O2 -Wall -I"$include" \
    -I"/usr/include/$(uname -m)-linux-gnu" -c "$here/ringbuf.bpf.c" "$@"
}
agent() {
  "$bin/clang++" -std=c++20 -Wall -I"$include" "$here/ringbuf.cpp" \
    -o ringbuf-agent -lbpf "$@" >compile.log 2>&1
}
with_plugin() {
  object=$1
  shift
  agent "-fplugin=$plugin" "-fplugin-arg-hostlayout-btf=$object" "$@"
}
run() {
  got=0
  ./ringbuf-agent "$1" >run.log 2>&1 || got=$?
  cat run.log
  [ $got != 77 ] || exit 77
}

bpf -o same.bpf.o
bpf -DREORDERED -o reordered.bpf.o

with_plugin same.bpf.o || { cat compile.log; die "the right struct must compile"; }
[ ! -s compile.log ] || { cat compile.log; die "and in silence"; }
run same.bpf.o
[ $got = 0 ] || die "the right struct must read the right values"

# The change that nothing but the plugin sees.
agent || { cat compile.log; die "no plugin, no check"; }
[ ! -s compile.log ] || { cat compile.log; die "no plugin, no word"; }
run reordered.bpf.o
[ $got = 1 ] || die "the wrong struct should read garbage"
grep -q garbage run.log || die "garbage, and say so"

if with_plugin reordered.bpf.o; then
  die "the wrong struct must not compile"
fi
grep -q "error: field 'ts' is at byte 8 here, but the BPF program has it at \
byte 0 \[bpf-host-layout-reordered\]" compile.log ||
  { cat compile.log; die "the message"; }
echo "the wrong struct does not compile"
