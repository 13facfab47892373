// The kernel's own: taken from its header in C and C++, bytes in Go; and what
// else that header has.
// Of bpf_timer, headers since Linux 6.9 name the bytes: here it has none.
#define bpf_timer timer_of_header
#include <linux/bpf.h>
#undef bpf_timer
struct bpf_timer { __u64 : 64; __u64 : 64; } __attribute__((aligned(8)));
struct elem { struct bpf_spin_lock lock; __u32 n; struct bpf_timer timer;
              struct bpf_sock_tuple tuple; enum xdp_action last; };
HASH(elems, enum xdp_action, struct elem)
