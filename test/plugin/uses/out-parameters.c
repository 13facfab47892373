// A descriptor or map that a function of the file stores through a pointer.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>
typedef unsigned u32;
#include "ev.skel.h"

static int open_small(struct ev *skel, int *fd) {
  if (!fd)
    return -1;
  *fd = bpf_map__fd(skel->maps.small);
  return 0;
}
static void find(struct bpf_object *obj, const char *name, void **map, int *fd) {
  struct bpf_map *m = bpf_object__find_map_by_name(obj, name);
  *map = m;
  if (*fd <= 0)
    *fd = dup(bpf_map__fd(m));
}
static int deeper(struct ev *skel, int *to) { return open_small(skel, to); }
static int *kept;
static void keep(int *fd) { kept = fd; }
static void count(int *fd) { ++*fd; }
void shown(const int *fd);

// A local.
void locals(struct ev *skel) {
  unsigned k = 0;
  unsigned short h;
  unsigned long long v;
  int fd = -1, other = -1, escaped = -1, counted = -1;
  open_small(skel, &fd);
  bpf_map_lookup_elem(fd, &k, &v);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(fd, &k, &h);
  deeper(skel, &other);
  shown(&other);
  // What is only read through its address stays known.
  bpf_map_update_elem(fd, &k, &v, other);
  bpf_map_update_elem(bpf_map__fd(skel->maps.small), &other, &v, 0);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(other, &k, &h);
  open_small(skel, &escaped);
  keep(&escaped);
  bpf_map_lookup_elem(escaped, &k, &h);
  open_small(skel, &counted);
  count(&counted);
  bpf_map_lookup_elem(counted, &k, &h);
}

// Members, each by the name that its own call gives.
static struct { void *small_map, *sized_map; int small_fd, sized_fd; } agent;
void fill(struct bpf_object *obj) {
  find(obj, "small", &agent.small_map, &agent.small_fd);
  find(obj, "sized", &agent.sized_map, &agent.sized_fd);
}
void members(void) {
  unsigned k = 0;
  unsigned short h;
  unsigned long long v;
  bpf_map_lookup_elem(agent.small_fd, &k, &v);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(agent.small_fd, &k, &h);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'v' holds 8 bytes here, but the kernel writes 24 for a value of map 'sized'
  bpf_map_lookup_elem(bpf_map__fd(agent.sized_map), &k, &v);
}

// A map that is reused by one of its own name has its sizes.
void reuse(struct ev *skel, struct bpf_object *obj) {
  unsigned k = 0;
  unsigned short h;
  bpf_map__reuse_fd(skel->maps.small, agent.small_fd);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &k, &h);
}
