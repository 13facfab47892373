// A field's own declaration: its type, its marker, its alignment.
//
// RUN: %split_file %s %t
// RUN: %bpfcc -c %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %python %S/Inputs/fix.py %t/type.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/type.cpp | diff -u %t/type.want -
// RUN: %python %S/Inputs/fix.py %t/array.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/array.cpp | diff -u %t/array.want -
// RUN: %python %S/Inputs/fix.py %t/const.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/const.cpp | diff -u %t/const.want -
// RUN: %python %S/Inputs/fix.py --none %t/init.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/init.cpp
//
// RUN: %python %S/Inputs/fix.py %t/mark.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/mark.cpp | diff -u %t/mark.want -
// RUN: %python %S/Inputs/fix.py %t/mark.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/mark.c | diff -u %t/markc.want -
//
// RUN: %python %S/Inputs/fix.py %t/align.cpp -- %clangxx -std=c++17 -m32 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/align.cpp | diff -u %t/align.want -
// RUN: %python %S/Inputs/fix.py %t/align.c -- %clang -std=c11 -m32 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/align.c | diff -u %t/alignc.want -
// RUN: %python %S/Inputs/fix.py %t/align99.c -- %clang -std=c99 -m32 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/align99.c | diff -u %t/align99.want -

//--- ev.bpf.c
typedef unsigned int u32;
typedef unsigned long long u64;
struct event { u32 ip; char comm[16]; };
struct timed { u32 pid; u64 ts; };
struct event *keep;
struct timed *keep2;

//--- type.cpp
#include <cstdint>
struct [[bpf::host_layout]] event {
  [[maybe_unused]] float ip; // address
  char comm[16];
};
//--- type.want
#include <cstdint>
struct [[bpf::host_layout]] event {
  [[maybe_unused]] uint32_t ip; // address
  char comm[16];
};
//--- array.cpp
enum { TASK_COMM_LEN = 32 };
struct [[bpf::host_layout]] event {
  unsigned ip;
  char comm[TASK_COMM_LEN] /* name */;
};
//--- array.want
enum { TASK_COMM_LEN = 32 };
struct [[bpf::host_layout]] event {
  unsigned ip;
  char comm[16] /* name */;
};
//--- const.cpp
struct [[bpf::host_layout]] event {
  const volatile int ip;
  char comm[16];
};
//--- const.want
struct [[bpf::host_layout]] event {
  const volatile unsigned int ip;
  char comm[16];
};
//--- init.cpp
struct [[bpf::host_layout]] event {
  float ip = 1.5;
  char comm[16];
};
//--- mark.cpp
struct [[bpf::host_layout]] event {
  unsigned ip;
  alignas(4) char name[16];
};
//--- mark.want
struct [[bpf::host_layout]] event {
  unsigned ip;
  [[bpf::host_layout("comm")]] alignas(4) char name[16];
};
//--- mark.c
struct __attribute__((bpf_host_layout)) event {
  unsigned ip; char name[16];
};
//--- markc.want
struct __attribute__((bpf_host_layout)) event {
  unsigned ip; __attribute__((bpf_host_layout("comm"))) char name[16];
};
//--- align.cpp
struct [[bpf::host_layout("timed")]] event {
  unsigned pid;
  unsigned long long ts;
};
//--- align.want
struct [[bpf::host_layout("timed")]] event {
  unsigned pid;
  alignas(8) unsigned long long ts;
};
//--- align.c
struct __attribute__((bpf_host_layout("timed"))) event {
  unsigned pid;
  unsigned long long ts;
};
//--- alignc.want
struct __attribute__((bpf_host_layout("timed"))) event {
  unsigned pid;
  _Alignas(8) unsigned long long ts;
};
//--- align99.c
struct __attribute__((bpf_host_layout("timed"))) event {
  unsigned pid;
  unsigned long long ts;
};
//--- align99.want
struct __attribute__((bpf_host_layout("timed"))) event {
  unsigned pid;
  __attribute__((aligned(8))) unsigned long long ts;
};
