// Fields and enumerators that have other names in BPF.
//
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t.o
// RUN: %verify_cxx -std=c++17 %arg-btf=%t.o -ferror-limit=0 %s
// RUN: %verify_cxx -std=c++17 %arg-btf=%t.o %arg-renamed=error -ferror-limit=0 %s

using u64 = unsigned long long;

struct [[bpf::host_layout("event")]] Renamed {
  unsigned tid [[bpf::host_layout("pid")]];
  [[bpf::host_layout("ts")]] u64 time;
  char name[16] __attribute__((bpf_host_layout("comm")));
};
struct [[bpf::host_layout("event")]] FirstThatCounts {
  unsigned tid [[bpf::host_layout("tid", "pid")]];
  u64 time [[bpf::host_layout("nsec")]] [[bpf::host_layout("ts")]];
  char comm[16];
};
struct [[bpf::host_layout("event")]] Bad {
  unsigned tid [[bpf::host_layout("pid")]];
  long long time [[bpf::host_layout("ts")]]; // expected-error {{'time' is signed here but unsigned in BPF}}
  char comm[16];
};
struct [[bpf::host_layout("event", "match=named")]] Named {
  char opaque[8];
  [[bpf::host_layout("ts")]] u64 time;
  unsigned char rest[16];
};
enum [[bpf::host_layout]] kind {
  Exec [[bpf::host_layout("KIND_EXEC")]],
  Exit __attribute__((bpf_host_layout("KIND_EXIT"))) = 5,
};
enum [[bpf::host_layout("kind")]] kind2 {
  Exec2 [[bpf::host_layout("KIND_EXEC")]],
  Exit2 [[bpf::host_layout("KIND_EXIT")]] = 6, // expected-error {{'Exit2' is 6 here but BPF's 'KIND_EXIT' is 5}}
};
