struct BPF_HOST_LAYOUT_AS("class") class_ {
  BPF_HOST_LAYOUT_AS("new") uint32_t new_;
  BPF_HOST_LAYOUT_AS("template") uint32_t template_;
  uint32_t type;
  uint32_t func;
  uint32_t map;
  uint32_t range;
  uint32_t _private;
  uint32_t _pad1;
  BPF_HOST_LAYOUT_AS("nullptr") uint32_t nullptr_;
};
static inline bool class__from_bytes(struct class_ *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

enum BPF_HOST_LAYOUT_AS("namespace") namespace_ {
  delete_ BPF_HOST_LAYOUT_AS("delete") = 0,
  import = 1,
};

struct BPF_HOST_LAYOUT go {
  BPF_HOST_LAYOUT_AS("operator") enum namespace_ operator_;
  BPF_HOST_LAYOUT_AS("this") struct class_ this_;
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
