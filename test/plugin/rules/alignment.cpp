// Host types that want more alignment than a record has.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp
// RUN: %verify_cxx -DASKED %arg-alignment=warning %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct sample { unsigned long long id[2]; } __attribute__((aligned(16)));
BPF_HOST_LAYOUT_EMIT(struct sample);
struct plain { unsigned long long id; };
BPF_HOST_LAYOUT_EMIT(struct plain);

//--- host.cpp
#include <cstdint>

#ifndef ASKED
// expected-no-diagnostics
#endif

struct [[bpf::host_layout]] plain { uint64_t id; };
struct [[bpf::host_layout]] alignas(16) sample { uint64_t id[2]; };
#ifdef ASKED
// expected-warning@-2 {{[bpf-host-layout-alignment]}}
#endif
