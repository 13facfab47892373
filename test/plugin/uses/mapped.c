// mmap() of a map, and the initial value of a section's map.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/mman.h>
typedef unsigned u32;
#include "ev.skel.h"

struct stats { unsigned long long packets, bytes; };
struct swapped { unsigned long long bytes, packets; };
struct small { unsigned a; };

void map(struct ev *skel, int other) {
  int fd = bpf_map__fd(skel->maps.table);
  struct stats *good = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
  // CHECK: [[#@LINE+1]]:25: warning: field 'packets' is at byte 8 here, but the BPF program has it at byte 0 [bpf-host-layout-reordered]
  struct swapped *bad = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
  // CHECK: note: mapped as the values of map 'table'
  // CHECK: [[#@LINE+1]]:40: warning: 'the result of mmap()' points to 4 bytes here, but the kernel writes 16 for a value of map 'table' [bpf-host-layout-size]
  struct small *tiny = (struct small *)mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
  // No map is known.
  struct small *unknown = mmap(0, 4096, PROT_READ, MAP_SHARED, other, 0);
  (void)good, (void)bad, (void)tiny, (void)unknown;
}

void initial(struct ev *skel) {
  size_t size;
  unsigned right = 1;
  bpf_map__set_initial_value(skel->maps.data, &right, sizeof(right));
  const struct ev__data *section = bpf_map__initial_value(skel->maps.data, &size);
  struct stats wrong = {1};
  // CHECK: [[#@LINE+2]]:47: warning: field 'packets' is not in BPF's '.data'
  // CHECK: [[#@LINE+1]]:55: error: size is 16 here, but the values of map 'data' have 4 bytes: this call fails with EINVAL every time [bpf-host-layout-call-size]
  bpf_map__set_initial_value(skel->maps.data, &wrong, sizeof(wrong));
  (void)section;
}
