// A map of each kind, and programs that write what user space reads and read
// what it wrote.
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

struct stats { __u64 packets; __u64 bytes; };
// 4 bytes of padding, and bits that nobody has.
struct flow { __u8 proto; __u32 port; __u16 vlan : 12; __u64 cookie; };
struct twelve { __u32 a, b, c; };
struct prefix { __u32 length; __u8 address[4]; };

MAP(counts, HASH, 1024, __type(key, struct flow); __type(value, struct stats););
MAP(recent, LRU_HASH, 64, __type(key, __u32); __type(value, __u64););
MAP(slots, ARRAY, 8, __type(key, __u32); __type(value, struct twelve);
    __uint(map_flags, BPF_F_MMAPABLE););
MAP(hits, PERCPU_ARRAY, 4, __type(key, __u32); __type(value, struct twelve););
MAP(by_user, PERCPU_HASH, 300, __type(key, __u32); __type(value, __u32););
MAP(recent_by_user, LRU_PERCPU_HASH, 64, __type(key, __u32);
    __type(value, struct stats););
MAP(routes, LPM_TRIE, 16, __type(key, struct prefix); __type(value, __u32);
    __uint(map_flags, BPF_F_NO_PREALLOC););
MAP(waiting, QUEUE, 8, __type(value, struct stats););
MAP(undo, STACK, 8, __type(value, __u32););
MAP(seen, BLOOM_FILTER, 64, __type(value, __u32););
MAP(plain, HASH, 8, __uint(key_size, 4); __uint(value_size, 6););
MAP(names, HASH, 8, __type(key, char[8]); __type(value, __u32[2][3]););
// A form of each type; and as it was before two fields changed places.
enum level { LOW, HIGH = 7 };
#define MIXED(first, second)                                                   \
  __u32 first, second;                                                         \
  __u8 low : 3, high : 5;                                                      \
  enum level level : 4;                                                        \
  union { __u64 number; struct { __u16 a, b; }; char text[12]; } of;           \
  struct { __s16 x; _Bool set; } points[2][3];                                 \
  __u64 wide __attribute__((aligned(16)));                                     \
  __int128 widest;                                                             \
  float ratio;                                                                 \
  double mean;                                                                 \
  const char *name;                                                            \
  void (*call)(int);                                                           \
  enum level levels[2]
struct mixed { MIXED(one, two); };
struct mixed_before { MIXED(two, one); };
MAP(mixed, HASH, 8, __type(key, __u32); __type(value, struct mixed););
MAP(mixed_before, HASH, 8, __type(key, __u32);
    __type(value, struct mixed_before););
MAP(progs, PROG_ARRAY, 2, __type(key, __u32); __type(value, __u32););
MAP(cpus, CPUMAP, 4, __uint(key_size, 4); __uint(value_size, 4););
MAP(stacks, STACK_TRACE, 64, __uint(key_size, 4);
    __uint(value_size, 127 * 8););
MAP(per_cpu_events, PERF_EVENT_ARRAY, 0, __uint(key_size, 4);
    __uint(value_size, 4););
MAP(events, RINGBUF, 65536, );
MAP(other_events, RINGBUF, 4096, );
MAP(commands, USER_RINGBUF, 4096, );
MAP(absent, HASH, 1, __type(key, __u32); __type(value, __u32););

struct inner {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 16);
  __type(key, __u32);
  __type(value, __u64);
} first_inner SEC(".maps");
MAP(outer, HASH_OF_MAPS, 4, __type(key, __u32);
    __array(values, struct inner););
struct inner_trie {
  __uint(type, BPF_MAP_TYPE_LPM_TRIE);
  __uint(max_entries, 16);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, struct prefix);
  __type(value, __u32);
};
MAP(tries, HASH_OF_MAPS, 4, __type(key, __u32);
    __array(values, struct inner_trie););
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint(max_entries, 2);
  __type(key, __u32);
  __array(values, struct inner);
} table SEC(".maps") = {.values = {[0] = &first_inner}};

enum event_kind { EV_EXEC = 1, EV_EXIT = 2, EV_STRANGE = 9 };
struct event_head { __u64 time; enum event_kind kind; };
struct event_exec { __u64 time; enum event_kind kind; __u32 pid; char comm[8]; };
struct event_exit { struct event_head head; __u32 pid; __s32 code; };
struct command { __u32 what; __u32 argument; };
BPF_HOST_LAYOUT_EMIT(struct event_head);
BPF_HOST_LAYOUT_EMIT(struct event_exec);
BPF_HOST_LAYOUT_EMIT(struct event_exit);
BPF_HOST_LAYOUT_EMIT(struct command);

struct results {
  __u64 counts_packets, recent, slot_b, inner, queued;
  __u32 hit_c, user, route, popped, in_bloom, tail_called, stack_id;
  __u32 command;
};
struct results results;
__u32 watched_pid;

static void write_all(void) {
  __u32 zero = 0, one = 1, seven = 7;
  struct flow f;
  __builtin_memset(&f, 0, sizeof(f));
  f.proto = 6, f.port = 443, f.vlan = 0xabc, f.cookie = 1;
  struct stats s = {10, 1000};
  bpf_map_update_elem(&counts, &f, &s, 0);
  __u64 wide = 0x123456789;
  bpf_map_update_elem(&recent, &seven, &wide, 0);
  struct twelve t = {1, 2, 3};
  bpf_map_update_elem(&slots, &one, &t, 0);
  bpf_map_update_elem(&hits, &zero, &t, 0);
  bpf_map_update_elem(&by_user, &seven, &seven, 0);
  bpf_map_update_elem(&recent_by_user, &seven, &s, 0);
  struct prefix p = {8, {10, 0, 0, 0}};
  bpf_map_update_elem(&routes, &p, &seven, 0);
  bpf_map_push_elem(&waiting, &s, 0);
  bpf_map_push_elem(&undo, &seven, 0);
  bpf_map_push_elem(&seen, &seven, 0);
  char bytes[6] = {1, 2, 3, 4, 5, 6};
  bpf_map_update_elem(&plain, &one, bytes, 0);
  char name[8] = "eth0";
  __u32 six[2][3] = {{1, 2, 3}, {4, 5, 6}};
  bpf_map_update_elem(&names, name, six, 0);
  void *in = bpf_map_lookup_elem(&table, &zero);
  if (in)
    bpf_map_update_elem(in, &seven, &wide, 0);

  struct event_exec exec = {1, EV_EXEC, 42, "true"};
  bpf_ringbuf_output(&events, &exec, sizeof(exec), 0);
  struct event_exit done = {{2, EV_EXIT}, 42, -1};
  done.head.kind = EV_EXIT;
  bpf_ringbuf_output(&events, &done, sizeof(done), 0);
  // Shorter than its type, of an unknown kind, without a tag, and longer.
  bpf_ringbuf_output(&events, &exec, 16, 0);
  struct event_head strange = {3, EV_STRANGE};
  bpf_ringbuf_output(&events, &strange, sizeof(strange), 0);
  bpf_ringbuf_output(&events, &strange, 4, 0);
  struct { struct event_exec exec; char more[8]; } longer = {exec, "extra"};
  bpf_ringbuf_output(&events, &longer, sizeof(longer), 0);
  bpf_ringbuf_output(&other_events, &s, sizeof(s), 0);
}

static long on_command(struct bpf_dynptr *data, void *context) {
  struct command c;
  if (bpf_dynptr_read(&c, sizeof(c), data, 0, 0) == 0 && c.what == 3)
    results.command = c.argument;
  return 0;
}

SEC("tc") int write_values(struct __sk_buff *skb) {
  write_all();
  struct event_exec exec = {5, EV_EXEC, 43, "perf"};
  bpf_perf_event_output(skb, &per_cpu_events, BPF_F_CURRENT_CPU, &exec,
                        sizeof(exec));
  bpf_perf_event_output(skb, &per_cpu_events, BPF_F_CURRENT_CPU, &exec, 9);
  return 0;
}

SEC("tc") int read_values(struct __sk_buff *skb) {
  __u32 zero = 0, one = 1, seven = 7, eight = 8;
  // Holes and left over bits are 0.
  struct flow f;
  __builtin_memset(&f, 0, sizeof(f));
  f.proto = 17, f.port = 53, f.vlan = 0x123, f.cookie = 2;
  struct stats *s = bpf_map_lookup_elem(&counts, &f);
  results.counts_packets = s ? s->packets : 0;
  __u64 *wide = bpf_map_lookup_elem(&recent, &eight);
  results.recent = wide ? *wide : 0;
  struct twelve *t = bpf_map_lookup_elem(&slots, &zero);
  results.slot_b = t ? t->b : 0;
  t = bpf_map_lookup_elem(&hits, &one);
  results.hit_c = t ? t->c : 0;
  __u32 *n = bpf_map_lookup_elem(&by_user, &eight);
  results.user = n ? *n : 0;
  struct prefix p = {32, {192, 168, 1, 9}};
  n = bpf_map_lookup_elem(&routes, &p);
  results.route = n ? *n : 0;
  struct stats queued = {};
  bpf_map_pop_elem(&waiting, &queued);
  results.queued = queued.bytes;
  __u32 top = 0;
  bpf_map_pop_elem(&undo, &top);
  results.popped = top;
  results.in_bloom = bpf_map_peek_elem(&seen, &eight) == 0;
  void *in = bpf_map_lookup_elem(&outer, &seven);
  if (in && (wide = bpf_map_lookup_elem(in, &one)))
    results.inner = *wide;
  bpf_user_ringbuf_drain(&commands, on_command, NULL, 0);
  bpf_tail_call(skb, &progs, 1);
  return 0;
}

SEC("tc") int called(struct __sk_buff *skb) {
  results.tail_called = 1;
  return 0;
}

SEC("raw_tp/sys_enter") int stack(void *context) {
  if (bpf_get_current_pid_tgid() >> 32 == watched_pid && !results.stack_id)
    results.stack_id = bpf_get_stackid(context, &stacks, BPF_F_USER_STACK) + 1;
  return 0;
}
