struct BPF_HOST_LAYOUT scalars {
  char c;
  int8_t sc;
  uint8_t uc;
  bool b;
  int16_t s;
  uint8_t _pad1[2];
  int32_t i;
  uint32_t u;
  int64_t l;
  uint64_t ul;
  int64_t ll;
  uint64_t w;
  float f;
  uint8_t _pad2[4];
  double d;
  _Alignas(8) uint8_t wide[16]; // __int128
  uint64_t self; // struct scalars *
  uint64_t text; // char *
  uint64_t call; // void (*)(int)
  int32_t qualified;
  __be16 port;
  uint8_t _pad3[2];
  __be32 ip;
  uint8_t _pad4[4];
  __le64 disk;
  __sum16 sum;
  uint8_t _pad5[14];
};
static inline bool scalars_from_bytes(struct scalars *to, const void *data,
                                      size_t size) {
  if (size < sizeof(*to))
    return false;
  memcpy(to, data, sizeof(*to));
  return true;
}
