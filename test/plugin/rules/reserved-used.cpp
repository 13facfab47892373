// Host padding over a BPF field that has a name.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned long long rx; unsigned tx; unsigned reserved2; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event { uint64_t rx; uint32_t tx; uint32_t _pad; };
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event {
  uint64_t rx;
  uint32_t reserved; // expected-warning {{'reserved' covers BPF's field 'tx' here [bpf-host-layout-reserved-used]}}
  uint32_t reserved2;
};
} // namespace bad
