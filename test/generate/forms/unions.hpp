#ifndef HOST_LAYOUT_FROM_BYTES_
#define HOST_LAYOUT_FROM_BYTES_
/// Copies a record out of a buffer that a BPF program filled. False, and `to`
/// is as it was, if the buffer holds fewer bytes than that.
template <typename T>
inline bool from_bytes(T &to, const void *data, std::size_t size) {
  static_assert(__is_trivially_copyable(T), "more than bytes");
  if (size < sizeof(to))
    return false;
  std::memcpy(&to, data, sizeof(to));
  return true;
}
#endif

union BPF_HOST_LAYOUT address {
  uint32_t v4;
  uint8_t v6[16];
};

struct BPF_HOST_LAYOUT alignas(8) flow {
  address from;
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
