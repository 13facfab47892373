// A name for each role; per-CPU values and what they are padded to.
struct counter { __u64 packets; __u64 bytes; };
struct small { __u32 n; __u16 m; };
struct twelve { __u32 a, b, c; };
HASH(counts, struct counter, __u64)
HASH(anonymous, __be32, struct { __u32 a; __u32 b; })
struct { __uint(type, 6); __uint(max_entries, 1); __type(key, __u32);
         __type(value, struct twelve); } stats SEC(".maps");
struct { __uint(type, 6); __uint(max_entries, 1); __type(key, __u32);
         __type(value, struct counter); } totals SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 1); __uint(key_size, 4);
         __uint(value_size, 12); } sizes SEC(".maps");
struct inner_map { __uint(type, 1); __uint(max_entries, 1); __type(key, __u32);
                   __type(value, struct small); } inner_map SEC(".maps");
struct { __uint(type, 13); __uint(max_entries, 1); __type(key, __u64);
         __array(values, struct inner_map); } outer SEC(".maps");
