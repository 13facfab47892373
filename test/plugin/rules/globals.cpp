// A global variable is a contract by its name, unless a type has the name.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
struct event { unsigned pid; } keep;
unsigned long long dropped;
// The struct is in DWARF alone: it is meant nevertheless.
struct record { unsigned long long a; };
int record;
unsigned long long size = sizeof(struct record);
static volatile unsigned long long hidden;
unsigned long long event_count(void) { return hidden + ((struct record *)0 == 0); }

//--- host.cpp
#include <cstdint>
using dropped_t [[bpf::host_layout("dropped")]] = uint64_t;
using wrong_t [[bpf::host_layout("dropped")]] = uint32_t; // expected-error {{'wrong_t'}}
struct [[bpf::host_layout("keep")]] mine { uint32_t pid; };
struct [[bpf::host_layout("keep")]] his { int32_t pid; }; // expected-error {{'pid' is signed here}}
struct [[bpf::host_layout]] event { uint32_t pid; };
using static_t [[bpf::host_layout("hidden")]] = uint64_t; // expected-error {{'hidden' is a static variable}}
struct [[bpf::host_layout]] record { int32_t a; }; // expected-error {{'a' is}}
