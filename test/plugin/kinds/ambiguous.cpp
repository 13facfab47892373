// Objects that disagree.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: sed 's/u32 a; u32 b;/u32 b; u32 a;/' %t/ev.bpf.c > %t/other.bpf.c
// RUN: %bpfcc %t/other.bpf.c -o %t/other.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %arg-btf=%t/other.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %arg-btf=%t/other.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'event' differs between {{.*}}ev.bpf.o and {{.*}}other.bpf.o [bpf-host-layout-ambiguous]
// CHECK: note: say which one is meant: {{\[\[}}bpf::host_layout("object=

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; u32 b; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout("object=ev.bpf.o")]] event { uint32_t a; uint32_t b; };

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event { uint32_t a; uint32_t b; };
