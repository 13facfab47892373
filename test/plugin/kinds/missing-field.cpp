// Bytes that the host does not name.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'event' has no field 'cgroup' here, but the BPF program writes 8 bytes for it at byte 16 [bpf-host-layout-missing-field]
// CHECK: note: 'struct event' here and in {{.*}}ev.bpf.o {{.*}}; 2 later fields are read 8 bytes too early
// CHECK: note: add 'uint64_t cgroup;' after 'ts'
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u64 id; u64 ts; u64 cgroup; u32 a; u32 b; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t id, ts, cgroup;
  uint32_t a, b;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t id;
  uint64_t ts;
  uint32_t a;
  uint32_t b;
};
