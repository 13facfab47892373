// The place of a bit-field.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'proto' is bits 4-7 of byte 4 here, but bits 0-3 in BPF [bpf-host-layout-bitfield]
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; u8 proto:4; u8 ver:4; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  uint8_t proto : 4, ver : 4;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  uint8_t ver : 4;
  uint8_t proto : 4;
};
