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

struct BPF_HOST_LAYOUT_AS("class") class_ {
  BPF_HOST_LAYOUT_AS("new") uint32_t new_;
  BPF_HOST_LAYOUT_AS("template") uint32_t template_;
  uint32_t type;
  uint32_t func;
  uint32_t map;
  uint32_t range;
  uint32_t _private;
  uint32_t _pad1;
  BPF_HOST_LAYOUT_AS("nullptr") uint32_t nullptr_;
};

enum BPF_HOST_LAYOUT_AS("namespace") namespace_ : uint32_t {
  delete_ BPF_HOST_LAYOUT_AS("delete") = 0,
  import = 1,
};

struct BPF_HOST_LAYOUT go {
  BPF_HOST_LAYOUT_AS("operator") enum namespace_ operator_;
  BPF_HOST_LAYOUT_AS("this") struct class_ this_;
};

struct BPF_HOST_LAYOUT module {
  uint32_t id;
};

struct BPF_HOST_LAYOUT loaded {
  struct module first;
};
