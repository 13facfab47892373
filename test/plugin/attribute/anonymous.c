// A type without a name can be marked where the attribute names its
// counterpart, and is called what it is.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_c %arg-btf=%t/ev.bpf.o %t/agent.c 2>&1 | %FileCheck %s
//
// CHECK: agent.c:[[#]]:[[#]]: error: '(anonymous)' has no field 'uid' here, but the BPF program writes 4 bytes for it at byte 4 [bpf-host-layout-missing-field]
// CHECK: note: 'struct (anonymous)' here and in {{.*}}ev.bpf.o
// CHECK: note: add 'uint32_t uid;' after 'pid'
// CHECK: 1 error generated.

//--- ev.bpf.c
struct event { unsigned pid, uid; };
struct event *last;

//--- agent.c
struct __attribute__((bpf_host_layout("event"))) { unsigned pid; } here;
