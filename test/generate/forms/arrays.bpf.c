// Arrays: nested, flexible, of nothing, of structs and pointers.
struct point { __s16 x, y; };
struct arrays { char comm[16]; __u8 grid[2][3]; struct point path[4]; void *p[2]; };
struct tail { __u32 count; struct point points[]; };
struct zero { __u64 count; __u8 data[0]; };
EMIT(arrays) EMIT(tail) EMIT(zero)
struct either { __u32 kind; union { struct { struct {} no_a; struct point points[]; };
                                    struct { struct {} no_b; char text[]; }; }; };
union page { __u32 size; __u8 bytes[0]; };
struct paged { union page page; };
EMIT(either) EMIT(paged)
// What has no bytes aligns a struct, too.
struct counted { __u32 count, more; __u64 values[]; };
struct holder { __u64 first; struct { __u32 count, more; __u64 values[0]; } of; };
EMIT(counted) EMIT(holder)
