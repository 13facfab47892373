// Holes: of a key a warning, elsewhere off until asked for.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %arg-hole=warning %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=ASKED %s
//
// ASKED: warning: BPF's 'plain' has 4 bytes of padding after 'a' at byte 4, which may hold uninitialised kernel memory [bpf-host-layout-hole]
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: warning: BPF's 'key' has 4 bytes of padding after 'a' at byte 4: entries of 'counts.key' that differ only there never match [bpf-host-layout-hole]
// CHECK: note: name 4 bytes of padding after 'a' in the BPF source and set them to 0

//--- ev.bpf.c
typedef unsigned int u32; typedef unsigned long long u64;
#define __uint(name, val) int (*name)[val]
#define __type(name, val) val *name
struct key { u32 a; u64 b; };
struct { __uint(type, 1); __uint(max_entries, 4); __type(key, struct key); __type(value, u32); } counts __attribute__((section(".maps"), used));
struct plain { u32 a; u64 b; } *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] plain { uint32_t a; uint64_t b; };

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] key { uint32_t a; uint64_t b; };
