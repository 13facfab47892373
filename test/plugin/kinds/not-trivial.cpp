// What cannot be filled from bytes.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'event' has a std::string member 'name' and cannot be read from a BPF record [bpf-host-layout-not-trivial]

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
struct event { u32 a; char name[32]; };
struct event *keep;

//--- good.cpp
#include <type_traits>
#include <stdint.h>
struct base { uint32_t a; };
struct [[bpf::host_layout]] event : base {
  char name[32] = {};
  static int count;
  bool known() const { return name[0]; }
};

//--- bad.cpp
#include <string>
#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t a;
  std::string name;
};
