// args: --type __be32 --type __u32
// Names that mean something to a header: macros and types as members; functions,
// types and namespaces as types and enumerators.
struct limits { __u32 UINT8_MAX, SIZE_MAX, INT_FAST16_WIDTH, MIN_MAX, uint32_t, index; __be32 __be32; __u32 last; };
struct index { __u32 memcpy; };
struct std { struct index index; struct index other; };
enum op { ffs, from_bytes, std };
typedef struct { enum op op; } uint8_t;
EMIT(limits) EMIT(std)
HASH(by_op, enum op, uint8_t)
