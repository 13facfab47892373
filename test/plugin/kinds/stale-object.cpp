// An object that is given besides a skeleton, and disagrees with it: a warning,
// and an error where the struct does not fit the skeleton, which is what ships.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %bpfcc -DSHIPPED %t/ev.bpf.c -o %t/shipped.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %check_cxx -I%t %arg-btf=%t/ev.bpf.o %t/agent.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %bpftool gen skeleton %t/shipped.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_cxx -I%t %arg-btf=%t/ev.bpf.o %t/agent.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: agent.cpp:[[#]]:[[#]]: warning: 'event' in {{.*}}ev.bpf.o differs from the one in the included skeleton '{{.*}}ev.skel.h' [bpf-host-layout-stale-object]
// CHECK: note: the skeleton's object is the one that is loaded
// CHECK: agent.cpp:[[#]]:[[#]]: error: 'event' has no field 'cpu' here, but the BPF program writes 4 bytes for it at byte 0 [bpf-host-layout-missing-field]
// CHECK: note: 'struct event' here and in {{.*}}ev.skel.h

//--- ev.bpf.c
struct event {
#ifdef SHIPPED
  unsigned cpu;
#endif
  unsigned pid;
};
struct event *last;

//--- agent.cpp
#include <stdint.h>
#include "ev.skel.h"
struct [[bpf::host_layout]] event {
  uint32_t pid;
};
