// A NOLINT that names the kind or the check counts at a use, too.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %check_c -std=gnu11 -I%t -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
typedef unsigned u32;
#include "ev.skel.h"

void one(struct ev *skel) {
  int fd = bpf_map__fd(skel->maps.counts);
  unsigned long long k = 0, v = 0;
  bpf_map_lookup_elem(fd, &k, &v); // NOLINT(bpf-host-layout-overrun)
  // NOLINTNEXTLINE(bpf-host-layout)
  bpf_map_lookup_elem(fd, &k, &v);
  bpf_map_lookup_elem(fd, &k, &v); // NOLINT expected-error {{'v' holds 8 bytes here}}
  bpf_map_lookup_elem(fd, &k, &v); // NOLINT(bpf-host-layout-size) expected-error {{'v' holds 8 bytes here}}
}
