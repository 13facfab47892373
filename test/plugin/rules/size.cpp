// Types whose fields agree and whose sizes do not.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(name) __attribute__((section(name), used))
#include <bpf/host_layout.h>

struct wide { unsigned long long a, b, c; } __attribute__((aligned(16)));
BPF_HOST_LAYOUT_EMIT(struct wide);
struct none {};
struct empty { unsigned a; struct none n; };
BPF_HOST_LAYOUT_EMIT(struct empty);
struct stats { unsigned long long packets, bytes; };
struct {
  __uint(type, 1);
  __uint(max_entries, 16);
  __type(key, unsigned);
  __type(value, struct stats);
} typed SEC(".maps");
struct {
  __uint(type, 1);
  __uint(max_entries, 16);
  __uint(key_size, 4);
  __uint(value_size, 16);
} sized SEC(".maps");

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] alignas(16) wide { uint64_t a, b, c; };
struct [[bpf::host_layout("typed.value"), bpf::host_layout("sized.value")]] stats {
  uint64_t packets, bytes;
};
} // namespace good

namespace tail {
struct [[bpf::host_layout]] wide { uint64_t a, b, c; }; // expected-error {{'wide' is 24 bytes here, but 32 in BPF [bpf-host-layout-size]}}
} // namespace tail

namespace below_map {
struct [[bpf::host_layout("sized.value")]] a { uint64_t packets; }; // expected-error {{'a' is 8 bytes here, but 16 in BPF: the kernel would write past it ('sized.value') [bpf-host-layout-size]}}
struct [[bpf::host_layout("typed.value", "match=prefix")]] b { uint64_t packets; }; // expected-error {{'b' is 8 bytes here, but 16 in BPF: the kernel would write past it ('typed.value') [bpf-host-layout-size]}}
// Found by name: the kernel writes past it all the same.
struct [[bpf::host_layout("match=prefix")]] stats { uint64_t packets; }; // expected-error {{'stats' is 8 bytes here, but 16 in BPF: the kernel would write past it ('typed.value') [bpf-host-layout-size]}}
} // namespace below_map

// 1 byte in C++ and 0 in C, hidden by the padding at the end.
namespace empty_record {
struct none {};
struct [[bpf::host_layout]] empty {
  uint32_t a;
  none n; // expected-error {{'n' is an empty struct of 1 byte here, but of 0 bytes in BPF [bpf-host-layout-size]}}
};
} // namespace empty_record
