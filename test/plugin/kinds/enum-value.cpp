// The value of an enumerator; of a count only a warning.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: 'EV_EXIT' is 2 here but 3 in BPF [bpf-host-layout-enum-value]
// CHECK: bad.cpp:[[#]]:[[#]]: warning: 'EV_MAX' is 3 here but 4 in BPF [bpf-host-layout-enum-value]

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
enum kind { EV_EXEC, EV_FORK, EV_EXIT = 3, EV_MAX };
enum kind *keep;

//--- good.cpp
#include <stdint.h>
enum class [[bpf::host_layout("kind")]] Kind { exec [[bpf::host_layout("EV_EXEC")]], fork [[bpf::host_layout("EV_FORK")]], exit [[bpf::host_layout("EV_EXIT")]] = 3 };

//--- bad.cpp
enum [[bpf::host_layout]] kind { EV_EXEC, EV_FORK, EV_EXIT, EV_MAX };
