// The kernel's own: taken from its header in C and C++, bytes in Go.
#include <linux/bpf.h>
struct elem { struct bpf_spin_lock lock; __u32 n; struct bpf_timer timer; };
HASH(elems, __u32, struct elem)
