// A field that BPF does not have.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: field 'flags' is not in BPF's 'event'; bytes 12-15 belong to 'comm' there [bpf-host-layout-extra-field]
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u64 id; u32 a; char comm[4]; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t id;
  uint32_t a;
  char comm[4];
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t id;
  uint32_t a;
  uint32_t flags;
};
