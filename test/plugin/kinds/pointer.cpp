// A pointer of a 32-bit host.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx --target=armv7-linux-gnueabihf -ffreestanding %arg-btf=%t/ev.bpf.o %t/good.cpp \
// RUN:   2>&1 | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx --target=armv7-linux-gnueabihf -ffreestanding %arg-btf=%t/ev.bpf.o \
// RUN:   %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'p' is a 4-byte pointer on this target but 8 bytes in BPF [bpf-host-layout-pointer]
// CHECK: note: declare it as 'uint64_t p' to match the BPF program

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { void *p; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t p;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  void *p;
};
