// Maps whose values hang from a task, an inode, a socket or a cgroup: a program
// adds to what user space wrote there, and user space reads it.
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

// Of Linux 6.2.
#define BPF_MAP_TYPE_CGRP_STORAGE 32

struct stats { __u64 packets; __u64 bytes; };

#define STORAGE(name, kind)                                                    \
  struct {                                                                     \
    __uint(type, BPF_MAP_TYPE_##kind);                                         \
    __uint(map_flags, BPF_F_NO_PREALLOC);                                      \
    __type(key, int);                                                          \
    __type(value, struct stats);                                               \
  } name SEC(".maps")
STORAGE(of_task, TASK_STORAGE);
STORAGE(of_inode, INODE_STORAGE);
STORAGE(of_socket, SK_STORAGE);
STORAGE(of_cgroup, CGRP_STORAGE);

// The older kind, of a program that is attached to a cgroup.
#define OF_PROGRAM(name, kind)                                                 \
  struct {                                                                     \
    __uint(type, BPF_MAP_TYPE_##kind);                                         \
    __type(key, struct bpf_cgroup_storage_key);                                \
    __type(value, struct stats);                                               \
  } name SEC(".maps")
OF_PROGRAM(of_program, CGROUP_STORAGE);
OF_PROGRAM(of_program_by_cpu, PERCPU_CGROUP_STORAGE);

struct cgroup;
#define KERNEL __attribute__((preserve_access_index))
struct css_set { struct cgroup *dfl_cgrp; } KERNEL;
struct task_struct { int tgid; struct css_set *cgroups; } KERNEL;
struct inode;
struct file { struct inode *f_inode; } KERNEL;

__u32 watched;
#define IS_WATCHED (watched && bpf_get_current_pid_tgid() >> 32 == watched)

static int add(struct stats *s) {
  if (!s)
    return 0;
  s->packets += 1;
  s->bytes += 100;
  return 0;
}

SEC("syscall") int for_task(void *context) {
  return add(bpf_task_storage_get(&of_task, bpf_get_current_task_btf(), 0,
                                  BPF_LOCAL_STORAGE_GET_F_CREATE));
}

SEC("lsm/file_open") int BPF_PROG(for_inode, struct file *file) {
  if (IS_WATCHED)
    add(bpf_inode_storage_get(&of_inode, file->f_inode, 0,
                              BPF_LOCAL_STORAGE_GET_F_CREATE));
  return 0;
}

SEC("tp_btf/sys_enter") int BPF_PROG(for_cgroup, void *registers, long number) {
  if (!IS_WATCHED)
    return 0;
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  return add(bpf_cgrp_storage_get(&of_cgroup, task->cgroups->dfl_cgrp, 0,
                                  BPF_LOCAL_STORAGE_GET_F_CREATE));
}

SEC("cgroup/connect4") int for_socket(struct bpf_sock_addr *address) {
  if (!IS_WATCHED || !address->sk)
    return 1;
  add(bpf_sk_storage_get(&of_socket, address->sk, 0,
                         BPF_LOCAL_STORAGE_GET_F_CREATE));
  add(bpf_get_local_storage(&of_program, 0));
  add(bpf_get_local_storage(&of_program_by_cpu, 0));
  return 1;
}
