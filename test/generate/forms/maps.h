typedef struct BPF_HOST_LAYOUT_AS("anonymous.value") {
  uint32_t a;
  uint32_t b;
} anonymous_value;

struct BPF_HOST_LAYOUT __attribute__((aligned(8))) counter {
  uint64_t packets;
  uint64_t bytes;
};
static inline bool counter_from_bytes(struct counter *to, const void *data,
                                      size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT small {
  uint32_t n;
  uint16_t m;
  uint8_t _pad1[2];
};
static inline bool small_from_bytes(struct small *to, const void *data,
                                    size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

struct BPF_HOST_LAYOUT_AS("percpu=off") twelve {
  uint32_t a;
  uint32_t b;
  uint32_t c;
};
static inline bool twelve_from_bytes(struct twelve *to, const void *data,
                                     size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}

typedef __be32 anonymous_key;
typedef struct counter counts_key;
typedef uint64_t counts_value;
typedef uint32_t inner_map_key;
typedef struct small inner_map_value;
typedef uint64_t outer_key;
typedef uint32_t outer_values_key;
typedef struct small outer_values_value;
typedef uint8_t sizes_key[4];
typedef uint8_t sizes_value[12];
typedef uint32_t stats_key;

typedef struct twelve stats_value;
// What the kernel hands over for each CPU.
struct __attribute__((aligned(8))) stats_value_percpu {
  stats_value value;
  uint8_t _pad1[4];
};

typedef uint32_t totals_key;

typedef struct counter totals_value;
// What the kernel hands over for each CPU.
typedef totals_value totals_value_percpu;
