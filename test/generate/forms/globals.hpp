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

struct BPF_HOST_LAYOUT config {
  uint32_t level;
  bool on;
  uint8_t _pad1[3];
};

struct BPF_HOST_LAYOUT_AS(".bss") alignas(8) bss {
  config settings;
  uint8_t _pad1[8];
  uint64_t total;
};
