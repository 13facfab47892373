// An object of one byte order, hosts of both.
//
// RUN: %split_file %s %t
// RUN: %bpfcc -I%include -c %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %bpfcc -I%include --target=bpfeb -c %t/ev.bpf.c -o %t/eb.bpf.o
// RUN: %bpfcc -I%include --target=bpfel -c %t/ev.bpf.c -o %t/el.bpf.o
// RUN: %clangxx -std=c++20 --target=s390x-linux-gnu -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note \
// RUN:   -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/eb.bpf.o %t/host.cpp
// RUN: %clangxx -std=c++20 --target=s390x-linux-gnu -DWRONG -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note \
// RUN:   -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/el.bpf.o %t/host.cpp
// RUN: %clangxx -std=c++20 --target=x86_64-linux-gnu -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note \
// RUN:   -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/el.bpf.o %t/host.cpp
// RUN: %clangxx -std=c++20 --target=x86_64-linux-gnu -DWRONG -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note \
// RUN:   -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/eb.bpf.o %t/host.cpp

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
