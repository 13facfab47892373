// Maps that pin themselves by their names, and one that does not.
typedef unsigned u32;
typedef unsigned long long u64;
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define SEC(x) __attribute__((section(x), used))

struct { __uint(type, 1); __uint(max_entries, 8); __type(key, u32); __type(value, u64); __uint(pinning, 1); } wide SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 8); __type(key, u32); __type(value, u32); __uint(pinning, 1); } narrow SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } loose SEC(".maps");

char LICENSE[] SEC("license") = "GPL";
