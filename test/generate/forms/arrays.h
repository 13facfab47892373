struct BPF_HOST_LAYOUT point {
  int16_t x;
  int16_t y;
};

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) arrays {
  char comm[16];
  uint8_t grid[2][3];
  struct point path[4];
  uint8_t _pad1[2];
  uint64_t p[2]; // void *
};
static inline bool arrays_from_bytes(struct arrays *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) counted {
  uint32_t count;
  uint32_t more;
  uint64_t values[];
};
static inline bool counted_from_bytes(struct counted *to, const void *data,
                                      size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT either {
  uint32_t kind;
  union {
    struct {
      struct {
      } no_a;
      struct point points[0];
    };
    struct {
      struct {
      } no_b;
      char text[0];
    };
  };
};
static inline bool either_from_bytes(struct either *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) holder {
  uint64_t first;
  struct {
    uint32_t count;
    uint32_t more;
    uint64_t values[0];
  } of;
};
static inline bool holder_from_bytes(struct holder *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

union BPF_HOST_LAYOUT page {
  uint32_t size;
  uint8_t bytes[0];
};

struct BPF_HOST_LAYOUT paged {
  union page page;
};
static inline bool paged_from_bytes(struct paged *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT tail {
  uint32_t count;
  struct point points[];
};
static inline bool tail_from_bytes(struct tail *to, const void *data,
                                   size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) zero {
  uint64_t count;
  uint8_t data[];
};
static inline bool zero_from_bytes(struct zero *to, const void *data,
                                   size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}
