//===- exec-watch.bpf.c - Tells of processes as they start and end --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include <linux/bpf.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/host_layout.h>

// The kernel asks for a licence that it knows to lend out these helpers.
char LICENSE[] SEC("license") = "GPL";

// What user space reads. Its own side of these four is in events.hpp.

enum event_kind {
  EVENT_EXEC = 1,
  EVENT_EXIT = 2,
};

struct event {
  __u64 time_ns;  // since boot
  __u64 start_ns; // when the process was made, since boot
  __u32 pid;
  __u32 parent;
  __u32 uid;
  __u32 gid;
  enum event_kind kind;
  __s32 exit_code;
  char comm[16];
  char file[96]; // what was executed
};
// Used through bpf_ringbuf_reserve() alone: without this line, clang would keep
// it out of the object's BTF.
BPF_HOST_LAYOUT_EMIT(struct event);

struct config {
  bool only_one_user;
  bool with_exits;
  __u32 user;
};
const volatile struct config config;

struct counts {
  __u64 execs;
  __u64 exits;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32); // the user
  __type(value, struct counts);
} counts_by_user SEC(".maps");

// What is read of the kernel; where it is, libbpf finds out as it loads us.

struct task_struct {
  int pid;
  int tgid;
  int exit_code;
  __u64 start_boottime;
  struct task_struct *real_parent;
} __attribute__((preserve_access_index));

struct linux_binprm {
  const char *filename;
} __attribute__((preserve_access_index));

static struct event *begin(struct task_struct *task, enum event_kind kind,
                           __u32 *user) {
  *user = (__u32)bpf_get_current_uid_gid();
  if (config.only_one_user && config.user != *user)
    return NULL;
  struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (!e)
    return NULL;
  e->time_ns = bpf_ktime_get_boot_ns();
  e->start_ns = task->start_boottime;
  e->pid = task->tgid;
  e->parent = task->real_parent->tgid;
  e->uid = *user;
  e->gid = bpf_get_current_uid_gid() >> 32;
  e->kind = kind;
  e->exit_code = task->exit_code >> 8 & 0xff;
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  __builtin_memset(e->file, 0, sizeof(e->file));
  return e;
}

static struct counts *counts_of(__u32 user) {
  struct counts none = {};
  bpf_map_update_elem(&counts_by_user, &user, &none, BPF_NOEXIST);
  return bpf_map_lookup_elem(&counts_by_user, &user);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid,
             struct linux_binprm *binary) {
  __u32 user;
  struct event *e = begin(task, EVENT_EXEC, &user);
  if (!e)
    return 0;
  bpf_probe_read_kernel_str(e->file, sizeof(e->file), binary->filename);
  bpf_ringbuf_submit(e, 0);
  struct counts *counts = counts_of(user);
  if (counts)
    ++counts->execs;
  return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task) {
  // Not of every thread: of the one that its process is known by.
  if (!config.with_exits || task->pid != task->tgid)
    return 0;
  __u32 user;
  struct event *e = begin(task, EVENT_EXIT, &user);
  if (!e)
    return 0;
  bpf_ringbuf_submit(e, 0);
  struct counts *counts = counts_of(user);
  if (counts)
    ++counts->exits;
  return 0;
}
