// A struct against a union, an enum or something else.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

union address { unsigned v4; unsigned char v6[16]; };
BPF_HOST_LAYOUT_EMIT(union address);
enum state { ON, OFF };
struct user { enum state s; };
BPF_HOST_LAYOUT_EMIT(struct user);
struct parts { unsigned short low, high; };
BPF_HOST_LAYOUT_EMIT(struct parts);
typedef unsigned int number;
struct numbers { number n; };
BPF_HOST_LAYOUT_EMIT(struct numbers);

//--- host.cpp
#include <cstdint>

namespace good {
union [[bpf::host_layout]] address { uint32_t v4; uint8_t v6[16]; };
enum [[bpf::host_layout]] state : uint32_t { ON, OFF };
// A struct of one scalar is that scalar.
struct [[bpf::host_layout("state")]] boxed { state s; };
enum [[bpf::host_layout]] user : uint32_t { ON_, OFF_ };
struct [[bpf::host_layout]] number { uint32_t n; };
enum [[bpf::host_layout("number")]] numbered : uint32_t {};
} // namespace good

namespace bad {
struct [[bpf::host_layout]] address { uint32_t v4; uint8_t v6[16]; }; // expected-error {{'address' is a struct here but a union in BPF [bpf-host-layout-wrong-kind]}}
struct [[bpf::host_layout]] state { uint16_t a, b; }; // expected-error {{'state' is a struct here but an enum in BPF [bpf-host-layout-wrong-kind]}}
enum [[bpf::host_layout]] parts : uint32_t {}; // expected-error {{'parts' is an enum here but a struct in BPF [bpf-host-layout-wrong-kind]}}
} // namespace bad
