struct BPF_HOST_LAYOUT aligned {
  uint32_t a;
  uint8_t _pad1[28];
};
static inline bool aligned_from_bytes(struct aligned *to, const void *data,
                                      size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT empty {
};

struct BPF_HOST_LAYOUT has_empty {
  uint32_t a;
  struct empty none;
};
static inline bool has_empty_from_bytes(struct has_empty *to, const void *data,
                                        size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) holes {
  uint8_t a;
  uint8_t _pad1[3];
  uint32_t b;
  uint8_t c;
  uint8_t _pad2[7];
  uint64_t d;
  uint8_t e;
  uint8_t _pad3[7];
};
static inline bool holes_from_bytes(struct holes *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) inner {
  uint32_t x;
  uint8_t _pad1[4];
  uint64_t y;
};

struct BPF_HOST_LAYOUT __attribute__((packed)) outer {
  uint8_t a;
  struct inner in;
};
static inline bool outer_from_bytes(struct outer *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((packed)) tight {
  uint8_t a;
  uint64_t b;
  uint16_t c;
};
static inline bool tight_from_bytes(struct tight *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}
