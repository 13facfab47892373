// A call of each form that the table has, right and wrong, in C and C++.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
// RUN: %not %check_cxx -xc++ -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
typedef unsigned u32;
#include "ev.skel.h"

struct key { unsigned a, b; };
struct stats { unsigned long long packets, bytes; };
struct swapped { unsigned long long bytes, packets; };

void one(struct ev *skel, struct key *keys, struct stats *all, struct swapped *wrong) {
  int fd = bpf_map__fd(skel->maps.counts);
  struct key k = {0, 0};
  struct stats s;
  struct swapped w;
  unsigned n = 0;
  unsigned long long v = 0;
  bpf_map_lookup_elem(fd, &k, &s);
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: field 'packets' is at byte 8 here, but the BPF program has it at byte 0 [bpf-host-layout-reordered]
  bpf_map_lookup_elem(fd, &k, &w);
  // CHECK: note: passed as the value of map 'counts' ({{.*}}ev.skel.h)
  // CHECK: [[#@LINE+1]]:27: error: 'n' holds 4 bytes here, but the kernel reads 8 for a key of map 'counts' [bpf-host-layout-overrun]
  bpf_map_lookup_elem(fd, &n, &s);
  // CHECK: note: passed as the key of map 'counts'
  // CHECK: [[#@LINE+1]]:37: error: 'v' holds 8 bytes here, but the kernel writes 16 for a value of map 'counts' [bpf-host-layout-overrun]
  bpf_map_lookup_elem_flags(fd, &k, &v, 0);
  // CHECK: note: passed as the value of map 'counts'
  // CHECK: [[#@LINE+1]]:31: error: 'v' holds 8 bytes here, but the kernel reads 16 for a value of map 'counts' [bpf-host-layout-overrun]
  bpf_map_update_elem(fd, &k, &v, BPF_ANY);
  // CHECK: note: passed as the value
  // CHECK: [[#@LINE+1]]:27: error: 'n' holds 4 bytes here, but the kernel reads 8 for a key of map 'counts' [bpf-host-layout-overrun]
  bpf_map_delete_elem(fd, &n);
  // CHECK: note: passed as the key
  // CHECK: [[#@LINE+1]]:42: error: 'v' holds 8 bytes here, but the kernel writes 16 for a value
  bpf_map_lookup_and_delete_elem(fd, &k, &v);
  // CHECK: note: passed as the value
  bpf_map_get_next_key(fd, NULL, &k);
  // CHECK: [[#@LINE+1]]:32: error: 'n' holds 4 bytes here, but the kernel writes 8 for a key of map 'counts' [bpf-host-layout-overrun]
  bpf_map_get_next_key(fd, &k, &n);
  // CHECK: note: passed as the key
  __u32 count = 8;
  bpf_map_lookup_batch(fd, NULL, &n, keys, all, &count, NULL);
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: field 'packets' is at byte 8 here
  bpf_map_lookup_batch(fd, NULL, &n, keys, wrong, &count, NULL);
  // CHECK: note: passed as the value
  // CHECK: [[#@LINE+1]]:28: warning: the elements of 'all' are 16 bytes here, but the keys of map 'counts' are 8 bytes apart [bpf-host-layout-size]
  bpf_map_update_batch(fd, all, all, &count, NULL);
  // CHECK: note: passed as the key
}

void sizes(struct ev *skel) {
  struct key k = {0, 0};
  struct stats s;
  struct stats *p = &s;
  bpf_map__lookup_elem(skel->maps.counts, &k, sizeof(k), p, sizeof(*p), 0);
  // CHECK: [[#@LINE+1]]:61: error: value_sz is {{[48]}} here, but the values of map 'counts' have 16 bytes: this call fails with EINVAL every time [bpf-host-layout-call-size]
  bpf_map__lookup_elem(skel->maps.counts, &k, sizeof(k), p, sizeof(p), 0);
  // CHECK: note: of map 'counts'
  // CHECK: note: give {{[0-9]+}}, and an object of that size
  // CHECK: [[#@LINE+1]]:47: error: key_sz is 4 here, but the keys of map 'counts' have 8 bytes: this call fails with EINVAL every time [bpf-host-layout-call-size]
  bpf_map__update_elem(skel->maps.counts, &k, sizeof(k.a), &s, sizeof(s), 0);
  // CHECK: note: of map 'counts'
  // CHECK: [[#@LINE+1]]:47: error: key_sz is 4 here
  bpf_map__delete_elem(skel->maps.counts, &k, 4, 0);
  // CHECK: note: of map 'counts'
}

void scalars(struct ev *skel) {
  unsigned n = 0;
  int i = 0;
  long long sl = 0;
  double d = 0;
  float f = 0;
  unsigned long long v = 0;
  struct stats s;
  unsigned long long three[3];
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &i, &sl);
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &n, &s);
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.ratios), &n, &d);
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: {{.*}} is 'double' here but 'u64' in BPF [bpf-host-layout-type]
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &n, &d);
  // CHECK: note: passed as the value of map 'small'
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &f, three);
  // CHECK: [[#@LINE-1]]:{{.*}}: warning: {{.*}} is 'float' here but 'u32' in BPF [bpf-host-layout-type]
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.sized), &n, three);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 's' holds 16 bytes here, but the kernel writes 24 for a value of map 'sized'
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.sized), &n, &s);
  bpf_map_update_elem(bpf_map__fd(skel->maps.progs), &n, &i, 0);
  // CHECK: [[#@LINE+2]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel reads 4 for a value of map 'progs'
  short h = 0;
  bpf_map_update_elem(bpf_map__fd(skel->maps.progs), &n, &h, 0);
}
