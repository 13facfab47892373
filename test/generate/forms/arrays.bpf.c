// Arrays: nested, flexible, of nothing, of structs and pointers.
struct point { __s16 x, y; };
struct arrays { char comm[16]; __u8 grid[2][3]; struct point path[4]; void *p[2]; };
struct tail { __u32 count; struct point points[]; };
struct zero { __u64 count; __u8 data[0]; };
EMIT(arrays) EMIT(tail) EMIT(zero)
