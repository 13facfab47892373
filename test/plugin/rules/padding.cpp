// Holes and packing on one side only.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct tight { unsigned pid; unsigned long long ts; } __attribute__((packed));
BPF_HOST_LAYOUT_EMIT(struct tight);
struct loose { unsigned pid; unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct loose);
struct named { unsigned pid; unsigned pad; unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct named);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] __attribute__((packed)) tight { uint32_t pid; uint64_t ts; };
#pragma pack(push, 1)
struct [[bpf::host_layout("tight")]] by_pragma { uint32_t pid; uint64_t ts; };
#pragma pack(pop)
struct [[bpf::host_layout("loose"), bpf::host_layout("named")]] implicit { uint32_t pid; uint64_t ts; };
struct [[bpf::host_layout("loose"), bpf::host_layout("named")]] explicit_ { uint32_t pid; uint32_t reserved0; uint64_t ts; };
} // namespace good

namespace bpf_packed {
struct [[bpf::host_layout]] tight {
  uint32_t pid;
  uint64_t ts; // expected-error {{4 bytes of padding before 'ts' here; BPF's 'tight' is packed and has none [bpf-host-layout-padding]}}
};
} // namespace bpf_packed

namespace host_packed {
struct [[bpf::host_layout]] __attribute__((packed)) loose {
  uint32_t pid;
  uint64_t ts; // expected-error {{'loose' is packed here and has no padding before 'ts'; BPF's 'loose' has 4 bytes [bpf-host-layout-padding]}}
};
} // namespace host_packed
