namespace bpf {

#ifndef HOST_LAYOUT_FROM_BYTES_bpf
#define HOST_LAYOUT_FROM_BYTES_bpf
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

struct BPF_HOST_LAYOUT alignas(8) alias_t {
  uint64_t b;
};

struct BPF_HOST_LAYOUT seen {
  uint32_t c;
};

struct BPF_HOST_LAYOUT unseen {
  uint32_t a;
};

} // namespace bpf
