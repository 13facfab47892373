// Tables with the names of maps, which a loader fills with their descriptors.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/pinned.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <string.h>

// Each kind of table is of a type of its own: what a pointer stores to may be
// in any of a type.
#define TABLE(type, table)                                                     \
  struct type {                                                                \
    const char *name;                                                          \
    int fd, wanted;                                                            \
  };                                                                           \
  static struct type table[] = {                                               \
      {"wide", -1}, {.fd = -1, .name = "narrow"}, {0}}

#define READ(table, at)                                                        \
  unsigned k = 0, n;                                                           \
  bpf_map_lookup_elem(table[at].fd, &k, &n)

TABLE(by_and, and_table);
void fill_and(struct bpf_object *obj) {
  struct bpf_map *map;
  bpf_map__for_each(map, obj) {
    int fd = bpf_map__fd(map);
    const char *name = bpf_map__name(map);
    for (int i = 0; and_table[i].name; i++) {
      struct by_and *w = &and_table[i];
      if (w->fd == -1 && !strcmp(name, w->name))
        w->fd = fd;
    }
  }
}
void read_and(int i) {
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'the argument' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  { READ(and_table, 0); }
  { READ(and_table, 1); }
  { READ(and_table, i); }
}

TABLE(by_continue, continue_table);
void fill_continue(struct bpf_object *obj) {
  struct bpf_map *map;
  bpf_map__for_each(map, obj)
    for (struct by_continue *w = continue_table; w->name; w++) {
      if (!w->wanted || strcmp(w->name, bpf_map__name(map)) != 0)
        continue;
      w->fd = bpf_map__fd(map);
    }
}
void read_continue(void) {
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'the argument' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  { READ(continue_table, 0); }
  { READ(continue_table, 1); }
}

TABLE(by_or, or_table);
TABLE(by_other, other_table);
TABLE(by_unequal, unequal_table);
TABLE(by_map, map_table);
TABLE(by_nothing, nothing_table);
TABLE(renamed, renamed_table);
void fill_others(struct bpf_object *obj, struct bpf_map *any, const char *text) {
  struct bpf_map *map;
  bpf_map__for_each(map, obj)
    for (int i = 0; i < 2; i++) {
      struct by_or *a = &or_table[i];
      if (a->wanted || !strcmp(bpf_map__name(map), a->name))
        a->fd = bpf_map__fd(map);
      struct by_other *b = &other_table[i];
      if (!strcmp(bpf_map__name(map), other_table[1 - i].name))
        b->fd = bpf_map__fd(map);
      struct by_unequal *c = &unequal_table[i];
      if (strcmp(bpf_map__name(map), c->name))
        c->fd = bpf_map__fd(map);
      struct by_map *d = &map_table[i];
      if (!strcmp(bpf_map__name(map), d->name))
        d->fd = bpf_map__fd(any);
      struct by_nothing *e = &nothing_table[i];
      e->fd = bpf_map__fd(map);
      struct renamed *f = &renamed_table[i];
      if (!strcmp(bpf_map__name(map), f->name))
        f->fd = bpf_map__fd(map);
    }
  renamed_table[0].name = text;
}
void read_others(void) {
  { READ(or_table, 0); }
  { READ(other_table, 0); }
  { READ(unequal_table, 0); }
  { READ(map_table, 0); }
  { READ(nothing_table, 0); }
  { READ(renamed_table, 0); }
}
