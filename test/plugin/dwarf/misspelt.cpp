// A misspelt name of a type that only DWARF has is suggested like any other.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp 2>&1 | %FileCheck %s
//
// CHECK: error: {{.*}}'evnet'{{.*}} [bpf-host-layout-type-not-found]
// CHECK: did you mean 'event'?
//
//--- ev.bpf.c
static void *(*reserve)(void *, unsigned long, unsigned long) = (void *)131;
struct event { unsigned long long ts; };
int rb;
__attribute__((section("tracepoint/x"), used)) int prog(void *ctx) {
  struct event *e = reserve(&rb, sizeof(*e), 0);
  if (e)
    e->ts = 1;
  return 0;
}
//--- host.cpp
struct [[bpf::host_layout]] evnet {
  unsigned long long ts;
};
