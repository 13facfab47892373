// Unions with and without names, at any depth.
union address { __u32 v4; __u8 v6[16]; };
struct flow {
  union address from;
  union { struct { __u16 sport, dport; }; __u32 ports; };
  union { __u64 cookie; struct { __u32 low; __u32 high; } half; } id;
  struct { __u8 kind; union { __u8 code; __s8 error; }; } icmp[2];
};
EMIT(flow)
// A union without a name is part of the union that it is in.
struct nested {
  union { __u32 word; union { __u16 half; struct { __u8 low, high; }; }; } of;
};
EMIT(nested)
