// Bit-fields: signed, of an enum, of bool, across bytes, and after a gap.
enum color { RED, GREEN, BLUE };
struct bits {
  __u32 a : 3, b : 13;
  __u32 : 4;
  __u32 c : 12;
  __s8 d : 5;
  _Bool e : 1;
  enum color f : 2;
  __u64 g : 40;
  __u16 h;
};
EMIT(bits)
