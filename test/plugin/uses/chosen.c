// A helper that is told by its arguments which of its calls to make.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_c -std=gnu11 -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdint.h>
#include <stdlib.h>
typedef unsigned u32;
#include "ev.skel.h"

enum kind { NARROW, WIDE, OTHER };

// A literal decides: what is not made for it is not looked at.
static void by_flag(int fd, int is_wide, void *narrow, void *wide) {
  unsigned k = 0;
  if (is_wide)
    bpf_map_lookup_elem(fd, &k, wide);
  else
    bpf_map_lookup_elem(fd, &k, narrow);
}
static void by_switch(int fd, enum kind kind, void *narrow, void *wide) {
  unsigned k = 0;
  switch (kind) {
  case NARROW:
    bpf_map_lookup_elem(fd, &k, narrow);
    break;
  case WIDE:
  case OTHER:
    bpf_map_lookup_elem(fd, &k, wide);
    break;
  default:
    break;
  }
}
static void by_pointer(int fd, void *wide, void *narrow) {
  unsigned k = 0;
  if (!wide || !fd) {
    bpf_map_lookup_elem(fd, &k, narrow);
    return;
  }
  bpf_map_lookup_elem(fd, &k, wide);
}
static void by_variable(int fd, enum kind kind, void *narrow) {
  unsigned k = 0;
  int is_wide = kind == WIDE || kind == OTHER;
  if (!is_wide)
    bpf_map_lookup_elem(fd, &k, narrow);
}
static void by_mask(int fd, unsigned flags, void *narrow) {
  unsigned k = 0;
  if ((flags & 2) && flags != 6)
    bpf_map_lookup_elem(fd, &k, narrow);
}
void literals(struct ev *skel, int unknown) {
  unsigned short h;
  unsigned long long v[3];
  int sized = bpf_map__fd(skel->maps.sized);
  by_flag(sized, 1, &h, v);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_flag(sized, 0, &h, v);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_flag(sized, 3, v, &h);
  by_flag(sized, unknown, &h, &h);
  by_variable(sized, unknown, &h);
  by_switch(sized, WIDE, &h, v);
  by_switch(sized, OTHER, &h, v);
  by_switch(sized, 7, &h, &h);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_switch(sized, OTHER, v, &h);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_switch(sized, NARROW, &h, v);
  by_pointer(sized, v, &h);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_pointer(sized, 0, &h);
  by_mask(sized, 1, &h);
  by_mask(sized, 6, &h);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_mask(sized, 3, &h);
}

// A variable that holds a literal is one where all that reach agree.
void variables(struct ev *skel, int argc) {
  unsigned short h;
  unsigned long long v[3];
  int sized = bpf_map__fd(skel->maps.sized);
  int is_wide = 1, either = 1;
  if (argc > 1)
    either = 0;
  by_flag(sized, is_wide, &h, v);
  by_flag(sized, either, &h, v);
  is_wide = 0;
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_flag(sized, is_wide, &h, v);
}

// So is what can never be written to.
static const unsigned wide_size = sizeof(unsigned long long);
static void by_size(int fd, unsigned size, void *narrow) {
  unsigned k = 0;
  if (size < 8)
    bpf_map_lookup_elem(fd, &k, narrow);
}
void constants(struct ev *skel) {
  unsigned short h;
  by_size(bpf_map__fd(skel->maps.sized), wide_size, &h);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  by_size(bpf_map__fd(skel->maps.sized), 4, &h);
}

// What is in memory may have been written by anybody.
struct options { int is_wide; };
void parse(struct options *to);
static void by_option(int fd, struct options *o, void *narrow) {
  unsigned k = 0;
  if (!o->is_wide)
    bpf_map_lookup_elem(fd, &k, narrow);
}
void memory(struct ev *skel) {
  unsigned short h;
  struct options o = {0};
  parse(&o);
  by_option(bpf_map__fd(skel->maps.sized), &o, &h);
}

// How far a loop counts chooses nothing.
static void count_up(int fd, unsigned end, unsigned *found, void *value) {
  for (unsigned i = 0; i < end; i++)
    bpf_map_lookup_elem(fd, &i, value);
  unsigned n = 0;
  while (n < *found) {
    bpf_map_lookup_elem(fd, &n, value);
    n++;
  }
}
void loops(struct ev *skel, unsigned end) {
  unsigned short h;
  unsigned long long v[3];
  count_up(bpf_map__fd(skel->maps.sized), end, &end, v);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  count_up(bpf_map__fd(skel->maps.sized), end, &end, &h);
}

// That something failed chooses nothing; what was found out does.
static int in_one_go(int fd, void *value) {
  unsigned k = 0;
  int err = bpf_map_lookup_elem(fd, &k, value);
  if (err)
    return -1;
  return 0;
}
static int is_wide(int fd) {
  if (fd > 100)
    return 1;
  return 0;
}
static void again(int fd, void *value) {
  unsigned k = 0;
  int err = in_one_go(fd, value);
  if (err)
    bpf_map_lookup_elem(fd, &k, value);
}
static void found_out(int fd, void *narrow) {
  unsigned k = 0;
  if (!is_wide(fd))
    bpf_map_lookup_elem(fd, &k, narrow);
}
void statuses(struct ev *skel) {
  unsigned short h;
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  again(bpf_map__fd(skel->maps.sized), &h);
  found_out(bpf_map__fd(skel->maps.sized), &h);
}

// Whether there is something to count up to, or a key: no choice. What else is
// asked of it may be one.
static void some(int fd, unsigned *number, void *value, void *other) {
  if (!other || !*number)
    return;
  for (unsigned i = 0; i < *number; i++)
    bpf_map_lookup_elem(fd, &i, value);
}
struct stack { int user, kernel; };
static void of_key(int fd, struct stack *of, void *value) {
  if (of->user == -14)
    return;
  bpf_map_lookup_elem(fd, &of->user, value);
}
static void of_other_key(int fd, struct stack *of, void *value) {
  if (of->kernel == -14)
    return;
  bpf_map_lookup_elem(fd, &of->user, value);
}
static void of_exact_key(int fd, struct stack *of, void *value) {
  if (of->user == 3)
    bpf_map_lookup_elem(fd, &of->user, value);
}
void numbers(struct ev *skel, unsigned number, struct stack *of) {
  unsigned short h;
  int sized = bpf_map__fd(skel->maps.sized);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  some(sized, &number, &h, &of);
  some(sized, &number, &h, of);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  of_key(sized, of, &h);
  of_other_key(sized, of, &h);
  of_exact_key(sized, of, &h);
}

// A buffer that is there chooses nothing, whatever is written to it.
static void filled(int fd, unsigned flags, void *value) {
  unsigned k = 0, *room = calloc(4, sizeof(*room));
  if (!room || !room[1])
    return;
  room[0] = 1;
  bpf_map_lookup_elem(fd, &k, value);
  room[2] = flags;
}
static void read_back(int fd, unsigned flags, void *value) {
  unsigned k = 0, *room = calloc(4, sizeof(*room));
  room[2] = flags;
  if (!room || !room[2])
    return;
  bpf_map_lookup_elem(fd, &k, value);
}
static void only_there(int fd, unsigned flags, void *value) {
  unsigned k = 0, *room = calloc(4, sizeof(*room));
  if (!room)
    return;
  room[2] = flags;
  bpf_map_lookup_elem(fd, &k, value);
}
void buffers(struct ev *skel, unsigned unknown) {
  unsigned short h;
  int sized = bpf_map__fd(skel->maps.sized);
  filled(sized, unknown, &h);
  read_back(sized, unknown, &h);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  only_there(sized, unknown, &h);
}

// Nor does whether there is an object, of which the map is.
static void of_object(struct bpf_object *obj, void *other, void *value) {
  unsigned k = 0;
  if (!obj)
    return;
  struct bpf_map *map = bpf_object__find_map_by_name(obj, "sized");
  if (!map)
    return;
  int fd = map ? bpf_map__fd(map) : -1;
  if (fd < 0)
    return;
  bpf_map_lookup_elem(fd, &k, value);
}
static void of_another(struct bpf_object *obj, void *other, void *value) {
  unsigned k = 0;
  if (other)
    bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, "sized"), &k, value);
}
void objects(struct bpf_object *obj, void *unknown) {
  unsigned short h;
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  of_object(obj, unknown, &h);
  of_another(obj, unknown, &h);
}

// The same helper with the same map and bytes, whatever a flag says.
static void show(int fd, void *value, _Bool indented) {
  unsigned k = 0;
  bpf_map_lookup_elem(fd, &k, value);
}
static void either_way(int fd, void *value, int indented) {
  if (indented)
    show(fd, value, 1);
  else
    show(fd, value, 0);
}
static void one_way(int fd, void *value, int indented) {
  if (indented)
    show(fd, value, 1);
}
static void other_bytes(int fd, void *narrow, void *wide, int is_wide) {
  if (is_wide)
    show(fd, wide, 1);
  else
    show(fd, narrow, 1);
}
static void by_case(int fd, void *value, int which) {
  switch (which) {
  case 0:
    show(fd, value, 0);
    break;
  case 1:
    show(fd, value, 1);
    break;
  }
}
void ways(struct ev *skel, int unknown) {
  unsigned short h;
  unsigned long long v[3];
  int sized = bpf_map__fd(skel->maps.sized);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  either_way(sized, &h, unknown);
  one_way(sized, &h, unknown);
  other_bytes(sized, &h, &h, unknown);
  by_case(sized, &h, unknown);
}

// Whether there is something to hand over, and whether its count fits a type,
// says nothing of the map.
static void batch(int fd, size_t count) {
  unsigned short h;
  if (count == 0)
    return;
  if (count <= UINT32_MAX) {
    u32 number = (u32)count;
    // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'h' holds 2 bytes here, but the kernel reads 4 for a key of map 'sized'
    bpf_map_delete_batch(fd, (void *)&h, &number, NULL);
  }
}
static void fits(int fd, size_t count, size_t most) {
  unsigned short h;
  u32 key = 0, other = 1, third = 2;
  if (count > INT32_MAX)
    return;
  // CHECK-DAG: [[#@LINE+1]]:33: error: 'h' holds 2 bytes here, but the kernel writes 24 for a value of map 'sized'
  bpf_map_lookup_elem(fd, &key, &h);
  // Any other number may be a kind of map.
  if (count <= 65535)
    bpf_map_lookup_elem(fd, &other, &h);
  if (count <= most)
    bpf_map_lookup_elem(fd, &third, &h);
}
void batches(struct ev *skel, size_t count, size_t most) {
  batch(bpf_map__fd(skel->maps.sized), count);
  fits(bpf_map__fd(skel->maps.sized), count, most);
}
