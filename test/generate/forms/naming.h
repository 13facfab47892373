_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the object's byte order");

enum BPF_HOST_LAYOUT_AS("verdict") my_verdict {
  PASS = 0,
  DROP = 1,
};

struct BPF_HOST_LAYOUT_AS("event") __attribute__((aligned(8))) my_event {
  uint64_t ts;
  enum my_verdict verdict;
  struct {
    uint32_t a;
  } nested;
};
_Static_assert(sizeof(struct my_event) == 16, "my_event");
_Static_assert(offsetof(struct my_event, ts) == 0, "my_event.ts");
_Static_assert(offsetof(struct my_event, verdict) == 8, "my_event.verdict");
_Static_assert(offsetof(struct my_event, nested) == 12, "my_event.nested");
_Static_assert(offsetof(struct my_event, nested.a) == 12, "my_event.nested.a");
static inline bool my_event_from_bytes(struct my_event *to, const void *data,
                                       size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

typedef uint32_t my_events_key;
typedef struct my_event my_events_value;
