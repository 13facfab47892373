// Pointers on targets where they have not the 8 bytes of BPF.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx --target=x86_64-linux-gnu %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=i386-linux-gnu %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=armv7-linux-gnueabihf %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { void *sk; const char *path; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
typedef __UINT64_TYPE__ uint64_t;

namespace good {
struct [[bpf::host_layout]] event { uint64_t sk, path; };
} // namespace good

#ifdef __LP64__
// expected-no-diagnostics
#endif

namespace bad {
struct [[bpf::host_layout]] event {
  uint64_t sk;
  const char *path;
#ifndef __LP64__
  // expected-error@-2 {{[bpf-host-layout-pointer]}}
#endif
};
} // namespace bad
