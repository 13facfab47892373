// The address of a pointer in place of the pointer; a fix that is too far from
// the call to be shown with it.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc -c %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %clang -std=gnu11 -I%t -fplugin=%plugin -fplugin-arg-hostlayout-uses=error -fsyntax-only %s 2>&1 | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
typedef unsigned u32;
#include "ev.skel.h"

struct key {
  u32 a, b;
};
struct stats {
  unsigned long long bytes, packets;
};

int look(struct ev *skel, struct key *key) {
  int fd = bpf_map__fd(skel->maps.counts);
  struct {
    unsigned long long packets, bytes;
  } to;
  // CHECK: [[#@LINE+1]]:27: error: 'key' is 'struct key *' here but a struct in BPF [bpf-host-layout-wrong-kind]
  bpf_map_lookup_elem(fd, &key, &to);
  unsigned long long *number = malloc(8);
  // The kernel may be given an address as a number.
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &key->a, &number);
  return bpf_map_lookup_elem(fd, key, &to);
}

// The struct's fix is more than 16 lines above: it stands in a note, and the
// line that is shown has its own number.
int far(struct ev *skel, struct key *key) {
  struct stats to;
  // Clang has numbers in front of lines from 17 on: that of this line is 41.
  // CHECK: [[#@LINE+2]]:{{[0-9]+}}: error: field 'packets' is at byte 8 here
  // CHECK-NEXT: {{^( *41 \|)? +}}return bpf_map_lookup_elem
  return bpf_map_lookup_elem(bpf_map__fd(skel->maps.counts), key, &to);
}
