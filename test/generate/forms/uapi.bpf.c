// What the kernel's header has, where nothing needs the header.
enum xdp_action { XDP_ABORTED, XDP_DROP };
struct bpf_sock_tuple { __be32 saddr; };
HASH(seen, enum xdp_action, struct bpf_sock_tuple)
