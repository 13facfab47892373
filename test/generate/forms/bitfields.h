enum BPF_HOST_LAYOUT color {
  RED = 0,
  GREEN = 1,
  BLUE = 2,
};

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) bits {
  uint32_t a : 3;
  uint32_t b : 13;
  uint32_t : 4;
  uint32_t c : 12;
  int8_t d : 5;
  bool e : 1;
  uint32_t f : 2; // enum color
  uint32_t : 24;
  uint64_t g : 40;
  uint64_t : 8;
  uint16_t h;
};
static inline bool bits_from_bytes(struct bits *to, const void *data,
                                   size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT narrow {
  uint32_t most : 1; // enum color
  uint32_t : 7;
  uint8_t rest;
  uint8_t _pad1[2];
};
static inline bool narrow_from_bytes(struct narrow *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT __attribute__((packed)) tight_bits {
  uint8_t a : 3;
  uint64_t b : 62;
  uint8_t c : 6;
  uint16_t d : 7;
  uint8_t : 2;
};
static inline bool tight_bits_from_bytes(struct tight_bits *to, const void *data,
                                         size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}
