// Another meaning, another width.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'ip' is 'float' here but 'u32' in BPF [bpf-host-layout-type]
// CHECK: note: declare it as 'uint32_t ip' to match the BPF program
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'port' is 'u16' here but 'u32' in BPF [bpf-host-layout-type]
// CHECK: 2 errors generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 ip; u32 port; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t ip;
  unsigned int port;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  float ip;
  uint16_t port;
};
