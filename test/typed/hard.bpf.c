// What rustc has rules of its own for: packed and aligned at once, members that
// are not aligned, bit-fields, names that are keywords.
#include <bpf/host_layout.h>
#include <linux/types.h>

enum color { RED, GREEN = 5 };
struct inner { __u32 x; __u64 y; };
struct __attribute__((packed)) hard {
  __u8 type;
  __u64 self;
  struct inner match[2];
  __u32 proto : 4, gen : 12;
  __s32 delta : 5;
  enum color color : 3;
  __u64 wide : 40;
  _Bool fn;
};
struct __attribute__((packed, aligned(4))) both { __u8 a; __u32 b; __u8 c; };
struct over { __u32 a; } __attribute__((aligned(32)));
struct holds { struct both both; struct over over[2]; __u8 last; };
union any { __u64 number; struct hard hard; __u8 tail[0]; };
struct list { __u32 count; struct inner entry[]; };
BPF_HOST_LAYOUT_EMIT(struct hard);
BPF_HOST_LAYOUT_EMIT(struct holds);
BPF_HOST_LAYOUT_EMIT(struct list);
struct uses { union any any; struct { __s16 low, high; } pair; };
BPF_HOST_LAYOUT_EMIT(struct uses);
struct {
  int (*type)[1];
  int (*max_entries)[8];
  struct both *key;
  struct inner *value;
} counts __attribute__((section(".maps"), used));
