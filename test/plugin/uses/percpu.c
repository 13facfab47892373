// What is there for the values of a per-CPU map.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -D_GNU_SOURCE -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <unistd.h>
typedef unsigned u32;
#include "ev.skel.h"

struct odd { unsigned a, b, c; };
struct slot { unsigned a, b, c, pad; };
extern int cpus_known_elsewhere;
static int cpus;

static int number_of_cpus(void) {
  int n = libbpf_num_possible_cpus();
  if (n < 0)
    exit(1);
  return n;
}

void hits(struct ev *skel) {
  int fd = bpf_map__fd(skel->maps.hits);
  unsigned k = 0;
  unsigned long long v;
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'v' holds 8 bytes here, but the kernel writes 8 for each possible CPU, for a value of per-CPU map 'hits' [bpf-host-layout-overrun]
  bpf_map_lookup_elem(fd, &k, &v);
  // CHECK: note: passed as the value
  // CHECK: note: allocate libbpf_num_possible_cpus() elements of 8 bytes
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'v' holds 8 bytes here, but the kernel reads 8 for each possible CPU
  bpf_map_update_elem(fd, &k, &v, 0);
  unsigned long long all[number_of_cpus()];
  bpf_map_lookup_elem(fd, &k, all);
  unsigned long long *heap = calloc(libbpf_num_possible_cpus(), sizeof(*heap));
  bpf_map_lookup_elem(fd, &k, heap);
  cpus = libbpf_num_possible_cpus();
  unsigned long long *more = malloc(cpus * sizeof(*more));
  bpf_map_lookup_elem(fd, &k, more);
  // CHECK: [[#@LINE+2]]:{{.*}}: warning: 'online' has an element for each CPU that is online here, but the kernel writes one for each possible CPU, for a value of per-CPU map 'hits' [bpf-host-layout-percpu]
  unsigned long long online[sysconf(_SC_NPROCESSORS_ONLN)];
  bpf_map_lookup_elem(fd, &k, online);
  // CHECK: note: count with libbpf_num_possible_cpus()
  // CHECK: [[#@LINE+2]]:{{.*}}: warning: 'few' has room for 64 CPUs here, but the kernel writes a value for each possible CPU of per-CPU map 'hits' [bpf-host-layout-percpu]
  unsigned long long few[64];
  bpf_map_lookup_elem(fd, &k, few);
  unsigned long long many[256];
  bpf_map_lookup_elem(fd, &k, many);
  // One CPU's value, or nobody knows:
  bpf_map_lookup_elem_flags(fd, &k, &v, 8);
  bpf_map_lookup_elem_flags(fd, &k, &v, (unsigned long)skel);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'k' holds 4 bytes here, but the kernel writes 8 for a value of map 'hits'
  bpf_map_lookup_elem_flags(fd, &k, &k, 8);
}

void strides(struct ev *skel) {
  unsigned k = 0;
  int fd = bpf_map__fd(skel->maps.narrow);
  unsigned small[libbpf_num_possible_cpus()];
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'small' holds 4 bytes for each possible CPU here, but the kernel writes 8, for a value of per-CPU map 'narrow' [bpf-host-layout-overrun]
  bpf_map_lookup_elem(fd, &k, small);
  // CHECK: note: allocate libbpf_num_possible_cpus() elements of 8 bytes
  unsigned long long right[libbpf_num_possible_cpus()];
  bpf_map_lookup_elem(fd, &k, right);
  fd = bpf_map__fd(skel->maps.odds);
  struct odd *some = calloc(cpus_known_elsewhere, sizeof(*some));
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: the elements of 'some' are 12 bytes here, but the values of per-CPU map 'odds' lie 16 bytes apart [bpf-host-layout-percpu]
  bpf_map_lookup_elem(fd, &k, some);
  struct slot *slots = calloc(cpus_known_elsewhere, sizeof(*slots));
  bpf_map_lookup_elem(fd, &k, slots);
  unsigned *words = calloc(cpus_known_elsewhere, sizeof(*words));
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: 'words' points to 4 bytes here, but the kernel writes 16 for a value of map 'odds' [bpf-host-layout-size]
  bpf_map_lookup_elem(fd, &k, words);
}

void sizes(struct ev *skel) {
  unsigned k = 0;
  int n = libbpf_num_possible_cpus();
  unsigned long long v[n];
  bpf_map__lookup_elem(skel->maps.hits, &k, sizeof(k), v, sizeof(v[0]) * n, 0);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: value_sz is 8 here, but per-CPU map 'hits' has 8 bytes for each possible CPU: this call fails with EINVAL every time [bpf-host-layout-call-size]
  bpf_map__lookup_elem(skel->maps.hits, &k, sizeof(k), v, sizeof(v[0]), 0);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: value_sz counts 4 bytes for each possible CPU here, but per-CPU map 'narrow' has 8: this call fails with EINVAL every time [bpf-host-layout-call-size]
  bpf_map__lookup_elem(skel->maps.narrow, &k, sizeof(k), v, sizeof(k) * n, 0);
}
