// Numbers of every kind: none is as wide as a word of the host.
typedef unsigned long word;
struct scalars {
  char c; signed char sc; unsigned char uc; _Bool b; short s; int i; unsigned u;
  long l; unsigned long ul; long long ll; word w; float f; double d;
  __int128 wide; const struct scalars *self; const char *text; void (*call)(int);
  const volatile int qualified; __be16 port; __be32 ip; __le64 disk; __sum16 sum;
};
EMIT(scalars)
