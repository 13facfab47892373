struct BPF_HOST_LAYOUT elem {
  struct bpf_spin_lock lock;
  uint32_t n;
  struct bpf_timer timer;
  struct bpf_sock_tuple tuple;
  enum xdp_action last;
};
static inline bool elem_from_bytes(struct elem *to, const void *data,
                                   size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

typedef enum xdp_action elems_key;
typedef struct elem elems_value;
