// An object of one byte order, hosts of both.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %bpfcc --target=bpfeb %t/ev.bpf.c -o %t/eb.bpf.o
// RUN: %bpfcc --target=bpfel %t/ev.bpf.c -o %t/el.bpf.o
// RUN: %verify_cxx --target=s390x-linux-gnu %arg-btf=%t/eb.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=s390x-linux-gnu -DWRONG %arg-btf=%t/el.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=x86_64-linux-gnu %arg-btf=%t/el.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=x86_64-linux-gnu -DWRONG %arg-btf=%t/eb.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned pid; unsigned short port; unsigned flags : 4, kind : 12; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
struct [[bpf::host_layout]] event {
#ifdef WRONG
// expected-error@-2 {{[bpf-host-layout-endian]}}
#else
// expected-no-diagnostics
#endif
  unsigned pid;
  unsigned short port;
  unsigned flags : 4, kind : 12;
};
