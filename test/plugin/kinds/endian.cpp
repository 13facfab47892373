// The byte order of object and target.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %bpfcc -mbig-endian %t/ev.bpf.c -o %t/big.bpf.o
// RUN: %check_cxx --target=s390x-linux-gnu -ffreestanding %arg-btf=%t/big.bpf.o %t/good.cpp
// RUN: %not %check_cxx --target=s390x-linux-gnu -ffreestanding %arg-btf=%t/ev.bpf.o %t/bad.cpp \
// RUN:   2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: {{.*}}ev.bpf.o is little-endian, but s390x is big-endian; 'event' was not checked [bpf-host-layout-endian]

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
};
