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

struct BPF_HOST_LAYOUT_AS("anonymous.value") anonymous_value {
  uint32_t a;
  uint32_t b;
};

struct BPF_HOST_LAYOUT alignas(8) counter {
  uint64_t packets;
  uint64_t bytes;
};

struct BPF_HOST_LAYOUT small {
  uint32_t n;
  uint16_t m;
  uint8_t _pad1[2];
};

struct BPF_HOST_LAYOUT_AS("percpu=off") twelve {
  uint32_t a;
  uint32_t b;
  uint32_t c;
};

using anonymous_key = __be32;
using counts_key = counter;
using counts_value = uint64_t;
using inner_map_key = uint32_t;
using inner_map_value = small;
using outer_key = uint64_t;
using outer_values_key = uint32_t;
using outer_values_value = small;
using sizes_key = uint8_t[4];
using sizes_value = uint8_t[12];
using stats_key = uint32_t;

using stats_value = twelve;
// What the kernel hands over for each CPU.
struct alignas(8) stats_value_percpu {
  stats_value value;
  uint8_t _pad1[4];
};

using totals_key = uint32_t;

using totals_value = counter;
// What the kernel hands over for each CPU.
using totals_value_percpu = totals_value;
