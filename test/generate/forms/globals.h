struct BPF_HOST_LAYOUT config {
  uint32_t level;
  bool on;
  uint8_t _pad1[3];
};
static inline bool config_from_bytes(struct config *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT_AS(".bss") __attribute__((aligned(8))) bss {
  struct config settings;
  uint8_t _pad1[8];
  uint64_t total;
};
