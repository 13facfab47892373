// Sends a record for every system call of one process. REORDERED is the change
// somebody makes a year later: two fields trade places, nothing else.

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/host_layout.h>

struct event {
#ifdef REORDERED
  __u64 ts;
  __u32 pid;
  __u32 nr;
#else
  __u32 pid;
  __u32 nr;
  __u64 ts;
#endif
  char comm[16];
};
BPF_HOST_LAYOUT_EMIT(struct event);

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} events SEC(".maps");

volatile const __u32 watched;

SEC("raw_tp/sys_enter")
int on_sys_enter(struct bpf_raw_tracepoint_args *ctx) {
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  if (pid != watched)
    return 0;
  struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (!e)
    return 0;
  e->pid = pid;
  e->nr = ctx->args[1];
  e->ts = bpf_ktime_get_ns();
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  bpf_ringbuf_submit(e, 0);
  return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
