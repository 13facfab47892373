// Bit-fields: signed, of an enum, of bool, across bytes, after a gap, packed.
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
struct __attribute__((packed)) tight_bits { __u8 a : 3; __u64 b : 62; __u8 c : 6; __u8 d : 7; };
EMIT(tight_bits)
struct narrow { enum color most : 1; __u8 rest; };
EMIT(narrow)
