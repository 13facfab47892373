enum BPF_HOST_LAYOUT plain {
  A = 0,
  B = 7,
};

enum BPF_HOST_LAYOUT minus {
  MINUS = -1,
  PLUS = 1,
};

enum BPF_HOST_LAYOUT wide {
  BIG = 4294967296u,
};

enum BPF_HOST_LAYOUT __attribute__((packed)) byte {
  LOW = 0,
  HIGH = 255,
};

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) enums {
  enum plain a;
  enum minus b;
  enum wide c;
  enum byte d;
  uint8_t _pad1[3];
  int32_t limit[64];
  uint8_t _pad2[4];
};
static inline bool enums_from_bytes(struct enums *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

typedef enum plain by_kind_key;
typedef struct enums by_kind_value;
