//===- all-kinds.bpf.c - What compilers write into BTF --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every kind of type, every sort of map and global. What begins with probe_
// says in numbers what the compiler thinks of a type. Needs no header.
//
//===----------------------------------------------------------------------===//

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define PROBE(T)                                                               \
  enum probe_##T{align_##T = _Alignof(struct T), size_##T = sizeof(struct T)}; \
  enum probe_##T keep_##T = align_##T;                                         \
  struct T *also_##T

struct fwd;
enum fwd_enum;
enum color { RED, GREEN = 5, BLUE = -3 } color;
enum narrow { NARROW_A, NARROW_B = 200 } __attribute__((packed)) narrow;
enum wide { WIDE_A = 0x123456789abcULL, WIDE_B = 1 } wide;
enum deep { DEEP_A = -0x123456789abcLL } deep;

struct plain {
  u8 a;
  u16 b;
  u32 c;
  u64 d;
  char e;
  signed char f;
  short g;
  int h;
  long i;
  _Bool j;
};
PROBE(plain);
struct tail {
  u64 a;
  u8 b;
};
PROBE(tail);
struct packed {
  u8 a;
  u64 b;
  u16 c;
} __attribute__((packed));
PROBE(packed);
struct holds_packed {
  u8 a;
  struct packed p;
  u32 b;
};
PROBE(holds_packed);
struct bits {
  u32 a : 3;
  u32 b : 13;
  int c : 16;
  u64 d : 40;
  _Bool e : 1;
  enum color f : 4;
  u8 : 0;
  u8 g : 7;
};
PROBE(bits);
struct packed_bits {
  u8 a;
  u32 b : 31;
  u32 c : 31;
} __attribute__((packed));
PROBE(packed_bits);
struct pointers {
  struct fwd *a;
  const char *b;
  void *c;
  int (*d)(struct fwd *, int);
  enum fwd_enum *e;
  char **f;
  struct pointers *next;
};
PROBE(pointers);
struct arrays {
  u32 a[4];
  u8 b[2][3];
  struct tail c[2];
  char d[];
};
PROBE(arrays);
struct zero {
  u32 n;
  struct tail t[0];
};
PROBE(zero);
struct nested {
  struct {
    u8 x;
    union {
      u32 y;
      u64 z;
    };
  };
  union {
    u16 m;
    struct tail n;
  } named;
};
PROBE(nested);
struct big {
  __int128 a;
  u8 b;
  double c;
  float d;
  long double e;
};
PROBE(big);
struct qualified {
  const volatile u32 a;
  const char *restrict b;
  const u64 c[2];
};
PROBE(qualified);
struct empty {};
PROBE(empty);
struct flavoured___v2 {
  u32 a;
};
PROBE(flavoured___v2);
typedef struct {
  u32 a;
} anon_t;
typedef union {
  u32 a;
  u8 b[5];
} anon_union_t;
anon_t anon;
anon_union_t anon_union;

struct key {
  u32 a;
  u16 b;
};
struct value {
  u64 n;
  u32 m;
};
typedef struct value value_t;
struct inner {
  __uint(type, 2);
  __uint(max_entries, 1);
  __type(key, int);
  __type(value, struct value);
};
struct {
  __uint(type, 1);
  __uint(max_entries, 16);
  __type(key, struct key);
  __type(value, value_t);
} counts SEC(".maps");
struct {
  __uint(type, 6);
  __uint(max_entries, 1);
  __uint(key_size, 4);
  __uint(value_size, 12);
} percpu SEC(".maps");
struct {
  __uint(type, 12);
  __uint(max_entries, 2);
  __type(key, int);
  __array(values, struct inner);
} outer SEC(".maps");
struct {
  __uint(type, 3);
  __uint(max_entries, 2);
  __uint(key_size, 4);
  __array(values, int(void *));
} progs SEC(".maps");
struct {
  __uint(type, 27);
  __uint(max_entries, 4096);
} ringbuf SEC(".maps");

char LICENSE[] SEC("license") = "GPL";
extern int LINUX_KERNEL_VERSION SEC(".kconfig");
extern _Bool CONFIG_BPF_SYSCALL __attribute__((section(".kconfig"), weak));
extern char CONFIG_CC_VERSION_TEXT[64]
    __attribute__((section(".kconfig"), weak));
extern unsigned long CONFIG_HZ SEC(".kconfig");
extern char CONFIG_B __attribute__((section(".kconfig"), weak));
extern const int bpf_prog_active __attribute__((section(".ksyms")));

u64 total;
int small_one;
char tag[3] = "ab";
const volatile u32 limit = 7;
static volatile int hidden = 3;
struct value last;

SEC("xdp") int prog(void *ctx) {
  static volatile int calls;
  calls++;
  hidden += LINUX_KERNEL_VERSION + CONFIG_BPF_SYSCALL +
            CONFIG_CC_VERSION_TEXT[0] + CONFIG_HZ + CONFIG_B + bpf_prog_active +
            limit;
  last.n = total++;
  return small_one + tag[0] + hidden + calls;
}
