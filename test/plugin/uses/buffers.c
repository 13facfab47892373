// A program with several buffers whose records are of other types: the callback
// of one that is given to another.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %check_c %arg-btf=%t/ev.bpf.o -fno-caret-diagnostics %t/swapped.c 2>&1 | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %t/swapped.c
// RUN: %check_c %arg-btf=%t/ev.bpf.o %arg-wrong-kind=off %t/swapped.c 2>&1 | %FileCheck --check-prefix=OFF --allow-empty --implicit-check-not=wrong-kind %s
// OFF-NOT: wrong-kind
// RUN: %not %check_c %arg-btf=%t/ev.bpf.o %arg-uses=error %t/swapped.c 2>&1 | %FileCheck --check-prefix=ERROR %s
// ERROR: error: 'struct exec_event' is read here
// RUN: %check_c %arg-btf=%t/ev.bpf.o %t/right.c 2>&1 | %count 0
//
// Without DWARF, what the stack and the ring buffers hold is not known; what
// maps and variables hold is.
// RUN: %llvm_strip -g %t/ev.bpf.o -o %t/stripped.o
// RUN: %check_c %arg-btf=%t/stripped.o -fno-caret-diagnostics %t/swapped.c 2>&1 | %FileCheck --check-prefix=STRIPPED --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %t/swapped.c

//--- ev.bpf.c
typedef unsigned __u32;
typedef unsigned long long __u64;
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(x) __attribute__((section(x), used))
#define BPF_F_CURRENT_CPU 0xffffffffull
static void *(*bpf_map_lookup_elem)(void *, const void *) = (void *)1;
static __u64 (*bpf_ktime_get_ns)(void) = (void *)5;
static __u32 (*bpf_get_smp_processor_id)(void) = (void *)8;
static __u64 (*bpf_get_current_pid_tgid)(void) = (void *)14;
static long (*bpf_perf_event_output)(void *, void *, __u64, void *,
                                     __u64) = (void *)25;
static long (*bpf_ringbuf_output)(void *, void *, __u64, __u64) = (void *)130;
static void *(*bpf_ringbuf_reserve)(void *, __u64, __u64) = (void *)131;
static void (*bpf_ringbuf_submit)(void *, __u64) = (void *)132;

struct exec_event {
  __u32 pid, uid;
  __u64 time;
};
struct exit_event {
  __u64 time, code;
};
struct heap_event {
  __u64 a;
  __u32 b, c;
};
struct global_event {
  __u32 d;
  __u64 e;
};
struct long_event {
  struct exec_event base;
  __u64 more;
};
union any_event {
  struct heap_event heap;
  struct exec_event exec;
};
struct bytes_event {
  char bytes[16];
};

#define RING(NAME)                                                             \
  struct {                                                                     \
    __uint(type, 27);                                        \
    __uint(max_entries, 4096);                                                 \
  } NAME SEC(".maps")
RING(execs);
RING(exits);
RING(heaps);
RING(globals);
RING(longs);
RING(anys);
RING(raws);
RING(mixed);
struct {
  __uint(type, 4);
  __uint(key_size, 4);
  __uint(value_size, 4);
} perf SEC(".maps");
struct {
  __uint(type, 6);
  __type(key, __u32);
  __type(value, struct heap_event);
  __uint(max_entries, 1);
} heap SEC(".maps");
struct global_event global;

static inline __attribute__((always_inline)) void send_exec(__u32 pid) {
  struct exec_event *e = bpf_ringbuf_reserve(&execs, sizeof(*e), 0);
  if (!e)
    return;
  e->pid = pid;
  e->uid = 1;
  e->time = 2;
  bpf_ringbuf_submit(e, 0);
}
SEC("tracepoint/a/a") int handle_exec(void *ctx) {
  send_exec(bpf_get_current_pid_tgid() >> 32);
  return 0;
}
SEC("tracepoint/a/b") int handle_exit(void *ctx) {
  struct exit_event e = {};
  e.time = bpf_ktime_get_ns();
  e.code = 3;
  bpf_ringbuf_output(&exits, &e, sizeof(e), 0);
  bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, &e, sizeof(e));
  return 0;
}
SEC("tracepoint/a/c") int handle_heap(void *ctx) {
  __u32 zero = 0;
  struct heap_event *h = bpf_map_lookup_elem(&heap, &zero);
  if (!h)
    return 0;
  h->a = bpf_ktime_get_ns();
  bpf_ringbuf_output(&heaps, h, sizeof(*h), 0);
  bpf_ringbuf_output(&globals, &global, sizeof(global), 0);
  return 0;
}
SEC("tracepoint/a/d") int handle_others(void *ctx) {
  struct long_event l = {};
  union any_event any = {};
  struct bytes_event raw = {};
  l.more = bpf_ktime_get_ns();
  any.heap.a = bpf_ktime_get_ns();
  raw.bytes[3] = bpf_get_smp_processor_id();
  bpf_ringbuf_output(&longs, &l, sizeof(l), 0);
  bpf_ringbuf_output(&anys, &any, sizeof(any), 0);
  bpf_ringbuf_output(&raws, &raw, sizeof(raw), 0);
  return 0;
}
SEC("tracepoint/a/e") int handle_mixed(void *ctx) {
  struct exit_event e = {};
  struct exec_event x = {};
  e.time = bpf_ktime_get_ns();
  x.pid = bpf_get_smp_processor_id();
  bpf_ringbuf_output(&mixed, &e, sizeof(e), 0);
  bpf_ringbuf_output(&mixed, &x, sizeof(x), 0);
  return 0;
}
char _license[] SEC("license") = "GPL";

//--- host.h
#include <bpf/libbpf.h>
#include <string.h>
typedef unsigned u32;
typedef unsigned long long u64;
struct exec_event {
  u32 pid, uid;
  u64 time;
};
struct exit_event {
  u64 time, code;
};
struct heap_event {
  u64 a;
  u32 b, c;
};
struct global_event {
  u32 d;
  u64 e;
};
static inline int map(struct bpf_object *o, const char *name) {
  return bpf_object__find_map_fd_by_name(o, name);
}

//--- swapped.c
#include "host.h"
static int on_exec(void *ctx, void *data, size_t size) {
  // CHECK: [[#@LINE+1]]:26: warning: 'struct exec_event' is read here, but what the BPF program sends to 'exits' is 'struct exit_event' [bpf-host-layout-wrong-kind]
  struct exec_event *e = data;
  // CHECK-NEXT: note: 'data' of a callback for map 'exits' ({{.*}}ev.bpf.o), given at swapped.c:[[#@LINE+24]]
  // CHECK-NEXT: note: 'struct exec_event' here, 'struct exit_event' in
  // CHECK: note: 'struct exec_event' is sent to 'execs': were the callbacks of the two swapped?
  return size < sizeof(*e) ? 0 : e->pid != 0;
}
static int on_exit_event(void *ctx, void *data, size_t size) {
  // CHECK: [[#@LINE+1]]:26: warning: 'struct exit_event' is read here, but what the BPF program sends to 'execs' is 'struct exec_event' [bpf-host-layout-wrong-kind]
  struct exit_event *e = data;
  return e->code != 0;
}
static int on_heap(void *ctx, void *data, size_t size) {
  struct heap_event e;
  // CHECK: [[#@LINE+2]]:10: warning: 'struct heap_event' is read here, but what the BPF program sends to 'globals' is 'struct global_event'
  // STRIPPED: [[#@LINE+1]]:10: warning: 'struct heap_event' is read here, but what the BPF program sends to 'globals' is 'struct global_event'
  memcpy(&e, data, sizeof(e));
  return e.b != 0;
}
static void on_perf(void *ctx, int cpu, void *data, u32 size) {
  // CHECK: [[#@LINE+1]]:{{.*}}: warning: 'struct exec_event' is read here, but what the BPF program sends to 'perf' is 'struct exit_event'
  ((struct exec_event *)data)->pid = 0;
}
struct ring_buffer *open_buffers(struct bpf_object *o) {
  struct ring_buffer *rb =
      ring_buffer__new(
          map(o, "exits"), on_exec, NULL, NULL);
  ring_buffer__add(rb, map(o, "execs"), on_exit_event, NULL);
  ring_buffer__add(rb, map(o, "globals"), on_heap, NULL);
  perf_buffer__new(map(o, "perf"), 8, on_perf, NULL, NULL, NULL);
  return rb;
}

//--- right.c
#include "host.h"
static int on_exec(void *ctx, void *data, size_t size) {
  struct exec_event *e = data;
  return e->pid != 0;
}
static int on_exit_event(void *ctx, void *data, size_t size) {
  struct exit_event *e = data;
  return e->code != 0;
}
// One callback for two buffers tells them apart by its context, or by what the
// records are.
static int on_both(void *ctx, void *data, size_t size) {
  if (ctx) {
    struct exec_event *e = data;
    return e->pid != 0;
  }
  struct exit_event *e = data;
  return e->code != 0;
}
static int on_execs_only(void *ctx, void *data, size_t size) {
  struct exec_event *e = data;
  return ctx ? e->pid != 0 : 0;
}
static int on_global(void *ctx, void *data, size_t size) {
  struct global_event *e = data;
  return e->d != 0;
}
struct ring_buffer *open_buffers(struct bpf_object *o) {
  struct ring_buffer *rb =
      ring_buffer__new(map(o, "execs"), on_exec, NULL, NULL);
  ring_buffer__add(rb, map(o, "exits"), on_exit_event, NULL);
  ring_buffer__add(rb, map(o, "globals"), on_global, NULL);
  ring_buffer__add(rb, map(o, "execs"), on_both, o);
  ring_buffer__add(rb, map(o, "exits"), on_both, NULL);
  ring_buffer__add(rb, map(o, "execs"), on_execs_only, o);
  ring_buffer__add(rb, map(o, "exits"), on_execs_only, NULL);
  // The first member of what is sent, an arm of a union, bytes, one of two.
  ring_buffer__add(rb, map(o, "longs"), on_exec, NULL);
  ring_buffer__add(rb, map(o, "anys"), on_exec, NULL);
  ring_buffer__add(rb, map(o, "raws"), on_exit_event, NULL);
  ring_buffer__add(rb, map(o, "mixed"), on_exec, NULL);
  ring_buffer__add(rb, map(o, "mixed"), on_exit_event, NULL);
  return rb;
}
