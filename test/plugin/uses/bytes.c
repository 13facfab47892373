// How many bytes are there.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
typedef unsigned u32;
#include "ev.skel.h"

struct stats { unsigned long long packets, bytes; };
struct key { unsigned a, b; };
struct pair { struct key first; struct stats second; };
struct parts { unsigned a; unsigned b; };
struct flexible { unsigned n; unsigned char data[]; };

void f(struct ev *skel, struct flexible *flex, struct stats *given, void *any) {
  int small = bpf_map__fd(skel->maps.small), sized = bpf_map__fd(skel->maps.sized);
  int counts = bpf_map__fd(skel->maps.counts);
  unsigned k = 0;
  unsigned char mac[6] = {0};
  unsigned char room[24];
  struct pair p = {{0, 0}, {0, 0}};
  struct parts parts;
  unsigned words[2], one[1];
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'mac' holds 6 bytes here, but the kernel reads 8 for a value of map 'small'
  bpf_map_update_elem(small, &k, mac, 0);
  bpf_map_lookup_elem(sized, &k, room);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'room[1]' holds 23 bytes here, but the kernel writes 24 for a value of map 'sized'
  bpf_map_lookup_elem(sized, &k, &room[1]);
  // From the first member on, all of the object:
  bpf_map_lookup_elem(counts, &parts.a, given);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'parts.b' holds 4 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(small, &k, &parts.b);
  bpf_map_lookup_elem(small, &k, words);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'one' holds 4 bytes here, but the kernel writes 8
  bpf_map_lookup_elem(small, &k, one);
  bpf_map_lookup_elem(counts, &p.first, &p.second);
  bpf_map_lookup_elem(sized, &k, flex->data);
  bpf_map_lookup_elem(counts, &p.first, given);
  bpf_map_lookup_elem(counts, &p.first, any);
  // CHECK: [[#@LINE+2]]:{{.*}}: error: 'heap' holds 16 bytes here, but the kernel writes 24 for a value of map 'sized'
  struct stats *heap = malloc(sizeof(*heap));
  bpf_map_lookup_elem(sized, &k, heap);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: {{.*}} holds 4 bytes here, but the kernel reads 8 for a value of map 'small'
  bpf_map_update_elem(small, &k, &(unsigned){1}, 0);
  // The author knows; a cast to void * hides nothing:
  bpf_map_update_elem(small, &k, (char *)mac, 0);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'mac' holds 6 bytes here, but the kernel reads 8
  bpf_map_update_elem(small, &k, (void *)mac, 0);
}

// One arm of a union is what the map has.
struct four { unsigned v; };
struct swapped { unsigned b, a; };
union either { struct four four; struct key key; };
union neither { struct four four; struct swapped swapped; };
void arms(struct ev *skel, struct stats *given, union either *e, union neither *n) {
  int counts = bpf_map__fd(skel->maps.counts);
  bpf_map_lookup_elem(counts, e, given);
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: 'neither' is a union here but a struct in BPF
  bpf_map_lookup_elem(counts, n, given);
}
