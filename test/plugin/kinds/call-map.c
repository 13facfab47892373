// A map's kind decides which calls can do anything.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
// RUN: %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o -fplugin-arg-hostlayout-uses=warning %s 2>&1 \
// RUN:   | %FileCheck --check-prefix=CAPPED %s
// What is asked for by its kind is chosen by it:
// RUN: %check_c -std=gnu11 -DASKS %arg-btf=%t/ev.bpf.o %s 2>&1 | %count 0
// RUN: %check_c -std=gnu11 -DSETS %arg-btf=%t/ev.bpf.o %s 2>&1 | %count 0
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

static int on_record(void *ctx, void *data, size_t size) { return 0; }
static void on_sample(void *ctx, int cpu, void *data, unsigned size) {}

static int fd_of(struct bpf_object *obj, const char *name) {
  return bpf_object__find_map_fd_by_name(obj, name);
}

struct ring_buffer *f(struct bpf_object *obj) {
#ifdef ASKS
  if (bpf_map__type(bpf_object__find_map_by_name(obj, "small")) == 1)
    return NULL;
#endif
#ifdef SETS
  for (struct bpf_map *map = bpf_object__next_map(obj, NULL); map;
       map = bpf_object__next_map(obj, map))
    bpf_map__set_type(map, BPF_MAP_TYPE_RINGBUF);
#endif
  unsigned k = 0;
  unsigned long long v;
  // CAPPED: [[#@LINE+2]]:47: warning: ring_buffer__new() takes
  // CHECK: [[#@LINE+1]]:47: error: ring_buffer__new() takes a map of kind 'ringbuf' here, but 'small' is of kind 'hash': this call fails every time [bpf-host-layout-call-map]
  struct ring_buffer *ring = ring_buffer__new(fd_of(obj, "small"), on_record, NULL, NULL);
  // CHECK: note: of map 'small' ({{.*}}ev.bpf.o)
  // CHECK: note: of that kind in {{.*}}ev.bpf.o: 'events', 'exits'
  ring_buffer__add(ring, fd_of(obj, "exits"), on_record, NULL);
  // CHECK: [[#@LINE+1]]:26: error: ring_buffer__add() takes a map of kind 'ringbuf' here, but 'perf' is of kind 'perf_event_array'
  ring_buffer__add(ring, fd_of(obj, "perf"), on_record, NULL);
  // CHECK: [[#@LINE+1]]:20: error: perf_buffer__new() takes a map of kind 'perf_event_array' here, but 'hits' is of kind 'percpu_array'
  perf_buffer__new(fd_of(obj, "hits"), 8, on_sample, NULL, NULL, NULL);
  // CHECK: [[#@LINE+1]]:24: error: perf_buffer__new_raw() takes a map of kind 'perf_event_array' here, but 'narrow' is of kind 'percpu_array'
  perf_buffer__new_raw(fd_of(obj, "narrow"), 8, NULL, NULL, NULL, NULL);
  // CHECK: [[#@LINE+1]]:25: error: user_ring_buffer__new() takes a map of kind 'user_ringbuf' here, but 'counts' is of kind 'hash'
  user_ring_buffer__new(fd_of(obj, "counts"), NULL);
  user_ring_buffer__new(fd_of(obj, "commands"), NULL);
  // CHECK: [[#@LINE+1]]:23: error: the kernel refuses bpf_map_lookup_elem() of a map of kind 'ringbuf', as 'exits' is: this call fails every time
  bpf_map_lookup_elem(fd_of(obj, "exits"), &k, &v);
  // CHECK: note: its records are read with ring_buffer__new()
  bpf_map_delete_elem(fd_of(obj, "small"), &k);
  // CHECK: [[#@LINE+1]]:23: error: the kernel refuses bpf_map_delete_elem() of a map of kind 'array', as 'plain' is
  bpf_map_delete_elem(fd_of(obj, "plain"), &k);
  // A name that the object does not have may be asked for on purpose.
  return ring_buffer__new(fd_of(obj, "other"), on_record, NULL, NULL);
}

// One of both is right, whichever it is.
void *either(struct bpf_object *obj, int is_old) {
  int fd = fd_of(obj, "events");
  if (is_old)
    return perf_buffer__new(fd, 8, on_sample, NULL, NULL, NULL);
  return ring_buffer__new(fd, on_record, NULL, NULL);
}
extern int has_ring_buffers;
void *either_global(struct bpf_object *obj) {
  int fd = fd_of(obj, "events");
  if (!has_ring_buffers)
    return perf_buffer__new(fd, 8, on_sample, NULL, NULL, NULL);
  return ring_buffer__new(fd, on_record, NULL, NULL);
}
