// Objects that disagree.
//
// RUN: %split_file %s %t
// RUN: %bpfcc -c %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: sed 's/u32 a; u32 b;/u32 b; u32 a;/' %t/ev.bpf.c > %t/other.bpf.c
// RUN: %bpfcc -c %t/other.bpf.c -o %t/other.bpf.o
// RUN: %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fplugin-arg-hostlayout-btf=%t/other.bpf.o -fsyntax-only %t/good.cpp 2>&1 | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fplugin-arg-hostlayout-btf=%t/other.bpf.o -fsyntax-only %t/bad.cpp 2>&1 | %FileCheck %s
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
