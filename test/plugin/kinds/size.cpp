// All fields agree, the total does not.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'event' is 24 bytes here, but 32 in BPF [bpf-host-layout-size]
// CHECK: note: add alignas(16) to 'event' to match the BPF program
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u64 a; u64 b; u64 c; } __attribute__((aligned(16)));
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] alignas(16) event {
  uint64_t a, b, c;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t a, b, c;
};
