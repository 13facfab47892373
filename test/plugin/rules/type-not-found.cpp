// Names for which no object has a type.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(name) __attribute__((section(name), used))
#include <bpf/host_layout.h>

struct events { unsigned pid; };
BPF_HOST_LAYOUT_EMIT(struct events);
struct opaque;
struct holder { struct opaque *o; };
BPF_HOST_LAYOUT_EMIT(struct holder);
struct {
  __uint(type, 1);
  __uint(max_entries, 16);
  __type(key, unsigned);
  __type(value, struct events);
} counts SEC(".maps");
unsigned total;

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout("events")]] event { uint32_t pid; };
struct [[bpf::host_layout("counts.value")]] value { uint32_t pid; };
struct [[bpf::host_layout(".bss")]] bss { uint32_t total; };
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event { uint32_t pid; }; // expected-error {{no type 'event'}}
struct [[bpf::host_layout]] opaque { uint32_t pid; }; // expected-error {{'opaque' is only declared}}
struct [[bpf::host_layout("count.value")]] no_map { uint32_t pid; }; // expected-error {{no map 'count'}}
struct [[bpf::host_layout(".data")]] no_section { uint32_t pid; }; // expected-error {{no section '.data' with types}}
} // namespace bad
