// Packed, over-aligned, and with holes: what a compiler may not add, it gets.
struct __attribute__((packed)) tight { __u8 a; __u64 b; __u16 c; };
struct inner { __u32 x; __u64 y; };
struct __attribute__((packed)) outer { __u8 a; struct inner in; };
struct holes { __u8 a; __u32 b; __u8 c; __u64 d; __u8 e; };
struct aligned { __u32 a; } __attribute__((aligned(32)));
struct empty {};
struct has_empty { __u32 a; struct empty none; };
EMIT(tight) EMIT(outer) EMIT(holes) EMIT(aligned) EMIT(has_empty)
