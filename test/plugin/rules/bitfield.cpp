// Bit-fields at other bits, or with another width.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx -Wno-bitfield-width %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct flow { unsigned mark; unsigned proto : 8; unsigned flags : 24; };
BPF_HOST_LAYOUT_EMIT(struct flow);
struct bits { unsigned char a : 3, b : 5; };
BPF_HOST_LAYOUT_EMIT(struct bits);
struct wide { unsigned tos : 32; };
BPF_HOST_LAYOUT_EMIT(struct wide);
struct padded { unsigned tos : 8, : 24; };
BPF_HOST_LAYOUT_EMIT(struct padded);

//--- host.cpp
#include <cstdint>

namespace good {
// The declared type does not count, and a whole byte is an integer.
struct [[bpf::host_layout]] flow { uint32_t mark; uint64_t proto : 8, flags : 24; };
struct [[bpf::host_layout("flow")]] whole { uint32_t mark; uint8_t proto; uint32_t flags : 24; };
struct [[bpf::host_layout]] bits { uint8_t a : 3, b : 5; };
} // namespace good

namespace width {
struct [[bpf::host_layout]] flow {
  uint32_t mark;
  uint32_t proto : 4; // expected-error {{'proto' is bits 0-3 of byte 4 here, but bits 0-7 in BPF [bpf-host-layout-bitfield]}}
  uint32_t flags : 24;
};
} // namespace width

// A bit-field wider than its type: what does not fit the type is padding.
namespace wider {
enum small : signed char {};
struct [[bpf::host_layout("wide")]] as_type { uint8_t tos : 32; }; // expected-error {{'tos' is bits 0-7 of byte 0 here, but bits 0-31 in BPF [bpf-host-layout-bitfield]}}
struct [[bpf::host_layout("wide")]] as_enum { small tos : 32; }; // expected-error {{'tos' is bits 0-7 of byte 0 here, but bits 0-31 in BPF [bpf-host-layout-bitfield]}}
struct [[bpf::host_layout("padded")]] padded { uint8_t tos : 32; };
} // namespace wider

namespace against_field {
struct [[bpf::host_layout("bits", "match=prefix")]] bits {
  uint8_t a; // expected-error {{'a' is byte 0 as a whole here, but bits 0-2 of byte 0 in BPF [bpf-host-layout-bitfield]}}
};
} // namespace against_field
