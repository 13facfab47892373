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

using __u32_ = uint32_t;

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

enum BPF_HOST_LAYOUT op : uint32_t {
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

struct BPF_HOST_LAYOUT_AS("uint8_t") uint8_t_ {
  enum op op;
};

using by_op_key = op;
using by_op_value = struct uint8_t_;
