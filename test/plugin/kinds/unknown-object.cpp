// object= names none of the objects.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_cxx %arg-btf=%t/ev.bpf.o %t/good.cpp 2>&1 \
// RUN:   | %FileCheck --allow-empty --check-prefix=GOOD %s
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/bad.cpp 2>&1 | %FileCheck %s
//
// GOOD-NOT: {{error|warning}}
// CHECK: bad.cpp:[[#]]:[[#]]: error: no BPF object is called 'nosuch.o' [bpf-host-layout-unknown-object]
// CHECK: note: the object is '{{.*}}ev.bpf.o'

//--- ev.bpf.c
struct event { unsigned a; };
struct event *keep;

//--- good.cpp
struct [[bpf::host_layout("object=ev.bpf.o")]] event { unsigned a; };

//--- bad.cpp
struct [[bpf::host_layout("object=nosuch.o")]] event { unsigned a; };
