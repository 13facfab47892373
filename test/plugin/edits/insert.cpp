// A field that the host lacks, in the words that the unit knows.
//
// RUN: %split_file %s %t
// RUN: %bpfcc -c %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %python %S/Inputs/fix.py %t/last.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/last.cpp | diff -u %t/last.want -
// RUN: %python %S/Inputs/fix.py %t/first.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/first.cpp | diff -u %t/first.want -
// RUN: %python %S/Inputs/fix.py %t/line.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/line.c | diff -u %t/line.want -
// RUN: %python %S/Inputs/fix.py %t/kernel.c -- %clang -std=gnu11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/kernel.c | diff -u %t/kernel.want -
// RUN: %python %S/Inputs/fix.py %t/bool.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/bool.c | diff -u %t/bool.want -

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
