// The count of elements, and the shape.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'comm' has 32 elements here but 16 in BPF [bpf-host-layout-array]
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'm' is 'u32[3][2]' here but 'u32[2][3]' in BPF [bpf-host-layout-array]

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { char comm[16]; u32 m[2][3]; };
struct event *keep;

//--- good.cpp
#include <array>
#include <stdint.h>
struct [[bpf::host_layout]] event {
  std::array<char, 16> comm;
  uint32_t m[2][3];
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  char comm[32];
  uint32_t m[3][2];
};
