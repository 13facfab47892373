// Enums: signed, unsigned, 8 bytes, 1 byte, constants without a name.
enum plain { A, B = 7 };
enum minus { MINUS = -1, PLUS = 1 };
enum wide { BIG = 0x100000000ULL };
enum __attribute__((packed)) byte { LOW, HIGH = 255 };
enum { LIMIT = 64 };
struct enums { enum plain a; enum minus b; enum wide c; enum byte d; int limit[LIMIT]; };
struct { __uint(type, 1); __uint(max_entries, LIMIT); __type(key, enum plain);
         __type(value, struct enums); } by_kind SEC(".maps");
