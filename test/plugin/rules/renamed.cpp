// A field of another name at the place and with the type of a BPF field.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned tgid, uid; unsigned long long ts_ns; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event {
  [[bpf::host_layout("pid", "tgid")]] uint32_t process;
  uint32_t uid;
  uint64_t ts_ns;
};
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event {
  uint32_t process; // expected-warning {{field 'process' has the place and type of BPF's 'tgid' [bpf-host-layout-renamed]}}
  uint32_t uid;
  uint64_t ts; // expected-warning {{field 'ts' has the place and type of BPF's 'ts_ns' [bpf-host-layout-renamed]}}
};
} // namespace bad
