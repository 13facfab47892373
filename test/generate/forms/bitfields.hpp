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

enum BPF_HOST_LAYOUT color : uint32_t {
  RED = 0,
  GREEN = 1,
  BLUE = 2,
};

struct BPF_HOST_LAYOUT alignas(8) bits {
  uint32_t a : 3;
  uint32_t b : 13;
  uint32_t : 4;
  uint32_t c : 12;
  int8_t d : 5;
  bool e : 1;
  color f : 2;
  uint32_t : 24;
  uint64_t g : 40;
  uint64_t : 8;
  uint16_t h;
};

struct BPF_HOST_LAYOUT narrow {
  uint32_t most : 1; // enum color
  uint32_t : 7;
  uint8_t rest;
  uint8_t _pad1[2];
};

struct BPF_HOST_LAYOUT __attribute__((packed)) tight_bits {
  uint8_t a : 3;
  uint64_t b : 62;
  uint8_t c : 6;
  uint16_t d : 7;
  uint8_t : 2;
};
