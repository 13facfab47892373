// An alias of std::array is told where it is marked, not in the library.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
unsigned short pair[2];

//--- host.cpp
#include <array>
using right [[bpf::host_layout("pair")]] = std::array<unsigned short, 2>;
using shape [[bpf::host_layout("pair")]] = std::array<unsigned short[1], 2>; // expected-error {{'shape' is 'u16[2][1]' here but 'u16[2]' in BPF}}
using longer [[bpf::host_layout("pair")]] = std::array<unsigned short, 3>; // expected-error {{'longer'}}
