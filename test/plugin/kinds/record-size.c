// What a callback reads is longer than what is sent.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
// RUN: %not %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %arg-uses=error %s 2>&1 \
// RUN:   | %FileCheck --check-prefix=ERROR %s
#include <bpf/libbpf.h>

struct event { unsigned pid; unsigned cpu; unsigned long long ts; };
struct longer { unsigned pid; unsigned cpu; unsigned long long ts; };

static int on_event(void *ctx, void *data, size_t size) {
  const struct event *e = data;
  return e->pid;
}

static int on_exit_record(void *ctx, void *data, size_t size) {
  // CHECK: [[#@LINE+2]]:28: warning: 'struct longer' reaches to byte 16 here, but no record that is sent to 'exits' has more than 8 bytes [bpf-host-layout-record-size]
  // ERROR: [[#@LINE+1]]:28: error: 'struct longer' reaches to byte 16 here
  const struct longer *e = (void *)data;
  return e->pid;
}
// CHECK: note: 'data' of a callback for map 'exits' ({{.*}}ev.bpf.o), given at record-size.c:[[#@LINE+32]]
// CHECK: note: the BPF program sends to it: handle_exit sends 8 bytes

static int on_exit_copy(void *ctx, void *data, size_t size) {
  struct { unsigned pid; unsigned cpu; unsigned long long ts; } e;
  // CHECK: [[#@LINE+1]]:20: warning: 'struct {...}' reaches to byte 16 here, but no record that is sent to 'exits' has more than 8 bytes [bpf-host-layout-record-size]
  __builtin_memcpy(&e, data, sizeof(e));
  return e.pid;
}

// As much as there is, or a part of it.
static int on_exit_part(void *ctx, void *data, size_t size) {
  struct longer e = {0};
  struct { unsigned pid; unsigned cpu; unsigned long long ts; } f = {0};
  __builtin_memcpy(&e, data, size < sizeof(e) ? size : sizeof(e));
  __builtin_memcpy(&f, data, sizeof(f.pid));
  return e.pid;
}

static int on_exit_small(void *ctx, void *data, size_t size) {
  struct { unsigned pid; unsigned cpu; } e;
  __builtin_memcpy(&e, data, sizeof(e));
  return e.pid;
}

static void on_sample(void *ctx, int cpu, void *data, __u32 size) {
  struct longer e;
  __builtin_memcpy(&e, data, sizeof(e));
}

void f(struct bpf_object *obj) {
  struct ring_buffer *rb = ring_buffer__new(bpf_object__find_map_fd_by_name(obj, "events"), on_event, NULL, NULL);
  ring_buffer__add(rb, bpf_object__find_map_fd_by_name(obj, "exits"), on_exit_record, NULL);
  ring_buffer__add(rb, bpf_object__find_map_fd_by_name(obj, "exits"), on_exit_copy, NULL);
  ring_buffer__add(rb, bpf_object__find_map_fd_by_name(obj, "exits"), on_exit_part, NULL);
  ring_buffer__add(rb, bpf_object__find_map_fd_by_name(obj, "exits"), on_exit_small, NULL);
  perf_buffer__new(bpf_object__find_map_fd_by_name(obj, "perf"), 8, on_sample, NULL, NULL, NULL);
}
