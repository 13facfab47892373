// Values that the BPF program can send and the host does not name.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

enum kind { EV_OPEN, EV_CLOSE, EV_EXIT, EV_FORK };
struct event { enum kind kind; unsigned pid; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
#include <cstdint>

namespace good {
// What only the host knows is no difference.
enum [[bpf::host_layout]] kind : uint32_t { EV_OPEN, EV_CLOSE, EV_EXIT, EV_FORK, EV_EXEC };
// An integer has no names that could be missing.
struct [[bpf::host_layout]] event { uint32_t kind; uint32_t pid; };
} // namespace good

namespace bad {
enum [[bpf::host_layout]] kind : uint32_t { EV_OPEN, EV_CLOSE }; // expected-warning {{BPF can send 2 values that 'kind' does not name here: 'EV_EXIT' (2), 'EV_FORK' (3) [bpf-host-layout-enum-missing]}}
} // namespace bad
