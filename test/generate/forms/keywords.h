struct BPF_HOST_LAYOUT class {
  uint32_t new;
  uint32_t template;
  uint32_t type;
  uint32_t func;
  uint32_t map;
  uint32_t range;
  uint32_t _private;
  uint32_t _pad1;
  BPF_HOST_LAYOUT_AS("nullptr") uint32_t nullptr_;
};
static inline bool class_from_bytes(struct class *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

enum BPF_HOST_LAYOUT namespace {
  delete = 0,
  import = 1,
};

struct BPF_HOST_LAYOUT go {
  enum namespace operator;
  struct class this;
};
static inline bool go_from_bytes(struct go *to, const void *data, size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT module {
  uint32_t id;
};

struct BPF_HOST_LAYOUT loaded {
  struct module first;
};
static inline bool loaded_from_bytes(struct loaded *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}
