// Maps of each kind that decides how many bytes a call moves.
typedef unsigned u32;
typedef unsigned long long u64;
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(x) __attribute__((section(x), used))

struct key { u32 a, b; };
struct stats { u64 packets, bytes; };
struct event { u32 pid; u32 cpu; u64 ts; };
struct odd { u32 a, b, c; };

struct { __uint(type, 1); __uint(max_entries, 8); __type(key, struct key); __type(value, struct stats); } counts SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } small SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 8); __uint(key_size, 4); __uint(value_size, 24); } sized SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 8); __type(key, u32); __type(value, double); } ratios SEC(".maps");
struct { __uint(type, 6); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } hits SEC(".maps");
struct { __uint(type, 6); __uint(max_entries, 8); __type(key, u32); __type(value, u32); } narrow SEC(".maps");
struct { __uint(type, 5); __uint(max_entries, 8); __type(key, u32); __type(value, struct odd); } odds SEC(".maps");
struct { __uint(type, 3); __uint(max_entries, 8); __uint(key_size, 4); __uint(value_size, 4); } progs SEC(".maps");
struct { __uint(type, 27); __uint(max_entries, 4096); } events SEC(".maps");
struct { __uint(type, 27); __uint(max_entries, 4096); } exits SEC(".maps");
struct { __uint(type, 4); __uint(key_size, 4); __uint(value_size, 4); } perf SEC(".maps");
struct { __uint(type, 31); __uint(max_entries, 4096); } commands SEC(".maps");
struct { __uint(type, 2); __uint(map_flags, 1024); __uint(max_entries, 8); __type(key, u32); __type(value, u32); } plain SEC(".maps");
struct { __uint(type, 2); __uint(map_flags, 1024); __uint(max_entries, 8); __type(key, u32); __type(value, struct stats); } table SEC(".maps");

static void *(*reserve)(void *, u64, u64) = (void *)131;
static void (*submit)(void *, u64) = (void *)132;
static long (*output)(void *, void *, u64, u64) = (void *)130;
static long (*perf_output)(void *, void *, u64, void *, u64) = (void *)25;

u32 level = 1;

SEC("tp/sched/sched_process_exec") int handle_exec(void *ctx) {
  struct event *e = reserve(&events, sizeof(*e), 0);
  if (!e)
    return 0;
  e->pid = level;
  submit(e, 0);
  return 0;
}

SEC("tp/sched/sched_process_exit") int handle_exit(void *ctx) {
  u64 pid = level;
  output(&exits, &pid, sizeof(pid), 0);
  return 0;
}

SEC("tp/sched/sched_switch") int handle_switch(void *ctx) {
  struct event e = {level};
  perf_output(ctx, &perf, 0xffffffffULL, &e, sizeof(e));
  return 0;
}

// Keeps the type.
__attribute__((used, noinline)) static void keep(const struct event *e) {}

char LICENSE[] SEC("license") = "GPL";
