// A value that the host does not name: a warning.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: warning: BPF can send 'EV_EXIT' (7), which 'kind' does not name here [bpf-host-layout-enum-missing]
// CHECK: note: add 'EV_EXIT = 7'

//--- ev.bpf.c
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long long u64; typedef int s32;
enum kind { EV_EXEC, EV_FORK, EV_EXIT = 7, EV_MAX };
enum kind *keep;

//--- good.cpp
enum [[bpf::host_layout]] kind { EV_EXEC, EV_FORK, EV_EXIT = 7 };

//--- bad.cpp
enum [[bpf::host_layout]] kind { EV_EXEC, EV_FORK };
