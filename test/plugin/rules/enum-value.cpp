// Enumerators with another value.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

enum kind { EV_OPEN, EV_CLOSE, EV_EXIT = 3, EV_MAX };
struct event { enum kind kind; unsigned pid; };
BPF_HOST_LAYOUT_EMIT(struct event);
enum sign { NEG = -2, POS = 1 };
struct signs { enum sign s; };
BPF_HOST_LAYOUT_EMIT(struct signs);

//--- host.cpp
#include <cstdint>

namespace good {
enum [[bpf::host_layout]] kind : uint32_t { EV_OPEN, EV_CLOSE, EV_EXIT = 3, EV_MAX };
// Modulo the width: this is how some compilers record a negative value.
enum [[bpf::host_layout]] sign : uint32_t { NEG = 4294967294, POS = 1 };
enum class [[bpf::host_layout("kind")]] named : uint32_t {
  Open [[bpf::host_layout("EV_OPEN")]],
  Close, // By value: neither side has the other's name.
  Exit [[bpf::host_layout("EV_EXIT")]] = 3,
  Max,
};
} // namespace good

namespace bad {
enum [[bpf::host_layout]] kind : uint32_t {
  EV_OPEN,
  EV_CLOSE,
  EV_EXIT, // expected-error {{'EV_EXIT' is 2 here but 3 in BPF [bpf-host-layout-enum-value]}}
  EV_MAX, // expected-warning {{'EV_MAX' is 3 here but 4 in BPF [bpf-host-layout-enum-value]}}
};
} // namespace bad

namespace nested {
enum kind : uint32_t {
  EV_OPEN,
  EV_CLOSE = 2, // expected-error {{'EV_CLOSE' is 2 here but 1 in BPF [bpf-host-layout-enum-value]}}
  EV_EXIT = 3,
  EV_MAX,
};
struct [[bpf::host_layout]] event { kind kind; uint32_t pid; };
} // namespace nested
