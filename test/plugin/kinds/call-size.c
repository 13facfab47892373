// libbpf compares sizes and refuses.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/libbpf.h>

void f(struct bpf_object *obj, const void *data) {
  struct bpf_map *map = bpf_object__find_map_by_name(obj, "small");
  unsigned k = 0;
  unsigned long long v;
  bpf_map__lookup_elem(map, &k, sizeof(k), &v, sizeof(v), 0);
  // CHECK: [[#@LINE+1]]:48: error: value_sz is 4 here, but the values of map 'small' have 8 bytes: this call fails with EINVAL every time [bpf-host-layout-call-size]
  bpf_map__lookup_elem(map, &k, sizeof(k), &v, sizeof(k), 0);
  // CHECK: note: of map 'small'
  // Another size was set:
  struct bpf_map *other = bpf_object__find_map_by_name(obj, "sized");
  bpf_map__set_value_size(other, 32);
  bpf_map__lookup_elem(other, &k, sizeof(k), &v, sizeof(v), 0);
}
