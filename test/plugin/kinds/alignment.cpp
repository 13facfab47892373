// More alignment than a record has: off until asked for.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %arg-alignment=warning %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %arg-alignment=warning %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: warning: 'event' is aligned to 16 bytes here, but ring buffer records are aligned to 8 [bpf-host-layout-alignment]

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; u32 b; u64 c; } __attribute__((aligned(16)));
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a, b;
  uint64_t c;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] alignas(16) event {
  uint32_t a, b;
  uint64_t c;
};
