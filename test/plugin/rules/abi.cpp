// Layouts that agree on a 64-bit host and not on this target.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx --target=x86_64-linux-gnu %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=i386-linux-gnu %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=armv7-linux-gnueabihf %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=aarch64-linux-gnu %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx --target=riscv64-linux-gnu %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned pid; unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct counts { unsigned long long n; unsigned long long bytes; };
BPF_HOST_LAYOUT_EMIT(struct counts);
struct stats { unsigned long long n; unsigned lost; };
struct two { struct stats stats; unsigned last; };
BPF_HOST_LAYOUT_EMIT(struct two);

//--- host.cpp
typedef __UINT32_TYPE__ uint32_t;
typedef __UINT64_TYPE__ uint64_t;

namespace good {
struct [[bpf::host_layout]] event { uint32_t pid; alignas(8) uint64_t ts; };
struct [[bpf::host_layout]] counts { uint64_t n, bytes; };
} // namespace good

#ifdef __LP64__
// expected-no-diagnostics
#endif

namespace aligned {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  uint64_t ts;
#ifdef __i386__
  // expected-error@-2 {{[bpf-host-layout-abi]}}
#endif
};
} // namespace aligned

namespace words {
struct [[bpf::host_layout]] counts {
  unsigned long n;
#ifndef __LP64__
  // expected-error@-2 {{[bpf-host-layout-abi]}}
#endif
  uint64_t bytes;
};
} // namespace words

// The end that a struct lacks moves what stands behind it: one cause, reported
// of that struct, once.
namespace within {
struct [[bpf::host_layout]] stats {
#ifdef __i386__
  // expected-error@-2 {{[bpf-host-layout-abi]}}
#endif
  uint64_t n;
  uint32_t lost;
};
struct [[bpf::host_layout]] two {
  struct stats stats;
  uint32_t last;
};
} // namespace within

namespace within_alone {
struct inner {
#ifdef __i386__
  // expected-error@-2 {{[bpf-host-layout-abi]}}
#endif
  uint64_t n;
  uint32_t lost;
};
struct [[bpf::host_layout]] two {
  inner stats;
  uint32_t last;
};
} // namespace within_alone
