struct BPF_HOST_LAYOUT bpf_sock_tuple {
  __be32 saddr;
};
static inline bool bpf_sock_tuple_from_bytes(struct bpf_sock_tuple *to, const void *data,
                                             size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

enum BPF_HOST_LAYOUT xdp_action {
  XDP_ABORTED = 0,
  XDP_DROP = 1,
};

typedef enum xdp_action seen_key;
typedef struct bpf_sock_tuple seen_value;
