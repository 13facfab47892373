// Implicit padding of a BPF type, which is not set.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx -DEVERYWHERE %arg-hole=warning %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx -DOFF %arg-hole=off %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(name) __attribute__((section(name), used))
#include <bpf/host_layout.h>

struct key { unsigned saddr; unsigned short port; unsigned long long cgroup; };
struct value { unsigned char flag; unsigned n; };
struct {
  __uint(type, 1);
  __uint(max_entries, 16);
  __type(key, struct key);
  __type(value, struct value);
} flows SEC(".maps");
struct full { unsigned saddr; unsigned n; };
BPF_HOST_LAYOUT_EMIT(struct full);

//--- host.cpp
#include <cstdint>

#ifdef OFF
// expected-no-diagnostics
#endif

struct [[bpf::host_layout]] full { uint32_t saddr, n; };
struct [[bpf::host_layout]] key { uint32_t saddr; uint16_t port; uint64_t cgroup; };
#ifndef OFF
// expected-warning@-2 {{[bpf-host-layout-hole]}}
#endif
struct [[bpf::host_layout]] value { uint8_t flag; uint32_t n; };
#ifdef EVERYWHERE
// expected-warning@-2 {{[bpf-host-layout-hole]}}
#endif
