// How a call is followed to its map, and where it is left alone.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
typedef unsigned u32;
#include "ev.skel.h"

struct key { unsigned a, b; };
struct stats { unsigned long long packets, bytes; };

// One descriptor for several maps, by the assignment that reaches.
void reused(struct bpf_object *obj) {
  unsigned k = 0;
  unsigned long long v = 0;
  struct key kk = {0, 0};
  struct stats s;
  int fd = bpf_object__find_map_fd_by_name(obj, "small");
  bpf_map_update_elem(fd, &k, &v, 0);
  fd = bpf_object__find_map_fd_by_name(obj, "counts");
  bpf_map_update_elem(fd, &kk, &s, 0);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'v' holds 8 bytes here, but the kernel reads 16 for a value of map 'counts'
  bpf_map_update_elem(fd, &kk, &v, 0);
}

// Either map: only what is wrong for both is told.
void either(struct ev *skel, int which) {
  unsigned k = 0;
  unsigned long long v = 0;
  unsigned short h = 0;
  struct bpf_map *map = which ? skel->maps.small : skel->maps.sized;
  bpf_map_lookup_elem(bpf_map__fd(map), &k, &v);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(bpf_map__fd(map), &k, &h);
}

// Each chain of callers on its own, told where the object is named.
static int read_it(int fd, void *key, void *value) {
  if (fd < 0)
    return -1;
  return bpf_map_lookup_elem(fd, key, value);
}
static int read_more(struct bpf_map *map, void *value) {
  unsigned k = 0;
  return read_it(bpf_map__fd(map), &k, value);
}
void chains(struct ev *skel) {
  unsigned long long v;
  unsigned short h;
  read_more(skel->maps.small, &v);
  // CHECK: [[#@LINE+1]]:31: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  read_more(skel->maps.small, &h);
}

// A parameter says which of the calls is made.
static void guarded(int fd, int is_wide, void *narrow, void *wide) {
  unsigned k = 0;
  if (is_wide)
    bpf_map_lookup_elem(fd, &k, wide);
  else
    bpf_map_lookup_elem(fd, &k, narrow);
}
void guards(struct ev *skel) {
  unsigned short h;
  unsigned long long v[3];
  guarded(bpf_map__fd(skel->maps.sized), 1, &h, v);
}

// Globals, members and elements.
static int global_fd = -1;
static struct { int fd; const char *name; } table[2];
struct agent { int small_fd; int any_fd; };
void fill(struct ev *skel, struct agent *a) {
  global_fd = bpf_map__fd(skel->maps.small);
  table[0].fd = bpf_map__fd(skel->maps.small);
  table[1].fd = bpf_map__fd(skel->maps.sized);
  a->small_fd = bpf_map__fd(skel->maps.small);
  a->any_fd = bpf_map__fd(skel->maps.small);
}
void elsewhere(struct agent *a, int fd) { a->any_fd = fd; }
void stored(struct agent *a, int i) {
  unsigned k = 0;
  unsigned short h;
  unsigned long long v;
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(global_fd, &k, &h);
  bpf_map_lookup_elem(table[0].fd, &k, &v);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'v' holds 8 bytes here, but the kernel writes 24 for a value of map 'sized'
  bpf_map_lookup_elem(table[1].fd, &k, &v);
  bpf_map_lookup_elem(table[i].fd, &k, &v);
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(a->small_fd, &k, &h);
  // Whoever calls elsewhere() decides:
  bpf_map_lookup_elem(a->any_fd, &k, &h);
}

// What a function returns.
static int open_small(struct ev *skel) {
  if (ev__load(skel))
    return -1;
  return bpf_map__fd(skel->maps.small);
}
void returned(struct ev *skel) {
  unsigned k = 0;
  unsigned short h;
  // CHECK: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  bpf_map_lookup_elem(open_small(skel), &k, &h);
}

// Not followed: a descriptor by path, a pointer to the variable.
void get(int *fd);
void unknown(void) {
  unsigned k = 0;
  unsigned short h;
  int fd = bpf_obj_get("/sys/fs/bpf/small");
  bpf_map_lookup_elem(fd, &k, &h);
  get(&fd);
  bpf_map_lookup_elem(fd, &k, &h);
}
