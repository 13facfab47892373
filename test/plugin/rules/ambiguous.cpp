// One name, several types.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %bpfcc %t/net.bpf.c -o %t/net.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %arg-btf=%t/net.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned pid; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct same { unsigned a; };
BPF_HOST_LAYOUT_EMIT(struct same);

//--- net.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct event);
struct same { unsigned a; };
BPF_HOST_LAYOUT_EMIT(struct same);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout("object=ev.bpf.o")]] event { uint32_t pid; };
struct [[bpf::host_layout("event", "object=net.bpf.o")]] net_event { uint64_t ts; };
struct [[bpf::host_layout]] same { uint32_t a; };
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event { uint32_t pid; }; // expected-error {{'event' differs}}
struct [[bpf::host_layout("event", "object=other.bpf.o")]] unknown { uint32_t pid; }; // expected-error {{no BPF object is called 'other.bpf.o' [bpf-host-layout-unknown-object]}}
} // namespace bad
