// Names that the object does not have.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: no type 'evnt' in {{.*}}ev.bpf.o [bpf-host-layout-type-not-found]
// CHECK: note: did you mean 'event'?
// CHECK-NEXT: if not, add BPF_HOST_LAYOUT_EMIT(struct evnt); from <bpf/host_layout.h> to the BPF source to keep the type
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'other' is only declared in {{.*}}ev.bpf.o, not defined [bpf-host-layout-type-not-found]
// CHECK: bad.cpp:[[#]]:[[#]]: error: no map 'keep' in {{.*}}ev.bpf.o [bpf-host-layout-type-not-found]

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; };
struct event *keep;
struct other;
int f(struct other *o) { return o != 0; }

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] evnt { uint32_t a; };
struct [[bpf::host_layout]] other { uint32_t a; };
struct [[bpf::host_layout("keep.value")]] third { uint32_t a; };
