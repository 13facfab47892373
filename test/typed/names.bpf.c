// Maps whose names C++ has for something else: no skeleton of C++ can have them.
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

#define ARRAY(name)                                                            \
  struct {                                                                     \
    __uint(type, BPF_MAP_TYPE_ARRAY);                                          \
    __uint(max_entries, 1);                                                    \
    __type(key, __u32);                                                        \
    __type(value, __u64);                                                      \
  } name SEC(".maps")
ARRAY(class);
ARRAY(new);
ARRAY(fd);

SEC("tc") int add(struct __sk_buff *skb) {
  __u32 zero = 0;
  __u64 *a = bpf_map_lookup_elem(&class, &zero);
  __u64 *b = bpf_map_lookup_elem(&new, &zero);
  __u64 *c = bpf_map_lookup_elem(&fd, &zero);
  if (a && b && c)
    *a = *b + *c;
  return 0;
}
