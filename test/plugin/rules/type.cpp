// Fields whose bytes mean something else.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event {
  unsigned saddr;
  unsigned bytes;
  void *sk;
  _Bool up;
  unsigned char down, pad[2];
  unsigned char v6[16];
  float load;
};
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
#include <array>
#include <cstddef>
#include <cstdint>

namespace good {
enum class addr : uint32_t {};
struct [[bpf::host_layout]] event {
  addr saddr;
  std::array<std::byte, 4> bytes;
  uint64_t sk;
  uint8_t up;
  uint8_t down;
  uint32_t v6[4];
  float load;
};
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event {
  float saddr; // expected-error {{'saddr' is 'float' here but 'u32' in BPF [bpf-host-layout-type]}}
  uint16_t bytes; // expected-error {{'bytes' is 'u16' here but 'u32' in BPF [bpf-host-layout-type]}}
  double sk; // expected-error {{'sk' is 'double' here but 'void *' in BPF [bpf-host-layout-type]}}
  bool up;
  uint8_t down, pad[2];
  uint8_t v6[16];
  uint32_t load; // expected-error {{'load' is 'u32' here but 'float' in BPF [bpf-host-layout-type]}}
};
} // namespace bad

// Not every byte that a BPF integer can hold is a bool.
namespace boolean {
struct [[bpf::host_layout("event")]] event {
  uint32_t saddr, bytes;
  void *sk;
  bool up;
  bool down; // expected-error {{'down' is 'bool' here but 'u8' in BPF [bpf-host-layout-type]}}
  uint8_t pad[2];
  uint8_t v6[16];
  float load;
};
} // namespace boolean
