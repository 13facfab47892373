// Integers that are signed on one side only.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

enum state { ON, OFF };
struct event { int ret; unsigned long long ts; char comm[4]; enum state s; short h[2]; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event {
  int32_t ret;
  uint64_t ts;
  unsigned char comm[4];
  int32_t s;
  int16_t h[2];
};
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event {
  uint32_t ret; // expected-error {{'ret' is unsigned here but signed in BPF: -1 would read as 4294967295 [bpf-host-layout-signedness]}}
  int64_t ts; // expected-error {{'ts' is signed here but unsigned in BPF: 18446744073709551615 would read as -1 [bpf-host-layout-signedness]}}
  char comm[4];
  uint32_t s;
  uint16_t h[2]; // expected-error {{'h' is unsigned here but signed in BPF: -1 would read as 65535 [bpf-host-layout-signedness]}}
};
} // namespace bad
