// Arrays of another length or shape.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned pid; char comm[16]; unsigned m[2][3]; unsigned uid; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct record { unsigned len; unsigned char data[]; };
BPF_HOST_LAYOUT_EMIT(struct record);

//--- host.cpp
#include <array>
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  std::array<char, 16> comm;
  std::array<std::array<uint32_t, 3>, 2> m;
  uint32_t uid;
};
struct [[bpf::host_layout]] record { uint32_t len; uint8_t data[0]; };
} // namespace good

namespace flat {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  char comm[16];
  uint32_t m[6]; // expected-error {{'m' is 'u32[6]' here but 'u32[2][3]' in BPF [bpf-host-layout-array]}}
  uint32_t uid;
};
} // namespace flat

namespace longer {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  char comm[32]; // expected-error {{'comm' has 32 elements here but 16 in BPF [bpf-host-layout-array]}}
  uint32_t m[2][3];
  uint32_t uid;
};
} // namespace longer

namespace scalar {
struct [[bpf::host_layout]] event {
  uint32_t pid;
  char comm[16];
  uint32_t m[2][2]; // expected-error {{'m' is 'u32[2][2]' here but 'u32[2][3]' in BPF [bpf-host-layout-array]}}
  uint32_t uid;
};
} // namespace scalar
