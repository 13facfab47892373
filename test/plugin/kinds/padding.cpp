// A hole on one side only.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 4 bytes of padding before 'ts' here; BPF's 'event' is packed and has none [bpf-host-layout-padding]
// CHECK: note: declare 'event' packed to match the BPF program
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; u64 ts; } __attribute__((packed));
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  uint64_t ts;
} __attribute__((packed));

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  uint64_t ts;
};
