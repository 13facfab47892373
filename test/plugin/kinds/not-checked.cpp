// A marker without an object: told once.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'event' was not checked: no BPF object is known [bpf-host-layout-not-checked]
// CHECK: note: give one with -fplugin-arg-hostlayout-btf=<object>, with -DBPF_HOST_LAYOUT_BTF=<object>, or include its libbpf skeleton
// CHECK: 1 error generated.

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; };
struct event *keep;

//--- good.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
};

//--- bad.cpp
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
};
struct [[bpf::host_layout]] second { uint32_t a; };
