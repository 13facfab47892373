// Rather no fix-it than one that breaks the text. The note stays where a person
// can still do what it says.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %fix --none %t/together.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/together.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=NOTE %s
// RUN: %fix --none %t/macro.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/macro.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=NOTE %s
// RUN: %fix --none %t/member.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/member.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=NOTE %s
// RUN: %fix --none %t/conditional.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/conditional.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=NOTE %s
// RUN: %fix --none %t/template.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/template.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=NOTE %s
// RUN: %fix --none %t/access.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/access.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=NOTE %s
// RUN: %fix --none %t/header.cpp -- %check_cxx -isystem %t/include %arg-btf=%t/ev.bpf.o \
// RUN:   %t/header.cpp 2>&1 | %FileCheck --check-prefix=HEADER %s
// RUN: %fix --none %t/keyword.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/keyword.cpp 2>&1 \
// RUN:   | %FileCheck --check-prefix=KEYWORD %s
//
// NOTE: error: {{.*}} [bpf-host-layout-reordered]
// NOTE: note: swap 'pid' and 'ts'
//
// Nobody edits the headers of the system.
// HEADER: error: {{.*}} [bpf-host-layout-reordered]
// HEADER-NOT: swap
//
// KEYWORD: error: {{.*}} [bpf-host-layout-missing-field]
// KEYWORD: note: add 'uint32_t class;'

//--- ev.bpf.c
typedef unsigned int u32;
typedef unsigned long long u64;
struct two { u64 ts; u32 pid; };
struct pair { u64 ts, pid; };
struct word { u32 pid; u32 class; };
struct two *keep;
struct pair *keep2;
struct word *keep3;

//--- together.cpp
struct [[bpf::host_layout("pair")]] event {
  unsigned long long pid, ts;
};
//--- macro.cpp
#define FIELDS unsigned pid; unsigned long long ts;
struct [[bpf::host_layout("two")]] event { FIELDS };
//--- member.cpp
#define U32(Name) unsigned Name;
struct [[bpf::host_layout("two")]] event {
  U32(pid)
  unsigned long long ts;
};
//--- conditional.cpp
struct [[bpf::host_layout("two")]] event {
  unsigned pid;
#if 1
  unsigned long long ts;
#endif
};
//--- template.cpp
template <typename T> struct [[bpf::host_layout("two")]] event {
  unsigned pid;
  T ts;
};
event<unsigned long long> used;
//--- access.cpp
struct [[bpf::host_layout("two")]] event {
  unsigned pid;
private:
  unsigned long long ts;
};
//--- include/event.h
struct [[bpf::host_layout("two")]] event {
  unsigned pid;
  unsigned long long ts;
};
//--- header.cpp
#include <event.h>
//--- keyword.cpp
struct [[bpf::host_layout("word")]] event {
  unsigned pid;
};
