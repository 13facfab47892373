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

struct BPF_HOST_LAYOUT point {
  int16_t x;
  int16_t y;
};

struct BPF_HOST_LAYOUT alignas(8) arrays {
  char comm[16];
  uint8_t grid[2][3];
  point path[4];
  uint8_t _pad1[2];
  uint64_t p[2]; // void *
};

struct BPF_HOST_LAYOUT alignas(8) counted {
  uint32_t count;
  uint32_t more;
  uint64_t values[];
};

struct BPF_HOST_LAYOUT either {
  uint32_t kind;
  union {
    uint8_t _pad1[0];
    struct {
      uint8_t _pad2[0];
      struct {
        uint8_t _pad3[0];
      } no_a;
      point points[0];
    };
    struct {
      uint8_t _pad4[0];
      struct {
        uint8_t _pad5[0];
      } no_b;
      char text[0];
    };
  };
};

struct BPF_HOST_LAYOUT alignas(8) holder {
  uint64_t first;
  struct {
    uint32_t count;
    uint32_t more;
    uint64_t values[0];
  } of;
};

union BPF_HOST_LAYOUT page {
  uint32_t size;
  uint8_t bytes[0];
};

struct BPF_HOST_LAYOUT paged {
  union page page;
};

struct BPF_HOST_LAYOUT tail {
  uint32_t count;
  point points[];
};

struct BPF_HOST_LAYOUT alignas(8) zero {
  uint64_t count;
  uint8_t data[];
};
