// What changes a type as a whole: alignment, packing, more enumerators.
//
// RUN: %split_file %s %t
// RUN: %bpfcc -c %t/ev.bpf.c -o %t/ev.bpf.o
//
// RUN: %python %S/Inputs/fix.py %t/align.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/align.cpp | diff -u %t/align.want -
// RUN: %python %S/Inputs/fix.py %t/align.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/align.c | diff -u %t/alignc.want -
// RUN: %python %S/Inputs/fix.py %t/pack.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/pack.cpp | diff -u %t/pack.want -
// RUN: %python %S/Inputs/fix.py %t/packt.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/packt.c | diff -u %t/packt.want -
//
// RUN: %python %S/Inputs/fix.py %t/enum.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/enum.cpp | diff -u %t/enum.want -
// RUN: %python %S/Inputs/fix.py %t/comma.cpp -- %clangxx -std=c++17 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/comma.cpp | diff -u %t/comma.want -
// RUN: %python %S/Inputs/fix.py %t/line.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/line.c | diff -u %t/line.want -
// RUN: %python %S/Inputs/fix.py --none %t/taken.c -- %clang -std=c11 -fplugin=%plugin -fplugin-arg-hostlayout-btf=%t/ev.bpf.o -fsyntax-only %t/taken.c

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
