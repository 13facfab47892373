// Bytes that the BPF program writes and the host does not name.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned pid, uid; unsigned long long cgroup, ts; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct tail { unsigned pid; unsigned uid; };
BPF_HOST_LAYOUT_EMIT(struct tail);
struct quiet { unsigned char flag; char tag[4]; char pad[3]; unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct quiet);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event { uint32_t pid, uid; uint64_t cgroup, ts; };
// The BPF program's padding needs no name here.
struct [[bpf::host_layout]] quiet { uint8_t flag; char tag[4]; uint64_t ts; };
} // namespace good

namespace middle {
struct [[bpf::host_layout]] event {
  uint32_t pid, uid;
  uint64_t ts; // expected-error@-2 {{'event' has no field 'cgroup' here, but the BPF program writes 8 bytes for it at byte 8 [bpf-host-layout-missing-field]}}
};
} // namespace middle

namespace end {
struct [[bpf::host_layout]] tail { // expected-error {{'tail' has no field 'uid' here, but the BPF program writes 4 bytes for it at byte 4 [bpf-host-layout-missing-field]}}
  uint32_t pid;
};
} // namespace end

// In a hole of the host's: no offset moves, and still a field is missing.
namespace hole {
struct [[bpf::host_layout]] quiet { // expected-error {{'quiet' has no field 'tag' here, but the BPF program writes 4 bytes for it at byte 1 [bpf-host-layout-missing-field]}}
  uint8_t flag;
  uint64_t ts;
};
} // namespace hole

namespace prefix {
struct [[bpf::host_layout("event", "match=prefix")]] event { uint32_t pid, uid; };
} // namespace prefix
