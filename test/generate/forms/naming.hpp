static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the object's byte order");

namespace agent {
namespace bpf {

#ifndef HOST_LAYOUT_FROM_BYTES_agent__bpf
#define HOST_LAYOUT_FROM_BYTES_agent__bpf
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

enum BPF_HOST_LAYOUT_AS("verdict") my_verdict : uint32_t {
  PASS = 0,
  DROP = 1,
};

struct BPF_HOST_LAYOUT_AS("event") alignas(8) my_event {
  uint64_t ts;
  my_verdict verdict;
  struct {
    uint32_t a;
  } nested;
};
static_assert(sizeof(my_event) == 16, "my_event");
static_assert(offsetof(my_event, ts) == 0, "my_event.ts");
static_assert(offsetof(my_event, verdict) == 8, "my_event.verdict");
static_assert(offsetof(my_event, nested) == 12, "my_event.nested");
static_assert(offsetof(my_event, nested.a) == 12, "my_event.nested.a");

using my_events_key = uint32_t;
using my_events_value = my_event;

} // namespace bpf
} // namespace agent
