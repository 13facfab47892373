// Fields that stand in another order: one error, whatever else moved.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned long long ts; unsigned pid; unsigned uid; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct three { unsigned a, b, c, d; };
BPF_HOST_LAYOUT_EMIT(struct three);
struct inner { unsigned short sport, dport; };
struct outer { unsigned id; struct inner ports; };
BPF_HOST_LAYOUT_EMIT(struct outer);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event { uint64_t ts; uint32_t pid, uid; };
struct [[bpf::host_layout]] outer {
  uint32_t id;
  struct { uint16_t sport, dport; } ports;
};
} // namespace good

namespace swapped {
struct [[bpf::host_layout]] event {
  uint32_t pid, uid;
  uint64_t ts; // expected-error {{field 'ts' is at byte 8 here, but the BPF program has it at byte 0 [bpf-host-layout-reordered]}}
};
} // namespace swapped

// Same offsets and types in sum: only the names tell.
namespace samesize {
struct [[bpf::host_layout]] event {
  uint64_t ts;
  uint32_t uid;
  uint32_t pid; // expected-error {{field 'pid' is at byte 12 here, but the BPF program has it at byte 8 [bpf-host-layout-reordered]}}
};
} // namespace samesize

namespace moved {
struct [[bpf::host_layout]] three {
  uint32_t b, c, d;
  uint32_t a; // expected-error {{field 'a' is at byte 12 here, but the BPF program has it at byte 0 [bpf-host-layout-reordered]}}
};
} // namespace moved

namespace nested {
struct [[bpf::host_layout]] outer {
  uint32_t id;
  struct {
    uint16_t dport;
    uint16_t sport; // expected-error {{field 'sport' is at byte 2 here, but the BPF program has it at byte 0 [bpf-host-layout-reordered]}}
  } ports;
};
} // namespace nested
