// Fields that change places take their comments and attributes along.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %fix %t/swap.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/swap.cpp | diff -u %t/swap.want -
// RUN: %fix %t/line.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/line.cpp | diff -u %t/line.want -
// RUN: %fix %t/front.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/front.cpp | diff -u %t/front.want -
// RUN: %fix %t/behind.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/behind.cpp \
// RUN:   | diff -u %t/behind.want -
// RUN: %fix %t/moveline.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/moveline.cpp \
// RUN:   | diff -u %t/moveline.want -

//--- ev.bpf.c
typedef unsigned int u32;
typedef unsigned long long u64;
struct two { u64 ts; u32 pid; };
struct four { u64 ts; u32 pid, tid, uid, gid; };
struct two *keep;
struct four *keep4;

//--- swap.cpp
#include <cstdint>
struct [[bpf::host_layout("two")]] event {
  // Who it was:
  // as the kernel numbers threads.
  [[maybe_unused]] uint32_t pid; // never 0

  uint64_t ts; /* when */
};
//--- swap.want
#include <cstdint>
struct [[bpf::host_layout("two")]] event {
  uint64_t ts; /* when */

  // Who it was:
  // as the kernel numbers threads.
  [[maybe_unused]] uint32_t pid; // never 0
};
//--- line.cpp
#include <cstdint>
struct [[bpf::host_layout("two")]] event { uint32_t pid; uint64_t ts; };
//--- line.want
#include <cstdint>
struct [[bpf::host_layout("two")]] event { uint64_t ts; uint32_t pid; };
//--- front.cpp
#include <cstdint>
struct [[bpf::host_layout("four")]] event {
  uint32_t pid;
  uint32_t tid;
  uint32_t uid;
  uint32_t gid;
  uint64_t ts; // when
};
//--- front.want
#include <cstdint>
struct [[bpf::host_layout("four")]] event {
  uint64_t ts; // when
  uint32_t pid;
  uint32_t tid;
  uint32_t uid;
  uint32_t gid;
};
//--- behind.cpp
#include <cstdint>
struct [[bpf::host_layout("four")]] event {
  uint64_t ts;
  uint32_t gid; // last in BPF
  uint32_t pid;
  uint32_t tid;
  uint32_t uid; // user
};
//--- behind.want
#include <cstdint>
struct [[bpf::host_layout("four")]] event {
  uint64_t ts;
  uint32_t pid;
  uint32_t tid;
  uint32_t uid; // user
  uint32_t gid; // last in BPF
};
//--- moveline.cpp
#include <cstdint>
struct [[bpf::host_layout("four")]] event { uint32_t pid; uint32_t tid; uint32_t uid; uint32_t gid; uint64_t ts; };
//--- moveline.want
#include <cstdint>
struct [[bpf::host_layout("four")]] event { uint64_t ts; uint32_t pid; uint32_t tid; uint32_t uid; uint32_t gid; };
