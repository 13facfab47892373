typedef struct BPF_HOST_LAYOUT __attribute__((aligned(8))) {
  uint64_t b;
} alias_t;

struct BPF_HOST_LAYOUT seen {
  uint32_t c;
};

struct BPF_HOST_LAYOUT unseen {
  uint32_t a;
};
