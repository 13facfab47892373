// The kernel's own: taken from its header in C and C++, bytes in Go; and what
// else that header has.
#include <linux/bpf.h>
struct elem { struct bpf_spin_lock lock; __u32 n; struct bpf_timer timer;
              struct bpf_sock_tuple tuple; enum xdp_action last; };
HASH(elems, enum xdp_action, struct elem)
