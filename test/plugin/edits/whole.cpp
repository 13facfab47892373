// What changes a type as a whole: alignment, packing, more enumerators.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %fix %t/align.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/align.cpp | diff -u %t/align.want -
// RUN: %fix %t/align.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/align.c \
// RUN:   | diff -u %t/alignc.want -
// RUN: %fix %t/pack.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/pack.cpp | diff -u %t/pack.want -
// RUN: %fix %t/packt.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/packt.c \
// RUN:   | diff -u %t/packt.want -
//
// RUN: %fix %t/enum.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/enum.cpp | diff -u %t/enum.want -
// RUN: %fix %t/comma.cpp -- %check_cxx %arg-btf=%t/ev.bpf.o %t/comma.cpp | diff -u %t/comma.want -
// RUN: %fix %t/line.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/line.c | diff -u %t/line.want -
// RUN: %fix --none %t/taken.c -- %check_c -std=c11 %arg-btf=%t/ev.bpf.o %t/taken.c

//--- ev.bpf.c
typedef unsigned int u32;
typedef unsigned long long u64;
struct wide { u32 a, b; } __attribute__((aligned(16)));
struct tight { u32 pid; u64 ts; } __attribute__((packed));
enum kind { K_OPEN = 1, K_CLOSE = 2, K_EXEC = 4 };
struct wide *keep;
struct tight *keep2;
enum kind keep3(void) { return K_OPEN; }

//--- align.cpp
struct [[bpf::host_layout]] wide {
  unsigned a, b;
};
//--- align.want
struct [[bpf::host_layout]] alignas(16) wide {
  unsigned a, b;
};
//--- align.c
struct __attribute__((bpf_host_layout)) wide {
  unsigned a, b;
};
//--- alignc.want
struct __attribute__((bpf_host_layout)) __attribute__((aligned(16))) wide {
  unsigned a, b;
};
//--- pack.cpp
struct [[bpf::host_layout]] tight {
  unsigned pid;
  unsigned long long ts;
};
//--- pack.want
struct [[bpf::host_layout]] __attribute__((packed)) tight {
  unsigned pid;
  unsigned long long ts;
};
//--- packt.c
typedef struct {
  unsigned pid;
  unsigned long long ts;
} __attribute__((bpf_host_layout("tight"))) event;
//--- packt.want
typedef struct __attribute__((packed)) {
  unsigned pid;
  unsigned long long ts;
} __attribute__((bpf_host_layout("tight"))) event;
//--- enum.cpp
enum [[bpf::host_layout]] kind : unsigned {
  K_OPEN = 1, // opened
  K_CLOSE = 2 // closed
};
//--- enum.want
enum [[bpf::host_layout]] kind : unsigned {
  K_OPEN = 1, // opened
  K_CLOSE = 2, // closed
  K_EXEC = 4
};
//--- comma.cpp
enum class [[bpf::host_layout]] kind : unsigned {
  K_OPEN = 1,
};
//--- comma.want
enum class [[bpf::host_layout]] kind : unsigned {
  K_OPEN = 1,
  K_CLOSE = 2,
  K_EXEC = 4,
};
//--- line.c
enum __attribute__((bpf_host_layout)) kind { K_OPEN = 1, K_CLOSE };
//--- line.want
enum __attribute__((bpf_host_layout)) kind { K_OPEN = 1, K_CLOSE, K_EXEC = 4 };
//--- taken.c
int K_EXEC;
enum __attribute__((bpf_host_layout)) kind { K_OPEN = 1, K_CLOSE };
