// A marked field counts where a call of libbpf compares its struct, and such a
// call reaches it.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %check_cxx -I%t -Xclang -verify %s
// RUN: %check_cxx -I%t %arg-uses=off -Xclang -verify=expected,off %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
typedef unsigned u32;
#include "ev.skel.h"

struct used {
  // off-error@+1 {{'seen' is marked, but no marker reaches 'used', so it is not checked}}
  unsigned long long seen [[bpf::host_layout("packets")]];
  unsigned long long bytes;
};
struct unused {
  // expected-error@+1 {{'seen' is marked, but no marker reaches 'unused', so it is not checked}}
  unsigned long long seen [[bpf::host_layout("packets")]];
  unsigned long long bytes;
};

void read(ev *skel) {
  unsigned long long k = 0;
  used u;
  unused *other = nullptr;
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.counts), &k, &u);
  (void)other;
}
