// What is written to a record of a user ring buffer, against what the program
// reads: the type of that name.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc -c %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %clang -std=gnu11 -I%t -fplugin=%plugin -fsyntax-only -fno-caret-diagnostics %s 2>&1 | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
// RUN: %not %clang -std=gnu11 -I%t -fplugin=%plugin -fplugin-arg-hostlayout-uses=error -fsyntax-only %s 2>&1 | %FileCheck --check-prefix=ERROR %s
// RUN: %clang -std=gnu11 -I%t -fplugin=%plugin -fplugin-arg-hostlayout-uses=off -fsyntax-only %s 2>&1 | %count 0
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
typedef unsigned u32;
#include "ev.skel.h"

struct event { unsigned long long ts; u32 pid, cpu; }; // BPF: pid, cpu, ts
struct other { u32 a; };

void send(struct ev *skel, struct user_ring_buffer *unknown) {
  struct user_ring_buffer *ring =
      user_ring_buffer__new(bpf_map__fd(skel->maps.commands), NULL);
  // CHECK: [[#@LINE+2]]:21: warning: field 'ts' is at byte 0 here, but the BPF program has it at byte 8 [bpf-host-layout-reordered]
  // ERROR: error: field 'ts' is at byte 0 here
  struct event *e = user_ring_buffer__reserve(ring, sizeof(*e));
  // CHECK: note: the result of user_ring_buffer__reserve() of map 'commands' ({{.*}}ev.skel.h)
  e->pid = 1;
  user_ring_buffer__submit(ring, e);
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: field 'ts' is at byte 0 here
  ((struct event *)user_ring_buffer__reserve_blocking(ring, 16, 1))->pid = 2;
  // CHECK: note: the result of user_ring_buffer__reserve_blocking() of map 'commands'
  // The program has no type of that name.
  struct other *o = user_ring_buffer__reserve(ring, sizeof(*o));
  // Nobody knows what reads it.
  struct event *u = user_ring_buffer__reserve(unknown, sizeof(*u));
  (void)o;
  (void)u;
  // An overrun, so that the compile fails.
  u32 n, key = 0;
  // CHECK: error: 'n' holds 4 bytes here
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &key, &n);
}
