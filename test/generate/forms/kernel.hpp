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

struct BPF_HOST_LAYOUT elem {
  ::bpf_spin_lock lock;
  uint32_t n;
  ::bpf_timer timer;
  ::bpf_sock_tuple tuple;
  ::xdp_action last;
};

using elems_key = ::xdp_action;
using elems_value = elem;
