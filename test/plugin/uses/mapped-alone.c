// A unit whose only use is mmap() of a map.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc -c %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %clang -std=gnu11 -I%t -fplugin=%plugin -fsyntax-only %s 2>&1 | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/libbpf.h>
#include <sys/mman.h>
typedef unsigned u32;
#include "ev.skel.h"

unsigned read_it(struct ev *skel) {
  // CHECK: [[#@LINE+1]]:17: warning: the elements of 'the result of mmap()' are 4 bytes here, but the values of map 'plain' are 8 bytes apart [bpf-host-layout-size]
  u32 *values = mmap(0, 4096, PROT_READ, MAP_SHARED,
                     bpf_map__fd(skel->maps.plain), 0);
  // CHECK: note: mapped as the values of map 'plain'
  unsigned long long *right = mmap(0, 4096, PROT_READ, MAP_SHARED,
                                   bpf_map__fd(skel->maps.plain), 0);
  return values[1] + right[1];
}
