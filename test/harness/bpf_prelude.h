// What the BPF programs of the tests start with, as it were bpf_helpers.h, which
// is not on every machine.
#include <bpf/host_layout.h>
#include <linux/types.h>
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define EMIT(name) BPF_HOST_LAYOUT_EMIT(struct name);
#define HASH(name, key_t, value_t)                                             \
  struct {                                                                     \
    __uint(type, 1);                                                           \
    __uint(max_entries, 8);                                                    \
    __type(key, key_t);                                                        \
    __type(value, value_t);                                                    \
  } name SEC(".maps");
