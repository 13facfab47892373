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

struct BPF_HOST_LAYOUT bpf_sock_tuple {
  __be32 saddr;
};

enum BPF_HOST_LAYOUT xdp_action : uint32_t {
  XDP_ABORTED = 0,
  XDP_DROP = 1,
};

using seen_key = xdp_action;
using seen_value = bpf_sock_tuple;
