// Behind the last global of a section are the compiler's own constants. A
// skeleton's struct ends before them, and so may one that mirrors it.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// CHECK: error: 'lacks' has no field 'since' here, but the BPF program writes 8 bytes for it at byte 8 [bpf-host-layout-missing-field]
// CHECK-NOT: alignas
// CHECK: error: field 'more' is not in BPF's '.rodata'; bytes 16-23 are padding there
//
//--- ev.bpf.c
const volatile unsigned limit = 3;
const volatile unsigned long long since = 3;
__attribute__((section("tc"))) int run(unsigned *c) {
  unsigned table[21] = {1, 2, 3, 4, 5, 6, 7};
  return table[*c % 21] + limit;
}
//--- good.cpp
struct [[bpf::host_layout(".rodata")]] rodata {
  unsigned limit;
  unsigned long long since;
};
//--- bad.cpp
struct [[bpf::host_layout(".rodata")]] lacks {
  unsigned limit;
};
struct [[bpf::host_layout(".rodata")]] longer {
  unsigned limit;
  unsigned long long since;
  unsigned long long more;
};
