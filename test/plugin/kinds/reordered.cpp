// The same fields in another order.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:4:12: error: field 'ts' is at byte 8 here, but the BPF program has it at byte 0 [bpf-host-layout-reordered]
// CHECK: bad.cpp:2:29: note: 'struct event' here and in {{.*}}ev.bpf.o
// CHECK-NEXT: {{^}}      byte  here                 BPF
// CHECK-NEXT: {{^}}         0  u32 pid          !=  u64 ts
// CHECK-NEXT: {{^}}         4  (4 bytes hole)   !=   .
// CHECK-NEXT: {{^}}         8  u64 ts           !=  u32 pid
// CHECK-NEXT: {{^}}        12   .               !=  (4 bytes tail padding)
// CHECK-NEXT: {{^}}      size  16               ==  16
// CHECK: bad.cpp:3:3: note: swap 'pid' and 'ts' to match the BPF program
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u64 ts; u32 pid; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t ts;
  uint32_t pid;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t pid;
  uint64_t ts;
};
