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

enum BPF_HOST_LAYOUT plain : uint32_t {
  A = 0,
  B = 7,
};

enum BPF_HOST_LAYOUT minus : int32_t {
  MINUS = -1,
  PLUS = 1,
};

enum BPF_HOST_LAYOUT wide : uint64_t {
  BIG = 4294967296u,
};

enum BPF_HOST_LAYOUT byte : uint8_t {
  LOW = 0,
  HIGH = 255,
};

struct BPF_HOST_LAYOUT alignas(8) enums {
  plain a;
  minus b;
  wide c;
  byte d;
  uint8_t _pad1[3];
  int32_t limit[64];
  uint8_t _pad2[4];
};

using by_kind_key = plain;
using by_kind_value = enums;
