typedef uint32_t __u32_;

struct BPF_HOST_LAYOUT limits {
  BPF_HOST_LAYOUT_AS("UINT8_MAX") uint32_t UINT8_MAX_;
  BPF_HOST_LAYOUT_AS("SIZE_MAX") uint32_t SIZE_MAX_;
  BPF_HOST_LAYOUT_AS("INT_FAST16_WIDTH") uint32_t INT_FAST16_WIDTH_;
  uint32_t MIN_MAX;
  BPF_HOST_LAYOUT_AS("uint32_t") uint32_t uint32_t_;
  uint32_t index;
  BPF_HOST_LAYOUT_AS("__be32") __be32 __be32_;
  uint32_t last;
};
static inline bool limits_from_bytes(struct limits *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

enum BPF_HOST_LAYOUT op {
  ffs_ BPF_HOST_LAYOUT_AS("ffs") = 0,
  from_bytes_ BPF_HOST_LAYOUT_AS("from_bytes") = 1,
  std___2 BPF_HOST_LAYOUT_AS("std") = 2,
};

struct BPF_HOST_LAYOUT_AS("index") index_ {
  uint32_t memcpy;
};

struct BPF_HOST_LAYOUT_AS("std") std_ {
  struct index_ index;
  struct index_ other;
};
static inline bool std__from_bytes(struct std_ *to, const void *data,
                                   size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

typedef struct BPF_HOST_LAYOUT_AS("uint8_t") {
  enum op op;
} uint8_t_;
static inline bool uint8_t__from_bytes(uint8_t_ *to, const void *data,
                                       size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

typedef enum op by_op_key;
typedef uint8_t_ by_op_value;
