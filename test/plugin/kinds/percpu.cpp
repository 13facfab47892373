// The stride of a per-CPU value, also when found by name.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: warning: 'event' is 12 bytes, but the kernel lays out a 'counts.value' for each CPU, 16 bytes apart [bpf-host-layout-percpu]

//--- ev.bpf.c
typedef unsigned int u32; typedef unsigned long long u64;
#define __uint(name, val) int (*name)[val]
#define __type(name, val) val *name
struct event { u32 a; u32 b; u32 c; };
struct { __uint(type, 6); __uint(max_entries, 4); __type(key, u32); __type(value, struct event); } counts __attribute__((section(".maps"), used));

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout("counts.value")]] alignas(8) event {
  uint32_t a, b, c;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a, b, c;
};
