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

struct BPF_HOST_LAYOUT aligned {
  uint32_t a;
  uint8_t _pad1[28];
};

struct BPF_HOST_LAYOUT empty {
  uint8_t _pad1[0];
};

struct BPF_HOST_LAYOUT has_empty {
  uint32_t a;
  empty none;
};

struct BPF_HOST_LAYOUT alignas(8) holes {
  uint8_t a;
  uint8_t _pad1[3];
  uint32_t b;
  uint8_t c;
  uint8_t _pad2[7];
  uint64_t d;
  uint8_t e;
  uint8_t _pad3[7];
};

struct BPF_HOST_LAYOUT alignas(8) inner {
  uint32_t x;
  uint8_t _pad1[4];
  uint64_t y;
};

struct BPF_HOST_LAYOUT __attribute__((packed)) outer {
  uint8_t a;
  inner in;
};

struct BPF_HOST_LAYOUT __attribute__((packed)) tight {
  uint8_t a;
  uint64_t b;
  uint16_t c;
};
