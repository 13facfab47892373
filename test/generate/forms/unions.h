union BPF_HOST_LAYOUT address {
  uint32_t v4;
  uint8_t v6[16];
};

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) flow {
  union address from;
  union {
    struct {
      uint16_t sport;
      uint16_t dport;
    };
    uint32_t ports;
  };
  uint8_t _pad1[4];
  union {
    uint64_t cookie;
    struct {
      uint32_t low;
      uint32_t high;
    } half;
  } id;
  struct {
    uint8_t kind;
    union {
      uint8_t code;
      int8_t error;
    };
  } icmp[2];
  uint8_t _pad2[4];
};
static inline bool flow_from_bytes(struct flow *to, const void *data,
                                   size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT nested {
  union {
    uint32_t word;
    union {
      uint16_t half;
      struct {
        uint8_t low;
        uint8_t high;
      };
    };
  } of;
};
static inline bool nested_from_bytes(struct nested *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}
