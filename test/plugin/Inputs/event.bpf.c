// What most tests of the attribute compare with.
typedef unsigned int u32;
typedef unsigned long long u64;
struct event {
  u32 pid;
  u64 ts;
  char comm[16];
};
enum kind { KIND_EXEC, KIND_EXIT = 5 };
union word {
  u32 whole;
  unsigned char bytes[4];
};
struct event *keep_event;
enum kind keep_kind;
union word *keep_word;
