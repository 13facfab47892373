// Equal on 64-bit hosts, different on i386.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx --target=i386-linux-gnu -ffreestanding %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx --target=i386-linux-gnu -ffreestanding %arg-btf=%t/ev.bpf.o %t/bad.cpp \
// RUN:   2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'ts' is at byte 4 on i386 but byte 8 in BPF: i386 aligns 8-byte integers to 4 [bpf-host-layout-abi]
// CHECK: note: add alignas(8) to 'ts' to match the BPF program

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; u64 ts; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  alignas(8) uint64_t ts;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  uint64_t ts;
};
