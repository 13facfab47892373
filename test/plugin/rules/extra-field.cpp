// Fields that the host reads and the BPF type does not have.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned pid; char comm[16]; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct holed { unsigned pid; unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct holed);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event { uint32_t pid; char comm[16]; };
struct [[bpf::host_layout]] holed { uint32_t pid, pad1; uint64_t ts; };
} // namespace good

namespace over_field {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  uint32_t flags; // expected-error {{field 'flags' is not in BPF's 'event'; bytes 4-7 belong to 'comm' there [bpf-host-layout-extra-field]}}
  char comm[16];
};
} // namespace over_field

// The name makes padding, never the type.
namespace over_padding {
struct [[bpf::host_layout]] holed {
  uint32_t pid;
  char tag[4]; // expected-error {{field 'tag' is not in BPF's 'holed'; bytes 4-7 are padding there [bpf-host-layout-extra-field]}}
  uint64_t ts;
};
} // namespace over_padding

namespace past_the_end {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  char comm[16];
  uint32_t flags; // expected-error {{field 'flags' is not in BPF's 'event', which ends at byte 20 [bpf-host-layout-extra-field]}}
};
} // namespace past_the_end

namespace no_counterpart {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  [[bpf::host_layout("name")]] char comm[16]; // expected-error {{field 'comm' is marked as BPF's 'name', which BPF's 'event' does not have [bpf-host-layout-extra-field]}}
};
} // namespace no_counterpart
