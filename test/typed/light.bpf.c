// A light skeleton is made of this: it has descriptors, and no bpf_map.
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct total { __u64 packets, last; };
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8);
  __type(key, __u32);
  __type(value, struct total);
} totals SEC(".maps");
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

SEC("tc") int count(struct __sk_buff *skb) {
  __u32 key = 7;
  struct total *t = bpf_map_lookup_elem(&totals, &key);
  struct total next = {t ? t->packets + 1 : 1, key};
  bpf_map_update_elem(&totals, &key, &next, 0);
  bpf_ringbuf_output(&events, &next, sizeof(next), 0);
  return 0;
}
