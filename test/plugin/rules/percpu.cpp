// Values of per-CPU maps, of which the kernel keeps one for each CPU, 8 bytes apart.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(name) __attribute__((section(name), used))

struct counts { unsigned packets, drops, errors; };
struct even { unsigned long long packets; };
struct {
  __uint(type, 6);
  __uint(max_entries, 1);
  __type(key, unsigned);
  __type(value, struct counts);
} per_queue SEC(".maps");
struct {
  __uint(type, 5);
  __uint(max_entries, 1);
  __type(key, unsigned);
  __type(value, struct even);
} per_flow SEC(".maps");
struct {
  __uint(type, 2);
  __uint(max_entries, 1);
  __type(key, unsigned);
  __type(value, struct counts);
} plain SEC(".maps");

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout("per_queue.value")]] alignas(8) rounded { uint32_t packets, drops, errors; };
struct [[bpf::host_layout]] even { uint64_t packets; };
struct __attribute__((bpf_host_layout("counts", "percpu=off"))) known { uint32_t packets, drops, errors; };
} // namespace good

namespace bad {
struct [[bpf::host_layout("per_queue.value")]] by_role { // expected-warning {{'by_role' is 12 bytes, but the kernel lays out a 'per_queue.value' for each CPU, 16 bytes apart [bpf-host-layout-percpu]}}
  uint32_t packets, drops, errors;
};
struct [[bpf::host_layout]] counts { // expected-warning {{'counts' is 12 bytes, but the kernel lays out a 'per_queue.value' for each CPU, 16 bytes apart [bpf-host-layout-percpu]}}
  uint32_t packets, drops, errors;
};
} // namespace bad
