// The same in C, where [[...]] is C23.
//
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t.o
// RUN: %check_c -std=c89 %arg-btf=%t.o -ferror-limit=0 -Xclang -verify %s
// RUN: %check_c -std=gnu17 %arg-btf=%t.o -ferror-limit=0 -Xclang -verify %s
// RUN: %check_c -std=c2x -DC23 %arg-btf=%t.o -ferror-limit=0 -Xclang -verify %s
/* expected-no-diagnostics */

#define BODY                                                                   \
  {                                                                            \
    unsigned pid;                                                              \
    unsigned long long ts;                                                     \
    char comm[16];                                                             \
  }
#define NAME "event"
#define GNU(x) __attribute__((bpf_host_layout(x)))

struct __attribute__((bpf_host_layout("event"))) gnu1 BODY;
struct GNU(NAME) gnu2 BODY;
struct BODY __attribute__((bpf_host_layout("event"))) gnu3;
struct gnu4 BODY GNU("event");
typedef struct BODY gnu5 GNU("event");
typedef struct GNU("event") BODY gnu6;
typedef struct __attribute__((bpf_host_layout)) BODY event;

#ifdef C23
#define MIRRORS(x) [[bpf::host_layout(x)]]
#define STRING(x) [[bpf::host_layout(#x)]]
struct [[bpf::host_layout("event")]] c23a BODY;
struct MIRRORS(NAME) c23b BODY;
struct STRING(event) c23c BODY;
struct [[bpf::host_layout("event")]] c23d {
  unsigned tid [[bpf::host_layout("pid")]];
  unsigned long long ts;
  char comm[16];
};
[[bpf::host_layout("event")]] typedef struct BODY c23e;
#endif
