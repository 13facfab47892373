// A field's own declaration: its type, its marker, its alignment.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %fix %t/type.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/type.cpp | diff -u %t/type.want -
// RUN: %fix %t/array.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/array.cpp | diff -u %t/array.want -
// RUN: %fix %t/const.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/const.cpp | diff -u %t/const.want -
// RUN: %fix --none %t/init.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/init.cpp
//
// RUN: %fix %t/mark.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/mark.cpp | diff -u %t/mark.want -
// RUN: %fix %t/mark.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/mark.c | diff -u %t/markc.want -
//
// RUN: %fix %t/align.cpp -- %check_cxx -m32 %arg-btf=%t/ev.bpf.o %t/align.cpp \
// RUN:   | diff -u %t/align.want -
// RUN: %fix %t/align.c -- %check_c -std=c11 -m32 %arg-btf=%t/ev.bpf.o %t/align.c \
// RUN:   | diff -u %t/alignc.want -
// RUN: %fix %t/align99.c -- %check_c -std=c99 -m32 %arg-btf=%t/ev.bpf.o %t/align99.c \
// RUN:   | diff -u %t/align99.want -

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
