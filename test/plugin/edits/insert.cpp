// A field that the host lacks, in the words that the unit knows.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %fix %t/last.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/last.cpp | diff -u %t/last.want -
// RUN: %fix %t/first.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/first.cpp | diff -u %t/first.want -
// RUN: %fix %t/line.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/line.c | diff -u %t/line.want -
// RUN: %fix %t/kernel.c -- %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %t/kernel.c \
// RUN:   | diff -u %t/kernel.want -
// RUN: %fix %t/bool.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/bool.c | diff -u %t/bool.want -

//--- ev.bpf.c
typedef unsigned int u32;
typedef unsigned long long u64;
struct event { u64 ts; u32 pid; u32 tid; };
struct path { u32 pid; char path[64]; };
struct flag { u32 pid; _Bool ok; };
struct event *keep;
struct path *keep2;
struct flag *keep3;

//--- last.cpp
#include <cstdint>
struct [[bpf::host_layout("path")]] event {
  uint32_t pid; // who
};
//--- last.want
#include <cstdint>
struct [[bpf::host_layout("path")]] event {
  uint32_t pid; // who
  char path[64];
};
//--- first.cpp
#include <cstdint>
struct [[bpf::host_layout]] event {
  // The process.
  uint32_t pid;
  uint32_t tid;
};
//--- first.want
#include <cstdint>
struct [[bpf::host_layout]] event {
  uint64_t ts;
  // The process.
  uint32_t pid;
  uint32_t tid;
};
//--- line.c
struct __attribute__((bpf_host_layout)) event { unsigned pid; unsigned tid; };
//--- line.want
struct __attribute__((bpf_host_layout)) event { unsigned long long ts; unsigned pid; unsigned tid; };
//--- kernel.c
#include <linux/types.h>
struct __attribute__((bpf_host_layout)) event {
	__u32 pid, tid;
};
//--- kernel.want
#include <linux/types.h>
struct __attribute__((bpf_host_layout)) event {
	__u64 ts;
	__u32 pid, tid;
};
//--- bool.c
struct __attribute__((bpf_host_layout("flag"))) event {
  unsigned pid;
};
//--- bool.want
struct __attribute__((bpf_host_layout("flag"))) event {
  unsigned pid;
  _Bool ok;
};
