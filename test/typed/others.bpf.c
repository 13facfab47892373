// Beside kinds.bpf.c in one program: names that it has, too, for other things;
// a tag that is a bit-field; records that get lost; and the maps that hold
// descriptors and places.
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>
#include <bpf/host_layout.h>

char LICENSE[] SEC("license") = "GPL";

#define MAP(name, kind, entries, ...)                                          \
  struct {                                                                     \
    __uint(type, BPF_MAP_TYPE_##kind);                                         \
    __uint(max_entries, entries);                                              \
    __VA_ARGS__                                                                \
  } name SEC(".maps")
#define SIZES(key, value) __uint(key_size, key); __uint(value_size, value);

struct stats { __u32 errors; };
MAP(counts, HASH, 16, __type(key, __u64); __type(value, struct stats););
MAP(events, RINGBUF, 4096, );
MAP(samples, PERF_EVENT_ARRAY, 0, SIZES(4, 4));

enum event_kind { EV_OPEN = 3, EV_CLOSE = 9 };
struct event_head { __u32 length : 28; enum event_kind kind : 4; __u32 pid; };
struct event_open { struct event_head head; __u64 flags; };
struct event_close { struct event_head head; __s32 fd; };
struct sample { __u64 number; __u8 text[504]; };
BPF_HOST_LAYOUT_EMIT(struct event_open);
BPF_HOST_LAYOUT_EMIT(struct event_close);
BPF_HOST_LAYOUT_EMIT(struct sample);

struct results { __u64 sent; __u32 errors, in_cgroup, redirected; };
struct results results;

SEC("tc") int write_values(struct __sk_buff *skb) {
  __u64 key = 7;
  struct stats *s = bpf_map_lookup_elem(&counts, &key);
  results.errors = s ? s->errors : 0;
  struct stats more = {results.errors + 1};
  bpf_map_update_elem(&counts, &key, &more, 0);
  struct event_open open = {{sizeof(open), EV_OPEN, 42}, 0x123456789};
  bpf_ringbuf_output(&events, &open, sizeof(open), 0);
  struct event_close close = {{sizeof(close), EV_CLOSE, 42}, -1};
  bpf_ringbuf_output(&events, &close, sizeof(close), 0);
  close.head.kind = 5;
  bpf_ringbuf_output(&events, &close, sizeof(close), 0);
  return 0;
}

SEC("tc") int write_samples(struct __sk_buff *skb) {
  static struct sample sample;
  for (int i = 0; i < 16; ++i) {
    sample.number = results.sent++;
    bpf_perf_event_output(skb, &samples, BPF_F_CURRENT_CPU, &sample,
                          sizeof(sample));
  }
  return 0;
}

// Each is read by a program and by user space, and written by who may.
MAP(links, DEVMAP, 4, __type(key, __u32); __type(value, __u32););
MAP(links_by_key, DEVMAP_HASH, 4, __type(key, __u32);
    __type(value, struct bpf_devmap_val););
MAP(cpus, CPUMAP, 4, __type(key, __u32); __type(value, __u32););
MAP(frames, XSKMAP, 4, SIZES(4, 4));
MAP(groups, CGROUP_ARRAY, 2, SIZES(4, 4));
MAP(peers, SOCKMAP, 4, SIZES(4, 8));
MAP(peers_by_key, SOCKHASH, 4, __type(key, __u64); __type(value, __u64););
MAP(listeners, REUSEPORT_SOCKARRAY, 4, SIZES(4, 8));

SEC("xdp") int to_links(struct xdp_md *packet) {
  results.redirected = bpf_redirect_map(&links, 1, XDP_PASS) == XDP_REDIRECT;
  return XDP_PASS;
}
SEC("xdp") int to_links_by_key(struct xdp_md *packet) {
  results.redirected =
      bpf_redirect_map(&links_by_key, 70, XDP_PASS) == XDP_REDIRECT;
  return XDP_PASS;
}
SEC("xdp") int to_cpus(struct xdp_md *packet) {
  results.redirected = bpf_redirect_map(&cpus, 1, XDP_PASS) == XDP_REDIRECT;
  return XDP_PASS;
}
SEC("xdp") int to_frames(struct xdp_md *packet) {
  results.redirected = bpf_redirect_map(&frames, 1, XDP_PASS) == XDP_REDIRECT;
  return XDP_PASS;
}
SEC("raw_tp") int in_group(void *context) {
  results.in_cgroup = bpf_current_task_under_cgroup(&groups, 1) == 1;
  return 0;
}
// What user space put at the first place, the program puts at the second.
SEC("tc") int copy_peer(struct __sk_buff *skb) {
  __u32 first = 0, second = 1;
  struct bpf_sock *peer = bpf_map_lookup_elem(&peers, &first);
  if (!peer)
    return 0;
  bpf_map_update_elem(&peers, &second, peer, 0);
  bpf_sk_release(peer);
  return 0;
}
SEC("tc") int copy_peer_by_key(struct __sk_buff *skb) {
  __u64 first = 1ull << 40, second = first + 1;
  struct bpf_sock *peer = bpf_map_lookup_elem(&peers_by_key, &first);
  if (!peer)
    return 0;
  bpf_map_update_elem(&peers_by_key, &second, peer, 0);
  bpf_sk_release(peer);
  return 0;
}
SEC("sk_reuseport") int choose(struct sk_reuseport_md *of) {
  __u32 second = 1;
  return bpf_sk_select_reuseport(of, &listeners, &second, 0) ? SK_DROP
                                                             : SK_PASS;
}
